"""The least that work draws in stretches of days, wherever it lies between the days it is bound to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.feasibility.kernel import Draw
from truenorth.engines.feasibility.view import View

Days = NDArray[np.int64]
Amounts = NDArray[np.float64]  # whole numbers below 2**53, which floats hold exactly and divide faster
_EXACT = 1e-6  # more than a division of such numbers is off, less than what tells two whole numbers apart


class Windows:
    """The windows and lengths of all work as arrays."""

    def __init__(self, view: View, early: Sequence[int], late: Sequence[int]) -> None:
        self.early, self.late = np.array(early, np.int64), np.array(late, np.int64)
        self.least = np.array(view.least, np.int64)
        self.most = np.maximum(self.least, np.minimum(np.array(view.most, np.int64), self.late - self.early))


class Users:
    """The work that draws on one track or row, as arrays."""

    def __init__(self, window: Windows, users: Sequence[tuple[int, Draw]]) -> None:
        self.work = np.array([p for p, _ in users], np.int64)
        self.amount = np.array([draw.amount for _, draw in users], np.float64)
        lag = np.array([draw.lag for _, draw in users], np.int64)
        on = np.array([-1 if draw.on is None else draw.on for _, draw in users], np.int64)
        fixed = on >= 0
        self.least = np.where(fixed, 1, window.least[self.work])
        self.most = np.where(fixed, 1, window.most[self.work])
        self.early = np.where(fixed, on, window.early[self.work] + lag)
        self.late = np.where(fixed, on + 1, window.late[self.work] + lag)

    def overlap(self, first: Days, last: Days) -> tuple[Amounts, Amounts, Amounts]:
        """For each work and stretch: how many days at least of a shortest run lie in it from the left, the right."""
        begin, end = first.astype(np.float64), last.astype(np.float64)
        from_left = (self.early + self.least).astype(np.float64)[:, None] - begin[None, :]
        from_right = end[None, :] - (self.late - self.least).astype(np.float64)[:, None]
        return from_left, from_right, (end - begin)[None, :]

    def shares(self, first: Days, last: Days) -> Amounts:
        """The least that each work draws in each stretch: `amount` spread evenly over any length it may have.

        What lies outside is at most `early` to `first` or `last` to `late`, in days; that part of the whole is the
        greatest for the shortest run, and a stretch inside of the run holds the least of it for the longest.
        """
        left, right, inside = self.overlap(first, last)
        least, most = np.maximum(self.least, 1.0)[:, None], np.maximum(self.most, 1.0)[:, None]
        part = np.minimum(np.clip(np.minimum(left, right), 0.0, least) / least, np.minimum(inside, most) / most)
        amount = self.amount[:, None]
        drawn: Amounts = np.floor(amount * part + _EXACT)
        points = self.least == 0
        if points.any():
            whole = (self.early[:, None] >= first[None, :]) & (self.late[:, None] < last[None, :])
            could_be_long = self.most[:, None] > 0
            drawn = np.where(points[:, None], np.where(whole & ~could_be_long, amount, 0), drawn)
        return drawn

    def days(self, first: Days, last: Days) -> Amounts:
        """The least that each work holds of a row in each stretch: `amount` on each day of its shortest run."""
        left, right, inside = self.overlap(first, last)
        least = self.least[:, None]
        held: Amounts = self.amount[:, None] * np.clip(np.minimum(np.minimum(left, right), inside), 0, least)
        return held
