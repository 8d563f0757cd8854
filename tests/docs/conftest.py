"""Gives tests the pages of the project."""

from pathlib import Path

import pytest

from .blocks import blocks

ROOT = Path(__file__).parents[2]


@pytest.fixture
def root() -> Path:
    """The repository."""
    return ROOT


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that takes `page`, or `python_page`, once for each Markdown page it means."""
    pages = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
    if "python_page" in metafunc.fixturenames:
        pages = [page for page in pages if any(b.language == "python" for b in blocks(page))]
    for name in {"page", "python_page"} & {*metafunc.fixturenames}:
        metafunc.parametrize(name, pages, ids=[str(page.relative_to(ROOT)) for page in pages])
