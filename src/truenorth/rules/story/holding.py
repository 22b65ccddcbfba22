"""STORY: messages that no longer hold for the work that carries them, and words that are retired."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from truenorth.engines.words import holds_phrase, row, same_text
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.story import Content, Message
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found, slug
from truenorth.rules.storyboard import Carrier, carriers, last_day
from truenorth.rules.tally import Part


def run_out(case: Case) -> Iterator[Finding]:
    """Messages that no longer hold, or are not proved, for work that carries them; terms that are retired."""
    messages = case.whole.all(Message)
    soon = {m.key: ends for m in messages if (ends := _ends(case, m)) and ends < case.horizon.end}
    over = _carried_over(case, soon)
    for message in messages:
        now = message.ref in case.plan.entities
        if message.valid_from or message.key in over:
            yield from _not_valid(case, message)
        if now and message.proof_until and message.key in over:
            yield from _proof_over(case, message)
        if now and not message.proof and (message.claim or message.numbers):
            yield from _unproved(case, message)
        if now and message.terms and message.terms.retired:
            yield from _retired(case, message)


def _ends(case: Case, message: Message) -> date | None:
    """The last day on which both a message and its proof hold."""
    ends = [end for when in (message.valid_to, message.proof_until) if (end := case.calendar.end(when))]
    return min(ends, default=None)


def _carried_over(case: Case, ends: dict[str, date]) -> set[str]:
    """The messages that something may carry after their end."""
    programs = [program for program in case.plan.all(Program) if program.messages] if ends else []
    said = {program.key: program.messages for program in programs}

    def part(item: Entity) -> Part | None:
        if not isinstance(item, (Activity, Content)):
            return None
        keys = [key for key in item.messages or said.get(item.program or "", []) if key in ends]
        over = tuple(key for key in keys if last_day(case, item) > ends[key])
        return (over, (1,)) if over else None

    over = {str(key) for keys in case.tally("messages run out", part).sums for key in _each(keys)} if ends else set()
    return over.union(key for p in programs for key in p.messages if key in ends and last_day(case, p) > ends[key])


def _each(keys: object) -> tuple[object, ...]:
    return keys if isinstance(keys, tuple) else ()


def _not_valid(case: Case, message: Message) -> Iterator[Finding]:
    starts, ends = case.calendar.start(message.valid_from), case.calendar.end(message.valid_to)
    late = [item for item in carriers(case, message.ref) if ends and _after(case, item, ends)]
    early = [item for item in carriers(case, message.ref) if starts and _before(case, item, starts)]
    if late:
        says = f"“{message.title}” holds until {ends}, before the end of work that carries it"
        yield _over(message, says, late, "valid_to", "Until when does it hold?")
    if early:
        says = f"“{message.title}” holds from {starts}, after the end of work that carries it"
        yield _over(message, says, early, "valid_from", "From when does it hold?")


def _proof_over(case: Case, message: Message) -> Iterator[Finding]:
    ends = case.calendar.end(message.proof_until)
    late = [item for item in carriers(case, message.ref) if ends and _after(case, item, ends)]
    if late:
        says = f"the proof of “{message.title}” runs out on {ends}, before the end of work that carries it"
        yield _over(message, says, late, "proof_until", "Until when does the new proof hold?")


def _after(case: Case, item: Carrier, ends: date) -> bool:
    """Whether an item still meets the customer after a day, from today on; content stays where it is."""
    span = case.in_market(item)
    if span is None or isinstance(item, Content):
        return ends < max(case.today, span.end if span else case.today)
    return span.end >= case.today and span.end > ends


def _before(case: Case, item: Carrier, starts: date) -> bool:
    """Whether an item is over before a day, though not yet today."""
    span = case.in_market(item)
    return span is not None and not isinstance(item, Content) and case.today <= span.end < starts


CAUSES = {
    "valid_to": "end before the work that carries them",
    "valid_from": "begin after the work that carries them",
    "proof_until": "have a proof that runs out before the work that carries them is over",
}


def _over(message: Message, says: str, items: list[Carrier], name: str, asks: str) -> Finding:
    refs: tuple[Ref, ...] = tuple(dict.fromkeys(item.ref for item in items))
    sets = {ref: {"messages": Blank("Which message does it carry instead?")} for ref in refs}
    return found(
        (message.ref, *refs),
        f"{says}: {row(item.title for item in items)}",
        cause=CAUSES[name],
        part=slug(name),
        stake=refs,
        seen={"message": message.title, "carried by": refs},
        fixes=[
            Fix(f"Renew “{message.title}”", {message.ref: {name: Blank(asks)}}),
            Fix("Let the work carry another message", sets),
        ],
    )


def _unproved(case: Case, message: Message) -> Iterator[Finding]:
    items = list(carriers(case, message.ref))
    if items:
        yield found(
            message.ref,
            f"“{message.title}” makes a claim without a proof, and {row(item.title for item in items)}"
            f" {'carry' if len(items) > 1 else 'carries'} it",
            kind="gap",
            cause="make a claim without a proof",
            part="proof",
            stake=(),
            fixes=[Fix(f"Say what proves “{message.title}”", {message.ref: {"proof": Blank("What proves it?")}})],
        )


def _retired(case: Case, message: Message) -> Iterator[Finding]:
    """Terms that a message retires, and where they are still used; a position of its own topic is left to AUD02."""
    terms = message.terms.retired if message.terms else {}
    for term, since in terms.items():
        start = case.calendar.start(since)
        if start is None or start > case.today:
            continue
        users: list[Message | Content] = [
            m for m in case.plan.all(Message) if m.ref != message.ref and not _stands_for(m, message, term)
        ]
        users += case.all_live(Content)
        still = [user for user in users if holds_phrase(_text(user), term)]
        if still:
            yield _still_used(message, term, start, still)


def _stands_for(other: Message, message: Message, term: str) -> bool:
    topic = same_text(other.topic)
    return bool(topic) and topic == same_text(message.topic) and same_text(other.position) == same_text(term)


def _text(user: Message | Content) -> str:
    return f"{user.name}. {user.text}. {user.claim if isinstance(user, Message) else ''}"


def _still_used(message: Message, term: str, start: date, still: list[Message | Content]) -> Finding:
    ask = {"text": Blank(f"How is it said without “{term}”?")}
    return found(
        (message.ref, *(user.ref for user in still)),
        f"“{term}” is retired since {start}, and still said in {row(user.title for user in still)}",
        part=slug(f"retired {term}"),
        stake=[user.ref for user in still],
        seen={"term": term, "since": str(start), "said in": [user.ref for user in still]},
        fixes=[Fix(f"Say it without “{term}”", {user.ref: ask for user in still})],
    )
