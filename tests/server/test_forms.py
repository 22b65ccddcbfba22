from __future__ import annotations

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from truenorth.plan.edit import apply, diff
from truenorth.plan.entity import KINDS, data
from truenorth.plan.example import folder
from truenorth.plan.plan import Plan, plan_of
from truenorth.plan.reading import entity
from truenorth.plan.sheet.fields import fields
from truenorth.plan.text import read
from truenorth.server import forms
from truenorth.server.choices import Choices
from truenorth.server.inputs import inputs

EXAMPLES = ("acme", "acme-bent", "kestrel")


@pytest.fixture(scope="module", params=EXAMPLES)
def plan(request: pytest.FixtureRequest) -> Plan:
    return read(folder(request.param))


def posted(**given: list[str]) -> QueryDict:
    made = QueryDict(mutable=True)
    for name, values in given.items():
        made.setlist(name.replace("__", "."), values)
    return made


def test_what_a_form_shows_of_any_item_is_read_back_as_the_item(plan: Plan):
    choices = Choices(plan)
    for ref, item in plan.entities.items():
        held = data(item)
        shown = {name: forms.shown(type(item), name, held.get(name), choices) for name in fields(type(item))}
        found = forms.filled(ref, {}, shown, choices)
        assert (found.problems, found.after) == ((), held), ref


def test_a_field_that_says_what_it_said_stays_to_the_letter(plan: Plan):
    choices = Choices(plan)
    for ref, item in plan.entities.items():
        held = data(item)
        shown = {name: forms.shown(type(item), name, held.get(name), choices) for name in fields(type(item))}
        assert forms.filled(ref, held, shown, choices).after == held


def test_links_are_shown_and_typed_by_name_and_kept_by_key():
    plan = plan_of([entity("program:p1", {"name": "Spring"}), entity("activity:a", {"program": "p1"})])
    choices = Choices(plan)

    assert forms.shown(KINDS["activity"], "program", "p1", choices) == "Spring"
    assert forms.filled("activity:a", {}, {"program": "spring"}, choices).after == {"program": "p1"}
    assert forms.filled("activity:a", {}, {"program": "p1"}, choices).after == {"program": "p1"}


def test_of_two_of_one_name_the_key_tells_which():
    plan = plan_of([entity("program:p1", {"name": "Spring"}), entity("program:p2", {"name": "spring"})])
    choices = Choices(plan)

    assert choices.shown("p2", ("program",)) == "spring (p2)"
    assert choices.meant("spring (p2)", ("program",)) == "p2"
    found = forms.filled("activity:a", {}, {"program": "Spring"}, choices)
    assert [one.says for one in found.problems] == ["“Spring” is the name of 2: write the key, p1 or p2"]


def test_a_name_that_is_the_key_of_another_is_told_apart():
    plan = plan_of([entity("program:a", {"name": "b"}), entity("program:b", {"name": "c"})])
    choices = Choices(plan)

    assert choices.shown("a", ("program",)) == "b (a)"
    assert [choices.meant(choices.shown(key, ("program",)), ("program",)) for key in "ab"] == ["a", "b"]


@given(st.lists(st.text(st.sampled_from("ab (): \n'é"), min_size=1, max_size=6), min_size=1, max_size=5))
@settings(deadline=None)
def test_the_name_that_a_form_shows_always_leads_back_to_the_item(names: list[str]):
    kinds = ("objective", "goal")
    items = [entity(f"{kinds[n % 2]}:{'abc'[n % 3]}{n}", {"name": name}) for n, name in enumerate(names)]
    choices = Choices(plan_of(items))

    for item in items:
        shown = choices.shown(item.ref, kinds)
        assert choices.meant(shown, kinds) == item.ref.removeprefix("objective:")


def test_a_link_of_several_kinds_is_kept_with_its_kind():
    plan = plan_of([entity("goal:grow", {"name": "Grow"}), entity("objective:o", {"name": "Ten"})])
    given = {"serves": [["Grow", "40 %"], ["Ten", ""]]}

    assert forms.filled("program:p", {}, given, Choices(plan)).after == {"serves": {"goal:grow": "40 %", "o": None}}


def test_an_owner_may_be_words_and_becomes_the_role_where_there_is_one():
    plan = plan_of([entity("role:cmo", {"name": "Head of marketing"})])

    for typed, kept in (("Head of marketing", "cmo"), ("A friend", "A friend"), ("cmo", "cmo")):
        assert forms.filled("goal:g", {}, {"owner": typed}, Choices(plan)).after == {"owner": kept}


def test_rows_lines_and_chips_are_read_without_what_is_empty():
    kind = KINDS["process"]
    sent = posted(
        has=["steps", "name"],
        f__name=["Letter"],
        **{"f__steps.name": ["Write", "", "Print"], "f__steps.role": ["", "", "cmo"]},
        **{"f__steps.takes": ["2..3 days", "", ""], "f__steps.places": ["", "", ""], "f__steps.process": ["", "", ""]},
    )

    given = forms.given(kind, sent)

    assert given == {"steps": [["Write", "", "2..3 days", "", ""], ["Print", "cmo", "", "", ""]], "name": "Letter"}
    assert forms.filled("process:letter", {}, given, Choices(plan_of([]))).after["steps"] == [
        {"name": "Write", "takes": "2..3 days"},
        {"name": "Print", "role": "cmo"},
    ]
    assert forms.given(KINDS["persona"], posted(has=["needs"], f__needs=["calm\r\n\r\nhelp\r\ncalm"])) == {
        "needs": ["calm", "help"]
    }
    assert forms.given(KINDS["activity"], posted(has=["personas"], f__personas=["A", "", "B"])) == {
        "personas": ["A", "B"]
    }


def test_a_field_that_is_not_in_the_form_is_left_alone():
    found = forms.filled("activity:a", {"name": "A", "channel": "post"}, {"name": "B"}, Choices(plan_of([])))

    assert found.after == {"name": "B", "channel": "post"}


def test_an_emptied_field_is_taken_away():
    found = forms.filled("activity:a", {"name": "A", "channel": "post"}, {"channel": ""}, Choices(plan_of([])))

    assert found.after == {"name": "A"}


def test_what_is_wrong_with_a_row_stands_at_the_row():
    given = {"steps": [["Write", "", "soon", "", ""], ["Print", "", "2 days", "many", ""]], "name": "Letter"}
    found = forms.filled("process:p", {}, given, Choices(plan_of([])))

    (steps,) = (one for one in inputs(KINDS["process"], ["steps"], given, found.problems))

    assert steps.wrong == ()
    assert sorted(steps.wrong_rows or {}) == [0, 1]
    assert "'soon' is not a duration" in (steps.wrong_rows or {})[0]
    assert "'many' is not a whole number" in (steps.wrong_rows or {})[1]


def test_a_row_needs_a_name_and_no_name_is_there_twice():
    given = {"effort": [["copy", "4"], ["", "5"], ["copy", "6"]]}
    found = forms.filled("activity:a", {}, given, Choices(plan_of([])))

    assert [(one.field, one.says) for one in found.problems] == [
        ("effort.1", "needs a name in its first cell"),
        ("effort.2", "“copy” is there twice: keep one of the two"),
    ]


def test_a_part_that_must_name_something_says_so():
    given = {"after": [["", "2 weeks"]]}
    found = forms.filled("activity:a", {}, given, Choices(plan_of([])))

    assert [one.says for one in found.problems] == ["is not given, and cannot be left out here"]


def test_all_inputs_have_a_label_and_help(plan: Plan):
    for kind in KINDS.values():
        for one in inputs(kind, fields(kind), {}):
            assert "" not in (one.label, one.help), (kind.kind, one.name)


def test_a_saved_form_is_an_edit_of_what_was_changed_alone(plan: Plan):
    item = next(iter(plan.all(KINDS["program"])))
    found = forms.filled(item.ref, data(item), {"note": "By hand"}, Choices(plan))
    after = plan.changed({item.ref: entity(item.ref, found.after)})

    (edit,) = diff(plan, after)
    assert edit.fields == {"note"}
    assert apply(plan, [edit]).fingerprint == after.fingerprint
