"""The room: what is intended, the verdict of marketing operations, objections, promises of both sides, each yes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from truenorth.engines.asof import OVER
from truenorth.plan.consent import Commitment
from truenorth.plan.entity import PARTIES, Party, Ref
from truenorth.plan.strategy import Goal, Vision
from truenorth.records import Records
from truenorth.records.agree import SIDES, Agreed, Intent, Objection, Reply, Side, Standing, Verdict
from truenorth.records.agree import given as given_of
from truenorth.records.agree import standing as standing_of
from truenorth.reports.agree.again import Again, Drift, again, drift
from truenorth.reports.agree.stands import Stand, stands_in_the_way
from truenorth.reports.measured import stated
from truenorth.reports.report import Entry
from truenorth.reports.words import in_full, plain
from truenorth.rules.case import Case
from truenorth.rules.consent.promises import BUSINESS
from truenorth.rules.consent.unproven import in_review

State = Literal["draft", "in review", "agreed", "changed since agreed"]


@dataclass(frozen=True)
class Heard:
    """An objection, the item it is about, and its answer, where it has one."""

    objection: Objection
    about: str
    reply: Reply | None


@dataclass(frozen=True)
class Promise:
    """What a side owes: what, who to whom, by when, and where it stands."""

    ref: Ref
    title: str
    who: str
    to: str
    what: str
    when: str
    stands: str  # accepted, countered, declined; asked; or said by whoever owes it
    asked: str
    late: bool

    @property
    def is_open(self) -> bool:
        """Whether it was asked and nobody has answered."""
        return self.stands == "asked"


@dataclass(frozen=True)
class Saw:
    """Which party has seen this version, in which role, and when."""

    party: Party
    by: str
    on: date | None


@dataclass(frozen=True)
class Room:
    """All of it, for one version."""

    state: State
    asks: tuple[Side, ...]  # the sides whose yes this version needs
    signed: dict[Side, Agreed]
    stale: tuple[Agreed, ...]  # what a side said of another version since, which holds no longer
    stands: tuple[Stand, ...]
    intent: Intent | None
    outcomes: tuple[str, ...]
    why: tuple[str, ...]
    verdict: Verdict | None
    is_of_this: bool  # whether the verdict is about this very version
    heard: tuple[Heard, ...]
    promises: dict[Side, tuple[Promise, ...]]
    required: tuple[Entry, ...]
    saw: tuple[Saw, ...]
    standing: Standing | None
    again: Again | None
    drift: tuple[Drift, ...]
    counted: str

    def stands_for(self, side: Side) -> list[Stand]:
        """What stands in the way of the yes of a side."""
        return [one for one in self.stands if one.side in (None, side)]

    @property
    def says(self) -> str:
        """Where it stands, in a sentence."""
        match self.state:
            case "agreed":
                return "Both sides have agreed to this version."
            case "changed since agreed":
                return _changed(self.again)
            case "in review":
                many = len(self.stands)
                return f"In review: {_things(many)} in the way." if many else "In review: nothing stands in the way."
        return "A draft: nobody has put it up for agreement yet."


def _things(many: int) -> str:
    return "1 thing stands" if many == 1 else f"{many:,} things stand"


def _changed(needs: Again | None) -> str:
    if needs is None:
        return "Changed since it was agreed, by less than has to be agreed again."
    return f"Changed since it was agreed: {needs.whom} {'is' if len(needs.asks) == 1 else 'are'} asked to agree again."


def room(case: Case, entries: Sequence[Entry]) -> Room:
    """The room for the plan as it is now."""
    records, plan = case.records, case.whole.fingerprint
    last = standing_of(records.agreed)
    needs = again(case, entries)
    state = _state(records, last, plan)
    changes, counted = drift(case.agreed, case.whole) if case.agreed and state != "agreed" else ((), "")
    verdict = records.verdicts[-1] if records.verdicts else None
    return Room(
        state=state,
        asks=asked(state, needs),
        signed=given_of(records.agreed, plan),
        stale=tuple(
            one for one in records.agreed[last.place if last else 0 :] if one.side and one.version.plan != plan
        ),
        stands=tuple(stands_in_the_way(case, entries)),
        intent=records.intents[-1] if records.intents else None,
        outcomes=tuple(_outcomes(case)),
        why=tuple(plain(one.statement or one.title) for one in case.plan.all(Vision)),
        verdict=verdict,
        is_of_this=bool(verdict and verdict.version.plan == plan),
        heard=tuple(_heard(case, records)),
        promises={side: tuple(one for one in _promises(case) if _side(case, one.ref) == side) for side in SIDES},
        required=tuple(one for one in entries if one.required and one.is_open and one.finding.kind != "notice"),
        saw=tuple(_saw(records, plan)),
        standing=last,
        again=needs if state != "agreed" else None,
        drift=changes,
        counted=counted,
    )


def _state(records: Records, last: Standing | None, plan: str) -> State:
    if last and last.version.plan == plan:
        return "agreed"
    if in_review(records):
        return "in review"
    return "changed since agreed" if last else "draft"


def asked(state: State, needs: Again | None) -> tuple[Side, ...]:
    """The sides whose yes a version needs: both, or after an agreement those alone whom what moved concerns."""
    match state:
        case "in review":
            return SIDES
        case "changed since agreed":
            return needs.asks if needs else ()
    return ()


def _outcomes(case: Case) -> Iterator[str]:
    for goal in case.plan.all(Goal):
        target = f": {reached}" if (reached := stated(case.plan, goal)) else ""
        by = f" by {due:%B %Y}" if (due := case.due(goal)) else ""
        yield plain(f"{goal.title}{target}{by}")


def _heard(case: Case, records: Records) -> Iterator[Heard]:
    """Those without an answer first, then the newest."""
    replies = {one.objection: one for one in records.replies}
    newest = list(reversed(records.objections))
    for one in sorted(newest, key=lambda one: one.key in replies):
        yield Heard(one, plain(case.whole.title(one.about)) if one.about else "", replies.get(one.key))


def _side(case: Case, ref: Ref) -> Side:
    item = case.plan.find(ref)
    return "business" if isinstance(item, Commitment) and item.party in BUSINESS else "marketing"


def _promises(case: Case) -> Iterator[Promise]:
    """The promises of both sides, first those that nobody has answered, then by their day."""
    every = [one for one in case.plan.all(Commitment) if one.status not in OVER]
    every.sort(key=lambda one: (bool(one.answer), case.calendar.end(one.by) or date.max, one.title))
    return (_promise(case, one) for one in every)


def _promise(case: Case, one: Commitment) -> Promise:
    due, asked_on = case.calendar.end(one.by) if one.by else None, case.calendar.end(one.asked_on)
    when = f"by {in_full(due)}" if due else f"within {one.within.words}" if one.within else "no date"
    who = PARTIES[one.party] if one.party else plain(case.plan.title(f"team:{one.team}")) if one.team else "nobody yet"
    to = next((words for party, words in PARTIES.items() if party == one.to), plain(case.plan.title(f"team:{one.to}")))
    stands = one.answer or ("asked" if one.asked_on else "promised")
    return Promise(
        ref=one.ref,
        title=plain(one.title),
        who=who,
        to=to if one.to else "",
        what=plain(one.what),
        when=when,
        stands=stands,
        asked=f"asked on {in_full(asked_on)}" if asked_on else "",
        late=bool(due and due < case.today),
    )


def _saw(records: Records, plan: str) -> Iterable[Saw]:
    """Who has seen this version, each once."""
    found = {(one.party, one.by): one for one in records.seen if one.about == plan and one.party}
    return (Saw(one.party, one.by, one.on) for one in found.values() if one.party)
