"""10,000 files made from a good checkpoint by accident or intent: refused soon, nothing run."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

# A process of its own, in which every event that could be the execution of something is noticed.
# A third of the files have a checksum that is right, as an attacker's would.
PROGRAM = """
import hashlib, json, random, re, struct, sys, time
from pathlib import Path
from micrograd_nn import Adam, CheckpointError, Neuron, load_checkpoint, save_checkpoint

EXECUTION = ("exec", "compile", "import", "marshal.", "pickle.", "os.system", "os.exec", "os.spawn",
             "os.posix_spawn", "subprocess.", "ctypes.", "code.", "socket.", "os.fork")
ALTERED, CUT, SEALED = 3_400, 3_300, 3_300
path, chance = Path(sys.argv[1]) / "run", random.Random(1)

def fresh(seed):
    random.seed(seed)
    model = Neuron(2)
    return model, Adam(model.parameters())

def state(model, optimizer):
    return repr((model.state_dict(), optimizer.state_dict(), random.getstate()))

def altered(content):
    content = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 5, 40])):
        start = chance.randrange(len(content))
        kind = chance.randrange(6)
        if kind == 0:
            content[start] ^= 1 << chance.randrange(8)
        elif kind == 1:
            content[start : start + chance.randrange(50)] = chance.randbytes(chance.randrange(50))
        elif kind == 2:
            del content[start : start + chance.randrange(1, 100)]
        elif kind == 3:
            content[start:start] = content[chance.randrange(len(content)) :][: chance.randrange(99)]
        elif kind == 4:
            content[start] = chance.choice(b'{}[]",:0123456789eE.-+nulltrueNaN\\\\\\0\\xff')
        else:
            length = chance.choice([0, 1, 2**20, 10**9, 2**63, 2**64 - 1])
            content[:8] = length.to_bytes(8, "little")
        content = content or bytearray(1)
    return bytes(content)

def header_altered(content):
    # Only the header, where there is something to be read in another way.
    end = 8 + int.from_bytes(content[:8], "little")
    header = altered(content[8:end])
    return len(header).to_bytes(8, "little") + header + content[end:]

def sealed(content):
    found = re.search(rb'"sha256":"([0-9a-f]{64})"', content)
    if found is None:
        return content
    blank = content[: found.start(1)] + b"0" * 64 + content[found.end(1) :]
    digest = hashlib.sha256(blank).hexdigest().encode()
    return blank[: found.start(1)] + digest + blank[found.end(1) :]

def files(good):
    for _ in range(ALTERED):
        yield "altered", altered(good)
    for _ in range(CUT):
        yield "cut", good[: chance.randrange(len(good))]
    for _ in range(SEALED):
        yield "sealed", sealed(chance.choice([altered, header_altered])(good))

def is_what_it_says(content, step, model):
    # Read again by other means: json and struct.
    end = 8 + int.from_bytes(content[:8], "little")
    header = json.loads(content[8:end])
    said = {}
    for name in ("w.0", "w.1", "b"):
        start, stop = header["model." + name]["data_offsets"]
        kind = {"F64": "d", "I64": "q"}[header["model." + name]["dtype"]]
        (said[name],) = struct.unpack(kind, content[end + start : end + stop])
    notes = json.loads(header["__metadata__"]["micrograd"])
    return repr({**model.state_dict()}) == repr(said) and step == notes["step"]

def watch(event, arguments):
    if watched and event.startswith(EXECUTION):
        events.append((event, repr(arguments)[:200]))

model, optimizer = fresh(5)
save_checkpoint(path, model, optimizer, step=4)
good = path.read_bytes()
load_checkpoint(path, *fresh(6))  # whatever is imported for it is imported now
events, slowest, refused, accepted, equal = [], 0.0, {}, {}, 0
watched = True
sys.addaudithook(watch)
exec("1 + 1")
assert {name for name, _ in events} == {"compile", "exec"}, "the watch sees nothing"
watched = False
events.clear()
for kind, content in files(good):
    path.write_bytes(content)
    model, optimizer = fresh(6)
    before = state(model, optimizer)
    start = time.perf_counter()
    watched = True
    try:
        step = load_checkpoint(path, model, optimizer)
    except CheckpointError as error:
        watched = False
        assert str(path) in str(error), error
        assert state(model, optimizer) == before, (kind, error)
        refused[kind] = refused.get(kind, 0) + 1
    else:
        watched = False
        equal += content == good
        if content != good:
            assert is_what_it_says(content, step, model), content
            accepted[kind] = accepted.get(kind, 0) + 1
    slowest = max(slowest, time.perf_counter() - start)
print(json.dumps([slowest, events, equal, refused, accepted]))
"""


@pytest.mark.slow
def test_ten_thousand_altered_cut_and_forged_files_are_refused_and_change_nothing(
    tmp_path: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)],
        capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    slowest, events, equal, refused, accepted = json.loads(done.stdout)
    assert slowest < 1.0
    assert events == []
    assert equal + sum(refused.values()) + sum(accepted.values()) == 10_000
    # Who can compute the checksum can write a good file with other numbers in it, and no more.
    assert accepted.keys() == {"sealed"}
    assert refused["cut"] == 3_300
    assert min(refused["altered"], refused["sealed"]) > 3_000
    assert equal < 100
