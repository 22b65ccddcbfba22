"""A plan as a folder: it comes back the same, and whatever is wrong in it is said with file, line, field and mend."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import plans

from truenorth.plan import KINDS, Plan, apply, data, diff, entity, plan_of, text
from truenorth.plan.example import folder as example
from truenorth.plan.swap import PENDING
from truenorth.plan.text import Faults, documents, dumped, read, settings, write

ALL_CSV = frozenset(KINDS)


def put(folder: Path, **files: str | bytes) -> Path:
    """A folder with files, their names written with `_` for the dot."""
    folder.mkdir(exist_ok=True)
    for name, said in files.items():
        path = folder / ".".join(name.rsplit("_", 1))
        path.write_bytes(said if isinstance(said, bytes) else said.encode())
    return folder


def faults(folder: Path) -> list[str]:
    with pytest.raises(Faults) as refused:
        read(folder)
    return [str(fault) for fault in refused.value.faults]


@given(plans(), st.sampled_from([frozenset(), ALL_CSV]))
def test_a_written_plan_reads_back_with_the_same_fingerprint(plan: Plan, csv_kinds: frozenset[str]) -> None:
    with TemporaryDirectory() as folder:
        write(plan, Path(folder), csv_kinds=csv_kinds)

        assert not plan.entities or read(Path(folder)).fingerprint == plan.fingerprint


@given(plans(), plans())
def test_a_folder_takes_up_another_plan_whatever_was_there(before: Plan, after: Plan) -> None:
    with TemporaryDirectory() as folder:
        write(before, Path(folder), csv_kinds=frozenset({"activity"}))
        write(after, Path(folder))

        assert not after.entities or read(Path(folder)) == after


@given(plans())
def test_what_is_written_again_changes_no_file(plan: Plan) -> None:
    with TemporaryDirectory() as folder:
        write(plan, Path(folder))

        assert text.written(plan, Path(folder)) == {}


def test_acme_goes_through_csv_and_back(tmp_path: Path) -> None:
    acme = read(example("acme"))

    write(acme, tmp_path, csv_kinds=ALL_CSV)

    assert read(tmp_path) == acme
    assert (tmp_path / "activity.csv").read_text().startswith("key,name,owner,program,team,")


def test_only_the_files_that_say_something_else_change(tmp_path: Path) -> None:
    put(
        tmp_path,
        team_yaml="# Who is who\ndemand: {name: Demand}  # the big one\n",
        role_csv="key,name\nlead,Lead\n",
        README_md="# Ours\n",
        truenorth_yaml="schema: 1  # of 2027\nrequired: [GOAL01]\n",
    )
    (tmp_path / "records").mkdir()
    put(tmp_path / "records", decision_yaml="decision: []\n")
    plan = read(tmp_path)

    write(apply(plan, diff(plan, plan.changed({"role:lead": entity("role:lead", {"name": "Head"})}))), tmp_path)

    assert (tmp_path / "team.yaml").read_text() == "# Who is who\ndemand: {name: Demand}  # the big one\n"
    assert (tmp_path / "role.csv").read_text() == "key,name\nlead,Head\n"
    assert (tmp_path / "truenorth.yaml").read_text() == "schema: 1  # of 2027\nrequired: [GOAL01]\n"
    assert (tmp_path / "README.md").read_text() == "# Ours\n"
    assert (tmp_path / "records" / "decision.yaml").read_text() == "decision: []\n"


def test_a_kind_without_items_has_no_file_and_one_of_over_200_becomes_csv(tmp_path: Path) -> None:
    write(plan_of(entity(f"team:t{number}", {"name": "T"}) for number in range(200)), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["team.yaml", "truenorth.yaml"]

    write(plan_of(entity(f"team:t{number}", {"name": "T"}) for number in range(201)), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["team.csv", "truenorth.yaml"]

    write(plan_of([entity("role:lead", {})]), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["role.yaml", "truenorth.yaml"]


def test_items_of_one_kind_may_stand_in_yaml_and_in_csv(tmp_path: Path) -> None:
    plan = read(put(tmp_path, team_yaml="a: {name: A}\n", team_csv="key,name\nb,B\n"))

    write(plan.changed({"team:c": entity("team:c", {})}), tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["team.csv", "truenorth.yaml"]
    assert sorted(read(tmp_path).entities) == ["team:a", "team:b", "team:c"]


def test_numbers_and_true_or_false_are_written_without_marks() -> None:
    assert dumped({"a": {"filled": 2, "milestone": True, "name": "no", "note": "null", "of": "1.60"}}) == (
        "a:\n  filled: 2\n  milestone: true\n  name: no\n  note: 'null'\n  of: 1.60\n"
    )


def test_a_change_that_was_cut_short_is_read_as_made(tmp_path: Path) -> None:
    put(tmp_path, team_yaml="a: {name: Old}\n", role_yaml="r: {}\n")
    pending = tmp_path / PENDING
    pending.mkdir()
    (pending / "0.new").write_text("a: {name: New}\n")
    (pending / "ready.json").write_text('{"team.yaml": "0.new", "role.yaml": null}')

    assert {ref: data(item) for ref, item in read(tmp_path).entities.items()} == {"team:a": {"name": "New"}}


@pytest.mark.parametrize(
    ("holds", "said"),
    [
        ("a:\n  nme: x\n", "2: a nme: an activity has no field 'nme'; did you mean 'name'?"),
        ("a:\n  costs:\n  - {amount: 1}\n  - {amount: x}\n", "4: a costs.1.amount: 'x' is not an amount of money"),
        ("a: {effort: {copy: 8, design: much}}\n", "1: a effort.design: 'much' is not a quantity"),
        ("a: {start: 2021-04-31}\n", "1: a start: 2021-04-31 does not exist: April 2021 has 30 days; did you mean"),
        ("a: yes\n", "1: a: needs fields below it: 'name: ...'"),
        ("- a\n- name: B\n", "1: item 1: must hold a key or a name: '- {name: Spring letter}', or stand below its key"),
        ("a: {name: x\nb: {}\n", "2: is not YAML: "),
        ("a: {}\nb: {}\na: {}\n", "3: is not YAML: 'a' is there twice: keep one"),
        ("a:\n  name: x\n  name: y\n", "3: is not YAML: 'name' is there twice: keep one"),
        ("a: &x {}\nb: *x\n", "2: is not YAML: *x refers to another place: write the value out (or quote the text)"),
        (
            "a: {name: !!python/object:os.system x}\n",
            "1: is not YAML: !!python/object:os.system is not read: write the",
        ),
        ("a: {cost: !!int x}\n", "1: is not YAML: !!int is not read: write the value alone"),
        ("a: !!map [b]\n", "1: is not YAML: expected names with values"),
        ("? [a]\n: b\n", "1: is not YAML: a name must be text"),
        ("a: {}\n---\nb: {}\n", "2: is not YAML: but found another document; keep what stands above '---' or"),
        ("ä: {}\na: \x07\n", "2: holds a character that cannot be seen (U+0007): take it out"),
        ("a:\n  name: x\n  note: y\0\n", "3: holds a character that cannot be seen (U+0000): take it out"),
        ("? |\n a\n b\n: {name: x}\n", "1: a b key: 'a b ' is not a key: use letters, digits"),
        (f"a: {'[' * 5000}{']' * 5000}\n", "1: is not YAML: exceeded maximum nesting depth"),
        (f"a: {{tools: {'[' * 400}{']' * 400}}}\n", " is not YAML: it is nested too deep"),
        (f"a: {{tools: {'[' * 40}{']' * 40}}}\n", "1: a tools.0: expected text, found a list"),
        ("a: {}\nGrüße".encode("latin-1"), "2: is not UTF-8 text from here on: save the file as UTF-8"),
        (f"a: {{labels: '{'[' * 20000}'}}\n", "1: a labels: starts with [ but is not JSON (it is nested too deep)"),
    ],
)
def test_what_is_wrong_in_yaml_is_said_with_line_field_and_mend(tmp_path: Path, holds: str | bytes, said: str) -> None:
    (found,) = faults(put(tmp_path, team_yaml="t: {}\n", activity_yaml=holds))

    assert found.startswith(f"activity.yaml:{said}")


@pytest.mark.parametrize(
    ("holds", "said"),
    [
        ("title,cost\nx,1\n", "1: the first line must name the columns, one of them 'key' or 'name'"),
        ("key,name,name\na,x,y\n", "1: name: is a column twice: keep one"),
        ("key,effort,effort.copy\na,,8\n", "1: effort: is a column, and so is a part of it (effort. ...): keep one of"),
        ("key,name\na,x,y\n", "2: has 3 cells, the header 2: quote cells that hold a ','"),
        ("key,name,cost\n, ,1\n", "2: key: is empty, and so is the name: every row needs one of the two"),
        ("key,,name\na,y,x\n", "2: has a cell under a column without a name: name the column"),
        ('key,name\na,"x\n', "2: is not CSV: unexpected end of data; is a quote left open?"),
        ('key,note\na,"x\ny"\nb,\nb,\n', "5: key: 'b' is in line 4 already: give one another key"),
        ("key,cost\na,1\nb,x\n", "3: b cost: 'x' is not an amount of money: write 1200"),
        ("key,name\nSpring letter,x\n", "2: Spring letter key: 'Spring letter' is not a key: use letters, digits, '-'"),
        ("Schlüssel;Name\n".encode("utf-16"), "1: is not UTF-8 text from here on: save the file as UTF-8"),
    ],
)
def test_what_is_wrong_in_csv_is_said_with_line_field_and_mend(tmp_path: Path, holds: str | bytes, said: str) -> None:
    (found,) = faults(put(tmp_path, team_yaml="t: {}\n", activity_csv=holds))

    assert found.startswith(f"activity.csv:{said}")


@pytest.mark.parametrize(
    ("name", "holds", "said"),
    [
        ("activty.yaml", "a: {}\n", ": 'activty' is not a kind of item; did you mean activity?"),
        ("activities.csv", "key\na\n", ": 'activities' is not a kind of item; did you mean activity?"),
        ("activity.xlsx", "PK", ": is not read: save it as CSV (UTF-8) or YAML"),
        ("truenorth.yaml", "schema: 2\n", ": schema: is 2; this Truenorth reads 1 to 1: update it"),
        ("truenorth.yaml", "schema: ²\n", ": schema: is ²; this Truenorth reads 1 to 1: update it"),
        ("truenorth.yaml", f"schema: {'9' * 5000}\n", ": schema: is 999"),
        ("truenorth.yaml", "schema: 1\nrule: {}\n", ":2: rule: is no setting: schema, rules, required and grown are"),
    ],
)
def test_a_file_that_is_none_of_a_plan_is_said(tmp_path: Path, name: str, holds: str, said: str) -> None:
    put(tmp_path, team_yaml="t: {}\n")
    (tmp_path / name).write_text(holds, "utf-8")

    (found,) = faults(tmp_path)

    assert found.startswith(f"{name}{said}")


def test_an_item_in_two_files_is_said(tmp_path: Path) -> None:
    folder = put(tmp_path, team_yaml="a: {}\nb:\n  name: B\n", team_csv="key,name\nb,B\n")

    assert faults(folder) == ["team.yaml:2: key: 'b' is there twice: give one another key"]


def test_a_small_file_cannot_grow_without_end(tmp_path: Path) -> None:
    laughs = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10 if n else ['ha'])}]" for n in range(30))

    assert faults(put(tmp_path, activity_yaml=laughs))[0].startswith(
        "activity.yaml:2: is not YAML: *l0 refers to another"
    )


def test_a_star_in_text_is_no_reference(tmp_path: Path) -> None:
    plan = read(put(tmp_path, activity_yaml="a: {note: 'the *best* letter', name: 5 * 3}\nb:\n  note: |\n    *now*\n"))

    assert [item.note for item in plan.entities.values()] == ["the *best* letter", "*now*"]


def test_a_file_too_large_for_a_plan_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "LARGEST_FILE", 100)

    assert faults(put(tmp_path, team_yaml="t: {}\n", activity_csv="key\n" + "a" * 100)) == [
        "activity.csv: is over 64 MB: a plan is much smaller; is this an export of facts?"
    ]


def test_a_text_longer_than_the_csv_module_takes_comes_back(tmp_path: Path) -> None:
    plan = plan_of([entity("content:post", {"text": "word " * 60_000})])

    write(plan, tmp_path, csv_kinds=ALL_CSV)

    assert read(tmp_path).fingerprint == plan.fingerprint


@pytest.mark.parametrize(
    "sheet",
    [
        "\ufeffkey,name,effort.copy,tools\nletter,Letter,8,a; b\n",
        'Key;Name;Effort.copy;Tools\nletter;Letter;8;"a; b"\n',
        "key\tname\teffort.copy\ttools\nletter\tLetter\t8\ta; b\n",
        "key, name ,effort.copy,tools,,\r\nletter, Letter ,8,a;b,,\r\n,,,,,\r\n , \r\n",
        'key,name,effort,tools\nletter,Letter,copy=8,"[""a"", ""b""]"\n',
        "key,name,effort.copy,tools\rletter,Letter,8,a; b\r",
    ],
)
def test_a_sheet_is_read_as_a_spreadsheet_saves_it(tmp_path: Path, sheet: str) -> None:
    plan = read(put(tmp_path, activity_csv=sheet))

    assert {ref: data(item) for ref, item in plan.entities.items()} == {
        "activity:letter": {"name": "Letter", "effort": {"copy": "8"}, "tools": ["a", "b"]}
    }


def test_columns_may_be_headed_in_words(tmp_path: Path) -> None:
    plan = read(put(tmp_path, activity_csv="Key,In market,Effort.Copy\na,2027-03-15,8\n"))

    assert data(plan.entities["activity:a"]) == {"in_market": "2027-03-15", "effort": {"Copy": "8"}}


def test_files_of_an_editor_or_the_system_are_passed_over(tmp_path: Path) -> None:
    put(tmp_path, team_yaml="a: {}\n")
    for name in (
        ".~lock.activity.csv#",
        "._activity.yaml",
        ".activity.yaml.swp",
        "~$activity.csv",
        "notes.txt",
        "x.json",
    ):
        (tmp_path / name).write_bytes(b"\xff\xfe")

    assert list(read(tmp_path).entities) == ["team:a"]


def test_a_folder_may_be_named_like_a_file(tmp_path: Path) -> None:
    (tmp_path / "activity.yaml").mkdir()

    assert faults(put(tmp_path, team_yaml="a: {}\n")) == ["activity.yaml: is not a file"]


@pytest.mark.parametrize("there", [False, True])
def test_no_folder_or_no_plan_in_it_is_said(tmp_path: Path, there: bool) -> None:
    folder = tmp_path / "plan"
    if there:
        put(folder, README_md="# Ours")

    assert faults(folder) == [
        f"{folder}: holds no plan: no file such as activity.yaml or activity.csv"
        if there
        else f"{folder}: is not a folder; `truenorth plan init FOLDER` makes one"
    ]


def test_the_same_wrong_thing_in_many_rows_is_said_once(tmp_path: Path) -> None:
    rows = "".join(f"a{number},high,{'x' if number < 2 else ''}\n" for number in range(1500))

    assert faults(put(tmp_path, activity_csv="key,Priority,cost\n" + rows)) == [
        "activity.csv:2: a0 priority: an activity has no field 'priority'; `truenorth plan kinds activity` lists the"
        " fields. The company's own fields go to labels. (and in 1,499 more places)",
        "activity.csv:2: a0 cost: 'x' is not an amount of money: write 1200, 1,200.50 EUR or undisclosed",
        "activity.csv:3: a1 cost: 'x' is not an amount of money: write 1200, 1,200.50 EUR or undisclosed",
    ]


def test_plain_data_is_given_before_it_is_checked(tmp_path: Path) -> None:
    put(tmp_path, activity_yaml="a: {cost: much}\nb:\n", team_csv="key,name\nt,T\n")

    assert documents(tmp_path) == {"activity": {"a": {"cost": "much"}, "b": {}}, "team": {"t": {"name": "T"}}}


def test_settings_are_what_the_file_says_and_nothing_where_there_is_none(tmp_path: Path) -> None:
    assert settings(tmp_path) == {}
    put(tmp_path, truenorth_yaml="schema: 1\nrules: {TOOL02: {off: true}}\nrequired: [GOAL01]\n")
    assert settings(tmp_path) == {"schema": "1", "rules": {"TOOL02": {"off": "true"}}, "required": ["GOAL01"]}


def test_a_folder_that_cannot_be_read_is_written_over_as_asked(tmp_path: Path) -> None:
    put(tmp_path, team_yaml="a: {nme: x}\n")
    plan = plan_of([entity("team:a", {"name": "x"})])

    write(plan, tmp_path)

    assert read(tmp_path) == plan


PIECES = [
    *(
        "a",
        "key",
        "name",
        "cost",
        ": ",
        ":\n  ",
        "\n",
        ",",
        "- ",
        "{",
        "}",
        "[",
        "]",
        '"',
        "'",
        "|\n",
        "&x ",
        "*x",
        "!!int ",
    ),
    *("!!set", "? ", "---\n", "#", "%", "\t", "2027-03", "=", ";", "\r", "\x00", "~", "<<: "),
]
NAMES = [f"{kind}.{ending}" for kind in sorted(KINDS) for ending in ("yaml", "csv")] + ["truenorth.yaml"]
SAID = st.one_of(
    st.binary(max_size=60),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60).map(str.encode),
    st.lists(st.sampled_from(PIECES), max_size=16).map(lambda parts: "".join(parts).encode()),
)


@given(st.sampled_from(NAMES), SAID)
def test_no_file_whatever_it_holds_does_worse_than_be_refused(name: str, said: bytes) -> None:
    with TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(said)
        try:
            plan = read(Path(folder))
        except Faults:
            return
        write(plan, Path(folder))
        assert not plan.entities or read(Path(folder)) == plan


def test_a_sheet_without_keys_takes_them_from_the_names(tmp_path: Path) -> None:
    sheet = "Name,cost\nFrühjahrs-Mailing 2027,1\nFair,2\n,\nFair,3\n???,4\nFair-2,5\n"

    plan = read(put(tmp_path, activity_csv=sheet))

    assert [(item.key, item.name) for item in plan.entities.values()] == [
        ("fruehjahrs-mailing-2027", "Frühjahrs-Mailing 2027"),
        ("fair", "Fair"),
        ("fair-2", "Fair"),
        ("activity", "???"),
        ("fair-2-2", "Fair-2"),
    ]


def test_a_row_without_a_key_takes_it_from_its_name_and_never_that_of_another(tmp_path: Path) -> None:
    plan = read(put(tmp_path, activity_csv="key,name\n,Fair\nfair,Trade fair\n"))

    assert {ref: item.name for ref, item in plan.entities.items()} == {
        "activity:fair-2": "Fair",
        "activity:fair": "Trade fair",
    }


def test_items_in_a_list_take_their_keys_from_their_names(tmp_path: Path) -> None:
    plan = read(put(tmp_path, activity_yaml="- name: Spring letter\n  cost: 5\n- {key: x, name: Fair}\n- {key: y}\n"))

    assert {ref: item.name for ref, item in plan.entities.items()} == {
        "activity:spring-letter": "Spring letter",
        "activity:x": "Fair",
        "activity:y": "",
    }


def test_what_is_wrong_in_a_list_is_said_with_its_line(tmp_path: Path) -> None:
    listed = "- name: Spring letter\n  cost: 5\n- name: Fair\n  cost: dear\n"

    assert faults(put(tmp_path, activity_yaml=listed)) == [
        "activity.yaml:4: fair cost: 'dear' is not an amount of money: write 1200, 1,200.50 EUR or undisclosed"
    ]
    assert faults(put(tmp_path, activity_yaml="- {name: A, key: a}\n- {key: a}\n")) == [
        "activity.yaml:2: key: 'a' is there twice: give one another key"
    ]


def test_ten_thousand_rows_of_one_name_are_told_apart_at_once(tmp_path: Path) -> None:
    plan = read(put(tmp_path, activity_csv="name\n" + "Post\n" * 10_000))

    assert {"activity:post", "activity:post-2", "activity:post-10000"} <= plan.entities.keys()
