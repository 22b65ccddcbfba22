"""The ways out as cards: what is done, what it costs, what each objective loses, and how far it is proved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from truenorth.engines.feasibility.answer import Repair
from truenorth.engines.feasibility.fit import Fit
from truenorth.reports.fit.words import Words, share_of
from truenorth.reports.words import amount, plain
from truenorth.rules.words import row

STEPS = 3
EFFECTS = 4


@dataclass(frozen=True)
class Way:
    """A way out. `number` is what it is asked for by; `steps` is all that is done, `title` the first of it."""

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
        first, *others = self.steps or ("Change the plan",)
        also = [f"{one[:1].lower()}{one[1:]}" for one in others]
        more = len(also) + 1 - STEPS
        if more > 1:
            also = [*also[: STEPS - 1], f"{more:,} more steps"]
        return row([first, *also], STEPS)


def ways(words: Words, fit: Fit) -> tuple[Way, ...]:
    """The ways out of an answer, the cheapest first; those whose price nobody knows come last."""
    return tuple(_way(words, fit, number, repair) for number, repair in enumerate(fit.repairs, 1))


def _way(words: Words, fit: Fit, number: int, repair: Repair) -> Way:
    steps = [plain(says) for says in fit.steps(repair)]
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


def price(words: Words, repair: Repair) -> str:
    """`costs nothing`, `EUR 9,100`, `price unknown`."""
    if repair.price is None:
        return "price unknown"
    return amount(repair.price / 100, words.currency) if repair.price else "costs nothing"


def _effects(words: Words, repair: Repair) -> Iterator[str]:
    """What each end loses of what it was to get, the most first."""
    losing = sorted(((share, ref) for ref, share in repair.ends.items() if share > 0.0005), reverse=True)
    for share, ref in losing[:EFFECTS]:
        much = "a little" if share < 0.005 else share_of(share)
        yield f"{much} less for {words.title(ref)}"
    if len(losing) > EFFECTS:
        yield f"{len(losing) - EFFECTS:,} more get less"
    if not losing:
        yield (
            "Every objective keeps what it was to get"
            if repair.kept > 0.9995
            else "What is given up serves no objective"
        )


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
