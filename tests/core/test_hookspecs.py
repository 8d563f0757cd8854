"""Every hook is specified, so that pluggy holds implementations to its arguments."""

from typing import Any

import pytest

from micrograd_core.plugins.contents import HOOKS


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_has_its_specification(host: Any, name: str) -> None:
    caller = getattr(host().manager.hook, name)
    assert caller.spec is not None
    assert caller.spec.argnames == ()
