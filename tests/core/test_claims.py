"""Two plugins with one operator: a dispute that names both, and one outcome whatever the order."""

import itertools
import warnings
from typing import Any

import pytest

from micrograd_core import (
    DuplicateOperatorError,
    Op,
    PluginError,
    PluginWarning,
    Registry,
    Value,
    hookimpl,
    using,
)
from micrograd_ops.arithmetic import ADD, MUL


def row(name: str, times: float, **settings: Any) -> Op:
    """Return an operator that multiplies by `times`."""
    return Op(name, lambda x: times * x, lambda out, x: (times,), **settings)


def test_a_disputed_operator_is_nobody_s_and_the_warning_names_both_and_the_ways_out(
    host: Any, plugin: Any
) -> None:
    made = host(plugin("a", [row("half", 1)]), plugin("b", [row("half", 2), MUL]))
    with pytest.warns(PluginWarning) as caught:
        made.registry.fill()
    (text,) = {str(w.message) for w in caught}
    assert text == (
        "operator 'half' is claimed by plugin 'a' of micrograd-a 1.0 and plugin 'b' of micrograd-b "
        "1.0. Either put one of them out of use (MICROGRAD_DISABLE=a, MICROGRAD_DISABLE=b), or "
        "declare replaces='a' on the row of 'b', or replaces='b' on the row of 'a'"
    )
    assert set(made.registry) == {"mul"}


def test_the_other_operators_of_the_rivals_work(host: Any, plugin: Any) -> None:
    made = host(plugin("a", [row("half", 1), ADD]), plugin("b", [row("half", 2), MUL]))
    with pytest.warns(PluginWarning), using(made.registry):
        assert (Value(2.0) * 3 + 1).data == 7.0


def test_using_a_disputed_operator_is_an_error_that_names_both(host: Any, plugin: Any) -> None:
    disputed = row("disputed_one", 1)
    made = host(plugin("a", [disputed]), plugin("b", [disputed]))
    with pytest.warns(PluginWarning):
        made.registry.fill()
    with using(made.registry), pytest.raises(DuplicateOperatorError, match=r"-a 1.0 and .*-b 1.0"):
        Value(2.0).disputed_one()


def test_hasattr_is_false_for_a_disputed_operator(host: Any, plugin: Any) -> None:
    disputed = row("half", 1)
    made = host(plugin("a", [disputed]), plugin("b", [disputed]))
    with pytest.warns(PluginWarning):
        made.registry.fill()
    with using(Registry([disputed])):
        assert hasattr(Value(2.0), "half")
    with using(made.registry):
        assert not hasattr(Value(2.0), "half")
        assert "half" not in dir(Value(2.0))


@pytest.mark.parametrize("order", list(itertools.permutations("abcde")))
def test_every_one_of_120_load_orders_has_one_outcome(host: Any, plugin: Any, order: str) -> None:
    plugins = {
        "a": plugin("a", [row("half", 1), row("mine", 1)]),
        "b": plugin("b", [row("half", 2), row("same", 2)]),
        "c": plugin("c", [row("same", 3, replaces="b")]),
        "d": plugin("d", load=lambda: 1 / 0),
        "e": plugin("e", [row("half", 5), row("late", 5)]),
    }
    made = host(*(plugins[name] for name in order))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        made.registry.fill()
    source = made.registry.source
    found = {name: (op(1.0), source(name).plugin) for name, op in made.registry.items()}
    assert found == {"mine": (1.0, "a"), "same": (3.0, "c"), "late": (5.0, "e")}
    assert {str(warning.message) for warning in caught} == {
        (
            "plugin 'd' of micrograd-d 1.0 was set aside: ZeroDivisionError: division by zero. "
            "Everything else works. Mend or uninstall it, or set MICROGRAD_DISABLE=d"
        ),
        (
            "operator 'half' is claimed by plugin 'a' of micrograd-a 1.0 and plugin 'b' of "
            "micrograd-b 1.0 and plugin 'e' of micrograd-e 1.0. Put all but one of them out of "
            "use (MICROGRAD_DISABLE=a, MICROGRAD_DISABLE=b, MICROGRAD_DISABLE=e)"
        ),
    }
    assert len(caught) == 2
    assert made.disputes.keys() == {"half"}


@pytest.mark.parametrize("order", list(itertools.permutations("ab")))
def test_replaces_settles_it(host: Any, plugin: Any, order: str) -> None:
    plugins = {
        "a": plugin("a", [row("half", 1)]),
        "b": plugin("b", [row("half", 2, replaces="a")]),
    }
    made = host(*(plugins[name] for name in order))
    made.registry.fill()
    with using(made.registry):
        assert Value(3.0).half().data == 6.0
    assert made.registry.source("half").plugin == "b"


def test_replaces_where_there_is_nothing_to_replace_does_no_harm(host: Any, plugin: Any) -> None:
    made = host(plugin("b", [row("half", 2, replaces="a")]))
    made.registry.fill()
    assert made.registry["half"](3.0) == 6.0


def test_two_that_replace_each_other_are_in_dispute(host: Any, plugin: Any) -> None:
    a, b = row("half", 1, replaces="b"), row("half", 2, replaces="a")
    made = host(plugin("a", [a]), plugin("b", [b]))
    with pytest.warns(PluginWarning, match="claimed by"):
        made.registry.fill()


def test_disabling_one_settles_it_and_enabling_it_again_is_refused(host: Any, plugin: Any) -> None:
    made = host(plugin("a", [row("half", 1)]), plugin("b", [row("half", 2)]))
    with pytest.warns(PluginWarning):
        made.registry.fill()
    made.disable("a")
    assert made.registry["half"](3.0) == 6.0
    with pytest.raises(DuplicateOperatorError, match="'half' is claimed by"):
        made.enable("a")
    assert made.registry["half"](3.0) == 6.0


def test_a_block_settles_it(host: Any, plugin: Any) -> None:
    made = host(plugin("a", [row("half", 1)]), plugin("b", [row("half", 2)]), MICROGRAD_DISABLE="a")
    made.registry.fill()
    assert made.registry["half"](3.0) == 6.0


def test_strict_makes_a_dispute_an_error(host: Any, plugin: Any) -> None:
    made = host(plugin("a", [row("half", 1)]), plugin("b", [row("half", 2)]), MICROGRAD_STRICT="1")
    with pytest.raises(PluginError, match="'half' is claimed by"):
        made.registry.fill()


def test_three_claims_are_named_together(host: Any, plugin: Any) -> None:
    made = host(*(plugin(name, [row("half", 1)]) for name in "cab"))
    with pytest.warns(PluginWarning, match="-a 1.0 and .*-b 1.0 and .*-c 1.0"):
        made.registry.fill()


class Bringing:
    """A plugin of this program."""

    def __init__(self, *rows: Op) -> None:
        self.rows = rows

    @hookimpl
    def micrograd_register_ops(self) -> tuple[Op, ...]:
        """Bring the rows."""
        return self.rows


@pytest.mark.parametrize("name", ["mine", "zz"])
@pytest.mark.parametrize("installed", ["b", "ops"])
def test_what_the_program_registers_is_the_newcomer_and_the_remedy_works(
    host: Any, plugin: Any, name: str, installed: str
) -> None:
    made = host(plugin(installed, [row("half", 1)]))
    with pytest.raises(DuplicateOperatorError) as caught:
        made.register(Bringing(row("half", 2)), name)
    outs = {f"MICROGRAD_DISABLE={installed}", f"unregister('{name}')"}
    text, remedy = str(caught.value).rsplit(", or declare ", 1)
    assert {*text.partition("out of use (")[2].removesuffix(")").split(", ")} == outs
    assert remedy == f"replaces='{installed}' on the row of '{name}'"
    made.register(Bringing(row("half", 2, replaces=installed)), name)
    assert made.registry["half"](3.0) == 6.0


def test_of_two_that_the_program_registers_neither_is_the_newcomer(host: Any) -> None:
    made = host()
    made.register(Bringing(row("half", 1)), "one")
    with pytest.raises(DuplicateOperatorError) as caught:
        made.register(Bringing(row("half", 2)), "two")
    for part in ("(unregister('one'), unregister('two'))", "'one' on the row of 'two'"):
        assert part in str(caught.value)
    assert "MICROGRAD_DISABLE" not in str(caught.value)
