"""Ctrl-C at 200 random moments of a run finds all of it at one and the same step."""

import os
import subprocess
import sys

import pytest

# A process of its own: what measures coverage does not survive an interrupt in the midst of it.
PROGRAM = """
import random, signal, time
from micrograd_nn import MLP, Adam, fit, max_margin

X = [[x, y] for x in (-1.0, 0.5) for y in (-2.0, -0.5, 1.0, 1.5)]
y = [1 if a * b > 0 else -1 for a, b in X]
steps, moments = 30, 200
chance = random.Random(1)

def run(seconds=0.0, callback=None):
    random.seed(2)
    model = MLP(2, [4, 1])
    optimizer = Adam(model.parameters(), lr=0.05)
    keep = lambda step: callback(model, optimizer) if callback else None
    global armed
    try:
        armed = True
        signal.setitimer(signal.ITIMER_REAL, seconds)
        fit(model, X, y, loss=max_margin, optimizer=optimizer, steps=steps, callback=keep)
        armed = False
    except KeyboardInterrupt:
        pass
    signal.setitimer(signal.ITIMER_REAL, 0)
    return model.state_dict(), optimizer.steps, optimizer.slots

def press(number, frame):  # the timer rings once; a ring after the run is none of ours
    global armed
    if armed:
        armed = False
        raise KeyboardInterrupt

armed = False
signal.signal(signal.SIGALRM, press)
whole = []
run(callback=lambda model, optimizer: whole.append(
    (model.state_dict(), optimizer.steps, optimizer.slots)
))
start = time.perf_counter()
run()
length = time.perf_counter() - start
found = [run(chance.uniform(1e-6, length)) for _ in range(moments)]
random.seed(2)
whole.append((MLP(2, [4, 1]).state_dict(), 0, {}))
assert all(state in whole for state in found)
print(len({steps for _, steps, _ in found}), sum(steps < 30 for _, steps, _ in found))
"""


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX timers")
def test_ctrl_c_at_any_moment_leaves_the_parameters_of_a_whole_step():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, check=False)
    assert done.stderr == b""
    different, cut_short = map(int, done.stdout.split())
    assert different > 15, "the interrupts did not fall on different steps"
    assert cut_short > 100, "the interrupts did not fall into the runs"
