"""Numbers and money as people write them: which mark parts the decimals is decided by a whole column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

Mark = Literal["comma", "point"]
_SPACES = "'\u2019 \u00a0\u202f"
NUMBER = re.compile(rf"[0-9]+(?:[.,][0-9]+|[{_SPACES}][0-9]{{3}}(?![0-9]))*|[.,][0-9]+")
_FACTORS = {
    **dict.fromkeys(("k", "tsd", "t", "t€", "teur", "k€", "keur", "k$", "kusd", "tchf", "thousand"), 1000),
    **dict.fromkeys(("mio", "mln", "million", "millions", "mio€", "m€", "meur"), 1_000_000),
}
_SIGNS = {
    "€": "EUR",
    "£": "GBP",
    "$": "USD",
    "us$": "USD",
    "¥": "JPY",
    "fr": "CHF",
    "sfr": "CHF",
    "euro": "EUR",
    "dollar": "USD",
}
_CODES = "EUR|USD|GBP|CHF|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RON|JPY|CNY|INR|BRL|MXN|ZAR|SGD|HKD|TRY"
_CODE = re.compile(rf"\b({_CODES})\b", re.IGNORECASE)
_NO_CENTS = re.compile(r"^[.,][-\u2013\u2014]+")  # as in 500,-
_MINUS_BEHIND = re.compile(rf"(?<=[0-9])\s*[-\u2212](?=\s*(?:[€£$¥]|{_CODES})?$)", re.IGNORECASE)  # as ledgers write


def may_be(text: str) -> frozenset[Mark]:
    """The decimal marks that a text may have been written with: one, where it cannot be the other."""
    found: frozenset[Mark] = frozenset({"comma", "point"})
    for token in NUMBER.findall(text):
        found &= _token(token)
    return found


def _token(token: str) -> frozenset[Mark]:
    marks = [char for char in token if char in ".,"]
    both: frozenset[Mark] = frozenset({"comma", "point"})
    if not marks:
        return both
    last: Mark = "comma" if marks[-1] == "," else "point"
    if len(set(marks)) == 2:
        return frozenset({last}) if marks.count(marks[-1]) == 1 else frozenset()
    if len(marks) > 1:  # the same mark again and again parts thousands
        return both - {last}
    head, _, tail = token.partition(marks[0])
    return both if len(tail) == 3 and 1 <= len(head) <= 3 and head != "0" else frozenset({last})


def decided(texts: Iterable[str]) -> tuple[Mark | None, str]:
    """The decimal mark of a column and the text that proves it; None and a text that may be read in two ways."""
    doubtful = ""
    proofs: dict[Mark, str] = {}
    for text in texts:
        found = may_be(text)
        if len(found) == 1:
            proofs.setdefault(next(iter(found)), text)
        elif len(found) == 2 and not doubtful and any(char in ".," for token in NUMBER.findall(text) for char in token):
            doubtful = text
    if len(proofs) == 1:
        mark, proof = next(iter(proofs.items()))
        return mark, proof
    if proofs:
        return None, " and ".join(f"'{proof}'" for proof in proofs.values())
    return (None, f"'{doubtful}'") if doubtful else ("point", "")


@dataclass(frozen=True)
class Amount:
    """A number as it was read, with what stands around it."""

    number: Decimal
    unit: str = ""
    currency: str = ""

    def __str__(self) -> str:
        return f"{plain(self.number)} {self.currency or self.unit}".strip()


def plain(number: Decimal) -> str:
    """A number as a plan writes it: no thousands marks, no exponent, no zeros at the end of its decimals."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=65536)
def amount(text: str, mark: Mark) -> Amount:
    """Read `1.234,56 €`, `$1,200`, `12 T€`, `40,5 %`, `500,- €`, `500-`; ValueError where it is not one number."""
    if _MINUS_BEHIND.search(text):
        text = f"-{_MINUS_BEHIND.sub('', text)}"
    tokens = list(NUMBER.finditer(text))
    if len(tokens) != 1:
        raise ValueError("is not a number" if not tokens else "is more than one number: write one")
    token = tokens[0]
    before, after = text[: token.start()].strip(), _NO_CENTS.sub("", text[token.end() :]).strip()
    number = _decimal(token[0], mark)
    if before in ("-", "\u2212") or (before == "(" and after.endswith(")")):
        number, before, after = -number, "", after.removesuffix(")").strip()
    factor, after = _factor(after)
    if factor == 1:
        factor, before = _factor(before)
    currency, before = _currency(before)
    if not currency:
        currency, after = _currency(after)
    if before.strip("+"):
        raise ValueError(f"has '{before[:20]}' before the number: write the number alone")
    return Amount(number * factor, after, currency)


def in_point(text: str, mark: Mark) -> str:
    """A text with its numbers written with a decimal point and no marks between thousands: `>= 1.500` is `>= 1500`."""
    return NUMBER.sub(lambda token: plain(_decimal(token[0], mark)), text)


def _decimal(token: str, mark: Mark) -> Decimal:
    if mark not in may_be(token):
        raise ValueError(f"cannot be read with a decimal {mark}")
    decimal, thousands = (",", ".") if mark == "comma" else (".", ",")
    bare = re.sub(rf"[{_SPACES}{thousands}]", "", token)
    if len(bare) > 30:
        raise ValueError("has more digits than a number of a plan")
    return Decimal(bare.replace(decimal, "."))


def _factor(after: str) -> tuple[int, str]:
    word, _, rest = after.partition(" ")
    known = word.lower().rstrip(".")
    if known in _FACTORS:
        unit = next((sign for sign in ("€", "$", "eur", "usd", "chf") if known.endswith(sign) and known != sign), "")
        return _FACTORS[known], f"{unit} {rest}".strip()
    return 1, after


def _currency(text: str) -> tuple[str, str]:
    """The currency in the words beside a number, and what is left of them."""
    if found := _CODE.search(text):
        return found[1].upper(), (text[: found.start()] + text[found.end() :]).strip()
    bare = text.lower().strip(" .-,")
    if bare in _SIGNS:
        return _SIGNS[bare], ""
    for sign in ("€", "£", "$", "¥"):
        if sign in text:
            return _SIGNS[sign], text.replace(sign, "").strip()
    return "", text


def unit_of(header: str) -> tuple[str, int]:
    """The currency, or %, that a column's name tells, and what its numbers are to be taken times: `Kosten (T€)`."""
    inside = re.findall(r"[(\[]([^)\]]*)[)\]]|\bin ([^\s]+)$|(€|%|£)", header[:200])
    for words in (next(filter(None, one), "") for one in inside):
        if words.strip() == "%":
            return "%", 1
        factor, rest = _factor(words.strip())
        if currency := _currency(rest)[0]:
            return currency, factor
    return "", 1
