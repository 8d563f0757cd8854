"""The core: Value, Op, the walk, backward, the registry and its plugins; it knows no operator."""

from micrograd_core.active import INSTALLED, operator, using
from micrograd_core.births import Birth, Trace
from micrograd_core.errors import (
    AnomalyError,
    DuplicateOperatorError,
    GraphError,
    GraphFileError,
    MicrogradError,
    OperatorError,
    PluginError,
    PluginWarning,
    UnknownOperatorError,
)
from micrograd_core.observe import detect_anomaly, tracing
from micrograd_core.op import Op
from micrograd_core.plugins.command import Command
from micrograd_core.plugins.hookspecs import hookimpl
from micrograd_core.plugins.names import name
from micrograd_core.registry import Registry
from micrograd_core.saving.file import load_graph, save_graph
from micrograd_core.source import Source
from micrograd_core.transforms.forward_mode import jvp
from micrograd_core.transforms.functions import grad, hessian, value_and_grad
from micrograd_core.transforms.gradients import gradients
from micrograd_core.value import Value
from micrograd_core.walk import walk

__all__ = [
    "AnomalyError",
    "Birth",
    "Command",
    "DuplicateOperatorError",
    "GraphError",
    "GraphFileError",
    "MicrogradError",
    "Op",
    "OperatorError",
    "PluginError",
    "PluginWarning",
    "Registry",
    "Source",
    "Trace",
    "UnknownOperatorError",
    "Value",
    "detect_anomaly",
    "disable",
    "enable",
    "grad",
    "gradients",
    "hessian",
    "hookimpl",
    "jvp",
    "load_graph",
    "name",
    "operator",
    "register",
    "save_graph",
    "tracing",
    "unregister",
    "using",
    "value_and_grad",
    "walk",
]


def enable(plugin: str) -> None:
    """Activate the optional plugin called `plugin`, for every thread.

    PluginError: there is none, it is blocked, or it fails. DuplicateOperatorError: it claims an
    operator that another plugin has. Nothing has changed then.
    """
    INSTALLED.host.enable(plugin)


def disable(plugin: str) -> None:
    """Put a plugin out of use, until it is enabled again; PluginError if there is none.

    Graphs that its operators made go on working.
    """
    INSTALLED.host.disable(plugin)


def unregister(name: str) -> None:
    """Take the plugin called `name`, which was registered, out of the program. PluginError."""
    INSTALLED.host.unregister(name)


def register(plugin: object, name: str) -> None:
    """Activate an object with hook implementations as a plugin called `name`.

    Raises what enable() does.
    """
    INSTALLED.host.register(plugin, name)
