"""Takes nested arguments apart into their numbers, and puts results into the same shape."""

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

from micrograd_core.arrays import is_array

Rebuild: TypeAlias = Callable[[list[Any]], Any]


def flatten(tree: Any) -> tuple[list[Any], Rebuild]:
    """Return the leaves of nested lists, tuples, dicts and arrays, and how to rebuild the nest.

    A dict's leaves come in the order of its keys as they were inserted. The rebuilding function
    takes as many new leaves and returns the same nest of them; arrays become arrays of objects,
    or of floats where all of their new elements are.
    """
    blocks, join = _apart(tree)
    if not any(map(is_array, blocks)):
        return blocks, join
    leaves = [leaf for block in blocks for leaf in (block.flat if is_array(block) else [block])]
    return leaves, lambda new: join([_like(block, new[span]) for block, span in _spans(blocks)])


def squared(tree: Any, matrix: Sequence[Sequence[Any]]) -> Any:
    """Return a matrix, with a row and a column for each leaf, in the shape of `tree` twice.

    Each number and each array of `tree` becomes a nest of the shape of `tree`. In that, an array
    has the dimensions of both.
    """
    blocks, join = _apart(tree)
    spans = [*_spans(blocks)]

    def square(a: Any, rows: slice, b: Any, columns: slice) -> Any:
        return _like(_outer(a, b), [x for row in matrix[rows] for x in row[columns]])

    return join([join([square(*down, *across) for across in spans]) for down in spans])


def structure(tree: Any) -> Any:
    """Return something that is equal for two nests if they are of the same shape."""
    if is_array(tree):
        return tree.shape
    if isinstance(tree, dict):
        return {key: structure(child) for key, child in tree.items()}
    if isinstance(tree, list | tuple):
        return [structure(child) for child in tree]
    return ()


def arranged(tree: Any, model: Any) -> Any:
    """Return `tree` with the keys of its dicts in the order of those of `model`, of one shape."""
    if isinstance(model, dict):
        return {key: arranged(tree[key], child) for key, child in model.items()}
    if isinstance(model, list | tuple):
        return [arranged(*pair) for pair in zip(tree, model, strict=True)]
    return tree


def _apart(tree: Any) -> tuple[list[Any], Rebuild]:
    """Return the numbers and the arrays of a nest, and how to join as many new ones."""
    if isinstance(tree, dict):
        return _join(list(tree.values()), lambda parts: dict(zip(tree, parts, strict=True)))
    if isinstance(tree, tuple) and hasattr(tree, "_fields"):
        return _join(list(tree), lambda parts: type(tree)(*parts))
    if isinstance(tree, list | tuple):
        return _join(list(tree), type(tree))
    return [tree], lambda blocks: blocks[0]


def _join(children: list[Any], make: Callable[[list[Any]], Any]) -> tuple[list[Any], Rebuild]:
    parts = [_apart(child) for child in children]

    def rebuild(blocks: list[Any]) -> Any:
        rest = iter(blocks)
        return make([join([next(rest) for _ in part]) for part, join in parts])

    return [block for part, _ in parts for block in part], rebuild


def _spans(blocks: list[Any]) -> Iterator[tuple[Any, slice]]:
    """Yield each number or array, and where its leaves are among all."""
    start = 0
    for block in blocks:
        stop = start + (block.size if is_array(block) else 1)
        yield block, slice(start, stop)
        start = stop


def _outer(a: Any, b: Any) -> Any:
    """Return something of the dimensions of `a` and then those of `b`."""
    shape = tuple(n for x in (a, b) if is_array(x) for n in x.shape)
    return sys.modules["numpy"].empty(shape) if shape else a


def _like(block: Any, leaves: list[Any]) -> Any:
    """Return leaves in the shape of an array, or the only one in the place of a number."""
    if not is_array(block):
        return leaves[0]
    made = block.astype(object)
    for position, leaf in enumerate(leaves):
        made.flat[position] = leaf
    return made.astype(float) if all(type(leaf) is float for leaf in leaves) else made
