"""Memory is given back by reference counts alone, and training takes no more as it goes on."""

import subprocess
import sys

import pytest

# A process of its own, traced from its first line: the start is all of Python and of the core, in
# bytes that were asked for. What the system counts as resident is no measure: after such a graph
# the C library keeps pages for the next one, more or fewer from run to run.
RELEASE = """
import gc, tracemalloc
tracemalloc.start()
gc.disable()
from micrograd_core import Registry, Value, using
from micrograd_ops.arithmetic import ADD, MUL

def graph(size):
    x = out = Value(0.5)
    for _ in range(size // 4):
        out = (out * 1.0001 + x) * 0.5 + 0.0001
    return out

with using(Registry([ADD, MUL])):
    graph(100).backward()
    start, _ = tracemalloc.get_traced_memory()
    out = graph(1_000_000)
    out.backward()
    held, _ = tracemalloc.get_traced_memory()
    del out
    left, _ = tracemalloc.get_traced_memory()
print(start, held, left)
"""

TRAINING = """
import gc, random, tracemalloc
tracemalloc.start()
gc.disable()
from micrograd_core import Registry, using
from micrograd_nn import MLP, Adam, max_margin
from micrograd_ops import micrograd_register_ops

random.seed(1)
with using(Registry(micrograd_register_ops())):
    model = MLP(2, [2, 1])
    optimizer = Adam(model.parameters(), lr=0.01)
    rows, targets = [[0.5, -1.0], [-2.0, 1.0]], [1, -1]
    sizes = []
    for step in range(10_001):
        loss = max_margin([model(row) for row in rows], targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step in (100, 1_000, 10_000):
            sizes.append(tracemalloc.get_traced_memory()[0])
print(*sizes)
"""


def sizes(program: str) -> list[int]:
    """Run a program in a process of its own; return the numbers it printed."""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=300
    )
    return [int(number) for number in done.stdout.split()]


@pytest.mark.slow
def test_a_graph_of_a_million_nodes_is_released_to_within_a_tenth_of_the_start() -> None:
    start, held, left = sizes(RELEASE)
    assert held > 100_000_000
    assert left <= 1.1 * start


@pytest.mark.slow
def test_ten_thousand_steps_of_training_take_no_more_memory_than_a_hundred() -> None:
    hundred, thousand, ten_thousand = sizes(TRAINING)
    # A counter that passes 256 is an object of its own.
    assert thousand - hundred < 1_000
    assert ten_thousand - thousand < 1_000
