"""A comparison for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from truenorth.reports.compare.compare import Comparison, Told
from truenorth.reports.compare.rows import Row
from truenorth.reports.compare.serving import Group

FINDINGS = 8  # of those that come or go, how many are told


def lines(found: Comparison) -> list[str]:
    """The comparison, a part after the other; only what differs."""
    if found.same:
        return [found.counted]
    told = [f"{found.one} -> {found.other}: {found.counted}"]
    for heading, some in (
        ("What it means for the goals", found.goals),
        ("Money", found.money),
        ("Hours", found.hours),
        ("Dates", found.dates),
        ("Findings", found.findings),
    ):
        told += _part(heading, some)
    told += _findings("Comes up", found.come)
    told += _findings("Is put right", found.gone)
    for group in found.groups:
        told += _group(group)
    return told


def _part(heading: str, rows: Iterable[Row]) -> Iterator[str]:
    differing = [one for one in rows if one.differs or one.one != one.other]
    if differing:
        yield from ("", heading)
    for one in differing:
        yield (
            f"  {one.what}: {one.one} -> {one.other}{f' ({one.differs})' if one.differs else ''}"
            if (one.one != one.other)
            else f"  {one.what}: {one.differs}"
        )


def _findings(heading: str, found: tuple[Told, ...]) -> Iterator[str]:
    if found:
        yield from ("", f"{heading} ({len(found):,})")
    for one in found[:FINDINGS]:
        yield f"  {one.says}  [{one.id}]"
    if len(found) > FINDINGS:
        yield f"  and {len(found) - FINDINGS:,} more"


def _group(group: Group) -> Iterator[str]:
    yield from ("", f"For {group.title}" if group.goals else group.title)
    for one in group.changes:
        yield f"  {one.mark} {one.title} ({one.ref}): {'; '.join(one.says)}"
    if group.more:
        yield f"  and {group.more:,} more"
