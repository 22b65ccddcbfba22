from __future__ import annotations

from datetime import date

from truenorth.plan.plan import plan_of
from truenorth.plan.reading import entity
from truenorth.reports.storyboard import Storyboard, storyboard
from truenorth.rules import Case
from truenorth.rules.finding import found

DAY = date(2027, 1, 15)
PERSONA = {"name": "Broker", "stages": ["attract", "engage"], "questions": {"attract": "Who are you?"}}


def board(*items: tuple[str, dict[str, object]], **narrowed: str) -> Storyboard:
    plan = plan_of(entity(ref, fields) for ref, fields in items)
    return storyboard(Case(plan, DAY), **narrowed)


def letter(key: str, **fields: object) -> tuple[str, dict[str, object]]:
    return f"activity:{key}", {"name": key.title(), "personas": ["broker"], "start": "2027-02-01", **fields}


def test_work_stands_where_its_persona_and_its_stage_meet():
    shown = board(("persona:broker", PERSONA), letter("spring", stage="Attract", channel="mail"))

    assert shown.stages == ("attract", "engage")
    attract, engage = shown.rows[0].cells
    assert [card.title for card in attract.cards] == ["Spring"]
    assert (attract.asks, attract.is_open, engage.is_open) == ("Who are you?", False, True)
    assert shown.says == "1 piece of work meets the customer; 1 stage is empty."


def test_a_stage_that_only_work_names_is_no_hole_of_a_persona():
    shown = board(("persona:broker", PERSONA), letter("spring", stage="renew"))

    renew = shown.rows[0].cells[-1]
    assert (shown.stages[-1], len(renew.cards), renew.is_open) == ("renew", 1, False)
    assert shown.open == 2


def test_work_for_nobody_and_without_a_stage_has_a_place_of_its_own():
    shown = board(("persona:broker", PERSONA), letter("spring", personas=[], channel="mail"))

    assert [row.ref for row in shown.rows] == ["persona:broker", ""]
    assert shown.stages == ("attract", "engage", "")
    assert [card.title for card in shown.rows[1].cells[2].cards] == ["Spring"]


def test_the_pillars_are_those_of_the_messages_of_the_work_or_of_its_program():
    shown = board(
        ("persona:broker", PERSONA),
        ("message:fast", {"pillar": "Speed"}),
        ("program:launch", {"messages": ["fast"]}),
        letter("spring", stage="attract", program="launch"),
        letter("autumn", stage="attract"),
    )

    assert shown.pillars == (("Speed", 1), ("", 1))


def test_a_board_is_narrowed_to_a_team_or_a_program():
    items = (
        ("persona:broker", PERSONA),
        ("team:events", {}),
        ("program:launch", {}),
        letter("spring", stage="attract", team="events"),
        letter("autumn", stage="attract", program="launch"),
    )

    assert [card.title for card in board(*items, team="events").rows[0].cells[0].cards] == ["Spring"]
    assert [card.title for card in board(*items, program="launch").rows[0].cells[0].cards] == ["Autumn"]


def test_work_that_says_what_others_contradict_is_marked():
    plan = plan_of(
        entity(ref, fields)
        for ref, fields in (
            ("persona:broker", PERSONA),
            ("message:fast", {"pillar": "Speed"}),
            letter("spring", stage="attract", messages=["fast"]),
            letter("autumn", stage="attract"),
        )
    )
    clash = found(("message:fast",), "2 positions on speed are valid side by side")

    shown = storyboard(Case(plan, DAY), [type(clash)(**{**clash.__dict__, "rule": "AUD02"})])

    assert [(card.title, card.clashes) for card in shown.rows[0].cells[0].cards] == [
        ("Autumn", False),
        ("Spring", True),
    ]
    assert shown.clashes[0][1] == "fast: 2 positions on speed are valid side by side"


def test_without_a_persona_the_board_says_that_nobody_is_told_the_story():
    assert board(letter("spring", personas=[])).says == (
        "No persona is described yet: the story has nobody to be told to."
    )
