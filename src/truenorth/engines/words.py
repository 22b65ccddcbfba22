"""Plain comparisons of wording: content words, how much two texts have in common, phrases, and names in a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

# Words that say nothing about what a piece of work is: articles, prepositions, and "new", "major" and the like.
_EMPTY = frozenset(
    """
    a an and any are as at be been by can do each every for from has have how in into is it its many more most much
    of on or our per so that the their them then these they this those through to up we within which who will with we've
    first second last next new updated major minor complete full big small across all both other via s ve re
    der die das und für mit von im ein eine le la les de des et pour el los las y para con
    """.split()  # noqa: SIM905
)


@lru_cache(maxsize=32768)
def words(text: str) -> frozenset[str]:
    """The content words of a text: lower case, without endings such as -s, without empty words."""
    return frozenset(in_order(text))


@lru_cache(maxsize=32768)
def in_order(text: str) -> tuple[str, ...]:
    """The content words of a text as they come, without endings."""
    return tuple(map(_stem, _content(text)))


def named(text: str, among: frozenset[str]) -> list[str]:
    """The words of a text, as it writes them, whose content is among some content words; each once."""
    first: dict[str, str] = {}
    for word in _content(text):
        first.setdefault(_stem(word), word)
    return [word for stem, word in first.items() if stem in among]


def _content(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W_]+(?:'[^\W_]+)?", text.lower()) if word not in _EMPTY]


@lru_cache(maxsize=32768)
def _stem(word: str) -> str:
    for ending, put in (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)] + put
            break
    if len(word) > 3 and word[-1] == "e":  # moving, move
        return word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1].isalpha() else word  # fitted, fit


def alike(one: str, other: str) -> float:
    """The share of content words that two texts have in common (Jaccard): 0 none, 1 all."""
    return shared(words(one), words(other))


def shared(ones: frozenset[str], others: frozenset[str]) -> float:
    """The share of two sets that is in both (Jaccard): 0 where they have nothing in common or one is empty."""
    return len(ones & others) / len(ones | others) if ones and others else 0.0


def agreement(ones: Sequence[str], others: Sequence[str]) -> float:
    """How far two lists of statements say the same: the mean of each statement's nearest one on the other side."""
    if not ones or not others:
        return 0.0
    best = [max(alike(one, other) for other in others) for one in ones]
    best += [max(alike(one, other) for one in ones) for other in others]
    return sum(best) / len(best)


def mentions(text: str, phrase: str) -> bool:
    """Whether a text holds every content word of a phrase; `redesign or migration` needs one of the two."""
    had = words(text)
    parts = [part for part in re.split(r"\s*,\s*", phrase) if words(part)]
    return bool(parts) and all(_one_of(had, part) for part in parts)


def _one_of(had: frozenset[str], phrase: str) -> bool:
    head, *others = re.split(r"\s+or\s+", phrase)
    if not others:
        return words(phrase) <= had
    *common, first = head.split()
    choices = [first, *others]
    if common and all(other.split()[: len(common)] == common for other in others):
        # `tier 1 or tier 2 products` repeats what both have in common, and what comes last belongs to both
        choices = [" ".join(other.split()[len(common) : len(common) + 1]) for other in (head, *others)]
        common += others[-1].split()[len(common) + 1 :]
    return words(" ".join(common)) <= had and any(words(choice) and words(choice) <= had for choice in choices)


@lru_cache(maxsize=32768)
def same_text(text: str) -> str:
    """A text for telling whether two are the same: lower case, letters and digits only."""
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


def holds_phrase(text: str, phrase: str) -> bool:
    """Whether a text holds a phrase word for word, whatever its case, hyphens and punctuation."""
    wanted = same_text(phrase)
    return bool(wanted) and f" {wanted} " in f" {same_text(text)} "


# Words that turn what is said around, or say how much of it: leaving one out says something else.
TURNING = words(
    "no not never non without only less half double two three four five six seven eight nine ten twelve twenty hundred"
    " kein keine nicht nie ohne nur zwei drei vier fünf zehn sans sin pas"
)


def opposed(one: str, other: str) -> bool:
    """Whether two statements differ in content; one that only says more than the other does not."""
    a, b = words(one), words(other)
    if not a or not b:
        return False
    return not (a <= b or b <= a) or any(word in TURNING or word.isdigit() for word in a ^ b)


def percent(part: float) -> str:
    """A part of a whole as it is said: `75 %`, `0.3 %`."""
    return f"{100 * part:.0f} %" if part >= 0.01 or not part else f"{100 * part:.1g} %"


def row(names: Iterable[str], most: int = 3) -> str:
    """Names in a row, as they are said: `A`, `A and B`, `A, B, C and 4 more`."""
    given = list(names)
    if len(given) > most + 1:
        given = [*given[:most], f"{len(given) - most:,} more"]
    return f"{', '.join(given[:-1])} and {given[-1]}" if len(given) > 1 else "".join(given)


def largest_first(numbers: Mapping[str, float]) -> dict[str, float]:
    """Numbers by what they are of, the largest first."""
    return dict(sorted(numbers.items(), key=lambda one: (-one[1], one[0])))
