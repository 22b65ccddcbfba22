"""The arithmetic behind a view that does not fit, as numbers to be told."""

from __future__ import annotations

from truenorth.engines.feasibility.answer import Because, Placed
from truenorth.engines.feasibility.arithmetic import Clashing, NoPlace, TooMuch, TooShort
from truenorth.engines.feasibility.kernel import Row
from truenorth.engines.feasibility.ladder import Outcome
from truenorth.engines.feasibility.left import Left
from truenorth.engines.feasibility.view import View


def because(outcome: Outcome) -> Because:
    """The arithmetic behind an outcome, as numbers to be told."""
    view, proof = outcome.view, outcome.certificate
    match proof:
        case Clashing(at):
            return Because("clash", says=view.kernel.problem.clashes[at].says)
        case TooShort(at, early, late):
            last = late - view.least[at]
            return Because("window", first=early, last=last, by=((view.key(at), view.least[at]),))
        case NoPlace(at, best):
            return _lacking(view, at, best)
        case TooMuch():
            of = view.kernel.rows[proof.at] if proof.kind == "row" else view.kernel.tracks[proof.at]
            by = tuple((view.key(p), share) for p, share in proof.by)
            have = proof.have if isinstance(of, Row) else sum(map(of.told, proof.pots))
            return Because(proof.kind, of.resource, of.title, proof.first, proof.last, proof.need, have, by)
    return Because("search")


def _lacking(view: View, p: int, best: Placed) -> Because:
    """Where a work that fits nowhere lacks most at the best of its places."""
    left = Left(view)
    key = view.key(p)
    found = []
    for (at, n), need in left.asks(p, best.start, best.end - best.start).items():
        track = view.kernel.tracks[at]
        if view.pot(at, n) and need > track.amounts[n]:
            first, last, have = track.firsts[n], track.lasts[n], track.told(n)
            found.append(Because(track.kind, track.resource, track.title, first, last, need, have, ((key, need),)))
    for draw in view.runs[p]:
        row = view.kernel.rows[draw.at]
        for day in range(best.start + draw.lag, min(best.end + draw.lag, len(row.per_day))):
            have, by = row.per_day[day], ((key, draw.amount),)
            if draw.amount > have:
                found.append(Because("row", row.resource, row.title, day, day + 1, draw.amount, have, by))
    return max(found, key=lambda one: (one.need - one.have) / max(one.have, 1), default=Because("search"))
