"""Who may do what. One table; every write of a plan asks `may`, every page shows what `seen` leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from truenorth.plan.edit import Edit
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.plan import Plan
from truenorth.plan.work import Program


@dataclass(frozen=True)
class Right:
    """The parties that may change a kind anywhere, and those that may where it is their own."""

    anywhere: frozenset[str]
    own: frozenset[str] = frozenset()


def _right(anywhere: str, own: str = "") -> Right:
    return Right(frozenset(anywhere.split()), frozenset(own.split()))


# "Own" is what belongs to one's team; for a partner, to the programs named in the invitation;
# for an expectation or a commitment, to one's party.
KINDS: Mapping[str, Right] = {
    "company": _right("business cmo finance"),
    "vision": _right("business cmo"),
    "goal": _right("business cmo"),
    "objective": _right("business cmo", own="lead"),
    "expectation": _right("cmo", own="business finance sales service mops lead"),
    "assumption": _right("business finance sales service cmo mops lead"),
    "product": _right("business cmo"),
    "persona": _right("cmo"),
    "message": _right("cmo"),
    "metric": _right("cmo mops"),
    "program": _right("cmo", own="lead"),
    "activity": _right("cmo mops", own="lead member partner"),
    "content": _right("cmo", own="lead member partner"),
    "feed": _right("cmo mops", own="lead"),
    "team": _right("cmo mops"),
    "role": _right("cmo mops", own="lead"),
    "tool": _right("mops"),
    "process": _right("mops", own="lead"),
    "capacity": _right("mops sales service"),
    "budget": _right("cmo finance"),
    "commitment": _right("cmo", own="business finance sales service mops lead partner"),
    "cadence": _right("business cmo mops"),
}
# Fields that fewer may change than the rest of their kind, and that fewer see where they are rates.
FIELDS: Mapping[tuple[str, str], frozenset[str]] = {
    ("program", "budget"): frozenset({"cmo", "finance"}),
    ("role", "rate"): frozenset({"cmo", "finance"}),
    ("company", "hourly_rate"): frozenset({"cmo", "finance"}),
}
RATES = {"role": "rate", "company": "hourly_rate"}
SEE_RATES = frozenset({"business", "cmo", "finance"})


@dataclass(frozen=True)
class Seat:
    """A member as the policy sees one. `absent`: parties of which nobody has joined, whom a manager stands in for."""

    party: str
    team: str = ""
    programs: frozenset[str] = frozenset()
    manages: bool = False
    absent: frozenset[str] = frozenset()

    @property
    def parties(self) -> frozenset[str]:
        """The parties this member acts for anywhere."""
        return frozenset({self.party}) | (self.absent if self.manages else frozenset())


def may(seat: Seat, edit: Edit, plan: Plan) -> bool:
    """Whether a member may make an edit of a plan."""
    kind = edit.ref.partition(":")[0]
    right = KINDS.get(kind)
    if right is None or not _fields_allowed(seat, kind, edit):
        return False
    stands_in = seat.manages and right.own & seat.absent
    if seat.parties & right.anywhere or stands_in:
        return True
    return seat.party in right.own and all(_is_own(seat, kind, one, plan) for one in (edit.before, edit.after) if one)


def _fields_allowed(seat: Seat, kind: str, edit: Edit) -> bool:
    return all(seat.parties & parties for (of, name), parties in FIELDS.items() if of == kind and name in edit.fields)


def _is_own(seat: Seat, kind: str, fields: Mapping[str, Any], plan: Plan) -> bool:
    if kind in ("expectation", "commitment") and fields.get("party"):
        return bool(fields["party"] == seat.party)
    program = plan.get(Program, str(fields.get("program") or fields.get("giver") or "").removeprefix("program:"))
    if seat.party == "partner":
        return bool(program and program.key in seat.programs)
    team = fields.get("team") or (program.team if program else None)
    return bool(seat.team) and team == seat.team


def asks(kind: str) -> frozenset[str]:
    """The parties that may change a kind anywhere: whom to ask."""
    return KINDS[kind].anywhere if kind in KINDS else frozenset()


def sees_rates(seat: Seat) -> bool:
    """Whether a member is shown what an hour of a role costs."""
    return bool(seat.parties & SEE_RATES)


def seen(seat: Seat, plan: Plan) -> Plan:
    """The plan as a member may see it: without rates, and for a partner only the programs it works on."""
    shown = plan if seat.party != "partner" else _of_programs(plan, seat.programs)
    if sees_rates(seat):
        return shown
    bare = {ref: _without_rate(item) for ref, item in shown.entities.items() if _rate(item) is not None}
    return shown.changed(bare) if bare else shown


def _rate(item: Entity) -> Any:
    return getattr(item, RATES[item.kind], None) if item.kind in RATES else None


def _without_rate(item: Entity) -> Entity:
    return item.model_copy(update={RATES[item.kind]: None})


def _of_programs(plan: Plan, programs: frozenset[str]) -> Plan:
    """Some programs, what belongs to them, and what those point at, up to the vision."""
    kept = {f"program:{key}" for key in programs if plan.get(Program, key)}
    kept |= {ref for program in tuple(kept) for ref in plan.incoming.get(program, ())}
    kept |= {company.ref for company in (plan.company,) if company}
    hidden = {ref: None for ref in plan.entities if ref not in _with_targets(plan, kept)}
    return plan.changed(hidden)


def _with_targets(plan: Plan, refs: Iterable[Ref]) -> frozenset[Ref]:
    """Some items and all that they point at, directly or not; money, means and other people's asks are left out."""
    reached, waiting = set(refs), list(refs)
    while waiting:
        item = plan.find(waiting.pop())
        for to in item.links if item else ():
            if to not in reached and to.partition(":")[0] in SHOWN_TO_PARTNERS:
                reached.add(to)
                waiting.append(to)
    return frozenset(reached)


SHOWN_TO_PARTNERS = frozenset({"objective", "goal", "vision", "persona", "message", "content", "product", "program"})
