"""What people call the items that a field may point at, and which item they mean by a name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nsmallest

from truenorth.plan.entity import KINDS, Ref
from truenorth.plan.plan import Plan
from truenorth.server.kept import Beside

Kinds = tuple[str, ...]
ROOM = 30_000  # items in the plans whose names a process remembers


@dataclass(frozen=True)
class Choices:
    """The items of a plan by name: a link is shown, chosen and typed as a name, and kept as a key."""

    plan: Plan
    also: Choices | None = None  # where a name is looked for that nothing has here: a newer version

    def shown(self, kept: str, kinds: Kinds) -> str:
        """The name of a link; with its key where others are called the same; as it is where it leads nowhere."""
        ref = kept if ":" in kept else f"{kinds[0]}:{kept}"
        item = self.plan.find(ref)
        if item is None or not item.name.strip():
            return kept
        name = _one_line(item.name)
        alone = len(self._by_name(kinds)[name.casefold()]) == 1 and self._of_key(name, kinds) in ("", ref)
        return name if alone and ":" not in name else f"{name} ({item.key if item.kind == kinds[0] else ref})"

    def meant(self, text: str, kinds: Kinds) -> str:
        """The key that a name means, as `kind:key` where it is not of the first kind; ValueError where none does."""
        refs = list(self._meant(text.strip(), kinds))
        if len(refs) == 1:
            return refs[0].removeprefix(f"{kinds[0]}:")
        if refs:
            keys = " or ".join(ref.partition(":")[2] for ref in refs[:3])
            raise ValueError(f"“{text[:60]}” is the name of {len(refs)}: write the key, {keys}")
        if self.also:
            return self.also.meant(text, kinds)
        near = difflib.get_close_matches(text.casefold(), self._by_name(kinds), 1, 0.6)
        hint = f"did you mean “{self._title(near[0], kinds)}”?" if near else "choose one from the list, or add it first"
        raise ValueError(f"there is no {' or '.join(kinds)} called “{text[:60]}”; {hint}")

    def _meant(self, text: str, kinds: Kinds) -> Iterable[Ref]:
        """The items that a text means: one by its key or by name and key, or all of a name."""
        if ref := self._of_key(text, kinds):
            return [ref]
        name, _, key = text.removesuffix(")").rpartition(" (")
        ref = self._of_key(key, kinds) if text.endswith(")") else ""
        if ref and _one_line(self.plan.title(ref)) == name:
            return [ref]
        return self._by_name(kinds).get(_one_line(text).casefold(), ())

    def _of_key(self, key: str, kinds: Kinds) -> Ref:
        refs = [key] if ":" in key else [f"{kind}:{key}" for kind in kinds]
        return next((ref for ref in refs if ref.partition(":")[0] in kinds and ref in self.plan.entities), "")

    def found(self, text: str, kinds: Kinds, most: int) -> list[str]:
        """What to choose from for the first letters of a name: those that begin so first."""
        wanted = text.strip().casefold()
        names = [name for name in self._by_name(kinds) if wanted in name]
        first = nsmallest(most, names, key=lambda name: (not name.startswith(wanted), name))
        refs = [ref for name in first for ref in self._by_name(kinds)[name]][:most]
        return [self.shown(ref.removeprefix(f"{kinds[0]}:"), kinds) for ref in refs]

    def count(self, kinds: Kinds) -> int:
        """How many there are to choose from."""
        return sum(len(self.plan.all(KINDS[kind])) for kind in kinds)

    def _title(self, name: str, kinds: Kinds) -> str:
        return _one_line(self.plan.title(self._by_name(kinds)[name][0]))

    def _by_name(self, kinds: Kinds) -> dict[str, list[Ref]]:
        known = _named.of(self.plan, "", dict)
        if kinds not in known:
            known[kinds] = _names(self.plan, kinds)
        return known[kinds]


_named: Beside[dict[Kinds, dict[str, list[Ref]]]] = Beside(ROOM)


def _names(plan: Plan, kinds: Kinds) -> dict[str, list[Ref]]:
    """The items of some kinds by their names, in one line and small letters."""
    named: dict[str, list[Ref]] = {}
    for kind in kinds:
        for item in plan.all(KINDS[kind]):
            named.setdefault(_one_line(item.title).casefold(), []).append(item.ref)
    return named


def offered(kinds: Kinds) -> str:
    """The name of the list to choose from."""
    return "of-" + "-".join(kinds)


def _one_line(text: str) -> str:
    return " ".join(text.split())
