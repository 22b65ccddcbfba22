"""What happened, as read-only tables: one for each canonical table, over all loads that count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from truenorth.facts.connection import connection, literal, needed
from truenorth.facts.names import Names
from truenorth.facts.newest import newest
from truenorth.facts.register import FOLDER, Load, Register, read
from truenorth.facts.shape import schema_of
from truenorth.facts.table import Column
from truenorth.facts.table import Table as Canonical
from truenorth.facts.tables import TABLES
from truenorth.plan.fault import Fault, Faults
from truenorth.plan.plan import Plan

if TYPE_CHECKING:
    from ibis.expr.types import Table

Rows = Iterable[Mapping[str, Any]]


class Facts:
    """Canonical tables by name, as Ibis tables. A table that nobody loaded is empty, not missing.

    With a plan, each column that names items of it has another beside it that says which: `campaign_ref` for
    `campaign`. Stage changes have a `phase`: lead, opportunity, won or lost.
    """

    def __init__(
        self, folder: Path | None = None, *, plan: Plan | None = None, rows: Mapping[str, Rows] | None = None
    ) -> None:
        """Facts of a plan's folder, or of some rows."""
        needed()
        self._folder = folder
        self._plan = plan
        self._rows = rows or {}
        self._tables: dict[str, Table] = {}

    @cached_property
    def register(self) -> Register:
        """What was loaded."""
        return read(self._folder) if self._folder else Register()

    @cached_property
    def names(self) -> Names:
        """What the names in the tables mean in the plan."""
        return Names(self._plan or Plan({}), self.register.names)

    def __getitem__(self, name: str) -> Table:
        """The rows of a table that count."""
        if name not in self._tables:
            self._tables[name] = self._named(TABLES[name], self._stored(TABLES[name]))
        return self._tables[name]

    def has(self, name: str) -> bool:
        """Whether anything was loaded into a table."""
        return bool(self._loads(name)) or bool(self._rows.get(name))

    def _loads(self, name: str) -> list[Load]:
        return [one for one in self.register.counted if one.table == name]

    def _stored(self, table: Canonical) -> Table:
        import ibis

        if table.name in self._rows:
            return ibis.memtable(conform(table, self._rows[table.name]))
        loads = self._loads(table.name)
        if not loads or self._folder is None:
            return ibis.memtable(conform(table, []))
        files = [_there(self._folder / FOLDER / one.place, one, table) for one in loads]
        return newest(connection().read_parquet(files), table, loads)

    def _named(self, table: Canonical, rows: Table) -> Table:
        if self._plan is not None:
            for column in table.linked:
                rows = self._with_refs(rows, column)
        return self._with_phase(rows) if table.steps else rows

    def _with_refs(self, rows: Table, column: Column) -> Table:
        by = [column.name, "name"] if column.name == "campaign" and "name" in rows.columns else [column.name]
        pairs = rows.select(*by).distinct().to_pyarrow().to_pylist()
        keys = [tuple(one[name] for name in by) for one in pairs]
        return _joined(rows, by, keys, column.ref, [self.names.item(column, key) for key in keys])

    def _with_phase(self, rows: Table) -> Table:
        stages = [one["stage"] for one in rows.select("stage").distinct().to_pyarrow().to_pylist()]
        phases = [self.names.phase(stage) if stage else None for stage in stages]
        return _joined(rows, ["stage"], [(stage,) for stage in stages], "phase", phases)


def _there(path: Path, load: Load, table: Canonical) -> str:
    """The file of a load, which nobody took away or changed."""
    broken = "is gone" if not path.is_file() else "" if _is_whole(path, table) else "is damaged, or was changed"
    if broken:
        says = f"{broken}: take {load.id} back, and load {load.file} again"
        raise Faults([Fault(f"{FOLDER}/{load.place}", 0, "", says)])
    return literal(path)


def _is_whole(path: Path, table: Canonical) -> bool:
    """Whether a file is Parquet up to its end, and has the columns of a table."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        return schema_of(table).keys() <= set(parquet.read_schema(path).names)
    except (pa.ArrowException, OSError):
        return False


def _joined(
    rows: Any, by: Sequence[str], keys: Sequence[tuple[str | None, ...]], column: str, values: list[Any]
) -> Any:
    """Rows with a column more, whose value hangs on others."""
    import ibis
    import pyarrow as pa

    names = [f"{column} of {name}" for name in by]
    arrays = [pa.array([key[number] for key in keys], pa.string()) for number in range(len(by))]
    known = ibis.memtable(pa.table([*arrays, pa.array(values, pa.string())], names=[*names, column]))
    on = [rows[one].identical_to(known[other]) for one, other in zip(by, names, strict=True)]
    return rows.left_join(known, on).drop(*names)


def conform(table: Canonical, rows: Rows) -> Any:
    """Plain rows as an Arrow table with the columns of a canonical table; what a row leaves out is not known."""
    import ibis
    import pyarrow as pa

    rows = list(rows)
    schema = ibis.schema(schema_of(table)).to_pyarrow()
    return pa.table({field.name: pa.array([row.get(field.name) for row in rows], field.type) for field in schema})
