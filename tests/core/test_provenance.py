"""Each operator knows plugin, distribution and version; what needs it again says so."""

import copy
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from micrograd_core import (
    DuplicateOperatorError,
    GraphFileError,
    Op,
    OperatorError,
    PluginError,
    PluginWarning,
    Registry,
    Source,
    UnknownOperatorError,
    Value,
    hookimpl,
    load_graph,
    save_graph,
    using,
)
from micrograd_core.active import INSTALLED
from micrograd_core.failure import described
from micrograd_core.op import ALIAS
from micrograd_core.plugins.discovery import Plugin
from micrograd_core.saving import provenance
from micrograd_core.saving.provenance import find, source_of
from micrograd_core.source import CORE


class Bringing:
    """A plugin of some rows."""

    def __init__(self, *rows: Any) -> None:
        self.rows = rows

    @hookimpl
    def micrograd_register_ops(self) -> tuple[Op, ...]:
        return self.rows


def half(**more: Any) -> Op:
    return Op("half", lambda x: x / 2, lambda out, x: (0.5,), **more)


def shipped(row: Op, version: str = "1.0", *, name: str = "half", dist: str = "") -> Plugin:
    source = Source(name, dist or f"micrograd-{name}", version)
    return Plugin(source, lambda: Bringing(row), optional=True)


@pytest.fixture
def saved(host: Any, tmp_path: Path) -> Iterator[tuple[Path, bytes]]:
    """A saved graph and a pickle that need ``half`` of micrograd-half 1.0."""
    made = host(shipped(half()))
    made.enable("half")
    path = tmp_path / "graph.json"
    with using(made.registry):
        y = Value(3.0).half()
        save_graph(path, y)
        pickled = pickle.dumps(y)
    return path, pickled


def test_a_row_of_no_plugin_is_of_this_program() -> None:
    assert half().source == Source("", "this program", "")
    assert repr(half()) == "<operator half (this program)>"


def test_a_row_knows_the_plugin_that_brings_it_and_goes_on_knowing(host: Any) -> None:
    row = half()
    made = host(shipped(row))
    made.registry.fill()
    assert row.source.plugin == ""
    made.enable("half")
    for _ in range(2):
        assert row.source == Source("half", "micrograd-half", "1.0")
        assert repr(row) == "<operator half (plugin 'half' of micrograd-half 1.0)>"
        assert described(row) == "operator 'half' (plugin 'half' of micrograd-half 1.0)"
        assert copy.deepcopy(row).source is row.source
        made.disable("half")


def test_a_registered_row_is_of_its_plugin_and_this_program(host: Any) -> None:
    row = half()
    host().register(Bringing(row), "mine")
    assert str(row.source) == "plugin 'mine' of this program"


def test_a_row_that_several_bring_is_the_one_s_that_is_active(host: Any) -> None:
    row = half()
    made = host(shipped(row))
    made.enable("half")
    with pytest.raises(DuplicateOperatorError):
        made.register(Bringing(row), "mine")
    assert row.source.plugin == "half"
    made.disable("half")
    made.register(Bringing(row), "mine")
    assert row.source.plugin == "mine"


@pytest.mark.parametrize("order", [1, -1])
def test_a_row_that_two_bring_is_the_one_s_whose_claim_counts(host: Any, order: int) -> None:
    row = half(replaces="other")
    plugins = [shipped(row), shipped(row, name="other")]
    for plugin in plugins:
        plugin.optional = False
    host(*plugins[::order]).registry.fill()
    assert row.source.plugin == "half"


def test_an_activation_that_fails_leaves_the_source(host: Any) -> None:
    row = half()
    with pytest.raises(PluginError):
        host().register(Bringing(row, 3), "mine")
    assert row.source.distribution == "this program"


def test_errors_name_the_source_when_the_plugin_is_out_of_use(host: Any) -> None:
    row = Op("bad", lambda x: x, lambda out, x: (1.0, 1.0))
    made = host(shipped(row))
    made.enable("half")
    with using(made.registry):
        y = Value(1.0).bad()
        made.disable("half")
        with pytest.raises(OperatorError, match=r"'bad' \(plugin 'half' of micrograd-half 1\.0"):
            y.backward()


def test_the_same_operator_comes_back(host: Any, saved: tuple[Path, bytes]) -> None:
    path, pickled = saved
    made = host(shipped(half()))
    made.enable("half")
    with using(made.registry):
        for y in (load_graph(path)[0], pickle.loads(pickled)):
            assert y.op is made.registry["half"]
            y.backward()


@pytest.mark.parametrize("name", ["Micrograd_Half", "micrograd.half", "micrograd-half"])
def test_a_distribution_is_known_by_any_of_its_spellings(
    host: Any, saved: tuple[Path, bytes], name: str
) -> None:
    made = host(shipped(half(), dist=name))
    made.enable("half")
    with using(made.registry):
        assert load_graph(saved[0])[0].data == 1.5


def refused(saved: tuple[Path, bytes], message: str) -> None:
    """Check that neither the file nor the pickle is loaded, for the same reason."""
    path, pickled = saved
    wanted = r"operator 'half' \(plugin 'half' of micrograd-half 1\.0\) is not here"
    with pytest.raises(GraphFileError, match=f"{path.name}.*{wanted}.*{message}"):
        load_graph(path)
    with pytest.raises(GraphFileError, match=f"{wanted}.*{message}"):
        load_graph(path, versions="warn")
    with pytest.raises(UnknownOperatorError, match=f"{wanted}.*{message}") as caught:
        pickle.loads(pickled)
    assert caught.value.name == "half"


def test_where_it_is_not_installed_the_error_says_how_to_install_it(
    host: Any, saved: tuple[Path, bytes]
) -> None:
    with using(host().registry):
        refused(saved, 'pip install "micrograd-half==1.0"')


def test_where_it_is_not_enabled_the_error_says_how_to_enable_it(
    host: Any, saved: tuple[Path, bytes]
) -> None:
    with using(host(shipped(half())).registry):
        refused(saved, r"not enabled: call micrograd\.enable\('half'\)")


def test_where_it_is_blocked_or_was_set_aside_the_error_says_why(
    host: Any, saved: tuple[Path, bytes]
) -> None:
    with using(host(shipped(half()), MICROGRAD_DISABLE="half").registry):
        refused(saved, "blocked: MICROGRAD_DISABLE names it")
    failing = Plugin(Source("half", "micrograd-half", "1.0"), lambda: 1 / 0)
    with pytest.warns(PluginWarning):
        made = host(failing)
        made.registry.fill()
    with using(made.registry):
        refused(saved, "set aside: ZeroDivisionError")


def test_where_two_claim_it_the_error_names_both(host: Any, saved: tuple[Path, bytes]) -> None:
    plugins = [shipped(half()), shipped(half(), name="other")]
    for plugin in plugins:
        plugin.optional = False
    made = host(*plugins)
    with pytest.warns(PluginWarning):
        made.registry.fill()
    with using(made.registry):
        refused(saved, "claimed by plugin 'half' .* and plugin 'other'")


def test_another_distribution_s_operator_is_refused(host: Any, saved: tuple[Path, bytes]) -> None:
    made = host(shipped(half(), dist="other-half"))
    made.enable("half")
    with using(made.registry):
        refused(saved, r"but one of plugin 'half' of other-half 1\.0: pip install")
    with using(Registry([half()])):
        refused(saved, "but one of this program: pip install")


def test_a_row_of_the_program_is_told_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "graph.json"
    save_graph(path, half()(Value(3.0)))
    with pytest.raises(GraphFileError, match=r"\(this program\) is not here: bring the row"):
        load_graph(path)
    with using(Registry([half()])):
        assert load_graph(path)[0].data == 1.5


def test_a_registered_plugin_that_is_gone_is_named(host: Any, tmp_path: Path) -> None:
    made, path = host(), tmp_path / "graph.json"
    made.register(Bringing(half()), "mine")
    with using(made.registry):
        save_graph(path, Value(3.0).half())
        made.unregister("mine")
        with pytest.raises(GraphFileError, match="register the plugin 'mine' that the program had"):
            load_graph(path)


def test_another_version_is_an_error_for_a_graph_or_a_warning_on_request(
    host: Any, saved: tuple[Path, bytes]
) -> None:
    path, _ = saved
    made = host(shipped(half(), "2.0"))
    made.enable("half")
    text = r"micrograd-half 1\.0\) is here in version 2\.0.*pip install \"micrograd-half==1\.0\""
    with using(made.registry):
        with pytest.raises(GraphFileError, match=text):
            load_graph(path)
        with pytest.warns(PluginWarning, match=text):
            (y,) = load_graph(path, versions="warn")
        assert y.op is made.registry["half"]


@pytest.mark.parametrize("rows", [[], [half()]], ids=["none", "another's"])
def test_a_missing_operator_is_a_warning_on_request_and_refuses_to_differentiate(
    saved: tuple[Path, bytes], tmp_path: Path, rows: list[Op]
) -> None:
    """The graph can be read and saved again, and what it needs is still named."""
    path, again = saved[0], tmp_path / "again.json"
    text = r"'half' \(plugin 'half' of micrograd-half 1\.0\) is not here.*\"micrograd-half==1\.0\""
    with using(Registry(rows)):
        with pytest.warns(PluginWarning, match=text) as caught:
            (y,) = load_graph(path, missing="warn")
        assert [warning.filename for warning in caught] == [__file__]
        assert (y.data, y._op, y.operands[0].data) == (1.5, "half", 3.0)
        with pytest.raises(OperatorError, match=text):
            y.backward()
        assert (y.grad, y.operands[0].grad) == (0.0, 0.0)
        with pytest.raises(OperatorError, match=rf"{text}, for \(2\.0\)\nthe operation"):
            Value.__apply_op__(y._row, 2.0)
        save_graph(again, y)
        assert again.read_bytes() == path.read_bytes()
        with pytest.raises(GraphFileError, match=text):
            load_graph(path, versions="warn")


def test_another_version_is_no_missing_operator(host: Any, saved: tuple[Path, bytes]) -> None:
    made = host(shipped(half(), "2.0"))
    made.enable("half")
    with using(made.registry), pytest.raises(GraphFileError, match=r"is here in version 2\.0"):
        load_graph(saved[0], missing="warn")


def test_another_version_is_a_warning_for_a_pickle(host: Any, saved: tuple[Path, bytes]) -> None:
    made = host(shipped(half(), "2.0"))
    made.enable("half")
    with using(made.registry), pytest.warns(PluginWarning, match=r"in version 2\.0") as caught:
        assert pickle.loads(saved[1]).op is made.registry["half"]
    assert [warning.filename for warning in caught] == [__file__]


def test_the_row_that_is_in_no_registry_is_itself_again() -> None:
    assert pickle.loads(pickle.dumps(ALIAS)) is ALIAS
    assert described(ALIAS) == "operator 'alias' (the core)"


def test_loading_imports_nothing_that_is_named(tmp_path: Path, saved: tuple[Path, bytes]) -> None:
    """Not the plugin, nor a module of the distribution's name, though it could be imported."""
    path, pickled = saved
    for name in ("half", "micrograd_half"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('imported')")
    program = f"""
import pickle, sys
import micrograd_core as core
for load in (lambda: core.load_graph({str(path)!r}), lambda: pickle.loads({pickled!r})):
    try:
        load()
    except core.MicrogradError as error:
        assert "pip install" in str(error)
    else:
        raise AssertionError
assert not {{"half", "micrograd_half"}} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", program], check=True, cwd=tmp_path)


def test_a_shipped_row_is_known_where_nothing_was_activated_yet(tmp_path: Path) -> None:
    """A registry made of rows says what brings them, once somebody has to know."""
    program = """
from micrograd_core import Registry, Value, load_graph, save_graph, using
from micrograd_ops import MUL
with using(Registry([MUL])):
    save_graph("g.json", Value(2.0) * 3)
print(load_graph("g.json")[0].op.source)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, cwd=tmp_path, capture_output=True, text=True
    )
    assert done.stdout.startswith("plugin 'ops' of micrograd-plugins ")


@pytest.mark.parametrize(
    ("name", "source"),
    [("alias", Source("half", "micrograd-half", "1.0")), ("half", CORE)],
)
def test_the_row_that_is_in_no_registry_is_no_other_s(name: str, source: Source) -> None:
    with using(Registry()), pytest.raises(UnknownOperatorError, match="is not here"):
        find(name, source)


def test_a_plugin_of_the_same_name_from_elsewhere_is_not_the_way_out(host: Any) -> None:
    with (
        using(host(shipped(half())).registry),
        pytest.raises(UnknownOperatorError, match=r'pip install "micrograd-other==2\.0"'),
    ):
        find("half", Source("half", "micrograd-other", "2.0"))


def test_where_the_registry_in_use_lacks_what_is_active_it_says_so() -> None:
    INSTALLED.fill()
    ours = INSTALLED.host.find("ops").source
    with using(Registry()):
        with pytest.raises(UnknownOperatorError, match="the registry in use has not; give it the"):
            find("mul", ours)
        with pytest.raises(UnknownOperatorError, match='pip install "micrograd-plugins=='):
            find("half", ours)
    with using(INSTALLED), pytest.raises(UnknownOperatorError, match="pip install"):
        find("half", ours)


@pytest.mark.parametrize("source", [Source("p", "some dist", "1.0"), Source("p", "dist", "")])
def test_what_pip_could_not_install_is_not_given_to_pip(source: Source) -> None:
    with using(Registry()), pytest.raises(UnknownOperatorError, match="that brings plugin 'p'"):
        find("half", source)


def test_the_plugins_are_loaded_before_a_row_is_said_to_be_of_this_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    filled: list[bool] = []
    unfilled = SimpleNamespace(fill=lambda: filled.append(True))
    monkeypatch.setattr(provenance, "INSTALLED", unfilled)
    row = half()
    assert (source_of(row), filled) == (row.source, [True])
    assert (source_of(ALIAS), filled) == (CORE, [True])
