"""tracing() records how every Value was born: operator, operands, the line that asked for it."""

import inspect
import threading
from pathlib import Path

import pytest

from micrograd_core import Op, Registry, Value, gradients, tracing, using
from micrograd_ops.arithmetic import ADD, MUL

TANGLED = Op("tangled", lambda x: x * x * 2, lambda out, x: (4 * x,))


def here() -> int:
    """Return the line it is called from."""
    frame = inspect.currentframe()
    assert frame is not None and frame.f_back is not None
    return frame.f_back.f_lineno


def test_births_come_in_order_with_operator_and_operands() -> None:
    x, y = Value(2.0), Value(3.0)
    with tracing() as trace:
        product = x * y
        out = product + 1
    assert [birth.value for birth in trace.births] == [product, out]
    assert [birth.op for birth in trace.births] == [MUL, ADD]
    assert trace.births[0].operands == (x, y)
    assert trace.births[1].operands == out.operands


def test_a_birth_has_the_file_the_line_and_its_text() -> None:
    x = Value(2.0)
    with tracing() as trace:
        line, out = here(), x.relu()
    birth = trace.birth_of(out)
    assert birth is not None
    assert Path(birth.filename).name == Path(__file__).name
    assert birth.lineno == line
    assert birth.source == "line, out = here(), x.relu()"


def test_every_node_of_a_derived_operator_has_the_line_that_asked_for_it() -> None:
    x = Value(2.0)
    with tracing() as trace:
        assert (1 - x / 3) ** 2 - -x is not None
    assert len(trace.births) == 7
    assert {Path(birth.filename).name for birth in trace.births} == {Path(__file__).name}
    assert {birth.source for birth in trace.births} == {"assert (1 - x / 3) ** 2 - -x is not None"}


def test_a_line_in_a_function_is_that_function_s_not_its_caller_s() -> None:
    def double(v: Value) -> Value:
        return v * 2

    with tracing() as trace:
        double(Value(1.0))
    assert trace.births[0].source == "return v * 2"


def test_a_file_that_cannot_be_read_has_an_empty_source() -> None:
    with tracing() as trace:
        exec(compile("out = v * 2", "<nowhere>", "exec"), {"v": Value(1.0)})
    assert (trace.births[0].filename, trace.births[0].source) == ("<nowhere>", "")


def test_a_leaf_has_no_birth_and_neither_has_what_was_born_elsewhere() -> None:
    before = Value(1.0) * 2
    with tracing() as trace:
        leaf = Value(2.0)
        inside = before * leaf
    after = inside * 2
    assert trace.birth_of(inside) is not None
    assert trace.birth_of(leaf) is trace.birth_of(before) is trace.birth_of(after) is None
    assert len(trace.births) == 1


def test_a_trace_inside_another_is_seen_by_both() -> None:
    x = Value(1.0)
    with tracing() as outer:
        a = x + 1
        with tracing() as inner:
            b = x + 2
        c = x + 3
    assert [birth.value for birth in outer.births] == [a, b, c]
    assert [birth.value for birth in inner.births] == [b]


def test_tracing_ends_with_an_error() -> None:
    with pytest.raises(ZeroDivisionError), tracing() as trace:
        raise ZeroDivisionError
    assert Value(1.0) * 2 is not None
    assert trace.births == []


def test_tracing_goes_on_where_another_registry_is_put_to_use() -> None:
    with tracing() as trace, using(Registry([TANGLED])):
        v = Value(1.0).tangled()
    assert [birth.value for birth in trace.births] == [v]


def test_tracing_sees_this_thread_only() -> None:
    def elsewhere() -> None:
        with using(Registry([MUL])):
            births.append(Value(1.0) * 2)

    births: list[Value] = []
    with tracing() as trace:
        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join()
        mine = Value(1.0) * 2
    assert len(births) == 1
    assert [birth.value for birth in trace.births] == [mine]


def test_numbers_are_the_same_with_and_without_tracing() -> None:
    def run() -> list[float]:
        x, y = Value(-4.0), Value(2.0)
        out = ((x * y + y**3).relu() - 3 / x) ** -1 + 2**y
        out.backward()
        return [out.data, x.grad, y.grad]

    plain = run()
    with tracing():
        traced = run()
    assert plain == traced


def test_operators_refuse_the_same_with_and_without_tracing() -> None:
    class Stranger:
        def __radd__(self, other: object) -> str:
            return "asked"

        __rmul__ = __radd__

    with tracing():
        assert Value(1.0) + Stranger() == "asked"
        assert Value(1.0) * Stranger() == "asked"
        assert Value.__add__(Value(1.0), "a") is NotImplemented
        with pytest.raises(TypeError, match="unsupported operand"):
            Value(1.0) + "a"


def test_the_values_of_a_gradient_with_a_graph_are_born_too() -> None:
    x = Value(3.0)
    v = x * x * x
    with tracing() as trace:
        slope = gradients(v, x, create_graph=True)
    assert trace.birth_of(slope) is not None
    before = len(trace.births)
    v.backward()
    assert len(trace.births) == before


def test_backward_bears_nothing() -> None:
    x = Value(0.0)
    with tracing() as trace:
        v = x**-1
        v.backward()
    assert len(trace.births) == 1
