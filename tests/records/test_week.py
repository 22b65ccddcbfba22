"""What people say in the working week, as values."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from truenorth.records import Records, renamed
from truenorth.records.week import Choice, StandUp, Suggestion, Unplanned, Update, held, last_updates, latest


@pytest.mark.parametrize(
    ("written", "read"), [("80 %", 80), ("80", 80), (" 5%", 5), ("High", "high"), (100, 100), ("", None), (None, None)]
)
def test_how_sure_it_is_is_a_share_or_a_word(written: object, read: object) -> None:
    assert Update.model_validate({"about": "a:b", "says": "moved", "confidence": written}).confidence == read


@pytest.mark.parametrize("written", ["101 %", "-1", "very", "80.5"])
def test_nothing_else_is(written: str) -> None:
    with pytest.raises(ValidationError):
        Update.model_validate({"about": "a:b", "says": "moved", "confidence": written})


def test_what_is_stuck_says_on_what_and_a_new_date_says_which() -> None:
    with pytest.raises(ValidationError, match="what is stuck says on what"):
        Update(about="a:b", says="stuck", note="  ")
    with pytest.raises(ValidationError, match="a new date says which"):
        Update(about="a:b", says="new date")
    with pytest.raises(ValidationError, match="dropped with a reason"):
        Suggestion(key="s", what="x", state="dropped")


def test_the_same_update_sent_twice_is_one_and_another_is_not() -> None:
    one = Update(about="a:b", says="moved", on=date(2027, 1, 4), once="k")

    assert one.repeats(one.model_copy(update={"on": date(2027, 1, 5)}))
    assert not one.repeats(one.model_copy(update={"once": "l"}))
    bare = one.model_copy(update={"once": ""})
    assert bare.repeats(bare.model_copy())
    assert not bare.repeats(bare.model_copy(update={"note": "more"}))


def test_the_last_word_counts_up_to_a_day_and_by_its_key() -> None:
    first, second = (Update(about="a:b", says="moved", on=date(2027, 1, day)) for day in (4, 6))
    assert last_updates([first, second]) == {"a:b": second}
    assert last_updates([first, second], date(2027, 1, 5)) == {"a:b": first}
    choices = [Choice(key="a", what="x"), Choice(key="b", what="y"), Choice(key="a", what="x", state="done")]
    assert [(one.key, one.state) for one in latest(choices)] == [("a", "done"), ("b", "open")]


def test_a_meeting_told_twice_is_one() -> None:
    first = StandUp(cadence="weekly", day=date(2027, 1, 4))
    again = first.model_copy(update={"note": "more"})

    assert held([first, StandUp(day=date(2027, 1, 5)), again], "weekly") == [again]
    assert again.key == "weekly@2027-01-04"


def test_what_was_said_follows_an_item_to_its_other_key() -> None:
    edit = {"ref": "activity:old", "before": {}, "after": {"name": "x"}}
    records = Records(
        updates=(Update(about="activity:old", says="moved"),),
        choices=(Choice(key="c", what="x", about="activity:old"),),
        suggestions=(Suggestion(key="s", what="x", about="activity:old", edits=[edit]),),
        unplanned=(Unplanned(what="x", hours=1, displaces=["activity:old", "activity:older"]),),
    )

    now = renamed(records, "activity:old", "activity:new")

    assert now.updates[0].about == now.choices[0].about == now.suggestions[0].about == "activity:new"
    assert now.suggestions[0].edits[0]["ref"] == "activity:new"
    assert now.unplanned[0].displaces == ["activity:new", "activity:older"]
