"""The report for a terminal: what is at stake and three findings first; everything, a line each, on request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from truenorth.reports.fit.terminal import BRIEF, FULL, LEAST, Room
from truenorth.reports.fit.terminal import lines as verdict
from truenorth.reports.lines import Line, wrapped
from truenorth.reports.report import Entry, Report, way
from truenorth.reports.start import STEPS, steps
from truenorth.reports.words import KINDS, amount, columns, number, seen, stake

FIRST = 3
IN_THE_VERDICT = "FIT01"  # its findings are the verdict, which stands above them
NOTES = 3
HEIGHT = 38
INDENT = 9
SECTIONS = (("contradiction", "Contradictions"), ("gap", "Not filled in yet"), ("notice", "Worth knowing"))


@dataclass(frozen=True)
class Detail:
    """How many lines a finding may take for why it matters and how we know, and how many ways out it shows."""

    why: int = 2
    seen: int = 2
    ways: int = 2
    names: int = 4  # of a longer list
    verdict: Room = FULL


DETAILS = (
    Detail(),
    Detail(seen=1),
    Detail(1, 1, verdict=BRIEF),
    Detail(1, 1, 1, verdict=BRIEF),
    Detail(1, 0, 1, verdict=BRIEF),
    Detail(1, 0, 1, verdict=LEAST),
)


def overview(report: Report, width: int, height: int = HEIGHT) -> list[Line]:
    """The default view: at stake, index, at most three findings, and one line about the rest, on one screen."""
    if report.is_empty:
        return first_steps(report, width)
    shown = _first(report)[: FIRST - bool(report.fit and report.fit.groups)]
    for detail in DETAILS:
        lines = [*heading(report, width, detail.verdict)]
        for entry in shown:
            lines += [Line(), *block(report, entry, width, detail)]
        if not shown:
            lines += [Line(), Line(nothing(report), "good")]
        lines += [Line(), *_rest(report, shown, width)]
        if len(lines) <= height:
            break
    return lines


def _first(report: Report) -> list[Entry]:
    """The first findings to look at: contradictions before gaps, and each rule once before one twice."""
    kinds = [kind for kind, _ in SECTIONS]
    times: dict[str, int] = {}
    ranked: list[tuple[int, int, int, Entry]] = []
    for place, entry in enumerate(entry for entry in _beside(report) if entry.is_new):
        again = times[entry.finding.rule] = times.get(entry.finding.rule, -1) + 1
        ranked.append((kinds.index(entry.finding.kind or "notice"), again, place, entry))
    chosen = sorted(ranked, key=lambda one: one[:3])[:FIRST]
    return [entry for *_, entry in sorted(chosen, key=lambda one: one[2])]


def _beside(report: Report) -> list[Entry]:
    """The findings that the verdict does not tell already."""
    return [entry for entry in report.entries if not (report.fit and entry.finding.rule == IN_THE_VERDICT)]


def first_steps(report: Report, width: int) -> list[Line]:
    """What a plan says in which there is nothing to check yet, and what to do first."""
    lines = [Line(f"{report.company or 'This plan'}, as of {report.as_of}", "strong"), Line()]
    for note in report.notes:
        lines += [Line(text) for text in wrapped(note, width)]
    lines += faults(report, width)
    lines += [Line(), Line(f"{STEPS}:", "strong")]
    for number_, step in enumerate(steps(report.folder), 1):
        lines += [Line(text) for text in wrapped(step, width, f"{number_}. ")]
    return lines


def nothing(report: Report) -> str:
    """That nothing, or nothing new, is out of line."""
    new = " new" if any(entry.is_open for entry in report.entries) else ""
    return f"Nothing{new} is out of line{report.reach}."


def faults(report: Report, width: int) -> list[Line]:
    """Where a rule could not be run."""
    return [Line(text, "error") for fault in report.faults for text in wrapped(fault, width)]


def heading(report: Report, width: int, room: Room = FULL) -> list[Line]:
    """Whose plan, as of when, whether it all fits, what is at stake, and the index with its halves."""
    title = f"{report.company or 'This plan'}, as of {report.as_of}"
    lines = [Line(text, "strong") for text in wrapped(title, width)]
    if report.fit and not report.only:
        lines += [Line(), *verdict(report.fit, width, folder=report.folder, room=room), Line()]
    lines += [Line(text, "strong") for text in wrapped(at_stake(report), width)]
    lines += [Line(text) for text in wrapped(index(report), width)]
    lines += faults(report, width)
    return lines + [Line(text, "warning") for note in _notes(report) for text in wrapped(note, width)]


def _notes(report: Report) -> list[str]:
    more = len(report.notes) - NOTES
    return [*report.notes[:NOTES], *([f"and {more} more notes: --format json holds all of them"] if more > 0 else [])]


def at_stake(report: Report) -> str:
    """`EUR 33,560 of EUR 72,880 at stake in 8 contradictions`."""
    open_ = [e for e in report.entries if e.is_open and e.finding.kind == "contradiction"]
    count = f"{len(open_)} {KINDS['contradiction'][len(open_) != 1]}"
    behind, worth = report.index.at_stake, report.index.plan_value
    if behind is None or worth is None:
        return f"At stake: no data (the plan states no money and no hours); {count}"
    if report.index.unit == "money":
        much = f"{amount(behind, report.currency)} of {amount(worth, report.currency)}"
    else:
        much = f"{number(behind)} of {number(worth)} hours"
    if report.only:
        return f"At stake in the whole plan: {much}"
    if open_ and not behind:
        return f"At stake: no amount known in {count}; all live work comes to {much.partition(' of ')[2]}"
    return f"At stake: {much} in {count}" if open_ else f"At stake: nothing of {much.partition(' of ')[2]}"


def index(report: Report) -> str:
    """`Alignment index: 54 of 100 (agreement 80, cooperation 61)`."""
    value, halves = report.index.value, (report.index.agreement, report.index.cooperation)
    if value is None or None in halves:
        return "Alignment index: no data"
    agreement, cooperation = (number(half) for half in halves if half is not None)
    uncounted = not report.index.at_stake and any(
        e.is_open and e.finding.kind == "contradiction" for e in report.entries
    )
    only = ", counting only work whose cost is known" if uncounted else ""
    return f"Alignment index: {number(value)} of 100 (agreement {agreement}, cooperation {cooperation}){only}"


def block(report: Report, entry: Entry, width: int, detail: Detail) -> list[Line]:
    """One finding in full: what, why it matters, how we know, what is at stake, who is asked, the ways out."""
    finding = entry.finding
    severity = finding.severity or "info"
    blank = " " * INDENT
    what = wrapped(entry.headline, width, f"{severity:<{INDENT}}", blank, 3)
    lines = [Line(what[0], severity, len(severity)), *(Line(text) for text in what[1:])]
    for text, limit in _details(report, entry, detail, width):
        lines += [Line(one) for one in wrapped(text, width, blank, blank, limit) if limit]
    for number_, fix in enumerate(finding.fixes[: detail.ways]):
        label = "Way out: " if number_ == 0 else "or: "
        lines += [Line(one) for one in wrapped(label + way(fix), width, blank, blank, 2)]
    return [*lines, *(Line(one, "quiet") for one in _small_print(entry, detail.ways, width))]


def _details(report: Report, entry: Entry, detail: Detail, width: int) -> Iterator[tuple[str, int]]:
    both = f"{entry.rule.title} {entry.why}"
    fits = len(wrapped(both, width - INDENT)) <= detail.why  # half a sentence says nothing
    yield (both if fits else entry.rule.title), max(detail.why, 1)
    if evidence := seen(entry.finding.seen, report.title, detail.names):
        yield f"Seen: {evidence}", detail.seen
    asks = f". Asks {entry.asks}" if entry.asks else ""
    yield f"At stake: {stake(entry.finding.at_stake, report.currency)}{asks}.", 2


def _small_print(entry: Entry, ways_shown: int, width: int) -> list[str]:
    """The id, which is to be copied and so never broken, where it stands, and what is not shown."""
    ident, blank = entry.finding.id, " " * INDENT
    more = len(entry.finding.fixes) - ways_shown
    ways = f"{more} more {'way' if more == 1 else 'ways'} out" if more > 0 else ""
    others = " · ".join(part for part in (entry.standing, ways, "required" if entry.required else "") if part)
    if columns(blank + ident) <= width:
        return wrapped(f"{ident} · {others}" if others else ident, width, blank, blank)
    return [ident, *(wrapped(others, width, blank, blank) if others else ())]


def _rest(report: Report, shown: Sequence[Entry], width: int) -> list[Line]:
    left = [entry for entry in _beside(report) if entry not in shown]
    if not left:
        return [Line(text, "quiet") for text in wrapped(put_right(report) or _rule_hint(shown), width) if text]
    how = f"All, a line each: truenorth check {report.folder} --all"
    text = f"Not shown: {_counts(left)}. {how}"
    return [Line(one) for one in wrapped(text, width)]


def _rule_hint(shown: Sequence[Entry]) -> str:
    return f"More about a rule: truenorth rule {shown[0].finding.rule}" if shown else ""


def put_right(report: Report) -> str:
    """How many known or decided findings are gone; nothing where there are none."""
    count = len(report.fixed)
    return f"{count} known or decided {'finding is' if count == 1 else 'findings are'} put right." if count else ""


def _counts(entries: Iterable[Entry]) -> str:
    """`5 contradictions, 4 not filled in yet, 2 accepted`."""
    tally: dict[str, int] = {}
    for entry in entries:
        tally[_heap(entry)] = tally.get(_heap(entry), 0) + 1
    words = {**KINDS, "known": ("known", "known"), "accepted": ("accepted",) * 2}
    return ", ".join(f"{tally[heap]} {words[heap][tally[heap] != 1]}" for heap in words if heap in tally)


def _heap(entry: Entry) -> str:
    if entry.life.state == "accepted":
        return "accepted"
    return "known" if entry.is_known else entry.finding.kind or "notice"


def detailed(report: Report, width: int) -> list[Line]:
    """The findings of some rules, each in full."""
    if report.is_empty:
        return first_steps(report, width)
    lines = [*heading(report, width)]
    for entry in report.entries[:20]:
        lines += [Line(), *block(report, entry, width, Detail(4, 6, 9, 12))]
    if len(report.entries) > 20:
        lines += [Line(), Line(f"and {len(report.entries) - 20} more: --format json holds all of them")]
    if not report.entries:
        says = nothing(report) if report.not_run else f"Nothing is out of line by {', '.join(report.only)}."
        lines += [Line(), Line(says, "good")]
    return lines
