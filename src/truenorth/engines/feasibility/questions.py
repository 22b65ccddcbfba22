"""The few questions whose answers could turn the verdict most, and an answer as an edit of the plan."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from truenorth.engines.asof import AsOf
from truenorth.engines.feasibility.answer import Answer
from truenorth.engines.feasibility.asked import Asked, Question
from truenorth.engines.feasibility.estimate import estimate, skill_of
from truenorth.engines.feasibility.unknowns import Unknowns
from truenorth.plan.amounts import Quantity, quantity
from truenorth.plan.edit import Edit
from truenorth.plan.entity import Ref, data
from truenorth.plan.plan import Plan
from truenorth.plan.resources import Role, Team
from truenorth.plan.work import Activity

MOST = 3
LEAST = 0.0005  # of the plan's hours: what rests on less turns no verdict


def questions(case: AsOf, asked: Asked, answer: Answer | None = None, most: int = MOST) -> tuple[Question, ...]:
    """The questions whose answers could turn the verdict most, the one that could most first.

    What a conflict rests on comes first; then the share of the plan's hours that rests on a value that nobody stated,
    less where the value that was assumed is far from the edge. What turns next to nothing is asked only where the
    verdict is silent about something.
    """
    behind = _behind(asked, answer)
    found = {(one.question.item, one.question.field): one for one in Unknowns(case, asked).every()}
    ranked = sorted(found.values(), key=lambda one: (not one.about & behind, -one.turn, one.question.item))
    worth = (one for one in ranked if one.turn >= LEAST or one.about & behind or (asked.silent and one.turn))
    return tuple(one.question for one, _ in zip(worth, range(most), strict=False))


def _behind(asked: Asked, answer: Answer | None) -> frozenset[Ref]:
    """The items of the assumptions that conflicts rest on."""
    claims = asked.problem.claims
    keys = (key for conflict in (answer.conflicts if answer else ()) for key in conflict.claims)
    return frozenset(claims[key].item for key in keys if claims[key].assumed)


def answer_edits(plan: Plan, question: Question, text: str) -> list[Edit]:
    """The edit of the plan that an answer means, for `plan.edit.change`, which refuses a value that cannot be read.

    Hours of work may be given as one number: they are shared out as the template of its kind does. Raises ValueError
    where there is none, and for an empty answer.
    """
    if not text.strip():
        raise ValueError(f"'{question.says}' has no answer: write one, such as {_SUCH_AS.get(question.field, '24')}")
    return [_answered(plan, question, ref, text.strip()) for ref in (question.item, *question.also)]


def _answered(plan: Plan, question: Question, ref: Ref, text: str) -> Edit:
    item = plan.find(ref)
    before = data(item) if item else None
    said: object = text
    if question.field == "effort" and isinstance(item, Activity) and "=" not in text:
        said = _by_skill(plan, item, text)
    return Edit(ref, before, {**(before or question.creates), question.field: said})


_SUCH_AS = {
    "hours_per_week": "24",
    "effort": "copy=8; design=4",
    "due": "2027-03-31",
    "lead_time": "10 working days",
    "amount": "120,000",
}


def _by_skill(plan: Plan, item: Activity, text: str) -> Mapping[str, str]:
    """Hours in one number, by the skills of the template in the proportion of its hours."""
    team = plan.get(Team, item.team)
    guess = estimate(item.title, item.channel, team.function if team else "")
    if guess is None:
        raise ValueError(
            f"'{text.strip()}' says no skill, and nothing tells which '{item.title}' needs: write design=12"
        )
    hours, whole = quantity(text), guess.total.mid or Decimal(1)
    offered = {skill for role in plan.all(Role) for skill in role.skills}
    shares: dict[str, Decimal] = {}
    for skill, part in guess.hours.items():
        name = skill_of(skill, offered) or skill
        shares[name] = shares.get(name, Decimal(0)) + (part.mid or Decimal(0)) / whole
    return {skill: str(_part(hours, share)) for skill, share in shares.items()}


def _part(hours: Quantity, share: Decimal) -> Quantity:
    low, high = (None if bound is None else round(bound * share, 1).normalize() for bound in (hours.low, hours.high))
    return Quantity(low, high, hours.unit or "h")
