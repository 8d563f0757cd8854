"""Settles which plugin's row an operator name stands for."""

from collections.abc import Iterable

from micrograd_core.op import Op
from micrograd_core.plugins.discovery import Plugin
from micrograd_core.source import HERE, Source

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
    sources = sorted(sources, key=str)
    owners, outs = " and ".join(map(str, sources)), ", ".join(map(_put_out, sources))
    claimed = f"operator {name!r} is claimed by {owners}"
    if len(sources) > 2:  # a row replaces one plugin's
        return f"{claimed}. Put all but one of them out of use ({outs})"
    ways = [
        f"replaces={old.plugin!r} on the row of {new.plugin!r}"
        for old, new in (sources, reversed(sources))
    ]
    # What a program registers comes after what is installed, and its row can still be changed.
    by_hand = [source.distribution == HERE.distribution for source in sources]
    if by_hand[0] != by_hand[1]:
        ways = [ways[by_hand.index(False)]]
    text = f"{claimed}. Either put one of them out of use ({outs})"
    return f"{text}, or declare {', or '.join(ways)}"


def _put_out(source: Source) -> str:
    if source.distribution == HERE.distribution:
        return f"unregister({source.plugin!r})"
    return f"MICROGRAD_DISABLE={source.plugin}"
