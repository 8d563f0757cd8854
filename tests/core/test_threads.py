"""Separate graphs in separate threads need no lock: the numbers are those of one thread."""

import contextvars
import random
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from micrograd_core import Registry, Value, changes, grad, using
from micrograd_ops.arithmetic import ADD, MUL, POW, RELU


@pytest.fixture(autouse=True)
def eager_switching() -> Iterator[None]:
    """Let the interpreter change threads as often as it can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def everywhere(work: Callable[[int], Any], count: int = 8) -> list[Any]:
    """Run work(0), work(1), ... in threads of their own; return the results or the errors."""
    results: list[Any] = [None] * count

    def run(n: int) -> None:
        try:
            with using(Registry([ADD, MUL, POW, RELU])):
                results[n] = work(n)
        except BaseException as error:
            results[n] = error

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def train(seed: int) -> list[float]:
    """Take 60 steps of descent on a little problem of this seed's own; return the numbers."""
    draw = random.Random(seed)
    w = [Value(draw.uniform(-1, 1)) for _ in range(4)]
    for _ in range(60):
        x = [draw.uniform(-1, 1) for _ in range(4)]
        out = sum((wi * xi for wi, xi in zip(w, x, strict=True)), Value(0.0))
        loss = (out.relu() - 1) ** 2 + out * out * 0.1
        for wi in w:
            wi.grad = 0.0
        loss.backward()
        for wi in w:
            wi.data -= 0.1 * wi.grad
    return [number for wi in w for number in (wi.data, wi.grad)]


def test_eight_threads_of_separate_training_equal_the_serial_numbers() -> None:
    assert everywhere(train) == [train(n) for n in range(8)]


def differentiate(seed: int) -> list[float]:
    """Make 1,000 backward passes through a graph of this seed's own; return the last numbers."""
    draw = random.Random(seed)
    made = [Value(draw.uniform(-1, 1)) for _ in range(5)]
    for _ in range(15):
        x, y = draw.choice(made), draw.choice(made)
        made.append(draw.choice([x + y, x * y, (x - y).relu(), x / (y * y + 1.5), 0.5 * x - 1]))
    out = sum(made[-8:], Value(0.0))
    for _ in range(1_000):
        out.backward()
    return [number for value in made for number in (value.data, value.grad)]


def test_eight_threads_of_a_thousand_backward_passes_equal_the_serial_numbers() -> None:
    assert everywhere(differentiate) == [differentiate(n) for n in range(8)]


def test_eight_threads_of_function_transforms_equal_the_serial_numbers() -> None:
    def work(n: int) -> list[float]:
        return [grad(grad(lambda x: x**3 * (x + n)))(k / 7) for k in range(60)]

    assert everywhere(work) == [work(n) for n in range(8)]


def test_parameters_may_be_read_by_many_threads_at_once() -> None:
    shared = [Value(float(n)) for n in range(4)]

    def work(n: int) -> float:
        out = shared[0] * n
        for _ in range(50):
            out = out + shared[1] * shared[2] + shared[3]
        return out.data

    assert everywhere(work) == [50 * 5.0] * 8


def test_a_context_that_is_carried_over_takes_its_registry_along() -> None:
    found: list[bool] = []
    with using(Registry([MUL])):
        context = contextvars.copy_context()
    thread = threading.Thread(
        target=context.run, args=(lambda: found.append(hasattr(Value(1.0), "relu")),)
    )
    thread.start()
    thread.join()
    assert found == [False]


def test_changes_in_many_threads_are_counted_once_each() -> None:
    before = changes.count
    numbers: list[int] = []
    threads = [
        threading.Thread(target=lambda: numbers.extend(changes.change() for _ in range(5_000)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == list(range(before + 1, before + 40_001))
    assert changes.count == before + 40_000
