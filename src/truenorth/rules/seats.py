"""Which role a text such as an owner means."""

from __future__ import annotations

from collections.abc import Iterable

from truenorth.engines.words import same_text
from truenorth.plan.entity import Entity
from truenorth.plan.resources import Role
from truenorth.rules.tally import Part


def owner_of_work(item: Entity) -> Part | None:
    """The owner that an activity or a piece of content names, and itself where something is undecided."""
    return ((item.owner, item.ref if item.undecided else ""), (1,)) if item.owner or item.undecided else None


class Titles:
    """The roles by key and by name."""

    def __init__(self, roles: Iterable[Role]) -> None:
        """Gather the roles."""
        self.by_key: dict[str, Role] = {}
        self.by_name: dict[str, list[Role]] = {}
        for role in roles:
            self.by_key[role.key] = role
            if name := same_text(role.name):
                self.by_name.setdefault(name, []).append(role)

    def named(self, text: str) -> list[Role]:
        """The roles that a text means, by key or by name; none where it is a title without a role."""
        key = text.strip().removeprefix("role:")
        return [self.by_key[key]] if key in self.by_key else self.by_name.get(same_text(text), [])
