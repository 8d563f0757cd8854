"""Finds a program that turns DOT into pictures, and has it do so."""

import shutil
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from micrograd_viz.child import run
from micrograd_viz.errors import NoRendererError

TIMEOUT = 20.0
INSTALL = 'pip install "micrograd-plugins[viz]"'

PURE = "graphviz-pure"
# What it writes; a system's dot writes these and more.
PURE_FORMATS = frozenset(
    {"canon", "dot", "dot_json", "gv", "jpe", "jpeg", "jpg", "json", "json0", "plain"}
    | {"plain-ext", "png", "svg", "xdot", "xdot1.2", "xdot1.4", "xdot_json"}
)
TEXT_FORMATS = frozenset({"canon", "dot", "gv"})


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
    pure = ", ".join(sorted(PURE_FORMATS))
    if kind in PURE_FORMATS:
        reason = f"nothing on this machine draws {kind}: {INSTALL} brings a renderer"
    else:
        reason = f"only Graphviz's own dot writes {kind}; graphviz-pure writes {pure}"
    return f"{reason}. A Graphviz on the PATH serves as well, and .source is the DOT text"
