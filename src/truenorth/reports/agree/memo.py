"""The memo: what both sides agree on, or what still stands in the way, on one page, set by Typst."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from truenorth.plan.entity import PARTIES
from truenorth.records.agree import CALLED, SIDES, Agreed, Side
from truenorth.reports.agree.room import Promise, Room
from truenorth.reports.agree.stands import signer
from truenorth.reports.fit.told import Told
from truenorth.reports.page.pdf import set_
from truenorth.reports.words import in_full, plain, short
from truenorth.rules.case import Case

LINES = 4  # of each part; of more, the others are counted
LONG = 150


def memo(room: Room, case: Case, version: str, fit: Told | None = None) -> bytes:
    """The memo as PDF. Raises NotInstalled where Typst is not there."""
    return set_("memo.typ", {"memo": json.dumps(said(room, case, version, fit))})


def said(room: Room, case: Case, version: str, fit: Told | None = None) -> dict[str, Any]:
    """What the memo says."""
    company = plain(case.whole.company.title) if case.whole.company else "The plan"
    intent, verdict = room.intent, room.verdict
    return {
        "title": f"{company}: what both sides agree on",
        "company": company,
        "as_of": in_full(case.today),
        "version": f"{version}, {case.whole.fingerprint[:12]}",
        "state": room.says,
        "is_agreed": room.state == "agreed",
        "outcome": _lines([intent.outcome] if intent and intent.outcome else room.outcomes),
        "why": _lines([intent.why] if intent and intent.why else room.why, 3),
        "keeps": _lines(intent.keeps if intent else []),
        "verdict": _cut(f"{verdict.says}: {verdict.given}".rstrip(": ")) if verdict else "no verdict yet",
        "evidence": _lines([f"{one.kind}: {one.says}" for one in verdict.evidence] if verdict else [], 3),
        "exception": _cut(verdict.exception) if verdict else "",
        "fit": _cut(f"{fit.title}. {fit.headline}") if fit else "",
        "objections": _lines(_objection(one) for one in room.heard),
        "promises": {side: _lines((_promise(one) for one in room.promises[side]), 6) for side in SIDES},
        "stands": _lines((f"{one.says} (asks {one.whom})" if one.whom else one.says for one in room.stands), 6),
        "drift": _lines(f"{part.title}: {line.title}, {line.says}" for part in room.drift for line in part.lines),
        "signed": [_signed(side, room.signed.get(side), room) for side in SIDES],
    }


def _objection(one: Any) -> str:
    about = f"{one.about}: " if one.about else ""
    then = f" Answered: {one.reply.says} ({one.reply.outcome})" if one.reply else " Not answered."
    return f"{about}{one.objection.says.rstrip('.')}.{then}"


def _promise(one: Promise) -> str:
    return f"{one.title}: {one.when}, {one.stands}"


def _signed(side: Side, agreed: Agreed | None, room: Room) -> dict[str, str]:
    party = PARTIES[signer(side)]
    if agreed is None and room.standing and room.state == "agreed":
        agreed = next((one for one in room.standing.signed if one.side == side), None)
    asked = side in room.asks or room.state in ("draft", "in review")
    return {
        "side": f"For {CALLED[side]}",
        "name": plain(agreed.name) if agreed else "",
        "role": plain(agreed.by) if agreed else party,
        "on": in_full(agreed.on) if agreed and agreed.on else "",
        "open": "" if agreed else "not agreed yet" if asked else "not asked about what moved",
    }


def _lines(texts: Iterable[str], most: int = LINES) -> list[str]:
    every: Sequence[str] = [_cut(text) for text in texts]
    more = len(every) - most
    return [*every[:most], f"and {more:,} more"] if more > 0 else list(every)


def _cut(text: str) -> str:
    return short(plain(text), LONG)
