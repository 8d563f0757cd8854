"""Takes nested arguments apart into their numbers, and puts results into the same shape."""

from collections.abc import Callable
from typing import Any, TypeAlias

from micrograd_core.arrays import is_array

Rebuild: TypeAlias = Callable[[list[Any]], Any]


def flatten(tree: Any) -> tuple[list[Any], Rebuild]:
    """Return the leaves of nested lists, tuples, dicts and arrays, and how to rebuild the nest.

    A dict's leaves come in the order of its keys as they were inserted. The rebuilding function
    takes as many new leaves and returns the same nest of them; arrays become arrays of objects,
    or of floats where all of their new elements are.
    """
    if is_array(tree):
        return list(tree.flat), lambda leaves: _array_like(tree, leaves)
    if isinstance(tree, dict):
        return _join(list(tree.values()), lambda parts: dict(zip(tree, parts, strict=True)))
    if isinstance(tree, tuple) and hasattr(tree, "_fields"):
        return _join(list(tree), lambda parts: type(tree)(*parts))
    if isinstance(tree, list | tuple):
        return _join(list(tree), type(tree))
    return [tree], lambda leaves: leaves[0]


def structure(tree: Any) -> Any:
    """Return something that is equal for two nests if they are of the same shape."""
    if is_array(tree):
        return tree.shape
    if isinstance(tree, dict):
        return {key: structure(child) for key, child in tree.items()}
    if isinstance(tree, list | tuple):
        return [structure(child) for child in tree]
    return ()


def _join(children: list[Any], make: Callable[[list[Any]], Any]) -> tuple[list[Any], Rebuild]:
    parts = [flatten(child) for child in children]

    def rebuild(leaves: list[Any]) -> Any:
        made, start = [], 0
        for part, make_part in parts:
            made.append(make_part(leaves[start : start + len(part)]))
            start += len(part)
        return make(made)

    return [leaf for part, _ in parts for leaf in part], rebuild


def _array_like(array: Any, leaves: list[Any]) -> Any:
    made = array.astype(object)
    for position, leaf in enumerate(leaves):
        made.flat[position] = leaf
    return made.astype(float) if all(type(leaf) is float for leaf in leaves) else made
