"""The bundle is laid out as micrograd's users know it, and has every plugin's names."""

import importlib
import pkgutil
from collections.abc import Callable
from importlib.metadata import version

import pytest

import micrograd as mg
import micrograd_core
import micrograd_nn
from micrograd import Value
from micrograd.engine import Value as EngineValue
from micrograd.neural_network import MLP as SeedMLP
from micrograd.nn import MLP, Layer, Module, Neuron


def test_modules_of_micrograd_and_of_the_seed_give_the_same_objects() -> None:
    assert Value is EngineValue is mg.Value is micrograd_core.Value
    assert MLP is SeedMLP is mg.MLP is micrograd_nn.MLP
    assert (Module, Neuron, Layer) == (mg.Module, mg.Neuron, mg.Layer)


def test_the_seeds_example_comes_out_to_the_last_digits_that_float_gives() -> None:
    a, b = Value(-6.0), Value(5.0)
    c = a + b
    d = a * b + b**2
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + (b + a).relu()
    d += 3 * d + (b - a).relu()
    e = c - d
    f = e**2
    g = f / 3.0
    g += 10.0 / f
    g.backward()
    assert g.data == pytest.approx(972.0034293552812, rel=1e-12)
    assert a.grad == pytest.approx(-2015.9928872631208, rel=1e-12)
    assert b.grad == pytest.approx(-1619.9942844078655, rel=1e-12)


def test_every_public_name_of_the_core_is_there() -> None:
    # name() is how this very module finds the names that plugins bring.
    missing = {name for name in micrograd_core.__all__ if not hasattr(mg, name)} - {"name"}
    assert not missing


def test_all_names_exist_and_are_listed() -> None:
    for name in mg.__all__:
        assert getattr(mg, name) is not None
    assert set(mg.__all__) <= set(dir(mg))


def test_names_that_plugins_bring_are_found_and_listed() -> None:
    assert mg.fit is micrograd_nn.fit
    assert {"fit", "SGD", "__version__"} <= set(dir(mg))


def test_names_of_a_dormant_plugin_come_with_enabling_it(
    enabled: Callable[[str], None],
) -> None:
    with pytest.raises(AttributeError, match=r"draw_dot.*micrograd\.enable.*viz"):
        _ = mg.draw_dot
    enabled("viz")
    assert mg.draw_dot(mg.Value(2) * 3)
    assert "draw_dot" in dir(mg)


def test_a_plugin_of_this_program_brings_names_too() -> None:
    class Plugin:
        @staticmethod
        @mg.hookimpl
        def micrograd_register_names() -> dict[str, object]:
            return {"answer": 42, "later": "fractions:Fraction"}

    mg.register(Plugin, "answers")
    try:
        assert mg.answer == 42
        assert mg.later(1, 2) == 0.5
    finally:
        mg.unregister("answers")
    assert not hasattr(mg, "answer")


def test_trace_graph_draws_without_enabling_anything() -> None:
    from micrograd import traceGraph

    x = Value(2)
    nodes, edges = traceGraph.trace(x * x)
    assert (len(nodes), len(edges)) == (2, 2)
    assert "digraph" in traceGraph.draw_dot(x * x).source


def test_version_is_the_distributions() -> None:
    assert mg.__version__ == version("micrograd-plugins")


def test_a_name_that_nobody_brings_is_an_attribute_error_with_a_way_out() -> None:
    with pytest.raises(AttributeError, match=r"no active plugin brings the name 'nonsense'"):
        _ = mg.nonsense
    assert not hasattr(mg, "__wrapped__")


def test_every_module_imports_and_says_what_it_is_for_in_one_sentence() -> None:
    for module in pkgutil.walk_packages(mg.__path__, "micrograd."):
        text = importlib.import_module(module.name).__doc__ or ""
        assert text.partition("\n")[0].endswith("."), module.name
