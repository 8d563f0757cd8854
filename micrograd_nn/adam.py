"""Adam, computing what PyTorch's Adam computes."""

import math
from collections.abc import Iterable
from typing import Any

from micrograd_core import Value
from micrograd_nn.optimizer import Numbers, Optimizer, Slots, decayed
from micrograd_nn.ranges import above, at_least, share


class Adam(Optimizer):
    """Adaptive moment estimation (Kingma and Ba 2015)."""

    OPTIONS = ("lr", "betas", "eps", "weight_decay")
    SLOTS = ("exp_avg", "exp_avg_sq")

    def __init__(
        self,
        parameters: Iterable[Value],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(parameters, lr)
        self.betas = _betas(betas)
        self.eps = above(0, eps, "eps")
        self.weight_decay = at_least(0, weight_decay, "weight_decay")

    def update(self, data: Numbers, gradients: Numbers) -> tuple[Numbers, Slots]:
        """Return x - lr m / (sqrt(v) + eps), with m and v the debiased means of g and of g**2."""
        g = decayed(data, gradients, self.weight_decay)
        zeros = [0.0] * len(g)
        beta1, beta2 = self.betas
        before = zip(self.slots.get("exp_avg", zeros), g, strict=True)
        m = [a + (1 - beta1) * (b - a) for a, b in before]
        before = zip(self.slots.get("exp_avg_sq", zeros), g, strict=True)
        v = [beta2 * a + (1 - beta2) * b * b for a, b in before]
        rate = self.lr / (1 - beta1 ** (self.steps + 1))
        root = math.sqrt(1 - beta2 ** (self.steps + 1))
        moves = zip(data, m, v, strict=True)
        data = [x - rate * (a / (math.sqrt(b) / root + self.eps)) for x, a, b in moves]
        return data, {"exp_avg": m, "exp_avg_sq": v}


def _betas(betas: Any) -> tuple[float, float]:
    try:
        first, second = betas
    except (TypeError, ValueError):
        raise ValueError(f"betas must be two numbers, not {betas!r}") from None
    return share(first, "the first of betas"), share(second, "the second of betas")
