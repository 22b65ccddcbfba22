"""Who may do what. One table; every write of a plan asks `may`, every page shows what `seen` leaves."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from truenorth.plan.consent import Commitment
from truenorth.plan.edit import Edit
from truenorth.plan.entity import KINDS as CLASSES
from truenorth.plan.entity import Entity, Ref, To
from truenorth.plan.links import Pick, marked
from truenorth.plan.plan import Plan
from truenorth.plan.reading import Unreadable, entity
from truenorth.plan.strategy import Expectation
from truenorth.plan.work import Feed, Program
from truenorth.reports.words import PARTIES
from truenorth.server.kept import Beside


@dataclass(frozen=True)
class Right:
    """The parties that may change something anywhere, and those that may where it is their own."""

    anywhere: frozenset[str]
    own: frozenset[str] = frozenset()
    of: str = ""  # the field that names whose it is; its team, program or party where none is given


def _right(anywhere: str, own: str = "", of: str = "") -> Right:
    return Right(frozenset(anywhere.split()), frozenset(own.split()), of)


OWES = "business finance sales service cmo mops lead partner"
# "Own" is what belongs to one's team; for a partner, to the programs named in the invitation;
# for an expectation or a commitment, to one's party (of a lead, to the team as well; of a partner, to those programs).
KINDS: Mapping[str, Right] = {
    "company": _right("business cmo finance"),
    "vision": _right("business cmo"),
    "goal": _right("business cmo"),
    "objective": _right("business cmo", own="lead"),
    "expectation": _right("cmo", own="business finance sales service mops lead"),
    "assumption": _right("business finance sales service cmo mops lead"),
    "product": _right("business cmo"),
    "persona": _right("cmo lead"),
    "message": _right("cmo lead"),
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
    "commitment": _right("cmo", own=OWES),
    "cadence": _right("business cmo mops"),
}
# Fields with a right of their own: money is for those who answer for it, and an answer for whoever was asked.
FIELDS: Mapping[tuple[str, str], Right] = {
    ("company", "hourly_rate"): _right("cmo finance"),
    ("program", "budget"): _right("cmo finance"),
    ("role", "rate"): _right("cmo finance"),
    ("expectation", "answer"): _right("cmo"),
    ("commitment", "answer"): _right("", own=OWES),
    ("feed", "answer"): _right("", own="lead mops sales service", of="taker"),
    ("feed", "accepted_by"): _right("", own="lead mops sales service", of="taker"),
}
RATES = {"role": "rate", "company": "hourly_rate"}
SEE_RATES = frozenset({"business", "cmo", "finance"})
ROOM = 40_000  # items in the plans, as some see them, that a process remembers


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
    return kind in KINDS and all(_has(seat, right, edit, plan) for right in _rights(kind, edit))


def _rights(kind: str, edit: Edit) -> list[Right]:
    """What an edit takes: the right to its kind, and that to each field with a right of its own."""
    guarded = [FIELDS[kind, name] for name in sorted(edit.fields) if (kind, name) in FIELDS]
    is_whole = edit.before is None or edit.after is None
    return guarded if guarded and len(guarded) == len(edit.fields) and not is_whole else [KINDS[kind], *guarded]


def _has(seat: Seat, right: Right, edit: Edit, plan: Plan) -> bool:
    if seat.parties & right.anywhere:
        return True
    stands_in = seat.manages and bool(right.own & seat.absent)
    if seat.party not in right.own and not stands_in:
        return False
    items = [_item(edit.ref, one) for one in (edit.before, edit.after) if one]
    if stands_in and all(_is_absent(seat, item) for item in items):
        return True
    return seat.party in right.own and all(_is_own(seat, right, item, plan) for item in items)


def _is_absent(seat: Seat, item: Entity) -> bool:
    """Whether nobody has joined of the party that an item names; where it names none, another may stand in."""
    party = item.party if isinstance(item, (Expectation, Commitment)) else None
    return party is None or party in seat.absent


def _item(ref: Ref, fields: Mapping[str, Any]) -> Entity:
    """An item as it is read, so that no other way of writing a name makes it somebody's own."""
    kind, _, key = ref.partition(":")
    try:
        return entity(ref, fields)
    except Unreadable as error:  # nothing of the kind is ever recorded; whose it is tells who hears what is wrong
        wrong = {re.split(r"\W", one.field)[0] for one in error.problems}
        readable = {name: value for name, value in fields.items() if name not in wrong}
        return entity(ref, readable) if len(readable) < len(fields) else CLASSES[kind].model_construct(key=key)


def _is_own(seat: Seat, right: Right, item: Entity, plan: Plan) -> bool:
    if right.of:
        return _works_on(seat, plan.find(getattr(item, right.of) or ""), plan)
    if isinstance(item, Expectation) and item.party:
        return item.party == seat.party
    if isinstance(item, Commitment) and item.party:
        return item.party == seat.party and _owes(seat, item, plan)
    return _works_on(seat, item, plan)


def _owes(seat: Seat, item: Commitment, plan: Plan) -> bool:
    """Whether it is this lead's team, or this partner's programs, of several that their party speaks for."""
    if seat.party == "partner":
        return bool(item.about) and all(_works_on(seat, plan.find(ref), plan) for ref in item.about)
    return seat.party != "lead" or not item.team or item.team == seat.team


def _works_on(seat: Seat, item: Entity | None, plan: Plan) -> bool:
    """Whether an item belongs to a member's team, or a partner's programs."""
    if isinstance(item, Feed):
        return _works_on(seat, plan.find(item.giver or ""), plan)
    if item is None:
        return False
    if seat.party == "partner":
        program = program_of(item, plan)
        return bool(program and program.key in seat.programs)
    return bool(seat.team) and team_of(item, plan) == seat.team


def program_of(item: Entity, plan: Plan) -> Program | None:
    """The program that an item is, or belongs to."""
    return item if isinstance(item, Program) else plan.get(Program, getattr(item, "program", None) or "")


def team_of(item: Entity, plan: Plan) -> str:
    """The key of the team whose an item is, else of the one that runs its program; empty where neither is said."""
    program = program_of(item, plan)
    return getattr(item, "team", None) or (program.team if program else None) or ""


def locked(seat: Seat, kind: str) -> frozenset[str]:
    """The fields of a kind that a member may not change, though they may change others of an item."""
    return frozenset(name for (of, name), right in FIELDS.items() if of == kind and not _somewhere(seat, right))


def _somewhere(seat: Seat, right: Right) -> bool:
    return bool(seat.parties & right.anywhere or seat.party in right.own or (seat.manages and right.own & seat.absent))


def asks(kind: str) -> frozenset[str]:
    """The parties that may change a kind anywhere: whom to ask."""
    return KINDS[kind].anywhere if kind in KINDS else frozenset()


# What-ifs; one's own is one that one began. A what-if is edited as the plan is, and taken over by whoever may make
# each of its edits in the plan; it is seen by whoever began it and the parties it is shared with.
_PLAN = "business finance sales service cmo mops lead member"
WHATIFS: Mapping[str, Right] = {
    "begin": _right(_PLAN),
    "rename": _right("", own=_PLAN),
    "share": _right("", own=_PLAN),
    "archive": _right("business cmo", own=_PLAN),
}


def may_whatif(seat: Seat, what: str, *, is_own: bool) -> bool:
    """Whether a member may do something with a what-if that they see."""
    right = WHATIFS[what]
    return bool(seat.parties & right.anywhere) or (is_own and seat.party in right.own)


def whom_whatif(what: str) -> str:
    """Who may do something with a what-if, in words."""
    parties = [PARTIES[party] for party in PARTIES if party in WHATIFS[what].anywhere]
    own = ["whoever began it"] if WHATIFS[what].own else []
    return " or ".join([*own, *parties])


# What is said beside the plan. One's own is what one asked oneself; a request, that it asks one's team.
TALK: Mapping[str, Right] = {
    "say": _right(f"{_PLAN} partner"),
    "settle": _right("business cmo mops", own=f"{_PLAN} partner"),
    "request": _right(f"{_PLAN} partner viewer"),
    "respond": _right("cmo mops", own="lead"),
    "open a door": _right("cmo mops"),
}


def may_talk(seat: Seat, what: str, *, is_own: bool = False) -> bool:
    """Whether a member may say something, settle what was asked, ask for work, or answer such a request."""
    right = TALK[what]
    return bool(seat.parties & right.anywhere) or (is_own and seat.party in right.own)


# What is said on the way to an agreement. Nobody stands in for a side that has not joined: a yes is its own.
AGREE: Mapping[str, Right] = {
    "look": _right(f"{_PLAN} viewer"),
    "see": _right(f"{_PLAN} viewer"),
    "review": _right("business cmo"),
    "intend": _right("cmo"),
    "judge": _right("mops"),
    "object": _right(_PLAN),
    "answer": _right(_PLAN),
    "agree": _right("business cmo"),
}


def may_agree(seat: Seat, what: str) -> bool:
    """Whether a member may say something on the way to an agreement; an objection is answered by somebody else."""
    acts_for = {seat.party} if what == "agree" else seat.parties
    return seat.party != "partner" and bool(acts_for & AGREE[what].anywhere)


def whom_agree(what: str) -> str:
    """Who may say something on the way to an agreement, in words."""
    return " or ".join(PARTIES[party] for party in PARTIES if party in AGREE[what].anywhere)


# What is said in the working week. One's own is work of one's team (of a partner, of its programs), or that one owns;
# a suggestion, that one made it or that it is for one's party.
RUN: Mapping[str, Right] = {
    "update": _right("business cmo mops lead", own="finance sales service member partner"),
    "look": _right(f"{_PLAN} viewer"),
    "hold": _right("business cmo mops lead"),
    "decide": _right(_PLAN),
    "suggest": _right(_PLAN),
    "drop": _right("business cmo mops", own=_PLAN),
    "unplanned": _right(_PLAN),
}


def may_run(seat: Seat, what: str, *, is_own: bool = False) -> bool:
    """Whether a member may give an update, look at stand-ups, hold one, decide, suggest, drop, or write work down."""
    right = RUN[what]
    return bool(seat.parties & right.anywhere) or (is_own and seat.party in right.own)


def is_own(seat: Seat, item: Entity, plan: Plan) -> bool:
    """Whether an item is of a member's team, party or programs."""
    return _is_own(seat, KINDS[item.kind], item, plan)


# Reports. One's own is that of one's party, team or programs. Whoever is sent one may read it.
REPORTS: Mapping[str, Right] = {
    "read": _right(f"{_PLAN} viewer", own="partner"),
    "make": _right("business cmo mops", own="finance sales service lead"),
    "send": _right("business cmo mops", own="finance sales service lead"),
}


def may_report(seat: Seat, what: str, reader: str) -> bool:
    """Whether a member may read, make or send the report of a reader: ceo, board, a party, team:KEY, partner:KEY."""
    right, (kind, _, key) = REPORTS[what], reader.partition(":")
    if seat.party == "partner":
        is_own = kind == "partner" and key in seat.programs
    else:
        is_own = bool(key) and key == seat.team if kind == "team" else kind in seat.parties
    return bool(seat.parties & right.anywhere) or (is_own and seat.party in right.own)


DECIDE = frozenset({"business", "cmo"})  # about any finding; all others about those that ask them
SILENT = frozenset({"partner", "viewer"})  # decide nothing


def may_decide(seat: Seat, asks: str) -> bool:
    """Whether a member may say of a finding that it is known, or accepted, where it asks a party."""
    return seat.party not in SILENT and bool(seat.parties & (DECIDE | {asks}))


def sees_rates(seat: Seat) -> bool:
    """Whether a member is shown what an hour of a role costs."""
    return bool(seat.parties & SEE_RATES)


def bare(seat: Seat, edits: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Edits that are kept with a record, as a member may see them: without what an hour costs."""
    return [dict(one) if sees_rates(seat) else _without_rates(one) for one in edits]


def _without_rates(edit: Mapping[str, Any]) -> dict[str, Any]:
    hidden = RATES.get(str(edit.get("ref", "")).partition(":")[0])
    sides = {side: edit.get(side) for side in ("before", "after")}
    cut = {side: {name: value for name, value in of.items() if name != hidden} for side, of in sides.items() if of}
    return {**edit, **cut}


def seen(seat: Seat, plan: Plan) -> Plan:
    """The plan as a member may see it: without rates, and for a partner only the programs it works on."""
    programs, rates = seat.programs if seat.party == "partner" else None, sees_rates(seat)
    if programs is None and rates:
        return plan
    return _seen.of(plan, (programs, rates), lambda: _cut_down(plan, programs, rates))


_seen: Beside[Plan] = Beside(ROOM)


def _cut_down(plan: Plan, programs: frozenset[str] | None, rates: bool) -> Plan:
    shown = plan if programs is None else _of_programs(plan, programs)
    if rates:
        return shown
    bare = {ref: _without_rate(item) for ref, item in shown.entities.items() if _rate(item) is not None}
    return shown.changed(bare) if bare else shown


def _rate(item: Entity) -> Any:
    return getattr(item, RATES[item.kind], None) if item.kind in RATES else None


def _without_rate(item: Entity) -> Entity:
    return item.model_copy(update={RATES[item.kind]: None})


# What a partner sees besides its programs: what belongs to them, and what those are for.
BELONGS = frozenset({"activity", "content", "feed", "commitment"})
IS_FOR = frozenset({"objective", "goal", "vision", "persona", "message", "product", "metric", "team"})


def _of_programs(plan: Plan, programs: frozenset[str]) -> Plan:
    """Some programs, what belongs to them, and what those are for, up to the vision; no link leads to anything else."""
    ours = {f"program:{key}" for key in programs if plan.get(Program, key)}
    for _ in range(2):  # the feeds of the activities too
        ours |= {ref for of in tuple(ours) for ref in plan.incoming.get(of, ()) if _belongs(plan.find(ref))}
    kept = _with_targets(plan, ours) | {company.ref for company in (plan.company,) if company}
    hidden: dict[Ref, Entity | None] = {ref: None for ref in plan.entities if ref not in kept}
    cut = {ref: _cut(item, hidden) for ref in kept if (item := plan.find(ref)) and hidden.keys() & set(item.links)}
    return plan.changed(hidden | cut)


def _belongs(item: Entity | None) -> bool:
    return bool(item and item.kind in BELONGS and getattr(item, "party", "partner") == "partner")


def _with_targets(plan: Plan, refs: Iterable[Ref]) -> frozenset[Ref]:
    """Some items and all that they are for, directly or not."""
    reached, waiting = set(refs), list(refs)
    while waiting:
        item = plan.find(waiting.pop())
        for to in item.links if item else ():
            if to not in reached and to.partition(":")[0] in IS_FOR:
                reached.add(to)
                waiting.append(to)
    return frozenset(reached)


def _cut(item: Entity, hidden: Container[Ref]) -> Entity:
    """An item without its links to items that are hidden."""
    fields = {name: getattr(item, name) for name in type(item).model_fields}
    fields |= {name: _without(value, pick, hidden) for name, pick in marked(type(item), To) if (value := fields[name])}
    fields["same_as"] = [key for key, ref in zip(item.same_as, item.twins, strict=True) if ref not in hidden]
    return type(item).model_construct(**fields)  # a copy would remember the links it had


def _without(value: Any, pick: Pick, hidden: Container[Ref]) -> Any:
    def is_shown(one: Any) -> bool:
        return all(ref not in hidden for ref in pick(one))

    match value:
        case list():
            return [one for one in value if is_shown([one])]
        case dict():
            return {name: inner for name, inner in value.items() if is_shown({name: inner})}
    return value if is_shown(value) else None
