"""The list of properties is open: a plugin brings one by a hook, and check_op holds rows to it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from micrograd_core import Op, PluginError, PluginWarning, Source, hookimpl
from micrograd_core.active import active
from micrograd_core.plugins.discovery import Plugin
from micrograd_core.plugins.host import Host
from micrograd_core.plugins.installed import InstalledRegistry
from micrograd_core.testing import Verdict, assert_op, check_op, fails, holds, skipped

DOUBLE = Op("double", lambda x: 2 * x, lambda out, x: (2.0,))


def bringing(answer: Any, name: str = "kit") -> Plugin:
    """A plugin whose hook returns `answer`."""

    class Brought:
        @hookimpl
        def micrograd_register_properties(self) -> Any:
            return answer

    return Plugin(Source(name, f"micrograd-{name}", "1.0"), Brought)


@contextmanager
def hosted(*plugins: Plugin) -> Iterator[Host]:
    """A host of these plugins, whose registry is in use, filled when it is asked."""
    registry = InstalledRegistry()
    host = registry.host = Host(registry, plugins)
    with active(registry):
        yield host


def test_an_operator_is_held_to_what_active_plugins_bring_in_order() -> None:
    first = bringing({"one": lambda op: holds(0.5, "here"), "two": lambda op: skipped("why not")})
    with hosted(first, bringing({"three": lambda op: fails("change it")}, "other")):
        assert [str(v) for v in check_op(DOUBLE)] == [
            "double: one: ok",
            "double: two: why not",
            "double: three: change it",
        ]
        assert check_op(DOUBLE)[0] == Verdict("ok", 0.5, "here", "", "double", "one")
        with pytest.raises(AssertionError, match=r"^double: three: change it$"):
            assert_op(DOUBLE)


def test_a_verdict_is_ok_or_failed_or_skipped_and_never_two_of_these() -> None:
    verdicts = holds(), fails("so"), skipped("so")
    assert [(v.ok, v.failed) for v in verdicts] == [(True, False), (False, True), (False, False)]
    assert [v.outcome for v in verdicts] == ["ok", "FAILED", "skipped"]


def test_a_skipped_property_is_no_failure() -> None:
    with hosted(bringing({"one": lambda op: skipped("no such thing here")})):
        assert_op(DOUBLE)


def test_a_property_may_be_a_string_imported_on_first_use(tmp_path: Any, monkeypatch: Any) -> None:
    (tmp_path / "kit_lazy.py").write_text(
        "from micrograd_core.testing import holds\ndef lazy(op): return holds(0.25)\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    with hosted(bringing({"lazy": "kit_lazy:lazy"})) as host:
        host.registry.fill()
        assert "kit_lazy" not in sys.modules
        (verdict,) = check_op(DOUBLE)
    assert (verdict.ok, verdict.worst) == (True, 0.25)
    del sys.modules["kit_lazy"]


def raising(op: Op) -> Verdict:
    raise LookupError("no luck")


def circling(op: Op) -> Verdict:
    error = ValueError("round and round")
    raise error from error


def leaving(op: Op) -> Verdict:
    raise SystemExit(3)


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (raising, "the check raised LookupError: no luck"),
        (circling, "the check raised ValueError: round and round; raised at "),
        (leaving, "the check raised SystemExit: 3"),
        ("no_such_module:check", "the check raised ModuleNotFoundError"),
        ("math:no_such_function", "the check raised AttributeError"),
        (lambda op: True, "the property 'odd' gave True; it should return a Verdict"),
    ],
)
def test_a_property_that_raises_or_gives_no_verdict_fails_by_name(check: Any, text: str) -> None:
    with hosted(bringing({"odd": check})):
        (verdict,) = check_op(DOUBLE)
    assert verdict.failed
    assert verdict.message.startswith(text)


def test_an_interrupt_is_no_verdict() -> None:
    def interrupted(op: Op) -> Verdict:
        raise KeyboardInterrupt

    with hosted(bringing({"slow": interrupted})), pytest.raises(KeyboardInterrupt):
        check_op(DOUBLE)


def test_without_a_property_a_check_raises_rather_than_passing_emptily() -> None:
    with hosted(), pytest.raises(PluginError, match="no active plugin brings a property"):
        check_op(DOUBLE)
    with hosted(bringing({})), pytest.raises(PluginError, match="micrograd plugins"):
        assert_op(DOUBLE)


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ([holds], "not a mapping"),
        ({"": holds}, "which is not a text"),
        ({3: holds}, "the title 3"),
        ({"odd": 3}, "returned 3 for 'odd', which is neither a function nor 'module:function'"),
        ({"odd": "math.sin"}, "neither a function nor"),
        (None, "returned None"),
    ],
)
def test_a_hook_that_returns_something_else_is_set_aside_with_a_sentence(
    answer: Any, text: str
) -> None:
    with hosted(bringing(answer)) as host:
        with pytest.warns(PluginWarning, match=text):
            host.registry.fill()
        assert host.find("kit").properties == {}


def test_a_title_belongs_to_the_plugin_that_brings_it_first() -> None:
    checks: list[Callable[[Op], Verdict]] = [lambda op: holds(1.0), lambda op: holds(2.0)]
    plugins = [bringing({"same": check}, f"n{n}") for n, check in enumerate(checks)]
    with hosted(*plugins) as host:
        with pytest.warns(PluginWarning, match="it brings the property 'same', which plugin 'n0'"):
            host.registry.fill()
        assert [verdict.worst for verdict in check_op(DOUBLE)] == [1.0]


def test_a_plugin_put_out_of_use_takes_its_properties_along() -> None:
    with hosted(bringing({"one": lambda op: holds()}), bringing({"two": raising}, "o")) as host:
        assert len(check_op(DOUBLE)) == 2
        host.disable("o")
        assert [verdict.property for verdict in check_op(DOUBLE)] == ["one"]
