"""A file that is cut, altered, foreign or forged is refused, quickly, and nothing changes."""

import hashlib
import io
import json
import random
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from micrograd_core.saving.strict_json import parse
from micrograd_nn import SGD, CheckpointError, Neuron, load_checkpoint, save_checkpoint
from micrograd_nn.container import BLANK, decode, encode

TRAINED = Neuron(2)
NOTES = {"format": 1, "step": 0, "training": None}


def content_of_checkpoint(directory):
    path = directory / "good.safetensors"
    if not path.exists():
        save_checkpoint(path, TRAINED, SGD(TRAINED.parameters(), momentum=0.5), step=4)
    return path.read_bytes()


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def refused(directory):
    """Check that loading `content` is a CheckpointError that fits, and changes nothing."""

    def check(content, message="cannot be used"):
        path = directory / "bad.safetensors"
        path.write_bytes(content)
        model = Neuron(2)
        optimizer = SGD(model.parameters())
        before = repr((model.state_dict(), optimizer.state_dict(), random.getstate()))
        with pytest.raises(CheckpointError, match=message) as caught:
            load_checkpoint(path, model, optimizer)
        assert str(path) in str(caught.value)
        assert repr((model.state_dict(), optimizer.state_dict(), random.getstate())) == before

    return check


def sealed(header, rest=b""):
    """Return a forged file: any header with a checksum that is right."""
    blank = len(header).to_bytes(8, "little") + header + rest
    digest = hashlib.sha256(blank).hexdigest().encode()
    return blank.replace(BLANK, digest, 1)


def forged(notes, **tensors):
    text = notes if isinstance(notes, str) else json.dumps(notes)
    about = {"micrograd": text, "sha256": BLANK.decode()}
    return sealed(json.dumps({"__metadata__": about, **tensors}, separators=(",", ":")).encode())


FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(data=st.data())
@FUZZ
def test_any_bit_that_is_flipped_is_noticed(directory, refused, data):
    content = bytearray(content_of_checkpoint(directory))
    bit = data.draw(st.integers(0, 8 * len(content) - 1))
    content[bit // 8] ^= 1 << bit % 8
    refused(bytes(content))


@given(data=st.data())
@FUZZ
def test_a_file_cut_short_anywhere_is_noticed(directory, refused, data):
    content = content_of_checkpoint(directory)
    refused(content[: data.draw(st.integers(0, len(content) - 1))])


@given(data=st.data())
@FUZZ
def test_bytes_put_in_overwritten_or_moved_are_noticed(directory, refused, data):
    content = content_of_checkpoint(directory)
    start = data.draw(st.integers(0, len(content)))
    stop = data.draw(st.integers(start, min(len(content), start + 50)))
    changed = content[:start] + data.draw(st.binary(max_size=50)) + content[stop:]
    if changed != content:
        refused(changed)


@given(st.binary(max_size=300))
@FUZZ
def test_noise_is_refused(refused, content):
    refused(content)


@pytest.mark.parametrize(
    "content",
    [b"", b"\0" * 8, b"\x80\x04K\x01.", b"\xff" * 100, b"PK\x03\x04" + b"\0" * 100, b"{}" * 50],
)
def test_foreign_files_are_refused(refused, content):
    refused(content, "it is no checkpoint of micrograd")


def test_another_programs_safetensors_are_refused(refused):
    import numpy as np
    from safetensors.numpy import save

    refused(save({"w.0": np.zeros(3)}), "bears no checksum")
    refused(save({"w.0": np.zeros(3)}, {"micrograd": json.dumps(NOTES)}), "bears no checksum")


@pytest.mark.parametrize("length", [10**8 + 1, 10**9, 2**63, 2**64 - 1])
def test_a_header_that_declares_a_gigabyte_is_refused_unread(refused, length):
    class Watched(io.BytesIO):
        def read(self, size=-1):
            assert size == 8, "more was read than the first eight bytes"
            return super().read(size)

    content = length.to_bytes(8, "little") + b'{"a":1}'
    refused(content, "was cut short")
    with pytest.raises(CheckpointError):
        decode(Watched(content))


def test_a_header_longer_than_the_file_is_refused(refused):
    refused((10**6).to_bytes(8, "little") + b'{"sha256":"' + BLANK + b'"}', "was cut short")


FORGED = [
    (forged("[" * 100_000), "nested too deeply"),
    (forged('{"format": 1, "format": 1}'), "the same name twice"),
    (forged('{"format": NaN}'), "NaN is not JSON"),
    (forged('{"format": -Infinity}'), "-Infinity is not JSON"),
    (forged(f'{{"format": {"9" * 5000}}}'), "an integer of thousands of digits"),
    (forged("[]"), r"its metadata is \[\]"),
    (forged("not JSON"), "Expecting value"),
    (forged({}), "KeyError"),
    (forged({"format": 2}), "it has format 2, and this version reads 1"),
    (forged({"format": 1}), "KeyError"),
    (forged(NOTES | {"step": -1}), "its step must be 0 or more, not -1"),
    (forged(NOTES | {"step": "1"}), "its step must be a whole number"),
    (forged(NOTES), "'b', 'w.0', 'w.1' are missing"),
    (forged(NOTES, **{"model.b": 3}), "'model.b' is no array of numbers"),
    (forged(NOTES, **{"model.b": {"dtype": "U8"}}), "'model.b' is no array of numbers"),
    (forged(NOTES, **{"model.b": {"dtype": "F64"}}), "no checkpoint of micrograd"),
    (
        forged(NOTES, x={"dtype": "F64", "shape": [2**60], "data_offsets": [0, 2**63]}),
        "no checkpoint of micrograd",
    ),
    (sealed(b'{"sha256":"' + BLANK + b'"}'), "its header says nothing of micrograd"),
    (
        sealed(b'{"a":{"dtype":"F64"},"a":1,"__metadata__":{"sha256":"' + BLANK + b'"}}'),
        "the same name twice",
    ),
    (sealed(b'{"a":NaN,"__metadata__":{"sha256":"' + BLANK + b'"}}'), "NaN is not JSON"),
    (sealed(b'{"a":Infinity,"__metadata__":{"sha256":"' + BLANK + b'"}}'), "is not JSON"),
    (
        forged(NOTES, x={"dtype": "F64", "shape": [2**27], "data_offsets": [0, 2**30]}),
        "no checkpoint of micrograd",
    ),
    (sealed(b'{"__metadata__":[],"sha256":"' + BLANK + b'"}'), "its header says nothing"),
    (sealed(b'{"sha256":"' + BLANK + b'"' + b"," * 100), "no checkpoint of micrograd"),
    (sealed(b'{"sha256":"' + BLANK + b'","\xff":1}'), "no checkpoint of micrograd"),
    (sealed(b'{"a":' + b"[" * 10**6 + b'"sha256":"' + BLANK + b'"'), "nested too deeply"),
]


@pytest.mark.parametrize(("content", "message"), FORGED, ids=range(len(FORGED)))
def test_a_forgery_with_a_right_checksum_is_refused(refused, content, message):
    refused(content, message)


GOOD = {
    **{f"model.{name}": 1.0 for name in ("w.0", "w.1", "b")},
    "optimizer.momentum_buffer": [1.0] * 3,
    "random.words": list(random.Random(1).getstate()[1]),
}
OPTIONS = {"lr": 0.1, "momentum": 0.5, "dampening": 0, "weight_decay": 0, "nesterov": False}
RUN = {
    "optimizer": {"kind": "SGD", "options": OPTIONS, "steps": 1},
    "random": {"version": 3, "gauss": None},
}
WRONG_RUNS = [
    ({}, {"optimizer": []}),
    ({}, {"optimizer": {"kind": "SGD"}}),
    ({}, {"optimizer": RUN["optimizer"] | {"options": OPTIONS | {"lr": -1}}}),
    ({}, {"optimizer": RUN["optimizer"] | {"options": OPTIONS | {"__class__": 1}}}),
    ({}, {"optimizer": RUN["optimizer"] | {"steps": 10**400}, "random": None}),
    ({}, {"random": None}),
    ({}, {"random": {"version": 3}}),
    ({}, {"random": {"version": 7, "gauss": None}}),
    ({}, {"random": {"version": 3, "gauss": "1"}}),
    ({"random.words": [1, 2, 3]}, {}),
    ({"random.words": [0.5] * 625}, {}),
    ({"random.words": [-1] * 625}, {}),
    ({"random.words": [10**9] * 625}, {}),
    ({"optimizer.momentum_buffer": [1.0] * 2}, {}),
    ({"optimizer.momentum_buffer": 1.0}, {}),
    ({"optimizer.other": [1.0] * 3}, {}),
    ({"model.b": [1.0]}, {}),
    ({"model.b": [[[]]]}, {}),
    ({"model.extra": 1.0}, {}),
]


def test_the_run_that_these_are_made_from_is_good(directory):
    path = directory / "made.safetensors"
    path.write_bytes(encode(GOOD, NOTES | {"training": RUN}))
    model = Neuron(2)
    before = random.getstate()
    load_checkpoint(path, model, SGD(model.parameters()))
    random.setstate(before)
    assert model.state_dict() == {"w.0": 1.0, "w.1": 1.0, "b": 1.0}


@pytest.mark.parametrize(("arrays", "notes"), WRONG_RUNS)
def test_a_run_that_makes_no_sense_is_refused(refused, arrays, notes):
    refused(encode(GOOD | arrays, NOTES | {"training": RUN | notes}))


def test_a_number_of_json_beyond_all_doubles_becomes_no_state_of_random(refused):
    notes = NOTES | {"training": RUN | {"random": {"version": 3, "gauss": 1e300}}}
    content = encode(GOOD, notes).replace(b"1e+300", b"1e+999")
    (digest,) = re.findall(rb'"sha256":"([0-9a-f]{64})"', content)
    right = hashlib.sha256(content.replace(digest, BLANK)).hexdigest().encode()
    refused(content.replace(digest, right), "the state of random is inf")


def test_the_checksum_is_that_of_the_file_with_zeros_in_its_place(directory):
    content = content_of_checkpoint(directory)
    (digest,) = re.findall(rb'"sha256":"([0-9a-f]{64})"', content)
    assert hashlib.sha256(content.replace(digest, b"0" * 64)).hexdigest().encode() == digest


@pytest.mark.parametrize("text", ["", "{", '{"a":1,"a":2}', "[Infinity]", "[" * 10**6, b"\xff"])
def test_json_that_can_be_read_in_two_ways_is_not_read(text):
    with pytest.raises(ValueError):
        parse(text)


def test_json_that_has_one_meaning_is_read():
    assert parse(b'{"a": [1, 2.5, null, true, "\\u00e9"]}') == {"a": [1, 2.5, None, True, "\u00e9"]}
