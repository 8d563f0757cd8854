"""Wheels of this project and of the example, and fresh environments to install them in."""

import subprocess
import sys
import venv
from collections.abc import Callable, Iterable
from importlib.metadata import PackagePath, distribution
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "micrograd-tanh"
# Fetched from here and not from an index: the tests run without a network.
INSTALLED_HERE = ("pluggy", "graphviz", "graphviz-pure", "pytest", "iniconfig", "packaging")
MADE_BY_PIP = {"RECORD", "INSTALLER", "REQUESTED", "direct_url.json"}


class Environment(NamedTuple):
    """A virtual environment."""

    folder: Path

    @property
    def scripts(self) -> Path:
        """The folder of its programs."""
        return self.folder / ("Scripts" if sys.platform == "win32" else "bin")

    def run(self, program: str, *arguments: str) -> str:
        """Run one of its programs, away from this repository; return what it wrote."""
        done = subprocess.run(
            [str(self.scripts / program), *arguments],
            cwd=self.folder,
            env={"PATH": str(self.scripts), "PYTHONWARNINGS": "error"},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="session")
def wheelhouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with everything that is installed in the tests."""
    folder = tmp_path_factory.mktemp("wheelhouse")
    for project in ROOT, EXAMPLE:
        build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder)]
        run_quietly([*build, str(project)])
    for name in (*INSTALLED_HERE, "pygments"):
        repack(name, folder)
    return folder


@pytest.fixture(scope="session")
def environment(
    wheelhouse: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Environment]:
    """Make a fresh environment with the named distributions in it, and what they depend on."""

    def make(*requirements: str) -> Environment:
        made = Environment(tmp_path_factory.mktemp("environment"))
        venv.create(made.folder, symlinks=sys.platform != "win32")
        pip = [sys.executable, "-m", "pip", "--python", str(made.scripts / "python"), "install"]
        run_quietly([*pip, "--no-index", "--find-links", str(wheelhouse), *requirements])
        return made

    return make


def run_quietly(command: list[str]) -> None:
    """Run a command; show what it wrote only if it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def repack(name: str, folder: Path) -> None:
    """Write the wheel of a distribution that is installed here."""
    found: Any = distribution(name)
    files = [file for file in found.files if file.suffix != ".pyc" and file.name not in MADE_BY_PIP]
    (metadata,) = {file.parts[0] for file in files if file.parts[0].endswith(".dist-info")}
    stem = metadata.removesuffix(".dist-info")
    with ZipFile(folder / f"{stem}-{tag(found.read_text('WHEEL'))}.whl", "w") as wheel:
        names = dict(packed(files, stem, {script.name for script in found.entry_points}))
        for inside, file in names.items():
            wheel.write(file.locate(), inside)
        wheel.writestr(f"{metadata}/RECORD", "".join(f"{inside},,\n" for inside in names))


def tag(metadata: str) -> str:
    """Return the tags of a wheel as its file name has them: those of each kind joined by dots."""
    lines = [line for line in metadata.splitlines() if line.startswith("Tag: ")]
    kinds = zip(*(line.removeprefix("Tag: ").split("-") for line in lines), strict=True)
    return "-".join(".".join(dict.fromkeys(kind)) for kind in kinds)


def packed(
    files: Iterable[PackagePath], stem: str, made_scripts: set[str]
) -> Iterable[tuple[str, PackagePath]]:
    """Yield each file's place in a wheel; scripts that an installer makes are left out."""
    for file in files:
        if ".." not in file.parts:
            yield file.as_posix(), file
        elif file.stem not in made_scripts and file.parts[-2] in {"bin", "Scripts"}:
            yield f"{stem}.data/scripts/{file.name}", file
