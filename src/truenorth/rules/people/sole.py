"""One seat that nearly all work of a team goes through, though the team has others."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from truenorth.engines.seats import filled, roles_of
from truenorth.engines.words import row
from truenorth.plan.entity import Ref
from truenorth.plan.resources import Role, Team
from truenorth.plan.work import Activity
from truenorth.rules.case import Case
from truenorth.rules.seats import Titles

Sort = tuple[str, tuple[str, ...]]  # the owner that work names, and the skills that it asks for


def nearly_all(case: Case, team: Team, share: float, least: int) -> Iterator[tuple[Role, str]]:
    """The seats, each with what is said of it, that at least a share of the work of a team goes through.

    Work goes through a seat that alone has a skill for it, or that owns it where nobody says who does it.
    """
    work = _work(case, team)
    total = sum(work.values())
    roles = _seats(case, team) if total >= least else []
    titles = Titles(roles)
    leads = {role.ref for role in titles.named(team.lead)} if team.lead else set()
    for role in (role for role in roles if role.filled == 1):
        alone = _alone(role, roles)
        owners = {owner for owner, _ in work if owner and any(one is role for one in titles.named(owner))}
        owned = owners if role.ref not in leads else set()
        through = [one for one in work if (not one[1] and one[0] in owned) or not alone.isdisjoint(one[1])]
        much = sum(work[one] for one in through)
        if much and much >= share * total:
            owns = sum(work[one] for one in through if one[0] in owned)
            asked = sorted({skill for _, skills in through for skill in skills} & alone)
            yield role, _says(role, much, total, owns, asked)


def _says(role: Role, through: int, total: int, owns: int, asked: list[str]) -> str:
    why = [f"it owns {'them' if owns == through else f'{owns:,} of them'}"] if owns else []
    why += [f"no other seat there can do {row(asked)}"] if asked else []
    much = f"all its {total:,}" if through == total else f"{through:,} of its {total:,}"
    return f"{much} activities go through one seat, {role.title}: {' and '.join(why)}"


def _seats(case: Case, team: Team) -> list[Role]:
    """The roles of a team and of its parts in which somebody sits."""
    parts = [part for part in case.plan.pointing_at(team.ref, Team) if part.part_of == team.key]
    return [role for one in (team, *parts) for role in roles_of(case.plan, one) if filled(role)]


def _alone(role: Role, roles: list[Role]) -> set[str]:
    """The skills that no other seat of a team has: none where one of these names none, for it may do anything."""
    others = [other for other in roles if other is not role]
    if not others or any(not other.skills for other in others):
        return set()
    return set(map(_plain, role.skills)) - {_plain(skill) for other in others for skill in other.skills}


def _work(case: Case, team: Team) -> dict[Sort, int]:
    """How much live work a team has, by its owner and its skills; counted again only where it changes."""
    known: dict[Ref, dict[Sort, int]] = case.gathered("TEAM02")
    if team.ref not in known:
        work: dict[Sort, int] = {}
        for activity in case.plan.pointing_at(team.ref, Activity):
            if activity.team == team.key and not activity.milestone and case.live(activity):
                sort = activity.owner, tuple(map(_plain, activity.effort))
                work[sort] = work.get(sort, 0) + 1
        known[team.ref] = work
    return known[team.ref]


@lru_cache(maxsize=4096)
def _plain(skill: str) -> str:
    return " ".join(skill.lower().split())
