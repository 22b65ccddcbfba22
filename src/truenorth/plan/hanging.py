"""What counts on an item: what it answers for, what only it can do, and everything that names it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from truenorth.plan.entity import KINDS, Ref
from truenorth.plan.plan import Plan
from truenorth.plan.resources import Role
from truenorth.plan.work import Activity

Hanging = dict[str, tuple[Ref, ...]]  # how it counts on the item -> what


def hanging(plan: Plan, ref: Ref) -> Hanging:
    """What counts on an item, by how: `owner of`, `only one with copy`, and the kinds of all else that names it."""
    found: Hanging = {}
    item = plan.find(ref)
    if isinstance(item, Role):
        found["owner of"] = tuple(sorted(one.ref for one in plan.entities.values() if _means(item, one.owner)))
        found |= {f"only one with {skill}": tuple(needs) for skill, needs in _alone(plan, item)}
    told = {one for many in found.values() for one in many}
    for source in sorted(_naming(plan, ref) - told):
        kind = KINDS[source.partition(":")[0]].plural
        found[kind] = (*found.get(kind, ()), source)
    return {how: many for how, many in found.items() if many}


def _means(role: Role, word: str) -> bool:
    """Whether an owner, written as a key or a title, is a role."""
    return bool(word) and word.casefold() in (role.key.casefold(), role.ref.casefold(), role.name.casefold())


def _alone(plan: Plan, role: Role) -> Iterator[tuple[str, Iterable[Ref]]]:
    """The skills that no other role has, with the work that needs them."""
    others = {skill for one in plan.all(Role) if one.key != role.key for skill in one.skills}
    for skill in role.skills:
        if skill not in others:
            yield skill, [one.ref for one in plan.all(Activity) if skill in one.effort]


def _naming(plan: Plan, ref: Ref) -> set[Ref]:
    """The items that point at one, or hold its key among words that need not be a key."""
    return (plan.meant.get(ref, {}).keys() | plan.incoming.get(ref, {}).keys()) - {ref}
