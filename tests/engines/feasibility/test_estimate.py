"""Work is taken for a kind of work by sure words alone, and what is taken for its hours says where it comes from."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truenorth.engines.feasibility.estimate import estimate, skill_of
from truenorth.engines.feasibility.template import OURS, Template, groups, seat_hours, skills, sources, templates
from truenorth.plan.text import read
from truenorth.plan.work import Activity

EXAMPLES = Path(__file__).parents[3] / "examples"
KINDS = list(templates().values())


def kind(title: str, channel: str = "", function: str = "") -> str:
    found = estimate(title, channel, function)
    return found.kind if found else ""


@pytest.mark.parametrize("template", KINDS, ids=lambda one: one.key)
def test_a_kind_is_known_by_its_own_examples_and_by_no_other_kinds(template: Template) -> None:
    assert template.examples
    assert [kind(title) for title in template.examples] == [template.key] * len(template.examples)


def test_there_are_eight_groups_with_five_kinds_or_more_each() -> None:
    assert len(groups()) == 8
    assert min(len(group.kinds) for group in groups()) >= 5
    assert len(templates()) == sum(len(group.kinds) for group in groups())


@pytest.mark.parametrize("template", KINDS, ids=lambda one: one.key)
def test_every_figure_of_a_template_is_a_range_with_a_source_that_is_listed(template: Template) -> None:
    assert set(template.sources) <= set(sources())
    assert {step.skill for step in template.steps} <= set(skills())
    for step in template.steps:
        assert 0 < step.hours.low < step.hours.high  # type: ignore[operator]
    assert 0 < template.lead_time.low < template.lead_time.high
    assert template.lead_time.unit == "working days"


def test_every_source_is_used_and_tells_where_to_read_it() -> None:
    used = {source for template in KINDS for source in template.sources} | {"deltek-2024", "workfront-2016"}
    assert used == set(sources())
    assert all(one.address.startswith("http") and one.says for one in sources().values() if one.key != OURS)


def test_no_words_stand_for_two_kinds() -> None:
    every = [word for template in KINDS for word in (*template.words, *template.weak)]
    channels = [word for template in KINDS for word in template.channels]
    assert len(every) == len(set(every))
    assert len(channels) == len(set(channels))


@pytest.mark.parametrize(
    ("title", "channel", "expected"),
    [
        ("Webinar landing page", "", "landing-page"),  # the last word tells in English
        ("Landing page for the webinar", "", "landing-page"),  # what follows a preposition does not
        ("Pressemitteilung Messe Hannover", "", "press-release"),  # the first tells in German
        ("Einladungsmail zur Messe", "", "email"),
        ("Rate report 2027: landing page", "", "landing-page"),
        ("Website rebuild: price page", "", "web-page"),  # the project before the colon is what it is for
        ("Trade shows: mailing after each show", "e-mail", "email"),
        ("Newsletter: winter clearance", "Email", "newsletter"),  # the title says more than the channel
        ("Birthday offer refresh", "Email", "email"),
        ("Gift guide", "Blog", "blog-post"),  # a weak word gives way to a channel
        ("Carrier guide", "", "guide"),
        ("LinkedIn ads: quoting on the phone", "LinkedIn ads", "paid-social"),
        ("GROSSFLÄCHENPLAKATE ÖKOSTROM", "", "advertisement"),
        ("New careers page (with Talent)", "", "web-page"),
    ],
)
def test_the_words_that_say_most_tell_the_kind(title: str, channel: str, expected: str) -> None:
    assert kind(title, channel) == expected


@pytest.mark.parametrize(
    ("title", "channel"),
    [
        ("", ""),
        ("Demo days", "showroom"),
        ("Choose a webinar platform", "webinar"),  # about such work
        ("Hire a webinar manager", ""),
        ("Newsletter sign-up form", "Website"),
        ("Content calendar", "Blog"),
        ("Webinar follow-up", ""),
        ("Social media strategy 2027", ""),
        ("Calls to action on all pages", "phone"),
        ("Press release and blog post", ""),  # two kinds match equally
        ("Marketing", "LinkedIn, Email"),
        ("Website rebuild: pages moved", ""),  # a part of a project whose own kind is not told
        ("Ambassador pilot: regional teams, meetups, accounts", ""),  # of a list the first must be known
        ("Training", ""),
        ("Report", ""),
    ],
)
def test_what_is_not_sure_is_left_open(title: str, channel: str) -> None:
    assert estimate(title, channel) is None


def test_the_function_of_the_team_decides_between_two_kinds() -> None:
    assert kind("Press release and blog post", function="public relations") == "press-release"
    assert kind("Press release and blog post", function="website") == "blog-post"
    assert kind("Press release and blog post", function="finance") == ""


def test_several_pieces_are_counted_where_a_number_stands_before_them() -> None:
    one, ten = estimate("Blog post on AI"), estimate("10 blog posts on AI")
    assert one is not None
    assert ten is not None
    assert (one.pieces, ten.pieces, ten.at_least) == (1, 10, False)
    assert ten.total.low == 10 * one.total.low  # type: ignore[operator]
    assert ten.total.high == 10 * one.total.high  # type: ignore[operator]


@pytest.mark.parametrize(
    "title", ["Landing pages for twelve lanes", "Weekly newsletter", "Cold calls", "Gifts", "LinkedIn: a rate a day"]
)
def test_where_the_number_is_not_told_it_is_at_least_one(title: str) -> None:
    found = estimate(title, "phone" if title == "Gifts" else "")
    assert found is not None
    assert (found.pieces, found.at_least) == (1, True)
    assert found.says.startswith("at least ")


def test_an_estimate_says_in_words_what_it_takes_and_by_which_words() -> None:
    found = estimate("Quote Live: launch page", "website")
    assert found is not None
    assert found.says == "14 to 41 hours, as for 'Landing page'"
    assert found.because == "launch page"
    assert str(found.lead_time) == "5..10 working days"
    assert {skill: str(hours) for skill, hours in found.hours.items()} == {
        "strategy": "1..3 h",
        "writing": "3..8 h",
        "design": "4..12 h",
        "web": "6..18 h",
    }


def test_a_skill_is_found_under_the_plans_own_word() -> None:
    assert skill_of("writing", ["Copy", "design"]) == "Copy"
    assert skill_of("campaigns", ["E-Mail-Marketing"]) == "E-Mail-Marketing"
    assert skill_of("design", ["Grafik", "design"]) == "design"
    assert skill_of("film", ["copy"]) is None


def test_a_seat_without_hours_is_taken_for_less_than_its_week() -> None:
    assert str(seat_hours()) == "27..33 h per week"
    assert str(seat_hours(part_time=True)) == "14..16 h per week"


@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=20))
def test_any_text_gives_the_same_answer_twice_and_never_an_error(title: str, channel: str, function: str) -> None:
    assert estimate(title, channel, function) == estimate(title, channel, function)


@given(st.sampled_from(KINDS).flatmap(lambda one: st.sampled_from(one.examples)))
def test_capital_letters_and_spaces_change_nothing(title: str) -> None:
    assert kind(title.upper()) == kind(title) == kind(f"  {title.lower()} ")


def test_the_sheets_of_the_examples_are_recognised_as_a_reader_would() -> None:
    expected = {"forty-rows-us.csv": 31, "forty-rows-de.csv": 32}
    for name, count in expected.items():
        text = (EXAMPLES / "sheets" / name).read_text(encoding="cp1252" if "de" in name else "utf-8")
        rows = list(csv.reader(text.splitlines(), delimiter=";" if "de" in name else ","))
        assert sum(bool(kind(row[0], row[3])) for row in rows if len(row) > 3) == count, name


def test_kestrels_own_hours_lie_near_the_templates_where_these_know_the_number_of_pieces() -> None:
    """A made-up company: this shows that the templates are of the right size, not that they are right."""
    plan, within, every = read(EXAMPLES / "kestrel"), 0, 0
    for activity in plan.all(Activity):
        found = estimate(activity.title, activity.channel)
        if found and not found.at_least:
            stated = float(sum(hours.mid or 0 for hours in activity.effort.values()))
            every += 1
            within += float(found.total.low or 0) / 3 <= stated <= float(found.total.high or 0) * 3
    assert every > 60
    assert within / every > 0.75
