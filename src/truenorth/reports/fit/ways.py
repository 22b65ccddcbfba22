"""The ways out as cards: what is done, what it costs, what each objective loses, and how far it is proved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from truenorth.engines.feasibility.answer import Repair
from truenorth.engines.feasibility.fit import Fit
from truenorth.engines.words import row
from truenorth.reports.fit.words import Words, share_of
from truenorth.reports.words import amount, plain

STEPS = 3  # that are said; of more, how many more
EFFECTS = 3
SETTLED = "Change the plan"  # what a way is called that names no step


@dataclass(frozen=True)
class Way:
    """A way out: all that is done, first what settles the first conflict, and every objective that gets less by it.

    `number` is what it is asked for by; `others` and `effects_said` are what is said where there is little room.
    """

    number: int
    steps: tuple[str, ...]
    price: str
    free: bool
    effects: tuple[str, ...]
    keeps: str
    proved: str
    kind: str

    @property
    def title(self) -> str:
        """What is done, in a row; of many steps the first ones, and how many more."""
        return row([self.lead, *self.others, *([self.more] if self.more else [])], STEPS)

    @property
    def lead(self) -> str:
        """The first thing that is done."""
        return self.steps[0] if self.steps else SETTLED

    @property
    def others(self) -> tuple[str, ...]:
        """What is done besides, in the same sentence: all of it, or of many steps the next ones."""
        shown = self.steps[1:] if len(self.steps) <= STEPS + 1 else self.steps[1:STEPS]
        return tuple(f"{one[:1].lower()}{one[1:]}" for one in shown)

    @property
    def more(self) -> str:
        """How many more steps there are: `7 more steps`."""
        left = len(self.steps) - 1 - len(self.others)
        return f"{left:,} more steps" if left > 0 else ""

    @property
    def effects_said(self) -> tuple[str, ...]:
        """What the objectives that lose most get less, and how many more get less."""
        return most(self.effects, EFFECTS)


def most(effects: tuple[str, ...], shown: int) -> tuple[str, ...]:
    """The first so many of what objectives get less, and how many more get less; one more is said itself."""
    more = len(effects) - shown
    return effects if more <= 1 else (*effects[:shown], f"{more:,} more get less")


def ways(words: Words, fit: Fit) -> tuple[Way, ...]:
    """The ways out of an answer, the cheapest first; those whose price nobody knows come last."""
    made = [_way(words, fit, number, repair) for number, repair in enumerate(fit.repairs, 1)]
    shared = frozenset[str]().union(*(way.steps for way in made)).intersection(*(way.steps for way in made))
    return tuple(replace(way, steps=_apart(way.steps, shared)) for way in made)


def _apart(steps: tuple[str, ...], shared: frozenset[str]) -> tuple[str, ...]:
    """The steps of a way, after the first those that tell it from the others."""
    return (*steps[:1], *sorted(steps[1:], key=lambda step: step in shared))


def _way(words: Words, fit: Fit, number: int, repair: Repair) -> Way:
    steps = [plain(says) for says in fit.steps(_in_order(fit, repair))]
    return Way(
        number=number,
        steps=tuple(steps),
        price=price(words, repair),
        free=repair.price == 0,
        effects=tuple(_effects(words, repair)),
        keeps=_keeps(repair),
        proved=_proved(words, repair),
        kind=repair.kind,
    )


def _in_order(fit: Fit, repair: Repair) -> Repair:
    """A way out with what settles the first conflict that is told before what settles the others."""
    told = sorted(fit.answer.conflicts, key=lambda conflict: not fit.is_sure(conflict))
    claim_of = {lever.key: lever.claim for lever in fit.asked.problem.levers}
    place = {claim: number for number, one in reversed([*enumerate(told)]) for claim in one.claims}
    taken = sorted(repair.taken, key=lambda one: place.get(claim_of.get(one[0], ""), len(told)))
    return replace(repair, taken=tuple(taken))


def price(words: Words, repair: Repair) -> str:
    """`costs nothing`, `EUR 9,100`, `price unknown`."""
    if repair.price is None:
        return "price unknown"
    return amount(repair.price / 100, words.currency) if repair.price else "costs nothing"


def _effects(words: Words, repair: Repair) -> Iterator[str]:
    """What each end loses of what it was to get, the most first."""
    losing = sorted(((share, ref) for ref, share in repair.ends.items() if share > 0.0005), reverse=True)
    for share, ref in losing:
        much = "a little" if share < 0.005 else share_of(share)
        yield f"{much} less for {words.title(ref)}"
    if not losing:
        yield ("Every objective keeps what it was to get" if repair.kept > 0.9995 else "No objective gets less")


def _keeps(repair: Repair) -> str:
    return f"keeps {share_of(repair.kept)} of the intent"


def _proved(words: Words, repair: Repair) -> str:
    """How far "cheapest" is proved."""
    if repair.price is None:
        return ""
    if repair.cheapest:
        return "proved the cheapest of its kind"
    if repair.at_least is None:
        return "not proved the cheapest of its kind"
    return f"the cheapest of its kind costs {amount(repair.at_least / 100, words.currency) or 'nothing'} or more"
