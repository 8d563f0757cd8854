"""The symbol and the pickle of a row: what is wrong with either is told."""

from typing import Any

import pytest

from micrograd_core import Op

from .rows import judged


def scaled(symbol: str = "", *samples: Any, **more: Any) -> Op:
    """Return k * x."""
    return Op(
        "scaled",
        lambda x, *, k=2.0: (k if isinstance(k, float) else 2.0) * x,
        lambda out, x, *, k=2.0: (k if isinstance(k, float) else 2.0,),
        symbol,
        params=samples,
        **more,
    )


class Unprintable:
    def __format__(self, spec: str) -> str:
        raise LookupError("no words")


class Forgetful(float):
    """A number that is another after a pickle."""

    def __reduce__(self) -> Any:
        return float, (3.0,)


class Stranger(Op):
    def __reduce__(self) -> Any:
        return scaled, ()


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (scaled("{m}"), "names 'm', which is no parameter; there is k, x; double a brace"),
        (scaled("{m.title}"), "names 'm', which is no parameter"),
        (scaled("x{k}", {"k": 3.0}), ""),
        (scaled("{k}"), "the symbol '{k}' is blank with {}; add a text that is always there"),
        (scaled(" {k} ", {"k": 3.0}), "is blank with {}"),
        (scaled("x{k}", {"k": Unprintable()}), "no words; change symbol="),
        (
            Op("half", lambda x, /: x / 2, lambda out, x, /: (0.5,), "{k}/2"),
            "names 'k', which is no parameter; there is none; double a brace",
        ),
    ],
)
def test_a_symbol_is_read_with_every_sample_and_names_what_is_there(row: Op, text: str) -> None:
    verdict = judged("symbol", row)
    assert verdict.ok == (not text), verdict.message
    assert text in verdict.message


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (scaled("", {"k": 3.0}), ""),
        (scaled("", {"k": Forgetful(2.0)}), "comes back with"),
        (scaled("", {"k": 3.0}, {"k": lambda: 1}), "does not go through pickle: "),
        (
            Stranger("other", lambda x: x, lambda out, x: (1.0,)),
            "the row comes back from a pickle as <operator scaled",
        ),
    ],
)
def test_a_pickle_keeps_the_row_and_the_parameters(row: Op, text: str) -> None:
    verdict = judged("pickling", row)
    assert verdict.ok == (not text), verdict.message
    assert text in verdict.message
