"""One program gives the same bits in every process, however started, and in every thread."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

# Everything of a run that an order of iteration, an address or a hash could change.
WORK = """
import random, struct
import micrograd as mg

def work(seed):
    random.seed(seed)
    shared = [mg.Value(random.uniform(-1, 1), label=f"x{n}") for n in range(6)]
    made = list(shared)
    for _ in range(60):
        x, y = random.choice(made[-12:]), random.choice(shared)
        made.append(random.choice([x + y, x * y, (x - y).relu(), x / (y * y + 1.5), x.tanh() * y]))
    out = sum(made[-20:], mg.Value(0.0))
    out.backward()
    numbers = [x.grad for x in made] + mg.gradients(out, shared)
    model = mg.MLP(2, [3, 1])
    rows = [[x, y] for x in (-1.0, 0.5) for y in (-2.0, 1.0)]
    history = mg.fit(
        model, rows, [1, -1, -1, 1], loss=mg.max_margin, batch_size=3, steps=5,
        optimizer=mg.Adam(model.parameters(), lr=0.05), progress=False,
    )
    numbers += [step.loss for step in history] + list(model.state_dict().values())
    bits = struct.pack(f"{len(numbers)}d", *numbers).hex()
    return bits + mg.draw_dot(out).source

mg.enable("elementary")
mg.enable("viz")
"""

ALONE = WORK + "print(work(0))"

POOL = (
    WORK
    + """
if __name__ == "__main__":
    import multiprocessing, sys
    if "warm" in sys.argv:
        work(1)
    context = multiprocessing.get_context(sys.argv[1])
    with context.Pool(2) as pool:
        for result in pool.map(work, [0, 0, 0, 0], chunksize=1):
            print(result)
"""
)

FIRST_LOAD = """
import sys, threading
import micrograd_core as core

sys.setswitchinterval(1e-6)
assert not core.INSTALLED.filled
gate, found = threading.Barrier(32), []

def race():
    gate.wait()
    try:
        x = core.Value(3.0)
        y = x.relu() * x + 1
        y.backward()
        found.append((y.data, x.grad, len(core.INSTALLED), core.name("MLP").__name__))
    except BaseException as error:
        found.append(error)

threads = [threading.Thread(target=race) for _ in range(32)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert len(found) == 32
print({*found}, [p.state for p in core.INSTALLED.host.plugins if p.name in ("ops", "nn")])
"""


def run(*arguments: str, **environ: str) -> str:
    """Run Python in a process of its own; return what it printed."""
    done = subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture(scope="module")
def alone() -> str:
    """What a process of one thread gives."""
    output = run("-c", ALONE, PYTHONHASHSEED="0")
    assert len(output) > 5_000
    assert "digraph" in output
    return output


@pytest.mark.parametrize("hash_seed", ["1", "2", "3", "42", "1337", "4711", "65536", "4294967295"])
def test_the_bits_are_the_same_for_ten_hash_seeds(alone: str, hash_seed: str) -> None:
    assert run("-c", ALONE, PYTHONHASHSEED=hash_seed) == alone


def test_the_bits_are_the_same_for_a_hash_seed_by_chance(alone: str) -> None:
    assert run("-c", ALONE, PYTHONHASHSEED="random") == alone


@pytest.mark.parametrize("state", ["cold", "warm"])
@pytest.mark.parametrize(
    "method",
    [
        pytest.param("fork", marks=pytest.mark.skipif(os.name == "nt", reason="nothing forks")),
        "spawn",
    ],
)
def test_workers_give_the_bits_of_a_process_alone(
    alone: str, tmp_path: Path, method: str, state: str
) -> None:
    program = tmp_path / "program.py"
    program.write_text(POOL)
    assert run(str(program), method, state) == alone * 4


def test_thirty_two_threads_race_the_first_load_in_a_fresh_process() -> None:
    for _ in range(3):
        printed = run("-c", FIRST_LOAD)
        assert printed.startswith("{(10.0, 6.0, ")
        assert printed.endswith(", 'MLP')} ['active', 'active']\n")
