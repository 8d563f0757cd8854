"""The same program gives the same bits in every process."""

import os
import subprocess
import sys

PROGRAM = """
import pickle, random, struct
from micrograd_core import Registry, Value, gradients, hessian, using, walk
from micrograd_ops.arithmetic import ADD, MUL, POW, RELU

junk = [object() for _ in range(random.SystemRandom().randrange(1, 5000))]
draw = random.Random(1)
with using(Registry([ADD, MUL, POW, RELU])):
    made = [Value(draw.uniform(-1, 1)) for _ in range(10)]
    for _ in range(300):
        x, y = draw.choice(made[-40:]), draw.choice(made)
        made.append(draw.choice([x + y, x * y, (x - y).relu(), x / (y * y + 1.5), 0.5 * x - 1]))
    out = sum(made[-30:], Value(0.0))
    out.backward()
    order = walk(out)
    for v in order:
        v.operands
    numbers = [n for v in walk(out) for n in (v.data, v.grad)]
    numbers += gradients(out, made[:10])
    numbers += sum(hessian(lambda v: (v[0] * v[1] + v[2]) ** 3 / v[0])([0.1, 0.2, 0.3]), [])
    print(struct.pack(f"{len(numbers)}d", *numbers).hex())
    print(" ".join(v._op or "leaf" for v in walk(out)))
    print([str(name) for name in dir(out) if not name.startswith("__")])
    print(pickle.dumps(out).hex())
"""


def run(hash_seed: str) -> str:
    """Run the program in a process of its own; return what it printed."""
    env = {**os.environ, "PYTHONHASHSEED": hash_seed}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=env, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_data_gradients_order_and_labels_are_the_same_bits_for_any_hash_seed() -> None:
    outputs = {run(seed) for seed in ("0", "1", "4711")}
    assert len(outputs) == 1
    assert len(outputs.pop()) > 10_000
