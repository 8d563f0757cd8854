"""Every hook is specified, so that pluggy holds implementations to its arguments."""

from types import ModuleType
from typing import Any

import pytest

from micrograd_core import Op, hookimpl
from micrograd_core.plugins.contents import HOOKS


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_has_its_specification(host: Any, name: str) -> None:
    caller = getattr(host().manager.hook, name)
    assert caller.spec is not None
    assert caller.spec.argnames == ()


def test_a_hook_may_take_what_it_can_be_called_without(host: Any) -> None:
    def anything(*rows: Op, more: int = 1, **others: Any) -> list[Op]:
        return [Op("half", lambda x: x / 2, lambda out, x: (0.5,))]

    made, mine = host(), ModuleType("mine")
    mine.micrograd_register_ops = hookimpl(anything)  # type: ignore[attr-defined]
    made.register(mine, "mine")
    assert "half" in made.registry
