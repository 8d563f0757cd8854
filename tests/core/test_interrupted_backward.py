"""Ctrl-C at any moment of backward() finds every gradient old, or every gradient new."""

import os
import subprocess
import sys

import pytest

# A process of its own: what measures coverage does not survive an interrupt in the midst of it.
PROGRAM = """
import random, signal, time
from micrograd_core import Registry, Value, using, walk
from micrograd_ops.arithmetic import ADD, MUL, POW, RELU

moments, chance, armed = 200, random.Random(1), False

def press(number, frame):  # the timer rings once; a ring after the call is none of ours
    global armed
    if armed:
        armed = False
        raise KeyboardInterrupt

def interrupted(root, seconds):
    global armed
    try:
        armed = True
        signal.setitimer(signal.ITIMER_REAL, seconds)
        root.backward()
        armed = False
        return False
    except KeyboardInterrupt:
        return True
    finally:
        armed = False
        signal.setitimer(signal.ITIMER_REAL, 0)

signal.signal(signal.SIGALRM, press)
with using(Registry([ADD, MUL, POW, RELU])):
    made = [Value(chance.uniform(-1, 1)) for _ in range(20)]
    for _ in range(3_000):
        x, y = chance.choice(made[-40:]), chance.choice(made)
        made.append(chance.choice([x + y, x * y, (x - y).relu(), 0.5 * x - 1]))
    root = sum(made[-50:], Value(0.0))
    order = walk(root)
    start = time.perf_counter()
    root.backward()
    length = time.perf_counter() - start
    stopped = 0
    for _ in range(moments):
        old = [float(n) for n in range(len(order))]
        for node, grad in zip(order, old):
            node.grad = grad
        root.backward()
        new = [node.grad for node in order]
        for node, grad in zip(order, old):
            node.grad = grad
        stopped += interrupted(root, chance.uniform(1e-6, length))
        assert [node.grad for node in order] in (old, new)
print(stopped)
"""


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX timers")
def test_ctrl_c_at_200_random_moments_leaves_gradients_all_old_or_all_new() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert int(done.stdout) > 50, "the interrupts did not fall into the calls"
