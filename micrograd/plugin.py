"""The bundle's own plugin: the subcommands, and the properties that operators are held to."""

from collections.abc import Iterable, Mapping

from micrograd.commands import check, demo, new_plugin, ops, plugins
from micrograd_core import Command, hookimpl


@hookimpl
def micrograd_register_commands() -> Iterable[Command]:
    """Bring the subcommands demo, plugins, ops, check and new-plugin."""
    return demo.COMMAND, plugins.COMMAND, ops.COMMAND, check.COMMAND, new_plugin.COMMAND


KIT = "micrograd_core.testing"


@hookimpl
def micrograd_register_properties() -> Mapping[str, str]:
    """Bring the properties of the conformance kit, as strings: they are imported for a check."""
    return {
        "first derivatives": f"{KIT}.derivatives:first",
        "second derivatives": f"{KIT}.derivatives:second",
        "third derivatives": f"{KIT}.derivatives:third",
        "reference": f"{KIT}.reference:reference",
        "forward mode": f"{KIT}.modes:forward_mode",
        "values and floats": f"{KIT}.modes:values_and_floats",
        "arrays": f"{KIT}.arrays:arrays",
        "edge values": f"{KIT}.edges:edge_values",
        "singular points": f"{KIT}.edges:singular_points",
        "arity": f"{KIT}.forms:arity",
        "call forms": f"{KIT}.forms:call_forms",
        "purity": f"{KIT}.purity:pure",
        "threads": f"{KIT}.threads:threads",
        "fresh process": f"{KIT}.process:fresh_process",
        "symbol": f"{KIT}.row:symbol",
        "pickling": f"{KIT}.row:pickling",
    }
