"""micrograd's networks: a Neuron, a Layer of neurons, and the multi-layer perceptron of layers."""

import operator
import random
from collections.abc import Iterable, Sequence
from itertools import pairwise
from reprlib import repr as short
from typing import Any

from micrograd_core import Value
from micrograd_core.errors import counted
from micrograd_core.number import real
from micrograd_nn.data import listed
from micrograd_nn.module import Module
from micrograd_nn.ranges import whole_number

Inputs = Iterable[Value | float]
Outputs = Value | list[Value]


class Neuron(Module):
    """The weighted sum of `nin` inputs plus a bias, rectified unless `nonlin` is false.

    The weights are drawn from ``random.uniform(-1, 1)``, in order; the bias is 0.
    """

    def __init__(self, nin: int, nonlin: bool = True) -> None:
        self.w = [Value(random.uniform(-1, 1)) for _ in range(whole_number(1, nin, "nin"))]
        self.b = Value(0)
        self.nonlin = nonlin

    def __call__(self, x: Inputs) -> Value:
        """Return the output for `nin` inputs.

        ValueError: any other number of them. TypeError: something that is no number or Value.
        """
        x = _row(x)
        if len(x) != len(self.w):
            raise ValueError(f"{self!r} expects {counted(len(self.w), 'input')} and got {len(x)}")
        try:
            act = sum(map(operator.mul, self.w, x), self.b)
        except TypeError:
            _check_row(x)
            raise
        if not isinstance(act, Value):
            _check_row(x)
        return act.relu() if self.nonlin else act

    def __repr__(self) -> str:
        return f"{'ReLU' if self.nonlin else 'Linear'}Neuron({len(self.w)})"


class Layer(Module):
    """`nout` neurons that see the same `nin` inputs."""

    def __init__(self, nin: int, nout: int, **kwargs: Any) -> None:
        whole_number(1, nin, "nin")
        self.neurons = [Neuron(nin, **kwargs) for _ in range(whole_number(1, nout, "nout"))]

    def __call__(self, x: Inputs) -> Outputs:
        """Return the outputs of the neurons: a list, or the only one by itself."""
        x = _row(x)
        out = [neuron(x) for neuron in self.neurons]
        return out[0] if len(out) == 1 else out

    def __repr__(self) -> str:
        return f"Layer of [{', '.join(map(str, self.neurons))}]"


class MLP(Module):
    """Layers of `nouts` neurons one upon the other, rectified except the last."""

    def __init__(self, nin: int, nouts: Sequence[int]) -> None:
        if not isinstance(nouts, Iterable):
            raise TypeError(f"nouts must be a sequence of sizes, not {nouts!r}")
        sizes = [
            whole_number(1, nin, "nin"),
            *(whole_number(1, n, "a number in nouts") for n in nouts),
        ]
        if len(sizes) == 1:
            raise ValueError("nouts is empty; an MLP needs one layer at least")
        last = len(sizes) - 2
        self.layers = [Layer(*pair, nonlin=i != last) for i, pair in enumerate(pairwise(sizes))]

    def __call__(self, x: Inputs) -> Outputs:
        """Return the outputs for `nin` inputs: a list, or the only one by itself."""
        out = self.layers[0](x)
        for layer in self.layers[1:]:
            out = layer(out if isinstance(out, list) else [out])
        return out

    def __repr__(self) -> str:
        return f"MLP of [{', '.join(map(str, self.layers))}]"


def _row(x: Any) -> Sequence[Any]:
    return x if isinstance(x, list | tuple) else listed(x, "what a network takes")


def _check_row(x: Sequence[Any]) -> None:
    # Called once the sum has failed: asking every input beforehand would slow down all of them.
    for i, one in enumerate(x):
        if not isinstance(one, Value) and real(one) is None:
            raise TypeError(
                f"a network takes one row of numbers or Values, and x[{i}] is {short(one)}; "
                "for several rows call it for each: [model(x) for x in X]"
            ) from None
