"""Who may change what: the whole table, cell by cell, and who sees what."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truenorth.plan.edit import Edit
from truenorth.plan.entity import KINDS
from truenorth.plan.example import folder
from truenorth.plan.plan import Plan
from truenorth.plan.reading import entity
from truenorth.plan.text import read
from truenorth.reports.words import PARTIES
from truenorth.server import policy
from truenorth.server.policy import Seat, may, seen

# any: anywhere; own: what is theirs; -: never. "Ours" is the team, the program or the party of the seat.
TABLE = """
              business finance sales service cmo  mops lead member partner viewer
company       any      any     -     -       any  -    -    -      -       -
vision        any      -       -     -       any  -    -    -      -       -
goal          any      -       -     -       any  -    -    -      -       -
objective     any      -       -     -       any  -    own  -      -       -
expectation   own      own     own   own     any  own  own  -      -       -
assumption    any      any     any   any     any  any  any  -      -       -
product       any      -       -     -       any  -    -    -      -       -
persona       -        -       -     -       any  -    any  -      -       -
message       -        -       -     -       any  -    any  -      -       -
metric        -        -       -     -       any  any  -    -      -       -
program       -        -       -     -       any  -    own  -      -       -
activity      -        -       -     -       any  any  own  own    own     -
content       -        -       -     -       any  -    own  own    own     -
feed          -        -       -     -       any  any  own  -      -       -
team          -        -       -     -       any  any  -    -      -       -
role          -        -       -     -       any  any  own  -      -       -
tool          -        -       -     -       -    any  -    -      -       -
process       -        -       -     -       -    any  own  -      -       -
capacity      -        -       any   any     -    any  -    -      -       -
budget        -        any     -     -       any  -    -    -      -       -
commitment    own      own     own   own     any  own  own  -      own     -
cadence       any      -       -     -       any  any  -    -      -       -
company.hourly_rate - any -     -       any  -    -    -      -       -
program.budget      - any -     -       any  -    -    -      -       -
role.rate           - any -     -       any  -    -    -      -       -
expectation.answer  - -   -     -       any  -    -    -      -       -
commitment.answer   own own own own     own  own  own  -      own     -
feed.answer         - -   own   own     -    own  own  -      -       -
feed.accepted_by    - -   own   own     -    own  own  -      -       -
"""
CELLS = [
    (what, party, cell)
    for what, *cells in map(str.split, TABLE.strip().splitlines()[1:])
    for party, cell in zip(TABLE.split("company")[0].split(), cells, strict=True)
]
PLAN = Plan(
    {
        ref: entity(ref, fields)
        for ref, fields in {
            "team:ours": {},
            "team:theirs": {},
            "program:ours": {"team": "ours"},
            "program:theirs": {"team": "theirs"},
            "activity:ours": {"team": "ours", "program": "ours"},
        }.items()
    }
)
CHANGED = {
    "company.hourly_rate": "90 EUR",
    "program.budget": "9000 EUR",
    "role.rate": "90 EUR",
    "feed.accepted_by": "Lead",
}


def seat(party: str) -> Seat:
    return Seat(party, team="ours", programs=frozenset({"ours"}))


def fields(kind: str, party: str, whose: str) -> dict[str, Any]:
    """An item of a kind that is ours or theirs."""
    if kind in ("expectation", "commitment"):
        other = "sales" if party != "sales" else "service"
        return {
            "party": party if whose == "ours" else other,
            **({"about": f"program:{whose}"} if kind == "commitment" else {}),
        }
    if kind == "feed":
        return {"giver": f"program:{whose}", "taker": f"program:{whose}"}
    owned = KINDS[kind].model_fields
    return {name: whose for name in ("team", "program") if name in owned}


def edit(what: str, party: str, whose: str) -> Edit:
    kind, _, field = what.partition(".")
    before = fields(kind, party, whose)
    change = {field: CHANGED.get(what, "accepted")} if field else {"note": "changed"}
    return Edit(f"{kind}:one", before, {**before, **change})


@pytest.mark.parametrize(("what", "party", "cell"), CELLS)
def test_a_cell_of_the_table(what: str, party: str, cell: str):
    assert may(seat(party), edit(what, party, "ours"), PLAN) == (cell != "-")
    assert may(seat(party), edit(what, party, "theirs"), PLAN) == (cell == "any")


def test_the_table_names_every_kind_field_and_party_once():
    rows = [what for what, party, _ in CELLS if party == "cmo"]

    assert rows == [*policy.KINDS, *(f"{kind}.{field}" for kind, field in policy.FIELDS)]
    assert set(policy.KINDS) == set(KINDS)
    assert [party for what, party, _ in CELLS if what == "company"] == list(PARTIES)
    assert all(field in KINDS[kind].model_fields for kind, field in policy.FIELDS)


@pytest.mark.parametrize("whole", [True, False])
def test_a_new_item_with_money_takes_both_rights(whole: bool):
    new = Edit("program:new", None, {"team": "ours", **({"budget": "9000 EUR"} if whole else {})})

    assert may(seat("lead"), new, PLAN) is not whole
    assert not may(seat("finance"), new, PLAN)
    assert may(seat("cmo"), new, PLAN)


def test_what_is_ours_is_not_handed_over_nor_taken():
    ours, theirs = {"team": "ours"}, {"team": "theirs"}

    assert not may(seat("lead"), Edit("activity:one", ours, theirs), PLAN)
    assert not may(seat("lead"), Edit("activity:one", theirs, ours), PLAN)
    assert may(seat("lead"), Edit("activity:one", ours, None), PLAN)


def test_another_way_of_writing_a_name_makes_nothing_ones_own():
    both = {"party": "partner", "about": "program:ours; program:theirs"}

    assert not may(seat("partner"), Edit("commitment:one", None, both), PLAN)
    assert not may(seat("partner"), Edit("commitment:one", None, {"party": "partner"}), PLAN)
    assert may(seat("partner"), Edit("commitment:one", None, {"party": "partner", "about": ["activity:ours"]}), PLAN)


def test_a_wrong_value_is_told_as_wrong_and_not_as_forbidden():
    typed = {"team": "ours", "start": "soonish"}

    assert may(seat("lead"), Edit("activity:one", {"team": "ours"}, typed), PLAN)


def test_a_lead_owes_what_their_team_owes():
    def owed(team: str) -> Edit:
        return Edit("commitment:one", None, {"party": "lead", "team": team})

    assert may(seat("lead"), owed("ours"), PLAN)
    assert not may(seat("lead"), owed("theirs"), PLAN)


def test_a_kind_that_nobody_knows_is_nobodys():
    assert not may(seat("cmo"), Edit("secret:one", None, {}), PLAN)


def test_whoever_manages_stands_in_for_parties_that_have_not_joined():
    alone = Seat("cmo", manages=True, absent=frozenset(PARTIES) - {"cmo"})
    together = Seat("cmo", manages=True, absent=frozenset(PARTIES) - {"cmo", "mops"})

    assert all(may(alone, edit(what, "sales", "ours"), PLAN) for what, party, _ in CELLS if party == "cmo")
    assert not may(together, edit("tool", "mops", "ours"), PLAN)
    assert not may(Seat("cmo", absent=alone.absent), edit("tool", "mops", "ours"), PLAN)


@given(st.sampled_from(list(PARTIES)), st.sampled_from(list(KINDS)), st.sampled_from(["ours", "theirs"]))
def test_an_edit_may_be_taken_back_by_whoever_made_it(party: str, kind: str, whose: str):
    made = edit(kind, party, whose)

    assert may(seat(party), made, PLAN) == may(seat(party), made.reversed(), PLAN)


def test_rates_are_shown_to_those_who_answer_for_money():
    plan = PLAN.changed(
        {
            "role:one": entity("role:one", {"rate": "90 EUR"}),
            "company:us": entity("company:us", {"hourly_rate": "80 EUR"}),
        }
    )

    shown = {
        party
        for party in PARTIES
        if seen(seat(party), plan).find("role:one") and "90" in str(seen(seat(party), plan).find("role:one"))
    }
    overall = {party for party in PARTIES if (us := seen(seat(party), plan).company) and us.hourly_rate}

    assert shown == overall == {"business", "cmo", "finance"}


def test_a_partner_sees_its_programs_and_what_they_serve():
    plan = read(folder("kestrel"))
    program = next(one for one in plan.entities.values() if one.kind == "program")

    shown = seen(Seat("partner", programs=frozenset({program.key})), plan)

    assert [one.key for one in shown.entities.values() if one.kind == "program"] == [program.key]
    assert {ref.partition(":")[0] for ref in shown.entities}.isdisjoint(
        {"budget", "role", "tool", "commitment", "capacity"}
    )
    assert {"objective", "goal", "activity", "team"} <= {ref.partition(":")[0] for ref in shown.entities}
    assert all(shown.find(to) for one in shown.entities.values() for to in one.links)


def test_a_partner_of_no_program_sees_the_company_alone():
    assert {one.kind for one in seen(Seat("partner"), read(folder("kestrel"))).entities.values()} == {"company"}


def test_others_see_the_whole_plan():
    plan = read(folder("kestrel"))

    assert seen(Seat("viewer"), plan).entities.keys() == plan.entities.keys()


def test_a_manager_stands_in_for_a_promise_of_those_alone_who_have_not_joined() -> None:
    before = {"party": "sales", "what": "Call"}
    asked = Edit("commitment:call", before, {**before, "answer": "accepted"})
    absent = frozenset(PARTIES) - {"cmo"}

    assert may(Seat("cmo", manages=True, absent=absent), asked, PLAN)
    assert not may(Seat("cmo", manages=True, absent=absent - {"sales"}), asked, PLAN)
