"""What a type checker makes of a program that uses the public face."""

import subprocess
import sys
from pathlib import Path

GOOD = """
import micrograd as mg
from micrograd.engine import Value
from micrograd.nn import MLP

x: Value = mg.Value(2.0, label="x")
y: Value = (1 + x * 2 - x / 3) ** 2
z: Value = y.relu()
z.backward()
slope: float = x.grad
bigger: bool = x < 3
model = MLP(2, [4, 1])
count: int = len(model.parameters())
"""
BAD = """
from micrograd.engine import Value

Value(2.0).grad = "steep"
Value(2.0).backward(1)
"""


def checked(program: str, folder: Path) -> tuple[int, str]:
    """Return mypy's status and words for `program`."""
    file = folder / "program.py"
    file.write_text(program)
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(folder / "cache"), str(file)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_typed_program_is_accepted_and_a_wrong_one_is_told(tmp_path: Path) -> None:
    assert checked(GOOD, tmp_path) == (0, "Success: no issues found in 1 source file\n")
    status, words = checked(BAD, tmp_path)
    assert status == 1
    assert "Found 2 errors" in words
