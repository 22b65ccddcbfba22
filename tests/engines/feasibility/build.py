"""Problems of a few lines: work of one team, in weeks of five working days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from truenorth.engines.feasibility.problem import Bundle, Claim, Problem, Staff, Use, Work

WEEK = 5


def work(key: str, days: int | tuple[int, int], window: tuple[int, int], **more: Any) -> Work:
    """A work in a bundle of its own, with the claims `ready:key` and `due:key` behind its window."""
    shortest, longest = days if isinstance(days, tuple) else (days, days)
    told = {"ready": (f"ready:{key}",), "due": (f"due:{key}",)} | more
    return Work(key, key.title(), key, shortest, longest, *window, **told)


def staff(key: str, skills: str, hours: int | Sequence[int], weeks: int) -> Staff:
    """Seats with some skills and so many hours, or hours in each week."""
    per_week = tuple(hours) if not isinstance(hours, int) else (hours,) * weeks
    return Staff(key, key.title(), frozenset(skills.split()), per_week, f"people:{key}")


def problem(weeks: int, *works: Work, **more: Any) -> Problem:
    """A problem of some weeks; claims that are named anywhere are made up."""
    bundles = tuple(Bundle(one.key, one.title, f"do:{one.key}", 10.0) for one in works if one.bundle == one.key)
    given: Mapping[str, Claim] = more.pop("claims", {})
    made = Problem(weeks * WEEK, tuple(range(0, weeks * WEEK, WEEK)), {}, bundles, works, **more)
    named = _named(made)
    claims = {key: Claim(key, key.partition(":")[0], key) for key in sorted(named)} | dict(given)  # type: ignore[arg-type]
    return Problem(made.days, made.weeks, claims, bundles, works, **more)


def hours(skill: str, amount: int) -> tuple[Use, ...]:
    """So many hours of a skill."""
    return (Use(skill, amount),)


def _named(made: Problem) -> set[str]:
    of_work = {
        claim
        for one in made.works
        for claim in (*one.ready, *one.due, *one.lead, *(c for w in one.windows for c in w.claims))
    }
    uses = {claim for one in made.works for use in one.uses for claim in use.claims}
    limits = {claim for one in (*made.supplies, *made.pots, *made.clashes, *made.afters) for claim in one.claims}
    return of_work | uses | limits | {one.claim for one in made.staff} | {one.do for one in made.bundles}
