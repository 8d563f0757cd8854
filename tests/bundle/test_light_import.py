"""``import micrograd`` is light, and so is everything that happens before somebody computes."""

import json
from typing import Any

import pytest

HEAVY = ("numpy", "sklearn", "graphviz", "matplotlib", "tqdm", "safetensors", "llvmlite", "mpmath")

PROGRAM = """
import json, sys
{program}
print(json.dumps(sorted({{name.partition(".")[0] for name in sys.modules}})))
"""


@pytest.mark.parametrize(
    "program",
    [
        "import micrograd",
        "import micrograd as mg; v = mg.Value(2) * 3; v.backward()",
        "from micrograd import traceGraph, neural_network",
        "import micrograd as mg; mg.enable('elementary'); mg.Value(1).tanh()",
        "import micrograd as mg; mg.MLP(2, [4, 1])([1.0, -2.0]).backward()",
        "from micrograd.cli import main; main(['ops', '--json'])",
    ],
)
def test_no_heavy_package_is_loaded_before_it_is_needed(program: str, strangers: Any) -> None:
    answer = strangers.python("-c", PROGRAM.format(program=program))
    assert answer.status == 0, answer.err
    loaded = json.loads(answer.out.splitlines()[-1])
    assert not set(HEAVY) & set(loaded)
    assert "pluggy" in loaded


def test_importing_discovers_no_plugin_yet(strangers: Any) -> None:
    strangers.install("loud", "print('imported')\nfrom micrograd_core import hookimpl")
    assert strangers.python("-c", "import micrograd").out == ""
