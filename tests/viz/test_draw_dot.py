"""draw_dot() draws what micrograd's draws, in a text that does not change from day to day."""

import os
import pickle
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import graphviz
import pytest

from micrograd_core import Op, Source, Value, hookimpl, tracing, using
from micrograd_core.plugins.discovery import Plugin
from micrograd_core.plugins.host import Host
from micrograd_core.plugins.installed import InstalledRegistry
from micrograd_viz import draw_dot
from micrograd_viz.layout import layout

from .reading import edges_in, nodes_in, tooltips_in


def neuron() -> Value:
    """The 2-D neuron of the seed's notebook, its weights those of random.seed(1337)."""
    w = Value(0.23550571390294128), Value(0.06653114721000164)
    x = Value(1.0), Value(-2.0)
    y = sum((wi * xi for wi, xi in zip(w, x, strict=True)), Value(0.0)).relu()
    y.backward()
    return y


SUM = """digraph {
	graph [rankdir=LR]
	n0 [label="{ a | data 2.0000 | grad -3.0000 }" shape=record]
	n1 [label="{ data -3.0000 | grad 2.0000 }" shape=record]
	n2 [label="{ data -6.0000 | grad 1.0000 }" shape=record]
	n2op [label="*" tooltip="operator &#39;mul&#39; (SOURCE)"]
	n2op -> n2
	n0 -> n2op
	n1 -> n2op
}
""".replace("&#39;", "'")


def test_the_whole_text_of_a_small_graph() -> None:
    y = Value(2.0, label="a") * -3
    y.backward()
    assert y.op is not None
    assert draw_dot(y).source == SUM.replace("SOURCE", str(y.op.source))


def test_the_picture_of_the_neuron_has_data_left_gradient_right_and_the_operation_between() -> None:
    svg = draw_dot(neuron()).pipe()
    nodes = nodes_in(svg)
    assert list(nodes.values()).count(["data 0.1024", "grad 1.0000"]) == 2
    assert sorted(nodes[name] for name in nodes if name.endswith("op")) == [
        ["*"], ["*"], ["+"], ["+"], ["ReLU"]
    ]  # fmt: skip
    for name, texts in nodes.items():
        if not name.endswith("op"):
            data, grad = texts
            assert data.startswith("data ") and grad.startswith("grad ")
        elif name == "n9op":
            assert "n8->n9op" in edges_in(svg) and "n9op->n9" in edges_in(svg)


@pytest.mark.parametrize("rankdir", ["LR", "TB", "RL", "BT"])
def test_data_is_left_of_the_gradient_whichever_way_the_graph_goes(rankdir: str) -> None:
    svg = draw_dot(Value(1.0), rankdir=rankdir).pipe()
    at = {t.text: (t.get("x"), t.get("y")) for t in ET.fromstring(svg).iter() if t.text}
    data, grad = at["data 1.0000"], at["grad 0.0000"]
    assert float(data[0] or 0) < float(grad[0] or 0)
    assert data[1] == grad[1]


def test_x_times_x_is_drawn_with_two_edges() -> None:
    x = Value(3.0)
    assert edges_in(draw_dot(x * x).pipe()).count("n0->n1op") == 2


def test_a_label_stands_in_front() -> None:
    assert nodes_in(draw_dot(Value(1.0, label="bias")).pipe())["n0"][0] == "bias"


def test_several_roots_are_drawn_in_one_picture() -> None:
    x = Value(3.0)
    drawn = nodes_in(draw_dot([x + 1, x**2]).pipe())
    assert drawn.keys() == {"n0", "n1", "n2", "n2op", "n3", "n3op"}


def test_it_is_a_digraph_and_can_be_added_to() -> None:
    drawing = draw_dot(neuron(), format="png", rankdir="TB")
    assert isinstance(drawing, graphviz.Digraph)
    assert (drawing.format, drawing.graph_attr["rankdir"]) == ("png", "TB")
    drawing.node("extra", "more")
    drawing.edge("extra", "n0")
    assert "extra->n0" in edges_in(drawing.pipe(format="svg"))
    assert drawing.pipe().startswith(b"\x89PNG")


def test_a_copy_and_a_pickle_draw_the_same() -> None:
    drawing = draw_dot(neuron(), timeout=7)
    for twin in (drawing.copy(), pickle.loads(pickle.dumps(drawing))):
        assert (twin.source, twin.timeout, type(twin)) == (drawing.source, 7, type(drawing))
        twin.node("extra")
        assert twin.source != drawing.source


def test_the_same_graph_gives_the_same_text_drawn_once_or_twice() -> None:
    x = Value(2.0)
    y = (x * 2 + 1) / 3 - x**2
    assert draw_dot(y).source == draw_dot(y).source


def test_every_process_gives_the_same_text() -> None:
    program = (
        "from micrograd_core import Registry, Value, using\n"
        "from micrograd_ops import micrograd_register_ops\n"
        "from micrograd_viz import draw_dot\n"
        "with using(Registry(micrograd_register_ops())):\n"
        "    a, b = Value(1.0, 'a'), Value(2.0, 'b')\n"
        "    for _ in range(9): a, b = a * b + 1, (a - b).relu()\n"
        "    print(draw_dot([a, b]).source)\n"
    )
    texts = set()
    for seed in ("0", "1", "2"):
        environ = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", program]
        texts.add(subprocess.run(command, env=environ, capture_output=True, check=True).stdout)
    assert len(texts) == 1


def test_a_trace_shows_the_line_that_made_each_value() -> None:
    a = Value(2.0, label="a")
    with tracing() as trace:
        b = a * 3  # the first line
        c = b.relu()
    d = c + 1
    for rankdir in ("LR", "TB"):
        svg = draw_dot(d, rankdir=rankdir, trace=trace).pipe()
        nodes = nodes_in(svg)
        assert nodes["n2"] == ["data 6.0000", "grad 0.0000", "b = a * 3  # the first line"]
        assert nodes["n3"][2:] == ["c = b.relu()"]
        assert nodes["n0"][2:] == ["grad 0.0000"] and nodes["n5"][2:] == []
        line = Path(__file__).read_text().splitlines().index("        c = b.relu()") + 1
        assert f"test_draw_dot.py:{line}: c = b.relu()" in "".join(tooltips_in(svg))


def test_a_tooltip_names_operator_and_source_though_the_plugin_is_out_of_use() -> None:
    class Cubes:
        @hookimpl
        def micrograd_register_ops(self) -> list[Op]:
            return [Op("cube", lambda x: x**3, lambda out, x: (3 * x * x,))]

    registry = InstalledRegistry()
    plugin = Plugin(Source("cubes", "micrograd-cubes", "1.2"), Cubes)
    registry.host = Host(registry, [plugin])
    with using(registry):
        y = Value(2.0).cube()
        for _ in range(2):
            svg = draw_dot(y).pipe()
            assert tooltips_in(svg) == ["operator 'cube' (plugin 'cubes' of micrograd-cubes 1.2)"]
            registry.host.disable("cubes")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (0.0, "0.0000"),
        (-0.5, "-0.5000"),
        (1e-9, "1e-09"),
        (9_999_999, "9999999.0000"),
        (1e300, "1e+300"),
        (float("inf"), "inf"),
        (float("nan"), "nan"),
    ],
)
def test_a_number_is_drawn_with_four_decimals_unless_they_hide_it(data: float, text: str) -> None:
    assert nodes_in(draw_dot(Value(data)).pipe())["n0"][0] == f"data {text}"


def test_a_gradient_that_is_no_number_is_drawn_as_it_is() -> None:
    x = Value(1.0)
    x.grad = None  # type: ignore[assignment]
    assert nodes_in(draw_dot(x).pipe())["n0"] == ["data 1.0000", "grad None"]


@pytest.mark.parametrize(
    ("arguments", "error", "sentence"),
    [
        ({"rankdir": "XY"}, ValueError, "rankdir must be one of LR, TB, RL, BT, not 'XY'"),
        ({"rankdir": None}, ValueError, "not None"),
        ({"format": "docx"}, ValueError, "there is no output format 'docx'; try 'svg'"),
        ({"format": 3}, ValueError, "there is no output format 3"),
        ({"max_nodes": 0}, ValueError, "max_nodes must be 1 at least, not 0"),
        ({"max_nodes": 1.5}, TypeError, "max_nodes must be a whole number, not 1.5"),
        ({"max_nodes": True}, TypeError, "not True"),
        ({"timeout": 0}, ValueError, "timeout must be more than 0 seconds, not 0"),
        ({"timeout": float("nan")}, ValueError, "not nan"),
        ({"timeout": "1"}, TypeError, "timeout must be a number of seconds, not '1'"),
        ({"trace": [1]}, TypeError, "trace must be what `with tracing"),
        ({"modules": 3}, TypeError, r"modules must have named_parameters\(\), and 3 has not"),
    ],
)
def test_a_wrong_argument_is_refused_with_its_value(
    arguments: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        draw_dot(Value(1.0), **arguments)


def test_a_time_limit_that_is_none_is_refused_where_it_is_set() -> None:
    drawing = draw_dot(Value(1.0), timeout=3)
    with pytest.raises(TypeError, match="timeout must be a number of seconds, not 'a'"):
        drawing.timeout = "a"
    with pytest.raises(ValueError, match="timeout must be more than 0 seconds, not -1"):
        drawing.timeout = -1
    assert drawing.timeout == 3


@pytest.mark.parametrize("timeout", [float("inf"), 1e10])
def test_a_time_limit_may_be_beyond_what_a_system_can_wait(timeout: float) -> None:
    assert draw_dot(Value(1.0), timeout=timeout).pipe().startswith(b"<?xml")


@pytest.mark.parametrize("root", [3.0, None, "y", [1]])
def test_a_root_that_is_no_value_is_refused(root: Any) -> None:
    with pytest.raises(TypeError, match="there is no graph behind"):
        draw_dot(root)


@pytest.mark.parametrize("max_nodes", [1, 10, None])
def test_our_own_text_is_the_one_that_graphviz_writes(max_nodes: int | None) -> None:
    root = neuron()
    text = layout(root, max_nodes=max_nodes).source
    assert draw_dot(root, max_nodes=max_nodes).source == text
