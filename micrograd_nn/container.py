"""The file format of checkpoints: safetensors, JSON metadata, a checksum over every byte."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any, BinaryIO

from micrograd_core.saving.strict_json import parse
from micrograd_nn.errors import CheckpointError
from micrograd_nn.extras import optional

# The header is itself JSON; longer ones safetensors refuses as well.
LONGEST_HEADER = 100_000_000
BLANK = b"0" * 64
SEAL = re.compile(rb'"sha256":"([0-9a-f]{64})"')
DTYPES = {"F64", "I64"}

Arrays = dict[str, Any]


def encode(arrays: Mapping[str, Any], metadata: Mapping[str, Any]) -> bytes:
    """Return the bytes of a file that holds `arrays`, numbers or lists of them, and `metadata`.

    The checksum is the SHA-256 of these bytes with 64 zeros in the checksum's place.
    """
    text = json.dumps(metadata, allow_nan=False, sort_keys=True)
    header = {"micrograd": text, "sha256": BLANK.decode()}
    asarray = optional("numpy").asarray
    tensors = {name: asarray(numbers) for name, numbers in arrays.items()}
    content: bytes = optional("safetensors.numpy").save(tensors, header)
    digest = hashlib.sha256(content).hexdigest().encode()
    return content.replace(b'"sha256":"' + BLANK, b'"sha256":"' + digest, 1)


def decode(file: BinaryIO) -> tuple[Arrays, dict[str, Any]]:
    """Return the arrays and the metadata of an open file; CheckpointError if it is not ours whole.

    A file that is none is refused by its first bytes, however long it is.
    """
    start = file.read(8)
    header = _header(file, int.from_bytes(start, "little"))
    seal = SEAL.search(header)
    if seal is None:
        raise CheckpointError("it is no checkpoint of micrograd: it bears no checksum")
    rest = file.read()
    blank = header[: seal.start(1)] + BLANK + header[seal.end(1) :]
    if hashlib.sha256(start + blank + rest).hexdigest().encode() != seal[1]:
        raise CheckpointError("it is damaged: its checksum does not match its content")
    try:
        metadata = _metadata(parse(header))
        tensors = optional("safetensors.numpy").load(start + header + rest)
    except (TypeError, ValueError, optional("safetensors").SafetensorError) as error:
        raise CheckpointError(f"it is no checkpoint of micrograd: {error}") from error
    return {name: tensor.tolist() for name, tensor in tensors.items()}, metadata


def _header(file: BinaryIO, length: int) -> bytes:
    header = file.read(length) if length <= LONGEST_HEADER else b""
    if not header.startswith(b"{") or len(header) < length:
        raise CheckpointError("it is no checkpoint of micrograd, or was cut short")
    return header


def _metadata(header: Any) -> dict[str, Any]:
    notes = header.pop("__metadata__", None)
    if not isinstance(notes, dict) or not isinstance(notes.get("micrograd"), str):
        raise TypeError("its header says nothing of micrograd")
    for name, tensor in header.items():
        if not isinstance(tensor, dict) or tensor.get("dtype") not in DTYPES:
            raise ValueError(f"{name!r} is no array of numbers")
    metadata = parse(notes["micrograd"])
    if not isinstance(metadata, dict):
        raise TypeError(f"its metadata is {metadata!r}")
    return metadata
