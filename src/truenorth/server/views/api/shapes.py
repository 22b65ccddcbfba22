"""What the API takes and gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field

from truenorth.plan.entity import KINDS
from truenorth.server.services.records import KINDS as RECORDS

KEY = r"^[A-Za-z0-9][A-Za-z0-9_.\-]{0,59}$"
REF = r"^[a-z]{2,20}:[A-Za-z0-9][A-Za-z0-9_.\-]{0,59}$"
MOST = 2_000  # edits of one change


def _one_of(words: Iterable[str]) -> Callable[[str], str]:
    known = frozenset(words)

    def checked(text: str) -> str:
        if text not in known:
            raise ValueError(f"is none of {', '.join(sorted(known))}")
        return text

    return checked


Kind = Annotated[str, Field(json_schema_extra={"enum": list(KINDS)}), AfterValidator(_one_of(KINDS))]
RecordKind = Annotated[str, Field(json_schema_extra={"enum": list(RECORDS)}), AfterValidator(_one_of(RECORDS))]


class Given(Schema):
    """What a program sends: nothing beside what is known here."""

    model_config = ConfigDict(extra="forbid")


class Problem(Schema):
    """Why something was not done, in words; with the fields, items or changes that it is about."""

    says: str
    fields: list[Field_] = []
    since: list[ChangeOut] = Field([], description="With 412: the changes made after the one that was named.")
    head: int | None = Field(None, description="With 412: the number of the last change.")


class Field_(Schema):
    """A field that cannot be taken, and why."""

    ref: str
    field: str
    says: str


class Me(Schema):
    """Whom a token speaks for, and where."""

    workspace: str
    name: str
    party: str
    team: str
    writes: bool
    head: int = Field(description="The number of the last change of the plan: what If-Match names.")
    what_ifs: list[WhatIf]


class WhatIf(Schema):
    """A what-if that may be named as `scenario`."""

    key: str
    name: str
    head: int


class Item(Schema):
    """An item of the plan; `fields` are those of its kind, written as in a folder (docs/plan.md)."""

    ref: str
    kind: str
    key: str
    title: str
    fields: dict[str, Any]


class Items(Schema):
    """A page of items, and the version they are of."""

    version: int
    count: int = Field(description="How many there are in all.")
    items: list[Item]


class EditIn(Given):
    """What is changed of one item: fields to set (null takes one away), or the whole item taken out."""

    ref: Annotated[str, Field(pattern=REF, description="The item as kind:key; one that is not there is added.")]
    set: Annotated[dict[str, Any], Field(description="Fields, written as in a folder; null takes one away.")] = {}
    delete: bool = False


class ChangeIn(Given):
    """Edits that are made together, or not at all."""

    why: Annotated[str, Field(max_length=500, description="What it is for; the history keeps it.")] = ""
    edits: Annotated[list[EditIn], Field(min_length=1, max_length=MOST)]


class Difference(Schema):
    """What a change did to an item: + added, - taken out, ~ changed, = another key; fields in words."""

    mark: str
    ref: str
    title: str
    fields: dict[str, str]


class ChangeOut(Schema):
    """A change of the plan."""

    number: int
    does: str
    why: str
    by: str
    at: datetime
    items: int
    differences: list[Difference] | None = Field(None, description="Only where one change is asked for.")


class Changes(Schema):
    """The changes after a number, the oldest first."""

    head: int
    changes: list[ChangeOut]


class FindingOut(Schema):
    """Something out of line."""

    id: str
    rule: str
    kind: str
    severity: str
    says: str
    at: list[str]
    money: float | None
    hours: float | None
    asks: str
    state: str = Field(description="open, acknowledged, accepted or fixed.")


class Findings(Schema):
    """What is out of line in a version, contradictions first."""

    version: int
    day: date
    count: int
    findings: list[FindingOut]


class DecisionIn(Given):
    """That a finding is known (acknowledged), or lived with until a day (accepted)."""

    finding: Annotated[str, Field(min_length=3, max_length=300)]
    state: Literal["acknowledged", "accepted"]
    until: date | None = None
    owner: Annotated[str, Field(max_length=120, description="The role that takes the risk.")] = ""
    reason: Annotated[str, Field(max_length=500)] = ""


class RecordOut(Schema):
    """Something somebody said; `fields` are those of its kind."""

    number: int
    kind: str
    by: str
    at: datetime
    fields: dict[str, Any]


class RecordsOut(Schema):
    """The records after a number, the oldest first."""

    last: int
    records: list[RecordOut]


for _made in (Problem, Me):
    _made.model_rebuild()
