"""docs/hooks.md and micrograd_core/plugins/hookspecs.py say the same."""

import re
from inspect import Signature, getdoc, signature

import pytest

from micrograd_core.plugins import hookspecs
from micrograd_core.plugins.contents import HOOKS

from .blocks import blocks


@pytest.fixture
def hooks(root):
    return root / "docs" / "hooks.md"


def test_one_heading_a_hook_in_the_order_of_the_specifications(hooks):
    assert re.findall(r"^## (.+)$", hooks.read_text(encoding="utf-8"), re.MULTILINE) == [*HOOKS]


def test_each_heading_is_followed_by_the_signature(hooks):
    shown = [block.text.strip() for block in blocks(hooks) if block.language == "py"]
    assert shown == [name + written(signature(getattr(hookspecs, name))) for name in HOOKS]


def test_each_hook_is_described_by_the_first_words_of_its_docstring(hooks):
    text = hooks.read_text(encoding="utf-8")
    for name in HOOKS:
        section = text.partition(f"## {name}\n")[2]
        first = getdoc(getattr(hookspecs, name)).split()[:3]
        assert " ".join(first) in " ".join(section.split())


def written(found: Signature) -> str:
    """Return a signature as one writes it, names of packages left out."""
    return re.sub(r"\b\w+\.(?=\w)", "", str(found).replace("'", ""))
