"""How wide words are in a drawing, and how they are parted into lines: nothing here can ask a browser."""

from __future__ import annotations

from truenorth.reports.words import short

CARD = 11.5  # the size of a name on a card, in points
INSET = 22.0  # what a card keeps free at its sides, together

# Widths of the letters of Inter, in hundredths of the size; others count as 56.
_NARROW = dict.fromkeys("iljI.,:;'|!", 27) | dict.fromkeys("frt()[]-/ ", 36) | dict.fromkeys("mwMW@%", 86)
_WIDE = dict.fromkeys("ABCDGHKNOQRUVXYZ&", 69)


def width(text: str, size: float) -> float:
    """How wide a text is about, in points, set in Inter of a size."""
    return sum(_NARROW.get(char, _WIDE.get(char, 56 if char < "\u2e80" else 100)) for char in text) * size / 100


def cut(text: str, room: float, size: float) -> str:
    """A text in so much room, the rest left out and said so with three dots."""
    if len(text) < 200 and width(text, size) <= room:
        return text
    text = text[: int(room / size / 0.27) + 1]  # no letter is narrower
    while text and width(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def lines(text: str, room: float, size: float, most: int) -> list[str]:
    """A text in so many lines at most, parted between words."""
    found: list[str] = []
    for word in short(text, 200).split():
        if found and width(f"{found[-1]} {word}", size) <= room:
            found[-1] += f" {word}"
        else:
            found.append(word)
    kept = found[:most]
    if len(found) > most:
        kept[-1] = cut(f"{kept[-1]} {found[most]}", room, size)
        kept[-1] = kept[-1] if kept[-1].endswith("…") else cut(kept[-1] + " …", room, size)
    return [cut(line, room, size) for line in kept] or [""]
