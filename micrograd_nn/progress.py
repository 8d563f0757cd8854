"""Shows how far a training run has come, to people who look at a terminal."""

import sys
from collections.abc import Iterator
from typing import Any, Protocol

from micrograd_nn.extras import optional


class Progress(Protocol):
    """The steps of a run one by one, and the numbers shown beside them."""

    def __iter__(self) -> Iterator[int]: ...

    def set_postfix_str(self, s: str, refresh: bool) -> None:
        """Show `s` beside the bar."""


class Quiet:
    """Progress that nobody is shown."""

    def __init__(self, steps: range) -> None:
        self._steps = steps

    def __iter__(self) -> Iterator[int]:
        return iter(self._steps)

    def set_postfix_str(self, s: str, refresh: bool) -> None:
        """Show nothing."""


def progress_bar(steps: range, shown: bool | None) -> Progress:
    """Return the steps with a bar if it is to be shown; None: if a terminal and tqdm are there.

    ModuleNotFoundError: it is to be shown, and tqdm is not installed.
    """
    if not (_terminal() if shown is None else shown):
        return Quiet(steps)
    try:
        tqdm = optional("tqdm").tqdm
    except ModuleNotFoundError:
        if shown is None:
            return Quiet(steps)
        raise
    bar: Any = tqdm(steps, initial=steps.start, total=steps.stop, unit="step")
    return bar  # type: ignore[no-any-return]


def _terminal() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()
