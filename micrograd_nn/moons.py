"""micrograd's demo: a network learns to tell two moons of points apart, number for number."""

import random
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from micrograd_nn.checkpoint import PathLike
from micrograd_nn.extras import optional
from micrograd_nn.losses import l2_penalty, max_margin
from micrograd_nn.mlp import MLP
from micrograd_nn.ranges import at_least, whole_number
from micrograd_nn.schedules import LinearLR
from micrograd_nn.sgd import SGD
from micrograd_nn.training import Step, fit

# The rate of micrograd's demo.ipynb; later steps keep the last rate.
SCHEDULE = LinearLR(1.0, start_factor=1.0, end_factor=0.1, total_iters=100)
SEEDS = 2**32  # NumPy's


class MoonsRun(NamedTuple):
    """What training on the moons gives: the network, its data, and every step."""

    model: MLP
    X: list[list[float]]
    y: list[int]
    history: list[Step]


def make_moons_data(
    n: int = 100, noise: float = 0.1, seed: int | None = None
) -> tuple[list[list[float]], list[int]]:
    """Return n points of two interleaved half circles, and -1 or 1 for the one each belongs to.

    seed: None draws from NumPy's global generator; a number gives what ``numpy.random.seed`` of
        it would, and leaves that generator alone.
    ValueError, TypeError: an `n`, a `noise` or a `seed` that makes no sense.
    """
    n, noise = whole_number(1, n, "n"), at_least(0, noise, "noise")
    if seed is not None and whole_number(0, seed, "seed") >= SEEDS:
        raise ValueError(f"seed must be below {SEEDS}, not {seed!r}")
    X, y = optional("sklearn.datasets", "demo").make_moons(n, noise=noise, random_state=seed)
    return X.tolist(), (y * 2 - 1).tolist()


def train_moons(
    steps: int = 100,
    seed: int = 1337,
    on_step: Callable[[Step], object] | None = None,
    *,
    progress: bool | None = None,
    checkpoint: PathLike | None = None,
    resume: PathLike | None = None,
) -> MoonsRun:
    """Train an ``MLP(2, [16, 16, 1])`` on 100 points; seed 1337 is micrograd's published run.

    Seeds Python's ``random``. The rest as fit(), `on_step` being its callback.
    """
    X, y = make_moons_data(seed=seed)
    random.seed(seed)
    model = MLP(2, [16, 16, 1])
    history = fit(
        model,
        X,
        y,
        loss=max_margin,
        penalty=partial(l2_penalty, alpha=1e-4),
        optimizer=SGD(model.parameters(), lr=1.0),
        schedule=SCHEDULE,
        steps=steps,
        callback=on_step,
        progress=progress,
        checkpoint=checkpoint,
        resume=resume,
    )
    return MoonsRun(model, X, y, history)
