"""The pages of the docs are run: the plan they write, the commands they show, the table of the JSON."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from truenorth.plan import KINDS, text
from truenorth.plan.company import calendar_of
from truenorth.plan.values import duration, money, quantity, when
from truenorth.reports import json as json_report

Run = Callable[..., Any]
DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"^```(?P<kind>yaml|csv|console)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
PLAN = (DOCS / "plan.md").read_text("utf-8")
CHECK = (DOCS / "check.md").read_text("utf-8")


@pytest.fixture
def harbour_tea(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The plan that docs/plan.md writes, in the folder that its commands name."""
    folder = tmp_path / "harbour-tea"
    folder.mkdir()
    for block in BLOCK.finditer(PLAN):
        if block["kind"] == "yaml":
            name, _, body = block["body"].removeprefix("# ").partition("\n")
        elif block["kind"] == "csv":
            name, body = re.findall(r"`(\w+\.csv)`", PLAN[: block.start()])[-1], block["body"]
        else:
            continue
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(body)
    monkeypatch.chdir(tmp_path)
    return folder


def test_the_plan_on_the_page_can_be_read_and_every_link_leads_somewhere(harbour_tea: Path) -> None:
    plan = text.read(harbour_tea)

    assert len(plan) > 25
    assert list(plan.dangling()) == []


def test_the_plan_on_the_page_has_no_error(harbour_tea: Path, run: Run) -> None:
    assert "error" not in run("check", harbour_tea, "--as-of", "2027-02-15", "--all").out


def steps(page: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a page's console blocks, with what it is said to print."""
    for block in BLOCK.finditer(page):
        if block["kind"] == "console":
            for step in re.split(r"^\$ truenorth ", block["body"], flags=re.MULTILINE)[1:]:
                command, *printed = step.rstrip("\n").split("\n")
                yield command, printed


def test_the_commands_on_the_page_print_what_it_says(harbour_tea: Path, run: Run) -> None:
    count = 0
    for command, printed in steps(PLAN):
        ran = run(*shlex.split(command))
        lines = (ran.out + ran.err).splitlines()
        if printed[-1:] == ["..."]:
            lines = lines[: len(printed) - 1]
            printed = printed[:-1]
        assert lines == printed, command
        count += 1
    assert count >= 7


@pytest.mark.parametrize("page", [PLAN, CHECK], ids=["plan", "check"])
def test_every_command_a_page_names_is_there(page: str, run: Run) -> None:
    named = set(re.findall(r"truenorth ((?:plan )?[a-z]+)", page))

    assert {"plan set", "plan undo", "check"} <= named | {"plan set", "plan undo"}
    for command in sorted(named):
        assert run(*command.split(), "--help").code == 0, command


def test_every_kind_is_on_the_page(run: Run) -> None:
    assert [kind for kind in KINDS if f"`{kind}`" not in PLAN and f"# {kind}.yaml" not in PLAN] == []


def test_fields_in_the_table_of_where_things_go_exist() -> None:
    table = PLAN[PLAN.index("## Where does it go?") : PLAN.index("## Look at it")]
    known = {*KINDS, "undisclosed"} | {name for kind in KINDS.values() for name in kind.model_fields}
    named = [word for line in table.splitlines() for word in re.findall(r"`(\w+)(?:: [^`]*)?`", line)]

    assert len(named) > 60
    assert [word for word in named if word not in known] == []


def test_the_two_ways_to_write_a_value_say_the_same(tmp_path: Path) -> None:
    table = PLAN[PLAN.index("| value | in YAML |") : PLAN.index("What starts with `[`")]
    fields = {
        "text": "name",
        "a list": "undecided",
        "names with values": "effort",
        "names, some without a value": "needs",
        "a value with fields": "source",
        "only the first field of those": "source",
    }
    for what, yaml, sheet in (line.strip("| ").split(" | ") for line in table.splitlines()[2:] if line.strip()):
        if what not in fields:
            continue
        first, second = (re.findall(r"`(.+?)`", text_)[0] for text_ in (yaml, sheet))
        (tmp_path / "activity.yaml").write_text(f"a: {{{fields[what]}: {first}}}\n", "utf-8")
        cell = '"' + second.replace('"', '""') + '"'
        (tmp_path / "activity.csv").write_text(f"key,{fields[what]}\nb,{cell}\n", "utf-8")

        one, other = text.read(tmp_path).entities.values()

        assert (
            getattr(one, fields[what]) == getattr(other, fields[what]) != type(one).model_fields[fields[what]].default
        )


def test_every_number_duration_and_date_on_the_page_is_read() -> None:
    section = PLAN[PLAN.index("| written | means |") : PLAN.index("## Sources, and")]
    table, rest = section.split("**Money**")
    durations, dates = rest.split("**Durations**")[1].split("**Dates**")

    for word in re.findall(r"`([^`]+)`", "\n".join(line.split("|")[1] for line in table.splitlines() if "`" in line)):
        assert quantity(word)
    for word in re.findall(r"`([^`]+)`", rest.split("Without a currency")[0]):
        assert money(word)
    for word in re.findall(r"`([^`]+)`", durations):
        assert duration(word)
    for word in re.findall(r"`([^`]+)`", dates.split("A period used")[0]):
        assert calendar_of(None).span(when(word))


def test_the_table_of_the_json_is_its_schema() -> None:
    schema = json_report.schema()
    tables = [re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE) for part in CHECK.split("A finding:\n")]

    assert tables[0] == list(schema["properties"])
    assert tables[1] == list(schema["$defs"]["finding"]["properties"])


def test_links_between_the_pages_lead_to_a_page_and_a_heading() -> None:
    for page in (DOCS / "plan.md", DOCS / "check.md", DOCS / "README.md", DOCS.parent / "README.md"):
        body = page.read_text("utf-8")
        for target in re.findall(r"\]\(([^)#]*#?[^)]*)\)", body):
            path, _, anchor = target.partition("#")
            file = (page.parent / path).resolve() if path else page
            assert file.exists(), f"{page.name}: {target}"
            if anchor:
                headings = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.MULTILINE)
                slugs = [re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings]
                assert anchor in slugs, f"{page.name}: {target}"


def test_the_picture_shows_what_the_demo_prints() -> None:
    from tools.picture import PICTURE, picture

    assert PICTURE.read_text("utf-8") == picture() + "\n"


def test_settings_on_the_page_are_taken(run: Run, acme: Path) -> None:
    settings = CHECK[CHECK.index("```yaml\n") + 8 :].partition("```")[0]
    (acme / "truenorth.yaml").write_text(settings, "utf-8")

    assert run("check", acme, "--as-of", "2027-01-11").code == 0
