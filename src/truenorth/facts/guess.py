"""Which table a file is for, and which of its columns is what: guessed from their names and from what is in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from truenorth.facts.head import plain
from truenorth.facts.layout import MICROS, Layout, Takes, Unclear, field_of, kept, table_named, taken
from truenorth.facts.source import Raw
from truenorth.facts.table import Column, Table
from truenorth.facts.tables import TABLES
from truenorth.facts.words import words
from truenorth.plan.sheet.dates import Order, reading
from truenorth.plan.sheet.numbers import NUMBER, Mark, unit_of

SAMPLE = 1000
FITTING = 0.2  # the share of cells from which on a column that is called so is one of numbers, or of dates
_UNREAD = "#="  # begin a cell that tells nothing of its column: an error, a formula
_CODES = "eur|usd|gbp|chf|cad|aud|nzd|sek|nok|dkk|pln|czk|jpy|inr|brl|sgd"
_CURRENCY = re.compile(rf"_(?:in_)?({_CODES})$")
_MICROS = re.compile(r"_micros?$")
_LEADS = re.compile(r"lead|mql|contact")


@dataclass(frozen=True)
class Wanted:
    """What was said of a file: its table, the columns of fields, columns to leave out, values for all rows, and how
    dates and decimals are written.
    """

    table: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    out: frozenset[str] = frozenset()
    fixed: Mapping[str, str] = field(default_factory=dict)
    order: Order | None = None
    mark: Mark | None = None


@dataclass(frozen=True)
class Sample:
    """The first cells of each column, without the empty ones."""

    cells: Mapping[str, Sequence[str]]

    def fits(self, name: str, column: Column) -> bool:
        """Whether a column may be what a column of a table is; an empty one may be anything."""
        cells = self.cells[name]
        if not cells or column.type == "text":
            return column.name != "id" or plain(name) != "id" or len(set(cells)) == len(cells)
        share = sum(map(_is_number if column.type == "number" else _is_date, cells)) / len(cells)
        return share >= FITTING


def sample_of(raw: Raw) -> Sample:
    """The first cells of a file."""
    table = raw.table.head(SAMPLE).to_pyarrow()
    columns = {name: table[raw.place(name)].to_pylist() for name in raw.names}
    return Sample(
        {name: [text for text in cells if text and text[0] not in _UNREAD] for name, cells in columns.items()}
    )


def _is_number(text: str) -> bool:
    return bool(NUMBER.search(text)) and len(re.sub(r"[^\W\d_]", "", text)) * 2 >= len(text)


def _is_date(text: str) -> bool:
    found = reading(re.sub(r"[T ]\d{1,2}:.*", "", text))
    return bool(found.sure or found.by_order) or (text.isdigit() and len(text) in (10, 13))


def guessed(raw: Raw, wanted: Wanted, known: Mapping[str, object] | None = None) -> Layout:
    """How a file is read: as was said, else as it was read before, else as its columns and cells suggest."""
    _are_there(raw, wanted)
    sample = sample_of(raw)
    before = kept(known, raw.names) if known else None
    if wanted.table:
        layout = _layout(table_named(wanted.table), raw, sample, wanted, before)
    else:
        layout = _best(raw, sample, wanted, before)
    _whole(layout)
    return layout


def _are_there(raw: Raw, wanted: Wanted) -> None:
    """Refuse columns that were said and that the file does not have."""
    for name, said in (
        *((one, said) for one, said in wanted.columns.items() if said),
        *(("-", one) for one in wanted.out),
    ):
        taken(name, said, raw.names)


def _best(raw: Raw, sample: Sample, wanted: Wanted, before: Layout | None) -> Layout:
    if before and _tells(_layout(before.of, raw, sample, wanted, before)):
        return _layout(before.of, raw, sample, wanted, before)
    layouts = []
    for table in TABLES.values():
        try:
            layouts.append(_layout(table, raw, sample, wanted, None))
        except Unclear:
            continue
    fitting = sorted((one for one in layouts if _tells(one)), key=_worth, reverse=True)
    if not fitting:
        raise Unclear(
            f"no table fits the columns of {raw.file.name}: say --table {'|'.join(TABLES)}, and --map COLUMN=FIELD"
        )
    if len(fitting) > 1 and _worth(fitting[0]) == _worth(fitting[1]):
        two = " or ".join(one.table for one in fitting[:2])
        raise Unclear(f"{raw.file.name} may be {two}: say --table {fitting[0].table} or --table {fitting[1].table}")
    return fitting[0]


def _tells(layout: Layout) -> bool:
    return any(tell <= layout.takes.keys() | layout.fixed.keys() for tell in layout.of.tells)


def _worth(layout: Layout) -> float:
    """How much of a table a file fills; what tells its rows apart counts most."""
    needs = sum(name in layout.takes for name in layout.of.needs) / len(layout.of.needs)
    return len(layout.takes) + needs - 0.01 * sum(_rank(layout.of, name, one) for name, one in layout.takes.items())


def _rank(table: Table, name: str, takes: Takes) -> int:
    spelled = words(table, name)
    return next((spelled.index(word) for word in _spellings(takes.columns[0]) if word in spelled), 0)


def _layout(table: Table, raw: Raw, sample: Sample, wanted: Wanted, before: Layout | None) -> Layout:
    told = {field_of(table, name): said for name, said in wanted.columns.items()}
    takes = {name: taken(name, said, raw.names) for name, said in told.items() if said}
    fixed = {field_of(table, name): value for name, value in wanted.fixed.items()}
    if before and before.table == table.name:
        used = {column for one in takes.values() for column in one.columns} | wanted.out
        takes |= {
            name: one
            for name, one in before.takes.items()
            if name not in told and name not in fixed and not used & set(one.columns)
        }
        fixed = {name: value for name, value in before.fixed.items() if name not in takes} | fixed
    names = [name for name in raw.names if name not in wanted.out]
    takes |= _by_name(table, names, sample, told.keys() | takes.keys() | fixed.keys(), takes)
    fixed = _implied(table, takes, told) | fixed
    old = before or Layout(table.name)
    return Layout(table.name, _in_order(table, takes), fixed, wanted.order or old.order, wanted.mark or old.mark)


def _in_order(table: Table, takes: Mapping[str, Takes]) -> dict[str, Takes]:
    return {name: takes[name] for name in table.fields if name in takes}


def _by_name(
    table: Table, names: Sequence[str], sample: Sample, settled: set[str], takes: Mapping[str, Takes]
) -> dict[str, Takes]:
    """The columns whose names say what they are, the likeliest spelling first; each is taken once."""
    used = {column for one in takes.values() for column in one.columns}
    pairs = [
        (spelled.index(word) + (0 if sample.cells[name] else 1000), order, field_, name)
        for order, field_ in enumerate(table.fields)
        if field_ not in settled
        for spelled in (words(table, field_),)
        for name in names
        if name not in used and not name.startswith("_")
        for word in _spellings(name)
        if word in spelled
    ]
    found: dict[str, Takes] = {}
    for _, _, field_, name in sorted(pairs):
        if field_ not in found and name not in used and sample.fits(name, table.fields[field_]):
            found[field_] = Takes((name,), _over(name, table.fields[field_]))
            used.add(name)
    return found


def _spellings(name: str) -> tuple[str, ...]:
    """A column's name as tables may know it: as it is, and without what it says of its unit."""
    word = plain(name)
    return tuple(dict.fromkeys((word, _MICROS.sub("", word), _CURRENCY.sub("", word))))


def _over(name: str, column: Column) -> float:
    """What the numbers of a column are divided by, as its name tells."""
    if column.type != "number":
        return 1.0
    return MICROS if _MICROS.search(plain(name)) else 1.0 / unit_of(name)[1]


def _implied(table: Table, takes: Mapping[str, Takes], told: Mapping[str, str]) -> dict[str, str]:
    """What the names of columns say of all rows: the currency of an amount, whether a record is a lead or a deal."""
    found: dict[str, str] = {}
    if table.money in takes and "currency" not in {*takes, *told}:
        name = takes[table.money].columns[0]
        suffix = _CURRENCY.search(plain(name))
        if currency := unit_of(name)[0] or (suffix[1].upper() if suffix else ""):
            found |= {"currency": currency} if currency != "%" else {}
    if "record" in takes and "kind" not in {*takes, *told}:
        found["kind"] = "lead" if _LEADS.search(plain(takes["record"].columns[0])) else "deal"
    return found


def _whole(layout: Layout) -> None:
    """Refuse a layout that lacks what every row needs."""
    table = layout.of
    filled = layout.takes.keys() | layout.fixed.keys()
    many = [name for name, one in layout.takes.items() if len(one.columns) > 1]
    filled |= {table.label} if many else set()
    lacking = [name for name in table.needs if name not in filled]
    if lacking:
        says = f"{table.name} needs {' and '.join(lacking)}, and no column seems to be that"
        first = lacking[0]
        raise Unclear(f"{says}: say --map COLUMN={first}, or --set {first}=VALUE where it is the same for all rows")
    if len(many) > 1:
        raise Unclear(f"only one field can be filled from several columns, not {' and '.join(many)}")
    if many and not table.label:
        raise Unclear(f"{table.name} cannot be filled from several columns: name one for {many[0]}")
