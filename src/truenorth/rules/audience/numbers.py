"""AUD: the numbers in messages: what each counts, and where two of them count the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import combinations

from truenorth.engines.words import named, row, words
from truenorth.plan.entity import Ref
from truenorth.plan.story import Message
from truenorth.plan.values import Quantity
from truenorth.rules.audience.units import Amount, amount, holds_number, measure
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found, slug

# What a number in a sentence may be about, and the words by which that is told.
_MEASURES = {
    "time": words("time fast faster quick quicker quickly speed sooner slow slower minutes hours days"),
    "cost": words("cost cheap cheaper price spend expense"),
    "accuracy": words("accurate accurately accuracy precise error mistake bug defect fault"),
}
# Words of claims that say nothing about what is counted.
_SAYING = words("reduce save cut increase improve lower raise average take make help let get less than over").union(
    *_MEASURES.values()
)
_UNIT = r"%|percent\b|per cent\b|x\b|times\b|minutes?\b|hours?\b|days?\b|weeks?\b|months?\b"
_N = r"\d+(?:\.\d+)?"
_FIGURE = re.compile(
    rf"(?<![\w.,])(?P<low>{_N})\s*(?:%|percent)?\s*(?:(?:-|–|to|\.\.)\s*(?P<high>{_N})\s*)?(?P<unit>{_UNIT})",  # noqa: RUF001
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:]|\band\b|\bor\b")
_LEAST, _MOST = Decimal("-Infinity"), Decimal("Infinity")
_UNITS = {"percent": "%", "per cent": "%", "times": "x"}


@dataclass(frozen=True)
class Figure:
    """A number: what it counts, in words and by its measure, from where to where it goes, and as it is said."""

    about: str
    subject: frozenset[str]
    measure: str
    unit: str
    low: Decimal
    high: Decimal
    says: str


@dataclass(frozen=True)
class Claim:
    """A number in a message; `read` from a sentence where the message lists none."""

    message: Message
    figure: Figure
    read: bool


def claims(message: Message) -> Iterator[Claim]:
    """The numbers that a message lists; where it lists none, those that its text can be read to give."""
    if message.numbers:
        yield from (Claim(message, _listed(a, q), False) for a, q in message.numbers.items() if q.is_number)
    else:
        texts = dict.fromkeys(text for text in (message.text, message.claim) if text)
        yield from (Claim(message, figure, True) for text in texts for figure in figures(text))


def _listed(about: str, number: Quantity) -> Figure:
    unit = "x" if number.how == "factor" else _unit(number.unit)
    low, high = (_LEAST if number.low is None else number.low), (_MOST if number.high is None else number.high)
    subject = words(about)
    return Figure(about, subject - _SAYING, _measure(subject), unit, low, high, _said(number))


def _said(number: Quantity) -> str:
    if number.low is None or number.high is None:
        return str(number)
    return f"{_span(number.low, number.high)} {'times' if number.how == 'factor' else number.unit}".strip()


def _span(low: Decimal, high: Decimal) -> str:
    return f"{low:,f}" if low == high else f"{low:,f} to {high:,f}"


@lru_cache(maxsize=4096)
def figures(text: str) -> tuple[Figure, ...]:
    """The numbers of a text that say what they measure: in the words after them, or else in those before."""
    return tuple(figure for sentence in re.split(r"(?<=[.!?])\s+", text) for figure in _read(sentence))


def _read(sentence: str) -> Iterator[Figure]:
    marks = list(_FIGURE.finditer(sentence))
    subject = words(_FIGURE.sub(" ", sentence)) - _SAYING
    for i, mark in enumerate(marks):
        until = marks[i + 1].start() if i + 1 < len(marks) else len(sentence)
        after = _CLAUSE.split(sentence[mark.end() : until])[0]
        before = _CLAUSE.split(sentence[marks[i - 1].end() : mark.start()])[-1] if i else sentence[: mark.start()]
        low, high = Decimal(mark["low"]), Decimal(mark["high"] or mark["low"])
        if (measure := _measure(words(after)) or _measure(words(before))) and low <= high:
            unit = _unit(mark["unit"])
            yield Figure(sentence, subject, measure, unit, low, high, f"{_span(low, high)} {unit}")


def _measure(found_words: Iterable[str]) -> str:
    had = set(found_words)
    return next((name for name, some in _MEASURES.items() if had & some), "")


def _unit(unit: str) -> str:
    plain = " ".join(unit.lower().split())
    plain = _UNITS.get(plain, plain)
    return f"{plain}s" if plain in ("minute", "hour", "day", "week", "month") else plain


Voice = tuple[object, ...]  # what tells a number and its audience from the others, whichever message gives it


def two_numbers(case: Case, told: list[set[Ref]]) -> Iterator[Finding]:
    """Findings where messages give one thing numbers that do not overlap; one finding for each thing.

    `told` are the messages of each conflict of positions: the same numbers are not told once more.
    """
    voices: dict[Voice, list[Claim]] = {}
    for message in case.plan.all(Message):
        for claim in claims(message):
            voices.setdefault(_voice(claim), []).append(claim)
    clusters: list[set[Voice]] = []
    for same in _comparable(voices):
        for one, other in combinations(same, 2):
            if _differ(voices[one][0], voices[other][0]):
                touched = [cluster for cluster in clusters if one in cluster or other in cluster]
                clusters = [cluster for cluster in clusters if cluster not in touched]
                clusters.append({one, other}.union(*touched))
    for cluster in clusters:
        given = [claim for voice in voices if voice in cluster for claim in voices[voice]]
        if not any(_is_told(given, refs) for refs in told):
            yield _finding(given)


def _is_told(given: list[Claim], refs: set[Ref]) -> bool:
    """Whether messages whose positions conflict give these numbers, and in these positions."""
    return all(c.message.ref in refs and holds_number(c.message.position, c.figure.low) for c in given)


def _voice(claim: Claim) -> Voice:
    figure, message = claim.figure, claim.message
    about = figure.about if claim.read else words(figure.about)
    return about, figure.unit, figure.low, figure.high, message.product, tuple(message.persona), message.segment


def _comparable(voices: dict[Voice, list[Claim]]) -> Iterable[list[Voice]]:
    """What may count the same: the same words or one measure, in units that can be held against each other."""
    groups: dict[tuple[object, ...], list[Voice]] = {}
    for voice, (claim, *_) in voices.items():
        kind = measure(claim.figure.unit)
        groups.setdefault((voice[0], kind), []).append(voice)
        if claim.figure.measure:
            groups.setdefault(("measure", claim.figure.measure, kind), []).append(voice)
    return groups.values()


def _differ(one: Claim, other: Claim) -> bool:
    """Whether two numbers count the same for the same people, and cannot both be right."""
    if _amount(one.figure).agrees(_amount(other.figure)):
        return False
    a, b = one.message, other.message
    if a.ref == b.ref or (a.segment and b.segment and a.segment != b.segment):
        return False
    if a.persona and b.persona and not set(a.persona) & set(b.persona):
        return False
    return _same_thing(one, other)


def _amount(figure: Figure) -> Amount:
    return amount(figure.low, figure.high, figure.unit)


def _same_thing(one: Claim, other: Claim) -> bool:
    """The same words of one product; or the same measure of what is named in much the same words."""
    a, b = one.figure, other.figure
    products = {one.message.product, other.message.product}
    if not one.read and not other.read and words(a.about) == words(b.about):
        return len(products) == 1 or (None in products and len(a.subject) > 1)
    if (len(products) > 1 and None not in products) or not a.measure or a.measure != b.measure:
        return False
    common = len(a.subject & b.subject)
    return common >= 2 and 2 * common >= min(len(a.subject), len(b.subject))


def _finding(same: list[Claim]) -> Finding:
    same = sorted(same, key=lambda claim: (claim.message.ref, claim.figure.low))
    by_number: dict[str, list[Message]] = {}
    for claim in same:
        by_number.setdefault(claim.figure.says, []).append(claim.message)
    said = [f"{number} in {row([_titled(message) for message in given])}" for number, given in by_number.items()]
    return found(
        tuple(dict.fromkeys(claim.message.ref for claim in same)),
        f"{len(by_number)} numbers for {_about(same)}: {row(said)}",
        part=slug(f"numbers {' '.join(sorted(_common(same)) or [same[0].figure.about])}"),
        severity="warning",
        seen={"numbers": [_seen(claim) for claim in same]},
        fixes=[
            Fix(
                "Agree on one number, and give it in all of them",
                {claim.message.ref: _asked(claim) for claim in same},
            )
        ],
    )


def _asked(claim: Claim) -> dict[str, Blank]:
    asks = Blank(f"Which number holds, instead of {claim.figure.says}?")
    return {"text" if claim.read else "numbers": asks}


def _titled(message: Message) -> str:
    source = next((source.document for source in message.source if source.document), "")
    return f"“{message.title}”" + (f" ({source})" if source else "")


def _common(same: list[Claim]) -> frozenset[str]:
    return frozenset.intersection(*(claim.figure.subject for claim in same))


def _about(same: list[Claim]) -> str:
    """What the numbers are for: the words of the list, or those that the sentences share."""
    listed = [claim.figure.about for claim in same if not claim.read]
    if listed:
        return listed[0]
    common = _common(same) or same[0].figure.subject
    return f"what seems the same ({same[0].figure.measure}: {' '.join(named(same[0].figure.about, common))})"


def _seen(claim: Claim) -> dict[str, object]:
    return {
        "at": claim.message.ref,
        "number": claim.figure.says.replace(" to ", ".."),
        "counts": claim.figure.about,
        "sources": [str(source) for source in claim.message.source],
    }
