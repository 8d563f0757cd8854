"""How an operator is called when it is checked: how many operands, from where, with what."""

import math
from typing import Any

import pytest

from micrograd_core import Op, OperatorError, PluginError
from micrograd_core.testing import cases
from micrograd_core.testing.child import computed
from micrograd_core.testing.purity import bits, calls
from micrograd_ops import micrograd_register_ops
from micrograd_ops.elementary import ROWS


def total(**more: Any) -> Op:
    """Return the sum of any number of operands."""
    return Op("total", lambda *xs: math.fsum(xs), lambda out, *xs: (1.0,) * len(xs), **more)


def half(**more: Any) -> Op:
    """Return x / 2."""
    return Op("half", lambda x: x / 2, lambda out, x: (0.5,), **more)


def test_an_operator_of_any_number_of_operands_is_checked_with_two_and_three_or_as_told() -> None:
    assert [case.count for case in cases(total())] == [2, 3]
    many = total(points=((1.0,) * 4, (2.0,), (3.0,)), singular={(0.0, 0.0): (0.0, 1.0, 1.0)})
    assert [case.count for case in cases(many)] == [4, 1, 2]
    both = Op("both", lambda x, y: x, lambda out, x, y: (1.0, 0.0), points=((4.0,),))
    with pytest.raises(OperatorError, match=r"'both' .* point \(4.0,\) has another number"):
        cases(both)


def test_operands_without_an_interval_of_their_own_have_the_last() -> None:
    case, _ = cases(total(domain=((0.0, 1.0), (2.0, 3.0)), points=((0.5, 2.5, 2.5), (0.5,))))
    assert [case.interval(n) for n in range(3)] == [(0.0, 1.0), (2.0, 3.0), (2.0, 3.0)]
    assert case.contains((0.5, 2.5, 2.5))
    assert not case.contains((0.5, 2.5, 0.5))


def test_a_case_keeps_the_sample_of_its_parameters_from_its_rules() -> None:
    row = Op("scale", lambda x, *, k: x * k[0], lambda out, x, *, k: (k[0],), params=({"k": [2]},))
    (case,) = cases(row)
    with pytest.raises(TypeError, match="change a copy"):
        case.params["k"].append(3)
    assert row.params == ({"k": [2]},)


@pytest.mark.parametrize("x", [0.0, 2.0, -1.0, 3.0, math.nan])
def test_a_point_on_an_edge_of_the_domain_or_beyond_is_refused(x: float) -> None:
    with pytest.raises(OperatorError, match="is not inside the domain"):
        cases(half(domain=((0.0, 2.0),), points=((x,),)))
    assert cases(half(domain=((0.0, 2.0),), points=((1.0,),)))


def test_a_parameter_without_a_sample_is_asked_for_by_name() -> None:
    row = Op("scale", lambda x, *, a, b: x * a * b, lambda out, x, *, a, b: (a * b,))
    with pytest.raises(OperatorError, match=r"takes a, b, and .*: add params=\({'a': ...},\)"):
        cases(row)


def test_the_other_process_computes_every_call_of_every_row_of_a_plugin() -> None:
    assert computed("elementary").keys() == {row.name for row in ROWS}
    expected = {row.name: [bits(*call) for call in calls(row)] for row in micrograd_register_ops()}
    assert computed("ops") == expected
    with pytest.raises(PluginError, match="no plugin 'nobody' brings operators"):
        computed("nobody")
