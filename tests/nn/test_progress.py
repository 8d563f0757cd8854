"""The bar is for people at a terminal; everybody else is left in peace."""

import io
import sys

import pytest

from micrograd_nn import SGD, fit, max_margin
from micrograd_nn.progress import progress_bar


class Screen(io.StringIO):
    """A standard error that is, or is not, a terminal."""

    def __init__(self, terminal):
        super().__init__()
        self.terminal = terminal

    def isatty(self):
        return self.terminal


@pytest.fixture
def run(model, data, monkeypatch):
    def run(terminal, **options):
        screen = Screen(terminal)
        monkeypatch.setattr(sys, "stderr", screen)
        fit(model, *data, loss=max_margin, optimizer=SGD(model.parameters()), steps=3, **options)
        return screen.getvalue()

    return run


def test_a_terminal_shows_progress_loss_and_accuracy(run):
    shown = run(terminal=True)
    assert "3/3" in shown
    assert "loss " in shown
    assert "accuracy " in shown


def test_it_is_quiet_where_there_is_no_terminal(run):
    assert run(terminal=False) == ""


def test_it_is_quiet_when_told(run):
    assert run(terminal=True, progress=False) == ""


def test_it_shows_when_told(run):
    assert "3/3" in run(terminal=False, progress=True)


def test_it_is_quiet_without_a_standard_error(monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)
    assert list(progress_bar(range(3), None)) == [0, 1, 2]


def test_a_resumed_run_counts_from_where_it_was(monkeypatch):
    screen = Screen(terminal=True)
    monkeypatch.setattr(sys, "stderr", screen)
    assert list(progress_bar(range(7, 10), None)) == [7, 8, 9]
    assert "7/10" in screen.getvalue()
    assert "10/10" in screen.getvalue()


def test_without_tqdm_a_terminal_sees_nothing_and_who_asks_is_told_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    monkeypatch.setattr(sys, "stderr", Screen(terminal=True))
    assert list(progress_bar(range(3), None)) == [0, 1, 2]
    with pytest.raises(ModuleNotFoundError, match=r'pip install "micrograd-plugins\[nn\]"'):
        progress_bar(range(3), True)
