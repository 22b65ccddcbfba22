"""Acme, the small company with nothing wrong: what the pages of the rules, and the tests, change something in."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from functools import cache
from typing import Any

from truenorth.plan import text
from truenorth.plan.example import folder
from truenorth.plan.plan import Plan
from truenorth.plan.reading import entity
from truenorth.records import Records
from truenorth.records.record import FILES
from truenorth.rules.case import Case

TODAY = date(2027, 1, 11)


def acme(over: str | dict[str, Any] = "") -> Case:
    """Acme with a change written as YAML: `kind: {key: {field: value}}`; null takes something away.

    Besides the kinds, `today`, `agreed` (a change of the plan that was agreed), `records` (a list for each of their
    kinds) and `settings` may be given.
    """
    changes = text.loaded(over) or {} if isinstance(over, str) else deepcopy(over)
    today = date.fromisoformat(changes.pop("today", TODAY.isoformat()))
    agreed, settings = changes.pop("agreed", None), changes.pop("settings", {})
    said = changes.pop("records", {})
    documents = merged(_documents(), changes)
    return Case(
        _plan(documents),
        today,
        _plan(merged(documents, agreed)) if agreed is not None else None,
        _numbers(settings),
        records=_records(said),
    )


def _records(said: dict[str, list[dict[str, Any]]]) -> Records:
    """Records written as in the files of a folder: a list of fields for each kind."""
    found: dict[str, Any] = {}
    for name, entries in said.items():
        field, kind = FILES[name]
        found[field] = tuple(map(kind.model_validate, entries))
    return Records(**found)


def merged(base: Any, over: Any) -> Any:
    """Nested plain data with a change laid over it; None takes away."""
    if isinstance(base, dict) and isinstance(over, dict):
        both = base | {key: merged(base.get(key), value) for key, value in over.items()}
        return {key: value for key, value in both.items() if value is not None}
    return over


@cache
def _documents() -> text.Documents:
    return text.documents(folder("acme"))


@cache
def _known() -> dict[str, tuple[Any, Any]]:
    return {
        f"{kind}:{key}": (fields, entity(f"{kind}:{key}", fields))
        for kind, keyed in _documents().items()
        for key, fields in keyed.items()
    }


def _plan(documents: text.Documents) -> Plan:
    """Only what differs from Acme is read again: hundreds of tests start here."""
    entities = {}
    for kind, keyed in documents.items():
        for key, fields in keyed.items():
            ref = f"{kind}:{key}"
            same, item = _known().get(ref, (None, None))
            entities[ref] = item if same == fields and item else entity(ref, fields)
    return Plan(entities)


def _numbers(settings: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {code: {name: _number(value) for name, value in given.items()} for code, given in settings.items()}


def _number(value: Any) -> Any:
    try:
        return float(value)
    except (TypeError, ValueError):
        return value
