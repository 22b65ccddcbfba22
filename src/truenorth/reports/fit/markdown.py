"""The verdict as a part of a letter."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from truenorth.reports.fit.conflict import Group
from truenorth.reports.fit.told import Told


def lines(told: Told, safe: Callable[[str], str]) -> Iterator[str]:
    """The verdict in lines of Markdown; `safe` keeps what a plan says from being read as markup."""
    yield f"\n## {safe(told.title)}\n"
    yield safe(told.headline)
    yield from (f"\n{safe(says)}" for says in (*told.says, told.margins) if says)
    for group in told.groups:
        yield from _group(group, safe)
    yield from (f"- {safe(f'{where}: {says}' if where else says)}" for where, says in told.faults)
    yield from (f"- {safe(lack)}" for lack in told.lacks)
    if told.ways:
        yield f"\n{told.ways_said}:\n"
        for way in told.ways:
            also = "; ".join(part for part in (*way.effects_said, way.keeps, way.proved) if part)
            yield f"{way.number}. **{safe(way.title)}**: {safe(way.price)} ({safe(also)})"
    if told.questions:
        yield f"\n{told.asks}:\n"
        yield from (f"{number}. {safe(one.says)}" for number, one in enumerate(told.questions, 1))


def _group(group: Group, safe: Callable[[str], str]) -> Iterator[str]:
    yield ""
    for number, one in enumerate((*group.statements, *group.folded), 1):
        assumed, party = " (assumed)" if one.assumed else "", f" ({safe(one.party)})" if one.party else ""
        yield f"{number}. {safe(one.says)}{assumed}{party}"
    yield f"\n{safe(' '.join(part for part in (f'{group.because}.' if group.because else '', group.checked) if part))}"
