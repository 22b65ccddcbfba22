"""The roadmap of a version: kept while the version stands; and a bar that is moved, with what that does to findings."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from truenorth.engines.words import row
from truenorth.plan.calendar import Span
from truenorth.plan.edit import Edit
from truenorth.plan.entity import Ref
from truenorth.plan.plan import Plan
from truenorth.plan.work import Activity
from truenorth.reports.report import Entry
from truenorth.reports.roadmap import Asked, Roadmap, roadmap
from truenorth.reports.roadmap.move import moved
from truenorth.reports.words import number
from truenorth.rules import Case
from truenorth.rules.finding import Finding
from truenorth.server import policy, store
from truenorth.server.kept import Kept
from truenorth.server.models import Change, Member, Scenario
from truenorth.server.services import check, fit
from truenorth.server.services import plan as plans
from truenorth.server.services.people import Refused
from truenorth.services.check import Judged

ROOM, PICTURES = 25_000, 4_000_000  # items of the roadmaps, and letters of drawn ones, that a process remembers
FINDINGS = 8  # that are told beside the lanes
HOURS = "TEAM01"
UNDOABLE = (Change.Does.EDIT, Change.Does.MEND)

_kept: Kept[tuple[object, ...], Roadmap] = Kept(ROOM)
_pictures: Kept[Hashable, Markup] = Kept(PICTURES)


@dataclass(frozen=True)
class Moved:
    """What a move did: the change, what it put right, and what is out of line since."""

    made: Change | None
    items: int
    gone: tuple[Finding, ...]
    new: tuple[Finding, ...]


def case_of(judged: Judged, plan: Plan, seat: policy.Seat, day: date) -> Case:
    """What a member's roadmap is of: the case of the check, which knows much already; a partner's own cut of it."""
    return Case(plan, day) if seat.party == "partner" else judged.case


def shown(judged: Judged, plan: Plan, seat: policy.Seat, whole: check.Whole, asked: Asked) -> Roadmap:
    """The roadmap that a member asks for, of a version."""
    own = seat.programs if seat.party == "partner" else None
    key = (whole[:2], own, asked)
    case = case_of(judged, plan, seat, whole[0][1])
    return _kept.get(key) or _kept.put(key, roadmap(case, asked), len(plan))


def kept(key: Hashable, draw: Callable[[], Markup]) -> Markup:
    """What was drawn of a version already, or is now; `key` stands for all that it shows."""
    if (found := _pictures.get(key)) is not None:
        return found
    made = draw()
    return _pictures.put(key, made, len(made))


def about(entries: Iterable[Entry], road: Roadmap) -> tuple[list[Entry], int, dict[Ref, str]]:
    """The open contradictions about what is shown, how many more there are, and the worst of each item."""
    refs = {placed.bar.ref for lane in road.lanes for placed in lane.bars} | {lane.ref for lane in road.lanes}
    found = [one for one in entries if one.is_open and one.finding.kind == "contradiction"]
    near = [one for one in found if one.finding.at[0] in refs]
    worst: dict[Ref, str] = {}
    for one in near:
        ref, severity = one.finding.at[0], one.finding.severity
        if severity in ("error", "warning"):
            worst[ref] = "error" if "error" in (severity, worst.get(ref)) else "warning"
    return near[:FINDINGS], max(len(near) - FINDINGS, 0), worst


def short_weeks(entries: Iterable[Entry]) -> dict[tuple[Ref, str], str]:
    """The weeks in which a team has too few hours of some skills, by the findings of TEAM01, with what they say."""
    found: dict[tuple[Ref, str], str] = {}
    for one in entries:
        if one.finding.rule == HOURS and one.is_open:
            skills = row(one.finding.seen.get("skills", ()))
            for week, hours in one.finding.seen.get("weeks", {}).items():
                has = f"{number(round(hours['need']))} of {number(round(hours['have']))} hours of {skills}"
                found[one.finding.at[0], week] = f"{has}: {one.finding.rule}"
    return found


def undoable(scenario: Scenario, by: Member) -> int | None:
    """The number of the newest change, where it is a member's own and takes nothing back: Ctrl-Z undoes it."""
    last = Change.objects.filter(scenario=scenario, number=scenario.head).first()
    return last.number if last and last.by_id == by.pk and last.does in UNDOABLE else None


def move(
    scenario: Scenario,
    day: date,
    ref: Ref,
    to: Span,
    *,
    known: int,
    along: bool,
    by: Member,
    sees: Callable[[Ref], bool],
) -> Moved:
    """Put a piece of work, as it was seen in version `known`, onto other days; `along` moves what waits for it as well.

    Raises what services.plan.change does, and Refused where it cannot be moved.
    """
    edits = edits_of(scenario, day, ref, to, known=known, along=along, sees=sees)
    before = {one.id: one for one in check.judged(scenario, day).open}
    titles = store.load(scenario, known).title(ref)
    made = plans.change(scenario, edits, by=by, why=f"{titles} moved on the roadmap")
    after = {one.id: one for one in check.judged(scenario, day).open}
    gone = (one for ident, one in before.items() if ident not in after and one.rule != fit.RULE)
    new = (one for ident, one in after.items() if ident not in before and one.rule != fit.RULE)
    return Moved(made, made.items if made else 0, tuple(gone), tuple(new))


def edits_of(
    scenario: Scenario, day: date, ref: Ref, to: Span, *, known: int, along: bool, sees: Callable[[Ref], bool]
) -> list[Edit]:
    """What a move changes of the version that its author saw."""
    plan = store.load(scenario, known)
    item = plan.find(ref)
    if not isinstance(item, Activity) or not sees(ref):
        raise Refused("that piece of work is not there any more")
    if to.end < to.start:
        raise Refused(f"{item.title} would end before it begins")
    return [one for one in moved(Case(plan, day), item, to, along=along) if sees(one.ref)]
