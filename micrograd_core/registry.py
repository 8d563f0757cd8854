"""Holds operators by name."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from micrograd_core.errors import DuplicateOperatorError, UnknownOperatorError
from micrograd_core.op import Op
from micrograd_core.source import Source

if TYPE_CHECKING:
    from micrograd_core.value import Value

Observer = Callable[["Value"], None]


class Registry(Mapping[str, Op]):
    """Operators by name. ``with using(Registry([MUL, TANH])):`` makes one active.

    `table` is what an operation looks names up in. It is empty while somebody observes the births
    of Values, which sends every operation the long way round, where observers are told. `exposed`
    keeps the methods of a Value for the names, once the registry is in use.

    DuplicateOperatorError: two rows of one name.
    """

    def __init__(self, rows: Iterable[Op] = ()) -> None:
        self._rows: dict[str, Op] = {}
        self.table = self._rows
        self.observers: tuple[Observer, ...] = ()
        self.filled = True
        self.watched = False
        self.names: dict[str, Any] = {}
        self.exposed: object = None
        if not isinstance(rows, Iterable):
            raise TypeError(f"a registry holds operators; give it a list of them, not {rows!r}")
        for row in rows:
            if not isinstance(row, Op):
                raise TypeError(f"a registry holds operators; {row!r} is not an Op")
            if row.name in self._rows:
                raise DuplicateOperatorError(f"two rows are called {row.name!r}; rename one")
            self._rows[row.name] = row

    def fill(self) -> None:
        """Bring in what is installed; a registry made from rows has nothing to bring in."""

    def __getitem__(self, name: str) -> Op:
        self.fill()
        return self._rows[name]

    def __iter__(self) -> Iterator[str]:
        self.fill()
        return iter(tuple(self._rows))

    def __len__(self) -> int:
        self.fill()
        return len(self._rows)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {', '.join(self) or 'no operators'}>"

    def lookup(self, name: str) -> Op:
        """Return the operator called `name`; UnknownOperatorError, with who would bring it."""
        if not isinstance(name, str):
            raise TypeError(f"an operator is called by its name, a string, not {name!r}")
        row = self._rows.get(name)
        if row is None:
            self.fill()
            row = self._rows.get(name)
        if row is None:
            raise self.unknown(name)
        return row

    def unknown(self, name: str) -> Exception:
        """Return the error for a name that no operator has."""
        from difflib import get_close_matches

        close = get_close_matches(name, self, n=1)
        hint = f" Did you mean {close[0]!r}?" if close else ""
        known = ", ".join(self) or "none at all"
        text = f"there is no operator {name!r} in the registry in use, which has {known}."
        return UnknownOperatorError(text + hint, name=name)

    def source(self, name: str) -> Source:
        """Return where the operator called `name` came from; UnknownOperatorError."""
        return self.lookup(name).source

    def by_ufunc(self, name: str) -> Op:
        """Return the operator that answers to the NumPy function called `name`."""
        for row in map(self.__getitem__, self):
            if row.ufunc == name:
                return row
        return self.lookup(name)

    @property
    def plain(self) -> "Registry":
        """This registry without its observers."""
        return self

    def observed(self, *observers: Observer, watched: bool = False) -> "Registry":
        """Return a view of this registry that also tells `observers` of every Value born.

        watched: whether differentiation stops at the first derivative that is NaN or infinite.
        """
        if not observers and not watched:
            return self
        return ObservedRegistry(self, observers, watched)


class ObservedRegistry(Registry):
    """The operators of another registry, with more observers of births."""

    def __init__(self, observed: Registry, observers: tuple[Observer, ...], watched: bool) -> None:
        super().__init__()
        self._observed = observed
        self._rows = observed._rows
        self.names = observed.names
        self.observers = (*observed.observers, *observers)
        self.watched = observed.watched or watched

    def fill(self) -> None:
        """Bring in what is installed, if the registry observed is that one."""
        self._observed.fill()

    def unknown(self, name: str) -> Exception:
        """Return the error for a name that no operator has."""
        return self._observed.unknown(name)

    @property
    def plain(self) -> Registry:
        """The registry observed, without any observers."""
        return self._observed.plain
