"""The items that a sheet may name: found by key or by name, made where there are none, each under a key of its own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from truenorth.plan.cells import UNKNOWN
from truenorth.plan.keys import slug
from truenorth.plan.links import Ref
from truenorth.plan.plan import Plan


def plain_name(text: str) -> str:
    """A name as names are compared: case, accents of writing and space do not count."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


class Names:
    """The items of a plan by key and name, with those that an import adds."""

    def __init__(self, plan: Plan) -> None:
        """Index a plan."""
        self.plan = plan
        self.made: dict[Ref, str] = {}  # items that links need: the name of each
        self._refs: set[Ref] = set(plan.entities)
        self._named: dict[tuple[str, str], Ref] = {}
        self._last: dict[str, int] = {}
        for ref, item in plan.entities.items():
            self._named.setdefault((item.kind, plain_name(item.name)), ref)
            self._named.setdefault((item.kind, plain_name(item.key)), ref)

    def __contains__(self, ref: Ref) -> bool:
        return ref in self._refs

    def __iter__(self) -> Iterator[Ref]:
        return iter(self._refs)

    def add(self, ref: Ref, name: str) -> None:
        """An item that the import adds, or names anew."""
        self._refs.add(ref)
        kind, _, key = ref.partition(":")
        for word in (name, key):
            if word:
                self._named.setdefault((kind, plain_name(word)), ref)

    def find(self, kinds: Iterable[str], text: str) -> Ref | None:
        """The item that a text names: `kind:key`, a key, or a name."""
        kinds = tuple(kinds)
        if text in self._refs and text.partition(":")[0] in kinds:
            return text
        for kind in kinds:
            if f"{kind}:{text}" in self._refs:
                return f"{kind}:{text}"
        wanted = plain_name(text)
        return next((ref for kind in kinds if (ref := self._named.get((kind, wanted)))), None)

    def make(self, kind: str, name: str) -> Ref:
        """A new item that only has a name."""
        ref = f"{kind}:{self.key(kind, name)}"
        self.made[ref] = name
        self.add(ref, name)
        return ref

    def key(self, kind: str, name: str) -> str:
        """A key for a new item, made from its name once."""
        stem = slug(name) or kind
        stem = f"{kind}-{stem}" if stem in UNKNOWN else stem  # a cell that says `unknown` is empty
        base = f"{kind}:{stem}"
        if base not in self._refs:
            return stem
        number = self._last.get(base, 1) + 1
        while f"{base}-{number}" in self._refs:
            number += 1
        self._last[base] = number
        return f"{stem}-{number}"
