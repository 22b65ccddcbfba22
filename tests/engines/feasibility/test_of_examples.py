"""The companies that come with the product: what of their plans cannot all be true, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from tests.engines.feasibility.test_of_levers import DAYS

from truenorth.engines.feasibility.answer import Answer
from truenorth.engines.feasibility.of import of
from truenorth.engines.feasibility.solve import solve
from truenorth.plan import text
from truenorth.plan.example import folder


def conflicts(name: str, day: date) -> tuple[Answer, list[set[str]]]:
    """The answer, and of each conflict the items whose claims it holds."""
    asked = of(text.read(folder(name)), day)
    found = solve(asked.problem)
    return found, [{asked.problem.claims[key].item for key in one.claims} for one in found.conflicts]


def test_acme_fits() -> None:
    found, _ = conflicts("acme", DAYS["acme"])

    assert (found.verdict, found.proof, found.faults) == ("fits", "schedule checked", ())


def test_what_was_bent_at_acme_is_found() -> None:
    found, items = conflicts("acme-bent", DAYS["acme-bent"])

    assert all(one.minimal and one.proved for one in found.conflicts)
    assert sorted(items, key=sorted) == [
        {"activity:autumn-letter", "process:letter"},
        {"activity:check-up", "program:care"},
        {"activity:open-house", "team:demand"},
        {"activity:spring-letter", "tool:mailer"},
        {"capacity:sales-calls", "feed:enquiries-to-sales"},
    ]


def test_what_changed_at_kestrel_since_september_is_found_and_nothing_else() -> None:
    found, items = conflicts("kestrel", DAYS["kestrel"])

    assert len(items) == 5
    assert all(one.minimal and one.proved for one in found.conflicts)
    assert [
        {"activity:nurture-by-usage-quiet-accounts", "activity:usage-data-in-the-mailer-connection-and-tests"},
        {"activity:quote-live-open-house-week", "capacity:starts"},
        {"activity:webinar-quoting-spot-freight-in-a-soft-market", "process:webinar"},
        {"activity:website-rebuild-pages-moved", "team:web"},
    ] == sorted((one for one in items if len(one) == 2), key=sorted)
    assert [len(one) for one in items if "program:carrier-trust" in one] == [5]


@pytest.mark.parametrize("name", DAYS)
def test_no_statement_of_an_example_rests_on_what_nobody_stated(name: str) -> None:
    asked = of(text.read(folder(name)), DAYS[name])
    found = solve(asked.problem)

    assert not [key for one in found.conflicts for key in one.claims if asked.problem.claims[key].assumed]
