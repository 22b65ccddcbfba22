"""Everything is documented where it is made, the generated pages are up to date, and every link leads somewhere."""

from __future__ import annotations

import csv
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from tools import docs
from typer.main import get_command

from truenorth.cli import app
from truenorth.plan.entity import Entity, Part
from truenorth.records import Record
from truenorth.rules import RULES
from truenorth.rules.rule import HEADINGS

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")])
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")


def every(kind: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """A kind and all kinds made from it."""
    yield kind
    for made in kind.__subclasses__():
        if made.__module__.startswith("truenorth."):
            yield from every(made)


DOCUMENTED = [kind for base in (Entity, Part, Record) for kind in every(base)]


@pytest.mark.parametrize("kind", DOCUMENTED, ids=lambda kind: kind.__name__)
def test_a_kind_says_what_it_is_and_each_field_what_it_means(kind: type[BaseModel]) -> None:
    said = inspect.getdoc(kind) or ""
    own = {name: info for name, info in kind.model_fields.items() if name != "key"}

    assert said[:1].isupper()
    assert said.rstrip().endswith(".")
    assert said != inspect.getdoc(kind.__base__)
    assert [name for name, info in own.items() if not (info.description or "").strip()] == []


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_rule_has_a_whole_page_and_says_what_each_setting_is(code: str) -> None:
    rule = RULES[code]
    why = rule.sections["Why it matters"]

    assert tuple(rule.sections) == HEADINGS
    assert [heading for heading, text in rule.sections.items() if not text.strip()] == []
    assert [name for name in rule.parameters if not mentioned(name, why)] == []


def mentioned(setting: str, text: str) -> bool:
    """Whether a page explains a setting: by its name, in quotes of code."""
    return f"`{setting}`" in text


def commands(command: Any, name: str = "truenorth") -> Iterator[tuple[str, Any]]:
    yield name, command
    context = command.context_class(command, info_name=name)
    for inner in command.list_commands(context) if hasattr(command, "list_commands") else ():
        yield from commands(command.get_command(context, inner), f"{name} {inner}")


@pytest.mark.parametrize(("name", "command"), [pytest.param(*one, id=one[0]) for one in commands(get_command(app))])
def test_a_command_and_each_of_its_options_has_a_help(name: str, command: Any) -> None:
    options = {one.name: one.help for one in command.params if one.param_type_name == "option"}

    assert (command.help or "").strip()
    assert [option for option, said in options.items() if not said] == []


def test_every_setting_of_a_workspace_is_on_the_page_of_the_check() -> None:
    from truenorth.services.settings import OWN

    page = (ROOT / "docs" / "check.md").read_text("utf-8")

    assert [name for name in ("schema", "rules", "required", *OWN) if f"{name}" not in page] == []


@cache
def generated() -> dict[str, str]:
    return docs.pages()


def test_the_generated_pages_are_up_to_date() -> None:
    assert docs.stale(generated()) == []


def test_the_pages_are_written_the_same_again() -> None:
    assert docs.pages() == generated()


def test_a_page_that_is_wrong_missing_or_too_much_is_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docs, "DOCS", tmp_path)
    wanted = {"requirements.md": "a\n", "schema/team.json": "{}\n", "reference/rules/GOAL01.md": "b\n"}
    for name, text in {**wanted, "schema/team.json": "[]\n", "reference/rules/OLD01.md": "c\n"}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "reference/rules/GOAL01.md").unlink()

    assert docs.stale(wanted) == ["reference/rules/GOAL01.md", "reference/rules/OLD01.md", "schema/team.json"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    targets = ["".join(found) for found in LINK.findall(text)]

    assert [target for target in targets if not leads(page, target)] == []


def leads(page: Path, target: str) -> bool:
    if re.match(r"[a-z]+:", target):
        return True
    path, _, anchor = target.partition("#")
    file = (page.parent / path).resolve() if path else page
    return file.exists() and (not anchor or file.suffix != ".md" or anchor in anchors(file))


@cache
def anchors(page: Path) -> frozenset[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), flags=re.MULTILINE)
    return frozenset(re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings)


def test_requirements_are_listed_once_in_our_words_alone() -> None:
    with (ROOT / "docs" / "requirements.csv").open(encoding="utf-8", newline="") as rows:
        reader = csv.DictReader(rows)
        ids = [row["id"] for row in reader]

    assert reader.fieldnames == ["id", "kind", "requirement", "rules"]
    assert len(ids) == len(set(ids)) == 215


def test_the_page_of_requirements_counts_what_is_marked() -> None:
    page = generated()["requirements.md"]
    shown = docs.claims()
    met, still_open = page.split("## Open")

    assert f"**{len(shown)} of 215 are shown as met**" in page
    assert sorted(re.findall(r"^\| (S\d-\d+)", met, re.MULTILINE)) == sorted(shown)
    assert not set(re.findall(r"^\| (S\d-\d+)", still_open, re.MULTILINE)) & shown.keys()


def test_a_mark_counts_wherever_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_x.py").write_text(
        "import pytest\n"
        "@pytest.mark.meets('S0-01', 'S0-02')\ndef test_one_thing():\n    run('TOOL02')\n"
        "@pytest.mark.parametrize('a', [pytest.param(1, marks=pytest.mark.meets('S0-03'))])\n"
        "def test_another(a): ...\n"
        "class TestAll:\n    @pytest.mark.meets('S0-01')\n    def test_within(self): ...\n"
    )
    monkeypatch.setattr(docs, "ROOT", tmp_path)

    assert {id_: [claim.says for claim in claims] for id_, claims in docs.claims().items()} == {
        "S0-01": ["one thing", "within"],
        "S0-02": ["one thing"],
        "S0-03": ["another"],
    }
    assert docs.claims()["S0-02"][0].rules == ("TOOL02",)


def test_every_word_for_how_a_value_is_written_is_used() -> None:
    how, _, fields = generated()["reference/kinds.md"].partition("## In an editor")
    written = {line.split(" | ")[1] for line in fields.splitlines() if line.startswith("| `")}
    words = re.findall(r"^\| ([\w ]+) \|", how, re.MULTILINE)[1:]

    assert len(words) > 5
    assert [word for word in words if not any(word.removeprefix("a ") in one for one in written)] == []


def test_what_a_number_is_counted_in_and_an_example_stand_beside_the_field() -> None:
    page = generated()["reference/kinds.md"]

    assert re.search(r"^\| `hours_per_week` \| .+ \| hours a week \| .+ \| `40` \|$", page, re.MULTILINE)
    assert re.search(r"^\| `amount` \| .+ \| .* \| .+ \| `12000` \|$", page, re.MULTILINE)
