"""What a page shows is what happens, and what it points to is there."""

import os
import re
import subprocess
import sys
import tomllib
import unicodedata
from pathlib import Path

from .blocks import FENCE, blocks

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|(?:src|href|srcset)=\"([^\"]+)\"")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


def test_python_runs_and_prints_what_the_page_says(python_page, tmp_path):
    """In a fresh interpreter and an empty folder, without ``dot``, a warning being an error."""
    script = Path(__file__).with_name("blocks.py")
    environ = {name: x for name, x in os.environ.items() if not name.startswith("MICROGRAD_")}
    environ |= {"MICROGRAD_STRICT": "1", "PATH": str(tmp_path)}
    command = [sys.executable, "-W", "error", str(script), str(python_page)]
    ran = subprocess.run(
        command, check=False, cwd=tmp_path, env=environ, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_every_block_says_its_language(page):
    fences = re.findall(r"^```(.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert all(fences[::2])
    assert not any(fences[1::2])


def test_toml_can_be_read(page):
    for block in blocks(page):
        if block.language == "toml":
            assert tomllib.loads(block.text)


def test_a_block_that_shows_a_file_shows_that_file(page, root):
    for block in blocks(page):
        if block.mark.startswith("file: "):
            shown = root / block.mark.removeprefix("file: ")
            assert block.text == shown.read_text(encoding="utf-8")


def test_every_relative_link_and_picture_is_there(page):
    for target in links(page):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        linked = (page.parent / path).resolve() if path else page
        assert linked.exists(), target
        if anchor and linked.suffix == ".md":
            assert anchor in anchors(linked), target


def links(page):
    """Yield what a page links to and shows, its code apart."""
    for markdown, html in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
        yield markdown or html


def anchors(page):
    """Return the anchors that GitHub gives the headings of a page."""
    headings = HEADING.findall(FENCE.sub("", page.read_text(encoding="utf-8")))
    return {"".join(map(anchored, heading.lower())) for heading in headings}


def anchored(c):
    if c in " -":
        return "-"
    return c if c == "_" or unicodedata.category(c)[0] in "LN" else ""
