"""What the name of a column, a sheet or a file may mean."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from truenorth.plan.sheet import vocabulary
from truenorth.plan.sheet.vocabulary import lists, meaning

LONGEST = 200  # characters of a name that are looked at


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """A name in lower case, without accents, punctuation and brackets: `Fällig_am (2027)` is `fallig am`."""
    text = text[:LONGEST]
    bare = re.sub(r"[(\[][^)\]]*[)\]]", " ", text) or text
    bare = re.sub(r"([a-z\u00df-\u00ff])([A-Z])", r"\1 \2", bare).casefold().replace("ß", "ss")
    bare = "".join(char for char in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(char))
    words = re.sub(r"[^\w#]+|_", " ", bare).split()
    return " ".join(words) or ("#" if "#" in text else "")


@cache
def meanings(phrase: str) -> tuple[tuple[tuple[str, ...], float], ...]:
    """The groups of fields that a folded name may mean, each with how surely, from 0 to 1."""
    scored = ((fields, sure * max(_like(phrase, word) for word in words)) for fields, words, sure in _meant())
    return tuple((fields, score) for fields, score in scored if score)


@cache
def _meant() -> tuple[tuple[tuple[str, ...], tuple[str, ...], float], ...]:
    """Fields, words and how surely these mean those."""
    return tuple(
        (tuple(head.rstrip("~").split()), words, 0.8 if head.endswith("~") else 1.0)
        for head, words in lists(vocabulary.COLUMNS)
    )


@cache
def kinds_of(phrase: str) -> dict[str, float]:
    """The kinds that a folded name may stand for, each with how surely."""
    scored = {kind: max(_like(phrase, word) for word in words) for kind, words in lists(vocabulary.KINDS)}
    return {kind: score for kind, score in scored.items() if score}


def _like(phrase: str, word: str) -> float:
    """1 for the same words, less where a name holds more than them: `planned launch date` is a `launch date`."""
    if phrase == word:
        return 1.0
    held, wanted = phrase.split(), word.split()
    if not held or len(wanted) > len(held):
        return 0.0
    for start in range(len(held) - len(wanted) + 1):
        if all(map(_same, held[start : start + len(wanted)], wanted)):
            return 0.5 + 0.4 * len(wanted) / len(held)
    return 0.0


def _same(held: str, wanted: str) -> bool:
    """Whether two words are one, but for an ending: `verantwortliche` and `verantwortlich`."""
    return held == wanted or (len(wanted) > 6 and held.startswith(wanted) and len(held) - len(wanted) < 3)


@cache
def is_id(phrase: str) -> bool:
    """Whether a folded name heads numbers that tell rows apart."""
    return meaning(vocabulary.ROWS).get(phrase) == "id" or (
        phrase.endswith((" id", " nr", " no", " nummer", " key")) and bool(kinds_of(phrase.rpartition(" ")[0]))
    )


@cache
def is_foreign_id(phrase: str) -> bool:
    """Whether a folded name heads numbers that other sheets refer to: `account id`."""
    return phrase.endswith((" id", " ids", " key", " guid", " uuid"))


@cache
def is_changed(phrase: str) -> bool:
    """Whether a folded name heads the time at which a row was last changed."""
    return meaning(vocabulary.ROWS).get(phrase) == "changed"


@cache
def is_known(phrase: str) -> bool:
    """Whether a folded name is one that heads columns."""
    return bool(meanings(phrase) or kinds_of(phrase) or is_id(phrase) or is_changed(phrase))
