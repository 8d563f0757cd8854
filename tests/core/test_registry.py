"""A registry is a mapping from names to rows; `using` says which one serves, here and now."""

import asyncio
import pickle
import threading

import pytest

from micrograd_core import (
    DuplicateOperatorError,
    Op,
    Registry,
    UnknownOperatorError,
    Value,
    operator,
    using,
)
from micrograd_ops.arithmetic import ADD, MUL, RELU

HALF = Op("half", lambda x: x / 2, lambda out, x: (0.5,))


def test_a_registry_is_a_mapping_of_names_to_rows() -> None:
    registry = Registry([MUL, ADD])
    assert dict(registry) == {"mul": MUL, "add": ADD}
    assert list(registry) == ["mul", "add"]
    assert len(registry) == 2
    assert registry["mul"] is MUL
    assert "relu" not in registry
    with pytest.raises(KeyError):
        registry["relu"]


def test_a_registry_takes_any_iterable_and_may_be_empty() -> None:
    assert len(Registry()) == 0
    assert list(Registry(row for row in (MUL,))) == ["mul"]


def test_two_rows_of_one_name_are_refused() -> None:
    with pytest.raises(DuplicateOperatorError, match="two rows are called 'mul'"):
        Registry([MUL, ADD, MUL])


@pytest.mark.parametrize("row", ["mul", None, 3, Op], ids=repr)
def test_what_is_no_row_is_refused_in_a_sentence(row: object) -> None:
    with pytest.raises(TypeError, match="Op"):
        Registry([MUL, row])  # type: ignore[list-item]


def test_a_missing_operator_is_an_error_with_the_closest_name() -> None:
    with pytest.raises(UnknownOperatorError, match="Did you mean 'relu'") as caught:
        Registry([MUL, RELU]).lookup("rellu")
    assert caught.value.name == "rellu"
    assert isinstance(caught.value, AttributeError)


def test_a_row_of_this_program_says_so() -> None:
    assert Registry([HALF]).source("half").distribution == "this program"
    with pytest.raises(UnknownOperatorError):
        Registry([HALF]).source("add")


def test_repr_lists_the_operators() -> None:
    assert repr(Registry([MUL, ADD])) == "<Registry of mul, add>"
    assert repr(Registry()) == "<Registry of no operators>"


def test_using_puts_a_registry_to_use_and_takes_it_back() -> None:
    before = operator("mul")
    mine = Op("mul", lambda x, y: 0.0, lambda out, x, y: (0.0, 0.0))
    with using(Registry([mine])) as registry:
        assert operator("mul") is mine
        assert (Value(2.0) * 3).data == 0.0
        with using(Registry([HALF])):
            assert Value(2.0).half().data == 1.0
        assert registry["mul"] is mine
    assert operator("mul") is before


def test_using_takes_the_registry_back_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), using(Registry()):
        raise ZeroDivisionError
    assert operator("mul") is MUL


def test_a_graph_goes_on_working_where_its_operators_are_not() -> None:
    x = Value(4.0)
    with using(Registry([HALF])):
        v = x.half()
    with using(Registry()):
        v.backward()
    assert x.grad == 0.5


def test_a_pickled_graph_needs_its_operators_and_names_the_missing_one() -> None:
    with using(Registry([HALF])):
        pickled = pickle.dumps(Value(4.0).half())
        assert pickle.loads(pickled).data == 2.0
    with pytest.raises(UnknownOperatorError, match="'half'"):
        pickle.loads(pickled)


def test_using_is_of_one_thread() -> None:
    found: dict[str, bool] = {}
    both = threading.Barrier(2)

    def work(name: str, registry: Registry) -> None:
        with using(registry):
            both.wait()
            found[name] = hasattr(Value(1.0), "half")
            both.wait()

    rooms = {"with": Registry([HALF]), "without": Registry([MUL])}
    threads = [threading.Thread(target=work, args=item) for item in rooms.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {"with": True, "without": False}


def test_using_is_of_one_task() -> None:
    async def work(registry: Registry) -> list[bool]:
        found = []
        with using(registry):
            for _ in range(3):
                await asyncio.sleep(0)
                found.append(hasattr(Value(1.0), "half"))
        return found

    async def both() -> list[list[bool]]:
        return await asyncio.gather(work(Registry([HALF])), work(Registry([MUL])))

    assert asyncio.run(both()) == [[True] * 3, [False] * 3]


def test_a_method_shows_its_operator_in_the_registry_in_use() -> None:
    double = Op("half", lambda x: 2 * x, lambda out, x: (2.0,))
    v = Value(1.0)
    with using(Registry([HALF])):
        assert v.half().data == 0.5
        with using(Registry([double])):
            assert v.half().data == 2.0


def test_what_is_no_list_of_rows_is_refused_in_a_sentence() -> None:
    for rows in (3, MUL):
        with pytest.raises(TypeError, match="give it a list of them, not"):
            Registry(rows)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [3, None, ["mul"], MUL])
def test_an_operator_is_asked_for_by_a_string(name: object) -> None:
    with pytest.raises(TypeError, match="an operator is called by its name, a string, not"):
        operator(name)  # type: ignore[arg-type]


@pytest.mark.parametrize("registry", [3, [MUL], None, Registry])
def test_using_takes_a_registry_and_says_so(registry: object) -> None:
    with (
        pytest.raises(TypeError, match=r"using takes a Registry, not .*Registry\(\[...\]\)"),
        using(registry),  # type: ignore[arg-type]
    ):
        pass
