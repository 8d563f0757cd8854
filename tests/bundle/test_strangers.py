"""Plugins of strangers on the command line: welcome, and if they fail, named and set aside."""

import json
from typing import Any

GREETER = """
from micrograd_core import Command, hookimpl

def run(args):
    print("hello", args.name)
    return 3

@hookimpl
def micrograd_register_commands():
    return [Command("greet", "100% a greeting", lambda p: p.add_argument("name"), run)]
"""


def found(strangers: Any, name: str, **environ: str) -> dict[str, Any]:
    """Return what ``micrograd plugins`` says of one plugin."""
    answer = strangers.micrograd("plugins", "--json", **environ)
    assert answer.status == 0, answer.err
    (plugin,) = [plugin for plugin in json.loads(answer.out) if plugin["plugin"] == name]
    return dict(plugin)


def test_a_strangers_command_appears_and_its_status_is_the_programs(strangers: Any) -> None:
    strangers.install("greeter", GREETER)
    assert strangers.micrograd("greet", "you") == (3, "hello you\n", "")
    assert "100% a greeting" in strangers.micrograd("--help").out


def test_a_plugin_that_raises_at_import_is_named_with_its_distribution(strangers: Any) -> None:
    strangers.install("broken", "1 / 0", version="2.5")
    plugin = found(strangers, "broken")
    assert plugin["state"] == "set aside"
    assert plugin["version"] == "2.5"
    assert plugin["reason"] == "ZeroDivisionError: division by zero"
    err = strangers.micrograd("ops").err
    assert err.startswith("micrograd: plugin 'broken' of broken 2.5 was set aside")
    assert err.count("\n") == 1


def test_a_plugin_that_exits_at_import_does_not_end_the_program(strangers: Any) -> None:
    strangers.install("quitter", "raise SystemExit('goodbye')")
    assert found(strangers, "quitter")["reason"] == "SystemExit: goodbye"


def test_a_misspelt_hook_is_named_with_the_right_one(strangers: Any) -> None:
    source = "from micrograd_core import hookimpl\n@hookimpl\ndef micrograd_register_opps(): ..."
    strangers.install("typist", source)
    assert "did you mean micrograd_register_ops" in found(strangers, "typist")["reason"]


def test_strict_mode_makes_a_failing_plugin_the_end(strangers: Any) -> None:
    strangers.install("broken", "1 / 0")
    status, out, err = strangers.micrograd("ops", MICROGRAD_STRICT="1")
    assert (status, out) == (1, "")
    assert err.startswith("micrograd: plugin 'broken' of broken 1.0 was set aside")


def test_a_blocked_plugin_says_who_blocked_it(strangers: Any) -> None:
    strangers.install("broken", "1 / 0")
    plugin = found(strangers, "broken", MICROGRAD_DISABLE="broken")
    assert (plugin["state"], plugin["reason"]) == ("blocked", "MICROGRAD_DISABLE names it")


def test_a_dormant_plugin_is_not_imported_and_its_operators_are_listed(strangers: Any) -> None:
    strangers.install(
        "sleeper",
        "raise SystemExit('I was imported')",
        "[micrograd.optional]\nsleeper = sleeper\n[micrograd.operators]\nsnore = sleeper:SNORE\n",
    )
    assert found(strangers, "sleeper")["state"] == "dormant"
    records = json.loads(strangers.micrograd("ops", "--json").out)
    (snore,) = [record for record in records if record["operator"] == "snore"]
    assert (snore["state"], snore["plugin"], snore["symbol"]) == ("dormant", "sleeper", None)


def test_a_disputed_operator_is_marked(strangers: Any) -> None:
    source = """
        from micrograd_core import Op, hookimpl
        @hookimpl
        def micrograd_register_ops():
            return [Op("hop", lambda x: x, lambda out, x: (1,))]
    """
    strangers.install("one", source)
    strangers.install("two", source)
    answer = strangers.micrograd("ops", "--json")
    states = [r["state"] for r in json.loads(answer.out) if r["operator"] == "hop"]
    assert states == ["disputed", "disputed"]
    assert "plugin 'one' of one 1.0 and plugin 'two' of two 1.0" in answer.err


def test_a_second_plugin_with_a_command_is_set_aside_and_both_are_named(strangers: Any) -> None:
    strangers.install("greeter", GREETER)
    strangers.install("host", GREETER)
    _, out, err = strangers.micrograd("greet", "you")
    assert out == "hello you\n"
    assert "plugin 'host' of host 1.0 was set aside" in err
    assert "micrograd greet" in err
    assert "plugin 'greeter' of greeter 1.0" in err


def test_a_command_that_cannot_be_configured_is_set_aside(strangers: Any) -> None:
    strangers.install("greeter", GREETER.replace('"name"', '"na me", nargs="x"'))
    status, out, err = strangers.micrograd("ops")
    assert status == 0
    assert out
    assert "command 'greet' of plugin 'greeter' of greeter 1.0 was set aside" in err


def test_a_command_that_fails_says_whose_it_is(strangers: Any) -> None:
    strangers.install("greeter", GREETER.replace("return 3", "return {}['x']"))
    status, _, err = strangers.micrograd("greet", "you")
    assert status == 1
    assert err == (
        "micrograd: command 'greet' (plugin 'greeter' of greeter 1.0) failed: KeyError: 'x'\n"
    )


def test_a_plugins_text_cannot_command_the_terminal(strangers: Any) -> None:
    strangers.install("painter", r"raise RuntimeError('\x1b[31mred\nand a second line')")
    answer = strangers.micrograd("plugins")
    assert "\x1b" not in answer.out + answer.err
    assert r"RuntimeError: \x1b[31mred and a second line" in answer.out
