"""A notebook shows a Value as the picture of its graph, and never an error."""

import pytest

from micrograd_core import Registry, Value, using
from micrograd_ops.arithmetic import ADD, MUL
from micrograd_viz import display, micrograd_register_names
from micrograd_viz.display import mimebundle

from .conftest import Program
from .reading import nodes_in


def test_a_value_is_shown_as_its_picture_and_its_repr() -> None:
    y = Value(2.0) * 3
    shown = mimebundle(y)
    assert shown.keys() == {"image/svg+xml", "text/plain"}
    assert shown["text/plain"] == "Value(data=6.0, grad=0.0)"
    assert nodes_in(shown["image/svg+xml"].encode())["n2"] == ["data 6.0000", "grad 0.0000"]


@pytest.mark.usefixtures("no_pure", "empty_path")
def test_without_a_renderer_it_is_shown_as_text() -> None:
    assert mimebundle(Value(1.0)) == {"text/plain": "Value(data=1.0, grad=0.0)"}


@pytest.mark.usefixtures("no_pure")
def test_a_renderer_that_hangs_or_fails_or_writes_no_text_costs_only_the_picture(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(display, "TIMEOUT", 0.5)
    bodies = ("time.sleep(60)", "sys.exit(3)", "sys.stdout.buffer.write(b'\\xff')")
    for body in bodies:
        program("dot", body)
        assert mimebundle(Value(1.0)) == {"text/plain": "Value(data=1.0, grad=0.0)"}


def test_a_cycle_costs_only_the_picture() -> None:
    with using(Registry([ADD])):
        y = Value(1.0) + 1
    y._x = y
    assert mimebundle(y).keys() == {"text/plain"}


def test_a_value_finds_its_picture_through_the_names_of_the_plugin() -> None:
    registry = Registry([MUL])
    registry.names.update(micrograd_register_names())
    with using(registry):
        bundle = (Value(2.0) * 3)._repr_mimebundle_()
    assert bundle is not None and bundle.keys() == {"image/svg+xml", "text/plain"}
