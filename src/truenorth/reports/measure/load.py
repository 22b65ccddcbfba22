"""A file that was looked at, in words and for machines: how it is read, what is taken, what is refused and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from truenorth.reports.words import amount, listed, number, plain, short

if TYPE_CHECKING:
    from truenorth.facts.load import Brought, Example, Refusal
    from truenorth.facts.notes import Notes, Strange
    from truenorth.facts.overlap import Overlap
    from truenorth.facts.register import Load
    from truenorth.facts.source import Raw

WIDEST = 40
MOST_NAMES = 5
MOST_TOLD = 100  # unknown names that machines are told


def read_as(raw: Raw, found: Brought, load: Load, *, known: bool) -> Iterator[str]:
    """How a file is read, column by column, and how to correct that."""
    table = found.layout.of
    sheet = f", sheet {plain(raw.sheet)}" if len(raw.sheets) > 1 else ""
    before = " (as it was read before)" if known else ""
    yield f"{plain(raw.file.name)}{sheet}: {raw.rows:,} rows, read as {table.name}{before}."
    yield f"  {table.about}"
    lines = [(name, plain(str(one)), found.how.get(name, "")) for name, one in found.layout.takes.items()]
    lines += [(name, f"'{plain(value)}'", "the same for all rows") for name, value in found.layout.fixed.items()]
    first, second = max(len(name) for name, _, _ in lines), min(max(len(one) for _, one, _ in lines), WIDEST)
    yield from (f"  {name:<{first}}  {short(one, WIDEST):<{second}}  {how}".rstrip() for name, one, how in lines)
    used = {column for one in found.layout.takes.values() for column in one.columns}
    if left := [plain(name) for name in raw.names if name not in used]:
        yield f"  not used: {listed(left, 8)}"
    yield from (f"  {plain(note)}" for note in raw.notes)
    if not known:
        yield "To correct it: --map COLUMN=FIELD (COLUMN=- leaves it out), --set FIELD=VALUE, --table NAME."
        yield f"It is remembered for the source {load.source}; --source NAME gives it another name."


def comes_to(found: Brought, load: Load, currency: str) -> Iterator[str]:
    """What is taken, and what is refused and why."""
    what = f", {found.kept:,} rows of {load.table}" if found.kept != found.taken else ""
    span = f", {found.first} to {found.last}" if found.first else ""
    yield f"{_rows(found.taken)} can be taken{what}{span}{_worth(found, currency)}."
    if found.refused:
        yield f"{_rows(sum(one.count for one in found.refused))} {'are' if _many(found) else 'is'} refused:"
    for one in found.refused:
        yield f"  {one.count:,} {one.says}"
        yield from (f"    {_example(example)}" for example in one.examples)


def _many(found: Brought) -> bool:
    return sum(one.count for one in found.refused) != 1


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _worth(found: Brought, currency: str) -> str:
    if found.total is None or not found.kept:
        return ""
    table = found.layout.of
    if table.money:
        return f", {amount(found.total, currency)}"
    return f", {number(found.total)} {table.sums[0].replace('_', ' ')}"


def _example(one: Example) -> str:
    value = f": '{short(plain(one.value), 60)}'" if one.value else ""
    column = f", column {plain(one.column)}" if one.column else ""
    if one.says.startswith("'"):  # it quotes the value itself
        return plain(f"line {one.line:,}{column}: {one.says}")
    return plain(f"line {one.line:,}{column}{value} {one.says}")


def worth_knowing(notes: Notes, met: Overlap, load: Load, currency: str, folder: str) -> Iterator[str]:
    """What to know before a file is loaded."""
    yield from _met(met, load)
    if notes.below[0]:
        below = f"{_rows(notes.below[0])} with an amount below zero ({amount(notes.below[1], currency)})"
        yield f"{below} {'is' if notes.below[0] == 1 else 'are'} kept, as credits."
    yield from (f"{name} is empty in {_rows(count)}; they are kept." for name, count in notes.empty.items())
    if load.table == "spend" and not load.first and load.kept:
        yield "No row names a day: the money is in the totals, and in no month."
    for column in dict.fromkeys(one.column for one in notes.strange):
        yield from _strange([one for one in notes.strange if one.column == column], notes.known.get(column, 0), folder)
    if notes.stages:
        names = listed((f"'{short(plain(one.text), 30)}'" for one in notes.stages), MOST_NAMES)
        yield f"Nobody knows whether these stages are open, won or lost: {names}."
        meant = f"'stage:{plain(notes.stages[0].text)}=opportunity'"
        yield f"  Say it: truenorth measure same {folder} {meant} (or lead, won, lost)"


def _met(met: Overlap, load: Load) -> Iterator[str]:
    if met.part_of:
        yield f"It tells of the same things as {met.part_of}, with other columns filled: both would count twice."
    elif met.beside:
        apart = f"they differ in {met.changed:,} places" if met.changed else "where both speak, they say the same"
        yield f"{met.beside} tells all of this in more detail ({apart}): this load is kept beside it and not counted."
    elif met.again:
        new = f"; {met.changed:,} of them say something else now, and the newer word counts" if met.changed else ""
        yield f"{_rows(met.again)} were there already in older loads of {load.source}, and count once{new}."


def _strange(strange: list[Strange], known: int, folder: str) -> Iterator[str]:
    rows = sum(one.rows for one in strange)
    column = strange[0].column
    yield (
        f"{len(strange):,} of {len(strange) + known:,} names in {column} ({_rows(rows)}) mean nothing in the plan;"
        " the rows are kept with the names as they are:"
    )
    for one in strange[:MOST_NAMES]:
        near = f"; did you mean {' or '.join(one.near)}?" if one.near else ""
        yield f"  '{short(plain(one.text), WIDEST)}' in {_rows(one.rows)}{near}"
    if len(strange) > MOST_NAMES:
        yield f"  and {len(strange) - MOST_NAMES:,} more"
    meant = strange[0].near[0] if strange[0].near else "ITEM"
    yield f"  Say what it means: truenorth measure same {folder} '{plain(strange[0].text)}={meant}'"


def data(raw: Raw, found: Brought, load: Load, met: Overlap, notes: Notes, *, loaded: bool) -> dict[str, Any]:
    """All of it for machines."""
    return {
        "schema": 1,
        "loaded": loaded,
        "load": load.id,
        "table": load.table,
        "source": load.source,
        "file": load.file,
        "sheet": raw.sheet or None,
        "columns": dict(load.columns),
        "same": dict(found.layout.fixed),
        "read": dict(found.how),
        "rows": {"file": raw.rows, "taken": found.taken, "stored": found.kept},
        "refused": [_refusal(one) for one in found.refused],
        "first": found.first or None,
        "last": found.last or None,
        "total": found.total,
        **_known(met, notes),
        "notes": list(raw.notes),
    }


def _refusal(one: Refusal) -> dict[str, Any]:
    examples = [
        {"line": each.line, "column": each.column or None, "value": each.value, "says": each.says or None}
        for each in one.examples
    ]
    return {"reason": one.says, "count": one.count, "examples": examples}


def _known(met: Overlap, notes: Notes) -> dict[str, Any]:
    return {
        "again": {
            "rows": met.again,
            "changed": met.changed,
            "beside": met.beside or None,
            "part_of": met.part_of or None,
        },
        "below_zero": {"rows": notes.below[0], "sum": notes.below[1]},
        "empty": dict(notes.empty),
        "unknown_names": [
            {"column": one.column, "name": one.text, "rows": one.rows, "near": list(one.near)}
            for one in notes.strange[:MOST_TOLD]
        ],
        "unknown_stages": [one.text for one in notes.stages],
    }
