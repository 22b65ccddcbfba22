"""Stand-ups: prepared from what happened, held, and what comes of them: decisions, suggestions, changes of the plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.timezone import make_aware

from truenorth.engines.lately import Lately
from truenorth.engines.rhythm import Occurrence, occurrences
from truenorth.plan.calendar import DAY, Span
from truenorth.plan.consent import Cadence
from truenorth.plan.edit import Edit
from truenorth.plan.entity import Ref, data
from truenorth.plan.plan import Plan
from truenorth.plan.reading import entity
from truenorth.records import Records
from truenorth.records.week import Choice, Line, StandUp, Suggestion, held, latest, meeting
from truenorth.reports.diff import Difference, differences
from truenorth.reports.report import way
from truenorth.reports.standup import Material, agenda
from truenorth.reports.standup.developments import said
from truenorth.reports.words import plain, short
from truenorth.rules import Case
from truenorth.server import policy, store
from truenorth.server.kept import Kept
from truenorth.server.models import Change, Member, Scenario, Workspace
from truenorth.server.services import check, measure, people, records
from truenorth.server.services import plan as plans
from truenorth.server.services.people import Refused
from truenorth.server.services.run import offered
from truenorth.services.run import span_of

NAMED = ("activity", "program", "metric", "capacity", "team")  # whose names the data may hold
ALL = policy.Seat("lead")  # what all who look at stand-ups may see: everything but rates
_lately: Kept[tuple[Any, ...], Lately] = Kept(20)


@dataclass(frozen=True)
class Prepared:
    """A stand-up that is to come, or was held: the days it looks back on, its agenda, and what was said of it."""

    cadence: Cadence | None
    day: date
    span: Span
    lines: tuple[Line, ...]
    held: StandUp | None
    choices: tuple[Choice, ...]
    suggestions: tuple[Suggestion, ...]

    @property
    def key(self) -> str:
        """What tells it."""
        return meeting(self.cadence.key if self.cadence else "", self.day)


def lately(workspace: Workspace, plan: Plan) -> Lately:
    """What happened, where data were loaded; worked out once for what was loaded and the names in the plan."""
    if not workspace.loaded:
        return Lately()
    names = hash(tuple((ref, item.name) for ref, item in plan.entities.items() if item.kind in NAMED))
    key = (workspace.home, workspace.loaded, names)
    if found := _lately.get(key):
        return found
    try:
        from truenorth.engines.lately import of
        from truenorth.facts.facts import Facts

        return _lately.put(key, of(Facts(measure.place(workspace), plan=plan)))
    except ModuleNotFoundError:  # the extra that reads data is not installed
        return Lately()


def prepared(scenario: Scenario, case: Case, cadence: Cadence | None, day: date) -> Prepared:
    """A stand-up with its agenda: as it was frozen where it was held, else made from what there is now."""
    said = case.records
    key = cadence.key if cadence else ""
    span = span_of(said, cadence, day, case.calendar)
    done = next((one for one in held(said.standups, key) if one.day == day), None)
    lines = tuple(done.agenda) if done else _agenda(scenario, span, said, key)
    here = meeting(key, day)
    choices = tuple(one for one in latest(said.choices) if one.meeting == here)
    suggestions = tuple(one for one in latest(said.suggestions) if one.meeting == here or one.state == "open")
    return Prepared(cadence, day, span, lines, done, choices, suggestions)


def _agenda(scenario: Scenario, span: Span, said: Records, cadence: str) -> tuple[Line, ...]:
    number = _before(scenario, span, said, cadence)
    now = check.judged(scenario, span.end)
    was = check.judged(scenario, span.start - DAY, number)
    whole = now.case.whole
    changed = _changed(scenario, number)
    plain_, then = (policy.seen(ALL, one.case.whole) for one in (now, was))
    found, before = now.report().entries, was.report().entries
    happened = lately(scenario.workspace, whole)
    return agenda(Material(now.case, then, span, found, before, happened, changed, shown=plain_))


def _before(scenario: Scenario, span: Span, said: Records, cadence: str) -> int:
    """The version that the last meeting saw; else as the day before began, or where an example has its own day, 1."""
    last = [one for one in held(said.standups, cadence) if one.day < span.start]
    if last and last[-1].version is not None:
        return min(last[-1].version, scenario.head)
    if scenario.workspace.today:
        return min(1, scenario.head)
    return max(store.at(scenario, make_aware(datetime.combine(span.start - DAY, time.max))), min(1, scenario.head))


def _changed(scenario: Scenario, since: int) -> dict[Ref, str]:
    """The last change of each item since a version."""
    found: dict[Ref, str] = {}
    for made in scenario.changes.filter(number__gt=since).order_by("number"):
        found |= {edit.ref: str(made.number) for edit in store.edits_of(made)}
    return found


def calendar(case: Case) -> list[tuple[Cadence, list[Occurrence]]]:
    """Every meeting and report with the times it was held or sent, missed, and is due next."""
    said = case.records.standups
    every = sorted(case.plan.all(Cadence), key=lambda one: (one.form or "", one.title.casefold()))
    days = {one.key: [each.day for each in held(said, one.key)] for one in every}
    return [(one, occurrences(one, days[one.key], case.today, case.calendar)) for one in every]


def hold(scenario: Scenario, found: Prepared, there: Iterable[str], note: str, *, by: Member) -> StandUp:
    """Keep that a stand-up was held, with its agenda as it is; told again, the notes and who was there are replaced."""
    _may(by, "hold", "a lead, marketing operations, the head of marketing or the business holds a stand-up")
    made = StandUp(
        cadence=found.cadence.key if found.cadence else "",
        day=found.day,
        there=list(there),
        agenda=list(found.lines),
        version=found.held.version if found.held else scenario.head,
        note=note,
        **_by(by, found.day),
    )
    if found.held is None or _differs(found.held, made):
        records.add(scenario.workspace, [made], by=by)
    return made


def _differs(one: StandUp, other: StandUp) -> bool:
    return (one.there, one.note) != (other.there, other.note)


def _by(member: Member, on: date) -> dict[str, Any]:
    return {"by": member.role or member.party, "party": member.party, "on": on}


def _may(member: Member, what: str, who: str, *, is_own: bool = False) -> None:
    if not policy.may_run(people.seat(member), what, is_own=is_own):
        raise Refused(who)


def choose(scenario: Scenario, given: Choice, *, by: Member) -> None:
    """Keep a decision, or what became of one."""
    _may(by, "decide", "viewers and partners read along: somebody who was there writes decisions down")
    records.add(scenario.workspace, [given.model_copy(update=_by(by, given.on or date.min))], by=by)


def decided(said: Records, key: str) -> bool:
    """Whether a decision or a suggestion of this key was kept before: a form that was sent twice counts once."""
    return key in {one.key for one in said.choices} | {one.key for one in said.suggestions}


def settle(scenario: Scenario, said: Records, key: str, state: str, reason: str, on: date, *, by: Member) -> Choice:
    """Say that a decision is done, or dropped."""
    one = next((one for one in latest(said.choices) if one.key == key), None)
    if one is None:
        raise Refused("there is no such decision: look at the stand-up again")
    made = Choice.model_validate({**one.model_dump(), "state": state, "reason": reason, "on": one.on or on})
    choose(scenario, made, by=by)
    return made


def draft(plan: Plan, ref: Ref, field: str, value: str) -> list[dict[str, Any]]:
    """A change of one field of an item, as it is kept with a suggestion. Unreadable where the value is none."""
    item = plan.find(ref)
    if item is None:
        raise Refused("choose the item that it is about: it is not in the plan")
    if field not in type(item).model_fields:
        raise Refused(f"{plain(item.title)} has no “{plain(field)[:40]}”: choose one of the list")
    before = data(item)
    after = {name: one for name, one in before.items() if name != field} | ({field: value} if value else {})
    after = data(entity(ref, after))
    return [] if after == before else [{"ref": ref, "before": before, "after": after}]


def suggest(scenario: Scenario, given: Suggestion, *, by: Member) -> None:
    """Keep a suggestion."""
    _may(by, "suggest", "viewers and partners read along: ask somebody of the team to suggest it")
    records.add(scenario.workspace, [given], by=by)


def suggestion(said: Records, key: str) -> Suggestion:
    """An open suggestion. Refused where it is gone, accepted or dropped."""
    one = next((one for one in latest(said.suggestions) if one.key == key), None)
    if one is None:
        raise Refused("there is no such suggestion: look at the stand-up again")
    if one.state != "open":
        raise Refused(f"this suggestion was {one.state} meanwhile")
    return one


def edits(one: Suggestion) -> list[Edit]:
    """The changes of the plan that a suggestion drafts."""
    return [Edit(edit["ref"], edit.get("before"), edit.get("after")) for edit in one.edits]


def accept(scenario: Scenario, said: Records, key: str, on: date, *, by: Member) -> Change | None:
    """Make the changes that a suggestion drafts, as whoever may; it is accepted with them or not at all.

    Raises what `plan.change` raises: Denied, Clashes where the plan changed in the same field since, and others.
    """
    one = suggestion(said, key)
    if not one.edits:
        raise Refused("it drafts no change of the plan: change the item itself, or drop it with a reason")
    with transaction.atomic():
        made = plans.change(scenario, edits(one), by=by, why=f"stand-up: {short(plain(one.what), 200)}")
        taken = one.model_copy(update={"state": "accepted", "reason": "", **_by(by, one.on or on)})
        records.add(scenario.workspace, [taken], by=by)
    return made


def drop(scenario: Scenario, said: Records, key: str, reason: str, on: date, *, by: Member) -> None:
    """Drop a suggestion with a reason."""
    one = suggestion(said, key)
    own = one.by == (by.role or by.party) or one.owner in (by.party, by.role)
    _may(
        by,
        "drop",
        "whoever made it or is asked drops it, the head of marketing, its operations or the business",
        is_own=own,
    )
    if not reason.strip():
        raise Refused("a suggestion is dropped with a reason: say why")
    gone = one.model_copy(update={"state": "dropped", "reason": reason.strip(), **_by(by, one.on or on)})
    records.add(scenario.workspace, [gone], by=by)


def told(plan: Plan, one: Suggestion, seat: policy.Seat) -> list[Difference]:
    """What a suggestion would change, in words; nothing of what a member is not shown."""
    old = policy.seen(seat, plan)
    wanted = [edit for edit in edits(one) if edit.ref in old.entities or edit.before is None]
    try:
        new = old.changed(
            {edit.ref: entity(edit.ref, edit.after) if edit.after is not None else None for edit in wanted}
        )
    except ValueError:
        return []
    return list(differences(old, new, wanted))


def new_key() -> str:
    """A key for a decision or a suggestion."""
    return uuid4().hex[:12]


def sent(scenario: Scenario, cadence: str, day: date, *, by: Member) -> None:
    """Keep that a report was sent on a day; once a day is enough."""
    _may(by, "hold", "a lead, marketing operations, the head of marketing or the business says that a report was sent")
    if all(one.day != day for one in held(records.read(scenario.workspace).standups, cadence)):
        records.add(scenario.workspace, [StandUp(cadence=cadence, day=day, **_by(by, day))], by=by)


def way_out(scenario: Scenario, day: date, ident: str) -> tuple[str, list[dict[str, Any]]]:
    """The first way out of a finding in words, and as a draft where it asks for no value."""
    found = check.find(scenario, day, ident)
    if found is None:
        raise Refused("this finding is gone: it was put right, or the plan says something else now")
    plan = store.load(scenario)
    ready = next((fix for fix in found.fixes if fix.sets and not fix.blanks()), None)
    first = ready or (found.fixes[0] if found.fixes else None)
    title = plain(plan.title(found.at[0]))
    says = f"{title}: {way(first)}" if first else f"{title}: {plain(found.says)}"
    return says, [_kept(edit) for edit in ready.edits(plan)] if ready else []


def of_update(plan: Plan, case: Case, ref: Ref) -> tuple[str, list[dict[str, Any]]]:
    """What the last update about an item suggests, in words and as a draft."""
    last, edit = offered(case, ref)
    item = plan.find(ref)
    if last is None or item is None:
        raise Refused("this item is gone: it was taken out of the plan meanwhile")
    return f"{plain(item.title)}: {said(last)}", [_kept(edit)] if edit else []


def _kept(edit: Edit) -> dict[str, Any]:
    return {"ref": edit.ref, "before": edit.before, "after": edit.after}
