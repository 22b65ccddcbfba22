"""The loop's six steps, and what is missing for the next."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from truenorth.plan import text
from truenorth.plan.example import folder
from truenorth.records import Records
from truenorth.records.agree import Agreed, Review, Version
from truenorth.reports.agree import room
from truenorth.reports.loop import STEPS, loop
from truenorth.reports.report import Report
from truenorth.rules.acme import TODAY, acme
from truenorth.services.check import judge


def report(path: Path) -> Report:
    return judge(path, TODAY, prove=lambda _: None).report()


def test_a_plan_that_lacks_its_foundations_is_still_being_planned(tmp_path: Path) -> None:
    (tmp_path / "activity.yaml").write_text("letter: {name: Letter}\n", encoding="utf-8")
    now = next(step for step in loop(report(tmp_path), "") if step.state == "now")

    assert (now.name, now.missing) == ("Plan", "The plan lacks a goal and an objective with its number.")


def test_contradictions_and_what_can_not_all_be_true_are_missing_for_the_check() -> None:
    steps = loop(report(folder("acme-bent")), "bad")

    assert [step.name for step in steps] == list(STEPS)
    assert [step.state for step in steps] == ["done", "now", "later", "later", "later", "later"]
    assert "contradictions to settle or to accept; some statements can't all be true." in steps[1].missing


def test_a_plan_is_not_checked_while_it_is_open_whether_it_all_fits() -> None:
    assert loop(report(folder("acme")), "")[1].missing == "whether it all fits is open."


def test_a_plan_that_holds_is_ready_to_be_agreed_on() -> None:
    steps = loop(report(folder("acme")), "good")

    assert steps[2].state == "now"
    assert steps[2].missing.startswith("Nothing stands in the way")


def test_what_a_workspace_requires_is_counted(tmp_path: Path) -> None:
    text.write(text.read(folder("acme-bent")), tmp_path)
    first = next(entry for entry in report(tmp_path).entries if entry.finding.kind == "contradiction")
    (tmp_path / "truenorth.yaml").write_text(f"schema: 1\nrequired: [{first.finding.rule}]\n", encoding="utf-8")

    assert "of them of required rules" in loop(report(tmp_path), "good")[1].missing


def test_once_the_plan_is_up_for_agreement_the_room_says_what_is_next() -> None:
    told, plan = report(folder("acme")), acme().whole.fingerprint
    yes = [Agreed(version=Version(plan=plan), name=party, party=party) for party in ("cmo", "business")]
    steps = {
        state: next(
            step for step in loop(told, "bad", room=room(replace(acme(), records=said), [])) if step.state == "now"
        )
        for state, said in {
            "draft": Records(),
            "in review": Records(reviews=(Review(version=Version(plan=plan)),)),
            "agreed": Records(agreed=tuple(yes)),
        }.items()
    }

    assert {state: (step.name, step.missing) for state, step in steps.items()} == {
        "draft": ("Check", "some statements can't all be true."),
        "in review": ("Agree", "In review: 3 things stand in the way."),
        "agreed": ("Run", "Both sides have agreed: the work goes on as it was agreed."),
    }
