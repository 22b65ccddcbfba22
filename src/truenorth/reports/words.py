"""How values are said: text made safe to print, numbers with their separators, money, and what a finding rests on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING, Any

from truenorth.plan.entity import PARTIES as BY_KEY

if TYPE_CHECKING:  # a plan can be shown without loading its rules
    from truenorth.plan.plan import Plan
    from truenorth.rules.finding import Stake

Titles = Callable[[str], str]  # what people call the item at a ref; any other text as it is
PARTIES: Mapping[str, str] = BY_KEY
KINDS: Mapping[str, tuple[str, str]] = {
    "contradiction": ("contradiction", "contradictions"),
    "gap": ("not filled in yet", "not filled in yet"),
    "notice": ("worth knowing", "worth knowing"),
}
_UNSAFE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
    r"\U000e0000-\U000e007f]"
)


def plain(text: str) -> str:
    """A text on one line without what could steer a terminal or hide in a page."""
    return " ".join(visible(text).split())


def visible(text: str) -> str:
    """The same, with its lines as they are."""
    return _UNSAFE.sub("", text)


def short(text: str, most: int) -> str:
    """A text of at most so many columns, cut at a word where it is longer."""
    if len(text) * 2 <= most or columns(text) <= most:
        return text
    widths = accumulate(_columns(char) for char in text)
    head = text[: sum(1 for width in takewhile(lambda width: width < most, widths))]
    cut = head.rfind(" ")
    return (head[:cut] if cut > len(head) // 2 else head).rstrip(" ,;:") + "…"


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if char < "\u0300":
        return 1
    if unicodedata.combining(char) or char in "\u200c\u200d":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def number(value: float) -> str:
    """`24,000`, `0.25`, `1,200.5`."""
    text = f"{float(value):,.2f}"
    return text.rstrip("0").rstrip(".")


def amount(value: float, currency: str) -> str:
    """`EUR 24,000`: money to the unit, or to the cent below a hundred."""
    text = f"{value:,.0f}" if abs(value) >= 100 else number(value)
    return f"{currency} {text}".strip()


def currency_of(plan: Plan) -> str:
    """What a plan counts money in; empty where it does not say."""
    return plain(plan.company.currency or "") if plan.company else ""


def in_full(day: date) -> str:
    """A day as people write it: `4 January 2027`."""
    return f"{day.day} {day:%B %Y}"


def stretch(days: int) -> str:
    """So many days in words: `1 day`, `9 days`, `3 weeks`."""
    if days >= 14:
        return f"{round(days / 7):,} weeks"
    return "1 day" if days == 1 else f"{days} days"


def stake(at_stake: Stake, currency: str) -> str:
    """The money behind a finding, with the hours of work in it; `no data` where the plan states neither."""
    hours = f"{number(at_stake.hours)} hours" if at_stake.hours else ""
    if not at_stake.money:
        return hours or "no data"
    return f"{amount(at_stake.money, currency)}{f', {hours} of work in it' if hours else ''}"


def seen(evidence: Mapping[str, Any], title: Titles, most: int = 4) -> str:
    """What a finding rests on, in words: `needed 24,000; limit 20,000; by Spring letter 24,000`."""
    if many := gathered(evidence):
        return listed((title(one["at"]) for one in many), most)
    return "; ".join(f"{_name(name, title)} {value(one, title, most)}" for name, one in _told(evidence))


def gathered(evidence: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The findings that one finding gathers, each with `at` and `says`; none where it stands for itself."""
    each = evidence.get("each")
    if isinstance(each, list) and all(isinstance(one, Mapping) and {"at", "says"} <= one.keys() for one in each):
        return each
    return []


def _told(values: Mapping[Any, Any]) -> list[tuple[Any, Any]]:
    return [(name, one) for name, one in values.items() if one is not None and one not in ("", [], {}, ())]


def value(one: Any, title: Titles, most: int = 4) -> str:
    """A value of a finding's evidence in words; long lists are cut and counted."""
    match one:
        case None:
            return "unknown"
        case bool():
            return "yes" if one else "no"
        case int() | float():
            return number(one)
        case str():
            return number(float(one)) if re.fullmatch(r"[0-9]{5,15}(\.[0-9]+)?", one) else plain(title(one))
        case Mapping():
            return listed((_pair(name, inner, title, most) for name, inner in _told(one)), most)
        case list() | tuple() | set() | frozenset():
            items = sorted(one, key=str) if isinstance(one, (set, frozenset)) else one
            return listed((_row(item, title, most) for item in items), most)
    return _number_or_text(str(one))


def _pair(name: Any, inner: Any, title: Titles, most: int) -> str:
    text = value(inner, title, most)
    many = isinstance(inner, Mapping) or (isinstance(inner, (list, tuple)) and len(inner) > 1)
    return f"{_name(name, title)} ({text})" if many else f"{_name(name, title)} {text}"


def _row(item: Any, title: Titles, most: int) -> str:
    """One of several: where it has fields, the first, and the others in brackets."""
    if not isinstance(item, Mapping) or not (told := _told(item)):
        return value(item, title, most)
    first = value(told[0][1], title, most)
    others = listed((_pair(name, inner, title, most) for name, inner in told[1:]), most)
    return f"{first} ({others})" if others else first


def _number_or_text(text: str) -> str:
    return number(float(text)) if re.fullmatch(r"-?\d+(\.\d+)?", text) else plain(text)


def _name(name: Any, title: Titles) -> str:
    return plain(title(str(name)).replace("_", " "))


def listed(items: Iterable[str], most: int) -> str:
    """`a, b, c and 28 more`."""
    every = list(items)
    if len(every) <= most + 1:
        return ", ".join(every)
    return f"{', '.join(every[:most])} and {len(every) - most} more"
