"""Puts what went wrong with an operator into a sentence that names its plugin."""

from collections.abc import Mapping, Sequence
from typing import Any

from micrograd_core.errors import OperatorError
from micrograd_core.op import Op


def described(row: Op) -> str:
    """Return ``operator 'tanh' (plugin 'tanh' of micrograd-tanh 1.0)``."""
    return f"operator {row.name!r} ({row.source})"


def forward_failed(
    row: Op, numbers: Sequence[float], params: Mapping[str, Any], error: Exception
) -> OperatorError:
    """Return the error for a forward rule that raised."""
    given = ", ".join([*map(repr, numbers), *(f"{k}={v!r}" for k, v in params.items())])
    return OperatorError(
        f"the forward rule of {described(row)} raised {type(error).__name__}: {error}, "
        f"for ({given}); it should return an infinity or a NaN there"
    )


def not_a_number(row: Op, rule: str, numbers: Sequence[float], result: Any) -> OperatorError:
    """Return the error for a rule that gave something else than real numbers."""
    given = ", ".join(map(repr, numbers))
    return OperatorError(
        f"the {rule} rule of {described(row)} gave {result!r} for ({given}); "
        "it should give a real number"
    )


def wrong_count(row: Op, found: int, expected: int) -> OperatorError:
    """Return the error for a partials rule of the wrong length."""
    return OperatorError(
        f"the partials rule of {described(row)} gave {found} derivatives for {expected} operands; "
        "it should return a tuple with one for each"
    )


def partials_failed(row: Op, numbers: Sequence[float], error: Exception) -> OperatorError:
    """Return the error for a partials rule that raised."""
    given = ", ".join(map(repr, numbers))
    return OperatorError(
        f"the partials rule of {described(row)} raised {type(error).__name__}: {error}, "
        f"for operands ({given}); write it in arithmetic and other operators' rows"
    )
