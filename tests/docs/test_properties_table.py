"""The table of properties in docs/writing-an-operator.md is that of the bundle's plugin."""

import re

from micrograd.plugin import micrograd_register_properties


def test_the_table_has_every_property_in_its_order_and_no_other(root):
    page = (root / "docs" / "writing-an-operator.md").read_text(encoding="utf-8")
    table = page.partition("| property | what is compared |\n|---|---|\n")[2].partition("\n\n")[0]
    cells = re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE)
    assert ", ".join(cells).split(", ") == [*micrograd_register_properties()]
