"""SIGN06: what both sides promised each other."""

from __future__ import annotations

from collections.abc import Iterator

from truenorth.engines.asof import OVER
from truenorth.engines.words import same_text, words
from truenorth.plan.calendar import DAY, Span
from truenorth.plan.consent import Commitment
from truenorth.plan.entity import Entity, Party, Ref
from truenorth.plan.plan import Plan
from truenorth.plan.sight import parents
from truenorth.plan.work import Feed, Program
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found, slug
from truenorth.rules.rule import rule

BUSINESS: frozenset[Party] = frozenset({"business", "finance", "sales", "service"})
MARKETING: frozenset[Party] = frozenset({"cmo", "mops", "lead", "member"})


def _promised_by(plan: Plan, ref: Ref) -> Iterator[Ref]:
    """What an edited item may make one-sided: what it hands on or takes, and the programs that count on promises."""
    yield from (feed.ref for feed in plan.pointing_at(ref, Feed))
    if not ref.startswith(("activity:", "program:", "feed:", "capacity:")):
        yield from (program.ref for program in plan.all(Program))


@rule(
    "SIGN06",
    asks="business",
    each=(Program, Commitment, Feed),
    reads=["objective", "goal", "activity", "capacity"],
    looks=_promised_by,
)
def one_sided(case: Case, item: Program | Commitment | Feed, *, working_days: float = 5) -> Iterator[Finding]:
    """
    A promise stands on one side only.

    ## Why it matters

    A result that needs others rests on what they have promised, and what they have not said yes to is a hope.
    Budget by a date, approvals, follow-up by sales, access: a promise of the business is kept by the same rules as
    one of marketing.

    On the plan alone: a program needs a promise (`promises`) that nobody has given, or that was declined; a request
    has waited for more than `working_days` for an answer; a promise of the business is past its day and not done; a
    program rests on promises of marketing alone; those who are to take what is handed on have not said yes. What an
    overdue promise has cost is told by the facts.

    ## Example

        commitment: {follow-up: {answer: null}}

    ## Finds

        commitment:follow-up has waited for an answer for 28 working days, since 2026-12-01

    ## Put right

        commitment: {follow-up: {answer: accepted}}
    """
    match item:
        case Program():
            if case.live(item):
                about = _about(case, item)
                yield from _unpromised(item, about)
                yield from _marketing_alone(item, about)
        case Commitment():
            if item.status not in OVER:
                yield from _waiting(case, item, working_days)
                yield from _overdue(case, item)
        case Feed():
            yield from _not_taken(case, item)


def _about(case: Case, program: Program) -> list[Commitment]:
    """The commitments on a program, on what it serves, or on no work in particular."""
    by_work = case.once(_by_work)
    return list({one.ref: one for ref in ("", *_upward(case, program)) for one in by_work.get(ref, ())}.values())


def _by_work(case: Case) -> dict[Ref, list[Commitment]]:
    """Open commitments by the work that counts on them; under "" those that name none."""
    by_work: dict[Ref, list[Commitment]] = {}
    for one in (one for one in case.plan.all(Commitment) if one.status not in OVER):
        for key in one.about or [""]:
            by_work.setdefault(key if ":" in key or not key else f"program:{key}", []).append(one)
    return by_work


def _upward(case: Case, item: Entity) -> list[Ref]:
    """An item and everything it serves."""
    reached = [item.ref]
    for ref in reached:
        above = case.plan.find(ref)
        reached += [up for up in (parents(above) if above else ()) if up not in reached]
    return reached


def _unpromised(program: Program, about: list[Commitment]) -> Iterator[Finding]:
    for promise in program.promises:
        given = [one for one in about if _fulfils(one, promise)]
        if not given:
            yield _nobody(program, promise)
        elif all(one.answer in ("declined", "countered") for one in given):
            yield found(
                (program.ref, given[0].ref),
                f"needs “{promise}”, which was {given[0].answer}",
                part=slug(promise),
                seen={"needs": promise, "answers": {one.ref: one.answer for one in given}},
                fixes=[
                    Fix("Agree on other terms", {given[0].ref: {"what": Blank("What can be promised instead?")}}),
                    Fix("Ask for less", {program.ref: {"promises": Blank("What does it need at the least?")}}),
                ],
            )


def _fulfils(commitment: Commitment, promise: str) -> bool:
    if commitment.fulfils:
        return same_text(commitment.fulfils) == same_text(promise)
    return commitment.party in BUSINESS and words(promise) <= words(f"{commitment.title} {commitment.what}")


def _nobody(program: Program, promise: str) -> Finding:
    request = {
        "name": promise,
        "about": [program.ref],
        "fulfils": promise,
        "party": Blank(f"Who is to promise {promise}?"),
        "by": Blank("By when?"),
        "asked_on": Blank("On which day was it asked?"),
    }
    return found(
        program.ref,
        f"needs “{promise}”, which nobody has promised yet",
        kind="gap",
        cause="need a promise that nobody has given yet",
        part=slug(promise),
        seen={"needs": promise},
        fixes=[Fix("Ask for it", {f"commitment:{program.key}-{slug(promise)}"[:120]: request})],
    )


def _marketing_alone(program: Program, about: list[Commitment]) -> Iterator[Finding]:
    own = [one for one in about if one.about and one.party in MARKETING]
    if own and not program.promises and all(one.party in MARKETING for one in about):
        yield found(
            (program.ref, *(one.ref for one in own)),
            f"rests on {len(own)} {'promise' if len(own) == 1 else 'promises'} of marketing and none of the business",
            kind="gap",
            cause="rest on promises of marketing alone",
            part="alone",
            seen={"marketing": [one.title for one in own], "business": []},
            fixes=[Fix("Say what it needs", {program.ref: {"promises": Blank("What does it need of the business?")}})],
        )


def _waiting(case: Case, commitment: Commitment, working_days: float) -> Iterator[Finding]:
    asked = case.calendar.end(commitment.asked_on)
    if commitment.answer or asked is None or asked >= case.today:
        return
    waited = case.calendar.working_days(Span(asked + DAY, case.today))
    if waited > working_days:
        yield found(
            commitment.ref,
            f"has waited for an answer for {waited:,} working days, since {asked}",
            kind="gap",
            cause=f"have waited for an answer for more than {working_days:g} working days",
            part="answer",
            asks=commitment.party,
            seen={"asked on": str(asked), "working days": waited, "to": commitment.to},
            fixes=[Fix("Answer it", {commitment.ref: {"answer": Blank("Accepted, countered or declined?")}})],
        )


def _overdue(case: Case, commitment: Commitment) -> Iterator[Finding]:
    by = case.calendar.end(commitment.by)
    promised = commitment.answer == "accepted" or not (commitment.answer or commitment.asked_on)
    if promised and commitment.party in BUSINESS and by and by < case.today:
        yield found(
            commitment.ref,
            f"was due {by} and is not done",
            part="overdue",
            asks=commitment.party,
            seen={"by": str(by), "days late": (case.today - by).days},
            fixes=[
                Fix("It is done", {commitment.ref: {"status": "done"}}),
                Fix("Agree on another day", {commitment.ref: {"by": Blank("By when now?")}}),
            ],
        )


def _not_taken(case: Case, feed: Feed) -> Iterator[Finding]:
    giver, taker = (case.plan.find(_ref(key)) for key in (feed.giver, feed.taker))
    if giver is None or taker is None or not case.live(giver) or not case.live(taker) or feed.status in OVER:
        return
    ours, theirs = (getattr(side, "team", None) for side in (giver, taker))
    if ours and ours == theirs:
        return
    at, name = (feed.ref, giver.ref, taker.ref), f"“{taker.title}”"
    answer = Fix("Ask those who take it", {feed.ref: {"answer": Blank("Accepted, countered or declined?")}})
    if feed.answer == "declined":
        volume = Fix("Hand on what can be taken", {feed.ref: {"volume": Blank("How much can be taken?")}})
        says = f"is handed on to {name}, which has declined it"
        yield found(at, says, part="taken", asks="lead", seen={"answer": "declined"}, fixes=[volume, answer])
    elif not feed.answer and not feed.accepted_by:
        cause = "are not accepted by those who take them"
        says = f"is handed on to {name}, which has not said yes"
        yield found(at, says, kind="gap", cause=cause, part="taken", asks="lead", seen={}, fixes=[answer])


def _ref(key: str | None) -> str:
    return key if key and ":" in key else f"program:{key}"
