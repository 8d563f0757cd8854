"""The hooks of the framework: what a plugin may bring. Each returns data, and is called once."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pluggy import HookimplMarker, HookspecMarker

if TYPE_CHECKING:
    from micrograd_core.op import Op
    from micrograd_core.plugins.command import Command
    from micrograd_core.testing import Verdict

PROJECT = "micrograd"
hookspec = HookspecMarker(PROJECT)
hookimpl = HookimplMarker(PROJECT)


@hookspec
def micrograd_register_ops() -> "Iterable[Op]":  # type: ignore[empty-body]
    """Return the operators that the plugin brings, one row each."""


@hookspec
def micrograd_register_names() -> Mapping[str, Any]:  # type: ignore[empty-body]
    """Return public names for ``import micrograd as mg; mg.NAME``.

    A value is the object itself or a string ``"module:attribute"``, imported on first use. The
    name ``mimebundle``, a function from a Value to MIME types and data, is how notebooks show it.
    """


@hookspec
def micrograd_register_commands() -> "Iterable[Command]":  # type: ignore[empty-body]
    """Return subcommands for the ``micrograd`` command line."""


@hookspec
def micrograd_register_properties() -> "Mapping[str, Callable[[Op], Verdict] | str]":  # type: ignore[empty-body]
    """Return properties that operators are held to, by title.

    A value is a function from an operator to a verdict, or a string ``"module:attribute"``,
    imported on first use. ``micrograd check``, ``assert_op`` and pytest hold operators to them.
    """
