"""Gives the tests of the core the four operators of arithmetic, and hosts of made-up plugins."""

import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import pytest

from micrograd_core import Op, Registry, Source, Value, hookimpl, using
from micrograd_core.plugins.activation import bind
from micrograd_core.plugins.discovery import Plugin
from micrograd_core.plugins.host import Host
from micrograd_core.plugins.installed import InstalledRegistry
from micrograd_ops.arithmetic import ADD, MUL, POW, RELU

MakePlugin = Callable[..., Plugin]
MakeHost = Callable[..., Host]


@pytest.fixture(scope="module", autouse=True)
def arithmetic() -> Iterator[Registry]:
    """A registry of add, mul, pow and relu, in use for the module; nothing installed matters."""
    with using(Registry([ADD, MUL, POW, RELU])) as registry:
        yield registry


@pytest.fixture(autouse=True)
def sources() -> Iterator[None]:
    """Shared rows, which made-up plugins bring, are after each test from where they were before."""
    rows = ADD, MUL, POW, RELU
    before = [row.source for row in rows]
    yield
    for row, source in zip(rows, before, strict=True):
        bind(row, source)


@pytest.fixture
def example() -> Value:
    """Return a graph with shared leaves, parameters, plain numbers and labels, differentiated."""
    x, y = Value(2.0, label="x"), Value(-3.0, label="y")
    middle = x * y
    out = (middle + x**3).relu() + 2 * x + middle
    out.label = "out"
    out.backward()
    return out


def module_with(**hooks: Any) -> types.ModuleType:
    """Return a module whose hooks return what is given, by the hook's name less its prefix."""

    def hook(answer: Any) -> Callable[[], Any]:
        return hookimpl(lambda: answer)

    made = types.ModuleType("made_up")
    for name, answer in hooks.items():
        setattr(made, f"micrograd_register_{name}", hook(answer))
    return made


@pytest.fixture(scope="session")
def plugin() -> MakePlugin:
    """Make a plugin: ``plugin("tanh", [TANH])``, or ``plugin("bad", load=function)``."""

    def make(
        name: str,
        rows: Iterable[Op] = (),
        *,
        load: Callable[[], Any] | None = None,
        optional: bool = False,
        distribution: str = "",
        **hooks: Any,
    ) -> Plugin:
        module = module_with(ops=list(rows), **hooks)
        source = Source(name, distribution or f"micrograd-{name}", "1.0")
        return Plugin(source, load or (lambda: module), optional=optional)

    return make


@pytest.fixture(scope="session")
def host() -> MakeHost:
    """Make a host of plugins, with a registry of its own, not yet started."""

    def make(
        *plugins: Plugin,
        operators: Mapping[str, list[Plugin]] | None = None,
        **environ: str,
    ) -> Host:
        registry = InstalledRegistry()
        made = Host(registry, plugins, operators or {}, environ)
        registry.host = made
        return made

    return make


@pytest.fixture(scope="session")
def where() -> Op:
    """An operator of three operands, as the elementary pack's: x where c is not 0, else y."""
    return Op(
        "choose",
        lambda c, x, y: x if c else y,
        lambda out, c, x, y: (0.0, 1 - (c >= 0) * (c <= 0), 1.0 * (c >= 0) * (c <= 0)),
    )
