"""Which kind of marketing work a title speaks of: the longest words that say so, and silence where it is not sure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import NamedTuple

from truenorth.engines.feasibility.template import bare, groups, templates, words

_ENDS = ("", "s", "es", "n", "en", "e")  # of a word in the plural, in English and German
_MOST_PIECES = 60  # a larger number before a word is a year or a size
_NEAR = 3  # words before what is counted among which its number is looked for
_COMMA = ","


@dataclass(frozen=True, slots=True)
class Recognised:
    """The kind of work of a title, the words by which it is known, and how many pieces of it the title gives.

    `many` tells that there may be several, or that it goes on and on, without a number.
    """

    kind: str
    because: str
    pieces: int = 1
    many: bool = False


class _Phrase(NamedTuple):
    """Words that stand for a kind. `end`: the last part of a longer word; `second`: only after another word."""

    words: tuple[str, ...]
    kind: str
    weak: bool = False
    german: bool = False
    end: bool = False
    second: bool = False


@dataclass(frozen=True, slots=True)
class _Match:
    """A phrase found at `start` to before `stop` of a part of a title; `last` tells that no colon follows."""

    phrase: _Phrase
    start: int
    stop: int
    text: str
    last: bool = True
    pieces: int = 1
    many: bool = False

    @property
    def kind(self) -> str:
        return self.phrase.kind

    @property
    def rank(self) -> tuple[int, bool, bool]:
        """The longer it is the better; then what is a whole word, and surely means the kind."""
        return self.stop - self.start, not self.phrase.end, not self.phrase.weak


@lru_cache(maxsize=65536)
def recognised(title: str, channel: str = "", function: str = "") -> Recognised | None:
    """The kind that a title stands for, or else its channel; the team's function decides between two.

    None where nothing is recognised, where two kinds match equally, and where the work is about such a piece rather
    than one: "Choose a webinar platform".
    """
    segments = _segments(title)
    if any(_is_about(tokens) for tokens in segments):
        return None
    found = [match for at, tokens in enumerate(segments) for match in _in(tokens, at == len(segments) - 1)]
    if any(match.phrase is _ABOUT for match in found):
        return None
    there = _of_channel(channel)
    strong = [match for match in found if not match.phrase.weak]
    known = strong or [match for match in found if there in (None, match.kind)]
    return _one(known, there, function) if known or not there else _by_channel(there, segments, channel)


def _by_channel(kind: str, segments: Iterable[tuple[str, ...]], channel: str) -> Recognised | None:
    """The kind of a channel, unless the title says that the work is on the channel itself: `content calendar`.

    How many pieces there are, the channel does not tell.
    """
    said = {token for tokens in segments for token in tokens[: _before_object(tokens)]}
    if said & set(words().after):
        return None
    return Recognised(kind, channel.strip(), many=bool(templates()[kind].per))


def _one(matches: Sequence[_Match], there: str | None, function: str) -> Recognised | None:
    """The one kind that the matches agree on, or that the channel or the function decides for."""
    kinds = list(dict.fromkeys(match.kind for match in matches))
    if len(kinds) > 1:
        kinds = [kind for kind in kinds if kind == there] or _of_function(kinds, function)
    if len(kinds) != 1:
        return None
    found = [match for match in matches if match.kind == kinds[0]]
    elsewhere = there and templates()[there].group != templates()[kinds[0]].group
    if elsewhere and not any(match.last for match in found):
        return None
    best = max(found, key=lambda match: (match.last, match.rank))
    return Recognised(best.kind, best.text, best.pieces, best.many)


def _segments(title: str) -> list[tuple[str, ...]]:
    """The words of a title, before and after its colons and dashes; a comma and the like are words too."""
    open_ = re.sub(r"[(\[][^)\]]*[)\]]", " ", title).strip() or title
    parts = re.split(r":|\||\s[-\u2013\u2014]\s|[\u2013\u2014]", open_)
    return [tokens for part in parts if (tokens := _tokens(part))]


def _tokens(text: str) -> tuple[str, ...]:
    found: list[str] = []
    for part in re.split(r"[,;&+]", text):
        found += [*bare(part).split(), _COMMA]
    return tuple(found[:-1]) if any(token != _COMMA for token in found) else ()


def _is_about(tokens: tuple[str, ...]) -> bool:
    """Whether words are about work that is to be done or judged, or a sentence, rather than its name."""
    if len(tokens) > words().longest:
        return True
    said = f" {' '.join(tokens)} "
    first = any(said.startswith(f" {phrase} ") for phrase in words().first)
    return first or any(f" {phrase} " in said for phrase in words().anywhere)


_ABOUT = _Phrase((), "")


def _in(tokens: tuple[str, ...], last: bool) -> Iterator[_Match]:
    """The match of each part of a segment, up to the object of a preposition: `nurture` in `nurture for guests`."""
    stop = _before_object(tokens)
    matches = _longest([match for match in _found(tokens, stop) if last or not templates()[match.kind].project])
    ends = [at for at in range(stop) if tokens[at] == _COMMA or tokens[at] in words().joins]
    for start, end in zip([0, *(at + 1 for at in ends)], [*ends, stop], strict=True):
        part = [match for match in matches if start <= match.start < end]
        if not part and not start and tokens[end : end + 1] == (_COMMA,):
            return  # of a list the first must be known
        if not part:
            continue
        best = _head(part)
        if any(token in words().after for token in tokens[best.stop : end]):
            best = replace(best, phrase=_ABOUT)
        pieces, many = _pieces(tokens[:stop], best) if best.phrase is not _ABOUT else (1, False)
        yield replace(best, last=last, pieces=pieces, many=many)


def _before_object(tokens: tuple[str, ...]) -> int:
    """Where the object of a preposition begins, or the end."""
    return next((at for at in range(1, len(tokens)) if tokens[at] in words().before_object), len(tokens))


def _head(part: Sequence[_Match]) -> _Match:
    """What tells of several words side by side: the last in English, the first in German."""
    *_, latest = part
    return part[0] if latest.phrase.german else latest


def _found(tokens: tuple[str, ...], stop: int) -> Iterator[_Match]:
    """Every phrase that begins before `stop`."""
    for start in range(stop):
        for phrase in _beginning(tokens[start]):
            end = start + len(phrase.words)
            said = tokens[start:end]
            same = len(said) == len(phrase.words) and all(map(_same, said[1:], phrase.words[1:]))
            if same and (start or not phrase.second):
                yield _Match(phrase, start, end, " ".join(said))


def _longest(matches: Sequence[_Match]) -> list[_Match]:
    """The matches that are not a part of a better one, in the order in which they end."""
    kept = [one for one in matches if not any(_covers(other, one) for other in matches)]
    return sorted(kept, key=lambda match: (match.stop, match.start))


def _covers(other: _Match, one: _Match) -> bool:
    return other.start <= one.start and one.stop <= other.stop and other.rank > one.rank


def _pieces(head: tuple[str, ...], match: _Match) -> tuple[int, bool]:
    """How many pieces the words before a match count, and whether there are several without a number."""
    if not templates()[match.kind].per:
        return 1, False
    several = _is_plural(match.text.split()[-1], match.phrase.words[-1])
    before = head[max(0, match.start - _NEAR) : match.start]
    count = next((number for token in reversed(before) if (number := _number(token))), None)
    if count and several:
        return count, False
    is_place = match.phrase.weak and " ".join(match.phrase.words) in templates()[match.kind].channels
    return 1, several or is_place or any(token in words().many for token in head)


def _is_plural(token: str, word: str) -> bool:
    """Whether a word of a title is in the plural, by the word of the template that it was found by."""
    return bool(re.search("[^s]s$", word)) if token.endswith(word) else True


def _number(token: str) -> int | None:
    number = int(token) if token.isascii() and token.isdigit() and len(token) < 4 else words().numbers.get(token, 0)
    return number if 0 < number <= _MOST_PIECES else None


@cache
def _beginnings() -> tuple[Mapping[str, Sequence[_Phrase]], Sequence[_Phrase]]:
    """The phrases of all kinds by each form of their first word; and those that are ends of long words."""
    whole: dict[str, list[_Phrase]] = {}
    ends: list[_Phrase] = []
    for phrase in _phrases():
        if phrase.end:
            ends.append(phrase)
            continue
        for form in _forms(phrase.words[0]):
            whole.setdefault(form, []).append(phrase)
    return whole, ends


def _phrases() -> Iterator[_Phrase]:
    for kind in templates().values():
        for text in (*kind.words, *kind.weak):
            yield _Phrase(
                words=tuple(text.lstrip("~_").split()),
                kind=kind.key,
                weak=text in kind.weak,
                german=text in kind.german,
                end=text.startswith("~"),
                second=text.startswith("_"),
            )


@lru_cache(maxsize=16384)
def _beginning(token: str) -> tuple[_Phrase, ...]:
    """The phrases that may begin with a word of a title."""
    whole, ends = _beginnings()
    return (*whole.get(token, ()), *(phrase for phrase in ends if token.endswith(tuple(_forms(phrase.words[0])))))


@cache
def _forms(word: str) -> frozenset[str]:
    """A word and its plurals."""
    return frozenset(word + end for end in _ENDS) | ({word[:-1] + "ies"} if word.endswith("y") else frozenset())


def _same(token: str, word: str) -> bool:
    return token in _forms(word)


@cache
def _of_channel(channel: str) -> str | None:
    """The kind that a channel stands for on its own, where each of its parts says the same."""
    parts = [bare(channel)] if bare(channel) in _channels() else re.split(r"[,;/&+]|\band\b|\bund\b", channel)
    kinds = {_channels().get(bare(part)) for part in parts}
    return next(iter(kinds)) if len(kinds) == 1 else None


@cache
def _channels() -> Mapping[str, str]:
    return {channel: kind.key for kind in templates().values() for channel in kind.channels}


def _of_function(kinds: Iterable[str], function: str) -> list[str]:
    """Those of the kinds that the team's function speaks of."""
    said = f" {bare(function)} "
    named = {group.title for group in groups() if any(f" {name} " in said for name in group.functions)}
    return [kind for kind in kinds if templates()[kind].group in named]
