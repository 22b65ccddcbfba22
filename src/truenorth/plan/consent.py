"""What people owe each other: commitments of both parties, and the cadence they keep."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from truenorth.plan.entity import Entity, MetricKey, Party, TeamKey, TeamWord, To
from truenorth.plan.values import DurationField, When


class Commitment(Entity):
    """Who owes what to whom by when, or within how long where it recurs."""

    party: Annotated[Party | None, Field(description="Who owes it.")] = None
    team: Annotated[TeamKey | None, Field(description="The team that owes it.")] = None
    to: Annotated[TeamWord, Field(description="To whom: a party or a team.")] = ""
    about: Annotated[
        list[Annotated[str, To("program", "activity", "goal", "objective")]],
        Field(description="The work that counts on it."),
    ] = []
    what: Annotated[str, Field(description="What is owed: follow up leads, approve, pay, give access.")] = ""
    by: Annotated[When | None, Field(description="By when.")] = None
    within: Annotated[DurationField | None, Field(description="Within how long, where it recurs.")] = None
    measured_by: Annotated[MetricKey | None, Field(description="The metric that shows whether it is kept.")] = None
    asked_on: Annotated[When | None, Field(description="When it was asked.")] = None
    answer: Annotated[Literal["accepted", "countered", "declined"] | None, Field(description="The answer given.")] = (
        None
    )
    fulfils: Annotated[str, Field(description="The promise of a program that this keeps: follow-up, approval.")] = ""


class Cadence(Entity):
    """A meeting or a report that happens again and again."""

    plural: ClassVar[str] = "cadence"

    form: Annotated[Literal["meeting", "report"] | None, Field(description="Which of the two.")] = None
    audience: Annotated[list[TeamWord], Field(description="For whom: parties or teams.")] = []
    every: Annotated[DurationField | None, Field(description="How often: 1 week, 1 months.")] = None
    sections: Annotated[list[str], Field(description="What it goes through.")] = []
    metrics: Annotated[list[MetricKey], Field(description="The numbers it shows.")] = []
