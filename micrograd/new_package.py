"""The files of a new distribution that brings one operator, to start from."""

from string import Template

PYPROJECT = """\
[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"

[project]
name = "$distribution"
version = "1.0.0"
description = "$what"
readme = "README.md"
license = "MIT"
requires-python = ">=3.11"
dependencies = ["micrograd-plugins"]

[project.optional-dependencies]
test = ["pytest>=8.2"]

# What makes it a plugin: its module is found under this group, and active once installed.
[project.entry-points."micrograd.plugins"]
$name = "$module"

# What it would bring, readable without importing it: errors name the plugin that has an operator.
[project.entry-points."micrograd.operators"]
$name = "$module:$row"

[tool.hatch.build.targets.wheel]
only-include = ["$module.py"]
"""

MODULE = '''\
"""$what"""

import math

from micrograd_core import Op, hookimpl

$row = Op("$name", math.tanh, lambda out, x: (1 - out**2,)$replaces)


@hookimpl
def micrograd_register_ops() -> list[Op]:
    """Bring $name."""
    return [$row]
'''

TEST = '''\
"""Once the distribution is installed, every Value has the operator, and its calculus is right."""

import math

from $module import $row

import micrograd as mg
from micrograd_core.testing import assert_op


def test_every_value_has_the_operator() -> None:
    """``Value.$name`` is the row of this distribution."""
    assert mg.operator("$name") is $row
    assert mg.Value(0.5).$name().data == math.tanh(0.5)


def test_the_row_has_every_property_of_an_operator() -> None:
    """Derivatives to third order, edge values, purity and more; see ``micrograd check $name``."""
    assert_op($row)


def test_third_derivative() -> None:
    """The row is differentiable to any order, being written in other operators."""
    third = mg.grad(mg.grad(mg.grad(lambda x: x.$name())))
    y = math.tanh(0.5)
    assert math.isclose(third(0.5), (1 - y * y) * (6 * y * y - 2))
'''

README = """\
# $distribution

$intro

    pip install $folder

From then on every `Value` has a `$name`:

```python
import micrograd as mg

x = mg.Value(0.5)
y = x.$name()
y.backward()
print(x.grad)  # 0.7864477329659274, which is 1 - tanh(0.5)**2
print(mg.grad(mg.grad(lambda x: x.$name()))(0.5))  # -0.7268619813835873
```

`micrograd plugins` lists it, `micrograd ops` shows the operator with this distribution's name, and
`micrograd check $name` holds it to every property of an operator: derivatives to third order,
edges, purity and more.

$note

The test runs with `pip install "$folder[test]"`, then `pytest`. The properties run
as tests of their own, one each, with no line written for them:

    pytest --micrograd-ops=$distribution
"""

# What a new package says where the example says something of its own.
WORDS = {
    "what": "The operator $name, for micrograd.",
    "replaces": "",
    "intro": "An operator for `micrograd-plugins`.",
    "folder": ".",
    "note": "The rules in `$module.py` are those of the hyperbolic tangent, to start from.\n"
    "Put your own in their place, and in the test and on this page the numbers that you know.",
}


def distribution_of(name: str) -> str:
    """Return the name of the distribution that brings the operator called `name`."""
    return f"micrograd-{name.replace('_', '-')}"


def module_of(name: str) -> str:
    """Return the name of the module that brings the operator called `name`."""
    return f"micrograd_{name}"


def package(name: str, **words: str) -> dict[str, str]:
    """Return the files of a package for the operator called `name`: their names and texts.

    words: what it says in the place of one of WORDS.
    """
    module = module_of(name)
    told = {"name": name, "module": module, "row": name.upper()}
    told["distribution"] = distribution_of(name)
    told |= {key: Template(text).substitute(told) for key, text in (WORDS | words).items()}
    texts = {
        "pyproject.toml": PYPROJECT,
        "README.md": README,
        f"{module}.py": MODULE,
        f"test_{module}.py": TEST,
    }
    return {file: Template(text).substitute(told) for file, text in texts.items()}
