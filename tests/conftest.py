"""A test may claim to meet a requirement, which must be on the list; laws are tried the same way each time."""

from __future__ import annotations

import csv
import os
from collections.abc import Generator, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

REQUIREMENTS = Path(__file__).parents[1] / "docs" / "requirements.csv"

settings.register_profile(
    "quick",
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("thorough", settings.get_profile("quick"), max_examples=2000, derandomize=False)
settings.load_profile(os.environ.get("LAWS", "quick"))


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
