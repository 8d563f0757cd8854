"""micrograd as a framework of plugins: everything a user needs, under one name.

    import micrograd as mg

The engine's and the networks' names are here from the start. Names that other plugins bring come
when they are asked for: ``mg.enable("viz")``, then ``mg.draw_dot``.
"""

from typing import TYPE_CHECKING, Any

from micrograd.engine import Value
from micrograd.nn import MLP, Layer, Module, Neuron
from micrograd_core import (
    AnomalyError,
    Birth,
    Command,
    DuplicateOperatorError,
    GraphError,
    GraphFileError,
    MicrogradError,
    Op,
    OperatorError,
    PluginError,
    PluginWarning,
    Registry,
    Source,
    Trace,
    UnknownOperatorError,
    detect_anomaly,
    disable,
    enable,
    grad,
    gradients,
    hessian,
    hookimpl,
    jvp,
    load_graph,
    operator,
    register,
    save_graph,
    tracing,
    unregister,
    using,
    value_and_grad,
    walk,
)

if TYPE_CHECKING:
    from micrograd_viz import draw_dot as draw_dot
    from micrograd_viz import trace as trace

    __version__: str

__all__ = [
    "MLP",
    "AnomalyError",
    "Birth",
    "Command",
    "DuplicateOperatorError",
    "GraphError",
    "GraphFileError",
    "Layer",
    "MicrogradError",
    "Module",
    "Neuron",
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
    "operator",
    "register",
    "save_graph",
    "tracing",
    "unregister",
    "using",
    "value_and_grad",
    "walk",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        # Reading the metadata of a distribution takes longer than importing the core.
        from importlib.metadata import version

        return version("micrograd-plugins")
    if name.startswith("__"):
        raise AttributeError(f"module 'micrograd' has no attribute {name!r}", name=name)
    from micrograd_core import name as brought

    return brought(name)


def __dir__() -> list[str]:
    from micrograd_core.active import ACTIVE

    registry = ACTIVE.get()
    registry.fill()
    return sorted({*__all__, "__version__", *registry.names})
