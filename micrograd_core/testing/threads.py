"""Threads that use an operator at the same time get the bits that one alone gets."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from threading import Barrier
from typing import Any

from micrograd_core.op import Op
from micrograd_core.testing.purity import bits, calls
from micrograd_core.testing.verdict import Verdict, fails, holds

THREADS = 4


def threads(op: Op) -> Verdict:
    """Several threads over the same calls, each from another start, get the same bits."""
    given = calls(op)
    alone = [bits(*call) for call in given]
    barrier = Barrier(THREADS)

    def work(start: int) -> list[str]:
        barrier.wait()
        return _rotated([bits(*call) for call in _rotated(given, start)], -start)

    # A thread starts with no context: each is given a copy, for the registry in use.
    with _switching_often(), ThreadPoolExecutor(THREADS) as pool:
        jobs = [pool.submit(copy_context().run, work, start) for start in range(THREADS)]
        found = [job.result() for job in jobs]
    for together in found:
        for (case, xs), one, other in zip(given, alone, together, strict=True):
            if one != other:
                text = f"{case.at(xs)} gave other numbers while {THREADS} threads used it"
                advice = "let the rules write to nothing outside themselves"
                return fails(f"{text}; {advice}", where=case.at(xs))
    return holds()


def _rotated(items: list[Any], start: int) -> list[Any]:
    return items[start:] + items[:start]


@contextmanager
def _switching_often() -> Iterator[None]:
    """Let threads take turns as often as can be, so that they meet in the middle of a rule."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
