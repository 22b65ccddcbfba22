"""What is written says the plan, and leaves alone what was not changed."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import plans

from truenorth.plan import KINDS, Edit, Plan, change, data, diff, entity, text
from truenorth.plan.yaml_rows import in_line
from truenorth.services.patch import patched
from truenorth.services.plan import rename

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
        (folder / name).write_text(body or "", "utf-8", newline="")
    assert text.read(folder) == changed
    path = folder / "activity.yaml"
    return path.read_text("utf-8") if path.exists() else ""


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
            "  effort: {copy: 9}\n",
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
            "autumn: {name: Autumn, cost: 1600}   # small\n",
        ),
        (
            "activity:winter",
            {"labels": {"tier": "2"}},
            '  labels:\n    tier: "1"   # text\n',
            "  labels:\n    tier: 2   # text\n",
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


@pytest.mark.parametrize(
    ("old", "fields", "new"),
    [
        ("a: {name: A, cost: 100} # note\n", {"cost": "150"}, "a: {name: A, cost: 150} # note\n"),
        ("a: {name: A, cost: 100} # note\n", {"cost": None}, "a: {name: A} # note\n"),
        ("a: {name: A, cost: 100} # note\n", {"name": None}, "a: {cost: 100} # note\n"),
        ("a: {name: A} # note\n", {"channel": "a, b"}, "a: {name: A, channel: 'a, b'} # note\n"),
        ("a: {name: A} # note\n", {"note": "One\nTwo"}, 'a: {name: A, "note": "One\\nTwo"} # note\n'),
        ("a: {} # note\n", {"name": "A"}, "a: {name: A} # note\n"),
        ("{a: {name: A}, b: {name: B}}\n", {"name": "C"}, "{a: {name: C}, b: {name: B}}\n"),
        (
            "a: {name: A, # its name\n    effort: {copy: 1, design: 2}, # hours\n    undecided: [x, y]}\n",
            {"effort": {"copy": "1", "design": "3", "film": "4"}},
            "a: {name: A, # its name\n    effort: {copy: 1, design: 3, film: 4}, # hours\n    undecided: [x, y]}\n",
        ),
        ("a: {undecided: [x, y, z]}\n", {"undecided": ["x", "z"]}, "a: {undecided: [x, z]}\n"),
        ("a: {undecided: [ x,y ]}\n", {"undecided": ["x", "v", "w", "y"]}, "a: {undecided: [ x,v, w, y ]}\n"),
        ("a: {undecided: [ x,y ]}\n", {"undecided": ["w", "x", "y"]}, "a: {undecided: [ w, x,y ]}\n"),
        ("a: {undecided: x; y} # two\n", {"undecided": ["x"]}, "a: {undecided: [x]} # two\n"),
        ("a: {needs: {emails: 14000, forms: }}\n", {"needs": {"emails": "14000", "forms": "2"}}, None),
        ("a: {needs: {emails: 14000, forms}}\n", {"needs": {"emails": "14000", "forms": "2"}}, None),
        ("a:\n  cost: 3000   # printed\n  name: A\n", {"cost": "4000"}, "a:\n  cost: 4000   # printed\n  name: A\n"),
        ('a:\n  name: "A"  # its name\n', {"name": "B: c"}, "a:\n  name: 'B: c'  # its name\n"),
        (
            "a:\n  costs:\n    # by month\n    - amount: 1 # first\n      month: 2027-01\n    - {amount: 2} # second\n",
            {"costs": [{"amount": "5", "month": "2027-01"}, {"amount": "2"}, {"amount": "9"}]},
            "a:\n  costs:\n    # by month\n    - amount: 5 # first\n      month: 2027-01\n    - {amount: 2} # second\n"
            "    - amount: 9\n",
        ),
        (
            "a:\n  costs:\n  - amount: 1\n    month: 2027-01 # January\n  - {amount: 2} # second\n  name: A\n",
            {"costs": [{"month": "2027-01"}]},
            "a:\n  costs:\n  - month: 2027-01 # January\n  name: A\n",
        ),
        (
            "a:\n  undecided:\n  - x # one\n  - y # two\n",
            {"undecided": ["w", "x", "y"]},
            "a:\n  undecided:\n  - w\n  - x # one\n  - y # two\n",
        ),
        ("a:\n  undecided:\n    -\n      x\n", {"undecided": ["x", "y"]}, "a:\n  undecided:\n  - x\n  - y\n"),
    ],
)
def test_brackets_and_comments_stay_where_they_are(
    old: str, fields: dict[str, object], new: str | None, tmp_path: Path
) -> None:
    (tmp_path / "activity.yaml").write_text(old, "utf-8")

    new = new or "a: {needs: {emails: 14000, forms: 2}}\n"
    assert written(tmp_path, "activity:a", fields) == new


def test_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "activity.yaml").write_bytes(b"a:\r\n  name: A\r\nb:\r\n  name: B")

    written(tmp_path, "activity:a", {"cost": "5"})

    assert (tmp_path / "activity.yaml").read_bytes() == b"a:\r\n  name: A\r\n  cost: 5\r\nb:\r\n  name: B\r\n"


def test_an_item_is_changed_in_the_file_that_holds_it(tmp_path: Path) -> None:
    (tmp_path / "activity.csv").write_text("key,name\na,A\n", "utf-8")
    (tmp_path / "activity.yaml").write_text("b: {name: B}\n", "utf-8")

    written(tmp_path, "activity:b", {"name": "C"})

    assert (tmp_path / "activity.csv").read_text("utf-8") == "key,name\na,A\n"


def test_a_mark_at_the_start_of_a_file_stays(tmp_path: Path) -> None:
    (tmp_path / "activity.yaml").write_bytes(b"\xef\xbb\xbfa: {name: A}\n")

    written(tmp_path, "activity:a", {"cost": "5"})

    assert (tmp_path / "activity.yaml").read_bytes() == b"\xef\xbb\xbfa: {name: A, cost: 5}\n"


@settings(max_examples=60, deadline=None)
@given(plans(), plans())
def test_what_is_written_of_a_plan_in_brackets_keeps_the_comments_of_what_stays(old: Plan, new: Plan) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place)
        for kind, made in KINDS.items():
            lines = [f"{item.key}: {in_line(data(item))} # {item.key} it is\n" for item in old.all(made)]
            (folder / f"{kind}.yaml").write_bytes("".join(lines).encode())
        for name, body in patched(folder, new, diff(old, new)).items():
            (folder / name).write_bytes((body or "").encode())

        assert text.read(folder) == new
        told = "".join(path.read_text("utf-8") for path in folder.iterdir())
        assert [
            ref for ref in old.entities.keys() & new.entities.keys() if f"# {ref.partition(':')[2]} it" not in told
        ] == []


@settings(max_examples=60, deadline=None)
@given(plans(), plans(), st.sets(st.sampled_from(sorted(KINDS))))
def test_whatever_is_changed_is_read_back(old: Plan, new: Plan, sheets: set[str]) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place)
        text.write(old, folder, csv_kinds=frozenset(sheets))
        edits = diff(old, new)
        for name, body in patched(folder, new, edits).items():
            (folder / name).write_bytes((body or "").encode())

        again = text.read(folder) if len(old) or len(new) else new

        assert again == new


@pytest.mark.parametrize(
    ("file", "old", "ref", "fields", "new"),
    [
        (
            "activity.csv",
            "name,cost\nFair,1\nLetter,2\n",
            "fair",
            {"cost": "9"},
            "key,name,cost\nfair,Fair,9\nletter,Letter,2\n",
        ),
        (
            "activity.csv",
            'Name;cost\r\n"Fair";1\r\n;\r\nFair;2',
            "fair-2",
            {"name": "Trade fair"},
            'key;Name;cost\r\nfair;"Fair";1\r\n;;\r\nfair-2;Trade fair;2\r\n',
        ),
        (
            "activity.csv",
            'key,name\nfair,"Fair"\n,"Letter"\n"",Box\n',
            "fair",
            {"name": "F"},
            'key,name\nfair,F\nletter,"Letter"\nbox,Box\n',
        ),
        ("activity.csv", "name,key\nFair,\nLetter,l\n", "l", {"name": "L"}, "name,key\nFair,fair\nL,l\n"),
        ("activity.csv", "name\nFair\n", "new", {"name": "New"}, "key,name\nfair,Fair\nnew,New\n"),
        (
            "activity.yaml",
            "# ours\n- name: Fair # the big one\n  cost: 1\n\n# later\n- {name: Letter, cost: 2} # small\n",
            "fair",
            {"name": "Trade fair"},
            "# ours\n- key: fair\n  name: Trade fair # the big one\n  cost: 1\n\n# later\n"
            "- {key: letter, name: Letter, cost: 2} # small\n",
        ),
        (
            "activity.yaml",
            "- {name: Fair, cost: 2} # small\n- {key: b, name: Letter}\n",
            "fair",
            {"cost": "3", "channel": "fair"},
            "- {key: fair, name: Fair, cost: 3, channel: fair} # small\n- {key: b, name: Letter}\n",
        ),
        ("activity.yaml", "- name: Fair\n- name: Letter # gone\n", "letter", None, "- key: fair\n  name: Fair\n"),
        (
            "activity.yaml",
            "- name: Fair # one\n",
            "new",
            {"name": "New"},
            "- key: fair\n  name: Fair # one\n- key: new\n  name: New\n",
        ),
        ("activity.yaml", "[{name: Fair}]\n", "fair", {"cost": "1"}, "fair:\n  name: Fair\n  cost: 1\n"),
    ],
)
def test_items_without_keys_are_given_them_when_their_file_is_written(
    file: str, old: str, ref: str, fields: dict[str, object] | None, new: str, tmp_path: Path
) -> None:
    (tmp_path / file).write_bytes(old.encode())

    written(tmp_path, f"activity:{ref}", fields)

    assert (tmp_path / file).read_bytes().decode() == new


def test_a_new_key_of_an_item_in_a_list_is_written_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "activity.yaml").write_text("- name: Fair # one\n- {key: l, name: Letter} # two\n", "utf-8")

    rename(tmp_path, "fair", "trade-fair")
    rename(tmp_path, "l", "letter")

    told = "- key: trade-fair\n  name: Fair # one\n- {key: letter, name: Letter} # two\n"
    assert (tmp_path / "activity.yaml").read_text("utf-8") == told
