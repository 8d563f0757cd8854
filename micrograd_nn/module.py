"""The base of everything with parameters: it finds them, names them, and gives and takes them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from micrograd_core import Value
from micrograd_core.number import require_real
from micrograd_nn.kinds import a_state
from micrograd_nn.whole import complete


class Module:
    """Anything with parameters. A subclass puts them in its attributes, and that is all.

    A parameter is a leaf Value held by an attribute, directly or in lists, tuples, dicts and
    Modules. Attributes whose name begins with an underscore are not looked at.
    """

    def __call__(self, x: Any) -> Any:
        """Return the outputs for the inputs `x`; a subclass says how."""
        raise NotImplementedError(f"{type(self).__name__} does not say what it makes of inputs")

    def named_parameters(self) -> Iterator[tuple[str, Value]]:
        """Yield each parameter once, under its path: ``layers.0.neurons.3.w.1``, as PyTorch's."""
        return _search("", self, set())

    def parameters(self) -> list[Value]:
        """Return the parameters, in the order of named_parameters()."""
        return [parameter for _, parameter in self.named_parameters()]

    def zero_grad(self) -> None:
        """Set the gradient of every parameter to zero."""
        for parameter in self.parameters():
            parameter.grad = 0.0

    def state_dict(self) -> dict[str, float]:
        """Return the number that each parameter holds now, by path."""
        return {path: parameter.data for path, parameter in self._paths().items()}

    def load_state_dict(self, state: Mapping[str, float], strict: bool = True) -> None:
        """Set the parameters to what state_dict() gave, bit for bit.

        strict: whether every parameter must be in `state` and nothing else; otherwise names that
            only one side has are passed over.
        ValueError: names that do not match. TypeError: something that is no number, or no mapping.
        No parameter has changed then.
        """
        complete(self.change_to(state, strict, ", or pass strict=False"))

    def change_to(
        self, state: Mapping[str, float], strict: bool = True, or_else: str = ""
    ) -> Callable[[], None]:
        """Return what load_state_dict() does, checked and still to be done; raises what it does.

        or_else: what the caller's user can do about names that do not match.
        """
        paths, names = self._paths(), a_state(state).keys()
        if strict and paths.keys() != names:
            raise ValueError(_mismatch(self, paths.keys() - names, names - paths.keys()) + or_else)
        numbers = [
            (parameter, require_real(state[path], f"parameter {path!r}"))
            for path, parameter in paths.items()
            if path in state
        ]

        def change() -> None:
            for parameter, number in numbers:
                parameter.data = number

        return change

    def _paths(self) -> dict[str, Value]:
        paths: dict[str, Value] = {}
        for path, parameter in self.named_parameters():
            if path in paths:
                raise ValueError(f"two parameters have the path {path!r}; rename a key of a dict")
            paths[path] = parameter
        return paths


def _search(path: str, held: Any, seen: set[int]) -> Iterator[tuple[str, Value]]:
    if id(held) in seen:
        return
    if isinstance(held, Value):
        seen.add(id(held))
        if held.op is None:
            yield path, held
    elif isinstance(held, Module | list | tuple | dict):
        seen.add(id(held))
        for name, part in _parts(held):
            yield from _search(f"{path}.{name}" if path else str(name), part, seen)


def _parts(held: Any) -> Iterable[tuple[Any, Any]]:
    if isinstance(held, Module):
        return ((name, part) for name, part in vars(held).items() if not name.startswith("_"))
    return held.items() if isinstance(held, dict) else enumerate(held)


def _mismatch(module: Module, missing: Iterable[str], unexpected: Iterable[str]) -> str:
    sides = [
        (sorted(missing), "is missing", "are missing"),
        (sorted(unexpected, key=str), "belongs to no parameter", "belong to no parameter"),
    ]
    faults = [
        f"{_some(names)} {one if len(names) == 1 else several}"
        for names, one, several in sides
        if names
    ]
    return (
        f"the state does not fit this {type(module).__name__}: {'; '.join(faults)}. "
        "Build the model that the state came from"
    )


def _some(names: list[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(map(repr, names[:3])) + more
