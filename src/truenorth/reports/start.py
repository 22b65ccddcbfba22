"""What to say of a plan in which there is nothing to check yet, and the first three steps."""

from __future__ import annotations

from truenorth.plan.plan import Plan

NOTHING_YET = "There is nothing to check yet"
STEPS = "The first three steps"


def nothing_yet(plan: Plan) -> str:
    """Why there is nothing to check; nothing where there is something."""
    if not plan.entities:
        return f"{NOTHING_YET}: this plan holds no items."
    if all(ref.startswith("company:") for ref in plan.entities):
        return f"{NOTHING_YET}: this plan names the company, and nothing that it intends."
    return ""


def steps(folder: str) -> tuple[str, ...]:
    """What to do first, as commands."""
    return (
        "Write down the goals in goal.yaml and the work in activity.yaml, or take in a list that you have:"
        f" truenorth plan import {folder} work.xlsx",
        "See what each can say, with an example: truenorth plan kinds goal, truenorth plan kinds activity",
        f"Say what each piece of work serves, and check again: truenorth check {folder}",
    )
