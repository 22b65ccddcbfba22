"""Reports of a workspace: made by hand or when they are due, kept as they were."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate, now
from pydantic import ValidationError

from truenorth.engines.rhythm import Occurrence, occurrences
from truenorth.plan.consent import Cadence
from truenorth.plan.edit import diff
from truenorth.plan.plan import Plan
from truenorth.plan.resources import Team
from truenorth.plan.work import Program
from truenorth.records.week import StandUp, held
from truenorth.reports.diff import Difference, differences
from truenorth.reports.pack import Pack, build
from truenorth.reports.pack.blocks import read as of_data
from truenorth.reports.pack.formats import FORMATS, written
from truenorth.reports.pack.material import Change as Changed
from truenorth.reports.pack.material import Material, News
from truenorth.reports.pack.readers import PARTNER, PEOPLE, TEAM, Reader, Unknown, reader, readers_of
from truenorth.reports.page.pdf import NotInstalled
from truenorth.reports.words import PARTIES, in_full
from truenorth.server import policy, store
from truenorth.server.models import Edition, Member, Scenario, Workspace
from truenorth.server.policy import Seat
from truenorth.server.services import check, fit, people, records, workspaces
from truenorth.server.services.audit import note
from truenorth.server.services.people import Refused

WEEK = timedelta(days=7)
PATIENCE = timedelta(hours=1)
SHOWN = 100  # reports that are listed
TOLD = 40  # items that changed and are told one by one
NOBODY = Seat("lead")  # as whom a report is told: without what an hour costs


def readers(seat: Seat, plan: Plan) -> list[Reader]:
    """The readers whose reports a member may make."""
    teams = [reader(TEAM + one.key, plan) for one in plan.all(Team)]
    partners = [reader(PARTNER + one.key, plan) for one in plan.all(Program)]
    return [one for one in (*PEOPLE, *teams, *partners) if policy.may_report(seat, "make", one.word)]


def editions(scenario: Scenario, seat: Seat) -> list[Edition]:
    """The reports that were made and that a member may read, the newest first."""
    rows = Edition.objects.filter(scenario=scenario).defer("said").select_related("by__user").order_by("-pk")
    found = (one for one in rows.iterator(SHOWN) if policy.may_report(seat, "read", one.reader))
    return [one for one, _ in zip(found, range(SHOWN), strict=False)]


def find(scenario: Scenario, number: int, seat: Seat) -> Edition:
    """A report that was made. Edition.DoesNotExist where there is none that this member may read."""
    found = Edition.objects.select_related("by__user", "scenario__workspace").get(scenario=scenario, pk=number)
    if not policy.may_report(seat, "read", found.reader):
        raise Edition.DoesNotExist
    return found


def title(edition: Edition) -> str:
    """What the report of an edition is called, without reading all of it."""
    try:
        return reader(edition.reader, store.load(edition.scenario, edition.number)).title
    except Unknown:
        return edition.reader


def pack(edition: Edition) -> Pack:
    """What a report said when it was made. Refused where another release kept it in another way."""
    try:
        return of_data(edition.said)
    except ValidationError:
        raise Refused("this report was kept by another release and cannot be shown: make it again") from None


def written_as(edition: Edition, ending: str) -> tuple[str, bytes]:
    """A report in a format, with its type. Refused where that needs an extra that is not installed."""
    try:
        return FORMATS[ending][0], written(pack(edition), ending)
    except NotInstalled as missing:
        raise Refused(str(missing)) from None


def make(scenario: Scenario, word: str, *, by: Member, cadence: str = "") -> Edition:
    """Make a report of the newest version for a reader, and keep it. PermissionDenied; Refused where nobody is so."""
    try:
        who = reader(word, store.load(scenario))
    except Unknown as error:
        raise Refused(str(error)) from None
    if not policy.may_report(people.seat(by), "make", who.word):
        raise PermissionDenied("this report is made by whom it is for, or by who answers for the whole plan")
    with transaction.atomic():
        made = _kept(scenario, who, by=by, cadence=cadence)
        _held(scenario, cadence, by=by)
    note(scenario.workspace, "report made", by=by, about=who.title, after={"version": made.number, "report": made.pk})
    return made


def _kept(scenario: Scenario, who: Reader, *, by: Member | None, cadence: str = "", due: date | None = None) -> Edition:
    """A report of the newest version, built and kept as it is."""
    day, number = fit.today(scenario.workspace), scenario.head
    answer = fit.done(scenario, number)
    told = replace(check.told(scenario, day, number), fit=fit.read(answer).told if answer else None)
    called = f"what-if {scenario}" if scenario.parent else f"version {number}"
    material = Material(told, _news(scenario, number, who), called)
    made = build(material, [who.word]).for_(who.word)
    said, of = made.data(), {"number": number, "day": day, "reader": who.word, "cadence": cadence, "due": due}
    return Edition.objects.create(scenario=scenario, said=said, by=by, **of)


def _held(scenario: Scenario, cadence: str, *, by: Member | None) -> None:
    """Say that a report of the plan was made today: it kept its rhythm."""
    if cadence:
        day, role = fit.today(scenario.workspace), by.role if by else ""
        records.add(scenario.workspace, [StandUp(cadence=cadence, day=day, on=day, by=role)], by=by)


def _news(scenario: Scenario, number: int, who: Reader) -> News:
    """What is new since the last report for the same reader; of the last seven days where there was none."""
    last = Edition.objects.filter(scenario=scenario, reader=who.word).defer("said").order_by("-pk").first()
    was = last.number if last else store.at(scenario, now() - WEEK)
    since = f"since the report of {in_full(last.day)} (version {last.number})" if last else "in the last seven days"
    day = last.day if last else fit.today(scenario.workspace) - WEEK
    if was >= number:
        return News(since, day)
    rows = store.history(scenario).filter(number__gt=was, number__lte=number)
    changes = tuple(Changed(localdate(one.at), one.why, str(one.by) if one.by else "") for one in rows)
    if was == 0 and not last:
        return News(f"{since}: the plan was begun", day, changes)
    return News(since, day, changes, _differences(scenario, was, number, who))


def _differences(scenario: Scenario, was: int, number: int, who: Reader) -> tuple[Difference, ...]:
    """The items that changed; in a partner's report none, as most are not theirs to see."""
    if who.word.startswith(PARTNER):
        return ()
    old, new = (policy.seen(NOBODY, store.load(scenario, at)) for at in (was, number))
    return tuple(differences(old, new, diff(old, new)[:TOLD]))


@dataclass(frozen=True)
class Rhythm:
    """A report of the plan that comes again and again: for whom, when it was made, and when it is due next."""

    cadence: Cadence
    readers: tuple[Reader, ...]
    last: date | None
    next: Occurrence | None
    missed: int


def rhythms(scenario: Scenario) -> list[Rhythm]:
    """The reports that the plan promises."""
    plan, said = store.load(scenario), records.read(scenario.workspace)
    day = fit.today(scenario.workspace)
    found = []
    for one in plan.all(Cadence):
        if one.form == "report":
            days = [each.day for each in held(said.standups, one.key) if each.day <= day]
            times = occurrences(one, days, day, plan.calendar)
            missed = sum(time.state == "missed" for time in times)
            coming = times[-1] if times and times[-1].state == "due" else None
            found.append(Rhythm(one, readers_of(one, plan), max(days, default=None), coming, missed))
    return found


def begin(scenario: Scenario, key: str, *, by: Member) -> list[Edition]:
    """Make a report of the plan for the first time: from now on it is made by itself when it is due."""
    found = next((one for one in rhythms(scenario) if one.cadence.key == key), None)
    if found is None or not found.readers:
        raise Refused("the plan knows no such report, or it names nobody whom it is for")
    return [make(scenario, one.word, by=by, cadence=key) for one in found.readers]


def due(workspace: Workspace, queue: Callable[[Edition], object] = lambda _: None) -> list[Edition]:
    """Make what is due in a workspace and was begun by somebody, and queue it; each once, however often this is asked.

    While the engine is at the newest version, nothing is made for an hour: its answer belongs in the report.
    """
    scenario = workspaces.main(workspace)
    proof = fit.last(scenario)
    if proof and proof.state in fit.UNDER_WAY and proof.asked > now() - PATIENCE:
        return []
    day, made = fit.today(workspace), list[Edition]()
    for one in rhythms(scenario):
        if one.readers and one.next and one.next.due <= day:
            made += _made_once(scenario, one, one.next.due, queue)
    return made


def _made_once(scenario: Scenario, one: Rhythm, day: date, queue: Callable[[Edition], object]) -> list[Edition]:
    """The report of a cadence for each of its readers, all or none; none where another worker makes them."""
    try:
        with transaction.atomic():
            key = one.cadence.key
            found = [_kept(scenario, who, by=None, cadence=key, due=day) for who in one.readers]
            _held(scenario, key, by=None)
            for edition in found:
                queue(edition)
            return found
    except IntegrityError:
        return []


def whom(edition: Edition) -> QuerySet[Member]:
    """The members that a report is for."""
    members = Member.objects.filter(workspace=edition.scenario.workspace, left=None).select_related("user")
    kind, _, key = edition.reader.partition(":")
    if kind == "team":
        return members.filter(team=key)
    if kind == "partner":
        partners = members.filter(party="partner")
        return members.filter(pk__in=[one.pk for one in partners if key in one.programs])
    return members.filter(party={"ceo": "business", "board": "business"}.get(kind, kind))


def who_may_read(edition: Edition) -> list[Member]:
    """The members that a report may be sent to."""
    members = Member.objects.filter(workspace=edition.scenario.workspace, left=None).select_related("user")
    found = [one for one in members if policy.may_report(people.seat(one), "read", edition.reader)]
    return sorted(found, key=lambda one: (list(PARTIES).index(one.party), str(one)))
