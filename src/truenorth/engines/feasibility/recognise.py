"""Which kind of marketing work a title speaks of: the longest words that say so, and silence where it is not sure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from truenorth.engines.feasibility.template import groups, templates, words
from truenorth.plan.sheet.words import folded

_ENDS = ("", "s", "es", "n", "en", "e")  # of a word in the plural, in English and German
_MOST_PIECES = 60  # a larger number before a word is a year or a size
_NEAR = 3  # words between a number and what it counts, and one


@dataclass(frozen=True, slots=True)
class Recognised:
    """The kind of work of a title, the words by which it is known, and how many pieces of it the title gives.

    `many` tells that there are several, or that it goes on and on, without a number.
    """

    kind: str
    because: str
    pieces: int = 1
    many: bool = False


@dataclass(frozen=True, slots=True)
class _Match:
    """Words of a part of a title that stand for a kind; `last` tells that the part is the last after colons."""

    kind: str
    start: int
    end: int
    weak: bool
    text: str
    last: bool = True
    pieces: int = 1
    many: bool = False


class _About(Exception):
    """The title is about a piece of work, and not for making one: choosing a tool for it, planning it, auditing it."""


@lru_cache(maxsize=65536)
def recognised(title: str, channel: str = "", function: str = "") -> Recognised | None:
    """The kind that a title stands for, or else its channel; the team's function decides between two.

    None where nothing is recognised, where two kinds match equally, and where the work is about such a piece rather
    than one: "Choose a webinar platform".
    """
    try:
        matches = list(_matches(title))
    except _About:
        return None
    strong = [match for match in matches if not match.weak]
    there = _of_channel(channel)
    if not strong and there:
        return Recognised(there, channel.strip(), many=_goes_on(title))
    return _one(strong or matches, there, channel, function)


def _one(matches: Sequence[_Match], there: str | None, channel: str, function: str) -> Recognised | None:
    """The one kind that the matches agree on, or that the channel or the function decides for."""
    kinds = list(dict.fromkeys(match.kind for match in matches))
    if len(kinds) > 1:
        kinds = [kind for kind in kinds if kind == there] or _of_function(kinds, function)
    if len(kinds) != 1:
        return None
    found = [match for match in matches if match.kind == kinds[0]]
    only_topic = not any(match.last for match in found)
    if only_topic and there and templates()[there].group != templates()[kinds[0]].group:
        return None
    best = max(found, key=lambda match: (match.last, match.end - match.start))
    return Recognised(best.kind, best.text, best.pieces, best.many)


def _matches(title: str) -> Iterator[_Match]:
    """What matches in each part of a title, before and after its colons."""
    bare = re.sub(r"[(\[][^)\]]*[)\]]", " ", title).strip() or title
    segments = [
        tokens for text in re.split(r":|\||\s[-\u2013\u2014]\s|[\u2013\u2014]", bare) if (tokens := _tokens(text))
    ]
    for number, tokens in enumerate(segments):
        yield from _in_segment(tokens, number == len(segments) - 1)


def _tokens(text: str) -> tuple[str, ...]:
    """The folded words of a text, with its commas and the like as words of their own."""
    found: list[str] = []
    for part in re.split(r"[,;&+]", text):
        found += [*folded(part).split(), ","]
    return tuple(found[:-1]) if any(token != "," for token in found) else ()


def _in_segment(tokens: tuple[str, ...], last: bool) -> Iterator[_Match]:
    """The match of each part of a segment: within a part the last one tells, as in `webinar landing page`."""
    if any(_starts(tokens, phrase) for phrase in words().first):
        raise _About
    stop = next((at for at in range(1, len(tokens)) if tokens[at] in words().before_object), len(tokens))
    head = tokens[:stop]
    matches = _longest(list(_found(tokens, stop)))
    for match, following in zip(matches, [*matches[1:], None], strict=False):
        end = next((at for at in range(match.end, stop) if head[at] in words().joins or head[at] == ","), stop)
        if any(token in words().after for token in head[match.end : end]):
            raise _About
        if following is None or following.start >= end or following.start < match.end:
            pieces, many = _pieces(head, match)
            yield _Match(match.kind, match.start, match.end, match.weak, match.text, last, pieces, many)


def _found(tokens: tuple[str, ...], stop: int) -> Iterator[_Match]:
    """Every phrase that begins before `stop`."""
    for start in range(stop):
        for phrase, kind, weak in _beginning(tokens[start]):
            end = start + len(phrase)
            if all(_same(token, word) for token, word in zip(tokens[start:end], phrase, strict=False)) and end <= len(
                tokens
            ):
                yield _Match(kind, start, end, weak, " ".join(tokens[start:end]))


def _longest(matches: Sequence[_Match]) -> list[_Match]:
    """The matches that are not a part of a longer one, in the order of their ends; a strong one beats a weak one."""
    kept = [one for one in matches if not any(_covers(other, one) for other in matches)]
    return sorted(dict.fromkeys(kept), key=lambda match: (match.end, match.start))


def _covers(other: _Match, one: _Match) -> bool:
    if not other.start <= one.start <= one.end <= other.end:
        return False
    return other.end - other.start > one.end - one.start or (one.weak and not other.weak)


def _pieces(head: tuple[str, ...], match: _Match) -> tuple[int, bool]:
    """How many pieces the words before a match count, and whether there are several without a number."""
    if not templates()[match.kind].per:
        return 1, False
    plural = head[match.end - 1 : match.end] and re.search(r"(?<!s)s$|(?:en|te|nde)$", head[match.end - 1])
    near = head[max(0, match.start - _NEAR) : match.start]
    count = next((number for token in reversed(near) if (number := _number(token))), None)
    if count and plural:
        return count, False
    return 1, bool(plural) or any(token in words().many for token in head)


def _number(token: str) -> int | None:
    number = int(token) if token.isascii() and token.isdigit() and len(token) < 4 else words().numbers.get(token, 0)
    return number if 0 < number <= _MOST_PIECES else None


def _goes_on(title: str) -> bool:
    return any(token in words().many for token in folded(title).split())


def _starts(tokens: tuple[str, ...], phrase: str) -> bool:
    wanted = tuple(phrase.split())
    return tokens[: len(wanted)] == wanted


@cache
def _beginnings() -> tuple[Mapping[str, Sequence[tuple[tuple[str, ...], str, bool]]], Sequence[tuple[str, str]]]:
    """The phrases of all kinds by each form of their first word; and the ends of long words, with their kinds."""
    whole: dict[str, list[tuple[tuple[str, ...], str, bool]]] = {}
    ends: list[tuple[str, str]] = []
    for kind in templates().values():
        for text, weak in [*((text, False) for text in kind.words), *((text, True) for text in kind.weak)]:
            if text.startswith("~"):
                ends.append((text[1:], kind.key))
            else:
                phrase = tuple(text.split())
                for form in _forms(phrase[0]):
                    whole.setdefault(form, []).append((phrase, kind.key, weak))
    return whole, ends


@lru_cache(maxsize=16384)
def _beginning(token: str) -> tuple[tuple[tuple[str, ...], str, bool], ...]:
    """The phrases that may begin with a word of a title."""
    whole, ends = _beginnings()
    long = [((token,), kind, False) for end, kind in ends if any(token.endswith(form) for form in _forms(end))]
    return (*whole.get(token, ()), *long)


@cache
def _forms(word: str) -> frozenset[str]:
    """A word and its plurals."""
    return frozenset(word + end for end in _ENDS) | ({word[:-1] + "ies"} if word.endswith("y") else frozenset())


def _same(token: str, word: str) -> bool:
    return token == word or token in _forms(word)


@cache
def _of_channel(channel: str) -> str | None:
    """The kind that a channel stands for on its own, where each of its parts says the same."""
    parts = (
        {folded(channel)}
        if folded(channel) in _channels()
        else {folded(part) for part in re.split(r"[,;/&+]|\band\b|\bund\b", channel)}
    )
    kinds = {_channels().get(part) for part in parts}
    return next(iter(kinds)) if len(kinds) == 1 else None


@cache
def _channels() -> Mapping[str, str]:
    return {form: kind.key for kind in templates().values() for channel in kind.channels for form in [channel]}


def _of_function(kinds: Iterable[str], function: str) -> list[str]:
    """Those of the kinds that the team's function speaks of."""
    said = f" {folded(function)} "
    named = {group.title for group in groups() if any(f" {name} " in said for name in group.functions)}
    return [kind for kind in kinds if templates()[kind].group in named]
