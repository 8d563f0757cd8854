"""A pytest plugin that keeps how long each test took."""

import json
import os
from collections import defaultdict
from pathlib import Path

import pytest

seconds: dict[str, float] = defaultdict(float)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add up set-up, call and tear-down."""
    seconds[report.nodeid] += report.duration


def pytest_sessionfinish(exitstatus: int) -> None:
    """Write the file that MUTATION_SECONDS names, if all is well."""
    if exitstatus == 0:
        Path(os.environ["MUTATION_SECONDS"]).write_text(json.dumps(seconds))
