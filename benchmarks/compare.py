"""Times micrograd 0.1.0 and this project in turn, and prints the table of ratios.

    python benchmarks/compare.py [--rounds 5] [--peer PYTHON]

PYTHON is an interpreter whose environment has PyPI's micrograd 0.1.0; without it, one is made in a
temporary directory. The two cannot share an environment, for their import name is the same. Each
runs in processes of its own, in turn; a ratio is taken within a round.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

WORKLOADS = Path(__file__).with_name("workloads.py")
LENGTHS = (1_000, 10_000, 100_000, 1_000_000)
# micrograd recurses to the depth of the graph: past this it exhausts the C stack.
PEER_LENGTHS = (1_000,)


def make_peer(folder):
    venv.create(folder, with_pip=True)
    python = Path(folder) / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "micrograd==0.1.0"], check=True)
    return python


def times(python, lengths):
    command = [python, WORKLOADS, *map(str, lengths)]
    # Outside the checkout, so that each interpreter finds the micrograd of its own environment.
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, cwd=tempfile.gettempdir()
    )
    return json.loads(done.stdout)


def table(peer_rounds, our_rounds):
    yield "| | micrograd 0.1.0, median (min) | ours, median (min) | ratio of medians | of minima |"
    yield "|---|---|---|---|---|"
    for name, unit, factor in (("W1", "us", 1e6), ("W2", "ms", 1e3), ("W3 1000", "ns", 1e9)):
        peer = [run for found in peer_rounds for run in found[name]]
        ours = [run for found in our_rounds for run in found[name]]
        middles = [statistics.median(runs) for runs in (peer, ours)]
        yield (
            f"| {name} | {middles[0] * factor:.1f} ({min(peer) * factor:.1f}) {unit} "
            f"| {middles[1] * factor:.1f} ({min(ours) * factor:.1f}) {unit} "
            f"| 1/{middles[0] / middles[1]:.1f} | 1/{min(peer) / min(ours):.1f} |"
        )
    yield ""
    yield "W3, ns an operation, ours:"
    for length in LENGTHS:
        ours = [run for found in our_rounds for run in found[f"W3 {length}"]]
        yield f"  {length:>9,} operations: median {statistics.median(ours) * 1e9:6.0f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peer", help="a Python that has micrograd 0.1.0")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        peer = arguments.peer or make_peer(folder)
        peer_rounds, our_rounds = [], []
        for _ in range(arguments.rounds):
            peer_rounds.append(times(peer, PEER_LENGTHS))
            our_rounds.append(times(sys.executable, LENGTHS))
    print("\n".join(table(peer_rounds, our_rounds)))


if __name__ == "__main__":
    main()
