"""pytest's door to the conformance kit: ``pytest --micrograd-ops=NAME``; light until then."""

import pytest

OPTION = "--micrograd-ops"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.getgroup("micrograd").addoption(
        OPTION,
        action="append",
        default=[],
        metavar="NAME",
        help="collect a test for each property of the operators of NAME: an operator, a plugin or "
        "a distribution, several with commas, or all",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Add the tests of the operators asked for, before others choose among all tests.

    UsageError: a name that stands for no operator, or none at all.
    """
    given = config.getoption(OPTION)
    if given:
        # Importing the framework here, and only if asked, leaves its coverage to be measured.
        from micrograd_pytest.items import collected

        names = [name.strip() for text in given for name in text.split(",")]
        items.extend(collected(session, [*filter(None, names)]))
