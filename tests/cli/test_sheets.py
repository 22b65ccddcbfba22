"""`truenorth plan import`, `export` and `template`: shown first, done as one change, taken back, remembered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from truenorth.plan import text
from truenorth.records import read as read_records

Run = Callable[..., Any]
Held = Callable[[Path], dict[str, bytes]]
SHEETS = Path(__file__).parents[2] / "examples" / "sheets"
VARIANTS = ["forty-rows-us.csv", "forty-rows-de.csv", "forty-rows-de.xlsx", "forty-rows-messy.xlsx"]
ON = ("--as-of", "2027-01-11")


@pytest.fixture
def empty(run: Run, tmp_path: Path) -> Path:
    """An empty plan, as `plan init` makes it."""
    run("plan", "init", tmp_path / "mine", "--example", "empty")
    return tmp_path / "mine"


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., Path]:
    """A CSV file."""

    def written(content: str, name: str = "work.csv") -> Path:
        (tmp_path / name).write_text(content, "utf-8")
        return tmp_path / name

    return written


ROWS = "Titel;Verantwortlich;Termin;Kanal;Prio\nBrief;Redaktion;01.03.2027;Print;A\nMesse;Events;12.06.2027;Event;B\n"


def test_a_preview_shows_the_guess_with_values_and_the_changes_and_writes_nothing(
    run: Run, empty: Path, sheet: Callable[..., Path], held: Held
) -> None:
    before = held(empty)

    ran = run("plan", "import", empty, sheet(ROWS), "--preview")

    assert ran.code == 0
    assert ran.out.splitlines() == [
        "work.csv: 2 activities below row 1.",
        "  A  Titel           name        Brief | Messe",
        "  B  Verantwortlich  owner       Redaktion | Events",
        "  C  Termin          due         01.03.2027 -> 2027-03-01 | 12.06.2027 -> 2027-06-12",
        "  D  Kanal           channel     Print | Event",
        "  E  Prio            label Prio  A | B",
        '  To correct a column: --map "COLUMN=field" (or labels.X, or id, or - to leave it out).',
        "+ Brief (activity:brief)",
        "+ Messe (activity:messe)",
        "2 added.",
    ]
    assert held(empty) == before


def test_nothing_is_written_without_a_yes(run: Run, empty: Path, sheet: Callable[..., Path], held: Held) -> None:
    before = held(empty)

    ran = run("plan", "import", empty, sheet(ROWS))

    assert ran.code == 0
    assert "Nothing was written: say --yes to do it." in ran.err
    assert held(empty) == before


def test_an_import_is_one_change_that_can_be_taken_back(
    run: Run, empty: Path, sheet: Callable[..., Path], held: Held
) -> None:
    before = text.read(empty)
    done = run("plan", "import", empty, sheet(ROWS), "--yes", "--by", "mops")
    assert (done.code, done.out.splitlines()[-1]) == (0, f"Done. To take it back: truenorth plan undo {empty}")
    assert len(text.read(empty)) == 2
    change = read_records(empty).changes[0]
    assert (change.why, change.by, len(change.edits)) == ("import work.csv", "mops", 2)

    assert run("plan", "undo", empty).code == 0
    assert text.read(empty) == before


def test_importing_twice_changes_nothing(run: Run, empty: Path, sheet: Callable[..., Path], held: Held) -> None:
    file = sheet(ROWS)
    run("plan", "import", empty, file, "--yes")
    before = held(empty)

    ran = run("plan", "import", empty, file, "--yes")

    assert ran.code == 0
    assert "The plan says all of this already: nothing to change." in ran.out
    assert held(empty) == before


def test_a_corrected_guess_is_remembered_for_next_months_sheet(
    run: Run, empty: Path, sheet: Callable[..., Path]
) -> None:
    first = sheet("Titel;Wer;Termin;Zahl\nBrief;Redaktion;03/04/2027;7\n")
    asked = run("plan", "import", empty, first, "--yes")
    assert asked.code == 2
    assert "add --date-order dmy (2027-04-03) or --date-order mdy (2027-03-04)" in asked.err
    run("plan", "import", empty, first, "--yes", "--date-order", "mdy", "--map", "Wer=channel", "--map", "Zahl=-")

    ran = run(
        "plan",
        "import",
        empty,
        sheet("Marketing\n\nTitel;Wer;Termin;Zahl\nFilm;Video;05/06/2027;8\n", "april.csv"),
        "--yes",
    )

    assert ran.code == 0
    assert "april.csv: 1 activity below row 3 (as it was read before)." in ran.out
    film = text.read(empty).entities["activity:film"]
    assert (film.due, film.channel, film.labels) == ("2027-05-06", "Video", {})  # type: ignore[attr-defined]


def test_wrong_cells_are_all_named_and_the_folder_stays_as_it_is(
    run: Run, empty: Path, sheet: Callable[..., Path], held: Held
) -> None:
    rows = (
        "Title,Owner,Due\nLetter,Editor,2021-04-31\n,Events,2027-01-04\nFair,Events,2027-02-30\nFilm,Video,2021-04-31\n"
    )
    before = held(empty)

    ran = run("plan", "import", empty, sheet(rows), "--yes")

    assert ran.code == 2
    assert ran.err.splitlines() == [
        "work.csv, C2 '2021-04-31': 2021-04-31 does not exist: April 2021 has 30 days; did you mean 2021-04-30?"
        " (also C5)",
        "work.csv, A3: is empty: every row needs a title",
        "work.csv, C4 '2027-02-30': 2027-02-30 does not exist: February 2027 has 28 days; did you mean 2027-02-28?",
        "4 cells cannot be taken, and nothing was changed: mend the sheet, or leave those rows out with --skip-wrong.",
    ]
    assert held(empty) == before


def test_good_rows_can_be_taken_alone(run: Run, empty: Path, sheet: Callable[..., Path]) -> None:
    ran = run(
        "plan",
        "import",
        empty,
        sheet("Title,Owner,Due\nLetter,Editor,2021-04-31\nFair,Events,2027-02-01\n"),
        "--yes",
        "--skip-wrong",
    )

    assert ran.code == 0
    assert "C2 '2021-04-31'" in ran.err
    assert "1 rows" not in ran.err
    assert "1 row is left out, because something in it is wrong." in ran.err
    assert list(text.read(empty).entities) == ["activity:fair"]


@pytest.mark.parametrize("ending", ["xlsx", "csv folder"])
def test_a_plan_goes_out_and_comes_back_the_same(
    ending: str, run: Run, acme: Path, tmp_path: Path, empty: Path
) -> None:
    out = tmp_path / ("acme.xlsx" if ending == "xlsx" else "sheets")
    assert run("plan", "export", acme, out).code == 0

    assert run("plan", "import", acme, out, "--yes").out.endswith("nothing to change.\n")
    assert run("plan", "import", empty, out, "--yes").code == 0
    assert text.read(empty).fingerprint == text.read(acme).fingerprint


def test_one_kind_goes_out_as_csv(run: Run, acme: Path, tmp_path: Path) -> None:
    assert run("plan", "export", acme, tmp_path / "tool.csv").code == 0
    assert run("plan", "export", acme, tmp_path / "stack.csv", "--kinds", "tools").code == 0

    assert (tmp_path / "tool.csv").read_bytes() == (tmp_path / "stack.csv").read_bytes()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["export", "acme", "out.csv"], "out.csv: a CSV file holds one kind; say which with --kinds activity"),
        (["export", "acme", "out.pdf"], "write to a name that ends with .xlsx or .csv, or to a folder"),
        (["export", "acme", "out.xlsx", "--kinds", "activty"], "there is no kind 'activty'; did you mean 'activity'?"),
        (["export", "acme", "acme/goal.yaml"], "write to a name that ends with .xlsx or .csv, or to a folder"),
        (["template", "out.csv"], "a template is a workbook; let its name end with .xlsx"),
        (["import", "acme", "none.xlsx"], "none.xlsx: there is no such file"),
        (["import", "nowhere", "none.xlsx"], "there is no such folder"),
        (["import", "acme", "acme"], "holds no CSV file that is named after a kind, such as activity.csv"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    words: list[str], says: str, run: Run, acme: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(acme.parent)

    ran = run("plan", *words)

    assert ran.code == 2
    assert says in ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_file_that_is_there_is_not_written_over_unasked(run: Run, acme: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.xlsx").write_text("precious")

    assert (
        "is there already: name another file, or add --replace"
        in run("plan", "export", acme, tmp_path / "mine.xlsx").err
    )
    assert "is there already" in run("plan", "template", tmp_path / "mine.xlsx").err
    assert (tmp_path / "mine.xlsx").read_text() == "precious"
    assert run("plan", "export", acme, tmp_path / "mine.xlsx", "--replace").code == 0


def test_cells_that_a_spreadsheet_would_compute_are_told_of(run: Run, acme: Path, tmp_path: Path) -> None:
    run("plan", "set", acme, "spring-letter", "note==1+1")

    ran = run("plan", "export", acme, tmp_path / "activity.csv")

    assert ran.err == "1 cell begins like a formula, which a spreadsheet would compute: export to .xlsx to be safe.\n"


def test_names_in_a_sheet_steer_no_terminal(run: Run, empty: Path, sheet: Callable[..., Path]) -> None:
    rows = "Title,Owner,Due,\x1b[31mX\n\x1b]0;title\x07Letter\x1b[0m,[red]x[/red],2021-04-31,\u202egnp\n"

    ran = run("plan", "import", empty, sheet(rows))

    assert "\x1b" not in ran.out + ran.err
    assert "\u202e" not in ran.out + ran.err
    assert "[red]x[/red]" in ran.out


@pytest.mark.parametrize("name", VARIANTS)
def test_forty_rows_become_forty_activities_and_at_most_seven_lines(name: str, run: Run, empty: Path) -> None:
    ran = run("plan", "import", empty, SHEETS / name, "--yes")

    assert ran.code == 0
    plan = text.read(empty)
    assert len(plan) == 40
    for item in plan.entities.values():
        filled = {field for field in ("name", "owner", "due", "channel") if getattr(item, field)}
        assert filled == {"name", "owner", "due", "channel"}, item
        assert item.labels == {}
    listed = run("check", empty, *ON, "--all").out.splitlines()
    findings = [line for line in listed if line.startswith(("error", "warning", "info"))]
    assert 1 <= len(findings) <= 7, "\n".join(listed)
    assert not any(line.startswith("error") for line in findings)


def test_a_german_sheet_says_the_same_as_a_workbook_and_as_text(run: Run, tmp_path: Path) -> None:
    for name, file in (("a", "forty-rows-de.csv"), ("b", "forty-rows-de.xlsx")):
        run("plan", "init", tmp_path / name)
        run("plan", "import", tmp_path / name, SHEETS / file, "--yes")

    assert text.read(tmp_path / "a") == text.read(tmp_path / "b")
    assert text.read(tmp_path / "a").entities["activity:messe-bauen-wohnen"].due == "2027-02-27"  # type: ignore[attr-defined]


def test_the_messy_sheet_says_what_was_left_out(run: Run, empty: Path) -> None:
    out = run("plan", "import", empty, SHEETS / "forty-rows-messy.xlsx", "--preview").out

    assert "Row 46 is a total ('Total'): left out." in out
    assert "B48 is a remark under the table ('Dates may move; ask the plan owner before you book.'): left out." in out
    assert "Not read: Lists (--sheet NAME reads another sheet)." in out


def test_a_template_can_be_imported_as_it_is(run: Run, empty: Path, tmp_path: Path) -> None:
    assert run("plan", "template", tmp_path / "mine.xlsx").code == 0

    ran = run("plan", "import", empty, tmp_path / "mine.xlsx", "--yes")

    assert ran.code == 0
    assert "There are no rows in it yet: fill some in, save it, and import it again." in ran.out


def test_many_rows_are_kept_as_csv_and_taken_back_and_made_again(
    run: Run, empty: Path, sheet: Callable[..., Path]
) -> None:
    rows = "".join(f"Letter {n},Editor,2027-03-01\n" for n in range(300))

    assert run("plan", "import", empty, sheet(f"Title,Owner,Due\n{rows}"), "--yes").code == 0
    plan = text.read(empty)
    assert len(plan) == 300
    assert (empty / "activity.csv").is_file()
    assert len((empty / "records" / "change.yaml").read_text("utf-8").splitlines()) < 1000

    run("plan", "undo", empty)
    assert len(text.read(empty)) == 0
    run("plan", "undo", empty, "--again")
    assert text.read(empty) == plan


def test_a_list_put_beside_the_empty_sheets_of_the_template_is_read(run: Run, empty: Path, tmp_path: Path) -> None:
    import openpyxl

    run("plan", "template", tmp_path / "mine.xlsx")
    book = openpyxl.load_workbook(tmp_path / "mine.xlsx")
    mine = book.create_sheet("Our list")
    mine.append(["Title", "Owner", "Due"])
    mine.append(["Letter", "Editor", "2027-03-01"])
    book.save(tmp_path / "mine.xlsx")

    assert run("plan", "import", empty, tmp_path / "mine.xlsx", "--yes").code == 0
    assert list(text.read(empty).entities) == ["activity:letter"]


def test_where_people_tell_the_title_the_other_columns_are_guessed_all_the_same(process: Any, tmp_path: Path) -> None:
    plan, sheet = tmp_path / "plan", tmp_path / "s.csv"
    sheet.write_text("Launch;Owner;Date;Cost\nSpring fair;Events lead;13.04.2027;1.200,50\n", encoding="utf-8")
    process("plan", "init", plan, "--example", "empty")

    ran = process("plan", "import", plan, sheet, "--kind", "activity", "--map", "Launch=name", "--preview")

    assert (ran.code, ran.err) == (0, "")
    assert "B  Owner   owner" in ran.out
    assert "13.04.2027 -> 2027-04-13" in ran.out
    assert "1.200,50 -> 1200.5" in ran.out


@pytest.mark.parametrize("kind", ["vision", "activity"])
def test_the_command_that_an_export_prints_takes_it_in_again_without_a_change(
    run: Run, acme: Path, tmp_path: Path, kind: str
) -> None:
    printed = run("plan", "export", acme, tmp_path / "to-edit.csv", "--kinds", kind).out.splitlines()[-1]
    words = printed.partition("truenorth ")[2].split()

    assert words[-2:] == ["--kind", kind]
    assert "nothing to change" in run(*words, "--preview").out
