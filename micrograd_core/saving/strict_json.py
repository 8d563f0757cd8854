"""JSON that has one meaning only: no name twice, no NaN, nothing nested past all use."""

import json
from typing import Any


def parse(text: str | bytes) -> Any:
    """Return what the JSON `text` says; ValueError if it is not JSON or can be read in two ways."""
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_refused)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("it has the same name twice in one object")
    return found


def _refused(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")
