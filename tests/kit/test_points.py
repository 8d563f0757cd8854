"""Where an operator is tried: over its domain, near the ends of it and at them, and at edges."""

import math
from itertools import product

import pytest

from micrograd_core import Op
from micrograd_core.testing import cases, edges, points
from micrograd_core.testing.case import Case
from micrograd_core.testing.points import EDGES, ZEROS, ends, near_edges

KINDS = (
    *("0.0", "-0.0", "1.0", "-1.0", "0.5", "1e-308", "5e-324", "1e+308", "-1e+308"),
    *("inf", "-inf", "nan"),
)
INTERVALS = ((0.0, 2.0), (-math.inf, 3.0), (-5.0, math.inf), (-math.inf, math.inf))


def of(*domain: tuple[float, float]) -> Case:
    """Return the case of a sum of one, two, three or four operands from these intervals."""
    rules = (
        lambda out, x: (1.0,),
        lambda out, x, y: (1.0,) * 2,
        lambda out, x, y, z: (1.0,) * 3,
        lambda out, x, y, z, w: (1.0,) * 4,
    )
    (case,) = cases(Op("sum", lambda *xs: sum(xs), rules[len(domain) - 1], domain=domain))
    return case


def test_an_operator_of_one_operand_meets_every_kind_of_number_once() -> None:
    assert [repr(x) for (x,) in edges(1)] == [*KINDS]


def test_an_operator_of_two_operands_meets_every_pair_of_kinds() -> None:
    assert {tuple(map(repr, xs)) for xs in edges(2)} == set(product(KINDS, KINDS))


def test_more_operands_meet_every_kind_of_number_beside_every_second_or_third() -> None:
    for count, others in ((3, EDGES[::2]), (4, EDGES[::3])):
        found = [tuple(map(repr, xs)) for xs in edges(count)]
        assert len(found) == len(EDGES) * len(others) * count
        for n in range(count):
            beside = {(xs[n], *{x for k, x in enumerate(xs) if k != n}) for xs in found}
            assert beside >= set(product(KINDS, map(repr, others)))


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        ((0.0, 2.0), [0.01, 1.98, 0.0001, 1.9998, 1e-8, 2 - 2e-8]),
        ((0.0, 0.5), [0.005, 0.495, 0.00005, 0.49995, 5e-9, 0.5 - 5e-9]),
        ((-40.0, 0.0), [-39.6, -0.01, -39.996, -0.0001, -40 + 4e-7, -1e-8]),
        ((-math.inf, math.inf), [-61.7, 61.7, -313.3, 313.3, -1234567.8, 1234567.8]),
        ((3.0, math.inf), [3.03, 188.1, 3.0003, 942.9, 3 + 3e-8, 3 + 3 * 1234567.8]),
        ((-math.inf, -0.5), [-62.2, -0.51, -313.8, -0.5001, -1234568.3, -0.5 - 1e-8]),
    ],
)
def test_numbers_near_the_ends_of_an_interval(
    interval: tuple[float, float], expected: list[float]
) -> None:
    assert [*near_edges(*interval)] == pytest.approx(expected, rel=1e-12)


def test_what_a_row_documents_and_zeros_past_the_domain_are_not_among_the_points() -> None:
    singular = {(0.0,): (0.0, 1.0), (7.0,): (7.0, 1.0)}
    row = Op("same", lambda x: x, lambda out, x: (1.0,), points=((7.0,), (8.0,)), singular=singular)
    (case,) = cases(row)
    assert [*points(case, 0)][:1] == [(8.0,)]
    assert {(0.0,), (7.0,)}.isdisjoint(points(case, 9))
    near = [x for (x,) in points(of((-5e-4, 0.5)), 0) if abs(x) < 2e-3]
    assert [x for x in near if x in ZEROS] == [0.0, 1e-3, 1e-8]
    assert ZEROS == (0.0, 1e-3, -1e-3, 1e-8)
    for domain in ((-40.0, 0.0), (0.0, 40.0)):
        assert all(map(of(domain).contains, points(of(domain), 0)))


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_every_operand_comes_to_0_and_near_its_own_ends_beside_others_from_inside(
    count: int,
) -> None:
    case = of(*INTERVALS[:count])
    near = [*points(case, 0)]
    assert all(map(case.contains, near))
    expected = [
        (n, x)
        for n, (low, high) in enumerate(INTERVALS[:count])
        for x in (*near_edges(low, high), *(x for x in ZEROS if low < x < high))
    ]
    assert [xs[n] for xs, (n, _) in zip(near, expected, strict=True)] == [x for _, x in expected]
    assert [*points(case, 7)][: len(near)] == near
    assert len([*points(case, 7)]) == len(near) + 7
    assert all(map(case.contains, points(case, 200)))


def test_small_and_large_numbers_are_drawn_on_either_side_of_0() -> None:
    drawn = [x for (x,) in points(of(INTERVALS[3]), 300)]
    for sign in (1, -1):
        sizes = [sign * x for x in drawn if sign * x > 0]
        assert len(sizes) > 100
        assert min(sizes) < 0.1
        assert 10 < max(x for x in sizes if x < 60) < 20


def test_the_ends_of_a_domain_are_where_it_has_some_beside_others_from_inside() -> None:
    case = of(*INTERVALS[:3])
    expected = [(0, 0.0), (0, 2.0), (1, 3.0), (2, -5.0)]
    for (n, end), xs in zip(expected, ends(case), strict=True):
        assert xs[n] == end
        assert len(xs) == 3
        low, high = case.interval(n)
        assert case.contains((*xs[:n], max(low, -1e9) / 2 + min(high, 1e9) / 2, *xs[n + 1 :]))
    assert [*ends(of(INTERVALS[3]))] == []
