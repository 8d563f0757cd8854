"""A saved graph comes back node for node and bit for bit, or says what it lacks."""

import doctest
import json
import math
import os
import re
import struct
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from micrograd_core import (
    GraphFileError,
    Op,
    Registry,
    Value,
    changes,
    grad,
    gradients,
    load_graph,
    save_graph,
    using,
    walk,
)
from micrograd_core.errors import GraphError
from micrograd_core.partials import is_fresh
from micrograd_core.saving import file as graph_file
from micrograd_core.saving import plain
from micrograd_core.saving.reading import _epoch
from micrograd_ops.arithmetic import ADD, MUL, POW, RELU

MIX = Op(
    "mix", lambda *xs, **how: sum(xs), lambda out, /, *xs, **how: [1.0 for _ in xs], symbol="mix{k}"
)
ROWS = ADD, MUL, POW, RELU, MIX


def bits(x: float) -> bytes:
    return struct.pack("<d", x)


def described(roots: Sequence[Value]) -> list[Any]:
    """Return all there is to know of a graph, numbers by their bits."""
    order = walk(*roots)
    position = {node: n for n, node in enumerate(order)}
    found: list[Any] = [position[root] for root in roots]
    for node in order:
        raw = [bits(x) if type(x) is float else position[x] for x in node._raw_operands()]
        params = [(key, type(x), repr(x)) for key, x in node.params.items()]
        fresh = is_fresh(node)
        found.append((bits(node.data), bits(node.grad), node.label, node.op, raw, params, fresh))
    return found


def again(path: Path, *roots: Value) -> tuple[Value, ...]:
    save_graph(path, *roots)
    return load_graph(path)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "graph.json"


FLOATS = st.floats() | st.sampled_from([0.1, -0.0, 5e-324, 1.7976931348623157e308])
LABELS = st.text(st.characters(), max_size=5) | st.sampled_from(["\ud800", '"', "\\", "\0", "\n"])
PLAIN = st.none() | st.booleans() | st.integers(-(2**1023), 2**1023) | FLOATS | LABELS
PARAMS = st.dictionaries(st.text(max_size=3), PLAIN | st.lists(PLAIN) | st.tuples(PLAIN, PLAIN))


@st.composite
def graphs(draw: Any) -> list[Value]:
    """Return the roots of a random graph: shared, stale, unlabelled, differentiated or not."""
    nodes = [Value(draw(FLOATS), draw(LABELS)) for _ in range(draw(st.integers(1, 3)))]
    pick = st.deferred(lambda: st.sampled_from(nodes))
    for _ in range(draw(st.integers(0, 12))):
        kind, a, b = draw(st.integers(0, 6)), draw(pick), draw(pick | FLOATS)
        if kind == 0:
            nodes.append(a + b)
        elif kind == 1:
            nodes.append(b * a)
        elif kind == 2:
            nodes.append(a ** draw(st.integers(-3, 3) | FLOATS))
        elif kind == 3:
            nodes.append(a.relu())
        elif kind == 4:
            operands = draw(st.lists(pick | FLOATS, max_size=4))
            nodes.append(Value.__apply_op__(MIX, a, *operands, **draw(PARAMS)))
        elif kind == 5:
            a.data = draw(FLOATS)
        else:
            a.grad, a.label = draw(FLOATS), draw(LABELS)
    return draw(st.lists(st.sampled_from(nodes), min_size=1, max_size=3))


def swept(roots: Sequence[Value]) -> list[Any]:
    """Differentiate the first root; return every gradient, or the refusal."""
    try:
        roots[0].backward()
    except GraphError as error:
        return [str(error)]
    return [bits(node.grad) for node in walk(*roots)]


@given(graphs())
@settings(max_examples=300, deadline=None)
def test_a_graph_comes_back_as_it_was_and_differentiates_to_the_same_bits(
    tmp_path_factory: Any, roots: list[Value]
) -> None:
    path = tmp_path_factory.getbasetemp() / "random.json"
    with using(Registry(ROWS)):
        loaded = again(path, *roots)
        assert described(loaded) == described(roots)
        content = path.read_bytes()
        save_graph(path, *loaded)
        assert path.read_bytes() == content
        assert swept(loaded) == swept(roots)


def test_the_examples_in_the_docstrings_are_true() -> None:
    assert doctest.testmod(plain) == (0, 2)


def test_the_file_is_json_with_a_line_for_each_value(path: Path) -> None:
    x = Value(2.0, label="x")
    save_graph(path, x**3 + 0.5)
    document = json.loads(path.read_text("ascii"))
    assert [*document] == ["format", "version", "sha256", "operators", "roots", "values"]
    assert [operator["name"] for operator in document["operators"]] == ["pow", "add"]
    assert document["roots"] == [2]
    assert document["values"] == [
        [2.0, 0.0, "x", 0],
        [8.0, 0.0, "", 0, 0, [0], {"n": 3}],
        [8.5, 0.0, "", 0, 1, [1, [0.5]], {}],
    ]
    assert path.read_text().count("\n") == 7


def test_roots_come_back_in_order_and_share_what_they_shared(path: Path) -> None:
    x = Value(2.0)
    y, z = x * 3, x * x
    loaded = again(path, z, y, z, x)
    assert [root.data for root in loaded] == [4.0, 6.0, 4.0, 2.0]
    assert loaded[0] is loaded[2]
    assert loaded[0].operands == (loaded[3], loaded[3])
    assert len(walk(*loaded)) == 3


def test_a_leaf_alone_is_a_graph(path: Path) -> None:
    (x,) = again(path, Value(-0.0, label="é🙂\ud800"))
    assert (bits(x.data), x.label, x.op) == (bits(-0.0), "é🙂\ud800", None)


def test_a_result_that_is_fresh_on_one_that_is_stale_comes_back_so(path: Path) -> None:
    x = Value(2.0)
    y = x * 3
    x.data = 5.0
    z = y + 1
    (loaded,) = again(path, z)
    assert gradients(loaded, loaded.operands[0]) == 1.0
    with pytest.raises(GraphError, match="stale"):
        loaded.backward()


def test_a_loaded_graph_goes_stale_like_any_other(path: Path) -> None:
    (z,) = again(path, Value(2.0) * 3)
    z.operands[0].data = 1.0
    with pytest.raises(GraphError, match="stale"):
        z.backward()


def test_a_result_whose_number_was_set_by_hand_stays_stale(path: Path) -> None:
    y = Value(2.0) * 3
    y.data = 7.0
    (loaded,) = again(path, y)
    assert loaded.data == 7.0
    with pytest.raises(GraphError, match="stale"):
        loaded.backward()


def test_the_gradient_of_a_transform_is_saved_alias_and_all(path: Path) -> None:
    x = Value(3.0)
    slope = grad(lambda v: v**2 * v)(x)
    assert "alias" in {node.op.name for node in walk(slope) if node.op}
    (loaded,) = again(path, slope)
    assert described([loaded]) == described([slope])


def test_saving_and_loading_change_nothing(path: Path, example: Value) -> None:
    before = described([example])
    again(path, example)
    assert described([example]) == before


@pytest.mark.parametrize("depth", [100_000, pytest.param(1_000_000, marks=pytest.mark.slow)])
def test_a_deep_graph_is_saved_and_loaded_without_recursion(path: Path, depth: int) -> None:
    assert depth > 50 * sys.getrecursionlimit()
    v = x = Value(1.0)
    for _ in range(depth):
        v = v + 0.5
    (loaded,) = again(path, v)
    loaded.backward()
    assert loaded.data == 1.0 + depth / 2
    assert walk(loaded)[0].grad == 1.0
    assert x.grad == 0.0


def test_a_path_may_be_text(path: Path) -> None:
    save_graph(str(path), Value(1.0))
    assert load_graph(str(path))[0].data == 1.0


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda v: setattr(v, "label", 3), "the label 3 of Value.* is no text"),
        (lambda v: setattr(v, "grad", None), "the gradient None of Value.* is no number"),
        (lambda v: setattr(v, "grad", Value(1.0)), "the gradient Value.* is no number"),
        (lambda v: setattr(v, "grad", 10**400), "the gradient 1000.* is no number"),
    ],
)
def test_what_json_has_no_place_for_is_refused_and_the_old_file_stands(
    path: Path, spoil: Callable[[Value], None], message: str
) -> None:
    path.write_bytes(b"old")
    y = Value(2.0) * 3
    spoil(y)
    with pytest.raises(GraphFileError, match=f"not saved to .*graph.json.*{message}"):
        save_graph(path, y)
    assert path.read_bytes() == b"old"
    assert [left.name for left in path.parent.iterdir()] == ["graph.json"]


@pytest.mark.parametrize(("param", "fits"), [(2**1024 - 1, True), (2**1024, False)])
def test_an_integer_as_large_as_a_double_is_a_static_parameter(param: int, fits: bool) -> None:
    if fits:
        assert plain.param_from_json(plain.param_to_json(param)) == param
    else:
        with pytest.raises(ValueError, match="no plain number"):
            plain.param_to_json(param)


def test_the_name_of_a_plugin_has_two_hundred_characters_at_most() -> None:
    assert plain.checked_source("p" * 200, "d", "1").plugin == "p" * 200
    with pytest.raises(ValueError, match="no name of a plugin"):
        plain.checked_source("p" * 201, "d", "1")


def test_the_first_line_is_what_the_page_says(path: Path) -> None:
    save_graph(path, Value(1.0))
    first, _, rest = path.read_bytes().partition(b"\n")
    assert re.fullmatch(
        rb'\{"format":"micrograd graph","version":1,"sha256":"[0-9a-f]{64}",', first
    )
    assert rest.endswith(b"]}\n")


@pytest.mark.parametrize("param", [object(), 2**1024, {"a": 1}, ((1,),), [[]], 1j], ids=repr)
def test_a_static_parameter_that_is_not_plain_is_refused(path: Path, param: Any) -> None:
    with pytest.raises(GraphFileError, match=r"a static parameter of <operator mix .* cannot be"):
        save_graph(path, Value.__apply_op__(MIX, Value(1.0), k=param))
    assert not path.exists()


def test_numbers_as_gradients_become_doubles(path: Path) -> None:
    x = Value(1.0)
    x.grad = 3  # type: ignore[assignment]
    assert type(again(path, x)[0].grad) is float


def test_no_value_and_what_is_no_value_are_refused(path: Path) -> None:
    with pytest.raises(GraphFileError, match="no Value was given"):
        save_graph(path)
    with pytest.raises(TypeError, match=r"3\.0 is a float"):
        save_graph(path, Value(1.0), 3.0)  # type: ignore[arg-type]
    assert not path.exists()


def test_two_operators_that_nothing_tells_apart_are_refused(path: Path) -> None:
    one = Op("twin", float, lambda out, x: (1.0,))
    other = Op("twin", float, lambda out, x: (2.0,))
    with pytest.raises(GraphFileError, match="two operators of this program are called 'twin'"):
        save_graph(path, one(Value(1.0)) + other(Value(1.0)))


def test_a_graph_too_large_to_be_loaded_again_is_not_saved(path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(graph_file, "LARGEST", 200)
    save_graph(path, Value(1.0))
    with pytest.raises(GraphFileError, match=r"it has \d+ bytes, and 200 are the most"):
        save_graph(path, Value(1.0) * 2)
    assert load_graph(path)[0].op is None


def test_a_graph_that_cannot_be_written_leaves_the_old_file(path: Path, monkeypatch: Any) -> None:
    path.write_bytes(b"old")

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(GraphFileError, match=r"No space left on device.*still is"):
        save_graph(path, Value(1.0))
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert [left.name for left in path.parent.iterdir()] == ["graph.json"]


def test_numbers_that_are_not_finite_come_back_with_their_bits(path: Path) -> None:
    odd = struct.unpack("<d", b"\1\0\0\0\0\0\xf8\x7f")
    for x in (math.inf, -math.inf, math.nan, -math.nan, *odd):
        assert bits(again(path, Value(x))[0].data) == bits(x)


def test_an_age_is_a_whole_number_that_a_double_can_hold() -> None:
    assert _epoch(2**53 - 1, is_leaf=True) == changes.count - (2**53 - 1)
    for age in (2**53, -1, 1.0, True, None):
        with pytest.raises(ValueError, match="its age is"):
            _epoch(age, is_leaf=True)


@pytest.mark.parametrize(("length", "fits"), [(200, True), (201, False)])
def test_the_name_of_an_operator_has_two_hundred_characters_at_most(
    path: Path, length: int, fits: bool
) -> None:
    row = Op("n" * length, lambda x: x, lambda out, x: (1.0,))
    with using(Registry([row])):
        if fits:
            assert again(path, row(Value(1.0)))[0].op is row
        else:
            with pytest.raises(GraphFileError, match=r"'nnn.*nnn' is no name of an operator"):
                save_graph(path, row(Value(1.0)))


def test_a_call_that_the_partials_would_not_take_is_refused_as_it_is_saved(path: Path) -> None:
    """Its forward rule took it, so that the graph is there; nobody could load it."""
    row = Op("lax", lambda x, k=1: x * k, lambda out, x: (1.0,))
    with pytest.raises(GraphFileError, match=r"'lax' .* does not take 1 operand, 'k': got an unex"):
        save_graph(path, row(Value(1.0)) + row(Value(1.0), k=2))
    assert not path.exists()


@pytest.mark.parametrize("path", [None, 3, b"graph.json", Value(1.0)])
def test_what_is_no_path_is_refused_in_a_sentence_that_shows_a_call(path: Any) -> None:
    shown = re.escape(f"{path!r} is a {type(path).__name__}")
    with pytest.raises(TypeError, match=rf"as in save_graph\('graph.json', y\); {shown}$"):
        save_graph(path, Value(1.0))
    with pytest.raises(TypeError, match=rf"as in load_graph\('graph.json'\); {shown}$"):
        load_graph(path)


@pytest.mark.parametrize("choice", [[], None, "warning", ["warn"]])
def test_a_choice_that_is_none_is_refused(path: Path, choice: Any) -> None:
    save_graph(path, Value(1.0))
    for name in ("versions", "missing"):
        with pytest.raises(ValueError, match=f"{name} must be 'error' or 'warn', not"):
            load_graph(path, **{name: choice})
