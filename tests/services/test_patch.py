"""What is written says the plan, and leaves alone what was not changed."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import plans

from truenorth.plan import KINDS, Edit, Plan, change, data, diff, entity, text
from truenorth.services.patch import patched

COMMENTED = (
    """\
# Our letters.

spring:   # the big one
  # what it costs
  cost: 3000
  tags_note: x
""".replace("  tags_note: x\n", "")
    + """\
  effort: {copy: 8..12,
           design: 4}
  note: |
    Two lines,
    # not a comment

# Later in the year.
autumn: {name: Autumn, cost: 1500}   # small

'winter':
  name: "Winter: last"
  labels:
    tier: "1"   # text


# The end.
"""
)


def written(folder: Path, ref: str, fields: dict[str, object] | None) -> str:
    """The file after fields of an item (None: the item) were changed."""
    plan = text.read(folder)
    now = plan.find(ref)
    before = data(now) if now else None
    after = None if fields is None else data(entity(ref, {k: v for k, v in {**(before or {}), **fields}.items() if v}))
    changed, edits = change(plan, [Edit(ref, before, after)])
    for name, body in patched(folder, changed, edits).items():
        (folder / name).write_text(body, "utf-8", newline="")
    assert text.read(folder) == changed
    return (folder / "activity.yaml").read_text("utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A file as people write it."""
    (tmp_path / "activity.yaml").write_text(COMMENTED, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("ref", "fields", "old", "new"),
    [
        ("activity:spring", {"cost": "3500"}, "  cost: 3000\n", "  cost: 3500\n"),
        (
            "activity:spring",
            {"effort": {"copy": "9"}},
            "  effort: {copy: 8..12,\n           design: 4}\n",
            "  effort:\n    copy: 9\n",
        ),
        ("activity:spring", {"note": None}, "  note: |\n    Two lines,\n    # not a comment\n", ""),
        (
            "activity:spring",
            {"channel": "mail"},
            "    # not a comment\n",
            "    # not a comment\n  channel: mail\n",
        ),
        (
            "activity:autumn",
            {"cost": "1600"},
            "autumn: {name: Autumn, cost: 1500}   # small\n",
            "autumn:\n  name: Autumn\n  cost: 1600\n",
        ),
        (
            "activity:winter",
            {"labels": {"tier": "2"}},
            '  labels:\n    tier: "1"   # text\n',
            "  labels:\n    tier: 2\n",
        ),
        ("activity:autumn", None, "autumn: {name: Autumn, cost: 1500}   # small\n", ""),
        (
            "activity:summer",
            {"name": "Summer"},
            '    tier: "1"   # text\n',
            '    tier: "1"   # text\nsummer:\n  name: Summer\n',
        ),
    ],
)
def test_only_the_lines_of_what_changes_are_written(
    ref: str, fields: dict[str, object] | None, old: str, new: str, folder: Path
) -> None:
    assert old in COMMENTED
    assert written(folder, ref, fields) == COMMENTED.replace(old, new)


def test_a_file_of_comments_keeps_them(tmp_path: Path) -> None:
    (tmp_path / "activity.yaml").write_text("# Write yours below.\n", "utf-8")

    assert written(tmp_path, "activity:a", {"name": "A"}) == "# Write yours below.\na:\n  name: A\n"


def test_a_file_in_one_bracket_is_written_anew(tmp_path: Path) -> None:
    (tmp_path / "activity.yaml").write_text("{a: {name: A}, b: {name: B}}\n", "utf-8")

    assert written(tmp_path, "activity:b", {"name": "C"}) == "a:\n  name: A\nb:\n  name: C\n"


def test_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "activity.yaml").write_bytes(b"a:\r\n  name: A\r\nb:\r\n  name: B")

    written(tmp_path, "activity:a", {"cost": "5"})

    assert (tmp_path / "activity.yaml").read_bytes() == b"a:\r\n  name: A\r\n  cost: 5\r\nb:\r\n  name: B\r\n"


def test_an_item_is_changed_in_the_file_that_holds_it(tmp_path: Path) -> None:
    (tmp_path / "activity.csv").write_text("key,name\na,A\n", "utf-8")
    (tmp_path / "activity.yaml").write_text("b: {name: B}\n", "utf-8")

    written(tmp_path, "activity:b", {"name": "C"})

    assert (tmp_path / "activity.csv").read_text("utf-8") == "key,name\na,A\n"


@settings(max_examples=60, deadline=None)
@given(plans(), plans(), st.sets(st.sampled_from(sorted(KINDS))))
def test_whatever_is_changed_is_read_back(old: Plan, new: Plan, sheets: set[str]) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place)
        text.write(old, folder, csv_kinds=frozenset(sheets))
        edits = diff(old, new)
        for name, body in patched(folder, new, edits).items():
            (folder / name).write_bytes(body.encode())

        again = text.read(folder) if len(old) or len(new) else new

        assert again == new
