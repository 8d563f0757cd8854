"""A graph file that is cut, altered, foreign or forged is refused in a sentence, and quickly."""

import hashlib
import json
import math
import os
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from micrograd_core import GraphFileError, Value, load_graph, save_graph, walk
from micrograd_core.saving.file import LARGEST, sealed

Refused = Callable[..., None]
MUTATIONS = 10_000


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A good file."""
    path = tmp_path_factory.mktemp("good") / "graph.json"
    x, y = Value(2.0, label="x\ud800é"), Value(math.nan)
    out = (x * y + x**3).relu() + 2 * x / y
    out.backward()
    save_graph(path, out, out * math.inf)
    return path.read_bytes()


@pytest.fixture
def refused(tmp_path: Path) -> Refused:
    """Check that loading a file is our error, which names it, within a second."""
    path = tmp_path / "bad.json"

    def check(content: bytes, message: str = "") -> None:
        path.write_bytes(content)
        start = time.process_time()
        with pytest.raises(GraphFileError, match=message) as caught:
            load_graph(path)
        assert time.process_time() - start < 1
        assert str(path) in str(caught.value)
        assert len(str(caught.value)) < 1000

    return check


def document_of(content: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(content)
    return found


def forged(document: dict[str, Any] | str) -> bytes:
    """Return a file of any content whose checksum is right."""
    if isinstance(document, str):
        return sealed(f"{document}\n".encode("utf-8", "surrogatepass"))
    rest = {key: document[key] for key in document if key not in {"format", "version", "sha256"}}
    return sealed(f"{json.dumps(rest)[1:]}\n".encode())


def mutations(content: bytes, draw: random.Random) -> Iterator[bytes]:
    """Yield the file cut short, with bits flipped, and with bytes put in, doubled and moved."""
    size = len(content)
    while True:
        start, length = draw.randrange(size), draw.choice((1, 1, 2, 8, 64))
        stop = min(size, start + length)
        piece = content[start:stop]
        elsewhere, bit = draw.randrange(size), 1 << draw.randrange(8)
        yield draw.choice(
            (
                content[:start],
                content[start + 1 :],
                content[:start] + content[stop:],
                content[:start] + bytes([content[start] ^ bit]) + content[start + 1 :],
                content[:start] + draw.randbytes(length) + content[stop:],
                content[:start] + piece + content[start:],
                content[:elsewhere] + piece + content[elsewhere:],
                content[:start] + b" \n"[: length % 2 + 1] + content[start:],
                content + piece,
            )
        )


@pytest.fixture(scope="module")
def good(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("good") / "graph.json"
    path.write_bytes(content)
    return repr(walk(*load_graph(path)))


@pytest.mark.slow
def test_ten_thousand_mutated_and_truncated_files_are_refused_or_the_same_graph(
    content: bytes, tmp_path: Path, good: str
) -> None:
    path, draw = tmp_path / "bad.json", random.Random(1)
    refusals, slowest = 0, 0.0
    for _, mutated in zip(range(MUTATIONS), mutations(content, draw), strict=False):
        path.write_bytes(mutated)
        start = time.process_time()
        try:
            roots = load_graph(path)
        except GraphFileError as error:
            assert str(path) in str(error)
            refusals += 1
        else:
            assert mutated == content
            assert repr(walk(*roots)) == good
        slowest = max(slowest, time.process_time() - start)
    assert refusals > 0.99 * MUTATIONS
    assert slowest < 1


def replaced(document: Any, draw: random.Random) -> Any:
    """Return a document in which one thing, anywhere, is another."""
    strange: list[Any] = [
        None, True, False, 0, -1, 1, 2**60, 2**2000, 0.5, -0.0, 1e300, "", "nan", "inf", "x", "\0",
        [], {}, [[]], [0], [0.5], ["nan"], {"float": "nan"}, {"tuple": [1]}, {"tuple": 1},
    ]  # fmt: skip
    where: Any = document
    while isinstance(where, list | dict) and where:
        key: Any = draw.choice([*where] if isinstance(where, dict) else range(len(where)))
        inside = where[key]
        if not isinstance(inside, list | dict) or not inside or draw.random() < 0.3:
            action = draw.randrange(4)
            if action == 0:
                del where[key]
            elif action == 1 and isinstance(where, list):
                where.insert(key, draw.choice(strange))
            else:
                where[key] = draw.choice(strange)
            return document
        where = inside
    return document


@pytest.mark.slow
def test_ten_thousand_forgeries_with_a_right_checksum_are_refused_or_graphs(
    content: bytes, tmp_path: Path
) -> None:
    """Whatever the content is, there is no other error, and a graph that is made works."""
    path, draw = tmp_path / "bad.json", random.Random(2)
    refusals = 0
    for _ in range(MUTATIONS):
        document = document_of(content)
        for _ in range(draw.randint(1, 3)):
            document = replaced(document, draw)
        path.write_bytes(forged(document))
        try:
            roots = load_graph(path)
        except GraphFileError:
            refusals += 1
            continue
        for node in walk(*roots):
            assert type(node.data) is type(node.grad) is float
            assert type(node.label) is str
            assert all(type(x) in (float, Value) for x in node._raw_operands())
            assert node._op is not None
    assert 0.5 * MUTATIONS < refusals < MUTATIONS


LEAF = '[1.0,0.0,"",0]'


def with_values(*values: str, roots: str = "[0]", operators: str = '"operators":[]') -> bytes:
    return forged(f'{operators},"roots":{roots},"values":[{",".join(values)}]}}')


FORGED = [
    (b"", "it is no graph of micrograd, or was cut short"),
    (b"\x80\x04K\x01.", "it is no graph"),
    (b"\xff" * 1000, "it is no graph"),
    (b"{}", "it is no graph"),
    (
        b'{"format":"micrograd graph","version":2,"sha256":"' + b"0" * 64,
        "version 2, and this .* reads 1",
    ),
    (with_values(LEAF)[:-1], "it is damaged: it was cut short"),
    (with_values(LEAF).replace(b"1.0", b"2.0"), "it is damaged: its checksum"),
    (with_values(LEAF) + b" ", "it is damaged"),
    (
        sealed(b'"operators":[],"roots":[0],"values":["\xff"]}\n'),
        r"no text in UTF-8, from byte 1\d\d",
    ),
    (forged('"a":' + "[" * 100_000 + "]}"), "nested too deeply"),
    (forged("[" * 10 + "]}"), "Expecting"),
    (forged('"operators":[],"roots":[],"roots":[0],"values":[]}'), "the same name twice"),
    (forged('"operators":[],"roots":[0],"values":[],"more":[]}'), "it has not format, version"),
    (forged('"values":[],"roots":[0],"operators":[]}'), "it has not format, version"),
    (forged('"operators":{},"roots":[0],"values":[]}'), "operators is {}, not a list"),
    (with_values('[NaN,0.0,"",0]'), "NaN is not JSON"),
    (with_values('[-Infinity,0.0,"",0]'), "-Infinity is not JSON"),
    (with_values('[1e999,0.0,"",0]'), "value 0 is no Value: it has inf where a double"),
    (with_values(f'[{"9" * 400},0.0,"",0]'), "it has 9+.*9+ where a double belongs"),
    (with_values(f'[{"9" * 5000},0.0,"",0]'), "an integer of thousands of digits"),
    (with_values('[1,0.0,"",0]'), "it has 1 where a double"),
    (with_values('["nan:7ff0000000000000",0.0,"",0]'), "'nan:7ff0.*' where a double"),
    (with_values('["nan:7ff8000000000000",0.0,"",0]'), "'nan:7ff8.*' where a double"),
    (with_values('["nan:fff800000000000",0.0,"",0]'), "'nan:fff8.*' where a double"),
    (with_values('[true,0.0,"",0]'), "it has True where a double"),
    (with_values('["1.0",0.0,"",0]'), "it has '1.0' where a double"),
    (with_values('[1.0,null,"",0]'), "it has None where a double"),
    (with_values("[1.0,0.0,null,0]"), "its label is None"),
    (with_values('[1.0,0.0,"",true]'), "its age is True"),
    (with_values('[1.0,0.0,"",-1]'), "its age is -1"),
    (with_values('[1.0,0.0,"",null]'), "its age is None"),
    (with_values('[1.0,0.0,"",9007199254740992]'), "its age is 9007199254740992"),
    (with_values("[1.0,0.0]"), "it is of 2 things"),
    (with_values("3"), "its line is 3, not a list"),
    (with_values(LEAF, roots="[]"), "it has no roots"),
    (with_values(LEAF, roots="[1]"), "1 is the position of no Value, of which 1"),
    (with_values(LEAF, roots="[-1]"), "-1 is the position of no Value"),
    (with_values(LEAF, roots="[false]"), "False is the position of no Value"),
    (with_values(LEAF, roots="[0.0]"), "0.0 is the position of no Value"),
    (with_values('[1.0,0.0,"",0,0,[0],{}]'), "0 is the position of no operator"),
    (with_values(LEAF, operators='"operators":[3]'), "3 is no operator"),
    (with_values(LEAF, operators='"operators":[{"name":"mul"}]'), "it has not name, plugin"),
]
RESULTS = [
    ('[1.0,0.0,"",0,0,[0,1],{}]', "1 is the position of no operand, of which 1"),
    ('[1.0,0.0,"",0,0,[2],{}]', "2 is the position of no operand"),
    ('[1.0,0.0,"",0,0,[true],{}]', "True is the position of no operand"),
    ('[1.0,0.0,"",0,0,[1.0],{}]', "1.0 is the position of no operand"),
    ('[1.0,0.0,"",0,0,[],{}]', "it was computed from no Value"),
    ('[1.0,0.0,"",0,0,[[1.0]],{}]', "it was computed from no Value"),
    ('[1.0,0.0,"",0,0,{},{}]', "what it was computed from is {}"),
    ('[1.0,0.0,"",0,0,[0,0,0],{}]', "'mul' .* does not take 3 operands: too many positional"),
    ('[1.0,0.0,"",0,0,[0],{}]', "does not take 1 operand: missing a required argument: 'y'"),
    ('[1.0,0.0,"",0,0,[0,0],{"k":1}]', "does not take 2 operands, 'k': got an unexpected keyw"),
    ('[1.0,0.0,"",0,0,[0,0],{"y":1}]', "does not take 2 operands, 'y': multiple values"),
    ('[1.0,0.0,"",0,0,[0,0],{"out":1}]', "does not take 2 operands, 'out': multiple values"),
    ('[1.0,0.0,"",0,0,[0,0],[]]', r"its parameters are \[\]"),
    ('[1.0,0.0,"",0,0,[0],{"k":{}}]', "it has {} where a static parameter"),
    ('[1.0,0.0,"",0,0,[0],{"k":[[1]]}]', r"it has \[1\] where a static parameter"),
    ('[1.0,0.0,"",0,0,[0],{"k":{"float":"x"}}]', "it has 'x' where a double"),
    (f'[1.0,0.0,"",0,0,[0],{{"k":{2**1024}}}]', "where a static parameter"),
    ('[1.0,0.0,"",0,1,[0,0],{}]', "1 is the position of no operator"),
]  # fmt: skip


@pytest.mark.parametrize(("forgery", "message"), FORGED, ids=range(len(FORGED)))
def test_a_forgery_is_refused_with_the_reason(
    refused: Refused, forgery: bytes, message: str
) -> None:
    refused(forgery, message)


@pytest.mark.parametrize(("line", "message"), RESULTS, ids=range(len(RESULTS)))
def test_a_result_that_makes_no_sense_is_refused(
    refused: Refused, line: str, message: str, here: str
) -> None:
    refused(with_values(LEAF, line, operators=here), f"value 1 is no Value: .*{message}")


@pytest.fixture
def here(tmp_path: Path) -> str:
    """The record of mul, as it is in this process."""
    path = tmp_path / "mul.json"
    save_graph(path, Value(1.0) * 2)
    return f'"operators":{json.dumps(document_of(path.read_bytes())["operators"])}'


@pytest.mark.parametrize(
    ("key", "text", "message"),
    [
        ("name", "not one", "'not one' is no name of an operator"),
        ("name", "__class__", "'__class__' .* is not here"),
        ("name", 3, "3 is no name of an operator"),
        ("distribution", "x; rm -rf", "'x; rm -rf' is no name of a distribution"),
        ("distribution", "x\x1b[31m", "is no name of a distribution"),
        ("distribution", "x" * 10**6, "is no name of a distribution"),
        ("distribution", None, "None is no name of a distribution"),
        ("version", "1;2", "'1;2' is no version"),
        ("plugin", ["os"], r"\['os'\] is no name of a plugin"),
    ],
)
def test_a_record_of_an_operator_that_makes_no_sense_is_refused(
    refused: Refused, here: str, key: str, text: Any, message: str
) -> None:
    records = json.loads(f"{{{here}}}")["operators"]
    records[0][key] = text
    refused(with_values(LEAF, operators=f'"operators":{json.dumps(records)}'), message)


def test_the_same_operator_twice_is_refused(refused: Refused, here: str) -> None:
    (record,) = json.loads(f"{{{here}}}")["operators"]
    operators = f'"operators":{json.dumps([record, record])}'
    refused(with_values(LEAF, operators=operators), "the same operator twice")


def test_a_missing_operator_twice_is_refused_too(tmp_path: Path) -> None:
    """Though each would have a row of its own to stand in."""
    record = {"name": "gone", "plugin": "p", "distribution": "some_one", "version": "1"}
    records = [record, record | {"distribution": "Some-One", "version": "2"}]
    path = tmp_path / "graph.json"
    path.write_bytes(with_values(LEAF, operators=f'"operators":{json.dumps(records)}'))
    with pytest.raises(GraphFileError, match="the same operator twice"):
        load_graph(path, missing="warn")


def test_a_gigantic_file_is_refused_unread(
    content: bytes, tmp_path: Path, refused: Refused
) -> None:
    path = tmp_path / "giant.json"
    path.write_bytes(content)
    for size, message in ((100 * LARGEST, "268,435,456 are the most"), (LARGEST, "was cut short")):
        os.truncate(path, size)
        start = time.process_time()
        with pytest.raises(GraphFileError, match=message):
            load_graph(path)
        assert time.process_time() - start < 0.1


@pytest.mark.parametrize("name", ["none", "."])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(GraphFileError, match=r"No such file|it is no file"):
        load_graph(tmp_path / name)


@pytest.mark.skipif(os.name == "nt", reason="has no such devices")
def test_a_device_is_not_read() -> None:
    with pytest.raises(GraphFileError, match=r"it is no file"):
        load_graph("/dev/zero")


def test_the_checksum_is_that_of_the_file_with_zeros_in_its_place(content: bytes) -> None:
    digest = document_of(content)["sha256"].encode()
    assert hashlib.sha256(content.replace(digest, b"0" * 64)).hexdigest().encode() == digest


@pytest.mark.parametrize("option", ["versions", "missing"])
def test_what_is_on_request_is_error_or_warn(tmp_path: Path, option: str) -> None:
    with pytest.raises(ValueError, match=f"{option} must be 'error' or 'warn', not 'any'"):
        load_graph(tmp_path / "x", **{option: "any"})  # type: ignore[arg-type]
