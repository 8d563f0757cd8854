"""An operator and its rule on arrays are what they are on each element, and change no array."""

from importlib import import_module
from typing import Any

from micrograd_core.op import Op
from micrograd_core.testing.case import Case, cases
from micrograd_core.testing.forms import miscounted
from micrograd_core.testing.points import Point, points
from micrograd_core.testing.tower import gradient
from micrograd_core.testing.verdict import Verdict, Worst, apart, fails, skipped

# NumPy's functions may round the last digits otherwise than `math` does.
TOLERANCE = 1e-12


def arrays(op: Op) -> Verdict:
    """Results and partials on arrays equal those of the elements; operands are unchanged."""
    try:
        numpy: Any = import_module("numpy")
    except ModuleNotFoundError:
        return skipped("numpy is not installed; pip install numpy")
    worst = Worst()
    for case in cases(op):
        drawn = [*points(case, 6)]
        fault = miscounted(case, drawn[0])
        if fault:
            return fails(fault, where=case.at(drawn[0]))
        for shape in ((-1,), (-1, 1)):
            columns = [numpy.reshape(column, shape) for column in zip(*drawn, strict=True)]
            given = [column.copy() for column in columns]
            try:
                found = _evaluated(numpy, case, given)
            except Exception as error:
                text = f"on arrays the partials raise {type(error).__name__}: {error}"
                advice = "write no `if` and no function of math on an operand, but rows, as WHERE"
                return fails(f"{text}; {advice}", where=case.at(["array"] * case.count))
            if not all(map(numpy.array_equal, given, columns)):
                text = "a rule writes into its operands; compute a new array in place of `x += ...`"
                return fails(text, where=case.at(["array"] * case.count))
            for k, xs in enumerate(drawn):
                _meet(worst, case, xs, [float(array.flat[k]) for array in found])
    return worst.verdict(TOLERANCE, "write the rule element by element")


def _evaluated(numpy: Any, case: Case, columns: list[Any]) -> list[Any]:
    """Return the results and each partial as arrays of the columns' shape."""
    with numpy.errstate(all="ignore"):
        out = case.apply(*columns)
        found = case.rule(out, *columns)[: case.count]
        partials = [d() if callable(d) else d for d in found]
    return [numpy.broadcast_to(array, columns[0].shape) for array in (out, *partials)]


def _meet(worst: Worst, case: Case, xs: Point, found: list[float]) -> None:
    expected = [float(case.apply(*xs)), *gradient(case, xs)]
    names = ["the result", *(f"partial {n}" for n in range(case.count))]
    for name, actual, wanted in zip(names, found, expected, strict=True):
        text = f"{name} is {actual!r} as an element of arrays, and {wanted!r} alone"
        worst.meet(apart(actual, wanted), case.at(xs), text)
