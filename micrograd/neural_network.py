"""Another name for `micrograd.nn`, under which earlier programs know it."""

from micrograd.nn import MLP, Layer, Module, Neuron

__all__ = ["MLP", "Layer", "Module", "Neuron"]
