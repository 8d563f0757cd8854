"""What optimisers share: parameters, learning rate, state, and a step that is whole or not made."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from micrograd_core import Value
from micrograd_core.number import require_real
from micrograd_nn.data import listed
from micrograd_nn.kinds import a_state
from micrograd_nn.ranges import at_least, whole_number
from micrograd_nn.whole import complete

Numbers = list[float]
Slots = dict[str, Numbers]

# What a state consists of.
PARTS = {"kind", "options", "slots", "steps"}


class Optimizer:
    """Changes `parameters` by their gradients. A subclass says how, in update().

    lr: the learning rate, 0 or more; settable between steps.
    steps: how many steps were made. slots: what the optimiser remembers, a number a parameter.
    """

    OPTIONS: ClassVar[tuple[str, ...]] = ("lr",)
    SLOTS: ClassVar[tuple[str, ...]] = ()

    def __init__(self, parameters: Iterable[Value], lr: float = 1e-3) -> None:
        self.parameters = _parameters(parameters)
        self.lr = lr
        self.steps = 0
        self.slots: Slots = {}

    @property
    def lr(self) -> float:
        """The learning rate; ValueError on setting one that is negative or not finite."""
        return self._lr

    @lr.setter
    def lr(self, rate: float) -> None:
        self._lr = at_least(0, rate, "the learning rate")

    def update(self, data: Numbers, gradients: Numbers) -> tuple[Numbers, Slots]:
        """Return what the parameters and the slots become; change nothing."""
        raise NotImplementedError(
            f"{type(self).__name__} does not say how gradients change parameters; "
            "give it an update(), or use SGD or Adam"
        )

    def step(self) -> None:
        """Change every parameter by its gradient. An interrupt finds all changed or none.

        TypeError: a gradient that is None. No parameter has changed then.
        """
        gradients: list[Any] = [parameter.grad for parameter in self.parameters]
        if None in gradients:
            raise TypeError(_no_gradient(gradients.index(None), self.parameters))
        data, slots = self.update([parameter.data for parameter in self.parameters], gradients)
        steps = self.steps + 1

        def change() -> None:
            self.steps, self.slots = steps, slots
            for parameter, number in zip(self.parameters, data, strict=True):
                parameter.data = number

        complete(change)

    def zero_grad(self) -> None:
        """Set the gradient of every parameter to zero."""
        for parameter in self.parameters:
            parameter.grad = 0.0

    def state_dict(self) -> dict[str, Any]:
        """Return what another optimiser of this kind needs to go on from here."""
        return {
            "kind": type(self).__name__,
            "options": {option: getattr(self, option) for option in self.OPTIONS},
            "steps": self.steps,
            "slots": {name: list(numbers) for name, numbers in self.slots.items()},
        }

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Take over what state_dict() gave, options included.

        ValueError, TypeError: it does not fit; nothing has changed then.
        """
        complete(self.change_to(state))

    def change_to(self, state: Mapping[str, Any]) -> Callable[[], None]:
        """Return what load_state_dict() does, checked and still to be done; raises what it does."""
        kind = type(self).__name__
        if a_state(state).keys() != PARTS:
            names = ", ".join(sorted(map(repr, state)))
            raise ValueError(
                f"the state must have {', '.join(sorted(PARTS))}, not {names or 'nothing'}"
            )
        if state["kind"] != kind:
            raise ValueError(f"the state is of {state['kind']!r}, not of {kind!r}")
        options, slots = (a_state(state[name], name) for name in ("options", "slots"))
        twin = type(self)(self.parameters, **options)
        twin.steps = whole_number(0, state["steps"], "the number of steps")
        twin.slots = {name: _slot(name, numbers) for name, numbers in slots.items()}
        if not twin.fits():
            raise ValueError(f"the state has no number for each parameter in {self.SLOTS}")
        return lambda: vars(self).update(vars(twin))

    def fits(self) -> bool:
        """Return whether the slots hold one number for each parameter, or nothing yet."""
        sizes = {len(numbers) for numbers in self.slots.values()}
        return not self.slots or (
            self.slots.keys() == {*self.SLOTS} and sizes == {len(self.parameters)}
        )


def decayed(data: Numbers, gradients: Numbers, weight_decay: float) -> Numbers:
    """Return the gradients of the loss plus weight_decay / 2 times the square of `data`."""
    if not weight_decay:
        return gradients
    return [g + weight_decay * x for g, x in zip(gradients, data, strict=True)]


def _parameters(parameters: Iterable[Value]) -> list[Value]:
    if not isinstance(parameters, Iterable):
        raise TypeError(f"an optimiser takes parameters, as model.parameters(), not {parameters!r}")
    found = list(parameters)
    for parameter in found:
        if not isinstance(parameter, Value) or parameter.op is not None:
            raise TypeError(f"an optimiser changes leaf Values, which {parameter!r} is not")
    if not found or len(set(found)) != len(found):
        raise ValueError("an optimiser needs one parameter at least, and each only once")
    return found


def _slot(name: str, numbers: Any) -> Numbers:
    what = f"slot {name!r}"
    return [require_real(number, what) for number in listed(numbers, what)]


def _no_gradient(i: int, parameters: list[Value]) -> str:
    name = f"parameters[{i}]" + (f", labelled {label!r}," if (label := parameters[i].label) else "")
    return (
        f"the gradient of {name} is None; call zero_grad(), which sets gradients to 0.0, "
        "and then backward()"
    )
