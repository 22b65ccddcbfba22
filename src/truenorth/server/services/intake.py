"""Work that is asked for: by members, or by anybody through a door; what it would displace; how it is answered."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import now

from truenorth.plan.work import Activity
from truenorth.records.talk import Request, Response, responses
from truenorth.reports.displaced import Displaced, displaced
from truenorth.reports.words import plain, short
from truenorth.rules import Case
from truenorth.server import policy, store
from truenorth.server.models import Change, Door, Member, Notice, Said, Scenario, Workspace
from truenorth.server.services import items, notices, people, records
from truenorth.server.services.audit import note
from truenorth.server.services.people import Refused

AN_HOUR = timedelta(hours=1)
MOST_AN_HOUR = 20  # requests of people without an account, for a workspace
LONGEST_NAME = 80


@dataclass(frozen=True)
class Asked:
    """A request with who asked when, and the answer to it; `by` is None for somebody without an account."""

    request: Request
    by: Member | None
    at: datetime
    response: Response | None


def every(workspace: Workspace) -> list[Asked]:
    """All requests: those without an answer first, the newest of each first."""
    rows = Said.objects.filter(workspace=workspace, kind__in=("request", "response")).select_related("by__user")
    said = [(records.KINDS[row.kind][1].model_validate(row.data), row) for row in rows.order_by("number")]
    answered = responses(one for one, _ in said if isinstance(one, Response))
    first = {one.key: (one, row) for one, row in reversed(said) if isinstance(one, Request)}
    found = [Asked(one, row.by, row.at, answered.get(one.key)) for one, row in first.values()]
    return sorted(found, key=lambda one: one.response is not None)


def seen(workspace: Workspace, member: Member) -> list[Asked]:
    """The requests that a member sees: all, or for those who answer none, their own."""
    seat = people.seat(member)
    found = every(workspace)
    if policy.may_talk(seat, "respond") or seat.party in ("business", "lead"):
        return found
    return [one for one in found if one.by == member]


def find(workspace: Workspace, key: str) -> Asked | None:
    """The request of a key."""
    return next((one for one in every(workspace) if one.request.key == key), None)


def ask(workspace: Workspace, request: Request, *, by: Member | None) -> None:
    """Ask for work; those who answer hear of it. The same request sent twice is one."""
    if by is not None and not policy.may_talk(people.seat(by), "request"):
        raise PermissionDenied
    with transaction.atomic():
        Workspace.objects.select_for_update().get(pk=workspace.pk)  # so that two at once do not both look first
        if find(workspace, request.key):
            return
        if by is None and _lately(workspace) >= MOST_AN_HOUR:
            raise Refused("very many have asked in the last hour: try again in an hour, or call")
        records.add(workspace, [request], by=by)
        whom = {one: Notice.What.REQUEST for one in _answering(workspace, request.team) if one != by}
        notices.tell(whom, about(request), request.what, by=by)


def about(request: Request) -> str:
    """What a notice of a request is about."""
    return f"request:{request.key}"


def _lately(workspace: Workspace) -> int:
    return Said.objects.filter(workspace=workspace, kind="request", by=None, at__gt=now() - AN_HOUR).count()


def _answering(workspace: Workspace, team: str) -> list[Member]:
    """Who answers a request: the team's leads, or where there is none, whoever may answer any."""
    members = list(people.members(workspace))
    leads = [one for one in members if one.party == "lead" and team and one.team == team]
    return leads or [one for one in members if one.party in policy.TALK["respond"].anywhere]


def may_respond(seat: policy.Seat, request: Request) -> bool:
    """Whether a member may answer a request."""
    return policy.may_talk(seat, "respond", is_own=bool(seat.team) and seat.team == request.team)


def would_displace(case: Case, request: Request) -> Displaced:
    """What a request would do to the team that is asked."""
    return displaced(case, request.team, request.hours, request.wanted)


def respond(scenario: Scenario, response: Response, *, by: Member) -> Change | None:
    """Answer a request. What is accepted becomes an activity of the plan, an idea until somebody plans it."""
    with transaction.atomic():
        Workspace.objects.select_for_update().get(
            pk=scenario.workspace_id
        )  # so that two at once do not both look first
        return _respond(scenario, response, by)


def _respond(scenario: Scenario, response: Response, by: Member) -> Change | None:
    one = find(scenario.workspace, response.request)
    if one is None or not may_respond(people.seat(by), one.request):
        raise Refused("whoever leads the team that is asked answers, or the head of marketing or its operations")
    if one.response is not None and one.response.outcome != "countered":
        raise Refused(f"this is {one.response.outcome} already")
    made = None
    if response.outcome == "accepted":
        why = f"accepted: {short(plain(one.request.what), 60)}"
        ref, made = items.add(scenario, Activity.kind, _fields(scenario, one.request), by=by, why=why)
        response = response.model_copy(update={"item": ref})
    records.add(scenario.workspace, [response], by=by)
    if one.by and one.by != by:
        notices.tell({one.by: Notice.What.RESPONSE}, about(one.request), _told(response, one.request), by=by)
    return made


def _told(response: Response, request: Request) -> str:
    what = short(plain(request.what), 80)
    return f"{what}: {response.outcome}{f'. {response.says}' if response.says else ''}"


def _fields(scenario: Scenario, request: Request) -> dict[str, object]:
    """A request as an activity: what is not known is left out."""
    name = short(plain(request.what), LONGEST_NAME)
    known = {
        "name": name,
        "status": "idea",
        "team": request.team if store.load(scenario).find(f"team:{request.team}") else "",
        "due": request.wanted.isoformat() if request.wanted else "",
        "note": "\n".join(text for text in (request.what if name != request.what else "", request.why) if text),
        "labels": {"asked by": plain(request.whom)} if request.whom else {},
    }
    return {name: value for name, value in known.items() if value}


def open_door(workspace: Workspace, *, by: Member) -> str:
    """A link by which anybody asks for work; its secret is shown once. The door that was open before is closed."""
    _may_open(by)
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        Door.objects.filter(workspace=workspace, revoked=None).update(revoked=now())
        Door.objects.create(workspace=workspace, digest=people.digest(token), by=by)
        note(workspace, "door opened", by=by)
    return token


def close_door(workspace: Workspace, *, by: Member) -> None:
    """From now on the link leads nowhere."""
    _may_open(by)
    if Door.objects.filter(workspace=workspace, revoked=None).update(revoked=now()):
        note(workspace, "door closed", by=by)


def _may_open(by: Member) -> None:
    if not policy.may_talk(people.seat(by), "open a door"):
        raise PermissionDenied


def door(token: str) -> Door | None:
    """The door of a link; None where it is unknown or closed."""
    return Door.objects.filter(digest=people.digest(token), revoked=None).select_related("workspace").first()


def opened(workspace: Workspace) -> Door | None:
    """The door that is open."""
    return Door.objects.filter(workspace=workspace, revoked=None).select_related("by__user").first()
