"""40 kills in the middle of writing checkpoints: no file is corrupt, and the run ends as ever."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

# The parent imports once and forks each child. A child writes a checkpoint at every step, to a disk
# made slow, so that most kills fall between the first byte of a file and its name.
PROGRAM = """
import os, random, signal, sys, time
from pathlib import Path
from micrograd_nn import MLP, Adam, CosineAnnealingLR, fit, load_checkpoint, max_margin

KILLS, STEPS = 40, 500
X = [[x, y] for x in (-1.0, 0.5) for y in (-2.0, -0.5, 1.0, 1.5)]
y = [1 if a * b > 0 else -1 for a, b in X]
chance = random.Random(1)

def train(path, log):
    random.seed(3)
    model = MLP(2, [4, 1])
    optimizer = Adam(model.parameters(), lr=0.01)
    fit(model, X, y, loss=max_margin, optimizer=optimizer, batch_size=3,
        schedule=CosineAnnealingLR(0.1, T_max=STEPS), steps=STEPS, progress=False,
        callback=lambda step: log.append((step.step, step.lr, step.loss)),
        checkpoint=path, checkpoint_every=1, resume=path if path.exists() else None)
    return repr((model.state_dict(), optimizer.state_dict(), random.getstate()))

def slow_child(path):
    flush = os.fsync
    def fsync(descriptor):
        time.sleep(0.003)
        flush(descriptor)
        time.sleep(0.003)
    os.fsync = fsync
    train(path, [])
    os._exit(0)

folder = Path(sys.argv[1])
for name in ("straight", "killed"):
    (folder / name).mkdir()
straight_log, log = [], []
straight = train(folder / "straight" / "run", straight_log)
path = folder / "killed" / "run"
killed, left, reached = 0, 0, []
for _ in range(KILLS):
    child = os.fork()
    if child == 0:
        slow_child(path)
    time.sleep(chance.uniform(0.01, 0.12))
    os.kill(child, signal.SIGKILL)
    killed += os.WIFSIGNALED(os.waitpid(child, 0)[1])
    left += any(file.name != "run" for file in path.parent.iterdir())
    if path.exists():
        model = MLP(2, [4, 1])
        reached.append(load_checkpoint(path, model, Adam(model.parameters())))
finished = train(path, log)
print(killed, left, len({*reached}), reached == sorted(reached), 0 < reached[-1] < STEPS)
print(finished == straight, log == straight_log[reached[-1]:], len(log) > 0)
print([file.name for file in path.parent.iterdir()])
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
def test_a_run_killed_forty_times_while_it_writes_ends_on_the_bits_of_a_straight_one(
    tmp_path: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.stderr == ""
    kills, end, files = done.stdout.splitlines()
    killed, left, different, in_order, in_the_middle = kills.split()
    assert int(killed) == 40
    assert int(left) > 8, "too few kills fell into the writing of a file"
    assert int(different) > 8, "too few kills fell on different steps"
    assert (in_order, in_the_middle) == ("True", "True")
    assert end == "True True True"
    assert files == "['run']"
