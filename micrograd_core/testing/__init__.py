"""The conformance kit: checks of an operator, for anybody's test suite and ``micrograd check``."""

from micrograd_core.op import Op
from micrograd_core.testing.case import Case, cases
from micrograd_core.testing.differences import numerical_derivative
from micrograd_core.testing.points import edges, points
from micrograd_core.testing.properties import judge, properties, verdicts
from micrograd_core.testing.verdict import Verdict, Worst, apart, fails, faults, holds, skipped

__all__ = [
    "Case",
    "Verdict",
    "Worst",
    "apart",
    "assert_op",
    "cases",
    "check_op",
    "edges",
    "fails",
    "faults",
    "holds",
    "judge",
    "numerical_derivative",
    "points",
    "properties",
    "skipped",
]


def check_op(op: Op) -> list[Verdict]:
    """Return a verdict on each property of `op`, which the active registry need not hold.

    PluginError: no active plugin brings a property.
    """
    return [*verdicts(op)]


def assert_op(op: Op) -> None:
    """Raise AssertionError, with what to change, if `op` fails a property; PluginError if none.

    What could not be checked, because mpmath is not installed say, is passed over.
    """
    found = faults(check_op(op))
    if found:
        raise AssertionError("\n".join(found))
