"""To whom we speak and what we say: personas, messages and content."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from truenorth.plan.entity import (
    ContentKey,
    Entity,
    MessageKey,
    Part,
    PersonaKey,
    ProductKey,
    ProgramKey,
    TeamKey,
    To,
)
from truenorth.plan.values import DurationField, QuantityField, When, WorthField


class Evidence(Part):
    """How we know something about a customer."""

    kind: Annotated[str, Field(description="Interviews, survey, sales calls, ...")] = ""
    date: Annotated[When | None, Field(description="When we learned it.")] = None
    quote: Annotated[str, Field(description="The customer's own words.")] = ""


class Persona(Entity):
    """Somebody we speak to: who they are, what they want, and how long they take to buy."""

    titles: Annotated[list[str], Field(description="Job titles.")] = []
    departments: Annotated[list[str], Field(description="Departments.")] = []
    segments: Annotated[list[str], Field(description="Parts of the market.")] = []
    needs: Annotated[list[str], Field(description="What they need.")] = []
    pains: Annotated[list[str], Field(description="What hurts them.")] = []
    goals: Annotated[list[str], Field(description="What they want to reach.")] = []
    preferences: Annotated[list[str], Field(description="How they like to be spoken to.")] = []
    culture: Annotated[str, Field(description="How their company works.")] = ""
    objections: Annotated[list[str], Field(description="What they say against us.")] = []
    questions: Annotated[dict[str, str], Field(description="What they ask at each stage: attract=...; engage=...")] = {}
    stages: Annotated[list[str], Field(description="The stages they go through, first to last.")] = []
    buying_cycle: Annotated[
        DurationField | None,
        Field(description="From first contact to purchase, shortest to longest: 60..120 days."),
    ] = None
    stage_cycle: Annotated[
        dict[str, DurationField], Field(description="How long each stage takes: engage=20..40 days.")
    ] = {}
    evidence: Annotated[list[Evidence], Field(description="How we know: kind, date, quote.")] = []
    used_by: Annotated[list[TeamKey], Field(description="The teams that picture the customer so.")] = []


class Terms(Part):
    """Words of a message: which to use, which to avoid, which are retired and since when."""

    use: Annotated[list[str], Field(description="Words to use.")] = []
    avoid: Annotated[list[str], Field(description="Words to avoid.")] = []
    retired: Annotated[
        dict[str, When], Field(description="Words no longer used, and since when: cloud-first=2027-01.")
    ] = {}


class Message(Entity):
    """Something we say: its pillar, the claim, the position it takes on a topic, and the proof."""

    text: Annotated[str, Field(description="The message as it is said.")] = ""
    pillar: Annotated[str, Field(description="The theme of the storyboard it belongs to.")] = ""
    claim: Annotated[str, Field(description="What it asserts.")] = ""
    topic: Annotated[str, Field(description="What the position is about: category, price, speed, ...")] = ""
    position: Annotated[str, Field(description="Where we stand on the topic; two positions on one topic conflict.")] = (
        ""
    )
    numbers: Annotated[
        dict[str, QuantityField],
        Field(description="Numbers in the claim, by what they count: time saved=80 %."),
    ] = {}
    proof: Annotated[list[str], Field(description="What proves it.")] = []
    proof_until: Annotated[When | None, Field(description="When the proof runs out.")] = None
    terms: Annotated[Terms | None, Field(description="Words to use, to avoid, and retired since.")] = None
    persona: Annotated[list[PersonaKey], Field(description="Who it is for; left out means everybody.")] = []
    segment: Annotated[str, Field(description="The part of the market it is for.")] = ""
    stage: Annotated[str, Field(description="The stage it is for.")] = ""
    product: Annotated[ProductKey | None, Field(description="The product it is about.")] = None
    reuses: Annotated[list[MessageKey], Field(description="Messages whose words it takes.")] = []


class Content(Entity):
    """A piece somebody made or will make: for whom, what it says, where it is used."""

    plural: ClassVar[str] = "content"

    text: Annotated[str, Field(description="The text, or the brief.")] = ""
    format: Annotated[str, Field(description="Blog post, video, case study, ...")] = ""
    team: Annotated[TeamKey | None, Field(description="Who makes it.")] = None
    program: Annotated[ProgramKey | None, Field(description="The program it is made for.")] = None
    product: Annotated[ProductKey | None, Field(description="The product it is about.")] = None
    channel: Annotated[str, Field(description="Where it appears.")] = ""
    persona: Annotated[list[PersonaKey], Field(description="For whom.")] = []
    stage: Annotated[str, Field(description="For which stage.")] = ""
    messages: Annotated[list[MessageKey], Field(description="What it says.")] = []
    date: Annotated[When | None, Field(description="When it appears or appeared.")] = None
    reuses: Annotated[list[ContentKey], Field(description="Content it is made from.")] = []
    next_step: Annotated[
        Annotated[str, To("activity", "content", "program")] | None,
        Field(description="Where its reader goes next."),
    ] = None
    cost: Annotated[WorthField | None, Field(description="What it costs to make, in money.")] = None
