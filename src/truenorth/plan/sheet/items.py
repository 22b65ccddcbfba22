"""Rows with their keys as items of the plan: links found or made, values laid over what the plan has."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from truenorth.plan.cells import cell
from truenorth.plan.csv_rows import nested
from truenorth.plan.entity import KINDS, Entity, data
from truenorth.plan.links import Ref
from truenorth.plan.plan import Plan
from truenorth.plan.reading import Problem, Reader, Unreadable, revised
from truenorth.plan.sheet.column import listed
from truenorth.plan.sheet.fields import Field, fields
from truenorth.plan.sheet.grid import Wrong, harmless, text_of
from truenorth.plan.sheet.layout import Layout
from truenorth.plan.sheet.names import Names
from truenorth.plan.sheet.rows import Row
from truenorth.plan.sheet.table import Table
from truenorth.plan.sheet.words import folded, kinds_of

LINKED = ("link", "words")
_SHARE = re.compile(r"\s*[0-9.,]+\s*%?\s*")


class Writer:
    """Turns the rows of one sheet into items; a text met before in the same field is not read again."""

    def __init__(self, plan: Plan, names: Names, table: Table, layout: Layout, reader: Reader) -> None:
        """Prepare the fields of a kind."""
        self.plan, self.names, self.table, self.layout = plan, names, table, layout
        self.kind = layout.kind
        self.known = fields(KINDS[self.kind])
        self.reader = reader
        self.columns = {target: column for column in table.columns if (target := layout.columns.get(column.name, ""))}
        self.linked = {name for name, field in self.known.items() if field.form in LINKED}
        self._links: dict[tuple[str, str], str] = {}

    def item(self, row: Row) -> Entity | None:
        """The item that a row asks for; None where the plan has it so already, or where the row is wrong."""
        was = self.plan.find(f"{self.kind}:{row.key}")
        loose = self.linked & row.texts.keys() & (row.loose if self.layout.own else self.linked)
        given = row.texts | {name: self._linked(name, row.texts[name]) for name in loose}
        try:
            made = self.reader.read(row.key, nested({name: text for name, text in given.items() if text}))
            after = self._over(was, made, given, row) if was else self._with_own(made, row)
        except Unreadable as error:
            row.wrong += [self._wrong(row, problem) for problem in error.problems]
            return None
        return after if after != was else None

    def _with_own(self, made: Entity, row: Row) -> Entity:
        """A new item with its labels and what is to be decided."""
        own = _own(row, None, made)
        if all(getattr(made, name) == value for name, value in own.items()):
            return made
        return revised(made, {**data(made), **own})

    def _over(self, item: Entity, made: Entity, given: Mapping[str, str], row: Row) -> Entity:
        """An item with the values of a row laid over its own."""
        if made == item and not (row.labels or row.read or row.open):
            return item
        changes: dict[str, Any] = {}
        for name in {text.partition(".")[0] for text in given}:
            value = getattr(made, name)
            if name not in given and isinstance(value, dict):  # columns such as effort.copy
                value = {**getattr(item, name), **value}
            if value != getattr(item, name):
                changes[name] = None if name in given and not given[name] else _plain(made, name, value)
        own = _own(row, item, made)
        if not changes and all(value == getattr(item, name) for name, value in own.items()):
            return item
        return revised(item, {**data(item), **changes, **own})

    def _linked(self, name: str, text: str) -> str:
        """A text with the names of other items as their keys; those that are not there yet are made."""
        if not text or (self.layout.own and text[0] in "[{"):
            return text
        if (name, text) not in self._links:
            self._links[name, text] = self._keys(self.known[name], text)
        return self._links[name, text]

    def _keys(self, field: Field, text: str) -> str:
        if found := self.names.find(field.kinds, text):
            return _key(found, field)
        if field.shape == "one":
            return self._key(field, text)
        return cell(
            [self._key(field, part) for part in listed(text)] if field.shape == "list" else self._shares(field, text)
        )

    def _shares(self, field: Field, text: str) -> dict[str, str | None]:
        """The items that a cell names, with their shares: `Grow=60 %; Keep`."""
        found: dict[str, str | None] = {}
        for part in listed(text):
            name, _, share = part.rpartition("=")
            shared = bool(name.strip()) and _SHARE.fullmatch(share) is not None
            found[self._key(field, name.strip() if shared else part)] = share.strip() if shared else None
        return found

    def _key(self, field: Field, text: str) -> str:
        found = self.names.find(field.kinds, text)
        if found is None and (field.form == "words" or self.layout.own):
            return text
        return _key(found or self.names.make(self._kind_of_new(field), text), field)

    def _kind_of_new(self, field: Field) -> str:
        """What a new item is, where a field may hold several kinds: a column `Goal` names goals."""
        column = self.columns.get(field.name)
        said = kinds_of(folded(column.lower or column.name)) if column else {}
        return next((kind for kind in field.kinds if kind in said), field.kinds[0])

    def _wrong(self, row: Row, problem: Problem) -> Wrong:
        name = problem.field.partition(".")[0]
        column = self.columns.get(problem.field) or self.columns.get(name) or self.columns.get("name")
        place = (row.index, column.number) if column else None
        value = harmless(text_of(self.table.grid.at(place))) if place else ""
        return Wrong(self.table.grid.where, place, value, said(problem, value))

    def hole(self, row: Row, target: Ref) -> Wrong:
        """That a link of a row leads to nothing."""
        kind, _, key = target.partition(":")
        names = [name for name, text in row.texts.items() if key in text and self.known[name.partition(".")[0]].kinds]
        wrong = self._wrong(row, Problem(names[0] if names else "name", ""))
        there = {ref.partition(":")[2]: ref for ref in self.names if ref.partition(":")[0] == kind}
        near = [there[one] for one in difflib.get_close_matches(key, there, 1, 0.6)]
        hint = f"did you mean {near[0]}?" if near else "add it first, or mend the key"
        return replace(wrong, says=f"points at {target}, which is not in the plan; {hint}")


def said(problem: Problem, value: str) -> str:
    """What is wrong with a value, without the value itself where it is quoted beside it."""
    says = problem.says.removeprefix(f"'{value}' ").removeprefix(f"{value} ")
    return says


def _key(ref: str, field: Field) -> str:
    kind, _, key = ref.partition(":")
    return key if field.form == "words" or len(field.kinds) == 1 or kind == field.kinds[0] else ref


def _plain(made: Entity, name: str, value: Any) -> Any:
    return data(made).get(name) if value == getattr(made, name) else {key: str(one) for key, one in value.items()}


def _own(row: Row, item: Entity | None, made: Entity) -> dict[str, Any]:
    """Labels and what is to be decided, with what the item has of both from elsewhere."""
    base = made if item is None or "labels" in row.texts else item
    labels = {name: text for name, text in base.labels.items() if name not in row.read} | row.labels
    base = made if item is None or "undecided" in row.texts else item
    undecided = [one for one in base.undecided if one not in row.read and one not in row.open] + row.open
    found: dict[str, Any] = {"labels": labels, "undecided": undecided}
    return {name: value for name, value in found.items() if value or getattr(item, name, None)}


def all_wrong(rows: Iterable[Row]) -> list[Wrong]:
    """Everything that is wrong in some rows."""
    return [wrong for row in rows for wrong in row.wrong]
