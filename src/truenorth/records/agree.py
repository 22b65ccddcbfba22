"""What people say on the way to an agreement: intent, review, verdict, objections and answers, each side's yes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, model_validator

from truenorth.plan.entity import Part, Party
from truenorth.records.entry import Record

Side = Literal["marketing", "business"]
SIDES: tuple[Side, ...] = ("marketing", "business")
CALLED: Mapping[Side, str] = {"marketing": "marketing", "business": "the business"}
# Who agrees for a side; nobody does for the other.
SIGNS: Mapping[Party, Side] = {"cmo": "marketing", "business": "business"}
EvidenceKind = Literal["data", "technology", "performance"]
EVIDENCE: tuple[EvidenceKind, ...] = ("data", "technology", "performance")


class Version(Part):
    """One frozen version of the plan: what it is called, and the fingerprint that tells it from every other."""

    plan: Annotated[str, Field(description="The fingerprint of the plan.")]
    scenario: Annotated[str, Field(description="The plan or what-if, where there are several.")] = "main"
    number: Annotated[int | None, Field(description="The change after which it stood, where changes are numbered.")] = (
        None
    )


class Intent(Record):
    """What the head of marketing intends: the outcome, why, and what is not to be given up on the way."""

    outcome: Annotated[str, Field(description="What is to be reached.")] = ""
    why: Annotated[str, Field(description="Why it matters.")] = ""
    keeps: Annotated[list[str], Field(description="What is not negotiable.")] = []


class Review(Record):
    """That the plan is put up for agreement, or taken back to a draft."""

    state: Annotated[Literal["in review", "draft"], Field(description="in review, or draft again.")] = "in review"
    version: Annotated[Version | None, Field(description="The version that was put up.")] = None


class Evidence(Part):
    """What a verdict rests on."""

    says: Annotated[str, Field(description="What it shows.")]
    kind: Annotated[EvidenceKind, Field(description="data, technology or performance.")] = "data"
    link: Annotated[str, Field(description="Where it can be seen: an item, a finding, an address.")] = ""


class Verdict(Record):
    """Whether the plan can be carried out, as marketing operations sees it, with the evidence."""

    says: Annotated[
        Literal["can be done", "can be done if", "can not be done"], Field(description="The verdict on the plan.")
    ]
    version: Annotated[Version, Field(description="The version it is about.")]
    given: Annotated[str, Field(description="What has to be so for it: the condition, or what stands against it.")] = ""
    evidence: Annotated[list[Evidence], Field(description="What it rests on.")] = []
    exception: Annotated[str, Field(description="Why a kind of evidence is left out.")] = ""
    weighed: Annotated[
        dict[str, str], Field(description="The items with the most money, as they were: ref, mark of its fields.")
    ] = {}

    @model_validator(mode="after")
    def _founded(self) -> Verdict:
        """A condition is told; so is what stands against it."""
        if self.says != "can be done" and not self.given:
            raise ValueError(f"“{self.says}” needs a reason: what has to be so for it, or what stands against it")
        return self


class Objection(Record):
    """What somebody cannot agree to, about an item or the plan. A "no" carries an alternative."""

    key: Annotated[str, Field(description="What its answer names it by.")]
    says: Annotated[str, Field(description="What is wrong.", min_length=1)]
    about: Annotated[str, Field(description="The item, as kind:key; left out for the plan as a whole.")] = ""
    is_no: Annotated[bool, Field(description="Whether it is a no, and not a worry.")] = True
    alternative: Annotated[str, Field(description="What would do instead.")] = ""

    @model_validator(mode="after")
    def _leads_on(self) -> Objection:
        if self.is_no and not self.alternative:
            raise ValueError("a no carries an alternative: say what would do instead")
        return self


class Reply(Record):
    """The answer to an objection: what was changed for it, why it stays as it is, or that it is taken back."""

    objection: Annotated[str, Field(description="The key of the objection.")]
    outcome: Annotated[
        Literal["changed", "stays", "taken back"], Field(description="What becomes of what it is about.")
    ]
    says: Annotated[str, Field(description="What was changed, or why it stays.", min_length=1)]


class Agreed(Record):
    """That a side agrees to one frozen version, by name and role. `asks` are the sides whose yes this version needs."""

    version: Annotated[Version, Field(description="The version agreed to.")]
    name: Annotated[str, Field(description="Who agreed.", min_length=1)]
    asks: Annotated[list[Side], Field(description="The sides whose yes it needs.", min_length=1)] = list(SIDES)
    moved: Annotated[list[str], Field(description="What had moved since the version agreed before.")] = []

    @property
    def side(self) -> Side | None:
        """The side it speaks for; None where a party agrees for neither, which counts for nothing."""
        return SIGNS.get(self.party) if self.party else None


@dataclass(frozen=True)
class Standing:
    """An agreement that stands: the version, and by whom each side whose yes it needed agreed."""

    version: Version
    signed: tuple[Agreed, ...]
    place: int  # how many agreements had been given when it became complete

    def by(self, side: Side) -> Agreed | None:
        """Who agreed to it for a side, where that side was asked."""
        return next((one for one in self.signed if one.side == side), None)


def agreements(agreed: Sequence[Agreed]) -> list[Standing]:
    """Every version that all sides whose yes it needs agreed to, in the order in which they became complete."""
    found: list[Standing] = []
    open_: dict[str, dict[Side, Agreed]] = {}
    for place, one in enumerate(agreed, 1):
        if one.side is None or (found and found[-1].version.plan == one.version.plan):
            continue
        sides = open_.setdefault(one.version.plan, {})
        sides.setdefault(one.side, one)
        if sides.keys() >= set(one.asks):
            found.append(Standing(one.version, tuple(sides[side] for side in SIDES if side in sides), place))
            open_.clear()
    return found


def standing(agreed: Sequence[Agreed]) -> Standing | None:
    """The agreement that holds: the last one that became complete."""
    return next(iter(agreements(agreed)[-1:]), None)


def given(agreed: Sequence[Agreed], plan: str) -> dict[Side, Agreed]:
    """The sides that have agreed to a version so far, by its fingerprint, since the last agreement became complete."""
    last = standing(agreed)
    if last and last.version.plan == plan:
        return {side: one for side in SIDES if (one := last.by(side))}
    since = agreed[last.place if last else 0 :]
    return {one.side: one for one in reversed(since) if one.side and one.version.plan == plan}


def unanswered(objections: Iterable[Objection], replies: Iterable[Reply]) -> list[Objection]:
    """The objections that nobody has answered."""
    answered = {one.objection for one in replies}
    return [one for one in objections if one.key not in answered]
