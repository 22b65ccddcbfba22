"""The life of a finding: open, acknowledged, accepted until a day, fixed; and new, or known from the start."""

from __future__ import annotations

from datetime import date, timedelta

from truenorth.records import Decision, Ids, Records, life

TODAY = date(2027, 1, 11)


def accepted(finding: str, until: date) -> Decision:
    return Decision(finding=finding, state="accepted", until=until, owner="cmo", reason="The fair is booked.")


def test_a_finding_nobody_decided_on_is_open_and_counts() -> None:
    (one,) = life(["A"], Records(), TODAY).values()

    assert [one.state, one.known, one.counts] == ["open", False, True]


def test_an_acknowledged_finding_still_counts() -> None:
    records = Records(decisions=(Decision(finding="A", state="acknowledged"),))

    assert [life(["A"], records, TODAY)["A"].state, life(["A"], records, TODAY)["A"].counts] == ["acknowledged", True]


def test_an_accepted_finding_counts_again_the_day_after() -> None:
    records = Records(decisions=(accepted("A", TODAY),))
    lives = [life(["A"], records, TODAY + timedelta(days=days))["A"] for days in (-1, 0, 1)]

    assert [one.state for one in lives] == ["accepted", "accepted", "open"]
    assert [one.counts for one in lives] == [False, False, True]
    assert lives[2].decision == records.decisions[0]


def test_what_was_there_when_the_plan_was_taken_over_does_not_count_as_new() -> None:
    lives = life(["A", "B"], Records(baseline=frozenset({"A"})), TODAY)

    assert {ident: one.counts for ident, one in lives.items()} == {"A": False, "B": True}


def test_a_finding_that_is_gone_is_fixed_and_counts_anew_when_it_is_back() -> None:
    records = Records(decisions=(accepted("A", TODAY),), baseline=frozenset({"B"}))

    gone, back = life([], records, TODAY), life(["A"], records, TODAY + timedelta(days=1))

    assert {ident: (one.state, one.known) for ident, one in gone.items()} == {
        "A": ("fixed", False),
        "B": ("fixed", True),
    }
    assert [back["A"].state, back["A"].counts] == ["open", True]


def test_what_was_decided_about_findings_as_one_counts_for_what_is_left_of_them() -> None:
    records = Records(decisions=(accepted("GOAL01@activity#name-no-objective", TODAY),))

    lives = life(
        [Ids("GOAL01@activity:a", group="GOAL01@activity#name-no-objective"), "GOAL01@program:p"], records, TODAY
    )

    assert {ident: one.state for ident, one in lives.items()} == {
        "GOAL01@activity:a": "accepted",
        "GOAL01@program:p": "open",
    }


def test_what_was_decided_about_each_counts_for_all_as_one() -> None:
    all_as_one = Ids("G", gathers=("A", "B"))
    both = (accepted("A", TODAY), accepted("B", TODAY + timedelta(days=9)))

    assert life([all_as_one], Records(decisions=both), TODAY)["G"].state == "accepted"
    assert life([all_as_one], Records(decisions=both), TODAY + timedelta(days=1))["G"].state == "open"
    assert life([all_as_one], Records(decisions=both[:1]), TODAY)["G"].state == "open"


def test_findings_gathered_in_one_are_known_when_each_of_them_is() -> None:
    before = Records(baseline=frozenset({"A", "B", "C"}))

    lives = life([Ids("G", gathers=("A", "B")), Ids("H", gathers=("C", "D"))], before, TODAY)

    assert {ident: (one.state, one.known) for ident, one in lives.items()} == {
        "G": ("open", True),
        "H": ("open", False),
    }
