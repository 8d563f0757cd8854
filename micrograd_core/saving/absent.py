"""A row in the place of an operator that is not here: whoever asks it for anything is told so."""

from typing import Any, NoReturn

from micrograd_core.errors import OperatorError
from micrograd_core.op import Op
from micrograd_core.plugins.activation import bind
from micrograd_core.source import Source


def absent(name: str, source: Source, reason: str) -> Op:
    """Return a row of that name and source, whose rules raise OperatorError with the reason."""

    def forward(*_operands: float, **_params: Any) -> NoReturn:
        raise OperatorError(reason)

    def partials(_out: Any, *_operands: Any, **_params: Any) -> NoReturn:
        raise OperatorError(reason)

    row = Op(name, forward, partials)
    bind(row, source)
    return row
