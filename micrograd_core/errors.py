"""The errors of the framework: each says what was wrong, with the value, and what to do next."""


class MicrogradError(Exception):
    """The base of every error raised by the framework."""


class UnknownOperatorError(MicrogradError, AttributeError):
    """An operator that no active plugin brings was asked for."""


class DuplicateOperatorError(MicrogradError, AttributeError, ValueError):
    """Two plugins, or two rows of one, claim the same operator name; so no Value has it."""


class OperatorError(MicrogradError, ArithmeticError):
    """An operator's row broke its contract: it raised, or gave something that is not a number."""


class GraphError(MicrogradError, ValueError):
    """A graph cannot be differentiated: it is stale, cyclic, or there is nothing in it."""


class GraphFileError(GraphError):
    """A graph cannot be saved, or a saved one cannot be read, trusted, or had with what is here."""


class AnomalyError(MicrogradError, ArithmeticError):
    """Under ``detect_anomaly()``, an operator made a NaN or an infinity out of finite numbers."""


class PluginError(MicrogradError):
    """A plugin cannot be used, or does not exist."""


class PluginWarning(UserWarning):
    """A plugin was set aside, or is of another version; everything else works."""


def counted(count: int, what: str) -> str:
    """Return ``1 operand`` or ``2 operands``, for the sentence of an error."""
    return f"{count} {what}{'s' if count != 1 else ''}"
