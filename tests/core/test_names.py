"""name(): what plugins bring under public names, imported on first use; how a notebook shows it."""

import sys
from fractions import Fraction
from typing import Any

import pytest

from micrograd_core import Registry, Value, name, tracing, using


def test_a_name_is_the_object_its_plugin_brings(host: Any, plugin: Any) -> None:
    with using(host(plugin("a", names={"length": len})).registry):
        assert name("length") is len


def test_a_string_is_imported_on_first_use(host: Any, plugin: Any) -> None:
    sys.modules.pop("colorsys", None)
    made = host(plugin("a", names={"Fraction": "fractions:Fraction", "to": "colorsys:rgb_to_hsv"}))
    with using(made.registry):
        assert name("Fraction") is Fraction
        assert name("Fraction") is Fraction
        assert "colorsys" not in sys.modules
        assert name("to").__module__ == "colorsys"


def test_a_name_that_nobody_brings_is_an_attribute_error_that_says_it(host: Any) -> None:
    with using(host().registry), pytest.raises(AttributeError, match="'draw_dot'") as caught:
        name("draw_dot")
    assert caught.value.name == "draw_dot"


def test_a_name_that_cannot_be_imported_is_an_error_that_says_it(host: Any, plugin: Any) -> None:
    made = host(plugin("a", names={"x": "no_such_module:x", "y": "fractions:no_such_thing"}))
    with using(made.registry):
        with pytest.raises(ImportError, match="no_such_module"):
            name("x")
        with pytest.raises(AttributeError, match="no_such_thing"):
            name("y")


def test_names_go_with_their_plugin(host: Any, plugin: Any) -> None:
    made = host(plugin("a", names={"length": len}, optional=True))
    with using(made.registry):
        with pytest.raises(AttributeError):
            name("length")
        made.enable("a")
        assert name("length") is len
        made.disable("a")
        with pytest.raises(AttributeError):
            name("length")


def test_names_are_found_while_births_are_traced(host: Any, plugin: Any) -> None:
    with using(host(plugin("a", names={"length": len})).registry), tracing():
        assert name("length") is len


def test_a_value_shows_itself_by_the_name_mimebundle(host: Any, plugin: Any) -> None:
    def picture(v: Value) -> dict[str, str]:
        return {"text/html": f"<b>{v.data}</b>"}

    with using(host(plugin("viz", names={"mimebundle": picture})).registry):
        assert Value(2.0)._repr_mimebundle_() == {"text/html": "<b>2.0</b>"}
        shown = Value(2.0)._repr_mimebundle_(include={"text/html"}, exclude=set())
        assert shown == {"text/html": "<b>2.0</b>"}


def test_a_value_without_a_picture_leaves_it_to_its_repr() -> None:
    with using(Registry()):
        assert Value(2.0)._repr_mimebundle_() is None


@pytest.mark.parametrize("picture", ["no_such_module:x", lambda v: 1 / 0, 3, None, "nonsense"])
def test_a_picture_that_fails_is_text_and_never_raises(
    host: Any, plugin: Any, picture: Any
) -> None:
    with using(host(plugin("viz", names={"mimebundle": picture})).registry):
        shown = Value(2.0)._repr_mimebundle_()
    assert shown is not None
    assert "Value(data=2.0, grad=0.0)" in shown["text/plain"]
