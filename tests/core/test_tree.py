"""flatten() takes nests apart, and what it returns beside puts them together again."""

from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from micrograd_core.transforms.tree import flatten


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


def test_an_array_of_no_dimensions_is_a_leaf() -> None:
    array = np.array(3.0)
    assert flatten(array)[0] == [array]
