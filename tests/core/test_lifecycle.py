"""Plugins come and go while the program runs: old graphs go on working, nothing stays behind."""

import copy
import gc
import pickle
import types
from typing import Any

import pytest

from micrograd_core import (
    DuplicateOperatorError,
    Op,
    PluginError,
    UnknownOperatorError,
    Value,
    gradients,
    hookimpl,
    using,
)
from micrograd_core.active import OperatorMethods
from micrograd_ops.arithmetic import MUL

HALF = Op("half", lambda x: x / 2, lambda out, x: (0.5,))


def module(*rows: Op, **names: Any) -> types.ModuleType:
    """Return a plugin of this program."""
    made = types.ModuleType("mine")
    made.micrograd_register_ops = hookimpl(lambda: rows)  # type: ignore[attr-defined]
    made.micrograd_register_names = hookimpl(lambda: names)  # type: ignore[attr-defined]
    return made


def everything(made: Any) -> Any:
    """Return all that a change of plugins could change."""
    return (
        copy.copy(made.plugins),
        [(p.state, p.reason, p.hooks, p.rows, p.names, p.commands) for p in made.plugins],
        dict(made.registry),
        {name: made.registry.source(name) for name in made.registry},
        dict(made.registry.names),
        made.manager.list_name_plugin(),
        dict(made.disputes),
    )


def test_registering_an_object_brings_what_it_has(host: Any, plugin: Any) -> None:
    made = host(plugin("ops", [MUL]))
    made.register(module(HALF, draw=len), "mine")
    with using(made.registry):
        assert (Value(3.0).half() * 2).data == 3.0
    assert made.registry.source("half").plugin == "mine"
    assert made.registry.names == {"draw": len}
    assert made.find("mine").state == "active"


def test_a_name_that_is_taken_is_refused_and_nothing_changes(host: Any, plugin: Any) -> None:
    made = host(plugin("ops", [MUL]), plugin("extra", optional=True))
    made.registry.fill()
    before = everything(made)
    for name in ("ops", "extra"):
        with pytest.raises(PluginError, match=f"there is a plugin '{name}' already"):
            made.register(module(HALF), name)
        assert everything(made) == before


def test_registering_a_rival_is_refused_and_nothing_changes(host: Any, plugin: Any) -> None:
    made = host(plugin("ops", [MUL]))
    made.registry.fill()
    before = everything(made)
    with pytest.raises(DuplicateOperatorError, match=r"'mul' is claimed by .*'mine'.* and .*'ops'"):
        made.register(module(HALF, MUL), "mine")
    assert everything(made) == before


def test_enabling_a_rival_is_refused_and_nothing_changes(host: Any, plugin: Any) -> None:
    made = host(plugin("ops", [MUL]), plugin("extra", [HALF, MUL], optional=True, names={"n": 1}))
    made.registry.fill()
    before = everything(made)
    with pytest.raises(DuplicateOperatorError, match="'mul' is claimed by"):
        made.enable("extra")
    assert everything(made) == before


def test_registering_the_same_object_twice_is_refused_and_nothing_changes(host: Any) -> None:
    made, mine = host(), module(HALF)
    made.register(mine, "mine")
    before = everything(made)
    with pytest.raises((PluginError, DuplicateOperatorError)):
        made.register(mine, "again")
    assert everything(made) == before


def test_a_newcomer_that_replaces_takes_over_and_gives_back(host: Any, plugin: Any) -> None:
    other = Op("mul", lambda x, y: 0.0, lambda out, x, y: (0.0, 0.0), replaces="ops")
    made = host(plugin("ops", [MUL]))
    made.register(module(other), "mine")
    assert made.registry["mul"] is other
    made.disable("mine")
    assert made.registry["mul"] is MUL


def test_a_disabled_plugin_s_operators_are_gone_and_its_graphs_work(host: Any, plugin: Any) -> None:
    made = host(plugin("ops", [MUL]), plugin("half", [HALF], optional=True))
    with using(made.registry):
        made.enable("half")
        x = Value(3.0)
        v = x.half() * x
        made.disable("half")
        assert not hasattr(x, "half")
        v.backward()
        assert x.grad == 3.0
        assert gradients(v, x) == 3.0
        assert copy.deepcopy(v).operands[0]._op == "half"
        with pytest.raises(UnknownOperatorError, match="'half'"):
            pickle.loads(pickle.dumps(v))
        made.enable("half")
        assert pickle.loads(pickle.dumps(v)).data == 4.5
        assert made.find("half").state == "active"


def test_a_registered_plugin_is_forgotten_when_it_is_disabled(host: Any) -> None:
    made = host()
    made.registry.fill()
    before = everything(made)
    made.register(module(HALF, draw=len), "mine")
    made.disable("mine")
    assert everything(made) == before
    with pytest.raises(PluginError, match="No plugin 'mine'"):
        made.disable("mine")


def test_disabling_twice_is_the_same_as_once(host: Any, plugin: Any) -> None:
    made = host(plugin("half", [HALF], optional=True))
    made.enable("half")
    made.disable("half")
    before = everything(made)
    made.disable("half")
    assert everything(made) == before
    assert made.find("half").state == "dormant"


def test_a_thousand_rounds_leave_nothing_behind(host: Any, plugin: Any) -> None:
    made = host(plugin("ops", [MUL]), plugin("extra", [HALF], optional=True))

    def rounds(count: int) -> None:
        for _ in range(count):
            made.enable("extra")
            made.disable("extra")
            made.register(module(HALF, draw=len), "mine")
            made.disable("mine")

    rounds(20)
    before = everything(made)
    gc.collect()
    objects, methods = len(gc.get_objects()), len(vars(OperatorMethods))
    rounds(1000)
    gc.collect()
    assert everything(made) == before
    assert len(gc.get_objects()) < objects + 50
    assert len(vars(OperatorMethods)) == methods


def test_an_operation_under_way_elsewhere_sees_the_old_or_the_new(host: Any, plugin: Any) -> None:
    made = host(plugin("ops", [MUL]))
    with using(made.registry):
        v = Value(2.0)
        for _ in range(100):
            made.register(module(HALF), "mine")
            assert (v * 3).data == 6.0
            made.disable("mine")
            assert (v * 3).data == 6.0
