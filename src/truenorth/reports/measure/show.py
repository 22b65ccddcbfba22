"""Money that was spent and what came, in words and for machines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from truenorth.reports.words import amount, listed, number, plain, short

if TYPE_CHECKING:
    from truenorth.engines.opportunities import Beside, Line
    from truenorth.engines.spend import Sight, Spend
    from truenorth.plan.plan import Plan

NO_DATA = "no data"
WIDEST = 44
MOST_MONTHS = 24
HEADS = ("with a line of sight to a goal", "on work without one", "names no work of the plan")
Unmatched = Sequence[tuple[str, int, float]]  # a name, in how many rows it stands, and their money


def spend_lines(plan: Plan, found: Spend | None, unmatched: Unmatched, currency: str, folder: str) -> Iterator[str]:
    """What was spent: in all and by month, how much of it leads to a goal, and the names that mean nothing."""
    if found is None:
        yield f"Spend: {NO_DATA}. Load some: truenorth measure load {folder} FILE"
        return
    whole = found.whole
    yield f"Spend: {amount(whole.total, currency)}"
    for words, part in zip(HEADS, (whole.seen, whole.unseen, whole.unmatched), strict=True):
        yield f"  {words:<32} {amount(part, currency):>16} {_share(part, whole.total):>6}"
    yield ""
    yield from _months(found)
    if unmatched:
        yield ""
        yield "Names that mean nothing in the plan, those of most money first:"
        yield from table(
            ("name", "rows", "spent"), [(short(plain(n), WIDEST), f"{r:,}", _whole(m)) for n, r, m in unmatched]
        )
        yield f"Say what one means: truenorth measure same {folder} '{plain(unmatched[0][0])}=ITEM'"
    if found.told_twice:
        yield _told_twice(plan, found)


def _told_twice(plan: Plan, found: Spend) -> str:
    """That several sources tell of spend on one item in one month."""
    items = list(dict.fromkeys(ref for ref, _, _ in found.told_twice))
    sources = " and ".join(sorted({one for _, _, all_ in found.told_twice for one in all_}))
    names = listed((plain(plan.title(ref)) for ref in items), 2)
    return f"{names}: {sources} tell of spend in the same month. If it is the same money, take one of them back."


def _months(found: Spend) -> Iterator[str]:
    """The last months; those before them together."""
    months = list(found.months.items())
    rows = [(month or "no day", *_cells(one)) for month, one in months[-MOST_MONTHS:]]
    if earlier := months[:-MOST_MONTHS]:
        rows.insert(0, (f"{len(earlier):,} before", *_cells(sum((one for _, one in earlier), type(found.whole)()))))
    yield from table(("month", "spent", "line of sight", "without one", "no work of the plan", "share"), rows)


def _share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.0f} %" if whole > 0 else ""


def _cells(one: Sight) -> tuple[str, ...]:
    share = f"{100 * one.share:.0f} %" if one.share is not None else NO_DATA
    return (_whole(one.total), _whole(one.seen), _whole(one.unseen), _whole(one.unmatched), share)


def _whole(value: float) -> str:
    return f"{value:,.0f}"


def spend_data(found: Spend | None, unmatched: Unmatched, currency: str) -> dict[str, Any]:
    """The same for machines."""
    if found is None:
        return {"schema": 1, "currency": currency, "spend": None}
    return {
        "schema": 1,
        "currency": currency,
        "spend": _sight(found.whole),
        "months": {month or "no day": _sight(one) for month, one in found.months.items()},
        "own": dict(sorted(found.own.items())),
        "through": dict(sorted(found.through.items())),
        "unknown_names": [{"name": name, "rows": rows, "spent": money} for name, rows, money in unmatched],
        "told_twice": [{"item": ref, "month": month, "sources": list(all_)} for ref, month, all_ in found.told_twice],
    }


def _sight(one: Sight) -> dict[str, Any]:
    return {
        "total": one.total,
        "line_of_sight": one.seen,
        "without": one.unseen,
        "unmatched": one.unmatched,
        "share": one.share,
    }


def beside_lines(plan: Plan, found: Beside, early: Sequence[tuple[str, str]], why: str, currency: str) -> Iterator[str]:
    """Money and opportunities side by side, by program and by objective."""
    head = ("spent", "leads", "opportunities", "won", f"worth {currency}".strip(), "lost")
    for name, lines, rest in (("program", found.programs, [found.outside]), ("objective", found.objectives, [])):
        rows = [(_title(plan, one), *_counts(one)) for one in (*_some(lines), *rest)]
        rows += [("all", *_counts(found.whole))] if rest else []
        yield from table((name, *head), rows) if rows else [f"No {name} has money or opportunities yet."]
        yield ""
    yield "An opportunity stands whole at every objective that its work serves: do not add those up."
    yield why
    if early:
        names = ", ".join(plain(record) for _, record in early[:3])
        what = "1 lead or deal ends" if len(early) == 1 else f"{len(early):,} leads or deals end"
        yield f"{what} before it comes in, which is a slip in the data: {names}" + (" ..." if len(early) > 3 else "")


def _some(lines: Iterable[Line]) -> list[Line]:
    """The lines of which anything is known."""
    return [one for one in lines if one.spent or (one.count and one.count != type(one.count)())]


def _title(plan: Plan, one: Line) -> str:
    return short(plain(plan.title(one.ref)), WIDEST) if one.ref else "(none of the plan)"


def _counts(one: Line) -> tuple[str, ...]:
    spent = _whole(one.spent) if one.spent is not None else NO_DATA
    if one.count is None:
        return (spent, NO_DATA, NO_DATA, NO_DATA, NO_DATA, NO_DATA)
    count = one.count
    return (
        spent,
        f"{count.leads:,}",
        f"{count.opportunities:,}",
        f"{count.won:,}",
        number(count.worth),
        f"{count.lost:,}",
    )


def beside_data(found: Beside, early: Sequence[tuple[str, str]], why: str, currency: str) -> dict[str, Any]:
    """The same for machines."""
    return {
        "schema": 1,
        "currency": currency,
        "programs": [_line(one) for one in found.programs],
        "objectives": [_line(one) for one in found.objectives],
        "outside": _line(found.outside),
        "all": _line(found.whole),
        "note": why,
        "out_of_order": [{"source": source, "record": record} for source, record in early],
    }


def _line(one: Line) -> dict[str, Any]:
    count = one.count
    counts = (
        None
        if count is None
        else {name: getattr(count, name) for name in ("leads", "opportunities", "won", "worth", "lost")}
    )
    return {"item": one.ref, "spent": one.spent, "counts": counts}


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows in columns: the first to the left, numbers to the right."""
    widths = [max(len(row[at]) for row in (head, *rows)) for at in range(len(head))]
    for row in (head, *rows):
        cells = [
            f"{row[0]:<{widths[0]}}",
            *(f"{cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True)),
        ]
        yield "  ".join(cells).rstrip()


def first_rows(rows: Sequence[Mapping[str, Any]], width: int) -> Iterator[str]:
    """The first rows of a table, in the columns in which anything stands."""
    names = [name for name in (rows[0] if rows else {}) if any(row[name] is not None for row in rows)]
    cells = [[_cell(row[name]) for name in names] for row in rows]
    widths = [max(len(name), *(len(row[at]) for row in cells)) for at, name in enumerate(names)]
    fit = (
        next((at for at in range(len(names), 0, -1) if sum(widths[:at]) + 2 * at <= max(width, 60)), 1) if names else 0
    )
    for row in ([*names], *cells):
        yield "  ".join(f"{cell:<{size}}" for cell, size in zip(row[:fit], widths[:fit], strict=True)).rstrip()
    if fit < len(names):
        yield f"and {', '.join(names[fit:])} (--format json shows all)"


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return number(value)
    return "" if value is None else short(plain(str(value)), 30)
