"""The dates of a whole column: what is written as 2027-03-31 is read at once, every other spelling by its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from truenorth.facts.layout import Unclear
from truenorth.plan.calendar import Calendar
from truenorth.plan.sheet.dates import SAID, Order, decided, reading

MOST_SPELLINGS = 50_000
_YEARS = (1900, 2199)
_CLOCK = (
    r"[T ,]+([0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]+)?)?)\s*([AaPp][Mm])?\s*(Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?$"
)
_ISO = r"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?Z?)?$"
_UNIX = r"^([0-9]{10})([0-9]{3})?$"  # seconds, or thousandths of them, since 1970


@dataclass(frozen=True)
class Days:
    """How the dates of a column are read: `known` are the days of all spellings that are not 2027-03-31."""

    known: Any = None  # an Arrow table: text, day
    how: str = ""


def days_of(text: Any, name: str, order: Order | None, calendar: Calendar) -> Days:
    """How the dates in a column of text are read; Unclear where their order is anybody's guess."""
    table = text.name("text").as_table()
    other = table.filter(_is_usual(table.text).ifelse(False, ~table.text.re_search(_ISO)))
    days = other.select(day=_day_text(other.text)).distinct().limit(MOST_SPELLINGS).to_pyarrow()
    texts = sorted(day for day in days["day"].to_pylist() if day)
    if not texts:
        return Days()
    chosen, how = _order(texts, name, order)
    return Days(_known(texts, chosen, calendar), how)


def _is_usual(text: Any) -> Any:
    """Whether a text is surely a day as 2027-03-31, or one with a time; told much faster than letter by letter."""
    return (text.like("____-__-__") | text.like("____-__-__ __:__:__")) & text.try_cast("timestamp").notnull()


def _day_text(text: Any) -> Any:
    """The day without the time of day."""
    return text.re_search(_UNIX).ifelse(_unix(text).strftime("%Y-%m-%d"), text.re_replace(_CLOCK, "").strip())


def _unix(text: Any) -> Any:
    import ibis

    seconds = text.re_extract(_UNIX, 1).try_cast("int64").fill_null(0)
    return ibis.timestamp("1970-01-01 00:00:00") + seconds.as_interval("s")


def _order(texts: list[str], name: str, order: Order | None) -> tuple[Order | None, str]:
    found = decided(texts)
    if found.order:
        other = f" (and not {SAID[order]})" if order not in (None, found.order) else ""
        return found.order, f"{SAID[found.order]}{other}: {found.why}"
    if order:
        return order, f"{SAID[order]}, as was said"
    if not found.left:
        return None, ""
    example = next((text for text in texts if len(reading(text).by_order) > 1), texts[0])
    readings = [f"{day} ({SAID[one]})" for one, day in reading(example).by_order.items() if one in found.left]
    why = f"; {found.why}" if found.why else ""
    flags = " or ".join(f"--date-order {one}" for one in found.left)
    raise Unclear(f"'{example}' in column '{name}' may be {' or '.join(readings)}{why}: say {flags}")


def _known(texts: list[str], order: Order | None, calendar: Calendar) -> Any:
    import pyarrow as pa

    days = [_day(text, order, calendar) for text in texts]
    return pa.table({"text": pa.array(texts, pa.string()), "day": pa.array(days, pa.date32())})


def _day(text: str, order: Order | None, calendar: Calendar) -> date | None:
    when = reading(text).under(order)
    return calendar.start(when) if when else None


def why_none(text: str) -> str:
    """Why a text is no date."""
    return (
        reading(re.sub(_CLOCK, "", text).strip()).says or "is not a date, or its day and month are the wrong way round"
    )


def with_dates(table: Any, field: str, text: Any, days: Days, *, time: bool) -> Any:
    """A table with a column of text as dates or times in a column of its own."""
    import ibis

    known = days.known
    if known is None:
        moment = text.try_cast("timestamp")
    else:
        spelled, day = f"{field} spelled", f"{field} day"
        iso = text.re_search(_ISO)
        table = table.mutate(**{spelled: iso.ifelse(ibis.null("string"), _day_text(text))})
        right = ibis.memtable(known.rename_columns([f"{field} text", day]))
        table = table.left_join(right, table[spelled] == right[f"{field} text"])
        moment = iso.ifelse(text.try_cast("timestamp"), _with_clock(table[day], text))
    good = moment.year().between(*_YEARS).ifelse(moment, ibis.null("timestamp"))
    return table.mutate(**{field: good if time else good.date()})


def _with_clock(day: Any, text: Any) -> Any:
    """A day and the time of day that a text gives with it, in universal time."""
    import ibis

    clock, half, zone = (text.re_extract(_CLOCK, group) for group in (1, 2, 3))
    moment = (day.cast("string") + (clock == "").ifelse("", ibis.literal(" ") + clock)).try_cast("timestamp")
    hour, late = moment.hour(), half.lower()
    shift = ((late == "pm") & (hour < 12)).ifelse(720, ((late == "am") & (hour == 12)).ifelse(-720, 0))
    sign = zone.startswith("-").ifelse(-1, 1)
    digits = zone.re_replace("[^0-9]", "")
    ahead = sign * (
        digits.substr(0, 2).try_cast("int64").fill_null(0) * 60 + digits.substr(2, 2).try_cast("int64").fill_null(0)
    )
    return text.re_search(_UNIX).ifelse(_unix(text), moment + (shift - ahead).as_interval("m"))
