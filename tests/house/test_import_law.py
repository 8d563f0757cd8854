"""The house's import law, as `pyproject.toml` states it, holds."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_import_linter_keeps_every_contract() -> None:
    program = (
        "import sys; from importlinter.cli import lint_imports_command as main; sys.exit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 kept, 0 broken" in done.stdout
