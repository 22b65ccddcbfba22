"""Cells of a grid as edits: read as people write, saved as one change; what cannot be taken stays, with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from truenorth.plan.cells import cell, unfold
from truenorth.plan.edit import Broken, Edit, rebase
from truenorth.plan.entity import Entity, Ref, data
from truenorth.plan.keys import keys_of
from truenorth.plan.plan import Plan
from truenorth.plan.reading import Reader, Unreadable, entity
from truenorth.plan.sheet.column import ColumnReader
from truenorth.plan.sheet.fields import Field, fields, within
from truenorth.plan.sheet.layout import Asked
from truenorth.plan.sheet.table import Column
from truenorth.plan.sheet.ways import Ways, ways
from truenorth.server import policy, store
from truenorth.server.choices import Choices
from truenorth.server.models import Change, Member, Scenario
from truenorth.server.services import people
from truenorth.server.services import plan as plans
from truenorth.server.services.items import kept_back

Cells = Mapping[str, Mapping[str, str]]  # row -> field -> text; a row is a ref, or new:1 and so on
MOST = 5000  # rows of one save
TRIES = 3


@dataclass(frozen=True)
class Refusal:
    """A cell that cannot be taken, and why."""

    row: str
    field: str
    says: str


@dataclass
class Row:
    """A row on its way into the plan: its item before, the cells that could be read, and those that could not."""

    row: str
    ref: Ref
    before: dict[str, Any] | None
    values: dict[str, Any] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    def refuse(self, name: str, says: str) -> None:
        """Leave a cell where it is."""
        self.values.pop(name, None)
        self.refused.setdefault(name, says)

    @property
    def after(self) -> dict[str, Any]:
        """The item's fields with the cells in it."""
        merged = {**(self.before or {}), **self.values}
        return {name: value for name, value in merged.items() if value not in (None, "", [], {})}


@dataclass(frozen=True)
class Saved:
    """What became of some cells: the change, the item that each row is now, and what was refused."""

    change: Change | None
    rows: Mapping[str, Ref]
    refused: tuple[Refusal, ...]
    cells: int = 0


def can_stand(kind: type[Entity], of: Field) -> bool:
    """Whether a field can be written in one cell; values with fields of their own have a form."""
    columns = within(kind, of.name)
    return not columns or (of.shape == "map" and len(columns) == 2 and columns[1].name == "value")


def text_of(of: Field, value: Any, choices: Choices) -> str:
    """A value of an item's data as a cell shows it: links by name, `a; b`, `name=value; name=value`."""
    if not of.kinds or not value:
        return cell(value)
    if isinstance(value, str):
        return choices.shown(value, of.kinds) if value not in of.choices else value
    names = [choices.shown(one, of.kinds) for one in value]
    if any(set(name) & set(";=") for name in names):
        return cell(value)
    return cell(names if isinstance(value, list) else dict(zip(names, value.values(), strict=True)))


def save(scenario: Scenario, kind: type[Entity], cells: Cells, version: Plan, *, by: Member, why: str = "") -> Saved:
    """Save what can be taken of some cells as one change, beside what others changed since `version`.

    Raises people.Refused for too many rows, and store.Closed.
    """
    if len(cells) > MOST:
        raise people.Refused(f"{len(cells):,} rows are more than one save takes ({MOST:,}): take them in as a sheet")
    rows = _rows(scenario, kind, cells, version, by)
    for _ in range(TRIES):
        now = store.load(scenario)
        edits = list(_edits(rows, now, by))
        try:
            made = plans.change(scenario, edits, by=by, why=why)
        except Broken as error:
            _holes(rows, error, now)
        else:
            return _saved(rows, made, {edit.ref for edit in edits})
    return _saved(rows, None, set())


def _rows(scenario: Scenario, kind: type[Entity], cells: Cells, version: Plan, by: Member) -> list[Row]:
    seat = people.seat(by)
    known = policy.seen(seat, version)
    choices = Choices(known, Choices(policy.seen(seat, store.load(scenario))))
    read = _Cells(kind, known, choices, cells)
    found = [_row(kind, name, texts, version, read) for name, texts in cells.items()]
    new = [row for row in found if row.before is None and row.row.startswith("new:") and row.values]
    taken = [(item.key, "") for item in store.load(scenario).all(kind)]
    made = keys_of([*taken, *(("", str(row.values.get("name") or kind.kind)) for row in new)], kind.kind)
    for row, key in zip(new, made[len(taken) :], strict=True):
        row.ref = f"{kind.kind}:{key}"
    for row in found:
        _settled(row)
    return found


def _row(kind: type[Entity], name: str, texts: Mapping[str, str], version: Plan, read: _Cells) -> Row:
    item = read.plan.find(name) if name.startswith(f"{kind.kind}:") else None
    row = Row(name, item.ref if item else "", data(version.entities[item.ref]) if item else None)
    shown, hidden = (data(item), kept_back(read.plan, version, item.ref)) if item else ({}, frozenset[str]())
    for of in (fields(kind)[one] for one in texts if one in fields(kind)):
        if text_of(of, shown.get(of.name), read.choices) == texts[of.name].strip():
            continue
        try:
            row.values[of.name] = read.value(of, texts[of.name])
        except ValueError as error:
            row.refuse(of.name, str(error))
        if of.name in hidden:
            row.refuse(of.name, "part of it is not shared with you")
    if item is None and not name.startswith("new:"):
        for one in texts:
            row.refuse(one, "this item is not there any more: paste the row at the end to add it again")
    elif item is None and "name" not in row.values and any(map(str.strip, texts.values())):
        row.refuse("name", "every new row needs a name")
        row.values.clear()
    return row


def _settled(row: Row) -> None:
    """Leave out the cells whose values the item cannot have."""
    while row.values and row.ref:
        try:
            entity(row.ref, row.after)
            return
        except Unreadable as error:
            for one in error.problems:
                row.refuse(one.field.partition(".")[0], one.says)
            if not {one.field.partition(".")[0] for one in error.problems} & row.refused.keys():
                return


class _Cells:
    """Reads cells of a kind: as a plan writes them, and else as people do, the same way in all cells of a column."""

    def __init__(self, kind: type[Entity], plan: Plan, choices: Choices, cells: Cells) -> None:
        self.reader, self.choices, self.plan = Reader(kind), choices, plan
        self.columns = {one.name: Column(number, one.name) for number, one in enumerate(fields(kind).values())}
        self.ways = self._ways(cells, fields(kind))
        self.readers: dict[str, ColumnReader] = {}

    def _ways(self, cells: Cells, known: Mapping[str, Field]) -> Ways:
        """How dates and numbers are written; a column that can be read in two ways is read as a plan writes."""
        found = Ways({}, {})
        for name, of in known.items():
            texts = [row[name] for row in cells.values() if name in row]
            odd = [text for text in texts if text.strip() and of.shape == "one" and not self.reader.takes(name, text)]
            try:
                one = ways([(self.columns[name], of, odd)], None, None)
            except Asked:
                continue
            found = Ways({**found.order, **one.order}, {**found.mark, **one.mark})
        return found

    def value(self, of: Field, text: str) -> Any:
        """What a cell means, as plain data; None where it is empty. ValueError tells what is wrong with it."""
        text = text.replace("\r\n", "\n").strip()
        if not text:
            return None
        if of.shape != "one":
            return self._several(of, text)
        if of.kinds:
            return self._link(of, text)
        if self.reader.takes(of.name, text):
            return text
        read = self._people(of).read(text)
        if read.state == "good" and self.reader.takes(of.name, read.text):
            return read.text
        raise ValueError(self._wrong(of, text) or read.says or f"“{text[:60]}” cannot be read here")

    def _wrong(self, of: Field, text: str) -> str:
        try:
            self.reader.read("cell", {of.name: text})
        except Unreadable as error:
            return error.problems[0].says
        return ""

    def _people(self, of: Field) -> ColumnReader:
        if of.name not in self.readers:
            company = self.plan.company
            self.readers[of.name] = ColumnReader(
                of,
                self.ways.order.get(of.name),
                self.ways.mark.get(of.name, "point"),
                company.currency if company else "",
                periods=frozenset(company.periods) if company else frozenset(),
            )
        return self.readers[of.name]

    def _link(self, of: Field, text: str) -> str:
        if text in of.choices:
            return text
        try:
            return self.choices.meant(text, of.kinds)
        except ValueError:
            if of.form == "words":
                return text
            raise

    def _several(self, of: Field, text: str) -> Any:
        parted = text if text[:1] in ("[", "{") else text.replace("\n", ";")
        found = unfold(parted, "list" if of.shape == "list" else "map")
        if not of.kinds:
            return found
        if isinstance(found, dict):
            return {self._link(of, name): value for name, value in found.items()}
        try:
            return [self._link(of, one) for one in found or ()]
        except ValueError:
            if "," not in text or ";" in parted:
                raise
            return [self._link(of, one.strip()) for one in text.split(",") if one.strip()]


def _edits(rows: Iterable[Row], now: Plan, by: Member) -> Iterable[Edit]:
    """The edits of the rows, without what clashes with what others did meanwhile, and what is not theirs to change."""
    seat = people.seat(by)
    for row in rows:
        if not row.values or not row.ref:
            continue
        for clash in rebase([_edit(row)], now)[1]:
            says = f"became “{cell(clash.theirs) or 'empty'}” meanwhile: save again to put yours in its place"
            for name in [clash.field] if clash.field else list(row.values):
                row.refuse(name, says if clash.field else "this item was taken out meanwhile")
        for name in policy.locked(seat, row.ref.partition(":")[0]) & row.values.keys():
            row.refuse(name, "this field is not yours to change")
        if row.values and not policy.may(seat, _edit(row), now):
            for name in list(row.values):
                row.refuse(name, f"not yours to change: {plans.Denied([_edit(row)])}")
        if row.values:
            yield _edit(row)


def _edit(row: Row) -> Edit:
    return Edit(row.ref, row.before, data(entity(row.ref, row.after)))


def _holes(rows: Iterable[Row], error: Broken, now: Plan) -> None:
    """Leave out the rows that would point at what others took out a moment ago."""
    holes = dict(error.holes)
    for row in rows:
        if row.ref in holes:
            for name in list(row.values):
                row.refuse(name, f"{now.title(holes[row.ref])} was taken out meanwhile")


def _saved(rows: Iterable[Row], made: Change | None, refs: set[Ref]) -> Saved:
    refused = tuple(Refusal(row.row, name, says) for row in rows for name, says in row.refused.items())
    known = {row.row: row.ref for row in rows if row.ref and (row.ref in refs or not row.row.startswith("new:"))}
    return Saved(made, known, refused, sum(len(row.values) for row in rows if row.ref in refs))
