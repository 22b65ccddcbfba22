"""Secret addresses under which a calendar program reads somebody's dates, or a team's, until they are revoked."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator

from django.db.models import QuerySet
from django.utils.timezone import now

from truenorth.plan.consent import Commitment
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.plan import Plan
from truenorth.plan.resources import Team
from truenorth.plan.story import Content
from truenorth.plan.strategy import Objective
from truenorth.plan.work import Activity
from truenorth.reports.roadmap.ical import days, ical
from truenorth.reports.words import plain
from truenorth.rules import Case
from truenorth.server import policy, store
from truenorth.server.models import CalendarLink, Member
from truenorth.server.services import fit, lists, people, workspaces
from truenorth.server.services.audit import note
from truenorth.server.services.people import Refused

MOST = 10  # addresses that somebody has at once
DATED: tuple[type[Entity], ...] = (Activity, Content, Commitment, Objective)


def of(member: Member) -> QuerySet[CalendarLink]:
    """The addresses of a member that hold, the newest first."""
    return CalendarLink.objects.filter(member=member, revoked=None).order_by("-made")


def make(member: Member, team: str = "") -> tuple[CalendarLink, str]:
    """An address for what is a member's, or a team's; its secret is told once. Refused where there is no such team."""
    plan = _plan(member)
    if team and plan.get(Team, team) is None:
        raise Refused(f"the plan has no team “{plain(team)[:40]}”: choose one of the list")
    if of(member).count() >= MOST:
        raise Refused(f"you have {MOST} addresses already: revoke one that is not used any more")
    token = secrets.token_urlsafe(24)
    made = CalendarLink.objects.create(member=member, team=team, digest=people.digest(token))
    note(member.workspace, "calendar address made", by=member, about=title(plan, made))
    return made, token


def revoke(member: Member, number: int) -> CalendarLink | None:
    """End an address of a member; None where they have none of this number."""
    found = of(member).filter(pk=number).first()
    if found is not None:
        CalendarLink.objects.filter(pk=found.pk).update(revoked=now())
        note(member.workspace, "calendar address revoked", by=member, about=title(_plan(member), found))
    return found


def title(plan: Plan, link: CalendarLink) -> str:
    """What an address is called."""
    return plain(plan.title(f"team:{link.team}")) if link.team else "My part"


def opened(token: str) -> CalendarLink | None:
    """The address of a secret, also one that does not hold any more; None where there never was one."""
    found = CalendarLink.objects.filter(digest=people.digest(token))
    return found.select_related("member__workspace", "member__user").first()


def holds(link: CalendarLink) -> bool:
    """Whether an address is neither revoked nor that of somebody who has left."""
    return link.revoked is None and link.member.left is None and link.member.user.is_active


def file(link: CalendarLink, address: Callable[[Ref], str], home: str) -> bytes:
    """What an address answers: the dates, as far as the member's seat may see them."""
    CalendarLink.objects.filter(pk=link.pk).update(used=now())
    plan = _plan(link.member)
    case = Case(plan, fit.today(link.member.workspace))
    name = f"{plain(link.member.workspace.name)}: {title(plan, link)}"
    return ical(name, days(case, _items(case, link)), now(), address, home)


def _plan(member: Member) -> Plan:
    return policy.seen(people.seat(member), store.load(workspaces.main(member.workspace)))


def _items(case: Case, link: CalendarLink) -> Iterator[Entity]:
    for kind in DATED:
        for item in case.plan.all(kind):
            theirs = link.team in (getattr(item, "team", None), *getattr(item, "shared_with", ()))
            if theirs if link.team else lists.is_mine(case.plan, item, link.member):
                yield item
