"""One story from end to end, through every room: what a reader, an author, a practitioner do."""

import importlib.util
import math
import pickle
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

import micrograd as mg

EXAMPLE = Path(__file__).parents[2] / "examples" / "micrograd-tanh" / "micrograd_tanh.py"


@pytest.fixture
def tanh() -> Iterator[ModuleType]:
    """Bring in the example's plugin as if it were installed."""
    spec = importlib.util.spec_from_file_location("micrograd_tanh", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    mg.register(module, "tanh")
    yield module
    mg.unregister("tanh")


def test_install_tanh_enable_viz_trace_and_train(
    tanh: ModuleType, enabled: Callable[[str], None], tmp_path: Path
) -> None:
    # The author's operator is on every Value, differentiable to any order.
    assert mg.grad(mg.grad(lambda x: x.tanh()))(0.5) == pytest.approx(
        -2 * math.tanh(0.5) * (1 - math.tanh(0.5) ** 2), rel=1e-14
    )

    class Squashed(mg.Module):
        """A neuron with the author's operator on it."""

        def __init__(self) -> None:
            self.neuron = mg.Neuron(2, nonlin=False)

        def __call__(self, x: list[float]) -> mg.Value:
            return self.neuron(x).tanh()

    # The reader watches a graph being born, and draws it with the lines that made it.
    enabled("viz")
    random.seed(1337)
    model = Squashed()
    with mg.tracing() as trace:
        out = model([1.0, -2.0])
    out.backward()
    assert [birth.op.name for birth in trace.births] == ["mul", "add", "mul", "add", "tanh"]
    birth = trace.birth_of(out)
    assert birth is not None
    assert birth.source == "return self.neuron(x).tanh()"
    source = mg.draw_dot(out, trace=trace).source
    assert "tanh" in source
    assert "return self.neuron(x).tanh()" in source
    assert "image/svg+xml" in (out._repr_mimebundle_() or {})

    # The practitioner trains it, keeps it, and takes it up again to the bit.
    X, y = [[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0]], [1.0, 1.0, -1.0, -1.0]
    optimizer = mg.Adam(model.parameters(), lr=0.1)
    history = mg.fit(model, X, y, loss=mg.max_margin, optimizer=optimizer, steps=20)
    assert history[-1].loss < history[0].loss
    assert history[-1].accuracy == 1.0
    mg.save_checkpoint(tmp_path / "model.safetensors", model)
    twin = Squashed()
    mg.load_checkpoint(tmp_path / "model.safetensors", twin)
    assert twin.state_dict() == model.state_dict()
    assert pickle.loads(pickle.dumps(twin([0.3, 0.4]))).data == model([0.3, 0.4]).data


def test_when_the_operator_is_gone_its_graphs_go_on_and_the_error_says_who_has_one(
    tanh: ModuleType,
) -> None:
    x = mg.Value(0.5)
    y = x.tanh()
    mg.disable("tanh")
    try:
        y.backward()
        assert x.grad == 1 - math.tanh(0.5) ** 2
        with pytest.raises(mg.UnknownOperatorError, match="tanh"):
            x.tanh()
    finally:
        mg.enable("tanh")
