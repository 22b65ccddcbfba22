"""The working week: updates, the links by which they are given, and work that nobody planned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core import signing
from django.db import transaction
from django.utils.timezone import now

from truenorth.plan.edit import Edit
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.plan import Plan
from truenorth.records.week import Unplanned, Update, last_updates
from truenorth.reports.part import Whose, all_mine, is_mine
from truenorth.reports.week import Waiting, offer, one, waiting
from truenorth.reports.words import plain
from truenorth.rules import Case
from truenorth.server import policy, store
from truenorth.server.models import Change, Event, Member, Said, Scenario, Workspace
from truenorth.server.services import history, people, records
from truenorth.server.services import plan as plans
from truenorth.server.services.audit import note
from truenorth.server.services.people import Refused

UPDATED = ("goal", "objective", "program", "activity", "content", "commitment", "feed")  # what updates are given of
SALT = "truenorth.update"
KIND: dict[type, str] = {Update: "update", Unplanned: "unplanned"}
RECENT = 200  # of a member's own, among which the same one sent twice is looked for
VALID = timedelta(days=14)  # that a link of a digest holds
REVOKED = "update links taken back"
OURS = "what is said of work is said by whoever does it: their team, its owner, or a lead"


@dataclass(frozen=True)
class Kept:
    """An update that was given: whether it is new, and the change that took its item out meanwhile, where one did."""

    update: Update
    is_new: bool
    gone: Change | None = None


def whose(member: Member) -> Whose:
    """Whose work a member's is."""
    return Whose(member.party, member.team, member.role)


def mine(case: Case, member: Member) -> list[Ref]:
    """The items that are a member's."""
    return [item.ref for item in all_mine(case.plan, whose(member))]


def waits(case: Case, member: Member) -> list[Waiting]:
    """A member's work under way, what needs an update most first."""
    return waiting(case, mine(case, member))


def told(workspace: Workspace, ref: Ref) -> list[Update]:
    """The updates about an item, the newest first."""
    rows = Said.objects.filter(workspace=workspace, kind="update", about=ref[:200]).order_by("-number")
    return [Update.model_validate(fields) for fields in rows.values_list("data", flat=True)]


def state(case: Case, item: Entity, last: Update | None) -> Waiting:
    """How an item stands, as it was said last."""
    return one(case, item, last)


def may_update(member: Member, item: Entity, plan: Plan, seat: policy.Seat | None = None) -> bool:
    """Whether a member may say what became of an item."""
    seat = seat or people.seat(member)
    own = policy.is_own(seat, item, plan) or is_mine(plan, item, whose(member))
    return policy.may_run(seat, "update", is_own=own)


def update(scenario: Scenario, given: Update, *, by: Member) -> Kept:
    """Keep what somebody says of an item they see; the same sent twice is one, and what is said of a gone one is kept.

    Refused where there never was such an item, or it is not theirs to speak of.
    """
    seat, plan = people.seat(by), store.load(scenario)
    item, gone = plan.find(given.about), None
    if item is None or given.about not in policy.seen(seat, plan).entities:
        gone = next((one for one in history.trash(scenario, seat) if one.ref == given.about), None)
        if gone is None:
            raise Refused("there is no such item, or it is not shown to you: look at your week again")
        plan = store.load(scenario, gone.change.number - 1)
        item = plan.entities[given.about]
    if not may_update(by, item, plan, seat):
        raise Refused(OURS)
    given = given.model_copy(update={"called": plain(item.title)[:200], **_by(by)})
    return Kept(given, _once(scenario.workspace, given, by), gone.change if gone else None)


def _by(member: Member) -> dict[str, str]:
    return {"by": member.role or member.party, "party": member.party}


def _once(workspace: Workspace, given: Update | Unplanned, by: Member) -> bool:
    """Add a record unless the same was sent before; whether it was added."""
    with transaction.atomic():
        Workspace.objects.select_for_update().get(pk=workspace.pk)  # so that two at once do not both look first
        before = Said.objects.filter(workspace=workspace, by=by, kind=KIND[type(given)]).order_by("-number")[:RECENT]
        if given.once and any(one.get("once") == given.once for one in before.values_list("data", flat=True)):
            return False
        records.add(workspace, [given], by=by)
    return True


def offered(case: Case, ref: Ref) -> tuple[Update | None, Edit | None]:
    """The last update about an item, and the change of the plan that it suggests."""
    last = last_updates(case.records.updates).get(ref)
    item = case.whole.find(ref)
    return last, offer(case, item, last) if item and last else None


def take(scenario: Scenario, case: Case, ref: Ref, *, by: Member) -> Change | None:
    """Change the plan as the last update about an item suggests; raises what `plan.change` raises."""
    last, edit = offered(case, ref)
    if last is None or edit is None:
        raise Refused("the plan says so already, or the last update suggests no change")
    return plans.change(scenario, [edit], by=by, why=f"update: {last.says}")


def unplanned(scenario: Scenario, given: Unplanned, *, by: Member) -> bool:
    """Write down work that nobody planned; whether it is new. Refused where a name in it is none of the plan."""
    plan = store.load(scenario)
    if not policy.may_run(people.seat(by), "unplanned"):
        raise Refused("viewers and partners read along: ask somebody of the team to write it down")
    if given.team and plan.find(f"team:{given.team}") is None:
        raise Refused(f"the plan has no team “{plain(given.team)[:40]}”: choose one of the list")
    if missing := [ref for ref in given.displaces if plan.find(ref) is None]:
        raise Refused(f"the plan has no “{plain(missing[0])[:40]}”: it may have been taken out meanwhile")
    return _once(scenario.workspace, given.model_copy(update=_by(by)), by)


def counted(many: Iterable[Unplanned], today: date, days: int = 7) -> dict[str, float]:
    """The hours of unplanned work of the last days, by team."""
    found: dict[str, float] = {}
    for work in many:
        if work.on and today - timedelta(days=days) < work.on <= today:
            found[work.team] = found.get(work.team, 0.0) + work.hours
    return found


def link(member: Member, ref: Ref) -> str:
    """The signed part of the address by which one member gives an update of one item, without signing in.

    It holds for VALID from now, as long as the member is in the workspace and has not taken their links back; it
    shows nothing but that item, and makes nothing but updates of it.
    """
    return signing.dumps({"m": member.pk, "r": ref, "t": now().timestamp()}, salt=SALT, compress=True)


def linked(token: str) -> tuple[Member, Ref] | None:
    """The member and the item of a link; None where it was changed, is too old, or was taken back."""
    try:
        found = signing.loads(token, salt=SALT, max_age=VALID)
        pk, ref, made = int(found["m"]), str(found["r"]), float(found["t"])
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None
    member = Member.objects.select_related("workspace", "user").filter(pk=pk, left=None, user__is_active=True).first()
    if member is None or made < member.since.timestamp():  # a link of before they left, who came back
        return None
    back = Event.objects.filter(workspace=member.workspace, what=REVOKED, by=member).order_by("-at").first()
    return None if back and back.at.timestamp() >= made else (member, ref)


def revoke(member: Member) -> None:
    """Take back every link of a member that was sent until now."""
    note(member.workspace, REVOKED, by=member)
