"""What a reader is told where a rule could not be run: which, on what, and that it is a fault of the product."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from truenorth import __version__
from truenorth.plan.plan import Plan
from truenorth.reports.words import plain
from truenorth.rules.finding import PLAN
from truenorth.rules.not_run import NotRun

NAMED = 3  # items that are named


def said(not_run: Iterable[NotRun], plan: Plan) -> Iterator[str]:
    """A sentence or two for each rule and each way in which it failed."""
    alike: dict[tuple[str, str, str], list[NotRun]] = {}
    for one in not_run:
        alike.setdefault((one.rule, one.error, one.place), []).append(one)
    for (rule, error, place), many in alike.items():
        yield (
            f"{rule} could not be run{_on(many, plan)}, so what it would find there is missing, here and in the index."
            f" This is a fault of Truenorth, not of the plan: please report it as"
            f' "{__version__} {rule} {place} {plain(error)}".'
        )


def _on(many: list[NotRun], plan: Plan) -> str:
    """` on Spring letter and 2 more`; nothing where it is not known, or the rule is about the plan as a whole."""
    if many[0].at == PLAN:
        return ""
    names = [plain(plan.title(one.at)) for one in many[:NAMED]]
    more = f" and {len(many) - NAMED:,} more" if len(many) > NAMED else ""
    return f" on {', '.join(names)}{more}"
