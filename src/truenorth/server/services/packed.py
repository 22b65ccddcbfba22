"""Rows of a workspace as plain data in a file, and back in another one: what they point at goes by the file's ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Field, ForeignKey, Model, Q

from truenorth.server.models import Change, Event, Said, Scenario, Workspace

BATCH = 400
MINE = ("workspace", "user", "token")  # what a row has anew in every workspace
Known = dict[type[Model], dict[int, int]]  # of what is in: id in the file, id here


def called(model: type[Model]) -> str:
    """The file of a model's rows."""
    return f"{model.__name__.lower()}s"


def rows(model: Any, workspace: Workspace) -> Iterator[dict[str, Any]]:
    """The rows of a workspace, the oldest first."""
    within = Q(workspace=workspace) if model in (Scenario, Said, Event) else Q(scenario__workspace=workspace)
    return map(row, model.objects.filter(within).order_by("pk").iterator(BATCH))


def row(one: Model) -> dict[str, Any]:
    """A row as plain data, with its id."""
    return {"id": one.pk, **{field.attname: plain(one, field.attname) for field in _fields(type(one))}}


def plain(one: Model, name: str) -> Any:
    """A value as JSON has it."""
    value = getattr(one, name)
    return (
        value.isoformat() if isinstance(value, (date, datetime)) else str(value) if isinstance(value, UUID) else value
    )


def value(model: type[Model], name: str, given: Any) -> Any:
    """A value as a row has it. ValidationError or ValueError where it is none."""
    found: Any = model._meta.get_field(name)
    return found.to_python(given)


def made(model: type[Model], given: dict[str, Any], mine: dict[str, Any], known: Known | None = None) -> Any:
    """A row from plain data. KeyError for what points at nothing in the file, ValidationError for wrong values."""
    values = dict(mine)
    for field in _fields(model):
        told = given[field.attname]
        if isinstance(field, ForeignKey):
            values[field.attname] = None if told is None else (known or {})[field.related_model][told]
        else:
            values[field.attname] = field.to_python(told)
    one = model(**values)
    empty = {field.name for field in _fields(model) if values[field.attname] in field.empty_values}
    one.clean_fields(exclude={field.name for field in model._meta.concrete_fields if _is_not_said(field)} | empty)
    return one


def put(model: Any, workspace: Workspace, given: Iterable[dict[str, Any]], known: Known) -> None:
    """Bring rows of a file into a workspace; `known` is told where they are."""
    ids = known.setdefault(model, {})
    mine = {"workspace_id": workspace.pk} if model in (Scenario, Said, Event) else {}
    if model is Scenario:  # one begins where another is: each after the one it left
        for one in given:
            ids[one["id"]] = inserted(model, [made(model, one, {**mine, "token": uuid4()}, known)])[0]
        return
    undone: dict[int, int] = {}
    for some in _some(given):
        if model is Change:
            undone |= {one["id"]: one["undoes_id"] for one in some if one["undoes_id"] is not None}
            some = [{**one, "undoes_id": None} for one in some]
        keys = inserted(model, [made(model, one, mine, known) for one in some])
        ids |= dict(zip((one["id"] for one in some), keys, strict=True)) if model is Change else {}
    for number, other in undone.items():
        Change.objects.filter(pk=ids[number]).update(undoes=ids[other])


def inserted(model: Any, some: list[Any]) -> list[int]:
    """Rows exactly as they are, so that the days on which they were made stay; their ids."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    key = [model._meta.pk]
    return [
        found[0] for found in model._base_manager._insert(some, fields, returning_fields=key, using="default", raw=True)
    ]


def _some(given: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    left = iter(given)
    while some := list(islice(left, 60)):
        yield some


def _is_not_said(field: Field[Any, Any]) -> bool:
    """Whether a value of a field does not come out of a file as it is."""
    return isinstance(field, ForeignKey) or field.primary_key or field.name in MINE


def _fields(model: type[Model]) -> list[Field[Any, Any]]:
    return [one for one in model._meta.concrete_fields if not one.primary_key and one.name not in MINE]
