"""Data in a plan's folder: a file looked at, loaded, taken back; what is there; what names mean in the plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from truenorth.plan.plan import Plan
from truenorth.services.naming import told
from truenorth.services.plan import Refused

if TYPE_CHECKING:
    from truenorth.facts.facts import Facts
    from truenorth.facts.guess import Wanted
    from truenorth.facts.load import Brought
    from truenorth.facts.notes import Notes
    from truenorth.facts.overlap import Overlap
    from truenorth.facts.register import Load, Register
    from truenorth.facts.source import Raw, Tell
    from truenorth.plan.sheet.dates import Order
    from truenorth.plan.sheet.numbers import Mark


@dataclass(frozen=True)
class Asked:
    """What was asked for beside the file: what to take its columns for, its source, and what names in it mean."""

    wanted: Wanted
    source: str = ""
    sheet: str = ""
    same: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Looked:
    """A file that was brought to its table, ready to be loaded: nothing counts yet."""

    folder: Path
    raw: Raw
    brought: Brought
    overlap: Overlap
    notes: Notes
    load: Load
    register: Register
    was: Register
    plan: Plan
    known: bool


def plan_of(folder: Path) -> Plan:
    """The plan in a folder; an empty one where there are data and no plan yet."""
    from truenorth.plan import text
    from truenorth.services.places import files

    if not folder.is_dir():
        says = (
            "is a file; name a folder"
            if folder.exists()
            else "there is no such folder; `truenorth plan init` makes one"
        )
        raise Refused(f"{folder}: {says}")
    return text.read(folder) if files(folder) else Plan({})


@contextmanager
def looked_at(
    folder: Path, file: Path, asked: Asked, tell: Tell = lambda _: None, plan: Plan | None = None
) -> Iterator[Looked]:
    """Bring a file to its table, beside the data; whatever is not loaded is gone afterwards.

    Names are matched with the plan of the folder, or with another that is kept elsewhere.
    """
    from truenorth.facts import store
    from truenorth.facts.connection import needed
    from truenorth.facts.layout import Unclear
    from truenorth.facts.register import read
    from truenorth.facts.source import opened

    needed()
    plan = plan_of(folder) if plan is None else plan
    was = read(folder)
    with store.staging(folder) as into:
        try:
            raw = opened(file, into, sheet=asked.sheet, tell=tell)
            yield _looked(folder, plan, was, raw, asked, into, tell)
        except Unclear as error:
            raise Refused(str(error)) from None


def _looked(folder: Path, plan: Plan, was: Register, raw: Raw, asked: Asked, into: Path, tell: Tell) -> Looked:
    from truenorth.facts.guess import guessed
    from truenorth.facts.load import brought
    from truenorth.facts.money import currencies_of
    from truenorth.facts.names import Names
    from truenorth.facts.notes import notes_of
    from truenorth.facts.overlap import overlap
    from truenorth.facts.rows import World

    source = source_of(asked.source or raw.file.name)
    known = was.sources.get(source)
    layout = guessed(raw, asked.wanted, known)
    _new(raw, layout.table, was)
    register = told(was, plan, asked.same, layout.table)
    ident = register.next_id(source)
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    money = currencies_of(plan.company)
    names = Names(plan, register.names)
    world = World(plan.calendar, money, names.stages, now)
    found = brought(raw, layout, world, source=source, load=ident, into=into, tell=tell)
    older = [one for one in was.counted if one.source == source and one.table == layout.table]
    met = overlap(found.staged, layout.of, older, folder)
    load = _load(raw, found, met, source, ident, now, {code: str(rate) for code, rate in money.rates.items()})
    after = replace(register, sources={**register.sources, source: layout.plain()}).put(load)
    notes = notes_of(found.staged, layout, names)
    return Looked(folder, raw, found, met, notes, load, after, was, plan, known is not None)


def wanted(
    table: str,
    columns: Mapping[str, str],
    values: Mapping[str, str],
    order: Order | None = None,
    mark: Mark | None = None,
) -> Wanted:
    """What was said of a file, its columns by what they are: `Cost: amount`; `-` leaves a column out."""
    from truenorth.facts.guess import Wanted

    by_field = {meant: column for column, meant in columns.items() if meant != "-"}
    if len(by_field) < sum(meant != "-" for meant in columns.values()):
        twice = sorted(
            {meant for meant in columns.values() if list(columns.values()).count(meant) > 1 and meant != "-"}
        )
        raise Refused(
            f"only one column can be {twice[0]}; several that are series of their own: --map 'A,B={twice[0]}'"
        )
    out = frozenset(column for column, meant in columns.items() if meant == "-")
    return Wanted(table, by_field, out, dict(values), order, mark)


def source_of(name: str) -> str:
    """What a source is called: a word without what changes from file to file."""
    import re

    stem = re.sub(r"\s*\([0-9]+\)$", "", name.split(".")[0])  # a copy
    word = re.sub(r"[^\w]+", "-", stem).strip("-_").lower()
    return re.sub(r"(^|[-_])20[0-9]{2}([-_]?[01][0-9]([-_]?[0-3][0-9])?)?$", "", word)[:60] or "data"


def _new(raw: Raw, table: str, was: Register) -> None:
    for load in was.there:
        if load.digest == raw.digest and load.table == table:
            raise AlreadyLoaded(load)


class AlreadyLoaded(Refused):
    """A file that was loaded before, word for word."""

    def __init__(self, load: Load) -> None:
        """Keep the load."""
        super().__init__(f"this file was loaded on {load.at:%Y-%m-%d} already, as {load.id}: nothing was changed")
        self.load = load


def _load(
    raw: Raw, found: Brought, met: Overlap, source: str, ident: str, now: datetime, rates: Mapping[str, str]
) -> Load:
    from truenorth.facts.register import Load

    table = found.layout.of
    return Load(
        id=ident,
        table=table.name,
        source=source,
        file=raw.file.name,
        digest=raw.digest,
        at=now,
        rows=found.taken,
        kept=found.kept,
        refused={one.says: one.count for one in found.refused},
        first=found.first,
        last=found.last,
        total=found.total,
        again=met.again,
        changed=met.changed,
        beside=met.beside,
        columns={name: str(one) for name, one in found.layout.takes.items()},
        rates=rates if table.money else {},
    )


def load(looked: Looked) -> Load:
    """Load a file that was looked at."""
    from truenorth.facts import store

    if not looked.brought.kept:
        raise Refused("no row of the file can be taken: nothing was loaded")
    if other := looked.overlap.part_of:
        says = (
            f"the file tells of the same things as {other}, with other columns filled: both together would count twice."
        )
        raise Refused(f"{says} Take {other} back first, or name another source with --source; nothing was loaded")
    with store.changing(looked.folder) as now:
        store.put(looked.folder, now, _on_top(now, looked), looked.load, looked.brought.staged)
    return looked.load


def _on_top(now: Register, looked: Looked) -> Register:
    """The register with a load, whatever others loaded from other sources meanwhile."""
    source = looked.load.source
    mine, theirs = ([one for one in register.loads if one.source == source] for register in (looked.was, now))
    if mine != theirs or (now.names, now.sources.get(source)) != (looked.was.names, looked.was.sources.get(source)):
        raise Refused("somebody else changed the data meanwhile: look at the file again; nothing was loaded")
    sources = {**now.sources, source: looked.register.sources[source]}
    return replace(now, sources=sources, names=looked.register.names).put(looked.load)


def same(folder: Path, said: Mapping[str, str]) -> None:
    """Keep what names in the data of a folder mean in its plan; it holds for what is loaded already, too."""
    from truenorth.services import naming

    naming.same(folder, plan_of(folder), said)


def take_back(folder: Path, ident: str, *, undo: bool = False, for_good: bool = False) -> Load:
    """Take a load back, put it back, or throw what was taken back away for good."""
    from truenorth.facts import store
    from truenorth.facts.connection import needed

    needed()
    plan_of(folder)
    with store.changing(folder) as was:
        one = _named(was, ident)
        gone = one.taken_back is not None
        if gone != (undo or for_good):
            raise Refused(_not_so(one, gone))
        if undo:
            _not_again(one, was)
            store.put_back(folder, was, one)
        elif for_good:
            store.throw_away(folder, was, one)
        else:
            store.take_back(folder, was, one, datetime.now(UTC).replace(tzinfo=None, microsecond=0))
    return one


def _not_again(one: Load, was: Register) -> None:
    for other in was.there:
        if other.digest == one.digest and other.table == one.table:
            raise AlreadyLoaded(other)


def _not_so(one: Load, gone: bool) -> str:
    if gone:
        return f"{one.id} is taken back already: --undo puts it back, --for-good throws it away"
    return f"{one.id} counts: take it back first"


def _named(register: Register, ident: str) -> Load:
    import difflib

    if found := register.get(ident):
        return found
    near = difflib.get_close_matches(ident, [one.id for one in register.loads], 2, 0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "`truenorth measure tables FOLDER` lists the loads"
    raise Refused(f"there is no load '{ident[:60]}'; {hint}")


def counted(folder: Path) -> tuple[Register, dict[str, int]]:
    """The loads of a folder, and how many rows of each table count."""
    from truenorth.facts.facts import Facts

    plan_of(folder)
    there = Facts(folder)
    tables = dict.fromkeys(one.table for one in there.register.there)
    return there.register, {name: int(there[name].count().to_pyarrow().as_py()) for name in tables}


def facts(folder: Path) -> tuple[Plan, Facts]:
    """The plan of a folder and what happened, by its items."""
    from truenorth.facts.facts import Facts

    plan = plan_of(folder)
    return plan, Facts(folder, plan=plan)
