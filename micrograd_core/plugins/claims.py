"""Settles which plugin's row an operator name stands for."""

from collections.abc import Iterable

from micrograd_core.op import Op
from micrograd_core.plugins.discovery import Plugin
from micrograd_core.source import Source

Claim = tuple[Op, Source]


def claims_of(plugins: Iterable[Plugin]) -> list[Claim]:
    """Return every row that `plugins` bring, with who brings it."""
    return [(row, plugin.source) for plugin in plugins for row in plugin.rows]


def settle(plugins: Iterable[Plugin]) -> tuple[dict[str, Claim], dict[str, str]]:
    """Return the claim that each operator name stands for, and the disputes, by name.

    A name that two plugins claim goes to the one whose row says ``replaces=`` the other. Where
    none does, nobody has it, and the dispute names both and the ways out. The order in which
    plugins come makes no difference.
    """
    claims: dict[str, list[Claim]] = {}
    for row, source in claims_of(plugins):
        claims.setdefault(row.name, []).append((row, source))
    settled: dict[str, Claim] = {}
    disputes: dict[str, str] = {}
    for name, rivals in claims.items():
        winners = [claim for claim in rivals if _beats_the_others(claim, rivals)]
        if len(winners) == 1:
            settled[name] = winners[0]
        else:
            disputes[name] = _dispute(name, [source for _, source in rivals])
    return settled, disputes


def _beats_the_others(claim: Claim, rivals: list[Claim]) -> bool:
    row, source = claim
    return all(row.replaces == other.plugin for _, other in rivals if other != source)


def _dispute(name: str, sources: list[Source]) -> str:
    owners = " and ".join(sorted(map(str, sources)))
    first, *_ = sorted(source.plugin for source in sources)
    return (
        f"operator {name!r} is claimed by {owners}. Either disable one of them "
        f"(MICROGRAD_DISABLE={first}), or declare replaces={first!r} on the row of the newcomer"
    )
