"""The drawing of graphs under the name that earlier programs know; no plugin need be enabled."""

from micrograd_viz import draw_dot, trace

__all__ = ["draw_dot", "trace"]
