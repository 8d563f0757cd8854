"""A check that raises is a verdict, which says where the error began."""

import linecache
from collections.abc import Callable
from typing import Any

import pytest

from micrograd_core import Op, PluginError, Value
from micrograd_core.testing import Verdict, holds, judge

from . import rows
from .rows import HALF, judged


def inner() -> None:
    raise LookupError("the first")  # where it began


def outer() -> None:
    inner()


def chained() -> None:
    try:
        try:
            outer()
        except LookupError as error:
            raise KeyError("the second") from error
    except KeyError as error:
        raise OSError("the third") from error


def in_the_core() -> None:
    Value("x")  # type: ignore[arg-type]  # where it began


def without_source() -> None:
    exec("raise LookupError('no line')")  # where it began


def in_a_circle() -> None:
    first, second = LookupError("the first"), KeyError("the second")
    second.__cause__ = first
    first.__cause__ = second
    raise first  # where it began


@pytest.mark.parametrize("fault", [inner, outer, chained, in_the_core, without_source])
def test_the_line_is_that_of_the_authors_own_code_where_the_error_began(
    fault: Callable[[], None],
) -> None:
    verdict = judge("mine", lambda op: fault(), HALF)  # type: ignore[arg-type, return-value]
    assert verdict.failed
    place = verdict.message.rpartition("; raised at ")[2]
    filename, number, line = place.split(":", 2)
    assert filename == __file__
    assert line.strip() == linecache.getline(filename, int(number)).strip()
    assert line.endswith("# where it began")


def test_the_line_may_be_in_a_module_that_the_authors_own_calls() -> None:
    verdict = judge("mine", lambda op: judged("no such property", op), HALF)
    assert f"raised at {rows.__file__}:" in verdict.message
    assert verdict.message.endswith(": return judge(title, properties()[title], row)")


def test_causes_that_go_in_a_circle_end() -> None:
    verdict = judge("mine", lambda op: in_a_circle(), HALF)  # type: ignore[arg-type, return-value]
    assert verdict.message.startswith("the check raised LookupError: the first")


def test_an_error_of_the_framework_is_a_sentence_by_itself() -> None:
    def refuse(op: Op) -> Verdict:
        raise PluginError("install it")

    assert judge("mine", refuse, HALF).message.startswith("install it; raised at ")


@pytest.mark.parametrize("error", [SystemExit(3), GeneratorExit()])
def test_whatever_is_raised_is_a_verdict_but_for_an_interrupt(error: BaseException) -> None:
    def leave(error: BaseException) -> Any:
        raise error

    assert judge("mine", lambda op: leave(error), HALF).failed
    with pytest.raises(KeyboardInterrupt):
        judge("mine", lambda op: leave(KeyboardInterrupt()), HALF)


def test_a_property_that_gives_no_verdict_is_told_so() -> None:
    verdict = judge("mine", lambda op: True, HALF)  # type: ignore[arg-type, return-value]
    assert verdict.message == "the property 'mine' gave True; it should return a Verdict"
    assert (verdict.operator, verdict.property) == ("half", "mine")


def test_a_property_may_be_named_and_is_imported_when_it_is_judged() -> None:
    verdict = judge("mine", f"{__name__}:always", HALF)
    assert verdict == Verdict("ok", 0.25, "here", "", "half", "mine")


def always(op: Op) -> Verdict:
    return holds(0.25, "here")
