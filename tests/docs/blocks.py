"""Finds the fenced blocks of a Markdown page, and runs its Python as a reader would.

    python tests/docs/blocks.py PAGE

runs the page's blocks in order, in one namespace, and exits with the number of those that fail.
"""

import doctest
import linecache
import math
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MARK = re.compile(r"<!-- (.+?) -->\n\Z")
NUMBER = re.compile(r"-?\d+\.\d+(?:e[+-]?\d+)?")
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, text and first line, and the comment on the line above it."""

    language: str
    text: str
    line: int
    mark: str


class Checker(doctest.OutputChecker):
    """Lets the last digits of a number differ, as the mathematical libraries of machines do."""

    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        numbers = [[float(x) for x in NUMBER.findall(text)] for text in (want, got)]
        if len(numbers[0]) == len(numbers[1]) and all(map(math.isclose, *numbers)):
            want, got = NUMBER.sub("0.0", want), NUMBER.sub("0.0", got)
        return super().check_output(want, got, optionflags)


def blocks(page: Path) -> Iterator[Block]:
    """Yield the fenced blocks of a page, in order."""
    text = page.read_text(encoding="utf-8")
    for fence in FENCE.finditer(text):
        mark = MARK.search(text, 0, fence.start())
        line = text.count("\n", 0, fence.start()) + 1
        yield Block(fence[1], fence[2], line, mark[1] if mark else "")


def run(page: Path) -> int:
    """Run the Python blocks of a page, say what differs, and return how many failed."""
    names: dict[str, Any] = {"__name__": "__main__"}
    runner = doctest.DocTestRunner(Checker(), verbose=False, optionflags=OPTIONS)
    with tempfile.TemporaryDirectory() as folder:
        for block in blocks(page):
            if block.language != "python":
                continue
            if ">>>" in block.text:
                examples = doctest.DocTestParser().get_examples(block.text, page.name)
                test = doctest.DocTest(
                    examples, names, page.name, str(page), block.line, block.text
                )
                runner.run(test, clear_globs=False)
                names = test.globs
            else:
                exec(_compiled(block, page, Path(folder)), names)
    return runner.failures


def _compiled(block: Block, page: Path, folder: Path) -> Any:
    """Return the code of a block, from a file of its own, so that source lines can be shown."""
    source = folder / f"{page.stem}_{block.line}.py"
    source.write_text(block.text, encoding="utf-8")
    linecache.checkcache(str(source))
    return compile(block.text, str(source), "exec")


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]).resolve()))
