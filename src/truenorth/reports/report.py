"""The findings of a check with everything a reader is told, as one value that every format renders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from truenorth.plan.entity import Ref
from truenorth.plan.plan import Plan, own_period
from truenorth.plan.resources import Budget
from truenorth.plan.story import Content
from truenorth.plan.strategy import Objective
from truenorth.plan.work import Activity, Program
from truenorth.records.life import Life
from truenorth.reports.fit.told import Told
from truenorth.reports.not_run import said
from truenorth.reports.standing import standing
from truenorth.reports.start import nothing_yet
from truenorth.reports.words import PARTIES, currency_of, gathered, plain
from truenorth.rules.case import Case
from truenorth.rules.finding import PLAN, Finding, Fix
from truenorth.rules.index import Index
from truenorth.rules.not_run import NotRun
from truenorth.rules.rule import RULES, Rule

Place = tuple[str, int]  # file and line
DATED = (Activity, Program, Objective, Content, Budget)


@dataclass(frozen=True)
class Entry:
    """One finding as it is told: by the item's name, with its rule, its life and its place in the folder."""

    finding: Finding
    life: Life
    name: str
    says: str
    rule: Rule
    required: bool = False
    place: Place | None = None
    standing: str = ""  # where it stands, where there is something to say

    @property
    def is_open(self) -> bool:
        """Whether nobody has accepted it."""
        return self.life.state in ("open", "acknowledged")

    @property
    def is_new(self) -> bool:
        """Whether it is open and was not there when the plan was taken in, or not as bad."""
        return self.life.counts

    @property
    def is_known(self) -> bool:
        """Whether it was there when the plan was taken in, and is no worse."""
        return self.life.known and not self.life.grown

    @property
    def fails(self) -> bool:
        """Whether it makes the check fail: a new error or warning."""
        return self.life.counts and self.finding.severity in ("error", "warning")

    @property
    def headline(self) -> str:
        """The item's name and what is out of line with it; a finding on many items names them itself."""
        named = not self.name or self.says.startswith(self.name) or gathered(self.finding.seen)
        return self.says if named else f"{self.name}: {self.says}"

    @property
    def asks(self) -> str:
        """The party that has to answer, in words."""
        return PARTIES.get(self.finding.asks or "", "") if self.finding.asks else ""

    @property
    def why(self) -> str:
        """The first sentence of why the rule matters."""
        text = plain(self.rule.sections.get("Why it matters", ""))
        return re.split(r"(?<=[.!?])\s", text, maxsplit=1)[0]


@dataclass(frozen=True)
class Report:
    """What a check says of a plan, as of a day."""

    company: str
    as_of: date
    currency: str
    index: Index
    entries: tuple[Entry, ...]
    plan: Plan
    folder: str = "."  # as it is typed in a command
    path: str = "."  # as it is written in an address of a file
    notes: tuple[str, ...] = ()
    not_run: tuple[NotRun, ...] = ()  # where a rule failed: the report is not whole
    fixed: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    fit: Told | None = None  # whether it all fits, where that was asked

    def title(self, ref: Ref) -> str:
        """What people call the item at a ref; any other text as it is."""
        item = self.plan.find(ref)
        return plain(item.title) if item else plain(ref)

    @property
    def faults(self) -> tuple[str, ...]:
        """What to say where a rule could not be run."""
        return tuple(said(self.not_run, self.plan))

    @property
    def reach(self) -> str:
        """What a statement about the whole has to add where a rule could not be run; else nothing."""
        return " by the rules that could be run" if self.not_run else ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to check yet."""
        return bool(nothing_yet(self.plan)) and not self.fails

    @property
    def fails(self) -> bool:
        """Whether there are new errors or warnings."""
        return any(entry.fails for entry in self.entries)


def report(
    case: Case,
    findings: Sequence[Finding],
    lives: Mapping[str, Life],
    index: Index,
    *,
    not_run: Iterable[NotRun] = (),
    required: frozenset[str] = frozenset(),
    places: Mapping[Ref, Place] | None = None,
    folder: str = ".",
    path: str = ".",
    only: Iterable[str] = (),
    fit: Told | None = None,
) -> Report:
    """The report of a case's findings; `only` names the rules that it is cut down to."""
    only = tuple(only)
    company = case.whole.company
    currency = currency_of(case.whole)
    entries = (_entry(case, one, lives[one.id], required, places or {}, currency) for one in findings)
    return Report(
        company=plain(company.title) if company else "",
        as_of=case.today,
        currency=currency,
        index=index,
        entries=tuple(entry for entry in entries if not only or entry.finding.rule in only),
        plan=case.whole,
        folder=folder,
        path=path,
        notes=tuple(_notes(case)),
        not_run=tuple(one for one in not_run if not only or one.rule in only),
        fixed=tuple(ident for ident, one in sorted(lives.items()) if one.state == "fixed"),
        only=only,
        fit=fit,
    )


def _entry(
    case: Case,
    finding: Finding,
    life: Life,
    required: frozenset[str],
    places: Mapping[Ref, Place],
    currency: str,
) -> Entry:
    first = finding.at[0]
    return Entry(
        finding,
        life,
        plain(case.whole.title(first)) if first != PLAN else "The plan",
        plain(finding.says),
        RULES[finding.rule],
        finding.rule in required,
        places.get(first),
        standing(life, currency),
    )


def _notes(case: Case) -> Iterable[str]:
    """What a reader has to know before the findings: that nothing is in the plan, or live on the day."""
    if nothing := nothing_yet(case.whole):
        yield nothing
    yield from _period(case)


def _period(case: Case) -> Iterable[str]:
    spans = (span for kind in DATED for item in case.plan.all(kind) if (span := case.span(item)))
    is_dated = False
    for span in spans:
        if span.meets(case.horizon):
            return
        is_dated = True
    own = own_period(case.whole) if is_dated else None
    if own:
        near = own.end if own.end < case.today else own.start
        yield (
            f"Nothing in this plan is planned or under way from {case.today} to {case.horizon.end}:"
            f" its own dates run from {own.start} to {own.end}. To judge it within them: --as-of {near}"
        )


def way(fix: Fix) -> str:
    """A way out in words, with the questions that it leaves open."""
    questions = list(dict.fromkeys(plain(question) for _, _, question in fix.blanks()))
    asked = f" ({' '.join(questions[:2])}{' …' if len(questions) > 2 else ''})" if questions else ""
    return plain(fix.says) + asked
