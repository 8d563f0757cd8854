"""Finds a program that turns DOT into pictures, and has it do so."""

import shutil
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from micrograd_viz.child import run
from micrograd_viz.errors import NoRendererError
from micrograd_viz.formats import PURE_FORMATS, TEXT_FORMATS

TIMEOUT = 20.0
INSTALL = 'pip install "micrograd-plugins[viz]"'

PURE = "graphviz-pure"


def picture(source: str, kind: str = "svg", engine: str = "dot", timeout: float = TIMEOUT) -> bytes:
    """Return the picture of a graph in DOT.

    kind: the format: svg, png, ... timeout: in seconds.
    Without any renderer, the formats that are DOT themselves give `source` as it is.

    NoRendererError: nothing here writes the format. RenderTimeoutError: it took too long.
    RenderError: the renderer refused `source`.
    """
    program = find_renderer(kind)
    if program is not None:
        return run([program, f"-K{engine}", f"-T{kind}"], source.encode(), timeout)
    if kind in TEXT_FORMATS:
        return source.encode()
    raise NoRendererError(_missing(kind))


def find_renderer(kind: str = "svg") -> str | None:
    """Return the path of a program that writes the format: graphviz-pure, or the system's dot."""
    pure = pure_renderer() if kind in PURE_FORMATS else None
    return pure or shutil.which("dot")


def pure_renderer() -> str | None:
    """Return the path of graphviz-pure, where this Python's packages or the PATH have it."""
    try:
        files = distribution(PURE).files or []
    except PackageNotFoundError:
        files = []
    # There is no Python code in the wheel, only the program.
    for path in (Path(str(file.locate())) for file in files if file.stem == PURE):
        if path.is_file():
            return str(path)
    return shutil.which(PURE)


def _missing(kind: str) -> str:
    if kind in PURE_FORMATS:
        reason = f"nothing on this machine draws {kind}: {INSTALL} brings a renderer, and a"
        return f"{reason} Graphviz on the PATH serves as well. The format 'dot' needs neither"
    reason = f"only Graphviz's own dot writes {kind}, and there is none on the PATH. Install it, or"
    return f"{reason} choose one of {', '.join(sorted(PURE_FORMATS))}"
