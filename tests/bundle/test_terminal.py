"""Tables and sentences for a terminal."""

import doctest
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micrograd import terminal
from micrograd_core import PluginWarning


def test_the_examples_in_the_docstrings_are_true() -> None:
    results = doctest.testmod(terminal)
    assert results.attempted >= 2
    assert results.failed == 0


@given(st.text())
def test_printable_text_is_one_line_without_control_characters(text: str) -> None:
    line = terminal.printable(text)
    assert line == "" or line.isprintable()
    assert terminal.printable(line) == line


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2)))
def test_a_table_has_a_line_for_each_row_and_one_for_the_header(rows: list[list[str]]) -> None:
    assert len(terminal.table(["first", "second"], rows).split("\n")) == len(rows) + 1


def test_a_table_of_no_rows_is_its_header() -> None:
    assert terminal.table(["one", "two"], []) == "one  two"


def test_only_warnings_of_plugins_become_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.warns(DeprecationWarning, match="old"), terminal.warnings_in_sentences():
        warnings.warn("a plugin was set aside", PluginWarning, stacklevel=1)
        warnings.warn("old", DeprecationWarning, stacklevel=1)
    assert capsys.readouterr().err == "micrograd: a plugin was set aside\n"
