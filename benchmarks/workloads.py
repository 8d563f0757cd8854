"""Times one micrograd, whichever `import micrograd` finds here; prints seconds as JSON.

W1 is the expression of micrograd's README, W2 one full-batch step of its moons demo, W3 a chain of
n multiplications and n additions, built and differentiated.
"""

import gc
import json
import random
import sys
import time
from pathlib import Path

from micrograd.engine import Value
from micrograd.nn import MLP

X, Y = json.loads(Path(__file__).with_name("moons.json").read_text())
TWO_OPERATIONS = 2


def w1(x=-4.0, y=2.0):
    a, b = Value(x), Value(y)
    c = a + b
    d = a * b + b**3
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + (b + a).relu()
    d += 3 * d + (b - a).relu()
    e = c - d
    f = e**2
    g = f / 2.0
    g += 10.0 / f
    g.backward()
    return g.data, a.grad, b.grad


def w2(model):
    model.zero_grad()
    inputs = [list(map(Value, row)) for row in X]
    scores = list(map(model, inputs))
    losses = [(1 + -yi * score).relu() for yi, score in zip(Y, scores, strict=True)]
    data_loss = sum(losses) * (1.0 / len(losses))
    loss = data_loss + 1e-4 * sum(p * p for p in model.parameters())
    loss.backward()
    return loss.data


def w3(steps):
    y = x = Value(1.0)
    for _ in range(steps):
        y = y * 1.0001 + 0.0001
    y.backward()
    return x.grad


def seconds(run, *args, times=1):
    start = time.perf_counter()
    for _ in range(times):
        run(*args)
    return (time.perf_counter() - start) / times


def main(chains):
    sys.setrecursionlimit(10**6)  # micrograd walks its graph by recursion
    random.seed(1337)
    model = MLP(2, [16, 16, 1])
    found = {"W1": [seconds(w1, times=200) for _ in range(10)]}
    found["W2"] = [seconds(w2, model) for _ in range(5)]
    for operations in chains:
        gc.collect()
        steps = operations // TWO_OPERATIONS
        repeats = max(1, 10_000 // operations)
        found[f"W3 {operations}"] = [seconds(w3, steps, times=repeats) / operations]
    print(json.dumps(found))


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]])
