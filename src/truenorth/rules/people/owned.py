"""Who is named as the owner of what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from truenorth.engines.seats import is_there
from truenorth.plan.entity import KINDS, Entity, Ref
from truenorth.plan.resources import Role, Team
from truenorth.plan.story import Content
from truenorth.plan.work import Activity
from truenorth.rules.case import Case
from truenorth.rules.seats import Titles, owner_of_work

_NOT_WORK = [kind for name, kind in sorted(KINDS.items()) if name not in ("activity", "content")]


class Owned:
    """Which items name which owner, what roles say they answer for, and what is undecided."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.roles = [role for role in case.plan.all(Role) if is_there(role)]
        self.titles = Titles(self.roles)
        self.by_text: dict[str, list[Entity]] = {}
        self.undecided: list[Entity] = []
        for item in (item for kind in _NOT_WORK for item in case.plan.all(kind)):
            if owner := item.owner or (item.lead if isinstance(item, Team) else ""):
                self.by_text.setdefault(owner, []).append(item)
            if item.undecided:
                self.undecided.append(item)
        work = [key for key in case.tally("owners", owner_of_work).sums if isinstance(key, tuple)]
        self.owners_of_work = sorted({owner for owner, _ in work if owner})
        self.undecided += [case.plan.entities[ref] for ref in sorted(ref for _, ref in work if ref)]
        self.answers: dict[Ref, list[Role]] = {}
        for role in self.roles:
            for ref in role.accountable_for:
                self.answers.setdefault(ref, []).append(role)

    def owners(self) -> list[str]:
        """Every text that names an owner."""
        return sorted({*self.by_text, *self.owners_of_work})

    def by_role(self) -> Iterator[tuple[Sequence[Role], list[str]]]:
        """The roles that are meant by an owner, with every text that means them."""
        grouped: dict[tuple[Ref, ...], list[str]] = {}
        for text in self.owners():
            grouped.setdefault(tuple(role.ref for role in self.titles.named(text)), []).append(text)
        for refs, texts in grouped.items():
            if refs:
                yield [self.titles.by_key[ref.partition(":")[2]] for ref in refs], texts

    def live(self, texts: Iterable[str], kinds: frozenset[str] | None = None) -> list[Entity]:
        """The live items, of some kinds, that name one of some owners."""
        named = set(texts)
        items = [item for text in named for item in self.by_text.get(text, ()) if kinds is None or item.kind in kinds]
        if kinds is None and not named.isdisjoint(self.owners_of_work):
            items += [item for kind in (Activity, Content) for item in self.case.plan.all(kind) if item.owner in named]
        return sorted((item for item in items if self.case.live(item)), key=lambda item: item.ref)
