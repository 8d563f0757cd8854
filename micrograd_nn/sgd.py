"""Gradient descent with momentum, computing what PyTorch's SGD computes."""

from collections.abc import Iterable

from micrograd_core import Value
from micrograd_nn.optimizer import Numbers, Optimizer, Slots, decayed
from micrograd_nn.ranges import at_least


class SGD(Optimizer):
    """Gradient descent, with momentum (Polyak 1964; Sutskever et al. 2013) if asked for."""

    OPTIONS = ("lr", "momentum", "dampening", "weight_decay", "nesterov")
    SLOTS = ("momentum_buffer",)

    def __init__(  # noqa: PLR0917 - PyTorch's order
        self,
        parameters: Iterable[Value],
        lr: float = 1e-3,
        momentum: float = 0.0,
        dampening: float = 0.0,
        weight_decay: float = 0.0,
        nesterov: bool = False,
    ) -> None:
        super().__init__(parameters, lr)
        self.momentum = at_least(0, momentum, "momentum")
        self.dampening = at_least(0, dampening, "dampening")
        self.weight_decay = at_least(0, weight_decay, "weight_decay")
        self.nesterov = bool(nesterov)
        if nesterov and (not self.momentum or self.dampening):
            raise ValueError("nesterov needs a momentum above 0 and no dampening")

    def update(self, data: Numbers, gradients: Numbers) -> tuple[Numbers, Slots]:
        """Return x - lr g, or x - lr b with the buffer b = momentum b + (1 - dampening) g."""
        g = decayed(data, gradients, self.weight_decay)
        slots: Slots = {}
        if self.momentum:
            buffer = self._buffer(g)
            slots = {"momentum_buffer": buffer}
            ahead = zip(g, buffer, strict=True)
            g = [a + self.momentum * b for a, b in ahead] if self.nesterov else buffer
        return [x - self.lr * a for x, a in zip(data, g, strict=True)], slots

    def _buffer(self, g: Numbers) -> Numbers:
        before = self.slots.get("momentum_buffer")
        if before is None:
            return g
        fresh = 1 - self.dampening
        return [self.momentum * b + fresh * a for b, a in zip(before, g, strict=True)]
