"""What is done: programs, activities, and what one hands on to another."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from truenorth.plan.entity import (
    ActivityKey,
    ContentKey,
    Entity,
    MessageKey,
    MetricWord,
    Part,
    PersonaKey,
    ProcessKey,
    ProductKey,
    ProgramKey,
    RoleKey,
    RoleWord,
    Shares,
    TeamKey,
    To,
    ToolKey,
    Volumes,
)
from truenorth.plan.values import DurationField, HoursField, MoneyField, PerWeekField, QuantityField, When


class Program(Entity):
    """A line of work that serves objectives, with a team that answers for it."""

    serves: Annotated[Shares, Field(description="The objectives or goals (goal:key) it serves, with shares.")] = {}
    team: Annotated[TeamKey | None, Field(description="The team that answers for it.")] = None
    teams: Annotated[list[TeamKey], Field(description="Other teams that work on it.")] = []
    personas: Annotated[list[PersonaKey], Field(description="For whom.")] = []
    stages: Annotated[list[str], Field(description="The stages it works on.")] = []
    products: Annotated[list[ProductKey], Field(description="The products it is about.")] = []
    messages: Annotated[list[MessageKey], Field(description="What it says.")] = []
    budget: Annotated[MoneyField | None, Field(description="What it may cost.")] = None
    start: Annotated[When | None, Field(description="From when.")] = None
    end: Annotated[When | None, Field(description="Until when.")] = None
    expects: Annotated[
        dict[str, QuantityField],
        Field(description="What it is expected to bring: leads=400; opportunities=40."),
    ] = {}
    measured_by: Annotated[list[MetricWord], Field(description="Numbers that tell how it went.")] = []
    promises: Annotated[
        list[str],
        Field(description="Commitments this kind of program needs from the business: follow-up, approval."),
    ] = []


class CostLine(Part):
    """A part of the cost: how much, when, of what kind, and whether it is committed already."""

    amount: Annotated[MoneyField | None, Field(description="How much.")] = None
    month: Annotated[When | None, Field(description="When it falls due: a month, a day or a period.")] = None
    category: Annotated[str, Field(description="Media, people, tools, ...")] = ""
    committed: Annotated[bool, Field(description="True where it is ordered or promised already.")] = False


class Predecessor(Part):
    """Work that must be over first, and how long to wait after it."""

    activity: Annotated[ActivityKey, Field(description="The work that comes first.")]
    lag: Annotated[DurationField | None, Field(description="How long to wait after it.")] = None

    @property
    def ref(self) -> str:
        """The ref of the work that comes first."""
        return self.activity if ":" in self.activity else f"activity:{self.activity}"


class Activity(Entity):
    """One piece of work: who does it, when, for whom, and what it uses up."""

    plural: ClassVar[str] = "activities"

    program: Annotated[ProgramKey | None, Field(description="The program it belongs to.")] = None
    serves: Annotated[Shares, Field(description="Objectives it serves beside its program's.")] = {}
    team: Annotated[TeamKey | None, Field(description="Who does it.")] = None
    shared_with: Annotated[list[TeamKey], Field(description="Teams it also counts on.")] = []
    roles: Annotated[list[RoleKey], Field(description="Roles it cannot do without.")] = []
    start: Annotated[When | None, Field(description="When work starts.")] = None
    end: Annotated[When | None, Field(description="When work ends.")] = None
    due: Annotated[When | None, Field(description="When it has to be done.")] = None
    brief_ready: Annotated[When | None, Field(description="When the brief is ready.")] = None
    in_market: Annotated[When | None, Field(description="When the customer sees it.")] = None
    period: Annotated[When | None, Field(description="The period whose plan it stands in.")] = None
    repeats: Annotated[
        str, Field(description="Weekly, monthly, every quarter, ... where it happens again and again.")
    ] = ""
    after: Annotated[list[Predecessor], Field(description="What must be over first: key, or {activity, lag}.")] = []
    milestone: Annotated[bool | None, Field(description="True for a date without work of its own.")] = None
    effort: Annotated[dict[str, HoursField], Field(description="Hours by skill: copy=8..12; design=4.")] = {}
    tools: Annotated[list[ToolKey], Field(description="Tools it uses.")] = []
    needs: Annotated[Volumes, Field(description="Capabilities it needs, with volume: emails=14000; forms.")] = {}
    enables: Annotated[
        dict[ToolKey, str], Field(description="A capability that works once this is done: tool=capability.")
    ] = {}
    blocked_by: Annotated[str, Field(description="What stands in the way, where it is stuck.")] = ""
    process: Annotated[ProcessKey | None, Field(description="The process it goes through.")] = None
    cost: Annotated[MoneyField | None, Field(description="What it costs besides hours, in all.")] = None
    costs: Annotated[list[CostLine], Field(description="The cost by month and category, where it is known.")] = []
    channel: Annotated[str, Field(description="Where the customer meets it.")] = ""
    personas: Annotated[list[PersonaKey], Field(description="For whom.")] = []
    segment: Annotated[str, Field(description="For which part of the market.")] = ""
    stage: Annotated[str, Field(description="For which stage.")] = ""
    messages: Annotated[list[MessageKey], Field(description="What it says.")] = []
    content: Annotated[list[ContentKey], Field(description="The content it uses.")] = []
    next_step: Annotated[
        Annotated[str, To("activity", "content", "program")] | None,
        Field(description="Where the customer goes next."),
    ] = None
    expects: Annotated[dict[str, QuantityField], Field(description="What it is expected to bring: leads=400.")] = {}
    contacts_per_week: Annotated[
        PerWeekField | None, Field(description="How often a week it reaches the same person.")
    ] = None
    measured_by: Annotated[list[MetricWord], Field(description="Numbers that tell how it went.")] = []
    keep_the_lights_on: Annotated[
        bool | None, Field(description="True for work that needs no objective: it keeps things running.")
    ] = None


class Feed(Entity):
    """What one program or activity hands on to another."""

    giver: Annotated[Annotated[str, To("program", "activity")] | None, Field(description="Who hands on.")] = None
    taker: Annotated[Annotated[str, To("program", "activity", "capacity")] | None, Field(description="Who takes.")] = (
        None
    )
    unit: Annotated[str, Field(description="What is handed on: leads, registrations, ...")] = ""
    volume: Annotated[QuantityField | None, Field(description="How much, in a week unless said: 40 per week.")] = None
    lag: Annotated[DurationField | None, Field(description="How long it takes.")] = None
    accepted_by: Annotated[RoleWord, Field(description="The role on the taker's side that agreed.")] = ""
    answer: Annotated[Literal["accepted", "countered", "declined"] | None, Field(description="The taker's answer.")] = (
        None
    )
