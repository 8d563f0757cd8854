"""The README's promises that are no Python: its two commands, and the commands it names."""

import re
import shlex
import subprocess
import sys
import tomllib

import pytest

from .blocks import blocks


@pytest.fixture
def readme(root):
    return root / "README.md"


@pytest.fixture
def extras(root):
    """The extras that the distribution has."""
    with (root / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)["project"]["optional-dependencies"]


@pytest.mark.parametrize("mark", ["main-job", "tests"])
def test_the_readme_has_each_of_its_two_commands_once_on_one_line(readme, extras, mark):
    """Each makes an environment of its own, installs an extra that exists, and runs from there."""
    (block,) = [block for block in blocks(readme) if block.mark == mark]
    assert block.language == "sh"
    (line,) = block.text.strip().splitlines()
    steps = [shlex.split(step) for step in line.split("&&")]
    assert steps[0][:3] == ["python3", "-m", "venv"]
    (environment,) = steps[0][3:]
    assert all(step[0].startswith(f"{environment}/bin/") for step in steps[1:])
    assert re.search(r"\.\[(\w+)\]", line)[1] in extras


def test_the_two_commands_use_two_environments(readme):
    commands = [block.text for block in blocks(readme) if block.mark in {"main-job", "tests"}]
    first, second = (shlex.split(command)[3] for command in commands)
    assert first != second


def test_every_subcommand_that_the_readme_names_exists(readme, root):
    text = readme.read_text(encoding="utf-8")
    named = set(re.findall(r"[`/]micrograd ([a-z-]+)\b", text))
    assert {"demo", "plugins", "ops", "check", "draw", "new-plugin"} <= named
    command = [sys.executable, "-m", "micrograd", "--help"]
    shown = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    assert named <= set(re.findall(r"^ +([\w-]+)(?: |$)", shown, re.MULTILINE))


def test_the_readme_warns_of_the_package_with_the_same_name(readme):
    text = " ".join(readme.read_text(encoding="utf-8").split())
    assert "must not share an environment" in text
    assert "https://pypi.org/project/micrograd/" in text


def test_the_readme_has_a_place_for_measurements(readme):
    assert "<!-- performance -->" in readme.read_text(encoding="utf-8")
