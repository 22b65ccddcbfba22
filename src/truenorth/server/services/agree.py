"""Agree in a workspace: what is said is kept in one step with what it was said of, so that no version slips away."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.db import transaction
from pydantic import BaseModel

from truenorth.plan.edit import Edit
from truenorth.plan.entity import Party, Ref, data
from truenorth.records.agree import Agreed
from truenorth.reports.agree import Room
from truenorth.reports.agree.stands import signer
from truenorth.server import policy, store
from truenorth.server.kept import Kept
from truenorth.server.models import Change, Member, Scenario, Workspace
from truenorth.server.services import check, people, plan, records, versions
from truenorth.server.services.audit import note
from truenorth.server.services.people import Refused
from truenorth.services.agree import Say, Scene, Who
from truenorth.services.plan import Refused as NotDone

ROOM = 20_000  # items of the plans whose rooms a process remembers
_rooms: Kept[check.Whole, Room] = Kept(ROOM)


def who(member: Member, on: date) -> Who:
    """A member as one who says something: a yes is given by name and role."""
    party: Party = member.party  # type: ignore[assignment]
    return Who(party, member.role, str(member), on)


def scene(scenario: Scenario, day: date, number: int | None = None) -> Scene:
    """A version of the plan as it is agreed on, with all that was said of it."""
    at = scenario.head if number is None else number
    found, report = check.judged(scenario, day, at), check.told(scenario, day, at).report
    opened = partial(versions.opened, scenario.workspace)
    return Scene(found.case, report, versions.of(scenario, at), opened)


def room(scenario: Scenario, day: date, number: int | None = None) -> Room:
    """The room for a version; remembered until somebody says or changes something."""
    key = check.key(scenario, day, number)
    found = _rooms.get(key)
    if found is None:
        made = scene(scenario, day, number)
        found = _rooms.put(key, made.room, len(made.case.whole))
    return found


def is_used(workspace: Workspace) -> bool:
    """Whether anybody has put the plan up for agreement yet."""
    return records.has(workspace, "review", "agreed")


def asked_of(scenario: Scenario, day: date, party: str, number: int) -> str:
    """What a party is asked on the way to an agreement, in a sentence; nothing where nobody asks it anything."""
    if scenario.parent is not None or not is_used(scenario.workspace):
        return ""
    told = room(scenario, day, number)
    if any(signer(side) == party for side in told.asks if side not in told.signed):
        again = told.state == "changed since agreed"
        return "You are asked to agree again on what moved." if again else "You are asked to agree to this version."
    if party == "mops" and told.state == "in review" and any(one.sort == "verdict" for one in told.stands):
        return "Your verdict is asked for: can the plan be carried out?"
    return ""


def said(scenario: Scenario, day: date, say: Say, *, what: str, by: Member) -> list[BaseModel]:
    """Keep what a member says of the plan as it is now. Refused where it is not theirs to say, or cannot be said."""
    if not policy.may_agree(people.seat(by), what):
        raise Refused(f"that is for {policy.whom_agree(what)} to say")
    if scenario.parent is not None:
        raise Refused("both sides agree on the plan itself: take the what-if over first")
    check.told(scenario, day)  # what takes long is done before others have to wait
    with transaction.atomic():
        head = _held(scenario)
        try:
            made = say(scene(head, day))
        except NotDone as error:
            raise Refused(str(error)) from None
        records.add(head.workspace, made, by=by)
        for one in made:
            if isinstance(one, Agreed):
                note(head.workspace, "agreed", by=by, about=f"version {head.head}", after=one.model_dump(mode="json"))
    scenario.workspace.said = head.workspace.said
    return made


def _held(scenario: Scenario) -> Scenario:
    """The plan as it is, which nobody changes, and of which nobody says anything, until this transaction ends."""
    head = Scenario.objects.select_for_update().get(pk=scenario.pk)
    head.workspace = Workspace.objects.select_for_update().get(pk=head.workspace_id)
    return head


def promise(scenario: Scenario, ref: Ref, answer: str, *, by: Member) -> Change | None:
    """Answer what somebody was asked to promise; it is a field of the plan. Raises what `plan.change` raises."""
    item = store.load(scenario).find(ref)
    if item is None or item.kind != "commitment":
        raise Refused("this promise is gone: somebody took it out of the plan")
    before = data(item)
    edit = Edit(ref, before, {**before, "answer": answer})
    return plan.change(scenario, [edit], by=by, why=f"{answer}: {item.title}"[:200])
