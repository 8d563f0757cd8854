"""Records what PyTorch gives at the edges of every operator; run by hand, where PyTorch is.

    python tests/oracles/make_torch_tables.py

writes torch_operators.json beside this file: for each operator a list of
[operands, value, first derivatives, second derivatives], the second ones row by row and only the
upper triangle; null where PyTorch has none. Floats are their shortest exact decimal, the others
"inf", "-inf" and "nan".
"""

import json
import math
from collections.abc import Callable, Iterable, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import torch

INF, NAN = math.inf, math.nan

LINE = [
    *(
        0.0,
        -0.0,
        1.0,
        -1.0,
        0.5,
        -0.5,
        2.0,
        -2.0,
        0.1,
        -0.7,
        3.0,
        -3.7,
        9.0,
        -9.0,
        19.5,
        -19.5,
    ),
    *(
        20.5,
        -20.5,
        40.0,
        -40.0,
        710.0,
        -710.0,
        745.0,
        -745.0,
        1000.0,
        -1000.0,
        1e-9,
        -1e-9,
    ),
    *(1e-300, -1e-300, 5e-324, -5e-324, 1e200, -1e200, 1e308, -1e308, INF, -INF, NAN),
    *(1 - 2**-53, 1 + 2**-52, -1 + 2**-53),
]
PLANE = [0.0, -0.0, 1.0, -1.0, 3.0, -0.5, 1e-300, 1e308, -1e308, INF, -INF, NAN]
EXPONENTS = [-2, -1, 0, 1, 2, 3, -1.5, -0.5, 0.0, 0.5, 1.5, 2.0]

# fmt: off
UNARY = {
    **{name: getattr(torch, name) for name in (
        "relu", "exp", "expm1", "log", "log1p", "log2", "sqrt", "sin", "cos", "tan", "asin", "acos",
        "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "sigmoid", "erf", "erfc", "abs",
        "sign", "floor", "ceil",
    )},
    "softplus": torch.nn.functional.softplus,
    "gelu": torch.nn.functional.gelu,
}
BINARY = {
    **{name: getattr(torch, name) for name in ("add", "mul", "pow", "hypot", "atan2")},
    "min": torch.minimum,
    "max": torch.maximum,
}
COMPARISONS = {name: getattr(torch, name) for name in ("gt", "ge", "lt", "le", "eq", "ne")}
# fmt: on

Function = Callable[..., torch.Tensor]


def plain(x: torch.Tensor | None) -> float | str | None:
    """Return a number that JSON can hold, and from which the double can be had again."""
    if x is None:
        return None
    number = float(x.detach())
    return number if math.isfinite(number) else str(number)


def derivatives(
    out: torch.Tensor | None, operands: Sequence[torch.Tensor]
) -> list[torch.Tensor | None]:
    """Return the gradient of `out`, ready to be differentiated; None where there is none."""
    if out is None or not out.requires_grad:
        return [None] * len(operands)
    return list(torch.autograd.grad(out, operands, create_graph=True, allow_unused=True))


def record(function: Function, numbers: Iterable[float], *, smooth: bool = True) -> list[Any]:
    """Return one line of a table."""
    operands = [torch.tensor(x, dtype=torch.float64, requires_grad=smooth) for x in numbers]
    out = function(*operands)
    first = derivatives(out, operands)
    second = [x for i, d in enumerate(first) for x in derivatives(d, operands[i:])]
    shown = [[plain(x) for x in group] for group in (operands, first, second)]
    return [shown[0], plain(out), *shown[1:]] if smooth else [shown[0], plain(out)]


def power_by(n: float) -> Function:
    return lambda x: torch.pow(x, n)


def tables() -> dict[str, list[Any]]:
    """Return every operator's table; one with a static exponent is called ``pow:n``."""
    plane = list(product(PLANE, PLANE))
    chosen = list(product([0.0, -0.0, 1.0, -2.0, NAN], [(3.0, 5.0), (INF, 5.0), (3.0, NAN)]))
    choices = [(c, *xy) for c, xy in chosen]
    return {
        **{name: [record(f, (x,)) for x in LINE] for name, f in UNARY.items()},
        **{name: [record(f, xy) for xy in plane] for name, f in BINARY.items()},
        **{name: [record(f, xy, smooth=False) for xy in plane] for name, f in COMPARISONS.items()},
        **{f"pow:{n}": [record(power_by(n), (x,)) for x in LINE] for n in EXPONENTS},
        "where": [record(lambda c, x, y: torch.where(c.bool(), x, y), p) for p in choices],
    }


def main() -> None:
    """Write the tables, one line of JSON to a point."""
    about = {
        "made by": "tests/oracles/make_torch_tables.py",
        "torch": torch.__version__,
        "dtype": "float64, on the CPU",
        "line": "[operands, value, first derivatives, second derivatives (upper triangle)]",
    }
    lines = [f'"about": {json.dumps(about)}']
    for name, table in tables().items():
        points = ",\n".join(json.dumps(line, separators=(",", ":")) for line in table)
        lines.append(f'"{name}": [\n{points}]')
    path = Path(__file__).with_name("torch_operators.json")
    path.write_text("{" + ",\n".join(lines) + "}\n")


if __name__ == "__main__":
    main()
