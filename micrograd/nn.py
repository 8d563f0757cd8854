"""micrograd's module of networks: ``from micrograd.nn import Module, Neuron, Layer, MLP``."""

from micrograd_nn import MLP, Layer, Module, Neuron

__all__ = ["MLP", "Layer", "Module", "Neuron"]
