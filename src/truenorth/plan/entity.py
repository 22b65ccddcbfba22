"""What all kinds share: the fields of every entity, how links are marked, and the register of kinds."""

from __future__ import annotations

import re
import typing
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Annotated, Any, ClassVar, Literal, get_args, get_origin

from pydantic import (
    AliasGenerator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    model_validator,
)
from pydantic_core import CoreSchema, core_schema

from truenorth.plan.values import QuantityField, When

KEY = re.compile(r"[^\W_][\w.\-]{0,119}")
Ref = str  # "activity:spring-letter"
Party = Literal["business", "finance", "sales", "service", "cmo", "mops", "lead", "member", "partner", "viewer"]
OutcomeType = Literal["brand", "demand", "pipeline", "revenue", "retention", "efficiency"]
Status = Literal["idea", "planned", "active", "done", "stopped"]
Stage = str


@dataclass(frozen=True)
class To:
    """Marks text that holds the key of another entity; with several kinds, a bare key means the first.

    It is kept bare where one kind is meant, and as `kind:key` where several are, unless `bare`.
    """

    kinds: tuple[str, ...]
    bare: bool

    def __init__(self, *kinds: str, bare: bool = False) -> None:
        object.__setattr__(self, "kinds", kinds)
        object.__setattr__(self, "bare", bare or len(kinds) == 1)

    def ref(self, key: str) -> Ref:
        """The ref that a written key means."""
        return key if ":" in key else f"{self.kinds[0]}:{key}"

    def kept(self, written: str) -> str:
        """A written key or ref as it is kept; ValueError where it can lead to none of the kinds."""
        kind, _, key = self.ref(written).partition(":")
        if kind not in self.kinds or not KEY.fullmatch(key):
            raise ValueError(f"'{written[:60]}' is not the key of {_one_of(self.kinds)}{_rather(self.kinds, key)}")
        return key if self.bare and kind == self.kinds[0] else f"{kind}:{key}"

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Have pydantic read a key through `kept`."""
        return core_schema.no_info_after_validator_function(self.kept, handler(source))


def a(kind: str) -> str:
    """`an activity`, `a program`."""
    return f"{'an' if kind[0] in 'aeio' else 'a'} {kind}"


def _one_of(kinds: tuple[str, ...]) -> str:
    return " or ".join(map(a, kinds))


def _rather(kinds: tuple[str, ...], key: str) -> str:
    near = near_key(key)
    written = near if len(kinds) == 1 else f"{kinds[0]}:{near}"
    return f": write {written}" if near and near != key else f": write {_one_of(kinds)} as kind:key"


def near_key(text: str) -> str:
    """A text as a key may be written: `Spring letter` as Spring-letter; nothing where that does not work."""
    near = re.sub(r"[^\w.]+", "-", text).strip("-_.")
    return near if len(near) <= 60 and KEY.fullmatch(near) else ""


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

    document: str = ""
    place: str = ""
    date: When | None = None
    quote: str = ""

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
    owner: Annotated[str, Field(description="The role that answers for it: the key of a role, or a title.")] = ""
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
        found = (ref for name, pick in link_fields(type(self)) if (value := getattr(self, name)) for ref in pick(value))
        return tuple(dict.fromkeys(found))

    @cached_property
    def twins(self) -> tuple[Ref, ...]:
        """The refs of `same_as`."""
        return tuple(key if ":" in key else f"{self.kind}:{key}" for key in self.same_as)


def data(entity: Entity) -> dict[str, Any]:
    """An entity as plain data, without the fields left at their defaults and without its key."""
    return entity.model_dump(mode="json", exclude_defaults=True)


def _names_alone(value: object) -> object:
    return dict.fromkeys(value) if isinstance(value, (list, tuple)) else value


# Names with numbers that may be left open: a list of names says that no number is known.
Share = QuantityField | None
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


Pick = Callable[[Any], Iterable[Ref]]


@cache
def link_fields(kind: type[BaseModel]) -> tuple[tuple[str, Pick], ...]:
    """The fields of a kind that point at other items, each with a function from its value to refs."""
    hints = typing.get_type_hints(kind, include_extras=True)
    picked = ((name, _pick(hint)) for name, hint in hints.items() if name in kind.model_fields)
    own = ((name, pick) for name, pick in picked if pick)
    return (*own, ("twins", lambda refs: refs)) if issubclass(kind, Entity) else tuple(own)


def _pick(hint: Any) -> Pick | None:
    marks = [part for part in get_args(hint) if isinstance(part, To)]
    if marks:
        return _pick_key(marks[0])
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _pick(parts[0])
    if origin is list:
        return _pick_list(_pick(parts[0]))
    if origin is dict:
        return _pick_map(_pick(parts[0]), _pick(parts[1]))
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return _pick_part(hint)
    for part in parts:
        if inner := _pick(part):
            return inner
    return None


def _pick_key(mark: To) -> Pick:
    return lambda value: (mark.ref(value),)


def _pick_list(of_item: Pick | None) -> Pick | None:
    if of_item is None:
        return None
    return lambda value: (ref for item in value for ref in of_item(item))


def _pick_map(of_key: Pick | None, of_value: Pick | None) -> Pick | None:
    if not of_key and not of_value:
        return None

    def pick(value: dict[str, Any]) -> Iterator[Ref]:
        for key, inner in value.items():
            if of_key:
                yield from of_key(key)
            if of_value and inner is not None:
                yield from of_value(inner)

    return pick


def _pick_part(kind: type[BaseModel]) -> Pick | None:
    fields = link_fields(kind)
    if not fields:
        return None
    return lambda part: (ref for name, pick in fields if (value := getattr(part, name)) for ref in pick(value))
