"""What we intend: typed entities, and the plan that holds them. Values only."""

from __future__ import annotations

from truenorth.plan import company, consent, resources, story, strategy, work
from truenorth.plan.edit import Broken, Clashes, Edit, apply, broken, change, diff, rebase
from truenorth.plan.entity import KINDS, Entity, Ref, data
from truenorth.plan.plan import Plan, plan_of
from truenorth.plan.reading import Problem, Unreadable, entity

__all__ = [
    "KINDS",
    "Broken",
    "Clashes",
    "Edit",
    "Entity",
    "Plan",
    "Problem",
    "Ref",
    "Unreadable",
    "apply",
    "broken",
    "change",
    "company",
    "consent",
    "data",
    "diff",
    "entity",
    "plan_of",
    "rebase",
    "resources",
    "story",
    "strategy",
    "work",
]
