"""What people say in the working week: updates, stand-ups with what came of them, and work that nobody planned."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BeforeValidator, Field, model_validator

from truenorth.plan.entity import Part
from truenorth.records.entry import Record

How = Literal["moved", "stuck", "done", "new date"]
HOWS: tuple[How, ...] = ("moved", "stuck", "done", "new date")
Level = Literal["low", "medium", "high"]
AgendaPart = Literal["program developments", "results", "learning from execution", "suggestions for refinements"]
PARTS: tuple[AgendaPart, ...] = (
    "program developments",
    "results",
    "learning from execution",
    "suggestions for refinements",
)
MOST, SHORT = 10_000, 400  # characters of one text, and of a name or a place
K = TypeVar("K", "Choice", "Suggestion")


def _sureness(value: object) -> object:
    """`80 %`, `80` or `low`, as they are written."""
    if isinstance(value, str):
        text = value.strip().lower()
        return int(text.rstrip(" %")) if re.fullmatch(r"[0-9]{1,3}\s*%?", text) else text or None
    return value


Confidence = Annotated[
    Annotated[int, Field(ge=0, le=100)] | Level | None,
    BeforeValidator(_sureness),
    Field(description="How sure it is to be in time: 80 %, or low, medium, high."),
]
Text = Annotated[str, Field(max_length=MOST)]


class Update(Record):
    """What became of an item, in a sentence: it changes nothing of the plan. The sentence is the note."""

    note: Annotated[Text, Field(description="The sentence.")] = ""
    about: Annotated[str, Field(description="The item, as kind:key.")]
    says: Annotated[How, Field(description="moved: on its way; stuck; done; new date.")]
    called: Annotated[str, Field(description="What the item was called then.")] = ""
    until: Annotated[date | None, Field(description="The new date, where it has one.")] = None
    confidence: Confidence = None
    once: Annotated[str, Field(description="What tells that the same update was sent twice.", max_length=80)] = ""

    @model_validator(mode="after")
    def _whole(self) -> Update:
        """A new date says which; what is stuck says on what."""
        if self.says == "new date" and self.until is None:
            raise ValueError("a new date says which: give the day")
        if self.says == "stuck" and not self.note.strip():
            raise ValueError("what is stuck says on what: write a sentence")
        return self

    def repeats(self, other: Update) -> bool:
        """Whether it is the same one, sent twice: by its mark, or word for word where it has none."""
        return self.once == other.once if self.once else self == other


class Line(Part):
    """A line of an agenda: what it says, about which item, and where that stands."""

    part: Annotated[AgendaPart, Field(description="Which of the four parts.")]
    says: Annotated[str, Field(description="The line.")]
    about: Annotated[str, Field(description="The item, as kind:key.")] = ""
    source: Annotated[
        Literal["plan", "change", "update", "data", "finding", "record"], Field(description="What it comes from.")
    ] = "plan"
    place: Annotated[str, Field(description="Where: a change's number, a finding's id, a table.")] = ""


class StandUp(Record):
    """A meeting that was held, or a report that was sent: which, when, who was there, and its agenda as it was."""

    note: Annotated[Text, Field(description="What was noted.")] = ""
    day: Annotated[date, Field(description="The day.")]
    cadence: Annotated[str, Field(description="The key of the cadence; left out for one between times.")] = ""
    there: Annotated[list[str], Field(description="The roles that were there.")] = []
    agenda: Annotated[list[Line], Field(description="The agenda as it was.")] = []
    version: Annotated[
        int | None, Field(description="The change after which the plan stood, where they are numbered.")
    ] = None

    @property
    def key(self) -> str:
        """What tells it: its cadence and day."""
        return meeting(self.cadence, self.day)


class Choice(Record):
    """Something a meeting decided: what, who does it by when, and what became of it. The last word on a key counts."""

    key: Annotated[str, Field(description="What tells it.")]
    what: Annotated[Text, Field(description="What was decided.", min_length=1)]
    meeting: Annotated[str, Field(description="The meeting: cadence@day.")] = ""
    about: Annotated[str, Field(description="The item, as kind:key.", max_length=SHORT)] = ""
    owner: Annotated[str, Field(description="The role that does it.", max_length=SHORT)] = ""
    until: Annotated[date | None, Field(description="By when.")] = None
    state: Annotated[Literal["open", "done", "dropped"], Field(description="Where it stands.")] = "open"
    reason: Annotated[Text, Field(description="Why it was dropped.")] = ""


class Suggestion(Record):
    """A draft of a change that its owner accepts or drops, with a reason. The last word on a key counts."""

    key: Annotated[str, Field(description="What tells it.")]
    what: Annotated[Text, Field(description="What is suggested.", min_length=1)]
    meeting: Annotated[str, Field(description="The meeting: cadence@day.")] = ""
    about: Annotated[str, Field(description="The item, as kind:key.")] = ""
    edits: Annotated[list[dict[str, Any]], Field(description="ref, with its fields before and after.")] = []
    owner: Annotated[str, Field(description="The role or party that it is for.", max_length=SHORT)] = ""
    state: Annotated[Literal["open", "accepted", "dropped"], Field(description="Where it stands.")] = "open"
    reason: Annotated[Text, Field(description="Why it was dropped.")] = ""

    @model_validator(mode="after")
    def _whole(self) -> Suggestion:
        if self.state == "dropped" and not self.reason.strip():
            raise ValueError("a suggestion is dropped with a reason: say why")
        return self


class Unplanned(Record):
    """Work that came in beside the plan: what, for whom, how many hours of which team, and what it displaces."""

    what: Annotated[Text, Field(description="What it is.", min_length=1)]
    team: Annotated[str, Field(description="The key of the team that does it.", max_length=SHORT)] = ""
    hours: Annotated[float, Field(description="How many hours.", gt=0, le=10_000, allow_inf_nan=False)]
    whom: Annotated[
        str, Field(description="For whom: a party, a role or a name of a department.", max_length=SHORT)
    ] = ""
    displaces: Annotated[list[str], Field(description="The items that wait for it, as kind:key.")] = []
    once: Annotated[str, Field(description="What tells that it was sent twice.", max_length=80)] = ""


def meeting(cadence: str, day: date) -> str:
    """What tells a meeting: its cadence, or that it was between times, and its day."""
    return f"{cadence}@{day}"


def last_updates(updates: Iterable[Update], until: date | None = None) -> dict[str, Update]:
    """The last update about each item, up to a day."""
    return {one.about: one for one in updates if until is None or one.on is None or one.on <= until}


def latest(said: Sequence[K]) -> list[K]:
    """Decisions or suggestions as they stand: the last word on each, in the order in which they were made."""
    found: dict[str, K] = {}
    for one in said:
        found[one.key] = one
    return list(found.values())


def held(standups: Sequence[StandUp], cadence: str = "") -> list[StandUp]:
    """The meetings of a cadence (or between times), each once as it was told last, by day."""
    found = {one.day: one for one in standups if one.cadence == cadence}
    return [found[day] for day in sorted(found)]
