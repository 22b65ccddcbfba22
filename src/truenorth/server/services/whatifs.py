"""What-ifs: begun under a name, shown to some or to all, put away and brought back, taken over into the plan."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from truenorth.plan.edit import Clash, Edit, diff, rebase
from truenorth.plan.settle import Field, settled
from truenorth.reports.diff import counted
from truenorth.reports.words import PARTIES, plain
from truenorth.server import policy, store
from truenorth.server.models import Change, Member, Scenario, Workspace
from truenorth.server.policy import Seat, seen
from truenorth.server.services import people, plan
from truenorth.server.services.audit import note
from truenorth.server.services.later import later
from truenorth.server.services.people import Refused

LONGEST = 80  # letters of a name
MOST = 500  # what-ifs of a workspace that are not put away


@dataclass(frozen=True)
class Told:
    """A what-if in the list: how far it differs from the plan it left, in a sentence; None of a plan that is hidden."""

    scenario: Scenario
    differs: str
    may: frozenset[str]  # what a member may do with it


def listed(workspace: Workspace, member: Member, seat: Seat, *, closed: bool, most: int) -> tuple[list[Told], bool]:
    """The what-ifs that a member may see, the newest first, and whether there are more."""
    found = Scenario.objects.filter(workspace=workspace, parent__isnull=False, closed__isnull=not closed)
    rows = found.select_related("workspace", "parent__parent", "by__user").order_by("-made", "-pk")
    theirs = [one for one in rows if shown(one, member)]
    return [_told(one, member, seat) for one in theirs[:most]], len(theirs) > most


def visible(workspace: Workspace, member: Member) -> list[Scenario]:
    """The what-ifs at work that a member may see, by name."""
    found = Scenario.objects.filter(workspace=workspace, parent__isnull=False, closed=None).order_by("name", "pk")
    return [one for one in found if shown(one, member)]


def find(workspace: Workspace, key: str, member: Member) -> Scenario | None:
    """A what-if that a member may see; None where there is none of the key."""
    found = Scenario.objects.select_related("workspace", "parent__parent", "by__user")
    one = found.filter(workspace=workspace, key=key, parent__isnull=False).first()
    return one if one and shown(one, member) else None


def told(scenario: Scenario, member: Member) -> Told:
    """One what-if, as the list tells it."""
    return _told(scenario, member, people.seat(member))


def shown(scenario: Scenario, member: Member) -> bool:
    """Whether a member may look at a scenario: the plan, a what-if of theirs, or one that is shared with their side."""
    return scenario.parent_id is None or scenario.by_id == member.pk or member.party in scenario.shared


def _told(scenario: Scenario, member: Member, seat: Seat) -> Told:
    edits = diff(seen(seat, store.begun(scenario)), seen(seat, store.load(scenario)))
    return Told(scenario, counted(edits), abilities(scenario, member, seat))


def abilities(scenario: Scenario, member: Member, seat: Seat) -> frozenset[str]:
    """What a member may do with a what-if, of `policy.WHATIFS`."""
    is_own = scenario.by_id == member.pk
    return frozenset(what for what in policy.WHATIFS if policy.may_whatif(seat, what, is_own=is_own))


def begin(scenario: Scenario, name: str, *, by: Member, shared: Iterable[str] = ()) -> Scenario:
    """A what-if of a plan as it is now, seen by whoever began it until it is shared. Refused without a name."""
    _may(scenario, "begin", by)
    if scenario.closed:
        raise store.Closed(f"“{scenario}” is closed: bring it back first, or begin from the plan")
    if Scenario.objects.filter(workspace=scenario.workspace, closed=None).count() > MOST:
        raise Refused(f"there are {MOST} what-ifs at work: put away those that nobody needs")
    with transaction.atomic():
        made = plan.fork(scenario, named(name), by=by)
        _share(made, shared)
        note(scenario.workspace, "what-if begun", by=by, about=made.name, after={"from": scenario.head})
    return made


def rename(scenario: Scenario, name: str, *, by: Member) -> None:
    """Give a what-if another name; its address stays."""
    _may(scenario, "rename", by)
    was, will = scenario.name, named(name)
    if was != will:
        Scenario.objects.filter(pk=scenario.pk).update(name=will)
        scenario.name = will
        note(scenario.workspace, "what-if renamed", by=by, about=will, before=was, after=will)


def share(scenario: Scenario, parties: Iterable[str], *, by: Member) -> None:
    """Show a what-if to the members of some parties, beside whoever began it; to none, where there are none."""
    _may(scenario, "share", by)
    was = list(scenario.shared)
    _share(scenario, parties)
    if was != scenario.shared:
        note(scenario.workspace, "what-if shared", by=by, about=scenario.name, before=was, after=scenario.shared)


def _share(scenario: Scenario, parties: Iterable[str]) -> None:
    asked = frozenset(parties)
    scenario.shared = [party for party in PARTIES if party in asked]
    Scenario.objects.filter(pk=scenario.pk).update(shared=scenario.shared)


def archive(scenario: Scenario, *, by: Member) -> None:
    """Put a what-if away: it stays readable, and can be brought back."""
    _may(scenario, "archive", by)
    store.close(scenario)
    note(scenario.workspace, "what-if put away", by=by, about=scenario.name)


def bring_back(scenario: Scenario, *, by: Member) -> None:
    """Work on a what-if that was put away or taken over again."""
    _may(scenario, "archive", by)
    store.reopen(scenario)
    note(scenario.workspace, "what-if brought back", by=by, about=scenario.name)


@dataclass(frozen=True)
class Merge:
    """A what-if as it would come into the plan it left, after one of its changes: what differs, and the clashes.

    `refused` are the edits that this member may not make in the plan; then nothing can be taken over.
    """

    number: int
    edits: list[Edit]
    clashes: list[Clash]
    refused: list[Edit]


def merge(scenario: Scenario, *, by: Member) -> Merge:
    """What taking a what-if over would do to the plan as it is now."""
    parent = _parent(scenario, by)
    edits, now = store.differences(scenario), store.load(parent)
    merged, clashes = rebase(edits, now)
    return Merge(parent.head, merged, clashes, plan.refused(now, edits, by=by))


def take_over(
    scenario: Scenario, *, by: Member, number: int | None = None, theirs: Container[Field] = frozenset()
) -> Change | None:
    """Bring a what-if into the plan it left, as one change, and close it; None where the plan says all of it already.

    Of what both changed up to the change `number` of the plan, `theirs` stays as the plan has it. Raises Denied,
    Closed, plan.edit.Clashes where the plan changed in the same fields since, Broken and Unreadable: nothing is
    changed then.
    """
    parent = _parent(scenario, by)
    known = None if number is None else store.load(parent, number)

    def settle(edits: list[Edit]) -> list[Edit]:
        found = edits if known is None else settled(edits, known, theirs)
        if not found:
            _may(scenario, "archive", by)  # nothing is brought over: it is only put away
        plan.allowed(parent, found, by=by)
        return found

    with transaction.atomic():
        made = store.adopt(scenario, settle, by=by)
        note(scenario.workspace, "what-if taken over", by=by, about=scenario.name, after=made and made.number)
    return later(parent, made)


def _parent(scenario: Scenario, by: Member) -> Scenario:
    if scenario.parent is None:
        raise store.Closed("the main plan is no what-if")
    if not shown(scenario.parent, by):
        raise PermissionDenied("the what-if that it left is not shown to you")
    return scenario.parent


def named(text: str) -> str:
    """A what-if's name in one line. Refused where nothing of it can be read."""
    found = plain(text)[:LONGEST].strip()
    if not found:
        raise Refused("give the what-if a name, such as “10 % less money”")
    return found


def _may(scenario: Scenario, what: str, by: Member) -> None:
    if what != "begin" and scenario.parent_id is None:
        raise PermissionDenied("the plan is no what-if")
    if not shown(scenario, by) or what not in abilities(scenario, by, people.seat(by)):
        raise PermissionDenied(f"only {policy.whom_whatif(what)} may do that")
