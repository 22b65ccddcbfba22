"""The life of a finding: open, acknowledged, accepted until a day, fixed; and new, or known from the start."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from truenorth.records import AtStake, Decision, Ids, Known, Records, Weight, life

TODAY = date(2027, 1, 11)


def accepted(finding: str, until: date) -> Decision:
    return Decision(finding=finding, state="accepted", until=until, owner="cmo", reason="The fair is booked.")


def known(*ids: str) -> tuple[Known, ...]:
    return tuple(Known(id=ident) for ident in ids)


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
    lives = life(["A", "B"], Records(baseline=known("A")), TODAY)

    assert {ident: one.counts for ident, one in lives.items()} == {"A": False, "B": True}


def test_a_finding_that_is_gone_is_fixed_and_counts_anew_when_it_is_back() -> None:
    records = Records(decisions=(accepted("A", TODAY),), baseline=known("B"))

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
    before = Records(baseline=known("A", "B", "C"))

    lives = life([Ids("G", gathers=("A", "B")), Ids("H", gathers=("C", "D"))], before, TODAY)

    assert {ident: (one.state, one.known) for ident, one in lives.items()} == {
        "G": ("open", True),
        "H": ("open", False),
    }


def worth(money: float | None, severity: str = "warning", hours: float | None = None) -> Ids:
    return Ids("A", weight=Weight(severity, money, hours))  # type: ignore[arg-type]


BEFORE = Known(id="A", severity="warning", at_stake=AtStake(money=1000, hours=10))


@pytest.mark.parametrize(
    ("now", "counts"),
    [
        (worth(1000), False),
        (worth(1250), False),
        (worth(1251), True),
        (worth(None, hours=12.5), False),
        (worth(None, hours=12.6), True),
        (worth(None), False),
        (worth(5), False),
        (worth(1000, "info"), False),
        (worth(1000, "error"), True),
    ],
)
def test_a_known_finding_counts_again_when_it_became_clearly_worse(now: Ids, counts: bool) -> None:
    one = life([now], Records(baseline=(BEFORE,)), TODAY)["A"]

    assert (one.counts, one.known) == (counts, True)
    assert (one.grown == (Weight("warning", 1000, 10), now.weight)) == counts


def test_how_much_worse_is_set_by_the_workspace() -> None:
    lives = [life([worth(1500)], Records(baseline=(BEFORE,)), TODAY, share)["A"] for share in (0.4, 0.5)]

    assert [one.counts for one in lives] == [True, False]


def test_an_accepted_finding_is_open_again_when_it_became_clearly_worse_than_when_it_was_accepted() -> None:
    said = accepted("A", TODAY).model_copy(update={"at_stake": AtStake(money=2000)})
    records = Records(decisions=(said,), baseline=(BEFORE,))

    lives = [life([worth(money)], records, TODAY)["A"] for money in (2000, 2500, 2501)]

    assert [one.state for one in lives] == ["accepted", "accepted", "open"]
    assert [one.counts for one in lives] == [False, False, True]


def test_what_was_taken_for_known_without_its_weight_stays_known() -> None:
    assert not life([worth(1e9, "error")], Records(baseline=known("A")), TODAY)["A"].counts


def test_findings_gathered_in_one_grow_together() -> None:
    was = Known(id="G", at_stake=AtStake(money=100), gathers=["A", "B", "C"])
    now = [Ids("G", ("A", "B", "C"), weight=Weight(None, money)) for money in (125, 126)]

    assert [life([one], Records(baseline=(was,)), TODAY)["G"].counts for one in now] == [False, True]
    assert life([Ids("G", ("A", "B", "D"))], Records(baseline=(was,)), TODAY)["G"].counts
    assert sorted(ident for ident, one in life([], Records(baseline=(was,)), TODAY).items()) == ["A", "B", "C"]
