"""A graphviz.Digraph that is drawn by whatever renderer this machine has."""

import os
import warnings
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any, TypeAlias

import graphviz

from micrograd_viz.errors import NoRendererError, RenderError
from micrograd_viz.formats import known_format
from micrograd_viz.renderer import TIMEOUT, picture
from micrograd_viz.saving import save_picture

AnyPath: TypeAlias = str | os.PathLike[str]


class Drawing(graphviz.Digraph):  # type: ignore[misc] # graphviz has no types
    """A graphviz.Digraph, drawn by graphviz-pure, or else by the system's dot."""

    _timeout: float = TIMEOUT

    @property
    def timeout(self) -> float:
        """How many seconds a renderer may take: TypeError, ValueError for what is none such."""
        return self._timeout

    @timeout.setter
    def timeout(self, seconds: float) -> None:
        if isinstance(seconds, bool) or not isinstance(seconds, int | float):
            raise TypeError(f"timeout must be a number of seconds, not {seconds!r}")
        if not seconds > 0:
            raise ValueError(f"timeout must be more than 0 seconds, not {seconds!r}")
        self._timeout = seconds

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

        ValueError: an unknown format, renderer, formatter or engine. NoRendererError: nothing here
        writes the format. RenderError: the renderer failed.
        """
        kinds = [known_format(format or self.format)]
        if wanted := renderer or self.renderer:
            kinds.append(_known("renderer", wanted, graphviz.RENDERERS))
        if wanted := formatter or self.formatter:
            kinds.append(_known("formatter", wanted, graphviz.FORMATTERS))
        layout = _known("engine", engine or self.engine, graphviz.ENGINES)
        drawn = picture(self.source, ":".join(kinds), layout, self.timeout)
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
        """Save the picture in a file and the source in another; return the path of the picture.

        filename: the source's. outfile: the picture's; its suffix is the format, unless one is
        given. cleanup: whether to do without the source's file; one that is there already stays.
        view: whether to open the picture.

        Without a renderer the path returned is that of the source, and there is a warning; it is
        NoRendererError if that would overwrite a file that `cleanup` keeps.
        ValueError: an unknown format. RenderError: the renderer failed. OSError: the picture
        cannot be written. No file is changed then.
        """
        if outfile:
            format = format or Path(outfile).suffix[1:]  # noqa: A001
            filename = filename or Path(outfile).with_suffix(".gv")
        kind = known_format(format or self.format)
        source = Path(directory or self.directory, filename or self.filename)
        target = Path(outfile) if outfile else source.with_name(f"{source.name}.{kind}")
        try:
            drawn = self.pipe(kind, renderer, formatter, engine=engine)
        except NoRendererError as error:
            if cleanup and source.exists():
                raise
            self.save(filename, directory=directory)
            text = f"{error}. The DOT text is in {source}"
            warnings.warn(text, RuntimeWarning, stacklevel=2)
            return str(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        save_picture(target, drawn)
        if not cleanup and target != source:
            self.save(filename, directory=directory)
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


def _known(what: str, name: object, names: Collection[str]) -> str:
    if not isinstance(name, str) or name.lower() not in names:
        raise ValueError(f"there is no {what} {name!r}; there are {', '.join(sorted(names))}")
    return name.lower()
