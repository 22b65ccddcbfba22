"""What the map shows: the items of each column, what flows between them, and what has no line of sight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from truenorth.engines.trace import Shares, Trace, reaching, shares_of
from truenorth.engines.trace import of as traced
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.sight import parents
from truenorth.plan.story import Content
from truenorth.plan.strategy import Goal, Objective, Vision
from truenorth.plan.work import Activity, Program
from truenorth.reports.words import amount, number, plain
from truenorth.rules.case import Case
from truenorth.rules.finding import Finding

MOST_ACTIVITIES = 500
MOST_IDLE = 24  # key results that nothing serves are drawn up to so many key results
FEW = 3
RESULT = "key result"
ONE = "1 piece of work"
WHOLE_VISION = ("customer value", "differentiation", "working together")
QUESTIONS = {
    "vision": "What is all this for? The vision, in three sentences",
    "goal": "Which goals is this work for?",
    "objective": "By which numbers, and by when, will you see it?",
    "program": "Which pieces of work belong together?",
    "activity": "What is being done, by whom, when?",
}


@dataclass(frozen=True)
class Item:
    """A box of the map: what it stands for, what flows through it, and how serious what is out of line with it is.

    `count` is how many items it stands for; `asks` marks a box for something that is not filled in yet.
    """

    ref: Ref
    kind: str
    title: str
    amount: float = 0.0
    severity: str = ""
    count: int = 1
    asks: bool = False


@dataclass(frozen=True)
class Sight:
    """The columns from left to right, the flows from child to parent, and what has no line of sight.

    Amounts are in `unit`: money, or hours, or (where the plan states neither) pieces of work. `seen` leads to a goal,
    `running` is work that keeps things running and needs no goal, `unseen` is all other work.
    """

    columns: Mapping[str, tuple[Item, ...]]
    flows: Mapping[tuple[Ref, Ref], float]
    apart: tuple[Item, ...]
    unit: str
    currency: str
    seen: float
    unseen: float
    running: float = 0.0
    left_out: int = 0
    idle: int = 0
    group_of: Mapping[Ref, int] = field(default_factory=dict)

    def said(self, value: float) -> str:
        """An amount in words."""
        if self.unit == "money":
            return amount(value, self.currency)
        return f"{number(round(value, 1))} hours" if self.unit == "hours" else _pieces(value)

    def figure(self, value: float) -> str:
        """An amount as a bare number, where there is little room."""
        return f"{value:,.0f}" if self.unit == "money" else number(round(value, 1))

    @property
    def total(self) -> float:
        """All work that is live."""
        return self.seen + self.running + self.unseen

    @property
    def says(self) -> str:
        """The map in a sentence."""
        if not self.total:
            return "No work is planned yet: there is nothing to trace."
        least = self.total / 1e6  # less is what adding up fractions leaves
        running = f"; {self.said(self.running)} keep things running" if self.running > least else ""
        unseen = f"; {self.said(self.unseen)} have no line of sight" if self.unseen > least else ""
        alone = self.total - self.unseen <= least
        return f"{self._leads(unseen == running == '')}{running}{'' if alone else unseen}.{self._caveats}"

    def _leads(self, whole: bool) -> str:
        """How much of the work leads to a goal."""
        total = self.said(self.total)
        if whole:
            return "The only piece of work leads to a goal" if total == ONE else f"All {total} lead to a goal"
        if not self.seen:
            return f"None of {total} leads to a goal yet"
        part = self.said(self.seen) if self.unit == "money" else number(round(self.seen, 1))
        share = round(100 * self.seen / self.total)
        said = "less than 1 %" if share == 0 else "more than 99 %" if share == 100 else f"{share} %"
        return f"{part} of {total} ({said}) lead to a goal"

    @property
    def _caveats(self) -> str:
        basis = {
            "money": "",
            "hours": " The plan states no money: the width shows hours.",
            "pieces": " The plan states no money and no hours: the width counts pieces of work.",
        }[self.unit]
        more = f" {self.left_out:,} smaller activities are drawn together, by program." if self.left_out else ""
        idle = f" {self.idle} key results that no work serves yet are not drawn." if self.idle else ""
        idle = " 1 key result that no work serves yet is not drawn." if self.idle == 1 else idle
        return basis + more + idle


def sight(case: Case, findings: tuple[Finding, ...] = ()) -> Sight:
    """The map of what is live in a plan."""
    unit, amounts = _amounts(case)
    shares = shares_of(case.plan, case.known("shares"))
    trace = traced(case.plan, amounts, shares)
    tops = (item.ref for kind in (Goal, Vision) for item in case.plan.all(kind))
    linked = reaching(shares, tops).intersection(_columned(case))
    severity = _severities(findings)
    columns = {
        kind: _column(case, kind, linked, trace, severity) for kind in ("vision", "goal", "objective", "program")
    }
    activities, merged, left_out = _activities(case, linked, amounts, severity)
    columns["objective"], results, idle = _key_results(case, columns["objective"], merged)
    if results:
        columns = {kind: columns[kind] for kind in ("vision", "goal", "objective")} | {RESULT: results} | columns
    columns["activity"] = activities
    flows = _flows(shares, trace, linked, merged)
    loose = _apart(case, linked, {} if unit == "pieces" else amounts, severity)
    company = case.whole.company
    running = sum(much for ref, much in trace.lost.items() if getattr(case.plan.find(ref), "keep_the_lights_on", None))
    return Sight(
        columns={kind: items or _question(kind, loose) for kind, items in columns.items()},
        flows=flows,
        apart=tuple(loose),
        unit=unit,
        currency=company.currency if company else "",
        seen=trace.seen,
        unseen=trace.unseen - running,
        running=running,
        left_out=left_out,
        idle=idle,
        group_of=_groups(columns, flows),
    )


def _amounts(case: Case) -> tuple[str, dict[Ref, float]]:
    live: list[Entity] = [item for kind in (Activity, Content, Program) for item in case.all_live(kind)]
    money = {item.ref: case.spend(item).money or 0.0 for item in live}
    if any(money.values()):
        return "money", money
    hours = {item.ref: case.spend(item).hours for item in live}
    if any(hours.values()):
        return "hours", hours
    return "pieces", {item.ref: 1.0 for item in live if isinstance(item, Activity)}


def _columned(case: Case) -> list[Ref]:
    return [item.ref for kind in (Vision, Goal, Objective, Program, Activity) for item in case.all_live(kind)]


def _severities(findings: tuple[Finding, ...]) -> dict[Ref, str]:
    worst: dict[Ref, str] = {}
    for finding in findings:
        if finding.kind == "contradiction" and finding.severity in ("error", "warning"):
            for ref in finding.at[:1]:
                worst[ref] = "error" if "error" in (finding.severity, worst.get(ref)) else "warning"
    return worst


def _column(case: Case, kind: str, linked: set[Ref], trace: Trace, severity: Mapping[Ref, str]) -> tuple[Item, ...]:
    types: dict[str, type[Entity]] = {"vision": Vision, "goal": Goal, "objective": Objective, "program": Program}
    items = [item for item in case.all_live(types[kind]) if item.ref in linked or kind in ("vision", "goal")]
    if kind == "vision":
        items = _vision(items, case)
    return tuple(
        Item(item.ref, kind, _title(item), trace.through.get(item.ref, 0.0), severity.get(item.ref, ""))
        for item in items
    )


def _key_results(
    case: Case, objectives: tuple[Item, ...], merged: dict[Ref, Ref]
) -> tuple[tuple[Item, ...], tuple[Item, ...], int]:
    """Objectives, those that serve another objective in a column of their own, and how many idle ones are left out.

    What serves a key result again is drawn as part of it.
    """
    refs = {item.ref for item in objectives}
    above = {ref: [to for to in parents(case.plan.entities[ref]) if to in refs] for ref in refs}
    below = [item for item in objectives if above[item.ref]]
    for item in below:
        if top := _upmost_result(item.ref, above):
            merged[item.ref] = top
    results = [replace(item, kind=RESULT) for item in below if item.ref not in merged]
    drawn = results if len(results) <= MOST_IDLE else [item for item in results if item.amount]
    merged.update({item.ref: "" for item in results if item not in drawn})
    return tuple(item for item in objectives if not above[item.ref]), tuple(drawn), len(results) - len(drawn)


def _upmost_result(ref: Ref, above: Mapping[Ref, list[Ref]]) -> Ref | None:
    """The key result that a key result below it counts for; None for one that serves an objective directly."""
    seen = [ref]
    while (up := next((to for to in above[seen[-1]] if above[to] and to not in seen), None)) is not None:
        seen.append(up)
    return seen[-1] if len(seen) > 1 else None


def _vision(items: list[Entity], case: Case) -> list[Entity]:
    """The parts of the vision; where there are none, what goals point at, or the first few statements."""
    parts: list[Entity] = [item for item in items if isinstance(item, Vision) and item.part in WHOLE_VISION]
    served = [item for item in items if case.plan.pointing_at(item.ref, Goal)]
    purpose: list[Entity] = [item for item in items if isinstance(item, Vision) and item.part == "purpose"]
    return parts or served or (purpose or items)[:FEW]


def _title(item: Entity) -> str:
    return plain(item.title)


def _activities(
    case: Case, linked: set[Ref], amounts: Mapping[Ref, float], severity: Mapping[Ref, str]
) -> tuple[tuple[Item, ...], dict[Ref, Ref], int]:
    """The activities to draw, those above the limit gathered by program, and how many were."""
    live = [item for item in case.all_live(Activity) if item.ref in linked]
    many = len(live) > MOST_ACTIVITIES
    largest = sorted(live, key=lambda a: (-amounts.get(a.ref, 0.0), a.ref))[: MOST_ACTIVITIES // 3] if many else live
    keep = {a.ref for a in largest}
    items = [
        Item(a.ref, "activity", _title(a), amounts.get(a.ref, 0.0), severity.get(a.ref, ""))
        for a in live
        if a.ref in keep
    ]
    merged = {a.ref: f"rest:{a.program or ''}" for a in live if a.ref not in keep}
    gathered: dict[Ref, list[float]] = {}
    for ref, rest in merged.items():
        gathered.setdefault(rest, []).append(amounts.get(ref, 0.0))
    rests = [
        Item(rest, "activity", f"{len(each)} smaller activities", sum(each), "", len(each))
        for rest, each in gathered.items()
    ]
    return (*items, *rests), merged, len(merged)


def _flows(shares: Shares, trace: Trace, linked: set[Ref], merged: Mapping[Ref, Ref]) -> dict[tuple[Ref, Ref], float]:
    """What flows along every link between boxes; a link that carries nothing yet is there with 0."""
    flows: dict[tuple[Ref, Ref], float] = {}
    for child, parents_ in shares.items():
        source = merged.get(child, child) if child in linked else ""
        for parent in parents_ if source else ():
            target = merged.get(parent, parent) if parent in linked else ""
            if target and target != source:
                key = source, target
                flows[key] = flows.get(key, 0.0) + trace.flows.get((child, parent), 0.0)
    return flows


def _apart(case: Case, linked: set[Ref], amounts: Mapping[Ref, float], severity: Mapping[Ref, str]) -> list[Item]:
    """The work without a line of sight, the most expensive first."""
    work: list[Entity] = [*case.all_live(Activity), *(p for p in case.all_live(Program) if amounts.get(p.ref))]
    loose = [
        Item(item.ref, item.kind, _title(item), amounts.get(item.ref, 0.0), severity.get(item.ref, ""))
        for item in work
        if item.ref not in linked and not getattr(item, "keep_the_lights_on", None)
    ]
    return sorted(loose, key=lambda item: (-item.amount, item.title))


def _question(kind: str, loose: list[Item]) -> tuple[Item, ...]:
    """What to fill in where a column is empty; work that is there and serves nothing is counted."""
    count = sum(item.kind == kind for item in loose)
    title = f"{count} of them, and what they are for is not said yet" if count else QUESTIONS[kind]
    return (Item(f"{kind}:?", kind, title, asks=True),)


def _groups(columns: Mapping[str, tuple[Item, ...]], flows: Mapping[tuple[Ref, Ref], float]) -> dict[Ref, int]:
    """The goal whose colour an item has: the one that most of it flows to."""
    group = {item.ref: number for number, item in enumerate(columns["goal"])}
    main: dict[Ref, tuple[float, Ref]] = {}
    for (child, parent), value in flows.items():
        if not parent.startswith("vision:"):
            main[child] = max(main.get(child, (-1.0, "")), (value, parent))
    for child in main:
        seen: list[Ref] = []
        ref = child
        while ref not in group and ref in main and ref not in seen:
            seen.append(ref)
            ref = main[ref][1]
        group.update(dict.fromkeys(seen, group.get(ref, 0)))
    return group


def _pieces(value: float) -> str:
    return f"{number(round(value, 1))} piece{'' if value == 1 else 's'} of work"
