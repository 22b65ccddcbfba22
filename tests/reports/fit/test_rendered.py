"""The verdict on a screen, as JSON, in a letter, on the page, as a slide and in print; what is drawn of it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import jsonschema
import pytest
from tests.reports.fit import verdicts as given
from tests.reports.fit.verdicts import does_not_fit, fits, invalid, may_not_fit, undecided

from truenorth.engines.feasibility.fit import Fit
from truenorth.records import Records, life
from truenorth.reports import json as json_report
from truenorth.reports import markdown, terminal
from truenorth.reports.fit import Told, html, slide
from truenorth.reports.fit import told as describe
from truenorth.reports.fit.draw import heat_svg, timeline_svg
from truenorth.reports.fit.json import data
from truenorth.reports.fit.terminal import BRIEF, LEAST, lines
from truenorth.reports.page import html as page_html
from truenorth.reports.page import page, pdf
from truenorth.reports.report import Report, report
from truenorth.reports.words import columns
from truenorth.rules import check

VERDICTS = {
    "does not fit": does_not_fit(loads=given.LOADS),
    "does not fit five times": does_not_fit(conflicts=(given.CONFLICT,) * 5),
    "may not fit": may_not_fit(),
    "fits": fits(),
    "undecided": undecided(),
    "invalid": invalid(),
}
EVERY = pytest.mark.parametrize("fit", VERDICTS.values(), ids=list(VERDICTS))
HOSTILE = '<script>alert("x")</script> #evil[*b*] \x1b[31m'


def told(fit: Fit) -> Told:
    return describe(given.case(), fit)


def of(fit: Fit) -> Report:
    checked = check(given.case())
    lives = life((), Records(), checked.case.today, 0.25)
    return report(checked.case, (), lives, checked.index, fit=told(fit), folder="acme")


def hostile() -> Fit:
    fit = does_not_fit(fewer=HOSTILE)
    claims = {key: replace(claim, says=f"{claim.says} {HOSTILE}") for key, claim in fit.asked.problem.claims.items()}
    levers = tuple(replace(lever, says=f"{lever.says} {HOSTILE}") for lever in fit.asked.problem.levers)
    return Fit(replace(fit.asked, problem=replace(fit.asked.problem, claims=claims, levers=levers)), fit.answer)


@EVERY
@pytest.mark.parametrize("width", [40, 60, 80, 100])
@pytest.mark.parametrize("room", [BRIEF, LEAST])
def test_no_line_is_wider_than_the_screen(fit: Fit, width: int, room: object) -> None:
    for shown in (lines(told(fit), width, room=room), lines(told(fit), width)):  # type: ignore[arg-type]
        assert max(columns(line.text) for line in shown) <= width


def test_the_screen_begins_with_the_verdict_and_says_how_a_way_out_is_taken() -> None:
    shown = [line.text for line in terminal.overview(of(does_not_fit()), 100)]

    assert shown[:3] == [
        "Acme Desks, as of 2027-01-11",
        "",
        "These four statements can't all be true. Remove any one and the plan fits.",
    ]
    assert (
        shown[3]
        == "  1. Nurture rebuild is live by 2027-02-05                                      marketing operations"
    )
    assert (
        "  1. Finish the rebuild by 2027-03-19                                                  costs nothing" in shown
    )
    assert "  To see one as a diff and take it: truenorth check acme --apply 1" in shown


def test_of_more_ways_than_usual_it_is_said_how_many_were_looked_for_to_take_one() -> None:
    shown = [line.text for line in lines(told(does_not_fit(repairs=given.REPAIRS * 2)), 100, folder="acme")]

    assert "  To see one as a diff and take it: truenorth check acme --repairs 6 --apply 1" in shown


def test_what_is_asked_says_how_it_is_answered() -> None:
    shown = [line.text for line in lines(told(may_not_fit()), 100, folder="acme")]

    assert "The questions that could change this most:" in shown
    assert shown[-1] == "  To answer one: truenorth check acme --answer 1=VALUE"


@EVERY
def test_the_json_keeps_to_its_schema(fit: Fit) -> None:
    made = json.loads(json_report.text(of(fit)))

    jsonschema.validate(made, json_report.schema())
    assert made["verdict"]["headline"] == told(fit).headline


def test_the_json_holds_every_statement_though_the_screen_folds_some() -> None:
    made = data(told(does_not_fit()))

    assert [one["says"] for one in made["conflicts"][0]["statements"]][-1] == "Web & MOps has 64 hours a week"
    assert [way["price"] for way in made["ways_out"]] == ["costs nothing", "EUR 9,100", "price unknown"]


def test_the_letter_tells_statements_and_ways_out() -> None:
    made = markdown.text(of(does_not_fit()))

    assert "## The plan cannot hold as written" in made
    assert "3. Retargeting is refreshed in January (the partner)" in made
    assert "1. **Finish the rebuild by 2027-03-19**: costs nothing" in made


class Texts(HTMLParser):
    """The tags and the words of a page."""

    def __init__(self, made: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words = ""
        self.feed(made)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_card_numbers_the_statements_with_the_party_at_the_right_and_the_ways_beside_them() -> None:
    made = Texts(str(html.card(told(does_not_fit()))))

    words = " ".join(made.words.split())
    assert "These four statements can't all be true. Remove any one and the plan fits." in words
    assert "1Nurture rebuild is live by 2027-02-05marketing operations" in words
    assert "4Web & MOps has 64 hours a weekDemand generationmarketing operations" in words
    assert "Finish the rebuild by 2027-03-19costs nothing 12 % less for Forty opportunities" in words
    assert made.tags.count("ol") == 2


@EVERY
def test_page_slide_and_print_can_be_made_of(fit: Fit) -> None:
    built = page(of(fit), given.case())

    assert told(fit).headline in Texts(page_html.text(built)).words
    assert slide.on_a_slide(told(fit)).headline in Texts(slide.made(of(fit), told(fit), ".html").decode()).words
    assert pdf.pdf(built).startswith(b"%PDF")
    assert slide.made(of(fit), told(fit), ".pdf").startswith(b"%PDF")


def test_what_a_plan_says_is_never_run() -> None:
    for made in (
        page_html.text(page(of(hostile()), given.case())),
        slide.made(of(hostile()), told(hostile()), ".html").decode(),
    ):
        assert "alert(" in made
        assert '<script>alert("x")' not in made
        assert "\x1b" not in made
    assert "\x1b" not in "".join(line.text for line in lines(told(hostile()), 100))
    assert pdf.pdf(page(of(hostile()), given.case())).startswith(b"%PDF")


def test_a_slide_holds_one_conflict_and_three_ways_and_says_that_there_is_more() -> None:
    fit = does_not_fit(conflicts=(given.CONFLICT, given.CONFLICT), repairs=given.REPAIRS * 2)

    shown = [line.text for line in slide.lines(of(fit), told(fit), 100)]

    assert sum(line.startswith("  4. ") for line in shown) == 1
    assert sum("EUR 9,100" in line or "costs nothing" in line for line in shown) == 3
    assert shown[-1] == "1 more conflict is told by truenorth check."


def test_a_slide_is_one_page_however_much_there_is_to_say() -> None:
    long = "word " * 60
    fit = does_not_fit(fewer=long)
    claims = {key: replace(claim, says=long * 20) for key, claim in fit.asked.problem.claims.items()}
    levers = tuple(replace(lever, says="x" * 10_000) for lever in fit.asked.problem.levers)
    fit = Fit(replace(fit.asked, problem=replace(fit.asked.problem, claims=claims, levers=levers)), fit.answer)

    made = slide.made(of(fit), told(fit), ".pdf")

    assert pages(made) == 1
    assert pages(slide.made(of(may_not_fit()), told(may_not_fit()), ".pdf")) == 1


def pages(made: bytes) -> int:
    return len(re.findall(rb"/Type */Page\b", made))


def test_a_slide_asks_its_questions_only_where_nothing_is_certain() -> None:
    sure = replace(does_not_fit(), asked=given.asked(questions=given.QUESTIONS))

    assert slide.on_a_slide(told(sure)).questions == ()
    beside = slide.on_a_slide(told(may_not_fit())).questions
    assert [(one.says, one.also) for one in beside] == [
        ("How many hours a week has whoever builds landing pages?", ""),
        ("How many hours does the Rate report take?", ""),
    ]
    alone = slide.on_a_slide(told(replace(fits(), asked=given.asked(questions=given.QUESTIONS))))
    assert alone.questions[0].also == "assumed: 30 hours; 4 pieces of work rest on it"


def test_the_load_of_the_first_way_out_is_told_where_the_plan_does_not_fit() -> None:
    heat = told(does_not_fit()).heat
    assert heat is not None

    assert heat.whose == "Load by week, if the first way out is taken"
    # refresh and report overlap in the third week: 21 and 60 of 64 hours
    assert [(row.title, row.peak_said) for row in heat.rows] == [("Web & MOps", "peak 127 %, too much")]


def test_a_cell_of_the_load_says_how_much_of_how_much_and_has_its_number_from_eighty_per_cent_on() -> None:
    heat = told(does_not_fit(loads=given.LOADS, repairs=())).heat
    assert heat is not None

    (row,) = heat.rows
    assert [cell.level for cell in row.cells] == [2, 4, 5, 4, 1]
    assert row.cells[2].says == "Week 4: 86 hours of 64 hours, 134 %"
    assert row.peak_said == "peak 134 %, too much"
    assert [week for _, week in heat.weeks] == [2, 3, 4, 5, 6]
    assert re.findall(r">(\d{2,3})</text>", heat_svg(heat)) == ["100", "134", "96"]


def test_the_resources_with_the_highest_peaks_come_first_and_the_others_are_counted() -> None:
    loads = tuple(replace(given.LOADS[0], resource=f"r{n}", title=f"Team {n}", need=60 * n) for n in range(1, 16))

    heat = told(fits(loads=loads)).heat

    assert heat is not None
    assert (heat.rows[0].title, len(heat.rows), heat.more) == ("Team 15", 12, 3)


def test_the_schedule_stands_against_the_plan_with_the_difference_in_words() -> None:
    timeline = told(does_not_fit()).timeline
    assert timeline is not None

    bars = {bar.ref: bar for bar in timeline.bars}
    assert timeline.whose == "The schedule of the first way out, against the plan"
    assert [bar.ref for bar in timeline.bars] == ["activity:refresh", "activity:report", "activity:rebuild"]
    assert (bars["activity:rebuild"].start, bars["activity:rebuild"].end) == (date(2027, 2, 8), date(2027, 3, 19))
    assert bars["activity:rebuild"].says == "6 weeks later than planned"
    assert bars["activity:report"].says == "within its planned dates"
    assert "6 weeks later than planned" in timeline_svg(timeline)


def test_a_verdict_without_a_schedule_draws_none() -> None:
    shown = told(does_not_fit(repairs=()))

    assert (shown.timeline, shown.heat) == (None, None)
    assert html.load(shown) == ""
