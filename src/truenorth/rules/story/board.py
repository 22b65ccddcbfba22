"""STORY: work that carries no message of the storyboard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from truenorth.engines.words import row
from truenorth.plan.entity import Entity
from truenorth.plan.story import Content, Message
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found, plural
from truenorth.rules.fold import FOLD_FROM
from truenorth.rules.rule import rule
from truenorth.rules.story.holding import run_out
from truenorth.rules.storyboard import Work, facing
from truenorth.rules.tally import Part

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
    its proof too, until the last of the work that carries it is over, or for the next twelve months; what it claims
    should have a proof while somebody carries it; and a term should be gone from messages and live content once a
    message retires it. A plan without messages is passed over. Which message a text really tells, whatever is
    declared, takes the text.

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
    yield from run_out(case)
    messages = len(case.plan.all(Message))
    telling = {program.key for program in case.plan.all(Program) if program.messages}
    silent = _silent(case, telling) if messages else []
    if not silent:
        return
    work: list[Work] = [*case.plan.all(Activity), *case.plan.all(Content)]
    if any((item.messages or item.program in telling) and facing(case, item) for item in work):
        yield from _off(case, work, silent, share)
    else:
        yield _none_carries(silent, messages)


def _silent(case: Case, telling: set[str]) -> list[Work]:
    """The work that faces customers and carries no message; after an edit only the edited is looked at again."""

    def part(item: Entity) -> Part | None:
        work = item if isinstance(item, (Activity, Content)) else None
        told = work is None or work.messages or work.program in telling or not facing(case, work)
        return None if told else ("", (1,))

    items = (case.plan.find(ref) for ref in sorted(case.tally("STORY01", part).parts))
    return [item for item in items if isinstance(item, (Activity, Content))]


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


def _off(case: Case, work: list[Work], silent: list[Work], share: float) -> Iterator[Finding]:
    """The teams that keep much of their work off the storyboard, and the single items of the others."""
    by_team: dict[str | None, list[Work]] = {}
    for item in silent:
        by_team.setdefault(item.team, []).append(item)
    many = {team for team, off in by_team.items() if team and len(off) >= FOLD_FROM}
    counts = Counter(item.team for item in work if item.team in many and facing(case, item)) if many else Counter()
    for team, off in by_team.items():
        if team in many and team and len(off) > share * counts[team]:
            yield _team_off(case, team, off, counts[team], share)
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
        seen={"without a message": [item.ref for item in off]},
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
