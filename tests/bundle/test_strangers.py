"""Plugins of strangers on the command line: welcome, and if they fail, named and set aside."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

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


HOP = """
from micrograd_core import Op, hookimpl

@hookimpl
def micrograd_register_ops():
    return [Op("hop", lambda x: {times} * x, lambda out, x: ({times},))]
"""
HOPS = "import micrograd as mg; x = mg.Value(3.0); (x.hop() + 1).backward(); print(x.grad)"


@pytest.mark.parametrize("second", ["1.0", "0.9"])
@pytest.mark.parametrize("first_spelt", ["hopper", "Hopper"])
def test_a_distribution_in_two_folders_of_the_path_is_taken_once_and_named_once(
    strangers: Any, tmp_path: Path, second: str, first_spelt: str
) -> None:
    folders = [tmp_path / "first", tmp_path / "second"]
    for folder, version, times in zip(folders, ("1.0", second), (2, 5), strict=True):
        folder.mkdir()
        type(strangers)(folder).install("hopper", HOP.format(times=times), version=version)
    (folders[0] / "hopper-1.0.dist-info").rename(folders[0] / f"{first_spelt}-1.0.dist-info")
    both = os.pathsep.join(map(str, [*folders, folders[1], *filter(None, sys.path)]))
    answer = strangers.python("-c", HOPS, PYTHONPATH=both)
    assert (answer.status, answer.out) == (0, "2.0\n")
    (warned,) = [line for line in answer.err.splitlines() if "PluginWarning" in line]
    used, other = (f"{v} in {f}" for v, f in zip(("1.0", second), folders, strict=True))
    assert f"hopper is installed more than once: {used} is used, {other} is not. Unin" in warned
    assert strangers.python("-c", HOPS, PYTHONPATH=both, MICROGRAD_STRICT="1").status == 0


def test_a_link_to_a_folder_of_the_path_and_a_folder_of_source_are_no_second_installation(
    strangers: Any, tmp_path: Path
) -> None:
    strangers.install("hopper", HOP.format(times=2))
    source = tmp_path / "source"
    metadata = source / "hopper.egg-info"
    metadata.mkdir(parents=True)
    (metadata / "PKG-INFO").write_text("Name: hopper\nVersion: 0.9\n")
    (tmp_path / "link").symlink_to(strangers.folder)
    path = [str(strangers.folder), str(tmp_path / "link"), str(source), *filter(None, sys.path)]
    answer = strangers.python("-c", HOPS, PYTHONPATH=os.pathsep.join(path))
    assert (answer.status, answer.out, answer.err) == (0, "2.0\n", "")


def test_a_plugin_listed_twice_by_one_distribution_is_taken_once_and_named(strangers: Any) -> None:
    listed = "[micrograd.plugins]\nhopper = hopper\nother = hopper\n"
    strangers.install("hopper", HOP.format(times=2), listed)
    answer = strangers.python("-c", HOPS)
    assert (answer.status, answer.out) == (0, "2.0\n")
    assert answer.err.count("PluginWarning:") == 1
    assert "plugin 'other' of hopper 1.0 was set aside" in answer.err


def test_a_dependency_that_is_missing_is_named_with_what_to_do(strangers: Any) -> None:
    strangers.install("needy", "import no_such_package.inside")
    strangers.install("hopper", HOP.format(times=2))
    answer = strangers.python("-c", HOPS)
    assert (answer.status, answer.out) == (0, "2.0\n")
    assert answer.err.count("PluginWarning:") == 1
    for part in ("needy 1.0", "It needs the module no_such_package: install", "DISABLE=needy"):
        assert part in answer.err


def test_a_plugin_whose_module_is_not_there_is_to_be_installed_anew(strangers: Any) -> None:
    strangers.install("hopper", HOP.format(times=2))
    (strangers.folder / "hopper.py").unlink()
    assert "Its own module is not there: install it anew" in strangers.micrograd("ops").err


def test_a_plugin_that_is_slow_to_import_works_and_is_named(strangers: Any) -> None:
    strangers.install("hopper", f"import time; time.sleep(3.2)\n{HOP.format(times=2)}")
    answer = strangers.micrograd("plugins", "--json")
    (plugin,) = [plugin for plugin in json.loads(answer.out) if plugin["plugin"] == "hopper"]
    assert plugin["state"] == "active"
    assert plugin["operators"] == ["hop"]
    assert plugin["reason"].startswith("it took 3.")
    assert answer.err.startswith("micrograd: plugin 'hopper' of hopper 1.0 works, but it took 3.")
    assert answer.err.count("\n") == 1


MEDDLING = """
from micrograd_core import Op, hookimpl

def out_of_order(out, x):
    raise RuntimeError("of all things")

@hookimpl
def micrograd_register_ops():
    return [Op("hop", lambda x: x, out_of_order)]
"""


def test_a_row_that_raises_in_the_middle_of_a_graph_is_named_down_to_the_line(
    strangers: Any, tmp_path: Path
) -> None:
    strangers.install("hopper", MEDDLING)
    program = tmp_path / "program.py"
    program.write_text(
        "import micrograd as mg\n"
        "x = mg.Value(3.0, label='x')\n"
        "with mg.tracing() as trace:\n"
        "    y = (x * 2).hop() * x\n"
        "try:\n"
        "    y.backward()\n"
        "except mg.MicrogradError as error:\n"
        "    print(error, *error.__notes__, sep='\\n')\n"
        "print(x.grad, y.grad)\n"
    )
    answer = strangers.python(str(program))
    sentence, note, gradients = answer.out.splitlines()
    assert "operator 'hop' (plugin 'hopper' of hopper 1.0) raised RuntimeError: of" in sentence
    assert (
        "the node is 6.0, made by operator 'hop' (plugin 'hopper' of hopper 1.0) of (6.0)" in note
    )
    assert note.endswith(f"asked for at {program}:4: y = (x * 2).hop() * x")
    assert gradients == "0.0 0.0"


FORKED = """
import os, threading, time
import micrograd_core as core

first = threading.Thread(target=core.Value, args=(1.0,))
first.start()
while "sleeper" not in sys.modules:
    time.sleep(0.01)
child = os.fork()
if child == 0:
    os._exit(0 if core.Value(2.0).relu().data == 2.0 and "ops" in str(core.INSTALLED.source("relu"))
             else 1)
first.join()
deadline = time.monotonic() + 30
done = 0
while not done and time.monotonic() < deadline:
    done, status = os.waitpid(child, os.WNOHANG)
    time.sleep(0.01)
if not done:
    os.kill(child, 9)
print("hangs" if not done else status)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing forks here")
def test_a_process_forked_while_another_thread_loads_plugins_works(strangers: Any) -> None:
    strangers.install("sleeper", f"import time; time.sleep(0.5)\n{HOP.format(times=2)}")
    answer = strangers.python("-W", "ignore", "-c", f"import sys\n{FORKED}")
    assert (answer.status, answer.out, answer.err) == (0, "0\n", "")
