"""Two versions of a workspace's plan side by side: what-ifs, agreed versions, days and changes in any mixture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.timezone import localtime, make_aware

from truenorth.plan.edit import diff
from truenorth.plan.plan import Plan
from truenorth.records.agree import Standing, agreements
from truenorth.reports.compare import Comparison, Side, compare
from truenorth.reports.words import in_full, plain
from truenorth.rules import Case
from truenorth.server import policy, store
from truenorth.server.kept import Kept
from truenorth.server.models import Member, Scenario, Workspace
from truenorth.server.policy import Seat
from truenorth.server.services import check, records, versions, whatifs
from truenorth.server.services.people import Refused
from truenorth.server.typed import day_of, number_of

NOW, AGREED = "now", "agreed"
KEPT = 24  # comparisons that a process remembers


@dataclass(frozen=True)
class Version:
    """A version as people ask for it (`text`), what it is called, and where it is."""

    text: str
    name: str
    scenario: Scenario
    number: int

    @property
    def plan(self) -> Plan:
        """The plan as it was then."""
        return store.load(self.scenario, self.number)


_known: Kept[tuple[Any, ...], Comparison] = Kept(KEPT)


def version(scenario: Scenario, text: str, member: Member) -> Version:
    """A version: `now`, `12` (after that change), a day, `agreed`, `agreed 2`, or the key or the name of a what-if.

    Refused where there is no such version, or this member may not see it.
    """
    text = text.strip()
    for find in (_newest, _numbered, _dated, _agreed, _whatif):
        if found := find(scenario, text, member):
            return found
    says = "write the number of a change, a day (2027-01-31), a what-if, “agreed” or “now”"
    raise Refused(f"there is no version “{plain(text)[:60]}”: {says}")


def _newest(scenario: Scenario, text: str, _: Member) -> Version | None:
    if text not in ("", NOW):
        return None
    return Version(NOW, f"what-if “{scenario}”" if scenario.parent_id else "the plan now", scenario, scenario.head)


def _numbered(scenario: Scenario, text: str, _: Member) -> Version | None:
    number = number_of(text, -1)
    name = f"after change {number}" if number else "before the first change"
    return Version(text, name, scenario, number) if 0 <= number <= scenario.head else None


def _dated(scenario: Scenario, text: str, _: Member) -> Version | None:
    day = day_of(text)
    if day is None:
        return None
    number = store.at(scenario, make_aware(datetime.combine(day, time.max)))
    return Version(text, f"at the end of {in_full(day)}", scenario, number)


def _agreed(scenario: Scenario, text: str, _: Member) -> Version | None:
    word, number = [*text.split(" ", 1), ""][:2]
    every = agreed(scenario.workspace) if word == AGREED else []
    place = number_of(number or str(len(every)), 0)
    return every[place - 1] if 0 < place <= len(every) else None


def _whatif(scenario: Scenario, text: str, member: Member) -> Version | None:
    every = Scenario.objects.select_related("workspace", "parent__parent").filter(workspace=scenario.workspace)
    found = every.filter(key=text).first() or every.filter(name__iexact=text, parent__isnull=False).first()
    if found is None or not whatifs.shown(found, member):
        return None
    return Version(found.key, f"what-if “{found}”" if found.parent_id else "the plan now", found, found.head)


def agreed(workspace: Workspace) -> list[Version]:
    """The versions that both sides agreed, the oldest first, as far as the history still proves them."""
    return [one for number, found in enumerate(_agreements(workspace), 1) if (one := _opened(workspace, number, found))]


def _agreements(workspace: Workspace) -> list[Standing]:
    return agreements(records.read(workspace).agreed)


def _opened(workspace: Workspace, number: int, found: Standing) -> Version | None:
    of = workspace.scenarios.select_related("workspace", "parent").filter(key=found.version.scenario).first()
    if of is None or found.version.number is None or versions.opened(workspace, found.version) is None:
        return None
    days = [one.on for one in found.signed if one.on]
    on = f" on {in_full(max(days))}" if days else ""
    return Version(f"{AGREED} {number}", f"as agreed{on}", of, found.version.number)


def choices(scenario: Scenario, member: Member) -> Iterator[tuple[str, str]]:
    """What can be compared, by what is written for it, and what that is; days and changes besides."""
    main = scenario if scenario.parent_id is None else scenario.parent
    yield NOW, str(_newest(scenario, NOW, member).name)  # type: ignore[union-attr]
    if main and main != scenario:
        yield main.key, "the plan now"
    for one in whatifs.visible(scenario.workspace, member):
        if one.pk != scenario.pk:
            yield one.key, f"what-if “{one.name}”"
    for version_ in reversed(agreed(scenario.workspace)):
        yield version_.text, version_.name
    for moment, number in _last(scenario):
        yield str(number), f"after change {number}, {moment}"


def usual(scenario: Scenario) -> str:
    """What a plan is compared with where nobody says: the plan it left, what was agreed last, or the version before."""
    if scenario.parent is not None:
        return scenario.parent.key
    before = str(scenario.head - 1) if scenario.head > 1 else NOW
    return AGREED if agreed(scenario.workspace) else before


def _last(scenario: Scenario, most: int = 3) -> Iterator[tuple[str, int]]:
    for one in store.history(scenario)[1 : most + 1]:
        yield in_full(localtime(one.at).date()), one.number


def beside(one: Version, other: Version, day: date, seat: Seat) -> Comparison:
    """Two versions side by side, as a member may see them."""
    keys = tuple(check.key(of.scenario, day, of.number) for of in (one, other))
    programs = seat.programs if seat.party == "partner" else None
    known = (*keys, one.name, other.name, programs, policy.sees_rates(seat))
    return _known.get(known) or _known.put(known, _beside(one, other, day, seat))


def _beside(one: Version, other: Version, day: date, seat: Seat) -> Comparison:
    edits = diff(policy.seen(seat, one.plan), policy.seen(seat, other.plan))
    side: Callable[[Version], Side] = _of_partner(seat, day) if seat.party == "partner" else _judged(day)
    return compare(side(one), side(other), edits)


def _judged(day: date) -> Callable[[Version], Side]:
    def side(of: Version) -> Side:
        found = check.judged(of.scenario, day, of.number)
        return Side(of.name, found.case, found.open)

    return side


def _of_partner(seat: Seat, day: date) -> Callable[[Version], Side]:
    """What a partner may see: its programs, and findings about nothing else."""

    def side(of: Version) -> Side:
        plan, found = policy.seen(seat, of.plan), check.judged(of.scenario, day, of.number)
        open_ = tuple(one for one in found.open if all(ref in plan.entities for ref in one.at))
        return Side(of.name, Case(plan, day), open_)

    return side
