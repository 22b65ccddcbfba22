"""From the folder into the database, validated, and from the database into instances with their links."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction

Plan = dict[str, dict[str, Any]]
BATCH = 500


def fill(folder: Path) -> None:
    """Every file of the folder, cell by cell checked, into the database: hand-made bulk, no form and no query a row."""
    known: dict[type[models.Model], set[str]] = {}
    with transaction.atomic():
        for model in apps.get_app_config("rival").get_models():
            items, links = [], []
            for key, fields in _rows(folder, model):
                item, linked = _item(model, key, fields)
                items.append(item)
                links.append(linked)
            model.objects.bulk_create(items, BATCH)
            known[model] = {item.pk for item in items}
            _links(model, items, links, known)


def load() -> Plan:
    """Every instance by kind and key, with its links fetched."""
    plan: Plan = {}
    for model in apps.get_app_config("rival").get_models():
        links = [field.name for field in model._meta.many_to_many]
        plan[model._meta.model_name] = {item.pk: item for item in model.objects.prefetch_related(*links)}
    return plan


def _rows(folder: Path, model: type[models.Model]) -> Iterator[tuple[str, dict[str, Any]]]:
    path = folder / f"{model._meta.model_name}.csv"
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            yield from ((row.pop("key"), row) for row in csv.DictReader(file))
    elif (path := path.with_suffix(".yaml")).exists():
        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        yield from yaml.load(path.read_text(encoding="utf-8"), loader).items()


def _item(model: type[models.Model], key: str, fields: dict[str, Any]) -> tuple[models.Model, dict[str, list[str]]]:
    values: dict[str, Any] = {"key": key}
    linked: dict[str, list[str]] = {}
    for name, raw in fields.items():
        if raw == "":
            continue
        field = model._meta.get_field(name)
        value = _plain(raw) if field.many_to_many or isinstance(field, models.JSONField) else raw
        if field.many_to_many:
            linked[name] = value if isinstance(value, list) else [value]
        elif isinstance(field, models.JSONField):
            values[name] = value if field.default is dict or isinstance(value, list) else [value]
        elif isinstance(field, models.BooleanField):
            values[name] = raw == "true"
        else:
            values[field.attname] = raw
    item = model(**values)
    item.clean_fields(exclude=[field.name for field in model._meta.concrete_fields if field.is_relation])
    return item, linked


def _plain(raw: Any) -> Any:
    """A cell as a list or a map, as the plan's folder writes them."""
    if not isinstance(raw, str):
        return raw
    if raw[0] in "[{":
        return json.loads(raw)
    pieces = [piece.strip() for piece in raw.split(";")]
    if any("=" in piece for piece in pieces):
        return dict(piece.split("=", 1) if "=" in piece else (piece, None) for piece in pieces)
    return pieces


def _links(
    model: type[models.Model], items: list[Any], links: list[dict[str, list[str]]], known: dict[Any, set[str]]
) -> None:
    """Foreign keys checked in memory, and the tables between filled in bulk."""
    for field in model._meta.concrete_fields:
        if field.is_relation:
            wanted = {getattr(item, field.attname) for item in items} - {None}
            _refuse(wanted - known[field.related_model], field.name)
    for field in model._meta.many_to_many:
        pairs = [
            (item.pk, key) for item, linked in zip(items, links, strict=True) for key in linked.get(field.name, ())
        ]
        _refuse({key for _, key in pairs} - known[field.related_model], field.name)
        source, target = field.m2m_column_name(), field.m2m_reverse_name()
        through = field.remote_field.through
        through.objects.bulk_create((through(**{source: a, target: b}) for a, b in pairs), BATCH)


def _refuse(missing: set[str], field: str) -> None:
    if missing:
        raise ValidationError(f"{field} points at {sorted(missing)[:3]}, which are not there")
