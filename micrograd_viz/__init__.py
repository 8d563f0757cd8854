"""Draws the graph of a Value; graphviz is imported when something is drawn."""

from collections.abc import Iterable, Mapping
from typing import Any

from micrograd_core import Command, hookimpl
from micrograd_viz import command
from micrograd_viz.draw import draw_dot
from micrograd_viz.errors import NoRendererError, RenderError, RenderTimeoutError
from micrograd_viz.graph import trace

__all__ = ["NoRendererError", "RenderError", "RenderTimeoutError", "draw_dot", "trace"]


@hookimpl
def micrograd_register_names() -> Mapping[str, Any]:
    """Bring draw_dot and trace, and the picture that a notebook shows for a Value."""
    return {
        "draw_dot": draw_dot,
        "trace": trace,
        "mimebundle": "micrograd_viz.display:mimebundle",
    }


@hookimpl
def micrograd_register_commands() -> Iterable[Command]:
    """Bring ``micrograd draw``."""
    return [command.DRAW]
