"""What the converters of real plans share: fields taken one by one, patterns over all items, links by lookup."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from truenorth.plan import Plan
from truenorth.plan.reading import entity

HERE = Path(__file__).parent
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
OPEN = re.compile(r"\b(TBD|to be decided|coming soon)\b", re.IGNORECASE)
Items = dict[str, dict[str, Any]]  # ref -> fields


def company(name: str) -> Path:
    """The folder of a real company's texts; skips the test where it is absent."""
    shared = Path(os.environ.get("TRUENORTH_SHARED") or HERE.parents[2] / "shared")
    folder = shared / "data" / "companies" / name
    if not (folder / "plan.yaml").is_file():
        pytest.skip(f"the real company {name} is not here: no {folder}/plan.yaml (set TRUENORTH_SHARED to where it is)")
    return folder


class _Loader(yaml.SafeLoader):
    """Days and decimal numbers stay as they are written: 1.60 is not 1.6."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in pairs if not tag.endswith((":timestamp", ":float"))]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def loaded(path: Path) -> Any:
    """Plain data of a YAML file."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)


class Row:
    """A mapping whose fields are taken one by one, so that what nobody takes can be told."""

    def __init__(self, fields: Mapping[str, Any], path: str, left: Counter[str]) -> None:
        """Start with every field left."""
        self.fields, self.path, self.left = dict(fields), path, left

    def take(self, name: str, default: Any = None) -> Any:
        """A field's value, which is then no longer left."""
        return self.fields.pop(name, default)

    def row(self, name: str) -> Row:
        """A nested mapping as a row of its own."""
        return Row(self.take(name) or {}, f"{self.path}.{name}", self.left)

    def rows(self, name: str) -> Iterator[Row]:
        """A list of mappings, each as a row; what each leaves over is counted when the next is asked for."""
        for fields in self.take(name) or []:
            row = Row(fields, f"{self.path}.{name}[]".lstrip("."), self.left)
            yield row
            row.done()

    def undecided(self) -> list[str]:
        """The fields (and notes) whose value says that it is still to be decided, in the document's own words."""
        texts = {name: value for name, value in self.fields.items() if isinstance(value, str) and OPEN.search(value)}
        for name in texts.keys() - {"note"}:
            self.take(name)
        return [value if name == "note" else _undecided(name, value) for name, value in texts.items()]

    def labels(self, *names: str) -> dict[str, str]:
        """Some single values as the company's own fields."""
        taken = {name: self.take(name) for name in names}
        return {name: str(value).replace(";", ",") for name, value in taken.items() if value is not None}

    def done(self) -> None:
        """Count what is left over."""
        self.left.update(f"{self.path}.{name}".lstrip(".") for name in self.fields)


def _undecided(name: str, value: str) -> str:
    what = name.removesuffix("_text").replace("_", " ")
    return what if OPEN.fullmatch(value) else f"{what}: {value}"


class Folder:
    """The items of a plan that is being written, with links checked only at the end."""

    def __init__(self) -> None:
        """Start empty."""
        self.items: Items = {}

    def put(self, kind: str, key: str, **fields: Any) -> str:
        """Add an item, without the fields that are empty; the key is given back."""
        self.items[f"{kind}:{key}"] = _filled(fields)
        return key

    def same(self, pairs: Iterable[Iterable[str]]) -> None:
        """Write `same_as` into both of each pair of refs; a pair of which one is not there is an error."""
        for pair in pairs:
            one, other = pair
            for ref, twin in ((one, other), (other, one)):
                self.items[ref]["same_as"] = [*self.items[ref].get("same_as", []), twin]

    def plan(self) -> Plan:
        """The plan; everything in it is read as a folder would be read."""
        return Plan({ref: entity(ref, fields) for ref, fields in self.items.items()})


def _filled(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: kept for name, inner in value.items() if (kept := _filled(inner)) not in (None, "", [], {})}
    return [_filled(inner) for inner in value] if isinstance(value, list) else value


def slug(text: str) -> str:
    """Words as a key."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:80]


def spread(value: Any) -> str:
    """`30-60` as the range `30..60`."""
    return re.sub(r"(\d)\s*%?\s*-\s*(\d)", r"\1..\2", str(value))


def duration(value: Mapping[str, Any] | None) -> str | None:
    """{value | min, max, unit} as `6..9 months`; None where no unit tells."""
    if not value or "unit" not in value:
        return None
    low, high = value.get("value", value.get("min")), value.get("max", value.get("value", value.get("min")))
    return f"{low} {value['unit']}" if low == high else f"{low}..{high} {value['unit']}"


def number(stated: Row, unit: str = "") -> str | None:
    """A stated number: {value | min, max | change | direction} with its unit, as `>= 15 champions` or `+30 %`."""
    unit, mark = stated.take("unit", unit), stated.take("comparator", "")
    value, low, high, change = (stated.take(name) for name in ("value", "min", "max", "change"))
    if value is not None:
        return f"x{value}" if unit == "x" else f"{mark} {spread(value)} {unit}".strip()
    if change is not None:
        return f"+{change} {unit}"
    return f"{low}..{high} {unit}" if low is not None else stated.take("direction")


def lead_time(row: Row) -> tuple[str | None, str]:
    """From request to result, and the words of the document where it is vague."""
    stated = row.take("lead_time") or {}
    longest = f"up to {stated['max_text']}" if "max_text" in stated else ""
    return duration(stated), f"{stated.get('text', '')} {longest}".strip()


def step(stated: Any) -> dict[str, str]:
    """A step by its words; what it says of days before or after stays in its name."""
    return {"name": stated if isinstance(stated, str) else f"{stated['what']} ({stated['at']} {stated['unit']})"}


def months_named(text: str, start: date, end: date) -> list[str]:
    """The months that a text names, each in the year in which it falls between two days."""
    found = re.findall(rf"\b({'|'.join(MONTHS)})\b", text)
    return [month for name in found if (month := _month(MONTHS.index(name) + 1, start, end))]


def _month(number: int, start: date, end: date) -> str | None:
    years = range(start.year, end.year + 1)
    return next(
        (f"{y}-{number:02}" for y in years if (start.year, start.month) <= (y, number) <= (end.year, end.month)), None
    )


_SERVICE = re.compile(
    r"\b(?:contacted|answered|notified|resolved|handled|resolution)\b.*?"
    r"\b(?:with)?in (\d+|one) (min|mins|minutes|hours?|days?|workdays?|weeks?)\b"
)


def promised_within(text: str) -> str | None:
    """The time within which a text promises that something is answered, contacted, resolved, ..."""
    found = _SERVICE.search(text)
    return f"{found[1].replace('one', '1')} {found[2]}" if found else None


def same_pairs(path: Path) -> list[list[str]]:
    """The pairs of refs that a listed file calls the same."""
    return loaded(path) if path.exists() else []


def renamed(data: Any, names: Mapping[str, str]) -> Any:
    """Plain data with every text that is one of the ids changed to its new name."""
    if isinstance(data, dict):
        return {names.get(name, name): renamed(value, names) for name, value in data.items()}
    if isinstance(data, list):
        return [renamed(value, names) for value in data]
    return names.get(data, data) if isinstance(data, str) else data


def ids(data: Any) -> set[str]:
    """Every `id` in plain data."""
    if isinstance(data, dict):
        own = {data["id"]} if isinstance(data.get("id"), str) else set()
        return own.union(*map(ids, data.values()))
    return set().union(*map(ids, data)) if isinstance(data, list) else set()
