"""The errors that only networks have."""

from micrograd_core import MicrogradError


class CheckpointError(MicrogradError, ValueError):
    """A checkpoint cannot be read, trusted, matched to the model, or written; nothing changed."""


class TrainingError(MicrogradError, ArithmeticError):
    """A training run cannot go on; the parameters are those of the last good step."""
