"""The schema of each kind's file: it takes whatever the reader takes, and an editor sees what is wrong."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.strategies import HOSTILE, fields

from truenorth.plan import KINDS, data, entity, text
from truenorth.plan.example import folder, names
from truenorth.plan.schema import schema_of, schemas

SCHEMAS = {kind: Draft202012Validator(schema) for kind, schema in schemas().items()}
FILES = sorted(path for name in names() for path in folder(name).glob("*.yaml") if path.stem in KINDS)


class Editor(yaml.SafeLoader):
    """YAML as editors read it: numbers and true or false are what they look like, dates are text."""


Editor.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if not tag.endswith((":timestamp", ":merge", ":value"))]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def wrong(kind: str, given: Any) -> list[str]:
    return [error.message for error in SCHEMAS[kind].iter_errors(given)]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_it_is_a_schema_and_describes_every_field(kind: str) -> None:
    schema = schema_of(KINDS[kind])
    Draft202012Validator.check_schema(schema)
    described = schema["$defs"][kind]["properties"]

    assert described.keys() == KINDS[kind].model_fields.keys() - {"key"}
    assert [name for name, field in described.items() if not field["description"]] == []


@pytest.mark.parametrize("file", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_examples_are_right(file: Path) -> None:
    said = file.read_text("utf-8")

    assert wrong(file.stem, yaml.load(said, Loader=Editor)) == []
    assert wrong(file.stem, text.loaded(said)) == []


@given(st.sampled_from(sorted(KINDS)).flatmap(lambda kind: st.tuples(st.just(kind), fields(KINDS[kind]))))
def test_it_takes_whatever_the_reader_takes(drawn: tuple[str, dict[str, Any]]) -> None:
    kind, given = drawn
    item = entity(f"{kind}:a", given)

    assert wrong(kind, {"a": given}) == []
    assert wrong(kind, {item.key: data(item)}) == []


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_it_takes_every_text_that_the_reader_takes(kind: str) -> None:
    spellings = [
        *HOSTILE,
        "3",
        " 3 ",
        "Planned",
        "yes",
        "a; b",
        "a=1; b=2",
        "UNDISCLOSED x",
        "Maximise reach",
        "2 to 3 d",
    ]
    for name in KINDS[kind].model_fields:
        for spelling in spellings:
            try:
                entity(f"{kind}:a", {name: spelling})
            except ValueError:
                continue
            assert wrong(kind, {"a": {name: spelling}}) == [], f"{name}: {spelling!r}"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("nme", "x"),
        ("status", "plannd"),
        ("cost", "much"),
        ("start", "03/31/2027"),
        ("effort", {"copy": ["8"]}),
        ("team", ["a", "b"]),
        ("team", "a team"),
        ("program", "budget:media"),
        ("next_step", "persona:x"),
        ("costs", [{"amont": 3}]),
        ("after", [{"lag": "2 days"}]),
        ("milestone", "perhaps"),
        ("personas", [{"name": "x"}]),
    ],
)
def test_a_wrong_field_is_seen(field: str, value: Any) -> None:
    right = {"letter": {"name": "Letter", "team": "demand"}}
    assert wrong("activity", right) == []

    changed = copy.deepcopy(right)
    changed["letter"][field] = value

    assert wrong("activity", changed) != []


@pytest.mark.parametrize("key", ["Spring letter", "_a", "-a", "a/b", "a" * 121])
def test_a_key_that_is_none_is_seen(key: str) -> None:
    assert wrong("activity", {key: {}}) != []


def test_an_editor_is_offered_the_choices_and_told_what_a_number_is_counted_in() -> None:
    activity = SCHEMAS["activity"].schema["$defs"]["activity"]["properties"]

    assert activity["status"]["anyOf"][0] == {"enum": ["idea", "planned", "active", "done", "stopped"]}
    assert "in hours, where it says no unit" in str(activity["effort"])


def test_patterns_are_read_alike_in_other_languages() -> None:
    for validator in SCHEMAS.values():
        said = str(validator.schema)
        assert "\\\\w" not in said
        assert "\\\\d" not in said
        assert "(?" not in said
