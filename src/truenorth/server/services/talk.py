"""What people say of an item, a finding or the plan; whom it reaches; what each member watches."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from pydantic import BaseModel

from truenorth.plan.plan import Plan
from truenorth.records.talk import Comment, Settled, Thread, Watch, threads, watched
from truenorth.reports.words import PARTIES, plain, short
from truenorth.server import policy, store
from truenorth.server.models import Member, Notice, Said, Scenario, Workspace
from truenorth.server.services import notices, people, records
from truenorth.server.services.people import Refused

NAMED = re.compile(r"(?<![\w@.])@([\w][\w.\-]*[\w]|\w)")
MOST = 50  # threads on a page
NAMES = 20  # people and sides that one comment names


@dataclass(frozen=True)
class Words:
    """A comment, or that one is settled, with who said it and when."""

    record: Any
    by: Member | None
    at: datetime


@dataclass(frozen=True)
class Talk:
    """A question or a risk as it is shown: with its replies, and by whom it was settled."""

    first: Words
    replies: tuple[Words, ...]
    settled: Words | None


def about(workspace: Workspace, subject: str | None = None) -> list[Talk]:
    """What was said about an item, a finding or (empty) the plan, or about anything (None): the newest first."""
    rows = Said.objects.filter(workspace=workspace, kind__in=("comment", "settled")).select_related("by__user")
    rows = rows if subject is None else rows.filter(about=subject[:200])
    said = [Words(_record(one), one.by, one.at) for one in rows.order_by("number")]
    comments = {one.record.key: one for one in reversed(said) if isinstance(one.record, Comment)}
    done = {one.record.comment: one for one in said if isinstance(one.record, Settled)}
    found = threads((one.record for one in reversed(comments.values())), (one.record for one in done.values()))
    return [_talk(one, comments, done) for one in reversed(found)]


def _record(row: Said) -> BaseModel:
    return records.KINDS[row.kind][1].model_validate(row.data)


def _talk(one: Thread, comments: dict[str, Words], done: dict[str, Words]) -> Talk:
    replies = tuple(comments[reply.key] for reply in one.replies)
    return Talk(comments[one.first.key], replies, done.get(one.first.key))


def say(scenario: Scenario, comment: Comment, *, by: Member) -> list[Member]:
    """Say something about what one sees; those who are told of it. The same comment sent twice is said once."""
    seat, plan = people.seat(by), store.load(scenario)
    if not policy.may_talk(seat, "say"):
        raise Refused("viewers read along: whoever manages the workspace can give you another place")
    if not sees(seat, plan, comment.about):
        raise Refused("what this is about is gone: it was taken out of the plan meanwhile")
    there = about(scenario.workspace, comment.about)
    if any(comment.key in (one.first.record.key, *(reply.record.key for reply in one.replies)) for one in there):
        return []
    whom = named(scenario.workspace, comment.says)
    with transaction.atomic():
        records.add(scenario.workspace, [comment], by=by)
        return _tell(scenario.workspace, plan, comment, there, whom, by)


def _tell(
    workspace: Workspace, plan: Plan, comment: Comment, there: list[Talk], whom: list[Member], by: Member
) -> list[Member]:
    """Let those hear of a comment whom it names, to whom it replies, and who watch what it is about."""
    thread = next((one for one in there if comment.to and _holds(one, comment.to)), None)
    spoke = [one.by for one in (thread.first, *thread.replies) if one.by] if thread else []
    reasons = dict.fromkeys(watching(workspace, comment.about), Notice.What.WATCHED)
    reasons |= dict.fromkeys(spoke, Notice.What.REPLY)
    reasons |= dict.fromkeys(whom, Notice.What.MENTION)
    told = {
        member: what
        for member, what in reasons.items()
        if member != by and not member.left and sees(people.seat(member), plan, comment.about)
    }
    notices.tell(told, comment.about, comment.says, by=by)
    return [member for member, what in told.items() if what != Notice.What.WATCHED]


def _holds(one: Talk, key: str) -> bool:
    return key in (one.first.record.key, *(reply.record.key for reply in one.replies))


def settle(scenario: Scenario, settled: Settled, *, by: Member) -> None:
    """Say that a question is answered, or a risk is dealt with."""
    is_seen = sees(people.seat(by), store.load(scenario), settled.about)
    there = about(scenario.workspace, settled.about) if is_seen else []
    one = next((one for one in there if _holds(one, settled.comment)), None)
    if one is None:
        raise Refused("this is gone: look at the page again")
    if not may_settle(people.seat(by), one, by):
        raise Refused("whoever asked says when it is settled, or the head of marketing, its operations or the business")
    if one.settled is None:
        records.add(scenario.workspace, [settled], by=by)


def may_settle(seat: policy.Seat, one: Talk, member: Member) -> bool:
    """Whether a member may say that a question or a risk is settled."""
    return policy.may_talk(seat, "settle", is_own=one.first.by == member)


def sees(seat: policy.Seat, plan: Plan, subject: str) -> bool:
    """Whether a member sees what something is about: an item, a finding by its id, or (empty) the plan."""
    if "\x00" in subject:  # which no database of Postgres takes
        return False
    shown = policy.seen(seat, plan)
    ref = subject.partition("@")[2].partition("#")[0] if "@" in subject else subject
    if not ref or ref == "plan":
        return seat.party != "partner"
    return shown.find(ref) is not None


def named(workspace: Workspace, text: str) -> list[Member]:
    """The members whom a text names: by a side (@mops), a team (@web) or a name (@amara.obi, or @amara if only one)."""
    names = [one.casefold() for one in dict.fromkeys(NAMED.findall(text))][:NAMES]
    return list(dict.fromkeys(one for name in names for one in _called(workspace, name))) if names else []


def _called(workspace: Workspace, name: str) -> list[Member]:
    every = people.members(workspace)
    if name in PARTIES:
        return list(every.filter(party=name))
    of_team = list(every.filter(team=name))
    if of_team:
        return of_team
    by_handle = [one for one in every if handle(one) == name]
    by_first = [one for one in every if handle(one).partition(".")[0] == name]
    return by_handle or (by_first if len(by_first) == 1 else [])


def handle(member: Member) -> str:
    """What a member is called in a text: amara.obi."""
    return re.sub(r"[^\w]+", ".", str(member).casefold()).strip(".")


def unknown(workspace: Workspace, text: str) -> list[str]:
    """The names in a text by which nobody here goes."""
    return [one for one in dict.fromkeys(NAMED.findall(text)) if not _called(workspace, one.casefold())][:NAMES]


def watch(scenario: Scenario, subject: str, *, hears: bool, by: Member) -> None:
    """Hear of what becomes of an item from now on, or no longer."""
    if not sees(people.seat(by), store.load(scenario), subject):
        raise Refused("this item is gone: it was taken out of the plan meanwhile")
    said = Watch(about=subject, hears=hears, by=by.role or by.party, party=by.party)  # type: ignore[arg-type]
    records.add(scenario.workspace, [said], by=by)


def watches(member: Member) -> frozenset[str]:
    """What a member watches."""
    rows = Said.objects.filter(workspace=member.workspace, kind="watch", by=member).order_by("number")
    return watched(Watch.model_validate(data) for data in rows.values_list("data", flat=True))


def watching(workspace: Workspace, subject: str) -> list[Member]:
    """Who watches an item."""
    rows = Said.objects.filter(workspace=workspace, kind="watch", about=subject[:200]).order_by("number")
    last = {row.by: bool(row.data.get("hears", True)) for row in rows.select_related("by__user", "by__workspace")}
    return [member for member, hears in last.items() if member and hears and not member.left]


def open_(talks: Iterable[Talk]) -> list[Talk]:
    """What is not settled yet."""
    return [one for one in talks if one.settled is None]


def brief(text: str) -> str:
    """The beginning of a comment in one line."""
    return short(plain(text), 140)
