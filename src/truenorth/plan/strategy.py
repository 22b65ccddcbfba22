"""Why the work is done: vision, goals, objectives with their KPIs, metrics, and what people expect."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from truenorth.plan.entity import (
    Entity,
    GoalKey,
    May,
    MetricKey,
    ObjectiveKey,
    OutcomeType,
    Part,
    Party,
    PersonaKey,
    RoleWord,
    Shares,
    TeamKey,
    To,
    VisionKey,
)
from truenorth.plan.values import DurationField, PercentField, QuantityField, When, WorthField


class Vision(Entity):
    """Where the company is going: one statement for each part, and how we will see it."""

    part: Annotated[
        Literal["customer value", "differentiation", "working together", "purpose", "principle"] | None,
        Field(description="The first three parts make a whole vision; purpose and principles stand beside them."),
    ] = None
    statement: Annotated[str, Field(description="The vision itself, in a sentence.")] = ""
    looks_like: Annotated[list[MetricKey], Field(description="Metrics in which it can be seen.")] = []


class Goal(Entity):
    """What the organisation, or its customer, wants to reach; the reason that objectives exist."""

    of: Annotated[Literal["organisation", "customer"] | None, Field(description="Whose goal it is.")] = None
    serves: Annotated[list[VisionKey], Field(description="The parts of the vision it comes from.")] = []
    persona: Annotated[PersonaKey | None, Field(description="For a customer's goal: which customer.")] = None
    weight: Annotated[PercentField | None, Field(description="How much it counts beside the others, in %.")] = None
    metric: Annotated[MetricKey | None, Field(description="The metric that tells whether it is reached.")] = None
    target: Annotated[QuantityField | None, Field(description="The value to reach.")] = None
    horizon: Annotated[When | None, Field(description="By when.")] = None
    business_owner: Annotated[RoleWord, Field(description="The role on the business side that answers for it too.")] = (
        ""
    )
    value: Annotated[WorthField | None, Field(description="What reaching it is worth, in money.")] = None


class Drive(Part):
    """How a KPI moves a goal's metric: a sentence is enough; expression, lag and evidence sharpen it."""

    metric: Annotated[MetricKey, Field(description="The metric of the goal that this drives.")]
    how: Annotated[str, Field(description="How it moves it, in a sentence.")] = ""
    effect: Annotated[
        Literal["up", "down"] | None, Field(description="Whether more of this means more or less of that.")
    ] = None
    lag: Annotated[DurationField | None, Field(description="How long it takes until that shows.")] = None
    evidence: Annotated[Literal["A", "B", "C", "D"] | None, Field(description="A measured … D a belief.")] = None


class Objective(Entity):
    """A number that shows that a goal is being reached, by a date; a key result is an objective that serves another."""

    serves: Annotated[Shares, Field(description="The objectives or goals (goal:key) it serves, with shares.")] = {}
    team: Annotated[TeamKey | None, Field(description="The team whose objective it is.")] = None
    shared_with: Annotated[list[TeamKey], Field(description="Teams it also counts on.")] = []
    period: Annotated[When | None, Field(description="The period whose plan it stands in: FY27-Q1.")] = None
    metric: Annotated[MetricKey | None, Field(description="What is measured.")] = None
    baseline: Annotated[QuantityField | None, Field(description="Where it stands at the start.")] = None
    target: Annotated[
        QuantityField | None,
        Field(description="The value to reach: 40, 20..30 %, >= 15, +30 %, x3, undisclosed N0."),
    ] = None
    targets: Annotated[
        dict[When, QuantityField], Field(description="Targets by period: FY27-Q1=10 %; FY27-Q2=20 %.")
    ] = {}
    value: Annotated[WorthField | None, Field(description="What the target comes to in money: undisclosed N4.")] = None
    share_of: Annotated[
        str,
        Field(description="Where the target is a share: the whole that it is a share of, in the same words."),
    ] = ""
    due: Annotated[When | None, Field(description="By when. Left out means the end of the period.")] = None
    outcome_type: Annotated[OutcomeType | None, Field(description="What kind of result it is.")] = None
    within: Annotated[
        DurationField | None, Field(description="Within how long something is promised each time: 5 minutes.")
    ] = None
    persona: Annotated[PersonaKey | None, Field(description="For whom.")] = None
    segment: Annotated[str, Field(description="For which part of the market.")] = ""
    drives: Annotated[list[Drive], Field(description="The goal metrics it drives, and how.")] = []
    deliverable: Annotated[bool | None, Field(description="True where it is a thing to hand over, not a number.")] = (
        None
    )


class Driver(Part):
    """A metric that moves another."""

    metric: Annotated[MetricKey, Field(description="The metric that moves this one.")]
    effect: Annotated[Literal["up", "down"] | None, Field(description="up: more of it means more of this.")] = None
    factor: Annotated[QuantityField | None, Field(description="How much of this one unit of it brings.")] = None
    lag: Annotated[DurationField | None, Field(description="How long it takes until this shows.")] = None
    evidence: Annotated[
        Literal["A", "B", "C", "D"] | None, Field(description="How sure it is: A measured … D a belief.")
    ] = None


class Metric(Entity):
    """A number that the company agrees to look at, with one definition and one source that counts."""

    unit: Annotated[str, Field(description="%, EUR, customers, ...")] = ""
    direction: Annotated[Literal["up", "down"] | None, Field(description="Which way is better.")] = None
    outcome_type: Annotated[OutcomeType | None, Field(description="What kind of result it shows.")] = None
    definition: Annotated[str, Field(description="What is counted, in words that two people read the same way.")] = ""
    drivers: Annotated[list[Driver], Field(description="The metrics that move it.")] = []
    sources: Annotated[
        list[Annotated[str, May("tool")]], Field(description="Where it is read, the source that counts first.")
    ] = []
    measurable_from: Annotated[When | None, Field(description="From when it can be read.")] = None
    tolerance: Annotated[QuantityField | None, Field(description="By how much two sources may differ.")] = None
    scorecard_of: Annotated[list[TeamKey], Field(description="The teams that are judged by it.")] = []


class Expectation(Entity):
    """What somebody expects of marketing, and what they were answered."""

    party: Annotated[Party | None, Field(description="Who expects it.")] = None
    about: Annotated[
        Annotated[str, To("goal", "objective", "program")] | None, Field(description="What it is about.")
    ] = None
    metric: Annotated[MetricKey | None, Field(description="The number they look at.")] = None
    outcome_type: Annotated[OutcomeType | None, Field(description="The kind of result they look for.")] = None
    value: Annotated[QuantityField | None, Field(description="How much.")] = None
    by: Annotated[When | None, Field(description="By when.")] = None
    asked_on: Annotated[When | None, Field(description="When it was said.")] = None
    answer: Annotated[Literal["accepted", "countered", "declined"] | None, Field(description="The answer given.")] = (
        None
    )
    covered_by: Annotated[list[ObjectiveKey], Field(description="The objectives that answer it.")] = []


class Assumption(Entity):
    """Something the plan takes for true, and when to look again."""

    about: Annotated[Annotated[str, May()], Field(description="The item it is about, as kind:key.")] = ""
    value: Annotated[QuantityField | None, Field(description="The number assumed.")] = None
    evidence: Annotated[str, Field(description="How we know.")] = ""
    review_by: Annotated[When | None, Field(description="When to look again.")] = None


class Product(Entity):
    """Something the company sells."""

    serves: Annotated[list[GoalKey], Field(description="The goals it is meant to reach.")] = []
    segments: Annotated[list[str], Field(description="For whom.")] = []
    weight: Annotated[PercentField | None, Field(description="How much it counts beside the others, in %.")] = None


def fraction(share: object, default: Decimal = Decimal(1)) -> Decimal:
    """A share as a number from 0 to 1: `60 %` is 0.6; left out is `default`."""
    number = getattr(share, "mid", None)
    if number is None:
        return default
    return Decimal(number) / 100 if getattr(share, "unit", "").startswith("%") or number > 1 else Decimal(number)
