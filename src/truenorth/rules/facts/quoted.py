"""FACT07: what the sources of a plan print."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

from truenorth.plan.company import Company
from truenorth.plan.entity import KINDS, Entity
from truenorth.plan.story import Persona
from truenorth.rules.case import Case
from truenorth.rules.finding import Finding, found
from truenorth.rules.rule import rule


@rule("FACT07", asks="mops", each=tuple(KINDS.values()), kind="notice")
def no_such_day(case: Case, item: Entity) -> Iterator[Finding]:
    """
    A source prints a date that does not exist.

    ## Why it matters

    A date that does not exist is read as another day by everybody who reads it, and the next copy of the slip may
    be a due date.

    Looks at the words quoted from sources, of evidence on customers, and of the company's periods.

    ## Example

        company:
          acme:
            periods: {first-half: {start: 2027-01-01, end: 2027-06-30, quote: from 2027-01-01 to 2027-06-31}}

    ## Finds

        company:acme the source of period first-half prints 2027-06-31, which does not exist; 2027-06-30 is likely meant

    ## Put right

        company: {acme: {periods: {first-half: {quote: from 2027-01-01 to 2027-06-30}}}}
    """
    for place, quote in _quotes(item):
        for printed, likely in _impossible(quote):
            yield found(
                item.ref,
                f"{place} prints {printed}, which does not exist; {likely} is likely meant",
                cause="have a source that prints a date which does not exist",
                part=printed,
                stake=(),
                seen={"place": place, "printed": printed, "likely": likely, "quote": quote},
            )


def _quotes(item: Entity) -> Iterator[tuple[str, str]]:
    yield from ((f"its source {source}".strip(), source.quote) for source in item.source if source.quote)
    if isinstance(item, Company):
        yield from ((f"the source of period {name}", period.quote) for name, period in item.periods.items())
    elif isinstance(item, Persona):
        yield from ((f"its evidence {one.kind}".strip(), one.quote) for one in item.evidence)


def _impossible(quote: str) -> Iterator[tuple[str, str]]:
    """Each written day that its month does not have, and the last day the month has."""
    for found_day in re.finditer(r"(?<![\d-])(\d{4})-(\d\d)-(\d\d)(?![\d-])", quote):
        year, month, day = map(int, found_day.groups())
        if year and 1 <= month <= 12 and monthrange(year, month)[1] < day <= 31:
            yield found_day[0], f"{year:04}-{month:02}-{monthrange(year, month)[1]}"
