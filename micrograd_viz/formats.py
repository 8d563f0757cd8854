"""The output formats of Graphviz, and which of them need what."""

# What graphviz-pure writes; a system's dot writes all.
PURE_FORMATS = frozenset(
    {"canon", "dot", "dot_json", "gv", "jpe", "jpeg", "jpg", "json", "json0", "plain"}
    | {"plain-ext", "png", "svg", "xdot", "xdot1.2", "xdot1.4", "xdot_json"}
)
# As the graphviz package lists them, which is not needed to draw.
FORMATS = PURE_FORMATS | frozenset(
    {"bmp", "cgimage", "cmap", "cmapx", "cmapx_np", "eps", "exr", "fig", "gd", "gd2", "gif", "gtk"}
    | {"ico", "imap", "imap_np", "ismap", "jp2", "pct", "pdf", "pic", "pict", "pov", "ps", "ps2"}
    | {"psd", "sgi", "svg_inline", "svgz", "tga", "tif", "tiff", "tk", "vml", "vmlz", "vrml"}
    | {"wbmp", "webp", "x11", "xlib"}
)
# Those that are DOT themselves.
TEXT_FORMATS = frozenset({"canon", "dot", "gv"})


def known_format(kind: object) -> str:
    """Return the name of an output format in small letters; ValueError if Graphviz has none such.

    >>> known_format("SVG")
    'svg'
    """
    if not isinstance(kind, str) or kind.lower() not in FORMATS:
        raise ValueError(f"there is no output format {kind!r}; try 'svg', 'png' or 'pdf'")
    return kind.lower()
