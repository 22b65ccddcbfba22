"""The items of a kind as a list: which columns say most, narrowed, in an order, a page at a time; and kept views."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from truenorth.plan.cells import cell
from truenorth.plan.entity import KINDS, Entity, data
from truenorth.plan.plan import Plan
from truenorth.plan.resources import Role
from truenorth.plan.sheet.fields import Field, fields, within
from truenorth.reports.values import said, titles
from truenorth.server.choices import Choices
from truenorth.server.kept import Beside
from truenorth.server.models import Member, View
from truenorth.server.policy import program_of, team_of

PAGE = 50
SAMPLE = 200  # items that are looked at to see which fields are filled in
MOST_COLUMNS = 9
FEW = 100  # items that can be chosen from in a list
NONE = "-"  # stands for what is not filled in
ENOUGH = 0.2  # the share of items that say something, for which a column is shown
KNOWN = ("name", "owner", "status")
V = TypeVar("V")
_offered: Beside[dict[Hashable, Any]] = Beside(30_000)
FIRST_FORMS = {"link": 3, "date": 2, "money": 1, "number": 2, "choice": 1, "duration": 1, "whole": 1}


@dataclass(frozen=True)
class Wanted:
    """What of a list is asked for; what is left out does not narrow it. `by` are fields with a value or NONE."""

    text: str = ""
    by: Mapping[str, str] = field(default_factory=dict)
    mine: bool = False
    found: bool = False
    sort: str = ""
    columns: tuple[str, ...] = ()
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.text or self.by or self.mine or self.found)


@dataclass(frozen=True)
class Listed:
    """A page of a list, and how many items there are in all."""

    columns: tuple[Field, ...]
    items: tuple[Entity, ...]
    total: int
    page: int
    of: int  # items of the kind, before anything is left out
    most: int = PAGE  # items of a page

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(-(-self.total // self.most), 1)

    @property
    def first(self) -> int:
        """The place of the first item of the page, from 1."""
        return (self.page - 1) * self.most + 1


def every(plan: Plan, kind: type[Entity], wanted: Wanted, member: Member, found: Iterable[str] = ()) -> list[Any]:
    """All items of a kind that are asked for, in the order that is asked for."""
    return ordered(plan, kind, narrowed(plan, kind, wanted, member, frozenset(found)), wanted.sort)


def listed(
    plan: Plan, kind: type[Entity], wanted: Wanted, member: Member, found: Iterable[str] = (), most: int = PAGE
) -> Listed:
    """The page asked for of the items of a kind; `found` are the refs that something is out of line with."""
    items, all_ = every(plan, kind, wanted, member, found), plan.all(kind)
    columns = tuple(fields(kind)[name] for name in wanted.columns if name in fields(kind)) or columns_of(plan, kind)
    whole = Listed(columns, tuple(items), len(items), 1, len(all_), most)
    page = min(max(wanted.page, 1), whole.pages)
    return replace(whole, items=whole.items[(page - 1) * most : page * most], page=page)


def columns_of(plan: Plan, kind: type[Entity]) -> tuple[Field, ...]:
    """The fields that tell most about the items of a kind: who, for what, when and how much, where they are filled."""
    return _once(plan, ("columns", kind), lambda: _columns_of(kind, plan.all(kind)))


def _once(plan: Plan, what: Hashable, made: Callable[[], V]) -> V:
    """What is made of a plan, made once for it: what a list offers is the same until the plan changes."""
    known = _offered.of(plan, "", dict)
    if what not in known:
        known[what] = made()
    found: V = known[what]
    return found


def _columns_of(kind: type[Entity], items: list[Any]) -> tuple[Field, ...]:
    some = items[:: max(len(items) // SAMPLE, 1)]
    filled = {name: sum(bool(getattr(item, name)) for item in some) for name in fields(kind)}
    enough = {name: 0 if name in KNOWN else len(some) * ENOUGH for name in filled}
    used = [one for name, one in fields(kind).items() if not some or filled[name] > enough[name]]
    left, chosen = dict(FIRST_FORMS), []
    for one in used:
        form = "link" if one.name == "owner" else one.form
        known = one.name in KNOWN
        if known or (_is_told(kind, one) and left.get(form, 0) > 0):
            left[form] = left.get(form, 0) - (not known)
            chosen.append(one)
    return tuple(chosen[:MOST_COLUMNS])


def _is_told(kind: type[Entity], of: Field) -> bool:
    """Whether a field of a kind's own says something in a few words: one value, or links with their shares."""
    shares = of.shape == "map" and of.form == "link" and within(kind, of.name)[1].form == "number"
    return of.name not in Entity.model_fields and (of.shape == "one" or shares)


def filters_of(plan: Plan, kind: type[Entity]) -> tuple[Field, ...]:
    """The fields by which the items of a kind can be narrowed: choices and links that are filled in."""
    return _once(plan, ("filters", kind), lambda: _filters_of(kind, plan.all(kind)))


def _filters_of(kind: type[Entity], items: list[Any]) -> tuple[Field, ...]:
    some = items[:: max(len(items) // SAMPLE, 1)]
    can = (one for one in fields(kind).values() if one.form in ("link", "choice", "truth", "words"))
    return tuple(one for one in can if one.name != "same_as" and any(getattr(item, one.name) for item in some))


def narrowed(plan: Plan, kind: type[Entity], wanted: Wanted, member: Member, found: frozenset[str]) -> list[Any]:
    """The items that are asked for."""
    items: list[Any] = plan.all(kind)
    for name, value in wanted.by.items():
        items = [item for item in items if _has(plan, fields(kind)[name], getattr(item, name), value)]
    if wanted.mine:
        items = [item for item in items if is_mine(plan, item, member)]
    if wanted.found:
        items = [item for item in items if item.ref in found]
    if words := wanted.text.casefold().split():
        items = [item for item in items if all(word in _text(item) for word in words)]
    return items


def _text(item: Entity) -> str:
    return f"{item.name} {item.key} {item.note}".casefold()


def _has(plan: Plan, of: Field, value: Any, wanted: str) -> bool:
    """Whether a field has a value; a link is compared as the item it leads to, an owner also by title."""
    if wanted == NONE:
        return value in (None, "", [], {})
    if of.form == "truth":
        return value is not None and value == (wanted == "true")
    held = [value] if isinstance(value, str) else list(value or ())
    if not of.kinds:
        return wanted in held
    full = wanted if ":" in wanted else f"{of.kinds[0]}:{wanted}"
    names = {wanted, full, full.removeprefix(f"{of.kinds[0]}:")}
    if of.form == "words" and (item := plan.find(full)):
        names |= {item.name}
    return any(one in names for one in held)


def is_mine(plan: Plan, item: Entity, member: Member) -> bool:
    """Whether an item is a member's: they own it, it is their team's or their party's, or of a program of theirs."""
    role = plan.get(Role, member.role)
    if role and item.owner and item.owner.casefold() in (role.key.casefold(), role.name.casefold(), role.ref):
        return True
    program = program_of(item, plan)
    if program and program.key in member.programs:
        return True
    return bool(member.team and team_of(item, plan) == member.team) or getattr(item, "party", None) == member.party


def ordered(plan: Plan, kind: type[Entity], items: list[Any], sort: str) -> list[Any]:
    """Items by a field, `-field` the other way round; those that do not say come last, and stay in their order."""
    name = sort.removeprefix("-")
    if name not in fields(kind):
        return items
    key = _key(plan, fields(kind)[name])
    pairs = [(key(item), item) for item in items]
    said_ = sorted((one for one in pairs if one[0] is not None), key=lambda one: one[0], reverse=sort[:1] == "-")
    return [item for _, item in (*said_, *(one for one in pairs if one[0] is None))]


def _key(plan: Plan, of: Field) -> Callable[[Any], Any]:
    name = of.name
    if name == "name":
        return lambda item: item.title.casefold()
    if of.shape == "one" and of.form in _KEYS:
        key = _KEYS[of.form]
        return lambda item: key(plan, getattr(item, name))
    if of.form == "choice" and of.shape == "one":
        places = {choice: number for number, choice in enumerate(of.choices)}
        return lambda item: places.get(getattr(item, name))
    if of.kinds:
        return lambda item: said(value, titles(plan, item, name)).casefold() if (value := getattr(item, name)) else None
    return lambda item: said(value).casefold() if (value := getattr(item, name)) else None


def _day(plan: Plan, value: Any) -> date | None:
    return plan.calendar.start(value)


def _number(plan: Plan, value: Any) -> Decimal | None:
    found = getattr(value, "mid", None) if hasattr(value, "mid") else getattr(value, "amount", value)
    return Decimal(found) if found is not None else None


def _length(plan: Plan, value: Any) -> float | None:
    return value.longest_days if value is not None else None


_KEYS: Mapping[str, Callable[[Plan, Any], Any]] = {
    "date": _day,
    "money": _number,
    "number": _number,
    "whole": _number,
    "duration": _length,
    "truth": lambda plan, value: value,
}


def options(choices: Choices, of: Field) -> list[tuple[str, str]] | None:
    """What a filter may be set to: (value, words); None where there is too much to choose from a list."""
    return _once(choices.plan, ("options", of.name, of.kinds, of.choices, of.form), lambda: _options(choices, of))


def _options(choices: Choices, of: Field) -> list[tuple[str, str]] | None:
    if of.form == "truth":
        return [("true", "yes"), ("false", "no")]
    if not of.kinds:
        return [(one, one) for one in of.choices]
    if choices.count(of.kinds) > FEW:
        return None
    found = [
        (item.ref, choices.shown(item.ref.removeprefix(f"{of.kinds[0]}:"), of.kinds))
        for kind in of.kinds
        for item in choices.plan.all(KINDS[kind])
    ]
    return sorted(found, key=lambda one: one[1].casefold())


def table(items: Iterable[Entity], kind: type[Entity]) -> tuple[list[str], list[list[str]]]:
    """Items as a table that can be taken in again: a head, and the cells of every field that any of them fills."""
    rows = [{"key": item.key, **data(item)} for item in items]
    head = [name for name in ("key", *fields(kind)) if any(name in row for row in rows)]
    return head, [[cell(row.get(name)) for name in head] for row in rows]


def kept(member: Member, page: str) -> list[View]:
    """The views that a member kept of a page."""
    return list(View.objects.filter(member=member, page=page).order_by("name"))


def keep(member: Member, page: str, name: str, query: str) -> View:
    """Keep a filter and an order under a name; the same name again replaces it."""
    made, _ = View.objects.update_or_create(member=member, page=page, name=name[:60], defaults={"query": query[:400]})
    return made


def forget(member: Member, page: str, number: int) -> None:
    """Forget a view."""
    View.objects.filter(member=member, page=page, pk=number).delete()
