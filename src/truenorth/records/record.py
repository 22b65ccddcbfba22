"""The kinds of record, each a frozen value with its author and day."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import (
    Field,
    SerializerFunctionWrapHandler,
    field_serializer,
    field_validator,
    model_validator,
)

from truenorth.plan.entity import Part
from truenorth.plan.values import QuantityField
from truenorth.records.agree import Agreed, Intent, Objection, Reply, Review, Verdict
from truenorth.records.entry import Record
from truenorth.records.talk import Comment, Request, Response, Settled, Watch
from truenorth.records.week import Choice, StandUp, Suggestion, Unplanned, Update

MANY = 200  # edits of one change that are kept a line each


class AtStake(Part):
    """What was behind a finding: money in the company's currency, and hours; left out where the plan did not say."""

    money: Annotated[float | None, Field(description="How much money.", ge=0, allow_inf_nan=False)] = None
    hours: Annotated[float | None, Field(description="How many hours.", ge=0, allow_inf_nan=False)] = None


Level = Literal["error", "warning", "info"]


class Known(Part):
    """A finding that was there when the plan was taken in, and what it said then."""

    id: Annotated[str, Field(description="Its id: TOOL02@tool:mailer.")]
    severity: Annotated[Level | None, Field(description="How serious it was.")] = None
    at_stake: Annotated[AtStake | None, Field(description="What was behind it.")] = None
    gathers: Annotated[list[str], Field(description="The ids of the findings that it stood for.")] = []


class Decision(Record):
    """What was decided about a finding: that it is known, or that it is accepted until a day, by whom and why."""

    finding: Annotated[str, Field(description="The id of the finding: TOOL02@tool:mailer#emails-2027-03.")]
    state: Annotated[
        Literal["acknowledged", "accepted"],
        Field(description="acknowledged: known; accepted: lived with until a day."),
    ]
    until: Annotated[date | None, Field(description="Until when it is accepted.")] = None
    owner: Annotated[str, Field(description="The role that took the risk.")] = ""
    reason: Annotated[str, Field(description="Why.")] = ""
    severity: Annotated[Level | None, Field(description="How serious it was when that was decided.")] = None
    at_stake: Annotated[AtStake | None, Field(description="What was behind it then.")] = None

    @model_validator(mode="after")
    def _whole(self) -> Decision:
        """A finding is not put aside for ever, by nobody or for no reason."""
        missing = [name for name in ("until", "owner", "reason") if not getattr(self, name)]
        if self.state == "accepted" and missing:
            raise ValueError(f"is accepted without {' and '.join(missing)}: say until when, who takes the risk and why")
        return self


class Answer(Record):
    """The answer to a question that a finding asked: a value for a field of an item."""

    about: Annotated[str, Field(description="The item, as kind:key.")]
    field: Annotated[str, Field(description="The field that was asked for.")]
    value: Annotated[str, Field(description="The answer, as the field is written.")]


class Seen(Record):
    """That a role has seen an item, or a version of the plan by its fingerprint."""

    about: Annotated[str, Field(description="The item as kind:key, or a fingerprint.")]


class Estimate(Record):
    """What somebody thinks a number will be: a range, given before others' are shown."""

    about: Annotated[str, Field(description="The item, as kind:key.")]
    field: Annotated[str, Field(description="Which of its numbers: target, effort.copy, cost, ...")] = ""
    value: Annotated[QuantityField, Field(description="The estimate, best as a range: 20..40.")]


class Was(Part):
    """How a file was before a change: what stood where some of its lines are now, while it stays as it was left."""

    after: Annotated[str, Field(description="What tells that the file is as the change left it.")] = ""
    line: Annotated[int, Field(description="After how many lines it was another.")] = 0
    lines: Annotated[int, Field(description="How many lines stand there now.")] = 0
    text: Annotated[str | None, Field(description="What stood there; left out where there was no file.")] = None


class Change(Record):
    """One change of the plan in a folder: why, and every item before and after. It can be undone."""

    at: Annotated[datetime, Field(description="When it was made, in universal time.")]
    why: Annotated[str, Field(description="What it was for.")] = ""
    edits: Annotated[
        list[dict[str, Any]], Field(description="ref of each item, with its fields before and after.")
    ] = []
    keys: Annotated[dict[str, str], Field(description="Items that got another key: old ref, new ref.")] = {}
    files: Annotated[dict[str, Was], Field(description="How the files were before it.")] = {}
    undoes: Annotated[datetime | None, Field(description="When the change was made that this one takes back.")] = None

    @field_validator("edits", mode="before")
    @classmethod
    def _unpacked(cls, value: object) -> object:
        return json.loads(value) if isinstance(value, str) else value

    @field_serializer("edits", mode="wrap", when_used="json")
    def _packed(self, value: list[dict[str, Any]], plain: SerializerFunctionWrapHandler) -> object:
        """Many edits are kept as JSON in one text, which is read much faster."""
        return plain(value) if len(value) <= MANY else json.dumps(plain(value), ensure_ascii=False)


class Sheet(Record):
    """How a sheet that was imported is read, so that the next one with the same columns is read without a question."""

    header: Annotated[str, Field(description="What tells a sheet with the same columns.")]
    file: Annotated[str, Field(description="The file that was imported first.")] = ""
    kind: Annotated[str, Field(description="What its rows are: activity, program, ...")]
    columns: Annotated[
        dict[str, str], Field(description="The field of each column, by its name; labels.X, or - where it is left out.")
    ] = {}
    id: Annotated[str, Field(description="The column that tells rows apart.")] = ""
    date_order: Annotated[Literal["dmy", "mdy", "ymd"] | None, Field(description="The order its dates are in.")] = None
    decimal: Annotated[Literal["comma", "point"] | None, Field(description="What parts its decimals.")] = None


@dataclass(frozen=True)
class Records:
    """All records of a folder, and the findings that were there when the plan was taken over."""

    decisions: tuple[Decision, ...] = ()
    answers: tuple[Answer, ...] = ()
    seen: tuple[Seen, ...] = ()
    estimates: tuple[Estimate, ...] = ()
    changes: tuple[Change, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    intents: tuple[Intent, ...] = ()
    reviews: tuple[Review, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    objections: tuple[Objection, ...] = ()
    replies: tuple[Reply, ...] = ()
    agreed: tuple[Agreed, ...] = ()
    updates: tuple[Update, ...] = ()
    standups: tuple[StandUp, ...] = ()
    choices: tuple[Choice, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    unplanned: tuple[Unplanned, ...] = ()
    comments: tuple[Comment, ...] = ()
    settled: tuple[Settled, ...] = ()
    watches: tuple[Watch, ...] = ()
    requests: tuple[Request, ...] = ()
    responses: tuple[Response, ...] = ()
    baseline: tuple[Known, ...] = ()

    @cached_property
    def known(self) -> frozenset[str]:
        """The ids of the findings that were there, each for itself."""
        return frozenset(ident for one in self.baseline for ident in one.gathers or (one.id,))

    def known_as(self, finding: str) -> Known | None:
        """What a finding said when the plan was taken over."""
        return next((one for one in self.baseline if one.id == finding), None)

    def decision_on(self, finding: str) -> Decision | None:
        """The last decision about a finding."""
        return next((one for one in reversed(self.decisions) if one.finding == finding), None)


# The file of each kind of record, and the field of Records that holds it.
FILES: Mapping[str, tuple[str, type[Record]]] = {
    "decision": ("decisions", Decision),
    "answer": ("answers", Answer),
    "seen": ("seen", Seen),
    "estimate": ("estimates", Estimate),
    "change": ("changes", Change),
    "sheet": ("sheets", Sheet),
    "update": ("updates", Update),
    "standup": ("standups", StandUp),
    "choice": ("choices", Choice),
    "suggestion": ("suggestions", Suggestion),
    "unplanned": ("unplanned", Unplanned),
    "intent": ("intents", Intent),
    "review": ("reviews", Review),
    "verdict": ("verdicts", Verdict),
    "objection": ("objections", Objection),
    "reply": ("replies", Reply),
    "agreed": ("agreed", Agreed),
    "comment": ("comments", Comment),
    "settled": ("settled", Settled),
    "watch": ("watches", Watch),
    "request": ("requests", Request),
    "response": ("responses", Response),
}
