"""Keys made from names: the same name gives the same key, and no two items get the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from truenorth.plan.cells import tidy
from truenorth.plan.links import KEY

LONGEST_KEY = 60
_LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "o", "å": "a", "ł": "l", "&": " "}
)


def slug(name: str) -> str:
    """A name as a key: `Frühjahrs-Mailing 2027` is `fruehjahrs-mailing-2027`; nothing where no letter is left."""
    text = unicodedata.normalize("NFC", name).casefold().translate(_LETTERS)
    text = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    text = unicodedata.normalize("NFC", text)
    words = re.sub(r"[^\w]+|_", "-", text).strip("-")
    if len(words) > LONGEST_KEY:
        cut = words[:LONGEST_KEY]
        words = cut[: cut.rfind("-")] if "-" in cut[20:] else cut
    return words if KEY.fullmatch(words) else ""


def keys_of(rows: Iterable[tuple[str, str]], kind: str) -> Sequence[str]:
    """A key for each (key, name) of a file: its own, or one made from its name; none where it has neither."""
    given = list(rows)
    taken = {key for key, _ in given if key}
    last: dict[str, int] = {}
    return [key or (_made(slug(name) or kind, taken, last) if tidy(name) else "") for key, name in given]


def _made(stem: str, taken: set[str], last: dict[str, int]) -> str:
    """A name as a key that no other item has: the second of a name is numbered, and so on."""
    key = stem
    while key in taken:
        last[stem] = last.get(stem, 1) + 1
        key = f"{stem}-{last[stem]}"
    taken.add(key)
    return key
