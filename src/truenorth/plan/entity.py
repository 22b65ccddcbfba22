"""What all kinds share: the fields of every entity, how links are marked, and the register of kinds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import AliasGenerator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from truenorth.plan.links import KEY, May, Ref, To, a, near_key, refs
from truenorth.plan.values import PercentField, QuantityField, When

__all__ = [
    "KEY",
    "KINDS",
    "PARTIES",
    "ActivityKey",
    "BudgetKey",
    "ContentKey",
    "Entity",
    "GoalKey",
    "May",
    "MessageKey",
    "MetricKey",
    "MetricWord",
    "ObjectiveKey",
    "OutcomeType",
    "Part",
    "Party",
    "PersonaKey",
    "ProcessKey",
    "ProductKey",
    "ProgramKey",
    "Ref",
    "RoleKey",
    "RoleWord",
    "Shares",
    "Source",
    "Stage",
    "Status",
    "TeamKey",
    "TeamWord",
    "To",
    "ToolKey",
    "VisionKey",
    "Volumes",
    "a",
    "data",
    "near_key",
]

Party = Literal["business", "finance", "sales", "service", "cmo", "mops", "lead", "member", "partner", "viewer"]
# How each party is called in a sentence.
PARTIES: Mapping[str, str] = {
    "business": "the business",
    "finance": "finance",
    "sales": "sales",
    "service": "service",
    "cmo": "the head of marketing (CMO)",
    "mops": "marketing operations",
    "lead": "the team's lead",
    "member": "the team",
    "partner": "the partner",
    "viewer": "the viewers",
}
OutcomeType = Literal["brand", "demand", "pipeline", "revenue", "retention", "efficiency"]
Status = Literal["idea", "planned", "active", "done", "stopped"]
Stage = str
RoleWord = Annotated[str, May("role")]  # the key of a role, or a title
MetricWord = Annotated[str, May("metric")]  # the key of a metric, or other words
TeamWord = Annotated[str, May("team", unless=get_args(Party))]  # a party, or the key of a team


class Part(BaseModel):
    """A value with fields inside an entity; written as bare text, it is its first field."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=AliasGenerator())

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        if isinstance(value, dict):
            return {name: one for name, one in value.items() if one is not None}
        return {next(iter(cls.model_fields)): value} if isinstance(value, str) else value


class Source(Part):
    """Where a statement comes from: the document, the place in it, its date, and the words themselves."""

    document: Annotated[str, Field(description="The document: annual plan 2027.")] = ""
    place: Annotated[str, Field(description="Where in it: page, sheet, cell, heading.")] = ""
    date: Annotated[When | None, Field(description="The date of the document.")] = None
    quote: Annotated[str, Field(description="The words themselves.")] = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.document, self.place) if part)


KINDS: dict[str, type[Entity]] = {}


class Entity(BaseModel):
    """What every item of a plan has; all of it may be left out, because unknown is not wrong."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: ClassVar[str]
    plural: ClassVar[str]

    key: str = Field(default="", exclude=True)
    name: Annotated[str, Field(description="What people call it.")] = ""
    note: Annotated[str, Field(description="Anything worth knowing, in plain words.")] = ""
    owner: Annotated[RoleWord, Field(description="The role that answers for it: the key of a role, or a title.")] = ""
    status: Annotated[Status | None, Field(description="Left out means planned.")] = None
    labels: Annotated[dict[str, str], Field(description="The company's own fields: name=value; name=value.")] = {}
    source: Annotated[list[Source], Field(description="Where it is stated; several documents may state it.")] = []
    same_as: Annotated[
        list[str],
        Field(description="Other items, as kind:key or a key of this kind, that mean the same thing."),
    ] = []
    undecided: Annotated[
        list[str],
        Field(description="What its own document says is still to be decided (TBD): moderator; review committee."),
    ] = []
    valid_from: Annotated[When | None, Field(description="The first day on which this is so.")] = None
    valid_to: Annotated[When | None, Field(description="The last day on which this is so.")] = None

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: object) -> None:
        """Register the class under its lower-cased name."""
        cls.kind = cls.__name__.lower()
        cls.plural = cls.__dict__.get("plural", f"{cls.kind}s")
        KINDS[cls.kind] = cls

    @cached_property
    def ref(self) -> Ref:
        """`kind:key`, the address of this item in its plan."""
        return f"{self.kind}:{self.key}"

    @property
    def title(self) -> str:
        """The name, or the key where there is no name."""
        return self.name or self.key

    @cached_property
    def links(self) -> tuple[Ref, ...]:
        """The refs this item points at, through any field, each once."""
        found = refs(self, To)
        return tuple(dict.fromkeys([*found, *self.twins] if self.same_as else found))

    @cached_property
    def twins(self) -> tuple[Ref, ...]:
        """The refs of `same_as`."""
        return tuple(key if ":" in key else f"{self.kind}:{key}" for key in self.same_as)


def data(entity: Entity) -> dict[str, Any]:
    """An entity as plain data, without the fields left at their defaults and without its key."""
    return entity.model_dump(mode="json", exclude_defaults=True)


def _names_alone(value: object) -> object:
    if not isinstance(value, (list, tuple)):
        return value
    if not all(isinstance(name, str) for name in value):
        raise ValueError("must hold names alone, [a, b], or names with values, {a: 1, b: 2}")
    return dict.fromkeys(value)


# Names with numbers that may be left open: a list of names says that no number is known.
Share = PercentField | None
Shares = Annotated[dict[Annotated[str, To("objective", "goal", bare=True)], Share], BeforeValidator(_names_alone)]
Volumes = Annotated[dict[str, QuantityField | None], BeforeValidator(_names_alone)]

# The key of another item, by its kind.
ActivityKey = Annotated[str, To("activity")]
BudgetKey = Annotated[str, To("budget")]
ContentKey = Annotated[str, To("content")]
GoalKey = Annotated[str, To("goal")]
MessageKey = Annotated[str, To("message")]
MetricKey = Annotated[str, To("metric")]
ObjectiveKey = Annotated[str, To("objective")]
PersonaKey = Annotated[str, To("persona")]
ProcessKey = Annotated[str, To("process")]
ProductKey = Annotated[str, To("product")]
ProgramKey = Annotated[str, To("program")]
RoleKey = Annotated[str, To("role")]
TeamKey = Annotated[str, To("team")]
ToolKey = Annotated[str, To("tool")]
VisionKey = Annotated[str, To("vision")]
