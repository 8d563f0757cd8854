"""Watches Values and derivatives being made: to record whence, or to stop at the first NaN."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from micrograd_core.active import ACTIVE, active
from micrograd_core.births import Trace
from micrograd_core.errors import AnomalyError
from micrograd_core.failure import described, noted
from micrograd_core.partials import is_value

if TYPE_CHECKING:
    from micrograd_core.value import Value

Result = TypeVar("Result")


@contextmanager
def tracing() -> "Iterator[Trace]":
    """Record every Value that an operator makes inside the block, in this thread and task."""
    trace = Trace()
    with active(ACTIVE.get().observed(trace._record)):
        yield trace


@contextmanager
def detect_anomaly() -> "Iterator[None]":
    """Raise AnomalyError at the operator that first makes a NaN or an infinity.

    It is noticed inside the block, forward, in ``backward()`` and in every transform, as in
    PyTorch's of that name.
    """
    with active(ACTIVE.get().observed(_refuse_anomaly, watched=True)):
        yield


def sweeping(sweep: Callable[..., Result], *given: Any) -> Result:
    """Return ``sweep(*given, watched)``; watched: whether check_step() is due after each step.

    The sweep is watched by its steps, not by the births within a rule: what that makes on its way
    to a finite derivative is no anomaly, on Values as little as on floats.
    """
    registry = ACTIVE.get()
    if not registry.watched:
        return sweep(*given, False)
    others = [observe for observe in registry.observers if observe is not _refuse_anomaly]
    with active(registry.plain.observed(*others)):
        return sweep(*given, True)


def check_step(node: Any, mode: str, given: Sequence[Any], made: Iterable[tuple[Any, Any]]) -> None:
    """AnomalyError if the step of a sweep through `node` made a NaN or an infinity.

    mode: backward or forward-mode. given: the derivatives that the step began with; if one is not
    finite, the anomaly was before. made: each Value that it gave a derivative, and that.
    """
    if not _finite(given):
        return
    for x, d in made:
        if not _finite([d]):
            text = (
                f"the {mode} step of {described(node._row)} made the derivative {_listed([d])} at "
                f"{x._data} out of {_listed(given)}; "
                f"its operands were ({_listed(node._raw_operands())})"
            )
            raise noted(AnomalyError(text), node)


def _refuse_anomaly(value: "Value") -> None:
    assert value.op is not None
    operands = value._raw_operands()
    if _finite(operands) and not math.isfinite(value.data):
        text = f"{described(value.op)} made {value.data} out of ({_listed(operands)})"
        raise noted(AnomalyError(text), value, newborn=True)


def _numbers(xs: Iterable[Any]) -> list[float]:
    return [x._data if is_value(x) else x for x in xs]


def _finite(xs: Iterable[Any]) -> bool:
    return all(map(math.isfinite, _numbers(xs)))


def _listed(xs: Iterable[Any]) -> str:
    return ", ".join(map(repr, _numbers(xs)))
