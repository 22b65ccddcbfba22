"""The check of a folder: what is out of line as of a day, what this workspace decided about it, and mending it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from truenorth.engines.asof import AsOf
from truenorth.engines.feasibility.fit import Fit
from truenorth.engines.feasibility.proved import proved
from truenorth.plan.calendar import Calendar
from truenorth.plan.edit import Broken, Clashes, Edit, change, diff
from truenorth.plan.plan import Plan
from truenorth.plan.reading import Unreadable
from truenorth.plan.values import when
from truenorth.records import Ids, Life, Weight, life
from truenorth.reports.fit.told import Told, told
from truenorth.reports.report import Report, report
from truenorth.rules import RULES, Case, Checked, check
from truenorth.rules.check import WHOLE
from truenorth.rules.consent.unfit import with_proved
from truenorth.rules.finding import Finding, Fix
from truenorth.rules.index import Index, index
from truenorth.services import folder as folders
from truenorth.services.folder import Folder
from truenorth.services.measured import happened
from truenorth.services.places import places
from truenorth.services.plan import Refused
from truenorth.services.settings import Settings, no_rule, settings
from truenorth.services.versions import agreed


@dataclass(frozen=True)
class Judged:
    """A folder and what the rules found in it, as this workspace weighs it."""

    folder: Folder
    settings: Settings
    checked: Checked
    findings: tuple[Finding, ...]
    lives: Mapping[str, Life]

    @property
    def case(self) -> Case:
        """The case that was judged."""
        return self.checked.case

    @property
    def open(self) -> tuple[Finding, ...]:
        """The findings that nobody has accepted."""
        return tuple(one for one in self.findings if self.lives[one.id].state in ("open", "acknowledged"))

    @property
    def index(self) -> Index:
        """The alignment index of the open findings."""
        return index(self.case, self.open)

    @cached_property
    def fit(self) -> Told | None:
        """Whether it all fits, as it is told; None where nobody asked, or the extra `fit` is not installed."""
        asks = [rule.code for rule in self.checked.rules if rule.heavy and rule.code not in self.checked.failed]
        verdict = self.case.verdict if asks else None
        return told(self.case, verdict) if verdict else None

    def report(self, shown_as: str = ".", only: Iterable[str] = (), *, where: bool = False) -> Report:
        """The report of what was found; `where` looks up files and lines."""
        return report(
            self.case,
            self.findings,
            self.lives,
            self.index,
            not_run=self.checked.not_run,
            required=self.settings.required,
            places=places(self.folder.path) if where else {},
            folder=shown_as,
            path=self.folder.path.as_posix(),
            only=only,
            fit=self.fit,
        )


def judge(path: Path, today: date, prove: Callable[[AsOf], Fit | None] = proved) -> Judged:
    """Check a folder as of a day; `prove` asks whether it all fits, and may look for ways out, which takes longer."""
    return judged(folders.read(path), today, prove)


def judged(folder: Folder, today: date, prove: Callable[[AsOf], Fit | None] = proved) -> Judged:
    """Check what was read of a folder, as of a day."""
    set_ = settings(folder.settings, folder.path)
    then = agreed(folder.path, folder.records, folder.plan)
    told = happened(folder.path)
    case = Case(folder.plan, today, then, set_.parameters, prove=prove, records=folder.records, facts=told)
    return weighed(folder, set_, _no_longer(check(case, set_.rules())))


def _no_longer(checked: Checked) -> Checked:
    """A check with what the engine has proved not to fit any more; it is asked about the agreed version then."""
    now, case = checked.raw.get("FIT01", {}).get(WHOLE, ()), checked.case
    if not now or case.agreed is None or case.agreed == case.whole:
        return checked
    return with_proved(checked, now, case.then(_proved) or ())


def _proved(case: Case) -> tuple[Finding, ...]:
    return check(case, [RULES["FIT01"]]).findings


def weighed(folder: Folder, set_: Settings, checked: Checked) -> Judged:
    """What was found, as a workspace weighs it, with what was decided about each finding."""
    findings = set_.weighed(checked.findings)
    lives = life(map(_ids, findings), folder.records, checked.case.today, set_.grown)
    lives = {ident: one for ident, one in lives.items() if one.state != "fixed" or _is_judged(ident, checked)}
    return Judged(folder, set_, checked, findings, lives)


def _is_judged(ident: str, checked: Checked) -> bool:
    """Whether the rule of a finding could be run: what one that failed no longer finds is not put right by that."""
    return ident.partition("@")[0] not in checked.failed


def _ids(finding: Finding) -> Ids:
    """What tells a finding, and how much it matters; a gap stays the same gap, whatever is behind it."""
    if finding.kind != "contradiction":
        return Ids(finding.id, finding.gathers, finding.group)
    weight = Weight(finding.severity, finding.at_stake.money, finding.at_stake.hours)
    return Ids(finding.id, finding.gathers, finding.group, weight)


def day(text: str, calendar: Calendar, *, last: bool = False) -> date:
    """The day that a date or a period of the company's calendar begins on, or the last one of it."""
    try:
        span = calendar.span(when(text))
    except ValueError as error:
        raise Refused(str(error)) from None
    if span is None:
        raise Refused(f"'{text[:60]}' is not a date, nor one of the company's periods: write 2027-03-31 or 2027-Q1")
    return span.end if last else span.start


def codes(words: Iterable[str]) -> tuple[str, ...]:
    """The rules that codes or families mean."""
    found: list[str] = []
    for word in words:
        family = [code for code, rule in sorted(RULES.items()) if rule.family == word.upper()]
        if not family and word.upper() not in RULES:
            raise Refused(no_rule(word))
        found += family or [word.upper()]
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class Mend:
    """What can be put right at once: the edits, the ways out they take, and how many findings need people."""

    edits: tuple[Edit, ...]
    taken: tuple[tuple[Finding, Fix], ...]
    choices: int
    asking: int


def mend(found: Judged, only: Iterable[str] = (), may: Callable[[Edit], bool] = lambda _: True) -> Mend:
    """The ways out that need nobody's answer, as edits of the plan; where two lead out, people choose.

    Left out are those of which an edit may not be made by whoever asks.
    """
    plan, taken, choices, asking = found.folder.plan, [], 0, 0
    wanted = frozenset(only)
    for finding in (one for one in found.open if not wanted or one.rule in wanted):
        able = [fix for fix in finding.fixes if fix.sets and not fix.blanks()]
        ready = [fix for fix in able if not fix.by_choice]
        if len(ready) != 1:
            choices, asking = choices + bool(able), asking + (not able and bool(finding.fixes))
            continue
        after = _after(plan, ready[0], may)
        if after is not None and after is not plan:
            plan = after
            taken.append((finding, ready[0]))
    return Mend(tuple(diff(found.folder.plan, plan)), tuple(taken), choices, asking)


def _after(plan: Plan, fix: Fix, may: Callable[[Edit], bool]) -> Plan | None:
    try:
        after, edits = change(plan, fix.edits(plan))
    except (Broken, Clashes, Unreadable):
        return None
    return (after if edits else plan) if all(map(may, edits)) else None
