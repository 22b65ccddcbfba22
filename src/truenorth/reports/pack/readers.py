"""For whom a report is: the words that name its readers, and what each gets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from truenorth.plan.consent import Cadence
from truenorth.plan.plan import Plan
from truenorth.plan.resources import Team
from truenorth.plan.values import Duration
from truenorth.plan.work import Program
from truenorth.reports.words import listed, plain

TEAM, PARTNER = "team:", "partner:"
OFTEN = timedelta(weeks=2)  # a report to the business that comes at least so often is the chief executive's page


@dataclass(frozen=True)
class Reader:
    """Somebody that a report is for: the word that names them, what the report is called, whose promises it tells."""

    word: str
    title: str
    party: str


PEOPLE = (
    Reader("ceo", "The chief executive's page", "business"),
    Reader("board", "Board pack", "business"),
    Reader("cmo", "The page of the head of marketing", "cmo"),
    Reader("mops", "The page of marketing operations", "mops"),
    Reader("finance", "The page of finance", "finance"),
    Reader("sales", "The page of sales", "sales"),
    Reader("service", "The page of service", "service"),
)
LED = ("ceo", "board", "cmo")  # who gets the whole picture
BY_WORD = {one.word: one for one in PEOPLE}


class Unknown(ValueError):
    """Nobody is called so; says who there is."""


def reader(word: str, plan: Plan) -> Reader:
    """The reader that a word means: ceo, a party, team:KEY or partner:PROGRAM. Unknown where there is none."""
    word = word.strip().lower()
    if found := BY_WORD.get({"business": "board"}.get(word, word)):
        return found
    key = word.partition(":")[2]
    if word.startswith(TEAM) and (team := plan.get(Team, key)):
        return Reader(word, f"The page of {plain(team.title)}", "lead")
    if word.startswith(PARTNER) and (program := plan.get(Program, key)):
        return Reader(word, f"{plain(program.title)}, for the partner", "partner")
    raise Unknown(f"“{plain(word)[:60]}” names no reader: {_there_are(plan)}")


def _there_are(plan: Plan) -> str:
    teams = listed((f"team:{one.key}" for one in plan.all(Team)), 12)
    return f"{', '.join(BY_WORD)}{f', {teams}' if teams else ''}, or partner: and the key of a program"


def readers_of(cadence: Cadence, plan: Plan) -> tuple[Reader, ...]:
    """For whom the report of a cadence is made; to leads each team's own page, to partners none by itself."""
    found: list[Reader] = []
    for word in (one.strip().lower() for one in cadence.audience):
        if word == "business":
            found.append(BY_WORD["ceo" if _is_often(cadence.every, plan) else "board"])
        elif word in BY_WORD:
            found.append(BY_WORD[word])
        elif word in ("lead", "member"):
            found += [reader(TEAM + one.key, plan) for one in plan.all(Team)]
        elif plan.get(Team, word):
            found.append(reader(TEAM + word, plan))
    return tuple(dict.fromkeys(found))


def _is_often(every: Duration | None, plan: Plan) -> bool:
    """Whether something comes every two weeks or more often."""
    start = date(2027, 1, 4)
    return every is not None and plan.calendar.ahead(start, every) <= start + OFTEN
