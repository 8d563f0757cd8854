"""Says which registry the operators of a Value come from, here and now."""

import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any
from weakref import finalize

from micrograd_core.op import Op
from micrograd_core.plugins.installed import InstalledRegistry
from micrograd_core.registry import Registry

INSTALLED = InstalledRegistry()
INSTALLED.wait_at_forks()
ACTIVE: ContextVar[Registry] = ContextVar("active registry", default=INSTALLED)


@contextmanager
def using(registry: Registry) -> Iterator[Registry]:
    """Take operators from `registry` inside the block, in this thread and task only.

    What observes the births of Values outside the block goes on inside it. TypeError: it is none.
    """
    if not isinstance(registry, Registry):
        raise TypeError(f"using takes a Registry, not {registry!r}; make one, as Registry([...])")
    registry.fill()
    if registry.exposed is None:
        registry.exposed = expose(registry)
    outside = ACTIVE.get()
    with active(registry.observed(*outside.observers, watched=outside.watched)):
        yield registry


@contextmanager
def active(registry: Registry) -> Iterator[None]:
    """Make `registry`, and the observers that it has, the active one inside the block."""
    token = ACTIVE.set(registry)
    try:
        yield
    finally:
        ACTIVE.reset(token)


def operator(name: str) -> Op:
    """Return the active operator called `name`; UnknownOperatorError if there is none."""
    return ACTIVE.get().lookup(name)


class OperatorMethods:
    """The operators as methods of a Value.

    The class holds one descriptor for each name that a registry in use has. They stand in the
    place of ``__getattr__``, which would keep CPython from specialising any attribute of a Value
    and so double the time of ``backward``.
    """

    __slots__ = ()


class OperatorMethod(property):
    """Finds an operator by name in the active registry, and binds it to a Value."""

    def __init__(self, name: str) -> None:
        self._name = name

        def bound(value: Any) -> Any:
            registry = ACTIVE.get()
            return partial(
                value.__apply_op__, registry.table.get(name) or registry.lookup(name), value
            )

        super().__init__(bound, doc=f"The operator {name!r}, of the active registry.")

    def __call__(self, value: Any, *operands: Any, **params: Any) -> Any:
        """Apply the operator, as in ``Value.relu(v)``."""
        return operator(self._name)(value, *operands, **params)


class Exposed:
    """Keeps a method for each of some names on every Value, for as long as it lives itself."""

    __slots__ = ("__weakref__",)


# How many living Exposed keep each name. A finalizer may come in the middle of anything, in the
# thread that has the lock too.
_keepers: Counter[str] = Counter()
_lock = threading.RLock()


def expose(names: Iterable[str]) -> Exposed:
    """Give every Value a method for each of the operators called `names`, while the result lives.

    A registry holds it. So a method goes with the last registry that has its name, in whatever
    thread or task that is in use, and not with the end of somebody's block.
    """
    kept, made = frozenset(names), Exposed()
    with _lock:
        for name in kept:
            _keepers[name] += 1
            if name not in OperatorMethods.__dict__:
                setattr(OperatorMethods, name, OperatorMethod(name))
    finalize(made, _withdraw, kept).atexit = False
    return made


def _withdraw(names: Iterable[str]) -> None:
    with _lock:
        for name in names:
            _keepers[name] -= 1
            if not _keepers[name]:
                del _keepers[name]
                delattr(OperatorMethods, name)
