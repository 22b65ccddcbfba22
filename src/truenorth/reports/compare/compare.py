"""The comparison: per goal what it costs, money, hours, dates, findings; and every difference by what it serves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from truenorth.engines.cost import states_most
from truenorth.plan.calendar import Span
from truenorth.plan.edit import Edit, diff
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.strategy import Goal
from truenorth.plan.work import Activity, Program
from truenorth.reports.aims import Aim, aims
from truenorth.reports.compare.rows import Row, money, more_or_less, row, rows
from truenorth.reports.compare.says import later
from truenorth.reports.compare.serving import Group, goals, serving
from truenorth.reports.compare.side import Side
from truenorth.reports.diff import counted
from truenorth.reports.words import KINDS, currency_of, in_full, number, plain
from truenorth.rules.case import Case
from truenorth.rules.finding import PLAN, Finding, FindingKind

MOST = 12  # lines of a part
DATED = ("program", "activity", "objective", "goal")
ORDER: tuple[FindingKind, ...] = ("contradiction", "gap", "notice")


@dataclass(frozen=True)
class Told:
    """A finding that is in one version only: its id, the item and what is wrong, in words."""

    id: str
    kind: str
    says: str


@dataclass(frozen=True)
class Comparison:
    """Two versions side by side; parts in which nothing differs are empty. `counted` counts the items that differ."""

    one: str
    other: str
    counted: str
    goals: tuple[Row, ...] = ()
    money: tuple[Row, ...] = ()
    hours: tuple[Row, ...] = ()
    dates: tuple[Row, ...] = ()
    more_dates: int = 0
    findings: tuple[Row, ...] = ()
    come: tuple[Told, ...] = ()  # findings of the second version only
    gone: tuple[Told, ...] = ()  # findings of the first version only
    groups: tuple[Group, ...] = ()
    judged: bool = False

    @property
    def same(self) -> bool:
        """Whether the two say the same."""
        return not self.groups


def compare(one: Side, other: Side, edits: Sequence[Edit] | None = None) -> Comparison:
    """Set two versions of one plan side by side; `edits` are those from the one to the other, where they are known."""
    edits = diff(one.case.whole, other.case.whole) if edits is None else edits
    dates = list(_dates(one.case, other.case, edits))
    at = goals(one.case.whole, other.case.whole, (edit.ref for edit in edits))
    known = one.open is not None and other.open is not None
    return Comparison(
        one.name,
        other.name,
        counted(edits),
        goals=tuple(_goals(one, other, _costs(one.case, other.case, edits, at))),
        money=tuple(_money(one, other)),
        hours=tuple(_hours(one, other)),
        dates=tuple(dates[:MOST]),
        more_dates=max(len(dates) - MOST, 0),
        findings=tuple(_counts(one.open or (), other.open or ())) if known else (),
        come=tuple(_only(other, one)) if known else (),
        gone=tuple(_only(one, other)) if known else (),
        groups=tuple(serving(one.case.whole, other.case.whole, edits, at=at)),
        judged=known,
    )


@dataclass
class _Cost:
    """What the differences mean for a goal."""

    money: float = 0.0
    hours: float = 0.0
    new: int = 0
    out: int = 0
    moved: int = 0
    texts: list[str] = field(default_factory=list)

    def said(self, currency: str, in_the_way: int) -> str:
        """In a sentence: `EUR 2,000 less, 1 taken out, 3 moved, 1 contradiction more in the way`."""
        told = [
            more_or_less(0, self.money, money(currency)),
            more_or_less(0, self.hours, number, "hours"),
            f"{self.new:,} new" if self.new else "",
            f"{self.out:,} taken out" if self.out else "",
            f"{self.moved:,} moved" if self.moved else "",
            _in_the_way(in_the_way),
        ]
        return ", ".join(filter(None, (*self.texts, *told)))


def _in_the_way(by: int) -> str:
    words = KINDS["contradiction"][abs(by) != 1]
    return f"{abs(by):,} {words} {'more' if by > 0 else 'fewer'} in the way" if by else ""


def _goals(one: Side, other: Side, costs: Mapping[Ref, _Cost]) -> Iterator[Row]:
    """Every goal with how it stands in both, and what the differences cost it."""
    currency = currency_of(other.case.whole) or currency_of(one.case.whole)
    was, now = ({aim.ref: aim for aim in aims(side.case, side.open or (), currency)} for side in (one, other))
    for ref in dict.fromkeys((*now, *was)):
        before, after = was.get(ref), now.get(ref)
        by = len(after.findings if after else ()) - len(before.findings if before else ())
        cost = costs.get(ref, _Cost())
        title = after.title if after else before.title if before else ref
        yield Row(title, _stands(before), _stands(after), cost.said(currency, by), ref)


def _stands(aim: Aim | None) -> str:
    """`20 %, by March 2027: 2 contradictions in the way`."""
    if aim is None:
        return "not there"
    target = ", ".join(filter(None, (aim.target, f"by {aim.by}" if aim.by else "")))
    return ": ".join(filter(None, (target, aim.verdict)))


def _costs(one: Case, other: Case, edits: Iterable[Edit], at: Mapping[Ref, tuple[Ref, ...]]) -> Mapping[Ref, _Cost]:
    """What the edits mean for each goal that they lead to."""
    found: dict[Ref, _Cost] = {}
    for edit in edits:
        before, after = one.whole.find(edit.ref), other.whole.find(edit.ref)
        for ref in at[edit.ref]:
            _add(found.setdefault(ref, _Cost()), one, other, before, after)
    return found


def _add(cost: _Cost, one: Case, other: Case, before: Entity | None, after: Entity | None) -> None:
    was, now = _spent(one, before), _spent(other, after)
    cost.money += now[0] - was[0]
    cost.hours += now[1] - was[1]
    item = after or before
    if isinstance(item, Goal) and before and after and before != after:
        cost.texts.append("the goal itself says something else")
    elif isinstance(item, (Activity, Program)):
        there, is_there = before is not None and one.live(before), after is not None and other.live(after)
        cost.new += is_there and not there
        cost.out += there and not is_there
        cost.moved += bool(before and after and there and is_there and one.span(before) != other.span(after))


def _spent(case: Case, item: Entity | None) -> tuple[float, float]:
    """The money besides hours, and the hours, of live work."""
    if not isinstance(item, Activity) or not case.live(item):
        return 0.0, 0.0
    money_ = (case.fee(item) or 0.0) if states_most(case, item, case.fee) else 0.0
    return money_, case.spend(item).hours


def _money(one: Side, other: Side) -> Iterator[Row]:
    say = money(currency_of(other.case.whole) or currency_of(one.case.whole))
    was, now = one.totals, other.totals
    yield row("Budgets", was.budgets, now.budgets, say)
    yield row("Planned work, besides hours", was.money, now.money, say)


def _hours(one: Side, other: Side) -> Iterator[Row]:
    """All hours that work asks for and that seats have in a week; then the teams in which they differ."""
    was, now = one.totals, other.totals
    yield row("Hours of planned work", sum(was.hours.values()), sum(now.hours.values()), number, unit="hours")
    yield row("Hours a week for planned work", sum(was.seats.values()), sum(now.seats.values()), number, unit="hours")
    named = partial(_team, one.case, other.case)
    yield from list(rows(was.hours, now.hours, named, "hours"))[:MOST]
    yield from list(rows(was.seats, now.seats, partial(named, "a week"), "hours"))[:MOST]


def _team(one: Case, other: Case, *words: str) -> tuple[str, Ref]:
    *what, key = words
    ref = f"team:{key}"
    plan = other.whole if ref in other.whole.entities else one.whole
    title = plain(plan.title(ref)) if key else "No team"
    return ", ".join([title, *what]), ref if key else ""


def _dates(one: Case, other: Case, edits: Iterable[Edit]) -> Iterator[Row]:
    """What lies on other days, programs first, then by how far its end moves."""
    moved: list[tuple[tuple[bool, int, Ref], Row]] = []
    for edit in edits:
        before, after = one.whole.find(edit.ref), other.whole.find(edit.ref)
        if before is None or after is None or before.kind not in DATED:
            continue
        was, now = one.span(before), other.span(after)
        if was != now:
            by = (now.end - was.end).days or (now.start - was.start).days if was and now else 0
            place = before.kind != "program", -abs(by), edit.ref
            moved.append((place, Row(plain(after.title), _span(was), _span(now), later(by) if by else "", edit.ref)))
    yield from (told for _, told in sorted(moved, key=lambda one: one[0]))


def _span(span: Span | None) -> str:
    if span is None:
        return "no date"
    return in_full(span.start) if span.start == span.end else f"{in_full(span.start)} to {in_full(span.end)}"


def _counts(one: Sequence[Finding], other: Sequence[Finding]) -> Iterator[Row]:
    for kind in ORDER:
        was, now = (sum(finding.kind == kind for finding in some) for some in (one, other))
        if was or now:
            by = f"{abs(now - was):,} {'more' if now > was else 'fewer'}" if now != was else ""
            yield Row(KINDS[kind][1].capitalize(), f"{was:,}", f"{now:,}", by)


def _only(one: Side, other: Side) -> Iterator[Told]:
    """The findings of one version that the other has not, contradictions first."""
    known = {finding.id for finding in other.open or ()}
    plan = one.case.whole
    for finding in sorted((f for f in one.open or () if f.id not in known), key=lambda found: found.order):
        first = finding.at[0]
        name = "The plan" if first == PLAN else plain(plan.title(first))
        says = plain(finding.says)
        yield Told(finding.id, finding.kind or "notice", says if says.startswith(name) else f"{name}: {says}")
