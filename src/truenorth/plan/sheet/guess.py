"""The guess at somebody's sheet: what its rows are, and what each column means, from its name and its values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from truenorth.plan.entity import KINDS
from truenorth.plan.sheet.fields import LAST, Field, fields, kinds
from truenorth.plan.sheet.layout import LABEL, Asked, Layout
from truenorth.plan.sheet.profile import Profile, profile
from truenorth.plan.sheet.table import Column, Table
from truenorth.plan.sheet.words import folded, is_changed, is_foreign_id, is_id, kinds_of, meanings

SURE = 0.63  # from which likeness on a name counts
WORK = ("activity", "program", "content")
# Where two kinds fit as well, the one that people more often keep in a sheet.
_LIKELY = (
    "activity",
    "program",
    "content",
    "objective",
    "goal",
    "product",
    "tool",
    "budget",
    "persona",
    "team",
    "role",
)


@dataclass(frozen=True)
class _Fit:
    """How well a kind fits a sheet, and the field that each column gets then."""

    kind: str
    score: float
    targets: Mapping[int, str]
    named: bool


def guessed(table: Table, kind: str = "") -> Layout:
    """The layout that a sheet seems to have; Asked where it takes people to tell."""
    profiles = {column.number: profile(table.values(column)) for column in table.columns}
    hints = _hints(table)
    candidates = [kind] if kind else [one.kind for one in kinds()]
    fits = [_fit(table.columns, profiles, name, hints.get(name, 0.0)) for name in candidates]
    ranked = sorted(fits, key=lambda one: (-one.score, _rank(one.kind)))
    best = next((one for one in ranked if one.named), None)
    if best is None or not (kind or _is_sure(best, hints)):
        raise Asked(_question(table, profiles, best, kind))
    return _layout(table, profiles, best)


def untitled(table: Table, kind: str) -> Layout:
    """What the other columns of a sheet seem to be, where people have to tell which one is the title."""
    profiles = {column.number: profile(table.values(column)) for column in table.columns}
    return _layout(table, profiles, _fit(table.columns, profiles, kind, 0.0))


def _rank(kind: str) -> int:
    return _LIKELY.index(kind) if kind in _LIKELY else len(_LIKELY)


def _is_sure(fit: _Fit, hints: Mapping[str, float]) -> bool:
    return len(fit.targets) >= 3 or hints.get(fit.kind, 0.0) >= 0.5


def _hints(table: Table) -> dict[str, float]:
    """What the names of the sheet and the file, and the titles above the table, say of its rows."""
    found: dict[str, float] = {}
    words = [
        (table.grid.name, 1.0),
        (PurePath(table.grid.file).stem, 0.8),
        *((title, 0.6) for title in table.titles[:4]),
    ]
    for text, weight in words:
        for kind, score in kinds_of(folded(text)).items():
            found[kind] = max(found.get(kind, 0.0), weight * score)
    return found


def _fit(columns: Sequence[Column], profiles: Mapping[int, Profile], kind: str, hint: float) -> _Fit:
    known = fields(KINDS[kind])
    offers = sorted(_offers(columns, profiles, kind, known), key=lambda one: (one[2] != "name", -one[0], one[1]))
    targets: dict[int, str] = {}
    score = 2 * hint
    for strength, number, name in offers:
        if number not in targets and (name not in targets.values()):
            targets[number] = name
            score += strength * (1.5 if name == "name" else 1.0)
            score += strength / 2 if name == "name" and _heads(columns, number, kind) else 0.0
    named = "name" in targets.values()
    return _Fit(kind, score if named else 0.0, targets, named)


def _heads(columns: Sequence[Column], number: int, kind: str) -> bool:
    """Whether the column of titles says what the rows are: a column `Product`."""
    return any(
        kinds_of(phrase).get(kind, 0) >= 0.9
        for column in columns
        if column.number == number
        for phrase in _phrases(column)
    )


def _phrases(column: Column) -> list[str]:
    return [phrase for text in dict.fromkeys((column.lower, column.name)) if text and (phrase := folded(text))]


def _offers(
    columns: Sequence[Column], profiles: Mapping[int, Profile], kind: str, known: Mapping[str, Field]
) -> Iterable[tuple[float, int, str]]:
    """(how surely, column, field) of everything that a column may mean for a kind."""
    titled = any(("name",) in dict(meanings(one)) for column in columns for one in _phrases(column))
    for column in columns:
        found = profiles[column.number]
        if column.name.startswith("_") or any(map(_is_aside, _phrases(column))):
            continue
        for phrase in _phrases(column):
            for name, strength in _means(phrase, kind, known, titled).items():
                if strength >= SURE and _holds(known[name], found, strength):
                    yield strength, column.number, name


def _means(phrase: str, kind: str, known: Mapping[str, Field], titled: bool) -> dict[str, float]:
    """The fields of a kind that a folded name may stand for, each with how surely."""
    found: dict[str, float] = {}
    for names, score in meanings(phrase):
        name = next((one for one in names if one in known), "")
        score *= 1.0 if name == names[0] else 0.9
        if name and score > found.get(name, 0):
            found[name] = score
    for name in known:
        if phrase == folded(name) and name not in LAST[1:]:
            found[name] = 1.0
    if (title := _titles(phrase, kind)) >= SURE:
        found["name"] = max(found.get("name", 0.0), title * (0.95 if titled else 1.01))
    return found


def _titles(phrase: str, kind: str) -> float:
    """How surely a folded name heads the titles of a kind: `product` those of products, `campaign` those of work."""
    words = kinds_of(phrase)
    others = [0.75 * words.get(other, 0.0) for other in WORK] if kind in WORK else []
    return max(words.get(kind, 0.0), *others, 0.0)


def _holds(field: Field, found: Profile, strength: float) -> bool:
    """Whether the values of a column can be those of a field."""
    if not found.filled:
        return field.name != "name" or strength == 1
    if field.name == "name":
        return strength == 1 or (found.dates < 0.5 and found.numbers < 0.5 and found.apart >= 0.5)
    if field.name == "status":
        return found.statuses >= 0.5
    match field.form:
        case "date":
            return found.dates + found.vague >= 0.5
        case "money" | "number" | "whole":
            return found.numbers >= 0.5
        case "link" | "words":
            return found.dates < 0.5 and found.numbers < 0.5
        case "fields" | "duration" | "choice" | "truth":
            return strength == 1
    return found.dates < 0.5 or field.name == "note"


def _layout(table: Table, profiles: Mapping[int, Profile], fit: _Fit) -> Layout:
    targets = dict(fit.targets) | _by_values(table.columns, profiles, fit)
    ident = _id(table.columns, profiles, fit)
    columns = {column.name: targets.get(column.number, LABEL + column.name) for column in table.columns}
    return Layout(fit.kind, columns, id=ident)


def _by_values(columns: Sequence[Column], profiles: Mapping[int, Profile], fit: _Fit) -> dict[int, str]:
    """What no name tells, but the values do: dates, addresses of people, money; only where nothing else has it."""
    known = fields(KINDS[fit.kind])
    taken = set(fit.targets.values())
    found: dict[int, str] = {}
    ways: tuple[tuple[tuple[str, ...], Callable[[Profile], bool], set[str]], ...] = (
        (("due", "date", "by", "horizon"), lambda one: one.dates >= 0.8, {"start", "end", "in_market", "due", "date"}),
        (("owner",), lambda one: one.emails >= 0.8, {"owner"}),
        (("cost", "budget", "amount"), lambda one: one.money >= 0.8, {"cost", "budget", "amount"}),
    )
    for names, looks, others in ways:
        name = next((one for one in names if one in known), "")
        free = (
            one.number
            for one in columns
            if one.number not in fit.targets and looks(profiles[one.number]) and not _aside(one)
        )
        if name and not taken & others and (number := next(free, None)) is not None:
            found[number] = name
    return found


def _aside(column: Column) -> bool:
    """Whether a column is about the row rather than the item: when it was changed, its numbers elsewhere."""
    return column.name.startswith("_") or any(_is_aside(one) or "created" in one for one in _phrases(column))


def _is_aside(phrase: str) -> bool:
    return is_changed(phrase) or is_id(phrase) or is_foreign_id(phrase) or "micro" in phrase


def _id(columns: Sequence[Column], profiles: Mapping[int, Profile], fit: _Fit) -> str:
    """The column that tells rows apart: `ID`, `Nr.`, or the id of its kind."""
    free = [one for one in columns if one.number not in fit.targets and profiles[one.number].filled]
    plain = [
        one
        for one in free
        if any(
            is_id(phrase) and len(phrase.split()) < 3 and not kinds_of(phrase.rpartition(" ")[0])
            for phrase in _phrases(one)
        )
    ]
    own = [
        one
        for one in free
        if any(is_id(phrase) and kinds_of(phrase.rpartition(" ")[0]).get(fit.kind) for phrase in _phrases(one))
    ]
    return next((one.name for one in (*plain, *own)), "")


def _question(table: Table, profiles: Mapping[int, Profile], best: _Fit | None, kind: str) -> str:
    """What to add to the command, where no column looks like a title or no kind fits."""
    names = ", ".join(column.name for column in table.columns)[:300]
    if best is not None:
        add = "add --kind activity, or another of `truenorth plan kinds`"
        return f"it is not clear what the rows are (columns: {names}): {add}"
    title = next((one for one in table.columns if _may_title(profiles[one.number])), table.columns[0])
    add = f'--map "{title.name}=name"' if kind else f'--kind KIND --map "{title.name}=name"'
    counted = sum(one.numbers >= 0.5 or one.dates >= 0.5 for one in profiles.values()) * 2 > len(profiles)
    facts = " Is it a count of what happened? Then it is for `truenorth measure load`." if counted else ""
    return f"no column looks like the title of an item (columns: {names}): add {add}.{facts}"


def _may_title(found: Profile) -> bool:
    return found.apart > 0.9 and found.numbers < 0.5 and found.dates < 0.5 and found.filled > 0
