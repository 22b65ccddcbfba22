"""The rival: the same plan as Django models, filled from the same folder and judged through the ORM."""

from __future__ import annotations

from pathlib import Path


def set_up(folder: Path) -> None:
    """Django with one app and an empty SQLite database in a folder."""
    import django
    from django.apps import apps
    from django.conf import settings
    from django.db import connection

    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "rival.sqlite3")}
    settings.configure(
        INSTALLED_APPS=["benchmarks.rival"],
        DATABASES={"default": database},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    django.setup()
    with connection.schema_editor() as editor:
        for model in apps.get_app_config("rival").get_models():
            editor.create_model(model)
