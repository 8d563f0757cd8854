"""Plugins come and go while the program runs: old graphs go on working, nothing stays behind."""

import contextvars
import copy
import gc
import pickle
import threading
import tracemalloc
import types
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from micrograd_core import (
    DuplicateOperatorError,
    GraphFileError,
    Op,
    PluginError,
    Registry,
    UnknownOperatorError,
    Value,
    gradients,
    hookimpl,
    load_graph,
    save_graph,
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


def row(name: str) -> Op:
    """Return an operator that halves."""
    return Op(name, lambda x: x / 2, lambda out, x: (0.5,))


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
    with pytest.raises(PluginError, match="the same object is the plugin 'mine' already") as caught:
        made.register(mine, "again")
    assert "module" not in str(caught.value)
    assert everything(made) == before


def test_a_newcomer_that_replaces_takes_over_and_gives_back(host: Any, plugin: Any) -> None:
    other = Op("mul", lambda x, y: 0.0, lambda out, x, y: (0.0, 0.0), replaces="ops")
    made = host(plugin("ops", [MUL]))
    made.register(module(other), "mine")
    assert made.registry["mul"] is other
    made.disable("mine")
    assert made.registry["mul"] is MUL


def test_a_disabled_plugin_s_operators_are_gone_and_its_graphs_work(
    host: Any, plugin: Any, tmp_path: Path
) -> None:
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
        save_graph(tmp_path / "graph.json", v)
        with pytest.raises(GraphFileError, match=r"plugin 'half' of micrograd-half"):
            load_graph(tmp_path / "graph.json")
        with pytest.raises(UnknownOperatorError, match="'half'"):
            pickle.loads(pickle.dumps(v))
        made.enable("half")
        assert pickle.loads(pickle.dumps(v)).data == 4.5
        assert load_graph(tmp_path / "graph.json")[0].data == 4.5
        assert made.find("half").state == "active"


def test_a_registered_plugin_that_is_disabled_is_listed_and_comes_back(
    host: Any, tmp_path: Path
) -> None:
    made = host()
    with using(made.registry):
        made.register(module(HALF, draw=len), "mine")
        before = everything(made)
        save_graph(tmp_path / "graph.json", Value(3.0).half())
        made.disable("mine")
        assert made.find("mine").state == "dormant"
        assert not hasattr(Value(3.0), "half")
        with pytest.raises(GraphFileError, match=r"call micrograd\.enable\('mine'\)"):
            load_graph(tmp_path / "graph.json")
        made.enable("mine")
        assert everything(made) == before
        assert load_graph(tmp_path / "graph.json")[0].data == 1.5


def test_a_registered_plugin_is_forgotten_when_it_is_unregistered_active_or_not(host: Any) -> None:
    made = host()
    made.registry.fill()
    before = everything(made)
    for disabled in (False, True):
        made.register(module(HALF, draw=len), "mine")
        if disabled:
            made.disable("mine")
        made.unregister("mine")
        assert everything(made) == before
    with pytest.raises(PluginError, match="No plugin 'mine'"):
        made.enable("mine")


def test_a_plugin_is_registered_by_a_name_that_is_one_and_else_nothing_changes(host: Any) -> None:
    made = host()
    made.registry.fill()
    before = everything(made)
    for name, error in ((7, TypeError), (None, TypeError), ("", PluginError), (" ", PluginError)):
        with pytest.raises(error, match=rf"a plugin is called by its name.*{name!r}"):
            made.register(module(HALF), name)
    assert everything(made) == before


def test_disabling_twice_is_the_same_as_once(host: Any, plugin: Any) -> None:
    made = host(plugin("half", [HALF], optional=True))
    made.enable("half")
    made.disable("half")
    before = everything(made)
    made.disable("half")
    assert everything(made) == before
    assert made.find("half").state == "dormant"


@pytest.mark.parametrize("count", [500, pytest.param(10_000, marks=pytest.mark.slow)])
def test_rounds_of_plugins_leave_nothing_behind(host: Any, plugin: Any, count: int) -> None:
    """Neither of one name again and again, nor of a new one each time; nor of plugins that fail."""
    made = host(plugin("ops", [MUL]), plugin("extra", [HALF], optional=True))

    def rounds(first: int, last: int) -> None:
        for n in range(first, last):
            fresh = row(f"fresh{n}")
            made.register(module(fresh, **{f"name{n}": len}), f"mine{n}")
            x = Value(3.0)
            y = getattr(x, fresh.name)() * 2
            y.backward()
            made.unregister(f"mine{n}")
            y.backward()
            assert (x.grad, y.operands[0].op) == (2.0, fresh)
            made.enable("extra")
            with pytest.raises(DuplicateOperatorError):
                made.register(module(fresh, MUL), f"rival{n}")
            made.disable("extra")

    with using(made.registry):
        rounds(0, 20)
        gc.collect()
        before, methods = everything(made), {*vars(OperatorMethods)}
        objects, memory = len(gc.get_objects()), [traced()]
        for quarter in range(4):
            rounds(20 + quarter * count // 4, 20 + (quarter + 1) * count // 4)
            gc.collect()
            memory.append(traced())
        assert everything(made) == before
        assert {*vars(OperatorMethods)} == methods
        assert len(gc.get_objects()) < objects + 50
        # Python's own table of names grows by leaps, but not in every quarter.
        assert min(later - sooner for sooner, later in pairwise(memory)) < 20_000


def traced() -> int:
    """Return the bytes that the core has allocated since the first call."""
    if not tracemalloc.is_tracing():
        tracemalloc.start()
    return tracemalloc.get_traced_memory()[0]


@pytest.fixture(autouse=True)
def untraced() -> Iterator[None]:
    """Tracing allocations is over when a test is."""
    yield
    tracemalloc.stop()


def has_method(name: str) -> bool:
    return name in vars(OperatorMethods)


def test_a_method_goes_with_the_last_registry_that_has_its_name() -> None:
    one, other = Registry([row("transient")]), Registry([row("transient"), row("more")])
    assert not has_method("transient")
    with using(one), using(other):
        assert has_method("transient")
        assert has_method("more")
    del other
    assert has_method("transient")
    assert not has_method("more")
    with using(one):
        assert Value(3.0).transient().data == 1.5
    del one
    assert not has_method("transient")
    with pytest.raises(AttributeError, match="no attribute 'transient'"):
        Value(3.0).transient()


def test_a_method_stays_where_a_context_outlives_the_block() -> None:
    with using(Registry([row("transient")])):
        context = contextvars.copy_context()
    assert context.run(lambda: Value(3.0).transient().data) == 1.5
    del context
    assert not has_method("transient")


def test_a_method_stays_while_another_thread_uses_the_name() -> None:
    inside, over = threading.Event(), threading.Event()
    found: list[float] = []

    def work() -> None:
        with using(Registry([row("transient")])):
            inside.set()
            over.wait()
            found.append(Value(3.0).transient().data)

    thread = threading.Thread(target=work)
    thread.start()
    inside.wait()
    for _ in range(10):
        with using(Registry([row("transient")])):
            pass
    assert has_method("transient")
    over.set()
    thread.join()
    assert found == [1.5]
    assert not has_method("transient")


def test_threads_that_bring_and_drop_one_name_at_once_lose_nothing() -> None:
    failures: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(300):
                with using(Registry([row("transient")])):
                    assert Value(3.0).transient().data == 1.5
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert not has_method("transient")


def test_only_what_was_registered_is_unregistered(host: Any, plugin: Any) -> None:
    made = host(plugin("ops", [MUL]))
    made.registry.fill()
    before = everything(made)
    with pytest.raises(PluginError, match=r"is installed.*disable\('ops'\) puts it out of use"):
        made.unregister("ops")
    with pytest.raises(PluginError, match="No plugin 'mine'"):
        made.unregister("mine")
    assert everything(made) == before
    made.register(module(HALF), "mine")
    made.unregister("mine")
    assert everything(made) == before


def test_an_operation_under_way_elsewhere_sees_the_old_or_the_new(host: Any, plugin: Any) -> None:
    made = host(plugin("ops", [MUL]))
    with using(made.registry):
        v = Value(2.0)
        for _ in range(100):
            made.register(module(HALF), "mine")
            assert (v * 3).data == 6.0
            made.unregister("mine")
            assert (v * 3).data == 6.0
