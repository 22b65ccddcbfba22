"""SIGN02: an agreement is asked for while something it rests on is missing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from truenorth.engines.words import row
from truenorth.plan.entity import Entity, Party, Ref, data
from truenorth.plan.work import Activity, Program
from truenorth.records import Records
from truenorth.records.agree import EVIDENCE, Objection, Verdict, agreements, unanswered
from truenorth.rules.case import Case
from truenorth.rules.finding import Finding, Fix, found, whole
from truenorth.rules.rule import rule

SHARE = 5.0  # per cent of what the plan costs, from which on an item needs a verdict
ANSWER, VERDICT = "Answer the objection", "Give the verdict, with what it rests on"


@dataclass(frozen=True)
class Missing:
    """Something that an agreement rests on and is not there: about which item, what, and whom it asks."""

    at: Ref
    says: str
    part: str
    asks: Party
    objection: Objection | None = None


@rule("SIGN02", asks="mops", reads=["*", "records"], severity="error")
def unproven(case: Case, *, share: float = SHARE) -> Iterator[Finding]:
    """
    Agreement is asked for while something that it rests on is missing.

    ## Why it matters

    A yes that is given before the questions are answered is taken back later, when it costs most. Objections that are
    heard and answered, and evidence that the plan can be carried out, are what makes a yes hold.

    Looks, while the plan is up for agreement, for objections that nobody has answered; for a verdict of marketing
    operations, which has to be about the items that cost more than `share` per cent of the plan as they are now; and
    for evidence of each kind behind it (data, technology, performance), or a written exception. Open findings of
    required rules, and who has seen the version, are told where both sides agree.

    ## Example

        records:
          review: [{state: in review, by: head-of-marketing}]
          objection: [{key: "1", party: mops, says: Too much mail for one month, alternative: Half of it in April, about: activity:spring-letter}]

    ## Finds

        activity:spring-letter an objection is not answered: Too much mail for one month
        company:acme marketing operations has given no verdict on it yet

    ## Put right

        records: {review: [{state: draft, by: head-of-marketing}]}
    """  # noqa: E501
    if in_review(case.records):
        for one in missing(case, share):
            yield found(
                one.at,
                one.says,
                kind="contradiction" if one.objection else "gap",
                part=one.part,
                asks=one.asks,
                seen={"instead": one.objection.alternative} if one.objection else {},
                fixes=[Fix(ANSWER if one.objection else VERDICT, by_word=True)],
            )


def in_review(records: Records) -> bool:
    """Whether the plan is up for agreement: somebody put it up, and it was neither taken back nor agreed since."""
    if not records.reviews:
        return False
    last = records.reviews[-1]
    done = {one.version.plan for one in agreements(records.agreed)}
    return last.state == "in review" and (last.version is None or last.version.plan not in done)


def missing(case: Case, share: float = SHARE) -> Iterator[Missing]:
    """What an agreement rests on and is not there: answers to objections, the verdict, and its evidence."""
    place, records = whole(case.whole), case.records
    for one in unanswered(records.objections, records.replies):
        at = one.about if case.whole.find(one.about) else place
        yield Missing(at, f"an objection is not answered: {one.says}", f"objection-{one.key}", "cmo", one)
    verdict = records.verdicts[-1] if records.verdicts else None
    if verdict is None:
        yield Missing(place, "marketing operations has given no verdict on it yet", "verdict", "mops")
    else:
        yield from _unfounded(case, verdict, share, place)


def _unfounded(case: Case, verdict: Verdict, share: float, place: Ref) -> Iterator[Missing]:
    for ref, mark in weighed(case, share).items():
        if verdict.weighed.get(ref) != mark:
            since = "has changed since" if ref in verdict.weighed else "is not in"
            says = f"{since} the verdict of marketing operations, and costs over {share:g} % of the plan"
            yield Missing(ref, says, "verdict", "mops")
    kinds = {one.kind for one in verdict.evidence}
    lacking = [kind for kind in EVIDENCE if kind not in kinds]
    if lacking and not verdict.exception:
        says = f"the verdict of marketing operations rests on no evidence from {row(lacking)}, and does not say why"
        yield Missing(place, says, "evidence", "mops")


def weighed(case: Case, share: float = SHARE) -> dict[Ref, str]:
    """The programs, and the work in none, that cost over `share` per cent of the plan, with a mark of how they are."""
    tops: list[Entity] = [*case.all_live(Program)]
    tops += [one for one in case.all_live(Activity) if not case.plan.get(Program, one.program)]
    costs = {item.ref: case.total(case.units(item.ref)) for item in tops}
    money = {ref: cost.money or 0.0 for ref, cost in costs.items()}
    much = money if any(money.values()) else {ref: cost.hours for ref, cost in costs.items()}
    least = sum(much.values()) * share / 100
    return {item.ref: _mark(case, item) for item in tops if much[item.ref] > least}


def _mark(case: Case, item: Entity) -> str:
    """What tells that neither an item nor what costs something in it has changed."""
    units = {unit.ref: data(unit) for unit in (item, *case.units(item.ref))}
    return hashlib.sha256(json.dumps(units, sort_keys=True).encode()).hexdigest()[:16]
