"""An error in the middle of a graph says which node it is about, whose rule it was, which line."""

import gc
import inspect
import math
from collections.abc import Callable
from typing import Any

import pytest

from micrograd_core import (
    AnomalyError,
    GraphError,
    Op,
    OperatorError,
    Value,
    detect_anomaly,
    gradients,
    jvp,
    tracing,
    using,
)
from micrograd_core.births import _traces
from micrograd_core.failure import described
from micrograd_ops.arithmetic import ADD, MUL, POW

OWNER = r"operator 'odd' (plugin 'bad' of micrograd-bad 1.0)"


def raising(*operands: Any) -> Any:
    """Raise, as a rule must not."""
    raise KeyError("of all things")


PARTIALS = {
    "raises": raising,
    "the wrong number": lambda out, x, y: (1.0,),
    "a string": lambda out, x, y: ("1.0", 1.0),
    "not iterable": lambda out, x, y: 1.0,
    "other operands": lambda out, x, y, *, z: (1.0, 1.0),
}

WAYS: dict[str, Callable[[Value, Value], Any]] = {
    "backward": lambda out, x: out.backward(),
    "gradients": gradients,
    "create_graph": lambda out, x: gradients(out, x, create_graph=True),
}


def note_of(error: BaseException) -> str:
    """Return the one note that an error has."""
    (note,) = error.__notes__
    return str(note)


def line() -> int:
    """Return the line it is called from."""
    frame = inspect.currentframe()
    assert frame is not None and frame.f_back is not None
    return frame.f_back.f_lineno


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("fault", PARTIALS)
def test_a_partials_rule_that_fails_is_placed_and_gradients_are_as_they_were(
    host: Any, plugin: Any, fault: str, way: str
) -> None:
    odd = Op("odd", lambda x, y: x + y, PARTIALS[fault])
    with using(host(plugin("bad", [odd]), plugin("ops", [ADD, MUL, POW])).registry):
        x, y = Value(2.0, label="x"), Value(3.0)
        before = x * y
        with tracing() as trace:
            middle, where = odd(before, y), line()
        middle.label = "h"
        after = middle * y + x
        nodes = [x, y, before, middle, after]
        for n, node in enumerate(nodes):
            node.grad = float(n + 1)
        with pytest.raises(OperatorError) as caught:
            WAYS[way](after, x)
        assert OWNER in str(caught.value)
        assert ("with a comma: (dx,)" in str(caught.value)) == (fault == "not iterable")
        assert note_of(caught.value) == (
            f"the node is 9.0 labelled 'h', made by {OWNER} of (6.0, 3.0); asked for at "
            f"{__file__}:{where}: middle, where = odd(before, y), line()"
        )
        assert [node.grad for node in nodes] == [1.0, 2.0, 3.0, 4.0, 5.0]
        (x * y).backward()
        assert (x.grad, y.grad) == (4.0, 4.0)
    assert len(trace.births) == 1


def test_where_nothing_was_recorded_the_note_says_how_it_would_be() -> None:
    odd = Op("odd", lambda x: x, raising)
    v = odd(Value(2.0, label="w")) * 2
    with pytest.raises(OperatorError) as caught:
        v.backward()
    assert note_of(caught.value) == (
        f"the node is 2.0, made by {described(odd)} of (2.0 labelled 'w'); "
        "`with tracing() as trace:` around the forward pass would record the line"
    )


@pytest.mark.parametrize(
    "forward", [raising, lambda x, y: "1.0", lambda x, y: None, lambda x: x, lambda x, y, z: x]
)
def test_a_forward_rule_that_fails_is_placed_traced_or_not(
    host: Any, plugin: Any, forward: Any
) -> None:
    odd = Op("odd", forward, lambda out, x, y: (1.0, 1.0))
    with using(host(plugin("bad", [odd]), plugin("ops", [ADD, MUL])).registry):
        x = Value(2.0)
        before = x * 3.0
        before.backward()
        where = line() + 2
        with pytest.raises(OperatorError) as caught:
            before.odd(4.0)
        with tracing() as trace, pytest.raises(OperatorError):
            before.odd(4.0)
        assert OWNER in str(caught.value)
        assert "for (6.0, 4.0)" in str(caught.value)
        assert note_of(caught.value) == (
            f"the operation was asked for at {__file__}:{where}: before.odd(4.0)"
        )
        assert (trace.births, x.grad, before.grad) == ([], 3.0, 1.0)
        assert (before * 2).data == 12.0


def test_a_forward_rule_of_other_operands_is_told_from_one_that_raises() -> None:
    with pytest.raises(OperatorError, match=r"cannot be called so .*missing.*'y'"):
        Op("odd", lambda x, y: x, lambda out, x, y: (1, 1))(Value(2.0))
    for rule in (raising, max):
        with pytest.raises(OperatorError, match="should return an infinity or a NaN"):
            Op("odd", rule, lambda out, x: (1,))(Value(2.0))


def test_an_anomaly_a_stale_graph_and_forward_mode_are_placed_too() -> None:
    x = Value(0.0, label="x")
    with tracing() as trace:
        root = x**0.5
    with detect_anomaly(), pytest.raises(AnomalyError) as anomaly:
        root.backward()
    with detect_anomaly(), pytest.raises(AnomalyError) as forward:
        x**-1
    x.data = 1.0
    with pytest.raises(GraphError) as stale:
        root.backward()
    for error in (anomaly, stale):
        assert note_of(error.value).endswith(": root = x**0.5")
    note = note_of(forward.value)
    assert note.startswith("the node is inf, made by operator 'pow'")
    assert note.endswith(": x**-1")  # the line being carried out, traced or not
    odd = Op("odd", lambda x: x, raising)
    with pytest.raises(OperatorError) as pushed:
        jvp(odd, (1.0,), (1.0,))
    assert note_of(pushed.value).startswith("the node is 1.0, made by operator 'odd'")
    assert len(trace.births) == 1


def test_a_long_label_and_many_operands_are_cut_short() -> None:
    total = Op("total", lambda *xs: sum(xs), raising)
    leaves = [Value(float(n), label="w" * 100_000) for n in range(1_000)]
    with pytest.raises(OperatorError) as caught:
        total(*leaves).backward()
    note = note_of(caught.value)
    assert len(note) < 1_500
    assert "'), ...)" not in note and ", ...); " in note


def test_eight_operands_and_eighty_characters_of_a_label_are_shown_whole() -> None:
    total = Op("total", lambda *xs: sum(xs), raising)
    for count, cut in ((8, False), (9, True)):
        with pytest.raises(OperatorError) as caught:
            total(*map(Value, range(count))).backward()
        assert (", ...); " in note_of(caught.value)) is cut
    for length in (80, 81):
        with pytest.raises(OperatorError) as caught:
            total(Value(1.0, label="w" * length)).backward()
        shown = "w" * 80 + ("..." if length > 80 else "")
        assert f"labelled '{shown}'" in note_of(caught.value)


def test_a_trace_that_nobody_holds_is_forgotten_and_holds_no_graph() -> None:
    gc.collect()
    before = len(_traces)
    for _ in range(100):
        with tracing() as trace:
            assert math.isfinite((Value(1.0) * 2).data)
    assert len(_traces) == before + 1
    del trace
    assert len(_traces) == before


def test_rules_of_different_arity_are_named_with_their_plugin(host: Any, plugin: Any) -> None:
    two = Op("odd", lambda x, y: x + y, lambda out, x: (1.0,))
    with using(host(plugin("bad", [two, MUL])).registry):
        x = Value(2.0)
        with pytest.raises(TypeError, match=r"odd takes 1 operand; it was given 2") as caught:
            x.odd(3.0)
        assert note_of(caught.value) == (
            f"the forward rule of {OWNER} takes 2, and its partials rule 1 operand; "
            "they should take the same"
        )
        with pytest.raises(OperatorError, match=r"plugin 'bad' of .*cannot be called so"):
            x.odd()
        with pytest.raises(TypeError, match="mul takes 2 operands; it was given 3") as caught:
            MUL(x, 1.0, 2.0)
        assert not hasattr(caught.value, "__notes__")
        assert (x * 3).data == 6.0
