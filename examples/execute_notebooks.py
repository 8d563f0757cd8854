"""Runs the notebooks from top to bottom; an error in a cell ends it.

``python examples/execute_notebooks.py`` only runs them; with ``--write`` their outputs are kept,
and with them nothing of the machine or the hour.
"""

import re
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent
NAMES = ("demo.ipynb", "trace_graph.ipynb")
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}

# A cell is run from a temporary file, whose path shows in the tooltips of a traced graph.
CELL_FILE = re.compile(r"[\w.:/\\-]{0,200}ipykernel_\d+[/\\]+\d+\.py")
ADDRESS = re.compile(r" at 0x[0-9a-f]+")
FORGOTTEN = (("image/svg+xml", CELL_FILE, "cell"), ("text/plain", ADDRESS, ""))


def main(arguments: list[str]) -> None:
    """Run each notebook, and write it back if asked to."""
    for name in NAMES:
        notebook = executed(HERE / name)
        if "--write" in arguments:
            nbformat.write(notebook, HERE / name)
        sys.stdout.write(f"{name}: {len(notebook.cells)} cells\n")


def executed(path: Path) -> Any:
    """Return the notebook at `path` as it comes out of a fresh kernel; CellExecutionError."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=600, kernel_name="python3", coalesce_streams=True).execute()
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    for number, cell in enumerate(notebook.cells):
        cell.id, cell.metadata = f"cell-{number}", {}
        for output in cell.get("outputs", []):
            _forget_the_machine(output)
    return notebook


def _forget_the_machine(output: Any) -> None:
    data = output.get("data", {})
    for kind, unwanted, instead in FORGOTTEN:
        if kind in data:
            data[kind] = unwanted.sub(instead, data[kind])


if __name__ == "__main__":
    main(sys.argv[1:])
