"""Every finding on a line of its own, by kind, in under sixty lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from truenorth.reports.fit.terminal import EVERY
from truenorth.reports.lines import Line
from truenorth.reports.report import Entry, Report
from truenorth.reports.terminal import SECTIONS, first_steps, heading, nothing, put_right
from truenorth.reports.words import amount, columns, number, short

LINES = 48
NAMED = 12  # columns that a headline takes at least


def full(report: Report, width: int | None) -> list[Line]:
    """Every finding, a line each, in under sixty lines: rules with many are cut and counted."""
    if report.is_empty:
        return first_steps(report, width or 100)
    lines = [*heading(report, width or 100, EVERY)]
    open_ = [entry for entry in report.entries if entry.is_open]
    accepted = [entry for entry in report.entries if not entry.is_open]
    most = _most_a_rule(open_, LINES - min(len(accepted), 6))
    stakes = [_stake(report, entry) for entry in report.entries]
    room = max((len(text) for text in stakes), default=0)
    for kind, title in SECTIONS:
        of_kind = [entry for entry in open_ if entry.finding.kind == kind]
        lines += _section(report, title, of_kind, most, room, width)
    lines += _section(report, "Accepted", accepted, 5, room, width)
    if not report.entries:
        lines += [Line(), Line(nothing(report), "good")]
    return lines + ([Line(put_right(report), "quiet")] if report.fixed else [])


def _most_a_rule(entries: Sequence[Entry], lines: int) -> int:
    """How many lines each rule may take for all to fit."""
    tally: dict[tuple[str, str], int] = {}
    for entry in entries:
        group = (entry.finding.kind or "", entry.finding.rule)
        tally[group] = tally.get(group, 0) + 1
    for most in range(max(tally.values(), default=1), 1, -1):
        if sum(min(count, most + 1) for count in tally.values()) <= lines:
            return most
    return 1


def _section(
    report: Report, title: str, entries: Sequence[Entry], most: int, room: int, width: int | None
) -> Iterator[Line]:
    if not entries:
        return
    yield Line()
    yield Line(f"{title} ({len(entries)})", "strong")
    by_rule: dict[str, list[Entry]] = {}
    for entry in entries:
        by_rule.setdefault(entry.finding.rule, []).append(entry)
    done: set[str] = set()
    for entry in entries:
        code = entry.finding.rule
        if code in done:
            continue
        many = by_rule[code]
        if len(many) <= most + 1:
            yield _row(report, entry, room, width)
            continue
        done.add(code)
        yield from (_row(report, one, room, width) for one in many[:most])
        hidden = f"and {len(many) - most} more of {code}: truenorth check {report.folder} --rule {code}"
        yield Line(f"{'':<8} {'':<7} {'':>{room}}  {hidden}", "quiet")


def _row(report: Report, entry: Entry, room: int, width: int | None) -> Line:
    severity = entry.finding.severity or "info"
    mark = f" ({entry.standing})" if entry.standing else ""
    head = f"{severity:<8} {entry.finding.rule:<7} {_stake(report, entry):>{room}}  "
    left = width - columns(head + mark) if width else 0
    said = short(entry.headline, left) if left >= NAMED else entry.headline  # what became of it is not cut
    text = f"{head}{said}{mark}"
    return Line(short(text, width) if width else text, severity, len(severity))


def _stake(report: Report, entry: Entry) -> str:
    behind = entry.finding.at_stake
    if behind.money:
        return amount(behind.money, report.currency)
    return f"{number(behind.hours)} h" if behind.hours else ""
