"""Any text can be a label: it is drawn as text, and read back from the picture as it was."""

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from micrograd_core import Op, Registry, Value, using
from micrograd_viz import draw_dot, escape
from micrograd_viz.child import run
from micrograd_viz.renderer import pure_renderer

from .reading import links_in, needs_dot, nodes_in, tags_in, tooltips_in

HOSTILE = {
    "quotes": 'say "w" \\" and \'b\'',
    "a bar": "w|b",
    "node name": r"\N \G \E \T \H \L \l \r \n",
    "bold": "<b>bold</b>",
    "an HTML label": "<<table><tr><td>x</td></tr></table>>",
    "a port": "<port> x",
    "a script": "<script>alert(1)</script>",
    "the end of the file": "before\0after",
    "braces": "{x|{y}}",
    "one brace": "}",
    "backslashes": "a\\b\\\\c\\",
    "only a backslash": "\\",
    "emoji": "\N{GRINNING FACE} loss \N{FAMILY}",
    "right to left": "שלום עולם טוב",
    "an override of direction": "\u202etxt.exe",
    "a hundred kilobytes": "w" * 100_000,
    "a link": "javascript:alert(1)",
    "newlines": "one\ntwo\nthree",
    "another statement": '"]; evil [label="x',
    "a comment": "/* x */ // y # z",
    "entities": "&lt; &amp;lt; &#60; &copy; & &;",
    "spaces": "  two  spaces   and  an end ",
    "control characters": "\x1b[31mred\x07\t\x7f\r",
    "what XML forbids": "\ud800 \ufffe \x85 \ufdd0",
    "the end of CDATA": "]]> <!-- -->",
    "a format": "%s %n {n}",
}

RENDERERS = [
    pytest.param(pure_renderer(), id="graphviz-pure"),
    pytest.param(shutil.which("dot"), id="dot", marks=needs_dot),
]


def shown(text: str, limit: int = escape.LABEL_LIMIT) -> str:
    return escape.visible(escape.shortened(text, limit))


@pytest.mark.parametrize("program", RENDERERS)
def test_a_hostile_label_is_read_back_and_the_picture_is_only_a_picture(program: str) -> None:
    values = [Value(1.0, label=text) for text in HOSTILE.values()]
    svg = run([program, "-Tsvg"], draw_dot(values).source.encode(), 20)
    read = ["\n".join(texts[:-2]) for texts in nodes_in(svg).values()]
    assert read == [shown(text) for text in HOSTILE.values()]
    assert tags_in(svg) <= {"svg", "g", "title", "polygon", "polyline", "text", "path"}
    assert links_in(svg) == []


@pytest.mark.parametrize("program", RENDERERS)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_operator_symbol_is_read_back(program: str, text: str) -> None:
    symbol = text.replace("{", "{{").replace("}", "}}") if "{" in text else text
    row = Op("hostile", lambda x: x, lambda out, x: (1.0,), symbol)
    with using(Registry([row])):
        svg = run([program, "-Tsvg"], draw_dot(Value(1.0).hostile()).source.encode(), 20)
    assert "\n".join(nodes_in(svg)["n1op"]) == shown(text)
    assert tooltips_in(svg) == ["operator 'hostile' (this program)"]
    assert "script" not in tags_in(svg)
    assert not any(links_in(svg))


@pytest.mark.parametrize("program", RENDERERS)
def test_a_hostile_tooltip_is_read_back(program: str) -> None:
    texts = {f"n{i}": text for i, text in enumerate(HOSTILE.values())}
    lines = [f'{name} [tooltip="{escape.tooltip(text)}"]' for name, text in texts.items()]
    svg = run([program, "-Tsvg"], f"digraph {{ {' '.join(lines)} }}".encode(), 20)
    limit = escape.TOOLTIP_LIMIT
    assert sorted(tooltips_in(svg)) == sorted(shown(text, limit) for text in texts.values())


def test_what_is_escaped_contains_nothing_that_dot_or_a_record_reads() -> None:
    for text in HOSTILE.values():
        escaped = escape.label(text)
        assert not set('|{}<>"\n\0') & set(escaped)
        assert re.fullmatch(r"([^\\]|\\\\|\\n)*", escaped)
        assert re.fullmatch(r"([^&]|&#\d+;)*", escaped)


def test_short_ordinary_text_stays_readable_in_the_source() -> None:
    for text in ["x1", "w[0]", "layers.0.neurons.1.w.2", "learning rate", "x = a * b + 1"]:
        assert escape.label(text) == text


def test_a_label_that_is_no_string_is_drawn_as_its_text() -> None:
    x = Value(1.0)
    x.label = 7  # type: ignore[assignment]
    assert "{ 7 | data 1.0000 | grad 0.0000 }" in draw_dot(x).source


def decoded(dot: str) -> str:
    """Read a label as Graphviz does: escapes first, then entities."""
    text = re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], dot)
    return re.sub(r"&#(\d+);", lambda m: chr(int(m[1])), text)


@given(st.text(max_size=200))
def test_escaping_loses_nothing_that_is_visible(text: str) -> None:
    assert decoded(escape.label(text)) == shown(text)


@given(st.text(max_size=500))
def test_every_escaped_text_is_text_that_xml_allows(text: str) -> None:
    for c in decoded(escape.tooltip(text)):
        assert c == "\n" or c.isprintable() or ord(c) >= 0xA0
        c.encode()


@settings(max_examples=10, deadline=None)
@given(st.lists(st.text(st.characters(exclude_characters="\n"), min_size=1), min_size=60))
def test_any_text_is_read_back_from_the_picture(texts: list[str]) -> None:
    svg = draw_dot([Value(1.0, label=text) for text in texts]).pipe()
    read = ["".join(fields[:-2]) for fields in nodes_in(svg).values()]
    assert read == [shown(text).replace("\xa0", " ") for text in texts]


def test_a_hostile_source_line_is_shown_as_text(tmp_path: Path) -> None:
    from micrograd_core import tracing
    from micrograd_viz.function import find_function

    file = tmp_path / "hostile_line.py"
    file.write_text("def f(x):\n    return x * {'<script>|\\\\N': 2}['<script>|\\\\N']\n")
    with tracing() as trace:
        y = find_function(f"{file}:f")(Value(3.0))
    svg = draw_dot(y, trace=trace).pipe()
    line = r"return x * {'<script>|\\N': 2}['<script>|\\N']"
    assert nodes_in(svg)["n2"] == ["data 6.0000", "grad 0.0000", line]
    assert tooltips_in(svg)[0].endswith(f"hostile_line.py:2: {line}")


class Hostile:
    """A model whose modules have hostile names."""

    def __init__(self, texts: list[str]) -> None:
        self.named = [(f"{text.replace('.', ',')}.w", Value(1.0)) for text in texts]

    def named_parameters(self) -> list[tuple[str, Value]]:
        return self.named


@pytest.mark.parametrize("start", range(0, len(HOSTILE), 9))
def test_a_hostile_name_of_a_module_is_read_back_from_a_summary(start: int) -> None:
    model = Hostile(list(HOSTILE.values())[start : start + 9])
    svg = draw_dot([w for _, w in model.named], modules=model, max_nodes=1).pipe()
    titles = ["\n".join(texts[:-4]) for texts in nodes_in(svg).values()]
    assert titles == [shown(name.removesuffix(".w")) for name, _ in model.named]
    assert tags_in(svg) <= {"svg", "g", "title", "polygon", "polyline", "text", "path"}
    assert links_in(svg) == []
