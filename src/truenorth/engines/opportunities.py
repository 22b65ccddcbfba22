"""What is known to have come of the work: leads, opportunities and deals won, beside the money, with no ratio."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from truenorth.engines import trace
from truenorth.engines.spend import Spend
from truenorth.plan.entity import Ref
from truenorth.plan.plan import Plan
from truenorth.plan.strategy import Objective
from truenorth.plan.work import Activity, Program

if TYPE_CHECKING:
    from truenorth.facts.facts import Facts

WHY_NO_RATIO = "No ratio is given: what is spent shows weeks or months later, and an honest ratio needs that lag."


@dataclass(frozen=True)
class Count:
    """How many leads, opportunities and deals won, what those are worth, how many were lost; the worth of open ones."""

    leads: int = 0
    opportunities: int = 0
    won: int = 0
    worth: float = 0.0
    lost: int = 0
    pipeline: float = 0.0

    def __add__(self, other: Count) -> Count:
        """Both together."""
        return Count(**{name: mine + getattr(other, name) for name, mine in vars(self).items()})


@dataclass(frozen=True)
class Line:
    """A program or objective (None: no work of the plan), with what was spent and what came; None is "no data"."""

    ref: Ref | None
    spent: float | None
    count: Count | None


@dataclass(frozen=True)
class Beside:
    """Programs and objectives, each with its money and its opportunities, side by side."""

    programs: tuple[Line, ...]
    objectives: tuple[Line, ...]
    outside: Line
    whole: Line


def beside(plan: Plan, money: Spend | None, counts: Mapping[Ref | None, Count] | None) -> Beside:
    """Put money and opportunities side by side; each opportunity stands whole at everything that its work serves."""
    programs = _by_program(plan, counts or {})
    objectives = _by_objective(plan, counts or {})
    spent = _spent_by_program(plan, money.own if money else {})
    through = money.through if money else {}
    whole = sum((counts or {}).values(), Count())
    outside = programs.pop(None, Count())

    def line(ref: Ref | None, amount: float, count: Count) -> Line:
        return Line(ref, amount if money else None, count if counts is not None else None)

    return Beside(
        tuple(line(one.ref, spent.get(one.ref, 0.0), programs.get(one.ref, Count())) for one in plan.all(Program)),
        tuple(
            line(one.ref, through.get(one.ref, 0.0), objectives.get(one.ref, Count())) for one in plan.all(Objective)
        ),
        line(None, spent.get(None, 0.0) + (money.whole.unmatched if money else 0.0), outside),
        line(None, money.whole.total if money else 0.0, whole),
    )


def _program_of(plan: Plan, ref: Ref | None) -> Ref | None:
    item = plan.find(ref) if ref else None
    if isinstance(item, Activity):
        program = f"program:{item.program}"
        return program if program in plan.entities else None
    return item.ref if isinstance(item, Program) else None


def _by_program(plan: Plan, counts: Mapping[Ref | None, Count]) -> dict[Ref | None, Count]:
    found: dict[Ref | None, Count] = {}
    for ref, count in counts.items():
        program = _program_of(plan, ref)
        found[program] = found.get(program, Count()) + count
    return found


def _spent_by_program(plan: Plan, own: Mapping[Ref, float]) -> dict[Ref | None, float]:
    found: dict[Ref | None, float] = {}
    for ref, amount in own.items():
        program = _program_of(plan, ref)
        found[program] = found.get(program, 0.0) + amount
    return found


def _by_objective(plan: Plan, counts: Mapping[Ref | None, Count]) -> dict[Ref, Count]:
    shares = trace.shares_of(plan)
    found: dict[Ref, Count] = {}
    for ref, count in counts.items():
        for above in _above(ref, shares) if ref else ():
            found[above] = found.get(above, Count()) + count
    return found


def _above(ref: Ref, shares: trace.Shares) -> Iterable[Ref]:
    """The objectives that an item serves, directly or through others, each once."""
    return [above for above in trace.trace(shares, {ref: 1.0}, frozenset()).through if above.startswith("objective:")]


def of(facts: Facts) -> dict[Ref | None, Count] | None:
    """What came, by the item that the source names for it; None where no stage changes were loaded."""
    if not facts.has("stage_changes"):
        return None
    found = counted(records(facts, "campaign_ref"), "campaign_ref")
    return {one.pop("campaign_ref"): Count(**{name: value or 0 for name, value in one.items()}) for one in found}


def counted(records: Any, *by: str) -> list[dict[str, Any]]:
    """The leads and deals of `records` added up, a row for each thing that they name."""
    grouped = records.group_by(*by).agg(
        leads=records.is_lead.sum(),
        opportunities=records.is_opportunity.sum(),
        won=records.is_won.sum(),
        worth=records.worth.sum(),
        lost=records.is_lost.sum(),
        pipeline=records.pipeline.sum(),
    )
    return _plain(grouped)


def _plain(table: Any) -> list[dict[str, Any]]:
    return list(table.to_pyarrow().to_pylist())


def records(facts: Facts, *names: str) -> Any:
    """A row for each lead or deal: how far it came, what it is worth where it was won or is open, and what is named.

    `names` are the columns that say what it was for; where the rows of one record differ, the first word counts.
    """
    rows = facts["stage_changes"]
    won = rows.phase == "won"
    further = rows.phase.isin(("opportunity", "won", "lost")) & (rows.kind != "lead") | (rows.phase == "opportunity")
    each = rows.group_by("source", "kind", "record").agg(
        **{name: rows[name].min() for name in names},
        is_lead=((rows.phase == "lead") | (rows.kind == "lead")).any().cast("int64"),
        is_opportunity=further.any().cast("int64"),
        is_won=won.any().cast("int64"),
        is_lost=(rows.phase == "lost").any().cast("int64"),
        worth=rows.amount.max(where=won),
        stated=rows.amount.argmax(rows["at"]).fill_null(rows.amount.max()),
    )
    is_open = (each.is_opportunity == 1) & (each.is_won == 0) & (each.is_lost == 0)
    return each.mutate(pipeline=is_open.ifelse(each.stated, 0.0))


def out_of_order(facts: Facts) -> list[tuple[str, str]]:
    """Leads and deals, with their source, that ended before they came in or were opened: slips in the data."""
    rows = facts["stage_changes"]
    times = rows.group_by("source", "kind", "record").agg(
        start=rows["at"].min(where=rows.phase.isin(("lead", "opportunity"))),
        end=rows["at"].min(where=rows.phase.isin(("won", "lost"))),
    )
    early = times.filter(times.end < times.start).select("source", "record").order_by("source", "record")
    return [(one["source"], one["record"]) for one in _plain(early)]
