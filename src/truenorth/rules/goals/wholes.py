"""The shares that teams take of one whole, period by period, and what they leave."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from truenorth.engines.words import row, words
from truenorth.plan.calendar import Calendar, Span
from truenorth.plan.entity import Ref
from truenorth.plan.strategy import Objective
from truenorth.plan.values import Quantity
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, slug
from truenorth.rules.goals.standing import Standing


@dataclass(frozen=True)
class Rest:
    """What is left of a whole in a period, in percent; below zero where more than all of it is given away."""

    period: str
    at_least: float
    at_most: float

    def __str__(self) -> str:
        return f"{self.at_least:g}" + (f" to {self.at_most:g}" if self.at_most != self.at_least else "")

    @property
    def over(self) -> Rest:
        """The same as what is too much."""
        return Rest(self.period, -self.at_most, -self.at_least)


@dataclass(frozen=True)
class Part:
    """An objective that takes a share of a whole, the name of its team, and the period in whose plan it stands."""

    objective: Objective
    team: str
    period: str

    def share(self, calendar: Calendar, period: str) -> Quantity | None:
        """Its share in a period: the one stated for it, or the one for all; None where it says nothing of it."""
        wanted = calendar.span(period or None)
        for name, share in self.objective.targets.items():
            own = calendar.span(name)
            if name == period or (own and wanted and own.holds(wanted)):
                return share
        own = calendar.span(self.period or None)
        return self.objective.target if own is None or wanted is None or own.holds(wanted) else None


@dataclass(frozen=True)
class Whole:
    """Something of which several teams take a share."""

    name: str
    parts: tuple[Part, ...]
    calendar: Calendar

    @property
    def key(self) -> str:
        """Its name as part of a key."""
        return slug(self.name)

    @property
    def refs(self) -> tuple[Ref, ...]:
        """The objectives that take a share of it."""
        return tuple(sorted(part.objective.ref for part in self.parts))

    @cached_property
    def periods(self) -> list[str]:
        """The shortest periods for which shares are stated, in their order; one without a name where none is."""
        named = {name for part in self.parts for name in (part.period, *part.objective.targets) if name}
        spans = {name: span for name in sorted(named) if (span := self.calendar.span(name))}
        short = [name for name, span in spans.items() if not any(_inside(other, span) for other in spans.values())]
        return sorted(short, key=lambda name: (spans[name], name)) or [""]

    def rests(self) -> list[Rest]:
        """What is left in each period in which all shares are known and two teams or more take one."""
        if any(part.objective.target is None and not part.objective.targets for part in self.parts):
            return []
        return [rest for period in self.periods if (rest := self._rest(period))]

    def _rest(self, period: str) -> Rest | None:
        """Shares that differ within one team may be parts or two statements of one: both are reckoned with."""
        taken: dict[str, dict[Quantity, None]] = {}
        for part in self.parts:
            if share := part.share(self.calendar, period):
                taken.setdefault(part.team, {})[share] = None
        shares = [share for of_team in taken.values() for share in of_team]
        if len(taken) < 2 or not all(map(_is_share, shares)):
            return None
        low = sum(max(_percent(share, share.low) for share in of_team) for of_team in taken.values())
        high = sum(_percent(share, share.high) for share in shares)
        is_open = any(share.high is None for share in shares)
        return Rest(period, 0.0 if is_open else round(100 - high, 2), round(100 - low, 2))

    def taken(self) -> str:
        """Who takes what: `Demand generation takes 10, 20 and 30 %, Sales 50 %`."""
        by_team = sorted(self.parts, key=lambda part: (part.team, part.objective.ref))
        said = [f"{part.team} takes {self._shares(part)}" for part in by_team[:1]]
        return ", ".join([*said, *(f"{part.team} {self._shares(part)}" for part in by_team[1:])])

    def _shares(self, part: Part) -> str:
        shares = [share for period in self.periods if (share := part.share(self.calendar, period))]
        texts = list(dict.fromkeys(str(share).removesuffix("%").strip() for share in shares))
        return f"{row(texts, 12)} %"

    def new_part(self) -> dict[str, Any]:
        """An objective for the rest, which somebody still has to take."""
        return {
            "name": f"The rest of {self.name}",
            "share_of": self.name,
            "team": Blank("Which team?"),
            "target": Blank("Which share of it?"),
        }


def wholes(case: Case) -> list[Whole]:
    """Everything of which the live objectives of two teams or more state a share, by its name."""
    standing = Standing(case.plan)
    found: dict[tuple[str, ...], list[Part]] = {}
    said: set[Ref] = set()
    for objective in case.all_live(Objective):
        whole = tuple(sorted(words(objective.share_of))) if objective.share_of else ()
        if whole and not {objective.ref, *objective.twins} & said:
            said.update((objective.ref, *objective.twins))
            team = standing.team(objective)
            name = case.plan.title(f"team:{team}") if team else "The company"
            found.setdefault(whole, []).append(Part(objective, name, standing.period(objective)))
    return [
        Whole(min((part.objective.share_of for part in parts), key=_plainness), tuple(parts), case.calendar)
        for _, parts in sorted(found.items())
    ]


def _plainness(text: str) -> tuple[int, str]:
    """Of several spellings, the one with the fewest capitals is shown."""
    return sum(letter.isupper() for letter in text), text


def _inside(one: Span, other: Span) -> bool:
    return other != one and other.holds(one)


def _is_share(share: Quantity) -> bool:
    is_percent = share.unit.startswith("%") or (not share.unit and share.mid is not None and share.mid <= 1)
    return share.how == "value" and share.is_number and is_percent


def _percent(share: Quantity, bound: Decimal | None) -> float:
    """A bound of a share in percent; one that is open counts as nothing."""
    return float(bound or 0) * (1 if share.unit.startswith("%") else 100)
