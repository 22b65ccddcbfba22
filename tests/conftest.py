"""A test may claim to meet a requirement, which must be on the list; laws are tried the same way each time.

No rule may fail unnoticed.
"""

from __future__ import annotations

import csv
import logging
import os
from collections.abc import Generator, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

REQUIREMENTS = Path(__file__).parents[1] / "docs" / "requirements.csv"


class Heard(logging.Handler):
    """Keeps what is said in a log."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(self.format(record))


FAULTS = Heard()
logging.getLogger("truenorth.rules.not_run").addHandler(FAULTS)
logging.getLogger("truenorth.rules.not_run").setLevel(logging.DEBUG)

settings.register_profile(
    "quick",
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("glance", settings.get_profile("quick"), max_examples=12)  # once more, elsewhere
settings.register_profile("thorough", settings.get_profile("quick"), max_examples=2000, derandomize=False)
settings.load_profile(os.environ.get("LAWS", "quick"))


def pytest_configure(config: pytest.Config) -> None:
    """Name the mark of tests in which a rule is made to fail."""
    config.addinivalue_line("markers", "rules_may_fail: a rule is made to fail in this test")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """A rule that fails ends no check, but it does end a test, unless the test is about that."""
    FAULTS.said.clear()
    done = yield
    if FAULTS.said and not item.get_closest_marker("rules_may_fail"):
        pytest.fail(f"{len(FAULTS.said)} times a rule could not be run; first:\n{FAULTS.said[0]}", pytrace=False)
    return done


@pytest.hookimpl(wrapper=True)
def pytest_pycollect_makeitem() -> Generator[None, Any, Any]:
    """Refuse a wrong id where the test is collected, so that the error names it whatever is run."""
    made = yield
    items = made if isinstance(made, list) else [made]
    if wrong := [claim for item in items if isinstance(item, pytest.Item) for claim in _wrong_claims(item)]:
        raise pytest.Collector.CollectError("\n".join(wrong))
    return made


def _wrong_claims(item: pytest.Item) -> Iterator[str]:
    for mark in item.iter_markers("meets"):
        if not mark.args:
            yield f"{item.name}: meets() names no requirement"
        for id_ in mark.args:
            if id_ not in _known():
                yield f"{item.name}: meets({id_!r}) is not in docs/requirements.csv"


@cache
def _known() -> frozenset[str]:
    with REQUIREMENTS.open(encoding="utf-8", newline="") as rows:
        return frozenset(row["id"] for row in csv.DictReader(rows))
