"""Trains a network on the moons and writes what is to be seen of it: ``micrograd demo``."""

import csv
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from micrograd.terminal import show, table
from micrograd_core import Command, Value
from micrograd_core.errors import counted

if TYPE_CHECKING:
    from micrograd_nn import Neuron, Step
    from micrograd_nn.moons import MoonsRun

NEEDED = ("graphviz", "matplotlib", "numpy", "safetensors", "sklearn", "tqdm")


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("--steps", type=_steps, default=100, help="steps to train (100)")
    parser.add_argument("--out", type=Path, default="moons", help="folder to write to (moons)")
    parser.add_argument("--seed", type=_seed, default=1337, help="of data and weights (1337)")


def run(args: Namespace) -> int:
    """Train, write four files, and say what came out."""
    from micrograd_nn import train_moons

    _prepare(args.out)
    trained = train_moons(args.steps, args.seed)
    show(summary(trained))
    show(table(("file", "what it shows"), write(trained, args.out)))
    return 0


def write(trained: "MoonsRun", out: Path) -> list[tuple[Path, str]]:
    """Write the pictures, the log and the parameters; return each path with what it holds."""
    from micrograd.boundary import draw_boundary
    from micrograd_nn import save_checkpoint
    from micrograd_viz import draw_dot

    model, X, y, history = trained
    names = ("boundary.png", "graph.svg", "log.csv", "model.safetensors")
    boundary, graph, log, parameters = (out / name for name in names)
    draw_boundary(model, X, y, title=summary(trained)).savefig(boundary)
    neuron = active_neuron(model.layers[0].neurons, X[0])
    graph.write_bytes(draw_dot(neuron, format="svg").pipe())
    write_log(history, log)
    save_checkpoint(parameters, model)
    return [
        (boundary, "the data, the scores, and the boundary the network learned"),
        (graph, "a neuron of it at the first point: data left, gradients right"),
        (log, "loss, accuracy and learning rate, step by step"),
        (parameters, "the parameters"),
    ]


def write_log(history: "Sequence[Step]", path: Path) -> None:
    """Write a line for each step, with every digit."""
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("step", "loss", "accuracy", "learning rate"))
        rows.writerows((s.step, repr(s.loss), repr(s.accuracy), repr(s.lr)) for s in history)


def summary(trained: "MoonsRun") -> str:
    """Return one line: the size of the network and how it did."""
    count, last = len(trained.model.parameters()), trained.history[-1]
    steps = counted(len(trained.history), "step")
    return f"{counted(count, 'parameter')}, {steps}: {last}"


def active_neuron(neurons: "Sequence[Neuron]", point: Sequence[float]) -> Value:
    """Return the largest output of `neurons` at `point`, differentiated, its operands labelled."""
    neuron = max(neurons, key=lambda neuron: neuron(point).data)
    neuron.zero_grad()
    for i, weight in enumerate(neuron.w):
        weight.label = f"w{i}"
    neuron.b.label = "b"
    out = neuron([Value(x, label=f"x{i}") for i, x in enumerate(point)])
    out.label = "out"
    out.backward()
    return out


def _prepare(out: Path) -> None:
    """Make the folder; refuse what could only fail when the training is done."""
    missing = [module for module in NEEDED if find_spec(module) is None]
    if missing:
        raise ImportError(
            f"the demo needs {', '.join(missing)}; to install what is missing: "
            'pip install "micrograd-plugins[demo]"'
        )
    try:
        out.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise ArgumentTypeError(f"--out {str(out)!r} is a file; name a folder") from error


def _steps(text: str) -> int:
    return _whole(text, "a number of steps", 1, 10**6)


def _seed(text: str) -> int:
    from micrograd_nn.moons import SEEDS

    return _whole(text, "a seed", 0, SEEDS - 1)


def _whole(text: str, what: str, low: int, high: int) -> int:
    try:
        number = int(text)
    except ValueError:
        number = low - 1
    if not low <= number <= high:
        raise ArgumentTypeError(f"{text!r} is not {what}: a whole number from {low} to {high}")
    return number


COMMAND = Command("demo", "train on the moons; writes pictures, log, model", configure, run)
