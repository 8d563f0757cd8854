"""Divides the Values of a graph too large to draw into a few groups: by module, or by depth."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeAlias

from micrograd_core import Value
from micrograd_viz.graph import Graph

MOST_GROUPS = 12
BLOCKS = 8
NO_MODULE = "computed without parameters"

Groups: TypeAlias = dict[str, list[Value]]


class Modules(Protocol):
    """Anything that names its parameters, as a Module of micrograd_nn does."""

    def named_parameters(self) -> Iterable[tuple[str, Value]]:
        """Give each parameter with its path, of which dots are between the parts."""


def by_depth(depth: Mapping[Value, int]) -> Groups:
    """Divide Values into about BLOCKS groups of neighbouring depths, of much the same size."""
    levels: list[list[Value]] = [[] for _ in range(max(depth.values()) + 1)]
    for value, level in depth.items():
        levels[level].append(value)
    groups: Groups = {}
    first, members = 0, list[Value]()
    for level, values in enumerate(levels):
        members += values
        if len(members) * BLOCKS >= len(depth) or level == len(levels) - 1:
            groups[_span(first, level)] = members
            first, members = level + 1, []
    return groups


def _span(first: int, last: int) -> str:
    return f"depth {first}" if first == last else f"depth {first} to {last}"


def by_module(graph: Graph, modules: Modules) -> Groups | None:
    """Divide Values by the modules that parameters belong to; None where no division is small.

    A module is the first parts of a parameter's path, as many as make MOST_GROUPS at most. A
    Value counts with the last module, in the order of the parameters, that it was computed from.
    """
    paths = {value: path for path, value in modules.named_parameters() if value in graph}
    prefixes = _prefixes(list(paths.values()))
    if not prefixes:
        return None
    names = [NO_MODULE, *dict.fromkeys(prefixes.values())]
    order = {name: i for i, name in enumerate(names)}
    own = {value: order[prefixes[path]] for value, path in paths.items()}
    owner: dict[Value, int] = {}
    groups: Groups = {name: [] for name in names}
    for value, operands in graph.items():
        owner[value] = max((owner[x] for x in operands), default=own.get(value, 0))
        groups[names[owner[value]]].append(value)
    return {name: members for name, members in groups.items() if members}


def _prefixes(paths: Sequence[str]) -> dict[str, str]:
    """Return the module of each path: the shortest prefixes that make the most modules allowed."""
    parts = {path: path.split(".") for path in paths}
    lengths = range(1, max(map(len, parts.values()), default=0) + 1)
    divisions = [{p: ".".join(split[:n]) for p, split in parts.items()} for n in lengths]
    small = [division for division in divisions if len(set(division.values())) <= MOST_GROUPS]
    return max(small, key=lambda division: len(set(division.values())), default={})
