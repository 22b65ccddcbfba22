"""What people said in a workspace, as the values that the rules know; only added to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from pydantic import BaseModel

from truenorth.records import Known, Records
from truenorth.records.record import FILES
from truenorth.server.models import Member, Said, Workspace
from truenorth.server.policy import Seat, may_talk

BASELINE = "known"
OWN = frozenset({"estimate", "watch"})
KINDS: dict[str, tuple[str, type[BaseModel]]] = {**FILES, BASELINE: ("baseline", Known)}


def read(workspace: Workspace, up_to: int | None = None) -> Records:
    """All records of a workspace, or those among its first `up_to`, oldest first."""
    rows = Said.objects.filter(workspace=workspace).order_by("number")
    rows = rows if up_to is None else rows.filter(number__lte=up_to)
    found: dict[str, list[Any]] = {field: [] for field, _ in KINDS.values()}
    for kind, fields in rows.values_list("kind", "data"):
        field, model = KINDS[kind]
        found[field].append(model.model_validate(fields))
    return Records(**{field: tuple(many) for field, many in found.items()})


def add(workspace: Workspace, records: Iterable[BaseModel], *, by: Member | None) -> None:
    """Add some records, in one step."""
    with transaction.atomic():
        head = Workspace.objects.select_for_update().get(pk=workspace.pk)
        rows = [
            Said(workspace=head, number=number, kind=_kind(one), about=about(one), data=_data(one), by=by)
            for number, one in enumerate(records, head.said + 1)
        ]
        Said.objects.bulk_create(rows, batch_size=500)
        Workspace.objects.filter(pk=head.pk).update(said=head.said + len(rows))
    workspace.said = head.said + len(rows)


def about(record: BaseModel) -> str:
    """What a record is about, as far as it fits: the item, the finding."""
    return str(getattr(record, "about", ""))[:200]


def has(workspace: Workspace, *kinds: str) -> bool:
    """Whether anything of some kinds was said there."""
    return Said.objects.filter(workspace=workspace, kind__in=kinds).exists()


def kept_back(seat: Seat) -> frozenset[str]:
    """The kinds of record of which a member is given only their own, wherever records are handed out.

    Estimates are given before others' are shown; what somebody watches is theirs; and requests are read by those who
    answer them, and by the business and leads.
    """
    reads = may_talk(seat, "respond") or seat.party in ("business", "lead")
    return OWN if reads else OWN | {"request", "response"}


def marks(workspace: Workspace, by: Member) -> dict[str, str]:
    """What a member has marked as seen, and the day of it."""
    rows = Said.objects.filter(workspace=workspace, kind="seen", by=by).order_by("number")
    return {fields["about"]: fields.get("on", "") for fields in rows.values_list("data", flat=True)}


def _kind(record: BaseModel) -> str:
    return next(kind for kind, (_, model) in KINDS.items() if type(record) is model)


def _data(record: BaseModel) -> dict[str, Any]:
    return record.model_dump(mode="json", exclude_defaults=True)
