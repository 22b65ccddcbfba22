"""The life of a finding: open, acknowledged, accepted until a day, fixed; and new, or known from the start."""

from __future__ import annotations

from datetime import date, timedelta

from truenorth.records import Decision, Records, life

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
