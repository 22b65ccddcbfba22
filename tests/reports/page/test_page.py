"""What the page says, and that HTML and PDF say it safely."""

from __future__ import annotations

import json
import re
from datetime import date
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from truenorth.plan import text as folders
from truenorth.plan.example import folder
from truenorth.reports.page import Page, page
from truenorth.reports.page.compass import lean, wedge
from truenorth.reports.page.html import text
from truenorth.reports.page.pdf import inputs, pdf
from truenorth.rules.acme import TODAY, acme
from truenorth.services.check import judge

HOSTILE = '<script>alert("x")</script>#evil[*b*]\x1b[31m'


def of(path: Path, day: date = TODAY) -> Page:
    judged = judge(path, day)
    return page(judged.report(str(path)), judged.case)


def written(tmp_path: Path, over: dict[str, Any]) -> Page:
    folders.write(acme(over).whole, tmp_path)
    return of(tmp_path)


def test_money_at_stake_the_index_and_the_list_stand_together() -> None:
    shown = of(folder("acme-bent"))

    assert re.fullmatch(r"EUR [\d,]+", shown.at_stake)
    assert shown.index is not None
    assert 0 < shown.index < 100
    assert [half.name for half in shown.halves] == ["Agreement", "Cooperation"]
    assert len(shown.first) == 3
    assert all(told.kind == "contradiction" and told.ways for told in shown.first)


def test_each_finding_stands_once_by_who_is_asked() -> None:
    shown = of(folder("acme-bent"))
    ids = [told.id for told in shown.first] + [told.id for party in shown.parties for told in party.told]

    assert len(ids) == len(set(ids)) == sum(count for _, _, count in shown.counts)
    assert all(party.told for party in shown.parties)


def test_where_nothing_is_out_of_line_it_says_so() -> None:
    shown = of(folder("acme"))

    assert shown.headline == "Nothing is out of line."
    assert shown.first == shown.parties == ()


def test_an_empty_plan_has_no_data_and_asks_its_questions(tmp_path: Path) -> None:
    (tmp_path / "activity.csv").write_text("key,name,owner,due,channel\nfair,Trade fair,Sales lead,2027-03-01,event\n")

    shown = of(tmp_path)

    assert shown.at_stake == shown.index_said == "no data"
    assert shown.index is None
    assert "no data" in text(shown)
    assert all(item.asks for kind in ("goal", "objective", "program") for item in shown.sight.columns[kind])


def test_a_plan_without_items_shows_the_first_steps(tmp_path: Path) -> None:
    (tmp_path / "activity.yaml").write_text("# nothing yet\n")

    shown = of(tmp_path)

    assert shown.headline == "There is nothing to check yet: this plan holds no items."
    assert (shown.first, shown.notes, len(shown.steps)) == ((), (), 3)
    assert all(box.y + box.h <= shown.map.height for box in shown.map.boxes)
    assert len({box.y for box in shown.map.boxes}) == 1
    assert pdf(shown).startswith(b"%PDF")


def test_questions_come_from_gaps_and_at_most_three() -> None:
    shown = of(folder("acme-bent"))

    assert 1 <= len(shown.questions) <= 3
    assert all("?" in question.asks for question in shown.questions)


def test_a_question_names_what_it_is_asked_about() -> None:
    asked = [(question.asks, question.about) for question in of(folder("acme-bent")).questions]

    assert asked == [
        ("Summer party: which objective does it serve?", "Names no objective, goal or program that it serves"),
        (
            "Sales follows up: accepted, countered or declined?",
            "Has waited for an answer for 28 working days, since 2026-12-01",
        ),
        ("How many hours does 'Summer party' take?", "1 piece of work rests on it"),
    ]


def stands(shown: Page) -> dict[str, int]:
    """The page of the PDF on which the map and the findings begin."""
    typst = pytest.importorskip("typst")
    place = resources.files("truenorth.reports.page")
    found = typst.query(
        str(place / "page.typ"),
        "<stands>",
        field="value",
        font_paths=[str(place / "fonts")],
        sys_inputs=inputs(shown),
    )
    return dict(json.loads(found))


def test_a_map_stands_on_the_first_page_or_whole_on_the_next_and_the_findings_after_it(tmp_path: Path) -> None:
    lines = {f"p{n}": {"name": f"Program {n}", "serves": {"pipeline": "1 %"}, "budget": "9"} for n in range(40)}
    work = {f"w{n}": {"name": f"Work {n}", "program": f"p{n % 40}", "cost": "100"} for n in range(120)}

    small, large = of(folder("acme")), written(tmp_path, {"activity": work, "program": lines})

    assert stands(small)["map"] == 1
    assert stands(large)["map"] == 2
    assert stands(large)["findings"] >= 2


class Tags(HTMLParser):
    """The tags of a page, and the addresses it names."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "action")]


def test_hostile_names_are_text_in_html_and_pdf(tmp_path: Path) -> None:
    hostile = written(tmp_path, {"activity": {"open-house": {"name": HOSTILE, "cost": "90000"}}})
    made, tags = text(hostile), Tags()
    tags.feed(made)

    assert tags.tags.count("script") == 1
    assert "\x1b" not in made
    assert [one for one in tags.addresses if not one.startswith("#")] == []
    assert pdf(hostile).startswith(b"%PDF")


def test_the_needle_points_north_at_a_hundred_and_south_at_none() -> None:
    assert lean(100) == 0
    assert lean(0) == 180
    assert lean(50) == 90
    assert wedge(50).startswith("M120 120L120 ")


def test_questions_stand_in_one_list_and_name_the_people_on_whom_the_verdict_rests(tmp_path: Path) -> None:
    rows = "".join(f"a{n},Webinar {n}: what is new,Lead,2027-03-{n % 28 + 1:02},Webinar\n" for n in range(40))
    (tmp_path / "activity.csv").write_text(f"key,name,owner,due,channel\n{rows}", encoding="utf-8")

    shown = of(tmp_path)

    assert len(shown.questions) == 3
    assert shown.questions[0].asks == "Which two or three goals is this work for?"
    assert shown.questions[2].asks.startswith("How many hours a week has whoever ")


def test_a_sheet_of_forty_rows_is_asked_for_goals_numbers_and_costs_first(tmp_path: Path) -> None:
    rows = "".join(f"a{n},Piece of work {n},Lead,2027-03-{n % 28 + 1:02},web\n" for n in range(40))
    (tmp_path / "activity.csv").write_text(f"key,name,owner,due,channel\n{rows}", encoding="utf-8")

    shown = of(tmp_path)

    assert [question.asks for question in shown.questions] == [
        "Which two or three goals is this work for?",
        "By which numbers, and by when, will you see that it worked?",
        "What does the work cost, and how many hours does it take?",
    ]
    assert shown.questions[0].about == "40 pieces of work serve none that is written down"
    assert len([told for party in shown.parties for told in party.told]) + len(shown.first) <= 7
