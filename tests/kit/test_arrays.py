"""On arrays an operator and its partials are what they are on each element."""

from typing import Any

import numpy as np
import pytest

from micrograd_core import Op

from .rows import FMA, judged


def square(x: Any) -> Any:
    return x * x


def with_partials(rule: Any) -> Op:
    """Return x * x with this partial, a function of x."""
    return Op("bad", square, lambda out, x: (rule(x),))


def doubled_in_place(x: Any) -> Any:
    x *= 2
    return x


@pytest.mark.parametrize(
    "row",
    [FMA, with_partials(lambda x: 2 * x), Op("flat", lambda x: 1.0 + 0 * x, lambda out, x: (0.0,))],
    ids=lambda row: row.name,
)
def test_a_good_row_is_good_on_arrays(row: Op) -> None:
    verdict = judged("arrays", row)
    assert verdict.ok, verdict.message
    assert verdict.worst <= 1e-12


@pytest.mark.parametrize("part", [1e-9, 1e-3])
def test_a_partial_that_differs_on_arrays_is_told_with_its_element(part: float) -> None:
    off = with_partials(lambda x: 2 * x * (1 + part * isinstance(x, np.ndarray)))
    verdict = judged("arrays", off)
    assert verdict.failed
    assert verdict.worst == pytest.approx(part, rel=0.01)
    assert verdict.message.startswith(f"at {verdict.where} partial 0 is ")
    assert " as an element of arrays, and " in verdict.message
    assert verdict.message.endswith(" alone; write the rule element by element")


def test_a_partial_of_one_element_is_not_taken_for_another() -> None:
    verdict = judged("arrays", with_partials(lambda x: 2 * x[::-1] if np.ndim(x) else 2 * x))
    assert verdict.failed
    assert verdict.worst > 0.1


def test_a_partial_that_differs_on_arrays_of_two_dimensions_is_found() -> None:
    assert judged("arrays", with_partials(lambda x: 5 * x if np.ndim(x) == 2 else 2 * x)).failed


def test_what_is_no_fault_of_arrays_is_told_as_it_is_elsewhere() -> None:
    row = Op("bad", square, lambda out, x: 2 * x)
    assert judged("arrays", row).message == judged("arity", row).message


def test_a_partial_that_waits_is_asked_for() -> None:
    lazy = Op("lazy", lambda x, y: x * y, lambda out, x, y: (y, lambda: x))
    assert judged("arrays", lazy).ok


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (lambda x: 2.0 if x > 1 else 1.0, "on arrays the partials raise ValueError: "),
        (doubled_in_place, "a rule writes into its operands; compute a new array"),
    ],
)
def test_a_rule_that_cannot_take_arrays_is_told_what_to_write(rule: Any, text: str) -> None:
    verdict = judged("arrays", with_partials(rule))
    assert verdict.failed
    assert text in verdict.message
    assert verdict.where == "bad('array')"
