"""What the names in exports mean in the plan: by what was said of them, else by key, by a label, or by name."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from truenorth.facts.phases import PHASES, phase_of
from truenorth.facts.table import Column
from truenorth.plan.entity import KINDS, Ref
from truenorth.plan.plan import Plan

STAGE = "stage"
_LABELS = re.compile(r"(^|_)(ids?|external|utm|campaign|kampagne|crm|ads?)(_|$)")


@dataclass(frozen=True)
class Names:
    """The items of a plan by what sources may call them; `told` is what people said, by column."""

    plan: Plan
    told: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    _found: dict[tuple[str, ...], dict[str, Ref | None]] = field(default_factory=dict, repr=False, compare=False)

    def item(self, column: Column, pair: tuple[str | None, ...]) -> Ref | None:
        """The item that a source means by what it calls it, and by the name beside; None where that is not known."""
        told = self.told.get(column.name, {})
        for text in pair:
            if text and text in told:
                return told[text] if told[text] in self.plan.entities else None
        known = self._by_word(column.links)
        return next((found for text in pair if text and (found := known.get(folded(text)))), None)

    def near(self, column: Column, text: str) -> list[Ref]:
        """The items whose names are most like a text."""
        known = {word: ref for word, ref in self._by_word(column.links).items() if ref}
        return list(dict.fromkeys(known[word] for word in difflib.get_close_matches(folded(text), known, 3, 0.6)))

    def phase(self, stage: str) -> str | None:
        """The phase of a stage."""
        return phase_of(stage, self.stages)

    @cached_property
    def stages(self) -> Mapping[str, str]:
        """What people said of stages."""
        return {stage: phase for stage, phase in self.told.get(STAGE, {}).items() if phase in PHASES}

    def _by_word(self, kinds: tuple[str, ...]) -> dict[str, Ref | None]:
        """Items by key, label and name; a word that means several stands for none, unless one has it for its key."""
        if kinds not in self._found:
            items = [item for kind in kinds for item in self.plan.all(KINDS[kind])]
            found = _each((folded(item.name), item.ref) for item in items if item.name)
            found |= _each((folded(one), item.ref) for item in items for one in _labels(item.labels))
            keys = _each((folded(item.key), item.ref) for item in items)
            self._found[kinds] = found | keys | {folded(item.ref): item.ref for item in items}
        return self._found[kinds]


def _labels(labels: Mapping[str, str]) -> Iterable[str]:
    return (value for name, value in labels.items() if value and _LABELS.search(re.sub(r"\W+", "_", name.lower())))


def _each(pairs: Iterable[tuple[str, Ref]]) -> dict[str, Ref | None]:
    """Words with what they mean: a word that is there for several items means none of them."""
    found: dict[str, Ref | None] = {}
    for word, ref in pairs:
        found[word] = ref if found.get(word, ref) == ref else None
    return found


def folded(text: str) -> str:
    """A text as names are compared: without case, and with plain spaces; 916.0 is 916."""
    bare = re.sub(r"(?<=\d)\.0$", "", " ".join(text.split()).casefold())
    return re.sub(r"[\s_-]+", " ", bare)
