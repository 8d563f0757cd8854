"""Tries every mutant, and prints how many were noticed and which were not."""

import argparse
import hashlib
import importlib
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from . import __doc__ as usage
from .coverage_map import CoverageMap, measure, read
from .mutants import Mutant, modules, mutants, unchanged
from .survivors import explanations, obsolete, unexplained
from .trial import PATIENCE, SLOWER, SURVIVED, outcome, start

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".mutation"
ENOUGH = 0.9
PRELOADED = ("hypothesis", "mpmath", "numpy")  # what every child would import for itself

Results = dict[str, str]


def main() -> int:
    """Try what is asked for; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutation",
        description=usage,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("modules", nargs="*", metavar="MODULE")
    parser.add_argument("--jobs", type=int, default=2, help="how many at once (2)")
    parser.add_argument("--fresh", action="store_true", help="forget what was found before")
    parser.add_argument("--again", action="store_true", help="try again what survived before")
    args = parser.parse_args()
    FOLDER.mkdir(exist_ok=True)
    measure(ROOT, FOLDER, args.jobs, fresh=args.fresh)
    chosen = args.modules or modules(ROOT)
    all_mutants = [mutant for module in chosen for mutant in mutants(ROOT, module)]
    results = {} if args.fresh else kept()
    if args.again:
        results = {name: found for name, found in results.items() if found != SURVIVED}
    waiting = [mutant for mutant in all_mutants if key(mutant) not in results]
    sys.stdout.write(f"{len(all_mutants)} mutants, {len(waiting)} to try\n")
    for name in PRELOADED:
        importlib.import_module(name)
    sys.dont_write_bytecode = False  # else every child compiles every test anew
    known = read(ROOT, FOLDER)
    if waiting and not healthy(sorted({mutant.module for mutant in waiting}), known):
        sys.stdout.write("the tests fail with nothing changed: mend them first\n")
        return 1
    for n, (mutant, found) in enumerate(tried(waiting, known, args.jobs), 1):
        results[key(mutant)] = found
        (FOLDER / "results.json").write_text(json.dumps(results, indent=0))
        if found == SURVIVED:
            sys.stdout.write(f"{n}/{len(waiting)} {described(mutant)}\n")
            sys.stdout.flush()
    return reported(all_mutants, results, chosen)


def healthy(chosen: list[str], known: CoverageMap) -> bool:
    """Return whether every test passes where a module is replaced by itself."""
    wanted = {test for module in chosen for test in known.tests(module, ())}
    pid = start(ROOT, unchanged(ROOT, chosen[0]), sorted(wanted))
    return os.waitpid(pid, 0)[1] == 0


def tried(waiting: list[Mutant], known: CoverageMap, jobs: int) -> Iterator[tuple[Mutant, str]]:
    """Try mutants, `jobs` at once, and yield each with what became of it.

    A mutant meets the tests of a few files first, since to collect many takes longer than most
    mutants live; only if it lives, it meets the others.
    """
    queue = [(mutant, known.batches(mutant.module, mutant.lines)) for mutant in reversed(waiting)]
    running: dict[int, tuple[Mutant, list[list[str]], float]] = {}
    while queue or running:
        while queue and len(running) < jobs:
            mutant, batches = queue.pop()
            if not batches:
                yield mutant, SURVIVED
                continue
            tests, *more = batches
            limit = PATIENCE + SLOWER * sum(known.seconds[test] for test in tests)
            running[start(ROOT, mutant, tests)] = mutant, more, time.monotonic() + limit
        for pid, (mutant, more, deadline) in list(running.items()):
            found = outcome(pid, deadline)
            if found:
                del running[pid]
            if found == SURVIVED and more:
                queue.append((mutant, more))
            elif found:
                yield mutant, found
        time.sleep(0.01)


def reported(all_mutants: list[Mutant], results: Results, chosen: Iterable[str]) -> int:
    """Print the table and what is wrong; return the exit status."""
    alive = [mutant for mutant in all_mutants if results[key(mutant)] == SURVIVED]
    sys.stdout.write("\n| module | mutants | noticed | score |\n|---|---|---|---|\n")
    for module in chosen:
        total = sum(mutant.module == module for mutant in all_mutants)
        lost = sum(mutant.module == module for mutant in alive)
        if total:
            sys.stdout.write(row(module, total, total - lost))
    total = len(all_mutants)
    sys.stdout.write(row("all", total, total - len(alive)))
    known = explanations()
    missing = unexplained(alive, known)
    needless = obsolete(alive, known) if chosen == modules(ROOT) else []
    for mutant in missing:
        sys.stdout.write(f"\nnot explained: {described(mutant)}\n")
    for entry in needless:
        sys.stdout.write(f"\nexplained, but noticed: {entry}\n")
    noticed = (total - len(alive)) / total if total else 1.0
    return 1 if missing or needless or noticed < ENOUGH else 0


def row(module: str, total: int, noticed: int) -> str:
    """Return a line of the table."""
    return f"| {module} | {total} | {noticed} | {100 * noticed / total:.1f} % |\n"


def described(mutant: Mutant) -> str:
    """Return a mutant in three lines."""
    return f"{mutant.module} {mutant.change}\n    - {mutant.was}\n    + {mutant.becomes}"


def key(mutant: Mutant) -> str:
    """Return what names a mutant for as long as its module stays as it is."""
    digest = hashlib.sha256(mutant.text.encode()).hexdigest()
    return f"{mutant.module} {mutant.change} {digest[:16]}"


def kept() -> Results:
    """Return what earlier runs found."""
    path = FOLDER / "results.json"
    return json.loads(path.read_text()) if path.exists() else {}


if __name__ == "__main__":
    sys.exit(main())
