"""STORY: work that carries no message, and messages that no longer hold for the work that carries them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from truenorth.plan.entity import Ref
from truenorth.plan.plan import Plan
from truenorth.plan.story import Content, Message
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found, plural, slug
from truenorth.rules.fold import FOLD_FROM
from truenorth.rules.rule import rule
from truenorth.rules.storyboard import Carrier, Work, carriers, facing
from truenorth.rules.words import holds_phrase, row, same_text

ASKED = {"messages": Blank("Which message does it carry?")}


@rule("STORY01", asks="cmo", reads=["message", "activity", "content", "program", "team"])
def off_storyboard(case: Case, *, share: float = 0.2) -> Iterator[Finding]:
    """
    Work is off the storyboard.

    ## Why it matters

    A story is told when everybody tells it. Work without a message says something of its own, and work on a message
    that has run out promises what can no longer be shown.

    Live work that names a channel, a stage or a persona should carry a message, itself or through its program; where
    more than `share` of a team's work carries none, the team is named instead of the work. A message should hold, and
    its proof too, until the last of the work that carries it is over; what it claims should have a proof while
    somebody carries it; and a term should be gone from messages and live content once a message retires it. A plan
    without messages is passed over. Which message a text really tells, whatever is declared, takes the text.

    ## Example

        message: {in-a-day: {proof_until: 2027-05-31}}
        activity: {open-house: {program: null, serves: [pipeline], messages: null}}

    ## Finds

        message:in-a-day the proof of “Fitted in a day” runs out on 2027-05-31, before the end of work that carries it: Demo days
        activity:open-house Open house carries no message

    ## Put right

        message: {in-a-day: {proof_until: 2027-12-31}}
        activity: {open-house: {messages: [in-a-day]}}
    """  # noqa: E501
    yield from _run_out(case)
    messages = case.plan.all(Message)
    every: list[Work] = [*case.plan.all(Activity), *case.plan.all(Content)] if messages else []
    silent = [item for item in every if not _carries(case.plan, item) and facing(case, item)]
    if not silent:
        return
    if any(_carries(case.plan, item) and facing(case, item) for item in every):
        yield from _off(case, every, silent, share)
    else:
        yield _none_carries(silent, len(messages))


def _carries(plan: Plan, item: Work) -> bool:
    if item.messages:
        return True
    program = plan.get(Program, item.program)
    return bool(program and program.messages)


def _none_carries(silent: list[Work], messages: int) -> Finding:
    by_kind = {kind: sum(item.kind == kind for item in silent) for kind in sorted({item.kind for item in silent})}
    return found(
        tuple(item.ref for item in silent),
        f"No live work says which message it carries ({row([plural(*pair) for pair in by_kind.items()])});"
        f" the plan has {plural('message', messages)}",
        kind="gap",
        part="none",
        seen={"each": [{"at": item.ref, "says": "does not say which message it carries"} for item in silent]},
        fixes=[Fix("Say which message each one carries", {item.ref: ASKED for item in silent})],
    )


def _off(case: Case, every: list[Work], silent: list[Work], share: float) -> Iterator[Finding]:
    """The teams that keep much of their work off the storyboard, and the single items of the others."""
    by_team: dict[str | None, list[Work]] = {}
    for item in silent:
        by_team.setdefault(item.team, []).append(item)
    for team, off in by_team.items():
        many = team and len(off) >= FOLD_FROM
        of_team = sum(1 for item in every if item.team == team and facing(case, item)) if many else 0
        if team and of_team and len(off) > share * of_team:
            yield _team_off(case, team, off, of_team, share)
        else:
            yield from (_item_off(item) for item in off)


def _team_off(case: Case, team: str, off: list[Work], of_team: int, share: float) -> Finding:
    part = 100 * len(off) / of_team
    return found(
        (f"team:{team}", *(item.ref for item in off)),
        f"{len(off)} of {of_team} pieces of work of {case.plan.title(f'team:{team}')} carry no message ({part:.0f} %)",
        kind="gap",
        cause=f"keep more than {share * 100:.0f} % of their work off the storyboard",
        stake=[item.ref for item in off],
        seen={"off": [item.ref for item in off], "of": of_team},
        fixes=[Fix("Say which message each one carries", {item.ref: ASKED for item in off})],
    )


def _item_off(item: Work) -> Finding:
    return found(
        item.ref,
        f"{item.title} carries no message",
        kind="gap",
        cause="carry no message",
        fixes=[
            Fix(f"Say which message {item.title} carries", {item.ref: ASKED}),
            Fix(f"Stop {item.title}", {item.ref: {"note": Blank("Why is it stopped?"), "status": "stopped"}}),
        ],
    )


def _run_out(case: Case) -> Iterator[Finding]:
    """Messages that no longer hold, or are not proved, for work that carries them; terms that are retired."""
    messages = case.whole.all(Message)
    over = _carried_over(case, {m.key: ends for m in messages if (ends := _ends(case, m))})
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
    """The messages that something may carry after their end: one look at each piece of work."""
    over: set[str] = set()
    programs = {program.key: program.messages for program in case.plan.all(Program)}
    work: list[Carrier] = [*case.plan.all(Activity), *case.plan.all(Content), *case.plan.all(Program)]
    for item in work if ends else ():
        for key in item.messages or (isinstance(item, Work) and item.program and programs.get(item.program)) or ():
            if key in ends and key not in over and _last(case, item) > ends[key]:
                over.add(key)
    return over


def _last(case: Case, item: Carrier) -> date:
    """The last day on which an item may meet the customer, which for content is today or later."""
    if isinstance(item, Content):
        return max(case.calendar.end(item.date) or case.today, case.today)
    when = item.end or (isinstance(item, Activity) and (item.due or item.in_market)) or item.start
    return case.calendar.end(when or None) or case.today


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


def _over(message: Message, says: str, items: list[Carrier], name: str, asks: str) -> Finding:
    refs: tuple[Ref, ...] = tuple(dict.fromkeys(item.ref for item in items))
    sets = {ref: {"messages": Blank("Which message does it carry instead?")} for ref in refs}
    return found(
        (message.ref, *refs),
        f"{says}: {row(item.title for item in items)}",
        part=slug(name),
        stake=refs,
        seen={"message": message.title, "items": refs},
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
        seen={"term": term, "since": str(start), "used_in": [user.ref for user in still]},
        fixes=[Fix(f"Say it without “{term}”", {user.ref: ask for user in still})],
    )
