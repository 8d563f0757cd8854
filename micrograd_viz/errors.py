"""The errors of drawing."""

from micrograd_core import MicrogradError


class RenderError(MicrogradError, RuntimeError):
    """A picture could not be made; the DOT text of the drawing is there all the same."""


class NoRendererError(RenderError):
    """No program on this machine writes the format that was asked for."""


class RenderTimeoutError(RenderError, TimeoutError):
    """A renderer took longer than it may; it was stopped."""
