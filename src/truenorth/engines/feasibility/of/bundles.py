"""What each piece of work is worth to the plan, and which ends it serves."""

from __future__ import annotations

from collections.abc import Mapping

from truenorth.engines.feasibility.of.draft import Draft
from truenorth.engines.feasibility.of.money import CENTS
from truenorth.engines.feasibility.of.work import do_claim
from truenorth.engines.feasibility.problem import Bundle
from truenorth.engines.trace import Shares, shares_of
from truenorth.plan.entity import Ref

ENDS = ("objective:", "goal:")


def put_bundles(draft: Draft) -> None:
    """A bundle for each item that has work."""
    ends = Ends(shares_of(draft.asof.plan))
    for ref in dict.fromkeys(draft.items.values()):
        item = draft.asof.plan.entities[ref]
        worth = (draft.asof.spend(item).money or 0.0) * CENTS or 1.0
        draft.bundles.append(Bundle(ref, item.title, do_claim(draft, item), worth, ends.of(ref)))


class Ends:
    """The objectives and goals that work serves, with the share of it that goes to each."""

    def __init__(self, shares: Shares) -> None:
        """Keep what serves what."""
        self._shares = shares
        self._known: dict[Ref, Mapping[Ref, float]] = {}

    def of(self, ref: Ref) -> Mapping[Ref, float]:
        """The ends of an item; a circle is followed once."""
        if ref not in self._known:
            self._known[ref] = {}
            found: dict[Ref, float] = {}
            for above, share in self._shares.get(ref, {}).items():
                if above.startswith(ENDS):
                    found[above] = found.get(above, 0.0) + share
                for end, part in self.of(above).items():
                    found[end] = found.get(end, 0.0) + share * part
            self._known[ref] = found
        return self._known[ref]
