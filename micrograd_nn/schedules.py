"""Learning-rate schedules: each is a function from the step, counted from 0, to the rate.

They carry PyTorch's names and give its rates; `lr` stands in the place of PyTorch's optimiser. Any
other function from a step to a rate serves as well.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

from micrograd_nn.ranges import above, at_least, whole_number

Schedule = Callable[[int], float]


class _Formula(ABC):
    """A schedule by a formula."""

    __slots__ = ()

    def __call__(self, step: int) -> float:
        """Return the learning rate of `step`.

        ValueError: a negative step, or a rate that is not finite.
        """
        step = whole_number(0, step, "step")
        try:
            rate = self._rate(step)
        except OverflowError:
            rate = math.inf
        return at_least(0, rate, f"the learning rate of step {step} by {self!r}")

    @abstractmethod
    def _rate(self, step: int) -> float: ...


@dataclass(frozen=True, slots=True)
class ConstantLR(_Formula):
    """lr times `factor` for the first `total_iters` steps, lr itself from then on."""

    lr: float
    factor: float = 1 / 3
    total_iters: int = 5

    def __post_init__(self) -> None:
        at_least(0, self.lr, "lr")
        at_least(0, self.factor, "factor")
        whole_number(0, self.total_iters, "total_iters")

    def _rate(self, step: int) -> float:
        return self.lr * self.factor if step < self.total_iters else self.lr


@dataclass(frozen=True, slots=True)
class LinearLR(_Formula):
    """From lr times `start_factor` straight to lr times `end_factor` in `total_iters` steps.

    ``LinearLR(1.0, 1.0, 0.1, 100)`` is 1.0 - 0.9 * step / 100, the schedule of micrograd's demo.
    """

    lr: float
    start_factor: float = 1 / 3
    end_factor: float = 1.0
    total_iters: int = 5

    def __post_init__(self) -> None:
        at_least(0, self.lr, "lr")
        at_least(0, self.start_factor, "start_factor")
        at_least(0, self.end_factor, "end_factor")
        whole_number(1, self.total_iters, "total_iters")

    def _rate(self, step: int) -> float:
        if step >= self.total_iters:
            return self.lr * self.end_factor
        rise = self.end_factor - self.start_factor
        return self.lr * (self.start_factor + rise * step / self.total_iters)


@dataclass(frozen=True, slots=True)
class StepLR(_Formula):
    """lr, times `gamma` after each `step_size` steps."""

    lr: float
    step_size: int
    gamma: float = 0.1

    def __post_init__(self) -> None:
        at_least(0, self.lr, "lr")
        whole_number(1, self.step_size, "step_size")
        above(0, self.gamma, "gamma")

    def _rate(self, step: int) -> float:
        return self.lr * self.gamma ** (step // self.step_size)


@dataclass(frozen=True, slots=True)
class ExponentialLR(_Formula):
    """lr, times `gamma` after each step."""

    lr: float
    gamma: float

    def __post_init__(self) -> None:
        at_least(0, self.lr, "lr")
        above(0, self.gamma, "gamma")

    def _rate(self, step: int) -> float:
        return self.lr * self.gamma**step


@dataclass(frozen=True, slots=True)
class CosineAnnealingLR(_Formula):
    """From lr down to `eta_min` along half a cosine of `T_max` steps, and up again after."""

    lr: float
    T_max: int
    eta_min: float = 0.0

    def __post_init__(self) -> None:
        at_least(0, self.lr, "lr")
        whole_number(1, self.T_max, "T_max")
        at_least(0, self.eta_min, "eta_min")

    def _rate(self, step: int) -> float:
        swing = (1 + math.cos(math.pi * step / self.T_max)) / 2
        return self.eta_min + (self.lr - self.eta_min) * swing
