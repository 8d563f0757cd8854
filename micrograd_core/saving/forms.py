"""Holds the results of a graph against the operators that made them, once for each form of call."""

from inspect import signature
from typing import Any

from micrograd_core.errors import counted
from micrograd_core.failure import described
from micrograd_core.op import Op
from micrograd_core.saving.plain import shown


class Forms:
    """The forms of call, by operator, number of operands and names of parameters, that are good."""

    def __init__(self) -> None:
        self._good: set[tuple[Any, ...]] = set()

    def check(self, row: Op, count: int, *params: str) -> None:
        """ValueError unless the partials of `row` take `count` operands and these parameters."""
        form = row, count, *params
        if form in self._good:
            return
        try:
            signature(row.partials).bind(None, *[None] * count, **dict.fromkeys(params))
        except TypeError as error:
            given = ", ".join([counted(count, "operand"), *map(shown, params)])
            raise ValueError(f"{described(row)} does not take {given}: {error}") from None
        self._good.add(form)
