"""The report in Markdown, for a letter or a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator

from truenorth.reports.fit.markdown import lines as verdict
from truenorth.reports.report import Entry, Report, way
from truenorth.reports.sight import Sight
from truenorth.reports.sight.outline import lines
from truenorth.reports.start import STEPS, steps
from truenorth.reports.terminal import SECTIONS, at_stake, index, nothing
from truenorth.reports.words import seen, stake

MOST = 60  # findings told in full; a letter of more is not read


def text(report: Report) -> str:
    """The report as Markdown."""
    return "\n".join(_lines(report)).rstrip() + "\n"


def line_of_sight(sight: Sight) -> str:
    """The map of the line of sight as a list."""
    says, _, *listed = lines(sight)
    items = (f"{text[: len(text) - len(text.lstrip())]}- {escaped(text.strip())}" for text in listed if text)
    return "\n".join(["\n## Line of sight", "", escaped(says), "", *items]) + "\n"


def escaped(words: str) -> str:
    """Text that Markdown and HTML show as it is."""
    words = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    words = words.replace("://", "&#58;//").replace("@", "&#64;").replace("www.", "www&#46;")
    return re.sub(r"([\\`*_\[\]|~!$])", r"\\\1", words)


def _lines(report: Report) -> Iterator[str]:
    yield f"# What is out of line: {escaped(report.company or 'this plan')}"
    yield ""
    if report.is_empty:
        yield from _start(report)
        return
    yield f"As of {report.as_of}. {escaped(at_stake(report))}. {escaped(index(report))}."
    yield from (f"\n**{escaped(fault)}**" for fault in report.faults)
    if report.fit and not report.only:
        yield from verdict(report.fit, escaped)
    for note in report.notes:
        yield f"\n{escaped(note)}"
    open_ = [entry for entry in report.entries if entry.is_open]
    for kind, title in SECTIONS:
        of_kind = [entry for entry in open_ if entry.finding.kind == kind]
        if of_kind:
            yield f"\n## {title} ({len(of_kind)})\n"
            for entry in of_kind[:MOST]:
                yield from _entry(report, entry)
            if len(of_kind) > MOST:
                yield f"- and {len(of_kind) - MOST} more"
    accepted = [entry for entry in report.entries if not entry.is_open]
    if accepted:
        yield f"\n## Accepted ({len(accepted)})\n"
        yield from (f"- {escaped(entry.headline)} ({escaped(entry.standing)})" for entry in accepted)
    if not report.entries:
        yield f"\n{nothing(report)}"


def _start(report: Report) -> Iterator[str]:
    yield f"As of {report.as_of}."
    yield from (f"\n**{escaped(fault)}**" for fault in report.faults)
    yield from (f"\n{escaped(note)}" for note in report.notes)
    yield f"\n## {STEPS}\n"
    yield from (f"{number}. {escaped(step)}" for number, step in enumerate(steps(report.folder), 1))


def _entry(report: Report, entry: Entry) -> Iterator[str]:
    severity = entry.finding.severity or "info"
    state = f" · {escaped(entry.standing)}" if entry.standing else ""
    yield f"- **{escaped(entry.headline)}** ({severity}, {entry.finding.rule}{state})"
    yield f"  - Why it matters: {escaped(f'{entry.rule.title} {entry.why}')}"
    if evidence := seen(entry.finding.seen, report.title):
        yield f"  - Seen: {escaped(evidence)}"
    asks = f"; asks {entry.asks}" if entry.asks else ""
    yield f"  - At stake: {escaped(stake(entry.finding.at_stake, report.currency))}{asks}"
    for fix in entry.finding.fixes[:3]:
        yield f"  - Way out: {escaped(way(fix))}"
