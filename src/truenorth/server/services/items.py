"""One item: its fields in words, what it points at and what points at it, its changes, and taking it out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from truenorth.plan.edit import Clashes, Edit
from truenorth.plan.entity import KINDS, Entity, Ref, data
from truenorth.plan.hanging import hanging
from truenorth.plan.keys import keys_of
from truenorth.plan.links import To, marked
from truenorth.plan.plan import Plan
from truenorth.plan.reading import entity
from truenorth.plan.rename import relinked
from truenorth.plan.resources import Role
from truenorth.plan.sheet.fields import LAST, Field, fields, within
from truenorth.plan.values import Money, Quantity
from truenorth.reports.diff import Difference, differences
from truenorth.reports.page.page import Page
from truenorth.reports.report import Entry
from truenorth.reports.values import said, titles
from truenorth.reports.words import plain
from truenorth.server import policy, store
from truenorth.server.models import Change, Member, Scenario
from truenorth.server.policy import Seat
from truenorth.server.services import check
from truenorth.server.services import plan as plans

CHANGES = 8
SHOWN = 8  # items of a kind that are named where they point at one


@dataclass(frozen=True)
class Told:
    """A text, and the item that it names."""

    text: str
    ref: Ref = ""


@dataclass(frozen=True)
class Fact:
    """A field of an item in words: texts and links, or rows under a head."""

    field: Field
    texts: tuple[Told, ...] = ()
    head: tuple[Field, ...] = ()
    rows: tuple[tuple[Told, ...], ...] = ()


@dataclass(frozen=True)
class Pointing:
    """Items that point at one: how, which, and how many there are."""

    how: str
    items: tuple[Told, ...]
    count: int


@dataclass(frozen=True)
class Step:
    """A change of an item: who, when and why, and what it did to it."""

    change: Change
    does: Difference | None


def facts(plan: Plan, item: Entity) -> tuple[list[Fact], list[Fact]]:
    """The fields that an item has, its own and those of every kind."""
    found = [fact for name in fields(type(item)) if name != "name" if (fact := _fact(plan, item, name))]
    return [one for one in found if one.field.name not in LAST], [one for one in found if one.field.name in LAST]


def _fact(plan: Plan, item: Entity, name: str) -> Fact | None:
    value, of = getattr(item, name), fields(type(item))[name]
    if value in (None, "", [], {}):
        return None
    if columns := within(type(item), name):
        rows = tuple(tuple(_told(plan, column, one) for column, one in row) for row in _rows(of, columns, value))
        used = [n for n in range(len(columns)) if any(row[n].text for row in rows)]
        return Fact(of, head=tuple(columns[n] for n in used), rows=tuple(tuple(row[n] for n in used) for row in rows))
    many = value if isinstance(value, list) else [value]
    return Fact(of, tuple(_told(plan, of, one) for one in many))


def _rows(of: Field, columns: tuple[Field, ...], value: Any) -> Iterator[Iterator[tuple[Field, Any]]]:
    if of.shape == "map":
        for name, one in value.items():
            inner = [one] if len(columns) == 2 and columns[1].name == "value" else _inner(one, columns[1:])
            yield zip(columns, [name, *inner], strict=True)
        return
    for part in value if isinstance(value, list) else [value]:
        yield zip(columns, _inner(part, columns), strict=True)


def _inner(part: Any, columns: tuple[Field, ...]) -> list[Any]:
    return [getattr(part, column.name) for column in columns]


def _told(plan: Plan, of: Field, value: Any) -> Told:
    if value in (None, "", [], {}) or value is False:
        return Told("")
    if of.kinds and isinstance(value, str) and value not in of.choices:
        ref = value if ":" in value else f"{of.kinds[0]}:{value}"
        if ref in plan.entities:
            return Told(plain(plan.title(ref)), ref)
        return Told(plain(value))
    return Told(value if isinstance(value, str) and "\n" in value else f"{said(value)}{_unit(plan, of, value)}")


def _unit(plan: Plan, of: Field, value: Any) -> str:
    """What a number is counted in, where it does not say so itself."""
    currency = plan.company.currency if plan.company else ""
    match value:
        case Money(currency="") if value.amount is not None:
            return f" {currency}".rstrip()
        case Quantity(unit="", how="value") if value.is_number:
            return f" {currency if of.unit == 'money' else '' if of.unit == 'numbers' else of.unit}".rstrip()
    return ""


def kept_back(plan: Plan, whole: Plan, ref: Ref) -> frozenset[str]:
    """The fields of an item of which a reader is not shown all: they cannot be edited by them."""
    shown, there = plan.entities[ref], whole.entities[ref]
    return frozenset(name for name in fields(type(there)) if getattr(shown, name) != getattr(there, name))


def pointing(plan: Plan, whole: Plan, item: Entity) -> list[Pointing]:
    """What counts on an item, by how, as far as a reader may see it."""
    found: Mapping[str, tuple[Ref, ...]] = hanging(whole, item.ref) if isinstance(item, Role) else _naming(whole, item)
    shown = {how: [ref for ref in refs if ref in plan.entities] for how, refs in found.items()}
    return [
        Pointing(how, tuple(Told(plain(plan.title(ref)), ref) for ref in refs[:SHOWN]), len(refs))
        for how, refs in shown.items()
        if refs
    ]


def _naming(whole: Plan, item: Entity) -> dict[str, tuple[Ref, ...]]:
    found: dict[str, tuple[Ref, ...]] = {}
    refs = whole.incoming.get(item.ref, {}).keys() | whole.meant.get(item.ref, {}).keys()
    for ref in sorted(refs - {item.ref}):
        kind = KINDS[ref.partition(":")[0]].plural
        found[kind] = (*found.get(kind, ()), ref)
    return found


def changes(scenario: Scenario, plan: Plan, ref: Ref, seat: Seat, most: int = CHANGES) -> list[Step]:
    """The last changes of an item in words, as a member may see them."""
    return [Step(made, _does(plan, ref, was, now, seat)) for made, was, now in store.steps(scenario, ref, most)]


def _does(plan: Plan, ref: Ref, was: Any, now: Any, seat: Seat) -> Difference | None:
    """What a change did to an item; nothing where a member may not see that field."""
    old, new = (_with(plan, ref, _bare(plan, ref, one, seat)) for one in (was, now))
    before, after = (data(one) if (one := side.find(ref)) else None for side in (old, new))
    return next(differences(old, new, [Edit(ref, before, after)]), None) if before != after else None


def _bare(plan: Plan, ref: Ref, fields_: Any, seat: Seat) -> Any:
    """An item's data without its rate, and for a partner without what leads to items that it is not shown."""
    if fields_ is None:
        return None
    hidden = {policy.RATES.get(ref.partition(":")[0])} if not policy.sees_rates(seat) else set()
    if seat.party == "partner":
        item = entity(ref, fields_)
        links = marked(type(item), To)
        hidden |= {
            name for name, pick in links if any(to not in plan.entities for to in pick(getattr(item, name) or ()))
        }
    return {name: one for name, one in fields_.items() if name not in hidden}


def _with(plan: Plan, ref: Ref, fields_: Any) -> Plan:
    """The plan with one item as it was, without working anything else out again."""
    others = {name: item for name, item in plan.entities.items() if name != ref}
    return Plan(others if fields_ is None else {**others, ref: entity(ref, fields_)})


def free_key(plan: Plan, kind: str, name: str) -> str:
    """A key for a new item that no other has."""
    taken = [(item.key, "") for item in plan.all(KINDS[kind])]
    return keys_of([*taken, ("", name or kind)], kind)[-1]


def add(
    scenario: Scenario, kind: str, fields_: Mapping[str, Any], *, by: Member, why: str = ""
) -> tuple[Ref, Change | None]:
    """Add an item under a key made from its name; raises what `plan.change` raises."""
    name = str(fields_.get("name", ""))
    for last in (False, False, True):  # somebody else may take the same key at the same moment
        ref = f"{kind}:{free_key(store.load(scenario), kind, name)}"
        try:
            return ref, plans.change(scenario, [Edit(ref, None, dict(fields_))], by=by, why=why)
        except Clashes:
            if last:
                raise
            scenario.refresh_from_db(fields=["head"])
    raise AssertionError("the last try returns or raises")


@dataclass(frozen=True)
class Leaving:
    """An item that is to be taken out, and what would break: items that point at it, and how many are not shown."""

    item: Entity
    breaks: tuple[Told, ...]
    hidden: int
    refused: tuple[Told, ...]  # those of them that this member may not change


def leaving(plan: Plan, whole: Plan, item: Entity, seat: Seat) -> Leaving:
    """What would break if an item were taken out."""
    refs = sorted(whole.incoming.get(item.ref, {}).keys() - {item.ref})
    told = [Told(plain(plan.title(ref)), ref) for ref in refs if ref in plan.entities]
    refused = [one for one in told if not _may_unlink(whole, seat, one.ref, item.ref)]
    return Leaving(item, tuple(told), len(refs) - len(told), tuple(refused))


def _may_unlink(whole: Plan, seat: Seat, ref: Ref, from_: Ref) -> bool:
    """Whether a member may take the links from one item to another away; the fields that few may change hold none."""
    anywhere = seat.parties & policy.KINDS[ref.partition(":")[0]].anywhere
    return bool(anywhere) or policy.may(seat, _unlinked(whole, ref, from_), whole)


def _unlinked(plan: Plan, ref: Ref, from_: Ref) -> Edit:
    item = plan.entities[ref]
    return Edit(ref, data(item), relinked(item, from_, None))


def take_out(scenario: Scenario, version: Plan, ref: Ref, *, unlink: bool, by: Member) -> Change | None:
    """Take an item out as one change; `unlink` takes away the links to it too, else Broken names them.

    `version` is the plan that whoever decides this has seen: Clashes where the item was changed since.
    """
    edits = [Edit(ref, data(version.entities[ref]), None)]
    if unlink:
        now = store.load(scenario)
        edits += [_unlinked(now, source, ref) for source in sorted(now.incoming.get(ref, {}).keys() - {ref})]
    title = plain(version.title(ref))
    return plans.change(scenario, edits, by=by, why=f"take out {title}")


def titled(plan: Plan, item: Entity, name: str) -> str:
    """A field of an item in a few words, for a list."""
    value = getattr(item, name)
    unit = _unit(plan, fields(type(item))[name], value)
    return "" if value in (None, "", [], {}) else said(value, titles(plan, item, name), 3) + unit


def findings(told: Page, seat: Seat, plan: Plan) -> dict[Ref, list[Entry]]:
    """The open findings by every item that they are about, as far as a member may see them."""
    found: dict[Ref, list[Entry]] = {}
    for entry in check.shown(told, seat, plan):
        for ref in dict.fromkeys(entry.finding.at) if entry.is_open else ():
            found.setdefault(ref, []).append(entry)
    return found


def asked(entries: Iterable[Entry], seat: Seat) -> list[Entry]:
    """Those of some findings that ask a member's party, each once."""
    return list({one.finding.id: one for one in entries if one.finding.asks in seat.parties}.values())


def may_add(plan: Plan, seat: Seat, kind: str) -> bool:
    """Whether a member may add an item of a kind, at least to their own team, program or party."""
    return policy.may(seat, Edit(f"{kind}:new", None, own(seat, kind)), plan)


def own(seat: Seat, kind: str) -> dict[str, Any]:
    """What makes a new item of a kind a member's own, where the kind has such fields."""
    programs = sorted(seat.programs)
    mine = {"team": seat.team, "party": seat.party, "program": programs[0] if programs else ""}
    wanted = mine if policy.KINDS[kind].own and seat.party not in policy.KINDS[kind].anywhere else {}
    return {name: value for name, value in wanted.items() if value and name in fields(KINDS[kind])}


def may_delete(whole: Plan, seat: Seat, ref: Ref) -> bool:
    """Whether a member may take an item out."""
    return policy.may(seat, Edit(ref, data(whole.entities[ref]), None), whole)


def now(scenario: Scenario, seat: Seat) -> Plan:
    """The plan as it is now, as a member may see it."""
    return policy.seen(seat, store.load(scenario))
