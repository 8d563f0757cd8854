"""Makes the pictures of the README: ``python docs/images/make.py``, with the demo's packages."""

import random
from pathlib import Path

from micrograd import Neuron
from micrograd.boundary import draw_boundary
from micrograd.commands.demo import active_neuron, summary
from micrograd.traceGraph import draw_dot
from micrograd_nn import train_moons

HERE = Path(__file__).parent


def main() -> None:
    """Write boundary.png, neuron.svg and neuron.png beside this file."""
    trained = train_moons()
    picture = draw_boundary(trained.model, trained.X, trained.y, title=summary(trained))
    picture.savefig(HERE / "boundary.png")
    random.seed(1337)
    drawing = draw_dot(active_neuron([Neuron(2)], (1.0, -2.0)))
    for kind in ("svg", "png"):
        (HERE / f"neuron.{kind}").write_bytes(drawing.pipe(kind))


if __name__ == "__main__":
    main()
