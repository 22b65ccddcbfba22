"""What a reader is asked, and what is owed: by them, and to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from truenorth.engines.asof import OVER
from truenorth.plan.consent import Commitment
from truenorth.reports.pack.blocks import AnyBlock, Cell, Findings, Heading, Table, Text, Told
from truenorth.reports.pack.material import Material
from truenorth.reports.report import Entry, way
from truenorth.reports.words import PARTIES, in_full, plain, stake

SHOWN = 8
ASKED = 3


def asked(material: Material, party: str) -> Iterator[AnyBlock]:
    """The open findings that ask a party; of its own promises, the table of them tells."""
    own = {one.ref for one in material.plan.all(Commitment) if one.party == party}
    asks = (one for one in material.open if one.finding.asks == party and one.finding.kind != "notice")
    entries = [one for one in asks if one.finding.at[0] not in own]
    if not entries:
        return
    yield Heading("What waits for your answer")
    yield Findings(tuple(told(material, one) for one in entries[:ASKED]), _left(len(entries) - ASKED))


def told(material: Material, entry: Entry, *, ways: bool = True) -> Told:
    """A finding as it is reported, with the first way out of it."""
    finding = entry.finding
    said = stake(finding.at_stake, material.currency)
    first = way(finding.fixes[0]) if ways and finding.fixes else ""
    worth = "" if said == "no data" else said
    return Told(finding.rule, entry.headline, first, worth, entry.asks, finding.severity or "info", finding.at[0])


def _left(many: int) -> str:
    return f"{many:,} more that ask{'s' if many == 1 else ''} you" if many > 0 else ""


def owes(material: Material, party: str) -> Iterator[AnyBlock]:
    """What a party owes, what is due first at the top."""
    live = [one for one in material.plan.all(Commitment) if one.status not in OVER]
    yield from promises(material, [one for one in live if one.party == party], "What you owe", to_them=False)


def owed(material: Material, party: str) -> Iterator[AnyBlock]:
    """What is owed to a party."""
    live = [one for one in material.plan.all(Commitment) if one.status not in OVER]
    yield from promises(material, [one for one in live if one.to == party], "What is owed to you", to_them=True)


def promises(material: Material, some: Iterable[Commitment], says: str, *, to_them: bool) -> Iterator[AnyBlock]:
    """Some promises as a table, with how many of them are late or not answered."""
    asked_ = filter(material.is_asked, some)
    ranked = sorted(asked_, key=lambda one: (material.case.calendar.end(one.by) or date.max, one.title))
    if not ranked:
        return
    late = sum(_is_late(material, one) for one in ranked)
    silent = sum(one.answer is None for one in ranked)
    yield Heading(says)
    yield Text(_counted(len(ranked), late, silent), "bad" if late else "warn" if silent else "plain")
    rows = tuple(_row(material, one, to_them) for one in ranked[:SHOWN])
    left = len(ranked) - SHOWN
    head = ("Promise", "By" if to_them else "To", "When", "Answer")
    yield Table(head, rows, tuple(one.ref for one in ranked[:SHOWN]), f"{left:,} more promises" if left > 0 else "")


def _row(material: Material, one: Commitment, to_them: bool) -> tuple[Cell, ...]:
    whom, when = _whom(material, one, to_them), _when(material, one)
    return plain(one.what or one.title), whom, when, one.answer or "not answered yet"


def _counted(many: int, late: int, silent: int) -> str:
    whole = "1 promise is open" if many == 1 else f"{many:,} promises are open"
    parts = [f"{late:,} past the date"] if late else []
    parts += [f"{silent:,} not answered yet"] if silent else []
    return f"{', '.join([whole, *parts])}."


def _is_late(material: Material, one: Commitment) -> bool:
    due = material.case.calendar.end(one.by)
    return bool(due and due < material.today)


def _whom(material: Material, one: Commitment, to_them: bool) -> str:
    word = (one.team or one.party or "") if to_them else one.to
    return plain(PARTIES.get(word) or material.plan.title(f"team:{word}")).removeprefix("team:")


def _when(material: Material, one: Commitment) -> str:
    due = material.case.calendar.end(one.by) if one.by else None
    if due:
        return f"was due {in_full(due)}" if due < material.today else f"by {in_full(due)}"
    return f"within {one.within.words}, each time" if one.within else "no date"
