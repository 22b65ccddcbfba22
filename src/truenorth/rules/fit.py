"""FIT01: statements of the plan that can't all be true, as the feasibility engine has proved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, get_args

from truenorth.engines.feasibility.answer import Conflict, Repair
from truenorth.engines.feasibility.asked import Question
from truenorth.engines.feasibility.fit import Fit
from truenorth.engines.feasibility.problem import OF_WORK, Claim
from truenorth.engines.words import row
from truenorth.plan.edit import Edit, apply, diff
from truenorth.plan.entity import Party, Ref
from truenorth.plan.plan import Plan
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, TooMuch, found, slug, whole
from truenorth.rules.rule import rule

SUMS = ("row", "pot", "staff")  # conflicts of which it is told how much is needed and how much there is
OF_TIME = OF_WORK | {"after", "lead"}  # statements about work and its steps; all others are about what it draws on
SAID = 6  # statements that are said; of more, only some are, and the others counted
# Which rules tell the same, where a conflict is about one thing only.
_SAME = {
    frozenset({"people"}): ("TEAM01",),
    frozenset({"tool"}): ("TOOL01", "TOOL03"),
    frozenset({"limit"}): ("TOOL02",),
    frozenset({"budget"}): ("COST01",),
    frozenset({"budget", "after"}): ("COST01",),  # what comes first cannot be paid before, nor what waits for it
    frozenset({"takes"}): ("LOAD01",),
    frozenset({"lead"}): ("TIME01", "TIME06"),
    frozenset({"after"}): ("TIME07",),
    frozenset({"lead", "after"}): ("TIME01", "TIME07"),
    frozenset(): ("TIME01", "TIME04"),
}


@rule("FIT01", asks="cmo", reads=["*", "records"], severity="error", heavy=True)
def can_not_all_be_true(case: Case) -> Iterator[Finding]:
    """
    Statements of the plan can't all be true.

    ## Why it matters

    Each statement is right by itself, and each has somebody who means it; together they cannot be kept. As long as
    nobody says which of them gives, the work decides it, late and without being asked.

    The feasibility engine looks for a schedule that keeps everything: dates, what waits for what, lead times, hours,
    tools and their limits, money, and what sales and service can take. Where there is none, it names the few
    statements that are enough for it, each of which would do to remove, and looks for the cheapest ways out. It is
    said only where it is proved by arithmetic or by two engines. What rests on values that nobody has stated is no
    contradiction, and is asked for instead. A conflict that another rule has found is told there, with the ways out.
    This needs the extra `fit`.

    ## Example

        activity:
          open-house: {after: [{activity: stand, lag: 15 working days}], start: null, in_market: null}
          stand: {name: Stand, team: demand, start: 2027-04-01, end: 2027-04-09, effort: {events: 20}}

    ## Finds

        team:demand these can't all be true: Open house is over by 30 April; Open house is done in full: 80 hours of events, 10 hours of copy and 14,000 EUR; Stand does not start before 1 April; Stand is done in full: 20 hours of events; Open house waits for Stand, 15 working days after it; Demand generation has 38 hours a week for copy and events

    ## Put right

        activity: {open-house: {after: [{activity: stand, lag: 5 working days}]}}
    """  # noqa: E501
    fit = case.verdict
    if fit is None or fit.answer.verdict != "does not fit":
        return
    for conflict in fit.answer.conflicts:
        if fit.is_sure(conflict):
            yield _contradiction(case, fit, conflict)
        elif conflict.proved:
            yield _perhaps(case, fit, conflict)


def _contradiction(case: Case, fit: Fit, conflict: Conflict) -> Finding:
    claims, work = fit.ordered(conflict), fit.work(conflict)
    drawn = [claim for claim in claims if claim.kind not in OF_TIME and claim.item]
    at = list(dict.fromkeys([*(claim.item for claim in drawn), *work, *(claim.item for claim in claims if claim.item)]))
    return found(
        tuple(at) or (whole(case.whole),),
        _says(claims),
        part=_part(conflict),
        seen=_seen(fit, conflict),
        stake=work or None,
        too_much=_too_much(fit, conflict),
        asks=_party([*drawn, *claims]),
        fixes=[*ways_out(case, fit, conflict)] or _change_one(case.whole, claims),
        covers=tuple((code, ref) for code in _same(claims) for ref in at),
    )


def _perhaps(case: Case, fit: Fit, conflict: Conflict) -> Finding:
    """A conflict that rests on what nobody has stated: it is asked for."""
    claims = fit.ordered(conflict)
    at = dict.fromkeys([*fit.work(conflict), *(claim.item for claim in claims if claim.item)])
    return found(
        tuple(at) or (whole(case.whole),),
        f"may not fit, as nobody has stated that {row(claim.says for claim in claims if claim.assumed)}",
        part=f"perhaps-{_part(conflict)}",
        kind="gap",
        seen=_seen(fit, conflict),
        fixes=[_answer(one) for one in fit.asked.questions if one.item in at] or _change_one(case.whole, claims),
    )


def _says(claims: Sequence[Claim]) -> str:
    said = [claim.says for claim in claims]
    if len(said) > SAID:
        said = [*said[:2], f"{len(said) - 3:,} more like these", said[-1]]
    return f"these can't {'both' if len(claims) == 2 else 'all'} be true: {'; '.join(said)}"


def _part(conflict: Conflict) -> str:
    """What tells the conflicts at one item apart, and stays while other work comes and goes."""
    return slug(f"{conflict.because.kind} {conflict.because.resource}")


def _seen(fit: Fit, conflict: Conflict) -> dict[str, Any]:
    because = conflict.because
    unit, scale = fit.asked.problem.units.get(because.resource, ("", 1))
    sums = {"need": round(because.need / scale, 2), "have": round(because.have / scale, 2), "unit": unit}
    days = fit.asked.days
    when = [str(days[min(max(day, 0), len(days) - 1)]) for day in (because.first, because.last - 1)] if days else []
    return {
        **(sums if because.kind in SUMS else {}),
        "when": when if because.kind in SUMS else [],
        "proof": conflict.proof,
        "without any one it fits": conflict.minimal,
    }


def _too_much(fit: Fit, conflict: Conflict) -> TooMuch | None:
    """How much too much is asked for, and how much of it each piece of work asks."""
    because, items = conflict.because, fit.asked.items
    by: dict[Ref, float] = {}
    for key, much in because.by:
        if key in items:
            by[items[key]] = by.get(items[key], 0.0) + much
    if because.kind not in SUMS or not by:
        return None
    return TooMuch({"": because.need - because.have}, {ref: {"": much} for ref, much in by.items()})


def _same(claims: Iterable[Claim]) -> tuple[str, ...]:
    """The rules that tell a conflict of such statements, where it is about one kind of thing."""
    return _SAME.get(frozenset(claim.kind for claim in claims if claim.kind not in OF_WORK), ())


def _party(claims: Iterable[Claim]) -> Party | None:
    """The party that may change the first statement that has one."""
    parties: tuple[Party, ...] = get_args(Party)
    said = [claim.asks for claim in claims]
    return next((party for asks in said for party in parties if party == asks), None)


def ways_out(case: Case, fit: Fit, conflict: Conflict) -> Iterator[Fix]:
    """What the repairs that the engine has proved do about a conflict, the cheapest first.

    A repair puts the whole plan right. Of its levers, those that loosen a statement of the conflict are what puts this
    one right: the others leave these statements as they are.
    """
    claim_of = {lever.key: lever.claim for lever in fit.asked.problem.levers}
    seen: set[tuple[tuple[str, int], ...]] = set()
    for repair in fit.repairs:
        own = tuple(one for one in repair.taken if claim_of.get(one[0]) in conflict.claims)
        part = replace(repair, taken=own)
        edits = changes(case.whole, fit, part) if own and own not in seen else []
        seen.add(own)
        if edits:
            yield Fix(row(fit.steps(part)), {edit.ref: _sets(edit) for edit in edits}, by_choice=True)


def changes(plan: Plan, fit: Fit, repair: Repair) -> list[Edit]:
    """A way out as edits of a plan, one for each item; what waits for work that it moves is moved along."""
    from truenorth.engines.feasibility.of.order import kept_in_order  # a rule is there before anybody asks the engine

    edits = fit.asked.edits(plan, repair.taken)
    moved = dict.fromkeys(edit.ref for edit in edits)
    return diff(plan, kept_in_order(plan, apply(plan, edits), moved, fit.asked, repair.schedule))


def _sets(edit: Edit) -> Mapping[str, Any] | None:
    after = edit.after
    return None if after is None else {name: after.get(name) for name in sorted(edit.fields)}


def _answer(question: Question) -> Fix:
    return Fix("Say what is assumed here", {question.item: {question.field: Blank(question.says)}})


def _change_one(plan: Plan, claims: Sequence[Claim]) -> list[Fix]:
    """What people may answer where no way out is known: what is true instead of one of the statements."""
    for claim in claims:
        item = plan.find(claim.item)
        if item and claim.source in type(item).model_fields:
            asks = Blank(f"What is true instead of “{claim.says}”?")
            return [Fix(f"Change one of them: {claim.says}", {claim.item: {claim.source: asks}})]
    return [Fix("Change one of these statements, or give up some of the work")]
