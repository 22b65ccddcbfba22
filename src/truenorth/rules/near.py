"""Which texts are nearly the same: by the runs of words that they have in common and hardly any other text has."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from functools import lru_cache
from itertools import combinations
from typing import TypeVar

RUN = 5  # so many words in a row are compared
LEAST = 20  # a text with fewer runs is counted as if it had as many: short ones stand in others by chance
K = TypeVar("K", bound=Hashable)
_WORD = re.compile(r"[^\W_]+")


def near(texts: Mapping[K, str], share: float, most: int) -> dict[tuple[K, K], float]:
    """The pairs of texts that have at least a share of their rare runs of words in common, with that share.

    A run is rare where at most `most` texts have it: what more of them have is a template. The share is that of the
    shorter text, so that an excerpt is found in the whole. The time goes with the words, not with the pairs.
    """
    having: dict[int, list[K]] = {}
    for key, text in texts.items():
        for run in runs(text):
            having.setdefault(run, []).append(key)
    rare: dict[K, int] = {}
    common: dict[tuple[K, K], int] = {}
    for keys in having.values():
        if len(keys) <= most:
            for key in keys:
                rare[key] = rare.get(key, 0) + 1
            for pair in combinations(keys, 2):
                common[pair] = common.get(pair, 0) + 1
    shares = {(one, other): n / max(min(rare[one], rare[other]), LEAST) for (one, other), n in common.items()}
    return {pair: found for pair, found in shares.items() if found >= share}


@lru_cache(maxsize=16384)
def runs(text: str) -> frozenset[int]:
    """Every run of words in a text, each as a number."""
    return frozenset(map(hash, _in_a_row(_WORD.findall(text.lower()))))


def longest_common(text: str, other: str) -> str:
    """The longest passage of a text that another one has too, as the first writes it."""
    known, places = runs(other), [found.span() for found in _WORD.finditer(text)]
    length, first = max(_stretches([hash(run) in known for run in _in_a_row(_WORD.findall(text.lower()))]))
    return text[places[first][0] : places[first + length + RUN - 2][1]] if length else ""


def _in_a_row(words: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[n:] for n in range(RUN)), strict=False)


def _stretches(same: list[bool]) -> Iterator[tuple[int, int]]:
    """How many are the same in a row, and from where on."""
    length = 0
    yield 0, 0
    for n, one in enumerate(same):
        length = length + 1 if one else 0
        yield length, n - length + 1
