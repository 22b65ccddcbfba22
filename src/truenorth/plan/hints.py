"""What to write instead of a number, an amount or a date that is written as people write it elsewhere."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

_SPACE = " \u00a0\u202f'\u2019"
_SIGNS = {"€": "EUR", "£": "GBP", "$": "USD", "us$": "USD", "¥": "JPY", "fr.": "CHF", "chf": "CHF", "eur": "EUR"}
_SIGN = "|".join(map(re.escape, sorted(_SIGNS, key=len, reverse=True)))
_NUMBER = re.compile(
    rf"(?P<sign>{_SIGN})?\s*(?P<digits>[0-9]+(?:[.,{_SPACE}][0-9]+)*)\s?(?P<times>[kKmM]\b)?\s*(?P<rest>[^0-9]*)$",
    re.IGNORECASE,
)
_TIMES = {"": 1, "k": 1000, "m": 1_000_000}


def number_meant(text: str, *, money: bool = False) -> str:
    """`1.200,50` as 1200.50, `£900` as 900 GBP, `12 000` as 12000, `12k` as 12000; nothing where that is not clear."""
    found = _NUMBER.fullmatch(text.strip())
    value = _value(found["digits"]) if found else None
    if not found or value is None:
        return ""
    value *= _TIMES[(found["times"] or "").lower()]
    rest = found["rest"].strip()
    currency = _SIGNS.get((found["sign"] or rest).lower(), "")
    unit = currency or rest
    if money and unit and not re.fullmatch("[A-Za-z]{3}", unit):
        return ""
    return f"{_plain(value)} {unit}".strip()


def _value(digits: str) -> Decimal | None:
    """A number with marks between thousands and before decimals; None where it may be read in two ways."""
    marks = [char for char in digits if not char.isdigit()]
    last = marks[-1] if marks else ""
    *groups, tail = re.split(rf"[.,{_SPACE}]", digits)
    grouped = all(len(group) == 3 for group in groups[1:]) and len(groups[0] if groups else tail) <= 3
    if last and last in ".," and (marks.count(last) == 1 and (len(marks) > 1 or len(tail) != 3)):
        return Decimal(f"{''.join(groups)}.{tail}") if grouped or len(groups) == 1 else None
    if not marks or (grouped and len(tail) == 3 and len(set(marks)) == 1 and (len(marks) > 1 or last != ".")):
        return Decimal("".join((*groups, tail)))
    return None


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if value == value.to_integral_value() and "." in text else text


_MONTHS = {
    word: number
    for number, words in enumerate(
        ["jan", "feb", "mar|mär|mrz", "apr", "may|mai", "jun", "jul", "aug", "sep|sept", "oct|okt", "nov", "dec|dez"], 1
    )
    for word in words.split("|")
}
_MONTH = rf"(?P<m>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})[a-zäé]*\.?"
_YEAR = r"(?P<y>(?:19|20)?[0-9]{2})"
_NAMED = (
    rf"(?P<d>[0-9]{{1,2}})(?:\.|st|nd|rd|th)?\s+{_MONTH},?\s+{_YEAR}",
    rf"{_MONTH}\s+(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}",
    rf"{_MONTH}[\s/-]+{_YEAR}",
)


def date_meant(text: str) -> str:
    """`15.03.2027` as 2027-03-15, `KW 12 2027` as 2027-W12; nothing where that is not clear."""
    text = " ".join(text.split())
    ways = (_stamp, _in_figures, _month_of, _with_name, _week, _quarter)
    return next((meant for way in ways if (meant := way(text))), "")


def _stamp(text: str) -> str:
    found = re.fullmatch(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:[T ][0-9:.+Z-]+)?", text)
    return _iso(*map(int, found.groups())) if found else ""


def _in_figures(text: str) -> str:
    if found := re.fullmatch(r"([0-9]{4})[./]([0-9]{1,2})[./]([0-9]{1,2})", text):
        return _iso(*map(int, found.groups()))
    found = re.fullmatch(r"([0-9]{1,2})([./-]) ?([0-9]{1,2})[./-] ?([0-9]{4}|[0-9]{2})", text)
    if not found:
        return ""
    first, second, year = int(found[1]), int(found[3]), _year(found[4])
    ways = [_iso(year, second, first), _iso(year, first, second) if found[2] != "." else ""]
    return " or ".join(dict.fromkeys(way for way in ways if way))


def _month_of(text: str) -> str:
    found = re.fullmatch(r"(?P<m>[0-9]{1,2})[./](?P<y>[0-9]{4})|(?P<y2>[0-9]{4})[./](?P<m2>[0-9]{1,2})", text)
    if not found:
        return ""
    month = int(found["m"] or found["m2"])
    return f"{found['y'] or found['y2']}-{month:02}" if 1 <= month <= 12 else ""


def _with_name(text: str) -> str:
    for pattern in _NAMED:
        if found := re.fullmatch(pattern, text, re.IGNORECASE):
            month, year = _MONTHS[found["m"].lower()], _year(found["y"])
            return _iso(year, month, int(found["d"])) if "d" in found.groupdict() else f"{year}-{month:02}"
    return ""


def _week(text: str) -> str:
    found = re.fullmatch(rf"(?:{_YEAR}[ /-]*)?(?:kw|cw|wk|week|w)[ .]*(?P<w>[0-9]{{1,2}})", text, re.IGNORECASE)
    found = found or re.fullmatch(rf"(?:kw|cw|wk|week|w)[ .]*(?P<w>[0-9]{{1,2}})[ /-]+{_YEAR}", text, re.IGNORECASE)
    if not found or not 1 <= int(found["w"]) <= 53:
        return ""
    week = f"W{int(found['w']):02}"
    return f"{_year(found['y'])}-{week}" if found["y"] else f"its year too, such as 2027-{week}"


def _quarter(text: str) -> str:
    found = re.fullmatch(rf"q(?P<q>[1-4])[ /-]*{_YEAR}|{_YEAR.replace('<y>', '<y2>')}[ /-]*q(?P<q2>[1-4])", text, re.I)
    if not found:
        return ""
    return f"{_year(found['y'] or found['y2'])}-Q{found['q'] or found['q2']}"


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
