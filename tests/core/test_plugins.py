"""Plugins that work: what they bring, where it came from, who is active and who is not."""

import itertools
from typing import Any

import pytest

from micrograd_core import Command, Op, PluginError, PluginWarning, Source, Value, using
from micrograd_ops.arithmetic import ADD, MUL

HALF = Op("half", lambda x: x / 2, lambda out, x: (0.5,))
DOUBLE = Op("double", lambda x: x * 2, lambda out, x: (2.0,))


def forbidden() -> Any:
    """Fail the test: this plugin must not be imported."""
    raise AssertionError("imported")


def states(made: Any) -> dict[str, str]:
    """Return the state of each plugin by its name."""
    return {plugin.name: plugin.state for plugin in made.plugins}


def test_an_active_plugin_s_operators_are_there_at_the_first_use(host: Any, plugin: Any) -> None:
    made = host(plugin("ops", [ADD, MUL]), plugin("half", [HALF]))
    with using(made.registry):
        v = Value(3.0).half() * 2 + 1
        v.backward()
    assert v.data == 4.0
    assert states(made) == {"ops": "active", "half": "active"}


def test_nothing_is_imported_before_it_is_needed(host: Any, plugin: Any) -> None:
    made = host(plugin("ops", load=forbidden), plugin("extra", load=forbidden, optional=True))
    assert states(made) == {"ops": "dormant", "extra": "dormant"}


def test_an_optional_plugin_is_listed_but_not_imported(host: Any, plugin: Any) -> None:
    made = host(plugin("ops", [MUL]), plugin("extra", load=forbidden, optional=True))
    made.registry.fill()
    assert states(made) == {"ops": "active", "extra": "dormant"}


def test_enabling_an_optional_plugin_brings_its_operators(host: Any, plugin: Any) -> None:
    made = host(plugin("ops", [MUL]), plugin("half", [HALF], optional=True))
    with using(made.registry):
        v = Value(3.0)
        assert not hasattr(v, "half")
        made.enable("half")
        assert v.half().data == 1.5
        made.enable("half")
        assert v.half().data == 1.5
    assert made.find("half").state == "active"


def test_the_environment_enables_by_name(host: Any, plugin: Any) -> None:
    half, double = plugin("half", [HALF], optional=True), plugin("double", [DOUBLE], optional=True)
    made = host(half, double, plugin("no", load=forbidden, optional=True),
                MICROGRAD_ENABLE=" half, double,")  # fmt: skip
    assert set(made.registry) == {"half", "double"}
    assert states(made) == {"half": "active", "double": "active", "no": "dormant"}


def test_the_environment_blocks_either_kind_by_name_and_nothing_is_imported(
    host: Any, plugin: Any
) -> None:
    made = host(
        plugin("a", load=forbidden),
        plugin("b", load=forbidden, optional=True),
        MICROGRAD_DISABLE="a,b",
        MICROGRAD_ENABLE="b",
    )
    assert set(made.registry) == set()
    assert states(made) == {"a": "blocked", "b": "blocked"}
    assert "MICROGRAD_DISABLE" in made.find("a").reason


def test_a_blocked_plugin_cannot_be_enabled(host: Any, plugin: Any) -> None:
    made = host(plugin("a", load=forbidden, optional=True), MICROGRAD_DISABLE="a")
    with pytest.raises(PluginError, match="'a' is blocked: MICROGRAD_DISABLE"):
        made.enable("a")
    assert made.find("a").state == "blocked"


def test_disabling_a_blocked_plugin_does_not_lift_the_block(host: Any, plugin: Any) -> None:
    made = host(plugin("a", load=forbidden, optional=True), MICROGRAD_DISABLE="a")
    made.registry.fill()
    made.disable("a")
    assert made.find("a").state == "blocked"
    with pytest.raises(PluginError, match="blocked"):
        made.enable("a")


def test_enabling_a_name_that_is_nobody_s_names_the_closest(host: Any, plugin: Any) -> None:
    made = host(plugin("viz", optional=True), plugin("elementary", optional=True))
    for way in (made.enable, made.disable):
        with pytest.raises(PluginError, match=r"No plugin 'vis' is installed.*Did you mean 'viz'"):
            way("vis")
    with pytest.raises(PluginError, match="there are none"):
        host().enable("vis")


def test_the_environment_naming_nobody_is_a_warning_or_strictly_an_error(
    host: Any, plugin: Any
) -> None:
    made = host(plugin("ops", [MUL]), MICROGRAD_ENABLE="nope")
    with pytest.warns(PluginWarning, match="MICROGRAD_ENABLE names 'nope'"):
        assert set(made.registry) == {"mul"}
    strict = host(plugin("ops", [MUL]), MICROGRAD_ENABLE="nope", MICROGRAD_STRICT="1")
    with pytest.raises(PluginError, match="'nope'"):
        strict.registry.fill()


@pytest.mark.parametrize("strict", ["", "0"])
def test_strict_is_off_when_empty_or_zero(host: Any, plugin: Any, strict: str) -> None:
    made = host(plugin("bad", load=forbidden), MICROGRAD_STRICT=strict)
    with pytest.warns(PluginWarning):
        made.registry.fill()


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_order_of_discovery_makes_no_difference(host: Any, plugin: Any, order: Any) -> None:
    plugins = [plugin("a", [ADD]), plugin("b", [MUL]), plugin("c", [HALF])]
    made = host(*(plugins[n] for n in order))
    found = {name: made.registry.source(name).plugin for name in made.registry}
    assert found == {"add": "a", "mul": "b", "half": "c"}


def test_an_operator_knows_its_plugin_distribution_and_version(host: Any, plugin: Any) -> None:
    made = host(plugin("half", [HALF], distribution="halves"))
    assert made.registry.source("half") == Source("half", "halves", "1.0")
    assert str(made.registry.source("half")) == "plugin 'half' of halves 1.0"


def test_an_error_of_a_row_names_its_plugin(host: Any, plugin: Any) -> None:
    odd = Op("odd", lambda x: "x", lambda out, x: ("x",))
    with (
        using(host(plugin("odd", [odd])).registry),
        pytest.raises(
            ArithmeticError, match=r"operator 'odd' \(plugin 'odd' of micrograd-odd 1.0\)"
        ),
    ):
        Value(1.0).odd()


def test_two_plugins_of_one_name_first_comes_first_and_the_other_is_named(
    host: Any, plugin: Any
) -> None:
    first = plugin("same", [MUL], distribution="one")
    second = plugin("same", [ADD], distribution="two")
    made = host(first, second)
    with pytest.warns(PluginWarning, match="'same' of two 1.0 was set aside.*'same' of one 1.0"):
        made.registry.fill()
    assert (first.state, second.state) == ("active", "set aside")
    assert set(made.registry) == {"mul"}


def test_a_plugin_may_bring_nothing_but_names_or_commands(host: Any, plugin: Any) -> None:
    command = Command("sing", "sings", lambda parser: None, lambda args: 0)
    made = host(plugin("a", names={"draw": len}, commands=[command]))
    made.registry.fill()
    assert made.registry.names == {"draw": len}
    assert made.find("a").commands == (command,)
    assert made.find("a").hooks == (
        "micrograd_register_commands", "micrograd_register_names", "micrograd_register_ops"
    )  # fmt: skip


def test_a_hook_may_return_a_generator_or_nothing_to_bring(host: Any, plugin: Any) -> None:
    made = host(plugin("a", ()), plugin("b", names={}))
    made.registry.fill()
    assert states(made) == {"a": "active", "b": "active"}


def test_an_unknown_operator_names_the_dormant_plugin_that_would_bring_it(
    host: Any, plugin: Any
) -> None:
    extra = plugin("extra", load=forbidden, optional=True)
    made = host(plugin("ops", [MUL]), extra, operators={"quarter": [extra]})
    with using(made.registry):
        v = Value(1.0)
        assert not hasattr(v, "quarter")
        with pytest.raises(
            AttributeError, match=r"'quarter' comes with plugin 'extra' of .*enable\('extra'\)"
        ):
            v.quarter()


def test_an_unknown_operator_says_why_its_plugin_is_not_there(host: Any, plugin: Any) -> None:
    blocked, failed = plugin("blocked", load=forbidden), plugin("failed", load=forbidden)
    made = host(
        blocked, failed, operators={"b_one": [blocked], "f_one": [failed]},
        MICROGRAD_DISABLE="blocked",
    )  # fmt: skip
    with pytest.warns(PluginWarning):
        made.registry.fill()
    with pytest.raises(AttributeError, match="which is blocked: MICROGRAD_DISABLE names it"):
        made.registry.lookup("b_one")
    with pytest.raises(AttributeError, match="which was set aside: AssertionError: imported"):
        made.registry.lookup("f_one")
    with pytest.raises(AttributeError, match="there is no operator 'nobody_s'"):
        made.registry.lookup("nobody_s")
