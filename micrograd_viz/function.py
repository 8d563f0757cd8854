"""Finds the function that a command line names, and calls it with Values."""

import importlib
import importlib.util
import inspect
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from micrograd_core import Value


def find_function(reference: str) -> Callable[..., Any]:
    """Return the function that MODULE:FUNCTION or FILE.py:FUNCTION names, its module imported.

    Modules are looked for in the working directory too, as by ``python -m``.
    ValueError: nothing that can be called is named. ImportError, OSError: there is none such.
    """
    place, _, name = reference.rpartition(":")
    if not place or not name:
        raise ValueError(f"{reference!r} names no function; write MODULE:FUNCTION")
    module = _run_file(Path(place)) if place.endswith(".py") else _import_module(place)
    if not hasattr(module, name):
        raise ImportError(f"there is nothing called {name!r} in {place}")
    function: Callable[..., Any] = getattr(module, name)
    if not callable(function):
        raise ValueError(f"{reference} is {function!r}, which is no function")  # noqa: TRY004
    return function


def _import_module(name: str) -> ModuleType:
    if not all(name.split(".")):
        raise ValueError(
            f"{name!r} names no module; write PACKAGE.MODULE:FUNCTION or FILE.py:FUNCTION"
        )
    _look_in(Path.cwd())
    return importlib.import_module(name)


def _run_file(path: Path) -> ModuleType:
    if not path.is_file():
        raise FileNotFoundError(f"there is no file {str(path)!r}")
    _look_in(path.parent.resolve())
    name = path.stem
    while name in sys.modules:
        # A file called random.py must not take the place of Python's own module.
        name += "_"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    sys.modules[name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _look_in(directory: Path) -> None:
    if str(directory) not in sys.path:
        sys.path.insert(0, str(directory))


def call(function: Callable[..., Any], given: Mapping[str, float]) -> Any:
    """Call `function` with a labelled Value for each number: those given, and its defaults.

    A default that is no number is left as it is. ValueError: a parameter has no default and is
    not given, or something is given that the function does not take.
    """
    name = getattr(function, "__name__", repr(function))
    signature = inspect.signature(function)
    variadic = {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}
    takes = {p.name: p.default for p in signature.parameters.values() if p.kind not in variadic}
    for unknown in sorted(given.keys() - takes.keys()):
        raise ValueError(f"{name} takes {', '.join(takes) or 'nothing'}, and no {unknown!r}")
    bound = signature.bind_partial()
    for parameter, default in takes.items():
        number = given.get(parameter, default)
        if number is inspect.Parameter.empty:
            raise ValueError(f"{name} needs a number for {parameter!r}: --at {parameter}=1.0")
        if isinstance(number, int | float) and not isinstance(number, bool):
            bound.arguments[parameter] = Value(number, label=parameter)
    return function(*bound.args, **bound.kwargs)
