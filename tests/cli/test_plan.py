"""`truenorth plan`: starting, looking, changing, taking back, comparing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from truenorth.plan import KINDS, text

Run = Callable[..., Any]
Held = Callable[[Path], dict[str, bytes]]


def test_a_bare_command_shows_what_there_is(run: Run) -> None:
    for words in ([], ["plan"]):
        ran = run(*words)
        assert ran.code == 0
        assert "Usage: truenorth" in ran.out


def test_version_is_the_package_s(run: Run) -> None:
    from truenorth import __version__

    assert run("version").out == f"truenorth {__version__}\n"


def test_a_new_plan_has_a_template_for_each_kind_and_nothing_in_it(run: Run, tmp_path: Path) -> None:
    ran = run("plan", "init", tmp_path / "new")

    assert ran.code == 0
    assert {path.stem for path in (tmp_path / "new").glob("*.yaml")} == {*KINDS, "truenorth"}
    assert len(text.read(tmp_path / "new")) == 0


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_example_in_a_template_can_be_read(kind: str, run: Run, tmp_path: Path) -> None:
    run("plan", "init", tmp_path / "new")
    lines = (tmp_path / "new" / f"{kind}.yaml").read_text("utf-8").splitlines()
    example = "\n".join(line.removeprefix("# ") for line in lines[lines.index("#") + 1 :])
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / f"{kind}.yaml").write_text(example, "utf-8")

    assert [item.kind for item in text.read(tmp_path / "one").entities.values()] == [kind]


def test_an_example_company_is_copied_whole(run: Run, tmp_path: Path) -> None:
    assert run("plan", "init", tmp_path / "mine", "--example", "acme").code == 0
    assert run("check", tmp_path / "mine", "--as-of", "2027-01-11").code == 0


def test_a_plan_is_never_started_over_files_that_are_there(run: Run, acme: Path, held: Held) -> None:
    before = held(acme)

    ran = run("plan", "init", acme, "--example", "empty")

    assert (ran.code, held(acme)) == (2, before)
    assert "holds files already" in ran.err
    assert "there is no example 'acne': choose acme" in run("plan", "init", acme / "new", "--example", "acne").err


def test_a_plan_is_shown_at_a_glance_from_its_goals_down(run: Run, acme: Path) -> None:
    lines = run("plan", "show", acme).out.splitlines()

    assert lines[0] == "Acme Desks, from 2027-01-01 to 2027-12-31"
    assert lines[3:6] == [
        "Grow with mid-sized offices (goal:grow)",
        "  Forty opportunities with mid-sized offices (objective:pipeline)",
        "    Ready on Monday (program:launch), 3 activities",
    ]


def test_objectives_that_serve_each_other_are_shown_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "objective.yaml").write_text(
        "a: {name: A, serves: [b]}\nb: {name: B, serves: [a]}\nc: {name: C}\n", "utf-8"
    )

    assert run("plan", "show", tmp_path).out.splitlines()[3:] == [
        "Serving no goal:",
        "  C (objective:c)",
        "Leading to no goal:",
        "  A (objective:a)",
        "    B (objective:b)",
        "      A (objective:a) (see above)",
    ]


def test_what_has_no_goal_is_listed_however_large_the_tree_is(run: Run, tmp_path: Path) -> None:
    (tmp_path / "goal.yaml").write_text("".join(f"g{n}: {{name: Goal {n}}}\n" for n in range(40)), "utf-8")
    (tmp_path / "objective.yaml").write_text("o: {name: O}\n", "utf-8")
    (tmp_path / "program.yaml").write_text("p: {name: P, serves: [o]}\nq: {name: Q, serves: [goal:g1]}\n", "utf-8")
    work = "a: {name: A}\nb: {name: B, program: p}\nc: {name: C, keep_the_lights_on: true}\n"
    (tmp_path / "activity.yaml").write_text(work, "utf-8")
    (tmp_path / "content.yaml").write_text("d: {name: D}\n", "utf-8")

    lines = run("plan", "show", tmp_path).out.splitlines()

    assert lines[-5:] == [
        "  and 17 more lines: name an item to see what hangs on it",
        "Serving no goal:",
        "  O (objective:o)",
        "    P (program:p), 1 activity",
        "Work that serves no goal: A (activity:a), D (content:d)",
    ]


def test_a_role_is_shown_with_what_hangs_on_it(run: Run, acme: Path) -> None:
    lines = run("plan", "show", acme, "demand-lead").out.splitlines()

    place = lines.index("What hangs on it")
    assert lines[place + 1].startswith("  owner of (8): Demo days, Open house, Spring letter, Opportunities,")
    assert lines[place + 2] == "  only one with events (2): Demo days, Open house"


def test_an_item_is_shown_with_what_it_points_at_by_name_and_what_points_at_it(run: Run, acme: Path) -> None:
    out = run("plan", "show", acme, "spring-letter").out

    assert "program: Ready on Monday\n" in out
    assert "effort: copy 20..30, design 10\n" in out
    assert "cost: 3,000\n" in out
    assert "  activities: Open house\n" in out


@pytest.mark.meets("S0-23")
def test_why_is_the_sentence_from_an_item_to_the_vision(run: Run, acme: Path) -> None:
    assert run("plan", "why", acme, "activity:spring-letter").out == (
        "The activity “Spring letter” serves the program “Ready on Monday”, which serves the objective “Forty"
        " opportunities with mid-sized offices”, which serves the goal “Grow with mid-sized offices”, which serves"
        " the vision “Desks people are glad to sit down at”.\n"
    )


def test_the_folder_one_stands_in_is_the_plan(run: Run, acme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(acme)

    assert run("plan", "why", "spring-letter").out == run("plan", "why", acme, "spring-letter").out


def test_an_item_may_be_named_by_its_name_and_a_wrong_one_gets_a_hint(run: Run, acme: Path) -> None:
    assert run("plan", "show", acme, "spring letter").code == 0
    ran = run("plan", "show", acme, "activity:sprng-letter")
    assert (ran.code, ran.err) == (
        2,
        "there is no 'activity:sprng-letter' in this plan; did you mean activity:spring-letter?\n",
    )


def test_a_key_that_two_kinds_have_is_asked_back(run: Run, acme: Path) -> None:
    ran = run("plan", "show", acme, "demand")
    assert ran.code == 0
    run("plan", "set", acme, "program:demand", "name=Demand", "--new")

    assert run("plan", "show", acme, "demand").err == "'demand' can be program:demand or team:demand: say which\n"


def test_set_writes_the_lines_of_the_fields_that_change_and_no_others(run: Run, acme: Path) -> None:
    path = acme / "activity.yaml"
    path.write_text(
        "# our work\n" + path.read_text("utf-8").replace("  cost: 3000", "  cost: 3000  # printed"), "utf-8"
    )
    before = path.read_text("utf-8").splitlines()

    ran = run("plan", "set", acme, "spring-letter", "end=2027-04-30", "effort.design=12", "needs=")

    after = path.read_text("utf-8").splitlines()
    assert ran.code == 0
    assert [line for line in before if line not in after] == [
        "  end: 2027-03-31",
        "  effort: {copy: 20..30, design: 10}",
        "  needs: {emails: 12000}",
    ]
    assert [line for line in after if line not in before] == ["  effort: {copy: 20..30, design: 12}"]
    assert text.read(acme).entities["activity:spring-letter"].end == "2027-04-30"  # type: ignore[attr-defined]


def test_set_keeps_the_rows_of_a_sheet_that_do_not_change(run: Run, tmp_path: Path) -> None:
    sheet = 'key;name;Effort.copy;status\na;"One";8;\nb;"Two; too";;idea\n'
    (tmp_path / "activity.csv").write_text(sheet, "utf-8")

    assert run("plan", "set", tmp_path, "a", "effort.copy=9", "name=Uno").code == 0

    assert (tmp_path / "activity.csv").read_text("utf-8") == sheet.replace('a;"One";8;', "a;Uno;9;")


def test_a_column_that_a_sheet_needs_is_added(run: Run, tmp_path: Path) -> None:
    (tmp_path / "activity.csv").write_text("key,name\na,One\nb,Two\n", "utf-8")

    assert run("plan", "set", tmp_path, "b", "undecided=moderator; date").code == 0

    assert (tmp_path / "activity.csv").read_text("utf-8") == "key,name,undecided\na,One,\nb,Two,moderator; date\n"


def test_a_new_item_has_to_be_wanted(run: Run, acme: Path, held: Held) -> None:
    before = held(acme)

    assert run("plan", "set", acme, "activity:picnic", "name=Picnic").code == 2
    assert held(acme) == before
    assert run("plan", "set", acme, "activity:picnic", "name=Picnic", "team=care", "--new").code == 0
    assert text.read(acme).title("activity:picnic") == "Picnic"


def test_a_link_to_nothing_is_refused(run: Run, acme: Path, held: Held) -> None:
    before = held(acme)

    ran = run("plan", "set", acme, "spring-letter", "team=demnd")

    assert (ran.code, held(acme)) == (2, before)
    assert ran.err == (
        "activity:spring-letter points at team:demnd, which is not in the plan; did you mean team:demand?\n"
    )


def test_changes_are_taken_back_one_after_the_other_and_made_again(run: Run, acme: Path) -> None:
    def cost() -> str:
        return str(text.read(acme).entities["activity:spring-letter"].cost)  # type: ignore[attr-defined]

    for value in ("4000", "5000"):
        run("plan", "set", acme, "spring-letter", f"cost={value}")
    seen = [cost()]
    for words in (["undo"], ["undo"], ["undo", "--again"], ["undo", "--again"], ["undo"]):
        assert run("plan", words[0], acme, *words[1:]).code == 0
        seen.append(cost())

    assert seen == ["5000", "4000", "3000", "4000", "5000", "4000"]
    run("plan", "undo", acme)
    assert run("plan", "undo", acme).err == "there is nothing to take back\n"


def test_what_is_taken_back_and_made_again_is_named_by_what_it_was(run: Run, acme: Path) -> None:
    run("plan", "set", acme, "spring-letter", "cost=4000", "--why", "The printer is dearer")

    said = [run("plan", "undo", acme, *words).out.splitlines()[0] for words in ([], ["--again"], [], ["--again"])]

    assert said == ["Taken back: The printer is dearer", "Made again: The printer is dearer"] * 2
    kept = [one["why"] for one in text.loaded((acme / "records" / "change.yaml").read_text("utf-8"))["change"]]
    assert kept[1:3] == ["taken back: The printer is dearer", "made again: The printer is dearer"]


def test_a_change_of_a_number_of_seats_is_taken_back(run: Run, acme: Path) -> None:
    before = text.read(acme)
    assert run("plan", "set", acme, "designer", "filled=3").code == 0

    assert run("plan", "undo", acme).code == 0

    assert text.read(acme) == before


def test_what_was_changed_by_hand_since_is_not_overwritten_by_undo(run: Run, acme: Path) -> None:
    run("plan", "set", acme, "spring-letter", "cost=4000")
    path = acme / "activity.yaml"
    path.write_text(path.read_text("utf-8").replace("cost: 4000", "cost: 4500"), "utf-8")

    ran = run("plan", "undo", acme)

    assert ran.code == 2
    assert ran.err == "activity:spring-letter cost: yours is '3000', meanwhile it became '4500'\n"
    assert "cost: 4500" in path.read_text("utf-8")


FLOW = b"# my comment\na: {name: A, cost: 100} # note\nb:\n  name: B   # keep\n  tools: [\n    mailer, # ours\n  ]"
LETTERS = {
    "activity.yaml": FLOW,
    "role.csv": b'\xef\xbb\xbfkey;name;hours_per_week\r\nlead;"Lead";38\r\n',
    "tool.yml": b"mailer: {name: Mailer}\r\n",
}


@pytest.mark.parametrize(
    "changes",
    [
        [["set", "activity:a", "cost=150"]],
        [["set", "activity:a", "cost=150"], ["set", "activity:b", "tools=", "owner=lead"]],
        [["set", "role:lead", "skills=copy; design", "name="], ["set", "role:new", "name=New", "--new"]],
        [["set", "team:demand", "name=Demand", "--new"], ["set", "activity:a", "team=demand"]],
        [["rename", "mailer", "post"], ["set", "tool:post", "owner=lead"], ["rename", "activity:a", "c"]],
    ],
    ids=lambda changes: changes[0][1],
)
def test_undo_gives_back_the_files_to_the_byte_and_again_makes_the_change_as_it_was(
    changes: list[list[str]], run: Run, tmp_path: Path, held: Held
) -> None:
    def files() -> dict[str, bytes]:
        return {name: body for name, body in held(tmp_path).items() if not name.startswith("records")}

    for name, body in LETTERS.items():
        (tmp_path / name).write_bytes(body)
    states = [files()]
    for command, *words in changes:
        run("plan", command, tmp_path, *words)
        states.append(files())
    for before in reversed(states[:-1]):
        run("plan", "undo", tmp_path)
        assert files() == before
    run("plan", "undo", tmp_path, "--again")
    assert files() == states[1]


def test_undo_leaves_what_was_written_by_hand_since(run: Run, tmp_path: Path) -> None:
    (tmp_path / "activity.yaml").write_bytes(FLOW)
    (tmp_path / "tool.yaml").write_text("mailer: {}\n", "utf-8")
    run("plan", "set", tmp_path, "activity:a", "cost=150")
    path = tmp_path / "activity.yaml"
    path.write_bytes(path.read_bytes().replace(b"B   # keep", b"Beta"))

    assert run("plan", "undo", tmp_path).code == 0

    assert path.read_bytes() == FLOW.replace(b"B   # keep", b"Beta") + b"\n"


def test_a_change_says_who_made_it_and_why(run: Run, acme: Path) -> None:
    run("plan", "set", acme, "spring-letter", "cost=4000", "--by", "mops", "--why", "The printer is dearer")

    record = text.loaded((acme / "records" / "change.yaml").read_text("utf-8"))["change"][0]

    assert (record["by"], record["why"]) == ("mops", "The printer is dearer")
    assert record["edits"] == [{"ref": "activity:spring-letter", "before": {"cost": "3000"}, "after": {"cost": "4000"}}]


def test_a_new_key_is_followed_by_links_and_by_decisions(run: Run, bent: Path) -> None:
    ident = "TIME01@activity:autumn-letter"
    run("check", bent, "--as-of", "2027-01-11", "--acknowledge", ident)

    ran = run("plan", "rename", bent, "autumn-letter", "september-letter")

    assert ran.code == 0
    assert "= Autumn letter (activity:autumn-letter) is now activity:september-letter" in ran.out
    found = json.loads(run("check", bent, "--as-of", "2027-01-11", "--format", "json").out)["findings"]
    states = {one["id"]: one["state"] for one in found}
    assert states["TIME01@activity:september-letter"] == "acknowledged"
    run("plan", "undo", bent)
    assert "activity:autumn-letter" in text.read(bent).entities


def test_a_new_key_keeps_its_place_in_the_file(run: Run, acme: Path) -> None:
    before = (acme / "activity.yaml").read_text("utf-8")

    run("plan", "rename", acme, "check-up", "desk-check-up")

    assert (acme / "activity.yaml").read_text("utf-8") == before.replace("check-up:", "desk-check-up:")


def test_two_folders_are_compared_in_words(run: Run, acme: Path, bent: Path) -> None:
    lines = run("plan", "diff", acme, bent).out.splitlines()

    assert "+ Autumn letter (activity:autumn-letter)" in lines
    place = lines.index("~ Spring letter (activity:spring-letter)")
    assert lines[place + 1] == "    needs: emails 12,000 -> 24,000"
    assert lines[-1] == "6 changed, 5 added."
    assert run("plan", "diff", acme, acme).out == "Nothing differs: the two say the same.\n"


def test_two_folders_are_set_side_by_side_by_what_it_means_for_the_goals(run: Run, acme: Path, bent: Path) -> None:
    lines = run("plan", "diff", acme, bent, "--by-goal", "--as-of", "2027-01-11").out.splitlines()

    goals = lines.index("What it means for the goals")
    assert lines[goals + 1].startswith(
        "  Grow with mid-sized offices: EUR 4,000,000, by December 2027: No data yet -> "
    )
    assert "contradictions more in the way" in lines[goals + 1]
    money = lines[lines.index("Money") + 1]
    assert money.startswith("  Planned work, besides hours: EUR ")
    findings = lines[lines.index("Findings") + 1]
    assert findings.startswith("  Contradictions: 0 -> ")
    assert "For Grow with mid-sized offices" in lines
    assert any(line.startswith("  ~ Spring letter (activity:spring-letter): ") for line in lines)
    same = run("plan", "diff", acme, acme, "--by-goal", "--as-of", "2027-01-11").out
    assert same == "Nothing differs: the two say the same.\n"


def test_versions_of_a_budget_are_compared_in_total_and_by_month(run: Run, tmp_path: Path) -> None:
    (tmp_path / "budget.yaml").write_text(
        """
v1: {name: First, start: 2021-05-01, end: 2021-07-31, amount: 133124, lines: [{item: Salaries, amount: 109700}]}
v2: {name: Second, start: 2021-08-01, end: 2021-10-31, amount: 201200, lines: [{item: Salaries, amount: 139500}]}
v3: {name: Third, start: 2021-12-01, end: 2022-05-31, amount: 424944, lines: [{item: Salaries, amount: 349744}]}
""",
        "utf-8",
    )

    lines = run("plan", "diff", tmp_path, "v1", "v2", "budget:v3").out.splitlines()

    assert lines[:4] == [
        "First (budget:v1) -> Second (budget:v2) -> Third (budget:v3)",
        "    total: 133,124 -> 201,200 -> 424,944",
        "    per month: 44,375 -> 67,067 -> 70,824 (over 3, 3, 6 months)",
        "    line Salaries: 109,700 -> 139,500 -> 349,744",
    ]


def test_a_hidden_total_is_not_guessed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "budget.yaml").write_text("a: {amount: undisclosed}\nb: {amount: 5000}\n", "utf-8")

    assert "    total: undisclosed -> 5,000" in run("plan", "diff", tmp_path, "a", "b").out.splitlines()


def test_a_hidden_line_of_a_budget_is_undisclosed_and_not_gone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "budget.yaml").write_text(
        "a: {start: 2027, end: 2027, lines: [{item: Media, amount: 60}, {item: Digital, amount: 40}, {item: Fairs}]}\n"
        "b: {start: 2027, end: 2027, lines: [{item: Media, amount: 50}, {item: Digital, amount: undisclosed},"
        " {item: Media, amount: undisclosed N1}]}\n",
        "utf-8",
    )

    assert run("plan", "diff", tmp_path, "a", "b").out.splitlines()[1:6] == [
        "    total: 100 -> 50 and what is undisclosed",
        "    per month: 8.33 -> undisclosed (over 12 months)",
        "    line Media: 60 -> 50 and what is undisclosed",
        "    line Digital: 40 -> undisclosed",
        "    line Fairs: unknown -> none",
    ]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_page_of_a_kind_explains_every_field(kind: str, run: Run) -> None:
    out = run("plan", "kinds", kind).out

    told = {line.split()[0] for line in out.splitlines() if line.startswith("  ") and len(line.split()) > 1}
    assert set(KINDS[kind].model_fields) - {"key"} <= told


def test_all_kinds_are_listed_and_a_wrong_one_gets_a_hint(run: Run) -> None:
    told = {line.split()[0] for line in run("plan", "kinds").out.splitlines() if line.startswith("  ")}
    assert told == set(KINDS)
    ran = run("plan", "kinds", "activty")
    assert ran.code == 2
    assert "did you mean 'activity'?" in ran.err


def test_schemas_are_written_and_the_example_fits_them(run: Run, acme: Path) -> None:
    assert run("plan", "schema", acme).code == 0

    for kind in KINDS:
        schema = json.loads((acme / "schemas" / f"{kind}.json").read_text("utf-8"))
        document = text.loaded((acme / f"{kind}.yaml").read_text("utf-8"))
        jsonschema.Draft202012Validator(schema).validate(document)
    assert run("check", acme, "--as-of", "2027-01-11").code == 0
