"""What the work uses: teams, roles, tools, processes, downstream capacity and budgets."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from truenorth.plan.entity import BudgetKey, Entity, May, Part, ProcessKey, RoleWord, TeamKey, To, ToolKey
from truenorth.plan.values import (
    AmountField,
    DurationField,
    HoursPerWeekField,
    MoneyField,
    PercentField,
    PerWeekField,
    QuantityField,
    When,
)


class Team(Entity):
    """A group of people with a function, a lead and, often, objectives of its own."""

    function: Annotated[str, Field(description="What it is for: social media, events, sales, ...")] = ""
    part_of: Annotated[TeamKey | None, Field(description="The team it belongs to.")] = None
    lead: Annotated[RoleWord, Field(description="The role that leads it.")] = ""
    offers: Annotated[list[str], Field(description="What other teams come to it for.")] = []
    declares_owners: Annotated[
        bool | None,
        Field(description="True where it names who answers for its work; then a hole is a finding."),
    ] = None
    sets_objectives: Annotated[
        bool | None,
        Field(description="True where it sets objectives each period, false where it never does."),
    ] = None


class Role(Entity):
    """A place in a team: what it can do and how many hours a week. It holds no personal data."""

    team: Annotated[TeamKey | None, Field(description="The team it is in.")] = None
    skills: Annotated[list[str], Field(description="What whoever holds it can do.")] = []
    hours_per_week: Annotated[HoursPerWeekField | None, Field(description="Hours a week of one seat.")] = None
    utilisation: Annotated[
        PercentField | None, Field(description="The share of these hours that is for planned work: 80 %.")
    ] = None
    rate: Annotated[MoneyField | None, Field(description="The loaded cost of an hour. Shown to few.")] = None
    filled: Annotated[int | None, Field(ge=0, le=1_000_000, description="Seats that somebody sits in.")] = None
    open: Annotated[int | None, Field(ge=0, le=1_000_000, description="Seats that nobody sits in.")] = None
    commitment: Annotated[str, Field(description="Full-time, part-time, contractor, ...")] = ""
    accountable_for: Annotated[list[Annotated[str, May()]], Field(description="What it answers for, as kind:key.")] = []
    leave: Annotated[list[When], Field(description="Days, weeks or periods away.")] = []
    start: Annotated[When | None, Field(description="First day in the seat: a hire, a contract for some weeks.")] = None
    end: Annotated[When | None, Field(description="Last day in the seat.")] = None


class Tool(Entity):
    """A piece of the tech stack: what it can do, how much of it, and from when to when we have it."""

    category: Annotated[str, Field(description="CRM, marketing automation, ...")] = ""
    team: Annotated[TeamKey | None, Field(description="The team that runs it.")] = None
    capabilities: Annotated[list[str], Field(description="What it can do.")] = []
    limits: Annotated[
        dict[str, QuantityField], Field(description="How much of a capability: emails=20000 per month.")
    ] = {}
    restrictions: Annotated[list[str], Field(description="What it cannot do, in words.")] = []
    integrates_with: Annotated[list[ToolKey], Field(description="Tools it is connected to.")] = []
    seats: Annotated[int | None, Field(ge=0, le=1_000_000, description="How many people may use it.")] = None
    contract_from: Annotated[When | None, Field(description="First day of the contract.")] = None
    contract_to: Annotated[When | None, Field(description="Last day of the contract.")] = None
    available_from: Annotated[When | None, Field(description="When it can first be used.")] = None
    retired_on: Annotated[When | None, Field(description="When it is switched off.")] = None
    set_up: Annotated[DurationField | None, Field(description="How long it takes to set up.")] = None
    cost: Annotated[MoneyField | None, Field(description="What it costs a year.")] = None
    replaced_by: Annotated[ToolKey | None, Field(description="What is used instead, before or after.")] = None


class Step(Part):
    """A step of a process: who does it and how long it takes (shortest to longest)."""

    name: Annotated[str, Field(description="What is done.")] = ""
    role: Annotated[RoleWord, Field(description="Who does it.")] = ""
    takes: Annotated[
        DurationField | None, Field(description="How long it takes, shortest to longest: 3..5 working days.")
    ] = None
    places: Annotated[int | None, Field(ge=1, le=1_000_000, description="How many can be done at once.")] = None
    process: Annotated[ProcessKey | None, Field(description="The process this step goes through.")] = None


class Process(Entity):
    """How something gets done here: the steps, how long they take, and how early they must begin."""

    plural: ClassVar[str] = "processes"

    team: Annotated[TeamKey | None, Field(description="The team that runs it.")] = None
    part_of: Annotated[ProcessKey | None, Field(description="The process it is a variant or a part of.")] = None
    applies_to: Annotated[
        str,
        Field(description="What it is used for, in the words in which such work is named: product video."),
    ] = ""
    steps: Annotated[list[Step], Field(description="The steps, first to last.")] = []
    lead_time: Annotated[
        DurationField | None, Field(description="From request to result, where steps do not tell.")
    ] = None
    decided_before: Annotated[
        DurationField | None, Field(description="How long before launch it is decided that it is needed.")
    ] = None
    service_level: Annotated[DurationField | None, Field(description="The time promised to those who ask.")] = None


class Capacity(Entity):
    """What sales, service, onboarding or stock can take a week from what marketing brings."""

    plural: ClassVar[str] = "capacities"

    team: Annotated[TeamKey | None, Field(description="Who takes it.")] = None
    unit: Annotated[str, Field(description="What is taken: leads, demos, orders, ...")] = ""
    per_week: Annotated[PerWeekField | None, Field(description="How much a week.")] = None
    per_day: Annotated[QuantityField | None, Field(description="How much a day, where it is counted so.")] = None
    conversion: Annotated[PercentField | None, Field(description="The share of what comes in that needs handling.")] = (
        None
    )
    lag: Annotated[DurationField | None, Field(description="How long after the activity it arrives.")] = None
    service_level: Annotated[DurationField | None, Field(description="How soon it is promised to be handled.")] = None
    backlog: Annotated[AmountField | None, Field(description="How much may wait.")] = None


class BudgetLine(Part):
    """A line of a budget; a `group` gathers lines. The share is what the document states."""

    item: Annotated[str, Field(description="What the money is for.")] = ""
    group: Annotated[str, Field(description="The group of lines it belongs to.")] = ""
    amount: Annotated[MoneyField | None, Field(description="How much.")] = None
    share: Annotated[PercentField | None, Field(description="The share of the whole that the document states.")] = None


class GroupTotal(Part):
    """What the document states of a group of lines."""

    group: Annotated[str, Field(description="The group, as its lines name it.")] = ""
    amount: Annotated[MoneyField | None, Field(description="The total that is stated.")] = None
    share: Annotated[PercentField | None, Field(description="The share of the whole that is stated.")] = None


class Payment(Part):
    """Money handed over on a date, or evenly between two."""

    amount: Annotated[MoneyField | None, Field(description="How much.")] = None
    date: Annotated[When | None, Field(description="When it is paid, where it is paid at once.")] = None
    start: Annotated[When | None, Field(description="The first day it is for, where it is spread.")] = None
    end: Annotated[When | None, Field(description="The last day it is for.")] = None


class Budget(Entity):
    """Money that may be spent in a period, on the whole, by a team, or on one item, as a document states it."""

    team: Annotated[TeamKey | None, Field(description="Whose money it is.")] = None
    about: Annotated[
        Annotated[str, To("program", "goal", "objective")] | None,
        Field(description="What it is for, where it is for one thing."),
    ] = None
    category: Annotated[str, Field(description="Media, people, tools, ...: left out means all.")] = ""
    start: Annotated[When | None, Field(description="First day or period.")] = None
    end: Annotated[When | None, Field(description="Last day or period.")] = None
    amount: Annotated[MoneyField | None, Field(description="The total that is stated.")] = None
    lines: Annotated[list[BudgetLine], Field(description="Its lines: item, group, amount, share.")] = []
    groups: Annotated[list[GroupTotal], Field(description="Totals of groups that are stated.")] = []
    payments: Annotated[list[Payment], Field(description="How it is paid out.")] = []
    replaces: Annotated[BudgetKey | None, Field(description="The budget before this one.")] = None
