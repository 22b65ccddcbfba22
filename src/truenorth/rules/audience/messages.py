"""AUD: messages that cannot both hold: two positions on one topic, or two numbers for one thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations, product

from truenorth.engines.words import opposed, row, same_text
from truenorth.plan.calendar import Span
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.story import Message
from truenorth.plan.work import Activity, Program
from truenorth.rules.audience.numbers import two_numbers
from truenorth.rules.audience.units import say_the_same
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found, slug
from truenorth.rules.rule import rule
from truenorth.rules.storyboard import audience, carriers


@rule("AUD02", asks="cmo", reads=["message", "activity", "content", "program", "persona"])
def conflicting_messages(case: Case, *, days: float = 30) -> Iterator[Finding]:
    """
    One customer is told two things that do not go together.

    ## Why it matters

    Two teams that say opposite things to one customer undo each other's work: the customer trusts neither, and asks
    the competitor.

    Messages on the same topic and product conflict where their positions differ in more than length, and persona,
    segment and stage do not keep them apart. It is an error where live items carry them to the same persona at the
    same stage within `days` days, and a warning where both simply stand as valid messages of the company. Where live
    items carry both, and all of them are further apart in time or meet other people, nothing is wrong. An activity
    without channel, stage and market date tells a customer nothing.

    Two numbers for one thing, of one product, conflict where their ranges do not overlap. Hours, days and weeks are
    held against each other, a price a month against one a year; a day may be one of work. What two positions say
    already is not said again of their numbers. A message
    that lists no numbers is read for them: a number of its sentence counts what another one counts where both speak of
    time, cost or accuracy and share at least two words and half of the words. That is a guess, and only a warning.
    What the content itself says, beyond its messages, takes the content.

    ## Example

        message:
          quick:
            name: Quick
            topic: speed
            position: fitted in a week
            proof: [Six offices fitted in 2026]
            persona: [office-manager]
            product: desk
        content: {weekend-story: {date: 2027-04-12, messages: [quick]}}

    ## Finds

        message:quick An office fitted over a weekend says “fitted in a week” and Open house says “fitted in a day” on speed, within 10 days, to Office manager

    ## Put right

        message: {quick: {position: fitted in a day}}
    """  # noqa: E501
    groups: dict[tuple[str, str | None], list[Message]] = {}
    for message in case.plan.all(Message):
        if message.topic and message.position:
            groups.setdefault((same_text(message.topic), message.product), []).append(message)
    several = (many for many in groups.values() if len({same_text(message.position) for message in many}) > 1)
    conflicts = [conflict for messages in several for conflict in _two_positions(case, messages, days)]
    yield from conflicts
    yield from two_numbers(case, [set(conflict.at) for conflict in conflicts])


@dataclass(frozen=True)
class Touch:
    """A live item that carries a message: to whom, at which stages, when. Empty means that it is not said."""

    item: Entity
    says: Message
    personas: frozenset[str]
    stages: frozenset[str]
    span: Span | None


@dataclass(frozen=True)
class Meeting:
    """Two items that tell one customer two things, and how many days lie between them."""

    one: Touch
    other: Touch
    days: int
    sure: bool = True  # whether persona and stage of both are said


@dataclass(frozen=True)
class Stand:
    """A position on a topic: the messages that hold it and what carries them."""

    position: str
    messages: tuple[Message, ...]
    touches: tuple[Touch, ...]

    @property
    def loose(self) -> bool:
        """Whether some of it stands for itself: a message that nothing carries, or work without a date."""
        carried = {touch.says.ref for touch in self.touches if touch.span}
        return any(message.ref not in carried for message in self.messages)


def _two_positions(case: Case, messages: list[Message], days: float) -> Iterator[Finding]:
    stands = _stands(case, messages)
    hit: dict[str, Stand] = {}
    meetings: list[Meeting] = []
    for one, other in combinations(stands, 2):
        if not _differ(one.position, other.position) or not _some_meet(one.messages, other.messages):
            continue
        met = list(_meetings(one, other, days))
        if not met and not one.loose and not other.loose:
            continue
        hit |= {one.position: one, other.position: other}
        meetings += met
    if hit:
        yield _conflict(case, [stand for stand in stands if stand.position in hit], meetings)


def _differ(one: str, other: str) -> bool:
    return opposed(one, other) and not say_the_same(one, other)


def _stands(case: Case, messages: list[Message]) -> list[Stand]:
    """The positions on a topic, the newest first."""
    held: dict[str, list[Message]] = {}
    for message in messages:
        held.setdefault(same_text(message.position), []).append(message)
    stands = [
        Stand(same[0].position, tuple(same), tuple(touch for message in same for touch in _touches(case, message)))
        for same in held.values()
    ]
    return sorted(stands, key=lambda stand: (_since(case, stand), stand.messages[0].ref), reverse=True)


def _since(case: Case, stand: Stand) -> date:
    """From when somebody holds a position; the first day of all where the plan does not say."""
    return min(case.calendar.start(message.valid_from) or date.min for message in stand.messages)


def _touches(case: Case, message: Message) -> Iterator[Touch]:
    """The live items that carry a message."""
    for item in (item for item in carriers(case, message.ref) if _meets_customers(item)):
        stages = item.stages if isinstance(item, Program) else [item.stage]
        yield Touch(
            item,
            message,
            frozenset(audience(item) or message.persona),
            frozenset(same_text(stage) for stage in [s for s in stages if s] or [message.stage] if stage),
            case.in_market(item),
        )


def _meets_customers(item: Entity) -> bool:
    """Whether a customer is told it: not by a briefing of colleagues, which has no channel, stage and market date."""
    return not isinstance(item, Activity) or bool(item.channel or item.in_market or item.stage)


def _some_meet(ones: Iterable[Message], others: Iterable[Message]) -> bool:
    """Whether any two of them are for the same people: what is left out means everybody."""
    audiences = {_audience(message) for message in ones}
    against = {_audience(message) for message in others}
    return any(
        (not a[0] or not b[0] or a[0] & b[0]) and (not a[1] or not b[1] or a[1] == b[1]) and a[2] in ("", b[2] or a[2])
        for a in audiences
        for b in against
    )


def _audience(message: Message) -> tuple[frozenset[str], str, str]:
    return frozenset(message.persona), same_text(message.segment), same_text(message.stage)


def _meetings(one: Stand, other: Stand, days: float) -> Iterator[Meeting]:
    """For each persona and stage that both reach, the nearest two items, where they are near enough."""
    others = _by_cell(other)
    for cell, touches in sorted(_by_cell(one).items()):
        for against, theirs in sorted(others.items()):
            if all(a == b or not a or not b for a, b in zip(cell, against, strict=True)):
                nearest = _nearest(touches, theirs)
                if nearest.days <= days:
                    yield replace(nearest, sure=cell == against and all(cell))


def _by_cell(stand: Stand) -> dict[tuple[str, str], list[Touch]]:
    """The dated items by persona and stage, "" where that is not said."""
    cells: dict[tuple[str, str], list[Touch]] = {}
    for touch in (touch for touch in stand.touches if touch.span):
        for cell in product(touch.personas or ("",), touch.stages or ("",)):
            cells.setdefault(cell, []).append(touch)
    return cells


def _nearest(ones: list[Touch], others: list[Touch]) -> Meeting:
    """The two of either side with the fewest days between them."""
    sides = [(touch, 0) for touch in ones] + [(touch, 1) for touch in others]
    latest: list[Touch | None] = [None, None]
    best: Meeting | None = None
    for touch, side in sorted(sides, key=lambda pair: (_span(pair[0]), pair[0].item.ref)):
        before = latest[1 - side]
        if before and (best is None or _gap(before, touch) < best.days):
            best = Meeting(before, touch, _gap(before, touch))
        mine = latest[side]
        if mine is None or _span(touch).end > _span(mine).end:
            latest[side] = touch
    assert best is not None
    return best


def _span(touch: Touch) -> Span:
    assert touch.span is not None
    return touch.span


def _gap(earlier: Touch, later: Touch) -> int:
    return max(0, (_span(later).start - _span(earlier).end).days)


def _conflict(case: Case, stands: list[Stand], meetings: list[Meeting]) -> Finding:
    topic = stands[0].messages[0].topic
    first = min(meetings, key=lambda m: (not m.sure, m.days, m.one.item.ref), default=None)
    carried = {touch.item.ref for stand in stands for touch in stand.touches}
    return found(
        tuple(message.ref for stand in stands for message in stand.messages),
        _met(case, first, topic) if first else _beside(stands),
        part=slug(topic),
        severity="error" if first and first.sure else "warning",
        stake=sorted(carried),
        seen={
            "topic": topic,
            "positions": {stand.position: [_seen(message) for message in stand.messages] for stand in stands},
            "told together": [_who(case, meeting) for meeting in meetings],
        },
        fixes=_ways_out(stands),
    )


def _met(case: Case, meeting: Meeting, topic: str) -> str:
    one, other = (f"{t.item.title} says “{t.says.position}”" for t in (meeting.one, meeting.other))
    when = f"within {meeting.days} days" if meeting.days else "at the same time"
    both = sorted(meeting.one.personas & meeting.other.personas)
    to = row([case.plan.title(f"persona:{key}") for key in both])
    return f"{one} and {other} on {topic}, {when}" + (f", to {to}" if to else "")


def _beside(stands: list[Stand]) -> str:
    held = [f"“{stand.position}” ({_count(stand)})" for stand in stands]
    return f"{len(stands)} positions on {stands[0].messages[0].topic} are valid side by side: {row(held, 4)}"


def _count(stand: Stand) -> str:
    count = len(stand.messages)
    since = {message.valid_from or "" for message in stand.messages}
    return f"{count} message{'s' if count > 1 else ''}" + (f" since {min(since)}" if all(since) else "")


def _seen(message: Message) -> dict[str, object]:
    said = {"at": message.ref, "says": message.text or message.claim or message.position, "since": message.valid_from}
    return said | {"sources": [str(source) for source in message.source]}


def _who(case: Case, meeting: Meeting) -> dict[str, object]:
    items = {
        touch.item.ref: {"says": touch.says.ref, "from": str(_span(touch).start), "to": str(_span(touch).end)}
        for touch in (meeting.one, meeting.other)
    }
    both = sorted(f"persona:{key}" for key in meeting.one.personas & meeting.other.personas)
    return {"by": items, "days apart": meeting.days, "to": both}


def _ways_out(stands: list[Stand]) -> list[Fix]:
    older: list[Message] = [message for stand in stands[1:] for message in stand.messages]
    kept = stands[0].position
    ask = Blank(f"How is it said so that it holds with “{kept}”?")
    return [
        Fix(f"Say “{kept}” in all of them", {m.ref: {"position": kept, "text": ask} for m in older}),
        _each("Take the others out of use", older, "valid_to", "What is the last day on which it holds?"),
        _each("Say for which part of the market each one is", older, "segment", "For which part of the market is it?"),
    ]


def _each(says: str, messages: list[Message], name: str, asks: str) -> Fix:
    sets: dict[Ref, dict[str, Blank]] = {message.ref: {name: Blank(asks)} for message in messages}
    return Fix(says, sets)
