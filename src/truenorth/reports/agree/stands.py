"""What stands in the way of an agreement: one list, which refuses it, is shown on the page and on the command line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from truenorth.engines.asof import OVER
from truenorth.plan.consent import Commitment
from truenorth.plan.entity import PARTIES, Party, Ref
from truenorth.records.agree import SIGNS, Side
from truenorth.reports.report import Entry
from truenorth.reports.words import plain
from truenorth.rules.case import Case
from truenorth.rules.consent.unproven import SHARE, missing

Sort = Literal["finding", "objection", "commitment", "verdict", "seen"]


@dataclass(frozen=True)
class Stand:
    """One thing that stands in the way: what it is, whom it asks, and where that can be done.

    `side` is the one whose yes it stands in the way of; None for both.
    """

    sort: Sort
    says: str
    asks: Party | None
    at: Ref = ""
    finding: str = ""
    objection: str = ""
    side: Side | None = None

    @property
    def whom(self) -> str:
        """Whom it asks, in words."""
        return PARTIES[self.asks] if self.asks else ""


def stands_in_the_way(case: Case, entries: Iterable[Entry], side: Side | None = None) -> list[Stand]:
    """What keeps a side (or, where none is given, either) from agreeing to the plan as it is now.

    Open findings of required rules, objections without an answer, requests for a promise without an answer, the
    verdict of marketing operations and its evidence, and that a side has not seen this very version.
    """
    every = [*_findings(entries), *_unproven(case), *_asked(case), *_unseen(case)]
    return [one for one in every if side is None or one.side in (None, side)]


def _findings(entries: Iterable[Entry]) -> Iterator[Stand]:
    for one in entries:
        if one.required and one.is_open and one.finding.kind != "notice" and one.finding.rule != "SIGN02":
            says = f"{one.headline} ({one.finding.rule} is required)"
            yield Stand("finding", says, one.finding.asks, one.finding.at[0], one.finding.id)


def _unproven(case: Case) -> Iterator[Stand]:
    share = case.settings.get("SIGN02", {}).get("share", SHARE)
    for one in missing(case, share):
        about = case.whole.find(one.at)
        name = f"{about.title}: " if about and about.kind != "company" else ""
        if one.objection is None:
            yield Stand("verdict", _upfirst(plain(f"{name}{one.says}")), one.asks, one.at)
        else:
            says = f"{name}{one.says}"
            yield Stand("objection", _upfirst(plain(says)), one.asks, one.at, objection=one.objection.key)


def _asked(case: Case) -> Iterator[Stand]:
    for one in case.plan.all(Commitment):
        if one.asked_on and not one.answer and one.status not in OVER:
            says = f"{plain(one.title)}: was asked and is not answered"
            yield Stand("commitment", says, one.party, one.ref)


def _unseen(case: Case) -> Iterator[Stand]:
    saw = {one.party for one in case.records.seen if one.about == case.whole.fingerprint}
    for party, side in SIGNS.items():
        if party not in saw:
            says = f"{_upfirst(PARTIES[party])} has not seen this version"
            yield Stand("seen", says, party, side=side)


def signer(side: Side) -> Party:
    """The party that agrees for a side."""
    return next(party for party, of in SIGNS.items() if of == side)


def _upfirst(text: str) -> str:
    return text[:1].upper() + text[1:]
