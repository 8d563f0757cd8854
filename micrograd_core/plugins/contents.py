"""Checks what a plugin brings before any of it is used."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from inspect import Parameter, signature
from typing import Any

from micrograd_core.errors import DuplicateOperatorError, PluginError
from micrograd_core.op import Op
from micrograd_core.plugins import hookspecs
from micrograd_core.plugins.command import Command

HOOKS = tuple(name for name in vars(hookspecs) if name.startswith("micrograd_register_"))


def hooks_of(plugin: Any) -> tuple[str, ...]:
    """Return the names of the hooks that `plugin` implements.

    PluginError: one that does not exist, that lacks ``@hookimpl`` or takes arguments; or none.
    """
    found = []
    for name in dir(plugin):
        if not name.startswith("micrograd_") or not callable(getattr(plugin, name)):
            continue
        if name not in HOOKS:
            close = get_close_matches(name, HOOKS, n=1)
            hint = f"did you mean {close[0]}" if close else f"there are {', '.join(HOOKS)}"
            raise PluginError(f"there is no hook {name} ({hint})")
        if not hasattr(getattr(plugin, name), f"{hookspecs.PROJECT}_impl"):
            raise PluginError(f"{name} lacks its @hookimpl, imported from micrograd_core")
        _check_call(plugin, name)
        found.append(name)
    if not found:
        raise PluginError(f"{plugin!r} implements no hook; there are {', '.join(HOOKS)}")
    return tuple(found)


def _check_call(plugin: Any, name: str) -> None:
    """Refuse a hook that could not be called without arguments; PluginError."""
    needed = [
        parameter.name
        for parameter in signature(getattr(plugin, name)).parameters.values()
        if parameter.default is Parameter.empty
        and parameter.kind not in {Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD}
    ]
    if needed and isinstance(plugin, type):
        raise PluginError(f"{plugin.__name__} is a class; give an instance, {plugin.__name__}()")
    if needed:
        raise PluginError(f"{name} asks for {', '.join(needed)}; a hook takes no arguments")


def rows_of(answers: list[Any]) -> tuple[Op, ...]:
    """Return the operators among a plugin's answers; PluginError for anything else."""
    rows = [row for answer in answers for row in _each(answer, "micrograd_register_ops")]
    for row in rows:
        if not isinstance(row, Op):
            raise PluginError(f"micrograd_register_ops returned {row!r}, which is not an Op")
    names = [row.name for row in rows]
    for name in names:
        if names.count(name) > 1:
            raise DuplicateOperatorError(f"micrograd_register_ops returned two rows for {name!r}")
    return tuple(rows)


def names_of(answers: list[Any]) -> dict[str, Any]:
    """Return the public names among a plugin's answers; PluginError for anything else.

    A name of the core's is one that nobody would ever be given.
    """
    import micrograd_core

    names = _merged(answers, "micrograd_register_names")
    for name in names:
        if name in micrograd_core.__all__:
            text = f"micrograd_register_names returned {name!r}, which the core has already"
            raise PluginError(f"{text}; choose another name")
    return names


def commands_of(answers: list[Any]) -> tuple[Command, ...]:
    """Return the subcommands among a plugin's answers; PluginError for anything else."""
    commands = [c for answer in answers for c in _each(answer, "micrograd_register_commands")]
    for command in commands:
        if not isinstance(command, Command):
            raise PluginError(
                f"micrograd_register_commands returned {command!r}, which is not a Command"
            )
    return tuple(commands)


def properties_of(answers: list[Any]) -> dict[str, Any]:
    """Return the properties among a plugin's answers, by title; PluginError for anything else."""
    hook = "micrograd_register_properties"
    properties = _merged(answers, hook)
    for title, check in properties.items():
        if not (isinstance(title, str) and title.strip()):
            raise PluginError(f"{hook} returned the title {title!r}, which is not a text")
        module, _, attribute = check.partition(":") if isinstance(check, str) else ("", "", "")
        if not (callable(check) or (module and attribute)):
            text = f"{hook} returned {check!r} for {title!r}"
            raise PluginError(f"{text}, which is neither a function nor 'module:function'")
    return properties


def _merged(answers: list[Any], hook: str) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for answer in answers:
        if not isinstance(answer, Mapping):
            raise PluginError(f"{hook} returned {answer!r}, not a mapping")
        merged.update(answer)
    return merged


def _each(answer: Any, hook: str) -> Iterable[Any]:
    if isinstance(answer, str | bytes) or not isinstance(answer, Iterable):
        raise PluginError(f"{hook} returned {answer!r}, which is not a list of rows")
    return answer
