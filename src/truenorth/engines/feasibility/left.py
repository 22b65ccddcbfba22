"""What is left of each period and each day while work is placed."""

from __future__ import annotations

from truenorth.engines.feasibility.answer import Placed
from truenorth.engines.feasibility.kernel import Draw, parts
from truenorth.engines.feasibility.staffing import Hours
from truenorth.engines.feasibility.view import View

UNLIMITED = 1 << 60


class Left:
    """What is left of the periods of all tracks, and of all rows on each day."""

    def __init__(self, view: View, *, shared: bool = False) -> None:
        """Everything is left; `shared` also gives the hours to those who have the skills, work by work."""
        self.view = view
        self.hours = Hours(view) if shared else None
        self.periods = [
            [amount if so else UNLIMITED for amount, so in zip(track.amounts, view.limits(n), strict=True)]
            for n, track in enumerate(view.kernel.tracks)
        ]
        self.daily = [list(row.per_day) for row in view.kernel.rows]

    def asks(self, p: int, start: int, days: int) -> dict[tuple[int, int], int]:
        """(track, period) -> how much a work draws there if it runs from a day for some days."""
        asked: dict[tuple[int, int], int] = {}
        for spread in self.view.spreads[p]:
            for period, much in parts(spread, start, days):
                for track in spread.tracks:
                    asked[track, period] = asked.get((track, period), 0) + much
        return asked

    def lack(self, p: int, start: int, days: int) -> int:
        """The first day on from `start` that may do better, or `start` itself where the work fits there."""
        for draw in self.view.runs[p]:
            row = self.daily[draw.at]
            begin = start + draw.lag
            for day in range(min(begin + days, len(row)) - 1, max(begin, 0) - 1, -1):
                if row[day] < draw.amount:
                    return day + 1 - draw.lag
        if len(self.view.runs[p]) > 1 and self._too_much_together(p, start, days):
            return start + 1
        return start if self._has(p, start, days) and self._shared(p, start, days) else start + 1

    def _shared(self, p: int, start: int, days: int) -> bool:
        """Whether somebody has the hours for a work, whoever does what else."""
        if not self.hours:
            return True
        asked = self._asked(p, start, days)
        can = self.hours.take(asked)
        if can:
            self.hours.give_back(asked)
        return can

    def _asked(self, p: int, start: int, days: int) -> list[tuple[str, int, int]]:
        """(skill, week, how much), of the skills that people share."""
        shared = self.hours.shared if self.hours else ()
        return [
            (spread.skill, week, much)
            for spread in self.view.hours[p]
            if spread.skill in shared
            for week, much in parts(spread, start, days)
        ]

    def _has(self, p: int, start: int, days: int) -> bool:
        """Whether enough is left of each period for a work."""
        spreads = self.view.spreads[p]
        if self.view.meet[p]:
            return all(self.periods[track][n] >= much for (track, n), much in self.asks(p, start, days).items())
        for spread in spreads:
            for n, much in parts(spread, start, days):
                for track in spread.tracks:
                    if self.periods[track][n] < much:
                        return False
        return True

    def _too_much_together(self, p: int, start: int, days: int) -> bool:
        """Whether what a work draws from one row by several uses is too much on some day."""
        used: dict[tuple[int, int], int] = {}
        for draw in self.view.runs[p]:
            for day in self.days(draw, Placed(start, start + days)):
                used[draw.at, day] = used.get((draw.at, day), 0) + draw.amount
        return any(self.daily[at][day] < much for (at, day), much in used.items())

    def days(self, draw: Draw, place: Placed) -> range:
        """The days on which a work draws from a row."""
        return range(max(place.start + draw.lag, 0), min(place.end + draw.lag, len(self.daily[draw.at])))

    def beyond(self, p: int, start: int, days: int) -> float:
        """How much of what a work asks for is not left, in shares of what it asks for."""
        place = Placed(start, start + days)
        asked = self.asks(p, start, days)
        periods = (min(1.0, max(0, much - max(0, self.periods[t][k])) / much) for (t, k), much in asked.items() if much)
        rows = (
            (draw.amount > self.daily[draw.at][day]) / max(days, 1)
            for draw in self.view.runs[p]
            for day in self.days(draw, place)
        )
        return sum(periods) + sum(rows)

    def take(self, p: int, place: Placed, sign: int = 1) -> None:
        """Draw what a work needs at its place, or give it back (`sign` -1)."""
        days = place.end - place.start
        for (track, period), much in self.asks(p, place.start, days).items():
            self.periods[track][period] -= sign * much
        if self.hours:
            (self.hours.take if sign > 0 else self.hours.give_back)(self._asked(p, place.start, days))
        for draw in self.view.runs[p]:
            row = self.daily[draw.at]
            for day in self.days(draw, place):
                row[day] -= sign * draw.amount
