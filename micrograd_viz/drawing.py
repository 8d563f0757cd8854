"""A graphviz.Digraph that is drawn by whatever renderer this machine has."""

import os
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeAlias

import graphviz

from micrograd_viz.errors import NoRendererError, RenderError
from micrograd_viz.renderer import TIMEOUT, picture

AnyPath: TypeAlias = str | os.PathLike[str]


class Drawing(graphviz.Digraph):  # type: ignore[misc] # graphviz has no types
    """A graphviz.Digraph, drawn by graphviz-pure, or else by the system's dot.

    timeout: how many seconds that may take.
    """

    timeout = TIMEOUT

    def copy(self) -> "Drawing":
        """Return a copy with a body of its own."""
        twin: Drawing = super().copy()
        twin.timeout = self.timeout
        return twin

    def pipe(
        self,
        format: str | None = None,  # noqa: A002 (graphviz's name)
        renderer: str | None = None,
        formatter: str | None = None,
        *,
        engine: str | None = None,
        encoding: str | None = None,
        quiet: bool = True,
    ) -> Any:
        """Return the picture: bytes, or a string where an encoding is given.

        ValueError: an unknown format. NoRendererError: nothing here writes it. RenderError.
        """
        parts = [known_format(format or self.format)]
        parts += filter(None, [renderer or self.renderer, formatter or self.formatter])
        drawn = picture(self.source, ":".join(parts), engine or self.engine, self.timeout)
        return drawn if encoding is None else drawn.decode(encoding)

    def render(  # noqa: PLR0917 (the order is graphviz's)
        self,
        filename: AnyPath | None = None,
        directory: AnyPath | None = None,
        view: bool = False,
        cleanup: bool = False,
        format: str | None = None,  # noqa: A002 (graphviz's name)
        renderer: str | None = None,
        formatter: str | None = None,
        *,
        outfile: AnyPath | None = None,
        engine: str | None = None,
        quiet: bool = True,
        quiet_view: bool = False,
    ) -> str:
        """Save the source in a file and the picture in another; return the path of the picture.

        filename: the source's. outfile: the picture's; its suffix is the format, unless one is
        given. cleanup: whether the source goes again. view: whether to open the picture.
        Without a renderer the path returned is that of the source, and there is a warning.
        ValueError: an unknown format. RenderError: the renderer failed.
        """
        if outfile:
            format = format or Path(outfile).suffix[1:]  # noqa: A001
            filename = filename or Path(outfile).with_suffix(".gv")
        kind = known_format(format or self.format)
        source = Path(self.save(filename, directory=directory))
        try:
            drawn = self.pipe(kind, renderer, formatter, engine=engine)
        except NoRendererError as error:
            warnings.warn(f"{error}, which is in {source}", RuntimeWarning, stacklevel=2)
            return str(source)
        target = Path(outfile) if outfile else source.with_name(f"{source.name}.{kind}")
        target.write_bytes(drawn)
        if cleanup and target != source:
            source.unlink()
        if view or quiet_view:
            graphviz.view(target, quiet=quiet_view)
        return str(target)

    def _repr_mimebundle_(
        self, include: Iterable[str] | None = None, exclude: Iterable[str] | None = None, **_: Any
    ) -> dict[str, Any]:
        """Return what a notebook shows: the picture, or why there is none, and the source."""
        try:
            shown: dict[str, Any] = super()._repr_mimebundle_(include, exclude)
        except RenderError as error:
            return {"text/plain": f"{error}\n\n{self.source}"}
        return shown


def known_format(kind: object) -> str:
    """Return the name of an output format in small letters; ValueError if Graphviz has none such.

    >>> known_format("SVG")
    'svg'
    """
    if not isinstance(kind, str) or kind.lower() not in graphviz.FORMATS:
        raise ValueError(f"there is no output format {kind!r}; try 'svg', 'png' or 'pdf'")
    return kind.lower()
