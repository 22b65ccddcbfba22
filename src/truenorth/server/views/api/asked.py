"""What a program asks for, or has made, with the rights of the member it speaks for."""

from __future__ import annotations

import re
from typing import Any

from pydantic import ValidationError

from truenorth.plan.edit import Broken, Clashes, Edit
from truenorth.plan.entity import KINDS, Entity, data
from truenorth.plan.reading import Unreadable, entity
from truenorth.records import Decision
from truenorth.reports.words import plain
from truenorth.rules.finding import Finding
from truenorth.server import policy, store
from truenorth.server.models import Change, Said
from truenorth.server.services import check, history, plan
from truenorth.server.services import items as items_service
from truenorth.server.services import records as said
from truenorth.server.services.people import Refused
from truenorth.server.services.plan import Denied
from truenorth.server.views.api.caller import Caller, Wrong
from truenorth.server.views.api.shapes import ChangeIn, DecisionIn, EditIn

SINCE = 50  # changes that are told with a 412


def told(found: Entity) -> dict[str, Any]:
    """An item."""
    return {
        "ref": found.ref,
        "kind": found.kind,
        "key": found.key,
        "title": plain(found.title),
        "fields": data(found),
    }


def items_of(here: Caller, kind: str | None) -> list[Entity]:
    """The items that a member may see, by ref."""
    every = here.plan.all(KINDS[kind]) if kind else here.plan.entities.values()
    return sorted(every, key=lambda one: one.ref)


def items(here: Caller, kind: str | None, offset: int, limit: int) -> dict[str, Any]:
    """A page of items."""
    every = items_of(here, kind)
    return {"version": here.number, "count": len(every), "items": [told(one) for one in every[offset : offset + limit]]}


def since(here: Caller, after: int, limit: int) -> list[dict[str, Any]]:
    """The changes after a number, the oldest first."""
    rows = store.history(here.scenario).filter(number__gt=after).order_by("number")[:limit]
    return [_change(history.as_seen(one, here.member)) for one in rows]


def _change(one: Change) -> dict[str, Any]:
    return {
        "number": one.number,
        "does": one.does,
        "why": plain(one.why),
        "by": str(one.by or ""),
        "at": one.at,
        "items": one.items,
    }


def change(here: Caller, number: int) -> dict[str, Any]:
    """One change, item by item."""
    try:
        made, compared = history.change(here.scenario, number, here.seat)
    except Change.DoesNotExist:
        raise Wrong(404, f"there is no change {number}") from None
    rows = [
        {"mark": one.mark, "ref": one.now or one.ref, "title": one.title, "fields": dict(one.fields)}
        for one in compared.differences
    ]
    return {**_change(history.as_seen(made, here.member)), "differences": rows}


def make(here: Caller, given: ChangeIn, match: str | None) -> dict[str, Any] | None:
    """Make a change on the version that was named. Wrong with why it is not made."""
    if not here.token.writes:
        raise Wrong(403, "this token only reads: make one that may write")
    _matched(here, match)
    try:
        edits = [_edit(here, one) for one in given.edits]
        made = plan.change(here.scenario, edits, by=here.member, why=plain(given.why))
    except Unreadable as error:
        raise Wrong(422, "some values cannot be read", fields=_fields(error)) from None
    except (Broken, Clashes, store.Closed) as error:
        raise Wrong(409, str(error)[:2000]) from None
    except Denied as error:
        raise Wrong(403, str(error)) from None
    if made is not None and made.number != here.number + 1:  # merged with what came in a moment before
        here.scenario.head = made.number
    return _change(made) if made else None


def _matched(here: Caller, match: str | None) -> None:
    if match is None:
        raise Wrong(428, f'say on which version this is based: If-Match: "{here.scenario.head}"')
    found = re.fullmatch(r'(?:W/)?"?(\d{1,9})"?', match.strip())
    if found is None or int(found[1]) != here.scenario.head:
        known = min(int(found[1]), here.scenario.head) if found else here.scenario.head
        raise Wrong(
            412,
            "the plan has changed since: look at it again",
            head=here.scenario.head,
            since=since(here, known, SINCE),
        )


def _edit(here: Caller, given: EditIn) -> Edit:
    kind = given.ref.partition(":")[0]
    if kind not in KINDS:
        raise Wrong(422, f"there is no kind “{kind}”: see docs/reference/kinds.md")
    if _has_nul(given.set):
        raise Wrong(422, f"{given.ref}: a text with a NUL in it is kept nowhere")
    found = here.whole.find(given.ref)
    if found is not None and given.ref not in here.plan.entities:
        raise Wrong(404, f"{given.ref} is not shared with you")
    before = data(found) if found else None
    if given.delete:
        if before is None:
            raise Wrong(404, f"there is no {given.ref}")
        return Edit(given.ref, before, None)
    _shown_whole(here, given)
    fields = {**(before or {}), **given.set}
    after = data(entity(given.ref, {name: value for name, value in fields.items() if value is not None}))
    return Edit(given.ref, before, after)


def _shown_whole(here: Caller, given: EditIn) -> None:
    """Wrong where a member sets a field of which they do not see all."""
    if given.ref in here.plan.entities:
        hidden = items_service.kept_back(here.plan, here.whole, given.ref) & given.set.keys()
        if hidden:
            raise Wrong(403, f"{given.ref}: you are not shown all of {', '.join(sorted(hidden))}")


def _has_nul(value: Any) -> bool:
    match value:
        case str():
            return "\0" in value
        case dict():
            return any(map(_has_nul, (*value, *value.values())))
        case list():
            return any(map(_has_nul, value))
    return False


def _fields(error: Unreadable) -> list[dict[str, str]]:
    return [{"ref": error.ref, "field": one.field, "says": one.says} for one in error.problems]


def findings(here: Caller, rule: str | None, every: bool, limit: int) -> dict[str, Any]:
    """What is out of line, as far as a member may see it."""
    found = check.judged(here.scenario, here.day, here.number)
    shown = [one for one in (found.findings if every else found.open) if rule is None or one.rule == rule]
    if here.seat.party == "partner":
        shown = [one for one in shown if all(ref in here.plan.entities for ref in one.at)]
    rows = [_finding(one, found.lives[one.id].state) for one in shown[:limit]]
    return {"version": here.number, "day": here.day, "count": len(shown), "findings": rows}


def _finding(one: Finding, state: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "rule": one.rule,
        "kind": one.kind or "notice",
        "severity": one.severity or "info",
        "says": plain(one.says),
        "at": list(one.at),
        "money": one.at_stake.money,
        "hours": one.at_stake.hours,
        "asks": one.asks or "",
        "state": state,
    }


def decide(here: Caller, given: DecisionIn) -> dict[str, Any]:
    """Decide about a finding. Wrong where that is not this member's, or the decision is not whole."""
    if not here.token.writes:
        raise Wrong(403, "this token only reads: make one that may write")
    if _has_nul(given.model_dump(mode="json")):
        raise Wrong(422, "a text with a NUL in it is kept nowhere")
    try:
        said = {"by": here.member.role, "party": here.member.party, "on": here.day}
        decision = Decision.model_validate({**said, **given.model_dump(exclude_none=True)})
    except ValidationError as error:
        raise Wrong(422, "; ".join(one["msg"] for one in error.errors())) from None
    visible = findings(here, None, True, 10**6)["findings"]
    if given.finding not in {one["id"] for one in visible}:
        raise Wrong(404, "there is no such finding: it was put right, or the plan says something else now")
    try:
        found = check.decide(here.scenario, decision, here.day, by=here.member)
    except Refused as error:
        raise Wrong(409, str(error)) from None
    return _finding(found, given.state)


def records(here: Caller, after: int, kind: str | None, limit: int) -> dict[str, Any]:
    """What people said, the oldest first. Wrong for a partner, who is shown none."""
    if here.seat.party == "partner":
        raise Wrong(403, "a partner is not shown what others said")
    rows = Said.objects.filter(workspace=here.member.workspace, number__gt=after).select_related("by__user")
    rows = rows.filter(kind=kind) if kind else rows
    own = said.kept_back(here.seat)
    shown = [one for one in rows.order_by("number") if one.kind not in own or one.by_id == here.member.pk][:limit]
    return {"last": here.member.workspace.said, "records": [_record(here, one) for one in shown]}


def _record(here: Caller, one: Said) -> dict[str, Any]:
    fields = {**one.data, "edits": policy.bare(here.seat, one.data["edits"])} if one.data.get("edits") else one.data
    return {"number": one.number, "kind": one.kind, "by": str(one.by or ""), "at": one.at, "fields": fields}
