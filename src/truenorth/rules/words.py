"""Plain comparisons of wording: the content words of a text, and whether one text mentions another."""

from __future__ import annotations

import re
from functools import lru_cache

# Words that say nothing about what a piece of work is: articles, prepositions, and "new", "major" and the like.
_EMPTY = frozenset(
    [
        "a",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "by",
        "can",
        "do",
        "each",
        "every",
        "for",
        "from",
        "has",
        "have",
        "how",
        "in",
        "into",
        "is",
        "it",
        "its",
        "many",
        "more",
        "most",
        "much",
        "of",
        "on",
        "or",
        "our",
        "per",
        "so",
        "that",
        "the",
        "their",
        "them",
        "then",
        "these",
        "they",
        "this",
        "those",
        "through",
        "to",
        "up",
        "we",
        "which",
        "who",
        "will",
        "with",
        "we've",
        "first",
        "second",
        "last",
        "next",
        "new",
        "updated",
        "major",
        "minor",
        "complete",
        "full",
        "big",
        "small",
        "across",
        "all",
        "both",
        "other",
        "via",
        "s",
        "ve",
        "re",
        "der",
        "die",
        "das",
        "und",
        "für",
        "mit",
        "von",
        "im",
        "ein",
        "eine",
        "le",
        "la",
        "les",
        "de",
        "des",
        "et",
        "pour",
        "el",
        "los",
        "las",
        "y",
        "para",
        "con",
    ]
)


@lru_cache(maxsize=32768)
def words(text: str) -> frozenset[str]:
    """The content words of a text: lower case, without endings such as -s, without empty words."""
    found = re.findall(r"[^\W_]+(?:'[^\W_]+)?", text.lower())
    return frozenset(_stem(word) for word in found if word not in _EMPTY)


def _stem(word: str) -> str:
    for ending, put in (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            return word[: -len(ending)] + put
    return word


def alike(one: str, other: str) -> float:
    """The share of content words that two texts have in common (Jaccard): 0 none, 1 all."""
    a, b = words(one), words(other)
    return len(a & b) / len(a | b) if a and b else 0.0


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
    return words(" ".join(common)) <= had and any(words(choice) and words(choice) <= had for choice in choices)


def same_text(text: str) -> str:
    """A text for telling whether two are the same: lower case, letters and digits only."""
    return " ".join(re.findall(r"[^\W_]+", text.lower()))
