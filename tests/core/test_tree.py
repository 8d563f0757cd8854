"""flatten() takes nests apart, and what it returns beside puts them together again."""

from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from micrograd_core.transforms.tree import arranged, flatten, squared


class Pair(NamedTuple):
    """A named tuple among the nests."""

    a: Any
    b: Any


LEAVES = st.floats(-9, 9) | st.integers() | st.none() | st.text(max_size=2)
NESTS = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=2), inner, max_size=3)
        | st.tuples(inner, inner).map(lambda pair: Pair(*pair))
    ),
    max_leaves=12,
)


@given(NESTS)
def test_apart_and_together_again_is_the_same_nest(nest: Any) -> None:
    leaves, rebuild = flatten(nest)
    assert rebuild(leaves) == nest
    assert type(rebuild(leaves)) is type(nest)


@pytest.mark.parametrize(
    ("nest", "leaves"),
    [
        (3.0, [3.0]),
        ([], []),
        ({}, []),
        (None, [None]),
        ("abc", ["abc"]),
        ([1, (2, {"z": 3, "a": [4]}), Pair(5, [])], [1, 2, 3, 4, 5]),
    ],
)
def test_leaves_come_in_order_those_of_a_dict_as_they_were_put_in(nest: Any, leaves: Any) -> None:
    assert flatten(nest)[0] == leaves


def test_rebuilding_takes_any_new_leaves() -> None:
    _, rebuild = flatten({"w": [1, 2], "b": Pair(3, ())})
    assert rebuild([[], "x", None]) == {"w": [[], "x"], "b": Pair(None, ())}


def test_an_array_is_rebuilt_of_floats_or_else_of_objects() -> None:
    array = np.arange(6).reshape(2, 3)
    leaves, rebuild = flatten(array)
    assert leaves == list(range(6))
    assert rebuild([float(n) for n in range(6)]).dtype == float
    assert rebuild(["x"] * 6).dtype == object
    assert rebuild(["x"] * 6).shape == (2, 3)
    assert array.tolist() == [[0, 1, 2], [3, 4, 5]]


@given(NESTS, st.randoms())
def test_a_nest_arranged_like_itself_in_another_order_has_the_same_leaves(
    nest: Any, random: Any
) -> None:
    assert flatten(arranged(_shuffled(nest, random), nest))[0] == flatten(nest)[0]


def _shuffled(nest: Any, random: Any) -> Any:
    if isinstance(nest, dict):
        keys = random.sample(list(nest), len(nest))
        return {key: _shuffled(nest[key], random) for key in keys}
    return [_shuffled(x, random) for x in nest] if isinstance(nest, list | tuple) else nest


def test_a_matrix_takes_the_shape_of_a_nest_twice() -> None:
    assert squared(3.0, [["x"]]) == "x"
    assert squared([1, {"a": 2}], ["wx", "yz"]) == [["w", {"a": "x"}], {"a": ["y", {"a": "z"}]}]
    found = squared([np.zeros((1, 2)), 0], [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]])
    assert found[0][0].tolist() == [[[[1.0, 2.0]], [[4.0, 5.0]]]]
    assert found[0][1].tolist() == [[3.0, 6.0]]
    assert found[1][0].tolist() == [[7.0, 8.0]]
    assert found[1][1] == 9.0


def test_an_array_of_no_dimensions_is_a_leaf() -> None:
    array = np.array(3.0)
    assert flatten(array)[0] == [array]
