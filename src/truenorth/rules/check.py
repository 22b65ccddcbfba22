"""The check: every rule on a case, again only where an edit can change something, and what it all adds up to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, TypeVar

from truenorth.plan.edit import Edit, apply
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.garbage import uncollected
from truenorth.plan.plan import Plan
from truenorth.plan.sight import parents
from truenorth.records import Records
from truenorth.rules.case import WEIGHTY, Case
from truenorth.rules.finding import PLAN, Finding, FindingKind, Stake, TooMuch, kinds_of
from truenorth.rules.fold import folded
from truenorth.rules.giving import give_way
from truenorth.rules.index import Index, index
from truenorth.rules.joined import joined
from truenorth.rules.not_run import NotRun, not_run
from truenorth.rules.rule import RULES, Rule

T = TypeVar("T")
WHOLE = ""  # the unit of rules that judge the plan as a whole
RECORDS = "records"  # among what a rule reads: what people said, and the version that both sides agreed
MOST_FAILED = 20  # items on which a rule may fail; one that fails on more is not run on any
Found = Mapping[Ref, tuple[Finding, ...]]  # item -> findings
Failed = Mapping[Ref, NotRun]  # item -> what went wrong on it
Raw = Mapping[str, Found]  # code -> item -> findings


@dataclass(frozen=True)
class Checked:
    """A case and everything its rules found, by rule and by the item each looked at; and where a rule failed."""

    case: Case
    rules: tuple[Rule, ...]
    raw: Raw
    _stakes: dict[tuple[Ref, ...], Stake] = field(default_factory=dict, repr=False, compare=False)
    _least: dict[str, tuple[TooMuch, tuple[Ref, ...]]] = field(default_factory=dict, repr=False, compare=False)
    failed: Mapping[str, Failed] = field(default_factory=dict)  # only rules that failed
    heavy: bool = False  # whether the heavy rules were judged too

    @cached_property
    def not_run(self) -> tuple[NotRun, ...]:
        """Where a rule could not be run: what it would find there is missing from the findings."""
        return tuple(one for _, by_item in sorted(self.failed.items()) for _, one in sorted(by_item.items()))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding: one cause once, with what is at stake, contradictions and the heaviest first."""
        every = told_apart(f for by_item in self.raw.values() for _, many in sorted(by_item.items()) for f in many)
        once = folded(self.case, map(self._giving_way, joined(every)))
        weighed = [self._weighed(finding) for finding in once]
        return tuple(sorted(weighed, key=lambda finding: finding.order))

    @cached_property
    def index(self) -> Index:
        """The alignment index of the findings."""
        return index(self.case, self.findings)

    def _giving_way(self, finding: Finding) -> Finding:
        """Where there is too much of something, the least work that has to give way is at stake."""
        too_much = finding.too_much
        if too_much is None:
            return finding
        known, stake = self._least.get(finding.id, (None, ()))
        if known is not too_much:
            stake = tuple(give_way(self.case, too_much))
            self._least[finding.id] = too_much, stake
        return replace(finding, stake=stake, too_much=None)

    def _weighed(self, finding: Finding) -> Finding:
        refs = finding.at if finding.stake is None else finding.stake
        if refs not in self._stakes:
            self._stakes[refs] = self._behind(refs)
        return replace(finding, at_stake=self._stakes[refs])

    def _behind(self, refs: tuple[Ref, ...]) -> Stake:
        units = {unit.ref: unit for ref in refs for one in self.case.units(ref) for unit in self._same(one)}
        spend = self.case.total(units[ref] for ref in sorted(units))
        money = round(spend.money, 2) if spend.money is not None else None
        return Stake(money, round(spend.hours, 2) or None, tuple(sorted(units)))

    def _same(self, unit: Entity) -> list[Entity]:
        """A live unit and what means the same: together they cost what the thing costs."""
        plan = self.case.plan
        same = (plan.entities[ref] for ref in plan.alike[unit.ref]) if unit.ref in plan.alike else (unit,)
        return [one for one in same if self.case.live(one)]


def told_apart(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, each with an id of its own, though a rule may say two things of one item in the same words."""
    ids: set[str] = set()
    for finding in findings:
        part, number = finding.part, 1
        while finding.id in ids:
            number += 1
            finding = replace(finding, part=f"{part}-{number}".lstrip("-"))
        ids.add(finding.id)
        yield finding


def check(case: Case, rules: Iterable[Rule] | None = None) -> Checked:
    """Judge a case by some rules, or by every rule that is not heavy.

    A rule that fails on an item is told of, and the others go on.
    """
    chosen = tuple(RULES[code] for code in sorted(RULES)) if rules is None else tuple(rules)
    return _all(case, chosen, heavy=rules is not None)


def _all(case: Case, rules: tuple[Rule, ...], *, heavy: bool) -> Checked:
    with uncollected():
        judged = {rule.code: _everywhere(rule, case) if heavy or not rule.heavy else ({}, {}) for rule in rules}
        return _checked(case, rules, judged, heavy=heavy)


def recheck(checked: Checked, edits: Sequence[Edit]) -> Checked:
    """What `check` would say of the case after some edits, judging only what they can have changed."""
    with uncollected():
        refs = {edit.ref for edit in edits}
        case = checked.case.after(apply(checked.case.whole, edits), refs)
        if any(ref.startswith("company:") for ref in refs):
            return _all(case, checked.rules, heavy=checked.heavy)
        judged = {rule.code: _again(rule, checked, case, refs) for rule in checked.rules}
        least = {} if kinds_of(tuple(refs)) & WEIGHTY else dict(checked._least)  # a finding judged again is another
    known = {"_stakes": _untouched(checked, case, refs), "_least": least}
    return _checked(case, checked.rules, judged, heavy=checked.heavy, **known)


def reheard(checked: Checked, records: Records, agreed: Plan | None) -> Checked:
    """What `check` would say after people said more, or agreed: only the rules that read records are judged again.

    A heavy rule is, where it was judged at all, once another version is agreed.
    """
    case = checked.case.hearing(records, agreed)
    heavy = checked.heavy and agreed != checked.case.agreed
    rules = [rule for rule in checked.rules if RECORDS in rule.reads and (heavy or not rule.heavy)]
    with uncollected():
        hearing = {rule.code: _everywhere(rule, case) for rule in rules}
        known = {code: (found, checked.failed.get(code, {})) for code, found in checked.raw.items()}
    kept = {"_stakes": dict(checked._stakes), "_least": dict(checked._least)}
    return _checked(case, checked.rules, {**known, **hearing}, heavy=checked.heavy, **kept)


def _checked(case: Case, rules: tuple[Rule, ...], judged: Mapping[str, tuple[Found, Failed]], **known: Any) -> Checked:
    raw = {code: found for code, (found, _) in judged.items()}
    failed = {code: wrong for code, (_, wrong) in judged.items() if wrong}
    return Checked(case, rules, raw, failed=failed, **known)


def _everywhere(rule: Rule, case: Case) -> tuple[Found, Failed]:
    return _judged(rule, case, _items(rule, case.plan))


def _again(rule: Rule, checked: Checked, case: Case, refs: set[Ref]) -> tuple[Found, Failed]:
    found, failed = checked.raw[rule.code], checked.failed.get(rule.code, {})
    touched = {ref for ref in refs if _reads(rule, ref)}
    if not touched or (rule.heavy and not checked.heavy):
        return found, failed
    near = _concerned(rule, (checked.case.plan, case.plan), touched)
    if near is None or WHOLE in failed:
        return _everywhere(rule, case)
    items = [item for ref in sorted(near) if (item := case.plan.find(ref)) and isinstance(item, rule.each)]
    now, wrong = _judged(rule, case, items)
    wrong = {**_but(failed, near), **wrong}
    if WHOLE in wrong or len(wrong) > MOST_FAILED:
        return _everywhere(rule, case)
    return {**_but(found, near), **now}, wrong


def _but(by_item: Mapping[Ref, T], refs: set[Ref]) -> dict[Ref, T]:
    return {ref: one for ref, one in by_item.items() if ref not in refs}


def _concerned(rule: Rule, plans: Iterable[Plan], refs: set[Ref]) -> set[Ref] | None:
    """The items that a rule has to judge again after an edit of refs; None where it has to judge all of the plan."""
    if not rule.each:
        return None
    try:
        return set().union(*(_near(rule, plan, refs) for plan in plans))
    except Exception as error:  # a rule that cannot tell is asked about everything: slower, and the same answer
        not_run(rule.code, WHOLE, error)
        return None


def _untouched(checked: Checked, case: Case, refs: set[Ref]) -> dict[tuple[Ref, ...], Stake]:
    """What is at stake where nothing edited is behind it: neither the items, nor what they point at and serve."""
    if kinds_of(tuple(refs)) & WEIGHTY:
        return {}
    touched = set(refs)
    for plan in (checked.case.plan, case.plan):
        same = {one for ref in refs for to in (ref, *_targets(plan, ref)) for one in plan.alike.get(to, (to,))}
        waiting = [to for ref in same for to in (ref, *_targets(plan, ref))]
        while waiting:
            ref = waiting.pop()
            touched.add(ref)
            item = plan.find(ref)
            waiting += [up for up in (parents(item) if item else ()) if up not in touched]
    return {behind: stake for behind, stake in checked._stakes.items() if touched.isdisjoint(behind)}


def _items(rule: Rule, plan: Plan) -> Iterable[Entity | None]:
    if not rule.each:
        return [None]
    return (item for kind in rule.each for item in plan.all(kind))


def _judged(rule: Rule, case: Case, items: Iterable[Entity | None]) -> tuple[Found, Failed]:
    """What a rule finds on some items, and where it fails; on too many, and it is not run at all."""
    judge = partial(rule.judge, case, **_settings(rule, case))  # as rule.run does, in fewer steps
    found: dict[Ref, tuple[Finding, ...]] = {}
    failed: dict[Ref, NotRun] = {}
    for item in items:
        try:
            many = [_completed(rule, finding) for finding in (judge() if item is None else judge(item))]
        except Exception as error:  # whatever it is: the other rules have their say, and this is told
            failed[item.ref if item else WHOLE] = not_run(rule.code, item.ref if item else PLAN, error)
            if len(failed) > MOST_FAILED:
                return {}, {WHOLE: replace(next(iter(failed.values())), at=PLAN)}
            continue
        if many:
            found[item.ref if item else WHOLE] = tuple(many)
    return found, failed


def _settings(rule: Rule, case: Case) -> Mapping[str, Any]:
    """What the workspace sets for a rule. TypeError for what it has no setting for: that is no fault of the rule."""
    given = case.settings.get(rule.code, {})
    if unknown := sorted(given.keys() - rule.parameters.keys()):
        raise TypeError(f"{rule.code} has no setting {', '.join(unknown)}")
    return given


def _completed(rule: Rule, finding: Finding) -> Finding:
    kind: FindingKind = finding.kind or rule.kind
    severity = finding.severity or (rule.severity if kind == "contradiction" else "info")
    return replace(finding, rule=rule.code, kind=kind, severity=severity, asks=finding.asks or rule.asks)


def _near(rule: Rule, plan: Plan, refs: set[Ref]) -> set[Ref]:
    """The items whose judgement an edit of refs can change, by how far the rule looks."""
    if callable(rule.looks):
        return refs.union(*(rule.looks(plan, ref) for ref in refs))
    match rule.looks:
        case "self":
            return set(refs)
        case "up":  # an item reads what it points at: what points at the edited ones is concerned
            return _reached(refs, lambda ref: plan.incoming.get(ref, ()), rule)
        case "down":
            return _reached(refs, lambda ref: _targets(plan, ref), rule)
    around = set(refs)
    for _ in range(int(rule.looks)):
        wider = {to for ref in around for to in (*plan.incoming.get(ref, ()), *_targets(plan, ref))}
        around |= {ref for ref in wider if _reads(rule, ref)}
    return around


def _targets(plan: Plan, ref: Ref) -> tuple[Ref, ...]:
    item = plan.find(ref)
    return item.links if item else ()


def _reads(rule: Rule, ref: Ref) -> bool:
    return "*" in rule.reads or ref.partition(":")[0] in rule.reads


def _reached(refs: set[Ref], step: Any, rule: Rule) -> set[Ref]:
    reached, waiting = set(refs), list(refs)
    while waiting:
        for ref in step(waiting.pop()):
            if ref not in reached and _reads(rule, ref):
                reached.add(ref)
                waiting.append(ref)
    return reached


def one(checked: Checked, ident: str) -> Iterator[Finding]:
    """The findings under an id."""
    return (finding for finding in checked.findings if finding.id == ident)
