"""What the page says, as plain values; HTML and PDF render the same ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from truenorth.reports.aims import Aim, aims
from truenorth.reports.fit.told import Told as Fit
from truenorth.reports.page.questions import Question, questions
from truenorth.reports.report import Entry, Report, way
from truenorth.reports.sight import Map, Sight, laid_out, sight
from truenorth.reports.start import nothing_yet, steps
from truenorth.reports.words import KINDS, PARTIES, amount, number, plain, seen, stake
from truenorth.rules.case import Case

FIRST = 3
MOST_OF_A_PARTY = 40
MOST_APART = 24


@dataclass(frozen=True)
class Told:
    """A finding in words."""

    id: str
    code: str
    rule: str
    kind: str
    severity: str
    headline: str
    why: str
    seen: str
    stake: str
    asks: str
    ways: tuple[str, ...]
    standing: str


@dataclass(frozen=True)
class Party:
    """The findings that one party is asked about."""

    name: str
    told: tuple[Told, ...]
    more: int = 0


@dataclass(frozen=True)
class Half:
    """A half of the index."""

    name: str
    asks: str
    value: float | None
    said: str


@dataclass(frozen=True)
class Page:
    """Everything the page says."""

    company: str
    as_of: str
    headline: str
    at_stake: str
    at_stake_of: str
    worth: str
    index: float | None
    index_said: str
    halves: tuple[Half, ...]
    counts: tuple[tuple[str, str, int], ...]
    first: tuple[Told, ...]
    parties: tuple[Party, ...]
    questions: tuple[Question, ...]
    notes: tuple[str, ...]
    faults: tuple[str, ...]
    accepted: int
    report: Report
    case: Case
    steps: tuple[str, ...] = ()
    fit: Fit | None = None

    @cached_property
    def sight(self) -> Sight:
        """What the map shows; drawn where it is asked for, as it takes longer than all the rest."""
        return sight(self.case, tuple(entry.finding for entry in self.report.entries if entry.is_open))

    @cached_property
    def map(self) -> Map:
        """The map, laid out."""
        return laid_out(self.sight)

    @cached_property
    def aims(self) -> tuple[Aim, ...]:
        """The goals, with what their metrics were last measured at."""
        open_ = [entry.finding for entry in self.report.entries if entry.is_open]
        return aims(self.case, open_, self.report.currency)

    @property
    def apart(self) -> tuple[tuple[str, str], ...]:
        """The first pieces of work without a line of sight, with their amounts."""
        first = self.sight.apart[:MOST_APART]
        return tuple((item.title, self.sight.said(item.amount) if item.amount else "") for item in first)

    @property
    def apart_more(self) -> int:
        """How many more there are."""
        return max(len(self.sight.apart) - MOST_APART, 0)


def page(report: Report, case: Case) -> Page:
    """The page of a report and the case it was made of."""
    open_ = [entry for entry in report.entries if entry.is_open]
    first = [entry for entry in open_ if entry.finding.kind == "contradiction"][:FIRST]
    first = first or [entry for entry in open_ if entry.finding.kind == "gap" and not report.is_empty][:FIRST]
    behind, of_all, worth = _stake(report)
    return Page(
        company=report.company or "This plan",
        as_of=report.as_of.isoformat(),
        headline=nothing_yet(report.plan) if report.is_empty else _headline(report, open_),
        at_stake=behind,
        at_stake_of=of_all,
        worth=worth,
        index=report.index.value,
        index_said=_index(report),
        halves=tuple(_halves(report)),
        counts=tuple(_counts(open_)),
        first=tuple(_told(report, entry) for entry in first),
        parties=tuple(_parties(report, [entry for entry in open_ if entry not in first])),
        questions=tuple(questions(report, None if report.is_empty else report.fit)),
        notes=() if report.is_empty else tuple(plain(note) for note in report.notes),
        faults=report.faults,
        accepted=sum(not entry.is_open for entry in report.entries),
        report=report,
        case=case,
        steps=steps(report.folder) if report.is_empty else (),
        fit=None if report.is_empty else report.fit,
    )


def _headline(report: Report, open_: Sequence[Entry]) -> str:
    """The page in a sentence."""
    heavy = [entry for entry in open_ if entry.finding.kind == "contradiction"]
    gaps = sum(entry.finding.kind == "gap" for entry in open_)
    if heavy:
        count = len(heavy)
        return f"{count} {'thing does' if count == 1 else 'things do'} not fit together."
    if gaps:
        return "No contradiction is known; not everything is filled in yet."
    if report.fit and report.fit.tone != "good" and not report.is_empty:
        return "No rule is broken; whether it all fits is open."
    return f"Nothing is out of line{report.reach}."


def _stake(report: Report) -> tuple[str, str, str]:
    behind, worth = report.index.at_stake, report.index.plan_value
    if behind is None or worth is None:
        return "no data", "the plan states no money and no hours", ""
    if report.index.unit == "money":
        return amount(behind, report.currency), f"of {amount(worth, report.currency)} planned", "money"
    return f"{number(behind)} hours", f"of {number(worth)} hours planned", "hours"


def _index(report: Report) -> str:
    value = report.index.value
    return "no data" if value is None else f"{value:.0f}"


def _halves(report: Report) -> Iterator[Half]:
    named = (
        ("Agreement", "Do we mean the same?", report.index.agreement),
        ("Cooperation", "Can we do it together?", report.index.cooperation),
    )
    for name, asks, value in named:
        yield Half(name, asks, value, "no data" if value is None else number(value))


def _counts(open_: Sequence[Entry]) -> Iterator[tuple[str, str, int]]:
    for kind, words in KINDS.items():
        count = sum(entry.finding.kind == kind for entry in open_)
        yield kind, words[count != 1], count


def _told(report: Report, entry: Entry) -> Told:
    finding = entry.finding
    return Told(
        id=finding.id,
        code=finding.rule,
        rule=plain(entry.rule.title).rstrip("."),
        kind=finding.kind or "notice",
        severity=finding.severity or "info",
        headline=entry.headline,
        why=entry.why,
        seen=seen(finding.seen, report.title, 8),
        stake="" if (said := stake(finding.at_stake, report.currency)) == "no data" else said,
        asks=entry.asks,
        ways=tuple(way(fix) for fix in finding.fixes[:3]),
        standing=entry.standing,
    )


def _parties(report: Report, entries: Sequence[Entry]) -> Iterator[Party]:
    """The other findings by who is asked, the party with the most contradictions first."""
    by_party: dict[str, list[Entry]] = {}
    for entry in entries:
        by_party.setdefault(entry.finding.asks or "", []).append(entry)
    ranked = sorted(
        by_party,
        key=lambda name: (-_contradictions(by_party[name]), list(PARTIES).index(name) if name in PARTIES else 99),
    )
    for name in ranked:
        many = by_party[name]
        told = tuple(_told(report, entry) for entry in many[:MOST_OF_A_PARTY])
        yield Party(PARTIES.get(name, "everybody"), told, max(len(many) - MOST_OF_A_PARTY, 0))


def _contradictions(entries: Sequence[Entry]) -> int:
    return sum(entry.finding.kind == "contradiction" for entry in entries)
