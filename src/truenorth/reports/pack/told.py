"""What was decided and what was changed since the last report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from truenorth.records import Decision
from truenorth.records.week import How, Update, last_updates, latest
from truenorth.reports.pack.blocks import AnyBlock, Cell, Heading, Table, Text
from truenorth.reports.pack.material import Material
from truenorth.reports.words import in_full, plain, short

SHOWN = 8
FIELDS = 2
ORDER: tuple[How, ...] = ("stuck", "new date", "done", "moved")
WORDS = {"stuck": "stuck", "new date": "with a new date", "done": "done", "moved": "on the way"}
MARKS = {"+": "new", "-": "taken out", "~": "changed", "=": "another key"}


def decided(material: Material) -> Iterator[AnyBlock]:
    """The risks that were accepted and still are, and who took them."""
    held = [entry for entry in material.page.report.entries if entry.life.state == "accepted" and entry.life.decision]
    if not held:
        return
    yield Heading("Risks that were accepted")
    rows = tuple(_risk(entry.headline, entry.life.decision) for entry in held[:SHOWN] if entry.life.decision)
    left = len(held) - SHOWN
    refs = tuple(entry.finding.at[0] for entry in held[:SHOWN])
    yield Table(("What", "Until", "By", "Because"), rows, refs, f"{left:,} more" if left > 0 else "")


def _risk(says: str, one: Decision) -> tuple[Cell, ...]:
    return says, in_full(one.until) if one.until else "", plain(one.owner), plain(one.reason)


def said(material: Material) -> Iterator[AnyBlock]:
    """What was said of the work since the last report: the last word on each item, what is stuck first."""
    since = material.news.day if material.news else None
    updates = last_updates(material.records.updates, material.today).values()
    new = [one for one in updates if since is None or one.on is None or one.on >= since]
    if not new:
        return
    yield Heading("What was said of the work")
    ranked = sorted(new, key=lambda one: (ORDER.index(one.says), -(one.on.toordinal() if one.on else 0), one.about))
    yield Text(_of_updates(ranked), "warn" if ranked[0].says == "stuck" else "plain")
    rows = tuple(_update(material, one) for one in ranked[:SHOWN])
    left = len(ranked) - SHOWN
    refs = tuple(one.about for one in ranked[:SHOWN])
    yield Table(("Work", "How it is", "In a sentence", "On"), rows, refs, f"{left:,} more" if left > 0 else "")


def _of_updates(some: list[Update]) -> str:
    counts = {says: sum(one.says == says for one in some) for says in ORDER}
    parts = [f"{count:,} {WORDS[says]}" for says, count in counts.items() if count]
    return f"{len(some):,} update{'' if len(some) == 1 else 's'}: {', '.join(parts)}."


def _update(material: Material, one: Update) -> tuple[Cell, ...]:
    title = plain(material.plan.title(one.about)) if material.plan.find(one.about) else plain(one.called or one.about)
    how = f"new date: {in_full(one.until)}" if one.says == "new date" and one.until else one.says
    return title, how, plain(one.note), in_full(one.on) if one.on else ""


def chosen(material: Material) -> Iterator[AnyBlock]:
    """What meetings decided and is not done yet, what is due first at the top."""
    open_ = [one for one in latest(material.records.choices) if one.state == "open"]
    if not open_:
        return
    yield Heading("Decisions to carry out")
    late = sum(bool(one.until and one.until < material.today) for one in open_)
    many = "1 decision is" if len(open_) == 1 else f"{len(open_):,} decisions are"
    yield Text(f"{many} open{f', {late:,} past the date' if late else ''}.", "bad" if late else "plain")
    ranked = sorted(open_, key=lambda one: (one.until or date.max, one.key))[:SHOWN]
    rows = tuple((plain(one.what), plain(one.owner), in_full(one.until) if one.until else "") for one in ranked)
    left = len(open_) - SHOWN
    yield Table(("What", "Who", "By"), rows, tuple(one.about for one in ranked), f"{left:,} more" if left > 0 else "")


def changed(material: Material) -> Iterator[AnyBlock]:
    """What was changed in the plan since the last report, and why."""
    news = material.news
    if news is None:
        return
    yield Heading("What was changed")
    if not news.changes and not news.differences:
        yield Text(f"Nothing was changed {news.since}.", "quiet")
        return
    yield Text(_counted(material), "plain")
    if news.differences:
        rows = tuple((one.title, MARKS[one.mark], _fields(one.fields)) for one in news.differences[:SHOWN])
        left = len(news.differences) - SHOWN
        refs = tuple(one.ref for one in news.differences[:SHOWN])
        yield Table(("Item", "", "Before -> after"), rows, refs, f"{left:,} more items" if left > 0 else "")
    else:
        rows = tuple((in_full(one.on) if one.on else "", plain(one.why), plain(one.by)) for one in news.changes[:SHOWN])
        left = len(news.changes) - SHOWN
        yield Table(("When", "Why", "By"), rows, (), f"{left:,} more changes" if left > 0 else "")


def _counted(material: Material) -> str:
    news = material.news
    assert news is not None
    changes = "1 change" if len(news.changes) == 1 else f"{len(news.changes):,} changes"
    reasons = list(dict.fromkeys(plain(one.why) for one in news.changes if one.why))
    why = f": {'; '.join(short(one, 90) for one in reasons[:3])}" if reasons else ""
    more = f" and {len(reasons) - 3:,} more reasons" if len(reasons) > 3 else ""
    return f"{changes} {news.since}{why}{more}."


def _fields(fields: tuple[tuple[str, str], ...]) -> str:
    shown = "; ".join(f"{name} {text}" for name, text in fields[:FIELDS])
    left = len(fields) - FIELDS
    return f"{shown}; {left} more" if left > 0 else shown
