"""A field that keeps plain data as JSON text: in every database the same, in the order in which it was written."""

from __future__ import annotations

import json
from typing import Any

from django.db import models


class Data(models.TextField):
    """Plain data as text: no database sorts its names, rounds its numbers or stumbles over a character in it."""

    _pyi_private_get_type: Any  # what mypy takes a value to be
    _pyi_private_set_type: Any

    def from_db_value(self, value: str | None, *_: Any) -> Any:
        """Text of the database as data."""
        return None if value is None else json.loads(value)

    def get_prep_value(self, value: Any) -> str | None:
        """Data as text for the database."""
        return None if value is None else json.dumps(value, separators=(",", ":"))

    def to_python(self, value: Any) -> Any:
        """Data is what it is."""
        return value

    def value_to_string(self, obj: models.Model) -> str:
        """As text, for a dump."""
        return json.dumps(self.value_from_object(obj))
