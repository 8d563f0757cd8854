"""JSON that has one meaning only: no name twice, no NaN, nothing nested past all use."""

from json import JSONDecodeError, loads
from typing import Any


class AmbiguousError(ValueError):
    """JSON can be read in two ways, or is not JSON though Python would read it."""


def parse(text: str | bytes) -> Any:
    """Return what the JSON `text` says; ValueError if it is not JSON or can be read in two ways."""
    try:
        text = text if isinstance(text, str) else text.decode()
        return loads(text, object_pairs_hook=_once, parse_constant=_refused)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except (JSONDecodeError, AmbiguousError):
        raise
    except UnicodeDecodeError as error:
        raise ValueError(f"it is no text in UTF-8, from byte {error.start} on") from None
    except ValueError:  # what is left to be raised: int() has a limit of digits
        raise ValueError("it has an integer of thousands of digits") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise AmbiguousError("it has the same name twice in one object")
    return found


def _refused(constant: str) -> Any:
    raise AmbiguousError(f"{constant} is not JSON")
