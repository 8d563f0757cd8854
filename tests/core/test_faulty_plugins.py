"""A plugin that fails is set aside and named, once, with what to do; everything else works."""

import asyncio
import types
from collections.abc import Iterator
from typing import Any

import pytest

from micrograd_core import Op, PluginError, PluginWarning, Value, hookimpl, using
from micrograd_core.plugins import activation
from micrograd_ops.arithmetic import ADD, MUL

HALF = Op("half", lambda x: x / 2, lambda out, x: (0.5,))


class Hostile(BaseException):
    """An exception that is none."""


def raising(error: BaseException) -> Any:
    """Return a function that raises."""

    def load() -> Any:
        raise error

    return load


def module(**attributes: Any) -> Any:
    """Return what a plugin's module would be."""
    made = types.ModuleType("made_up")
    vars(made).update(attributes)
    return lambda: made


def endless() -> Any:
    """Recur without end."""
    return endless()


def broken_rows() -> Iterator[Any]:
    """Yield a row, then raise."""
    yield HALF
    raise ZeroDivisionError("half way")


def takes_too_much(registry: Any) -> list[Op]:
    """Bring a row, with an argument that the hook does not have."""
    return [HALF]


def ops(function: Any) -> Any:
    """Return a module whose only hook is `function`."""
    return module(micrograd_register_ops=hookimpl(function))


class Unmade:
    """A plugin that is to be made first."""

    @hookimpl
    def micrograd_register_ops(self) -> list[Op]:
        """Bring a row."""
        return [HALF]


HOOKLESS = [HALF]
FAULTS: dict[str, tuple[Any, str]] = {
    "an exception": (raising(RuntimeError("of all things")), "RuntimeError: of all things"),
    "SystemExit": (raising(SystemExit(3)), "SystemExit: 3"),
    "a BaseException of its own": (raising(Hostile("ha")), "Hostile: ha"),
    "GeneratorExit": (raising(GeneratorExit("ha")), "GeneratorExit: ha"),
    "a cancelled task": (raising(asyncio.CancelledError("ha")), "CancelledError: ha"),
    "too little memory": (raising(MemoryError()), "MemoryError"),
    "endless recursion": (endless, "RecursionError"),
    "a missing dependency": (
        raising(ModuleNotFoundError("No module named 'torch'")), "No module named 'torch'"
    ),
    "a syntax error": (raising(SyntaxError("invalid syntax")), "SyntaxError"),
    "no hook": (module(), "implements no hook"),
    "None": (lambda: None, "implements no hook"),
    "a misspelt hook": (
        module(micrograd_register_opps=hookimpl(lambda: HOOKLESS)),
        "no hook micrograd_register_opps (did you mean micrograd_register_ops)",
    ),
    "a misspelt hook, unmarked": (
        module(micrograd_registr_ops=lambda: HOOKLESS), "did you mean micrograd_register_ops"
    ),
    "a hook without its mark": (
        module(micrograd_register_ops=lambda: HOOKLESS), "lacks its @hookimpl"
    ),
    "a hook that takes an argument": (
        ops(takes_too_much), "micrograd_register_ops asks for registry; a hook takes no arguments"
    ),
    "a class": (lambda: Unmade, "Unmade is a class; give an instance, Unmade()"),
    "a hook that raises": (ops(raising(ValueError("inside"))), "ValueError: inside"),
    "a hook that exits": (ops(raising(SystemExit(1))), "SystemExit"),
    "a hook that breaks off": (ops(broken_rows), "ZeroDivisionError: half way"),
    "a number for rows": (ops(lambda: 3), "returned 3, which is not"),
    "a string for rows": (ops(lambda: "half"), "returned 'half', which is not"),
    "a bare row": (ops(lambda: HALF), "which is not"),
    "nothing for rows": (ops(lambda: None), "returned None"),
    "rows that are none": (ops(lambda: [HALF, "mul"]), "'mul', which is not an Op"),
    "two rows of one name": (ops(lambda: [HALF, HALF]), "two rows for 'half'"),
    "names that are no mapping": (
        module(micrograd_register_names=hookimpl(lambda: ["draw"])), "not a mapping"
    ),
    "a name of the core's": (
        module(micrograd_register_names=hookimpl(lambda: {"Value": 5})),
        "returned 'Value', which the core has already; choose another name",
    ),
    "commands that are none": (
        module(micrograd_register_commands=hookimpl(lambda: [print])), "which is not a Command"
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_it_is_set_aside_and_named_and_everything_else_works(
    host: Any, plugin: Any, fault: str
) -> None:
    load, reason = FAULTS[fault]
    bad, good = plugin("bad", load=load), plugin("good", [ADD, MUL])
    made = host(bad, good)
    with pytest.warns(PluginWarning) as caught, using(made.registry):
        assert (Value(2.0) * 3 + 1).data == 7.0
        assert (Value(2.0) * 3 + len(made.registry)).data == 8.0
    assert len(caught) == 1
    for part in ("plugin 'bad' of micrograd-bad 1.0", reason, "MICROGRAD_DISABLE=bad"):
        assert part in str(caught[0].message)
    assert (bad.state, good.state) == ("set aside", "active")
    assert reason in bad.reason
    assert (bad.rows, bad.names, bad.commands) == ((), {}, ())
    assert set(made.registry) == {"add", "mul"}
    assert [name for name, _ in made.manager.list_name_plugin()] == ["good"]


def test_the_warning_names_the_line_that_needed_the_plugins(host: Any, plugin: Any) -> None:
    made = host(plugin("bad", load=lambda: 1 / 0))
    with pytest.warns(PluginWarning, match="plugin 'bad'") as caught:
        made.registry.fill()
    assert [warning.filename for warning in caught] == [__file__]


@pytest.mark.parametrize("fault", FAULTS)
def test_strict_makes_it_an_error_with_its_cause(host: Any, plugin: Any, fault: str) -> None:
    load, reason = FAULTS[fault]
    made = host(plugin("bad", load=load), plugin("good", [MUL]), MICROGRAD_STRICT="1")
    with pytest.raises(PluginError, match=r"plugin 'bad' of micrograd-bad 1.0") as caught:
        made.registry.fill()
    assert reason in str(caught.value)
    assert caught.value.__cause__ is not None


@pytest.mark.parametrize("fault", FAULTS)
def test_enabling_it_is_an_error_and_changes_nothing(host: Any, plugin: Any, fault: str) -> None:
    load, reason = FAULTS[fault]
    bad = plugin("bad", load=load, optional=True)
    made = host(bad, plugin("good", [MUL]))
    made.registry.fill()
    for _ in range(2):
        with pytest.raises((PluginError, ValueError)) as caught:
            made.enable("bad")
        assert reason in str(caught.value)
        assert (bad.state, bad.reason, bad.rows, bad.hooks) == ("dormant", "", (), ())
        assert set(made.registry) == {"mul"}
        assert [name for name, _ in made.manager.list_name_plugin()] == ["good"]


@pytest.mark.parametrize("fault", list(FAULTS)[9:])
def test_registering_it_is_an_error_and_changes_nothing(host: Any, plugin: Any, fault: str) -> None:
    load, _ = FAULTS[fault]
    made = host(plugin("good", [MUL]))
    with pytest.raises((PluginError, ValueError)):
        made.register(load(), "bad")
    assert [p.name for p in made.plugins] == ["good"]
    assert set(made.registry) == {"mul"}


def test_strict_says_the_same_the_second_time(host: Any, plugin: Any) -> None:
    good = plugin("a", [MUL])
    made = host(good, plugin("z", load=raising(RuntimeError("boom"))), MICROGRAD_STRICT="1")
    for _ in range(3):
        with pytest.raises(PluginError, match=r"plugin 'z' of micrograd-z 1.0.*boom"):
            made.registry.fill()


def test_an_interrupted_start_can_be_started_again(host: Any, plugin: Any) -> None:
    presses = [KeyboardInterrupt()]
    module_of_z = plugin("z", [ADD]).load()

    def load() -> Any:
        if presses:
            raise presses.pop()
        return module_of_z

    made = host(plugin("a", [MUL]), plugin("z", load=load))
    with pytest.raises(KeyboardInterrupt):
        made.registry.fill()
    made.registry.fill()
    assert set(made.registry) == {"mul", "add"}


def test_a_warning_made_an_error_can_be_started_again(host: Any, plugin: Any) -> None:
    bad = plugin("b", load=raising(RuntimeError("boom")))
    made = host(plugin("a", [MUL]), bad, plugin("c", [ADD]))
    with pytest.raises(PluginWarning), using(made.registry):  # warnings are errors in these tests
        Value(1.0)
    with pytest.warns(PluginWarning, match="plugin 'b'"), using(made.registry):
        assert (Value(2.0) * 3 + 1).data == 7.0


def test_one_module_under_two_names_is_taken_once_and_the_second_is_named(
    host: Any, plugin: Any
) -> None:
    shared = plugin("x", [MUL]).load()
    made = host(plugin("a", load=lambda: shared), plugin("b", load=lambda: shared))
    with pytest.warns(PluginWarning, match="plugin 'b' of micrograd-b 1.0 was set aside"):
        made.registry.fill()
    assert made.registry.source("mul").plugin == "a"


@pytest.mark.parametrize(
    ("name", "module_of_plugin", "advice"),
    [
        ("torch", "bad_plugin", "It needs the module torch: install that, or set"),
        ("bad_plugin", "bad_plugin", "Its own module is not there: install it anew, or set"),
        ("bad_plugin.rows", "bad_plugin", "It needs the module bad_plugin.rows: install that"),
        ("bad_plugin", "bad_plugin.hooks", "Its own module is not there: install it anew, or set"),
        (None, "bad_plugin", "Mend or uninstall it, or set"),
    ],
)
def test_a_module_that_is_missing_is_named_with_what_to_install(
    host: Any, plugin: Any, name: str | None, module_of_plugin: str, advice: str
) -> None:
    bad = plugin("bad", load=raising(ModuleNotFoundError(f"No module named {name!r}", name=name)))
    bad.module = module_of_plugin
    made = host(bad, plugin("good", [MUL]))
    with pytest.warns(PluginWarning) as caught:
        made.registry.fill()
    (warning,) = caught
    assert advice in str(warning.message)
    assert f"No module named {name!r}" in str(warning.message)


@pytest.fixture
def ten_seconds(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return what a plugin can call at its import to let ten seconds pass."""
    now = [1_000.0]
    monkeypatch.setattr(activation, "time", types.SimpleNamespace(perf_counter=lambda: now[0]))
    return lambda: now.append(now.pop() + 10.0)


def test_a_plugin_that_takes_ten_seconds_works_and_is_named_once(
    host: Any, plugin: Any, ten_seconds: Any
) -> None:
    module_of_slow = plugin("slow", [HALF]).load()
    slow = plugin("slow", load=lambda: ten_seconds() or module_of_slow)
    quick = plugin("quick", [MUL])
    made = host(slow, quick, MICROGRAD_STRICT="1")
    with pytest.warns(PluginWarning) as caught, using(made.registry):
        assert (Value(3.0).half() * 2).data == 3.0
        assert list(made.registry) == ["half", "mul"]
    (warning,) = caught
    for part in ("plugin 'slow' of micrograd-slow 1.0", "10.0 seconds", "MICROGRAD_DISABLE=slow"):
        assert part in str(warning.message)
    assert (slow.state, slow.reason) == ("active", "it took 10.0 seconds to load")
    assert (quick.state, quick.reason) == ("active", "")


def test_what_was_slow_is_so_when_it_is_enabled_and_fails_as_well(
    host: Any, plugin: Any, ten_seconds: Any
) -> None:
    module_of_slow = plugin("slow", [HALF]).load()
    slow = plugin("slow", load=lambda: ten_seconds() or module_of_slow, optional=True)
    bad = plugin("bad", load=lambda: ten_seconds() or 1 / 0)
    made = host(bad, slow, plugin("good", [MUL]))
    with pytest.warns(PluginWarning, match="division by zero; it took 10.0 seconds") as caught:
        made.registry.fill()
    assert len(caught) == 1
    with pytest.warns(PluginWarning, match="plugin 'slow' .* works, but it took 10.0") as caught:
        made.enable("slow")
        made.enable("slow")
    assert len(caught) == 1
    made.disable("slow")
    assert (slow.state, slow.reason) == ("dormant", "")
