"""The rows of one database brought into another, exactly as they are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, connections, transaction
from django.db.models import Model

KEPT = ("server", "account", "mfa", "socialaccount")
FRAME = ("contenttypes", "auth")  # made by migrations
PASSING = ("server.Upload", "account.EmailConfirmation", "socialaccount.SocialToken")
BATCH = 500
MOST_VALUES = 900  # that every SQLite takes in one statement


def _models(*, kept: bool) -> list[Any]:
    """The models whose rows are worth keeping; or those of sessions, jobs, and what is on its way."""
    every = [model for model in apps.get_models() if model._meta.app_label not in FRAME]
    return [model for model in every if _is_kept(model) == kept]


def _is_kept(model: type[Model]) -> bool:
    return model._meta.app_label in KEPT and model._meta.label not in PASSING


def forget(alias: str) -> None:
    """Take away what is not worth keeping: sessions, jobs, links that were mailed, sheets that were not taken in."""
    for model in _models(kept=False):
        model.objects.using(alias).all().delete()


def replace(source: str, target: str) -> None:
    """Take the rows of one database in the place of those of another, in one step."""
    at = connections[target]
    tables = [model._meta.db_table for kept in (True, False) for model in _models(kept=kept)]
    with transaction.atomic(using=target):
        for statement in at.ops.sql_flush(no_style(), tables, reset_sequences=True, allow_cascade=True):
            with at.cursor() as cursor:
                cursor.execute(statement)
        copy(source, target)


def copy(source: str, target: str) -> None:
    """Bring the rows worth keeping into a database that has none, in one step; keys stay what they were."""
    at, models = connections[target], _models(kept=True)
    with transaction.atomic(using=target):
        for model in models:
            for some in _batches(model, source):
                model._base_manager.using(target)._insert(some, model._meta.concrete_fields, using=target, raw=True)
        for statement in at.ops.sequence_reset_sql(no_style(), models):
            with at.cursor() as cursor:
                cursor.execute(statement)


def _batches(model: Any, source: str) -> Iterator[list[Any]]:
    """Rows in portions that every database takes; raw, so that the days on which they were made stay."""
    rows = model._base_manager.using(source).order_by("pk").iterator(BATCH)
    while some := list(islice(rows, MOST_VALUES // len(model._meta.concrete_fields))):
        yield some


@contextmanager
def at_one_moment() -> Iterator[None]:
    """Read a Postgres as it was when this began, whatever others write meanwhile."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
