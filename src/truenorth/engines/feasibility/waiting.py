"""Whether work waits for itself."""

from __future__ import annotations

from collections.abc import Iterable


def circle(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """A circle of work, each waiting for the one before it and the first for the last; empty where there is none.

    `pairs` are (first, then). The circle begins with its least key, so that it reads the same every time.
    """
    then: dict[str, list[str]] = {}
    waits: dict[str, int] = {}
    for first, after in pairs:
        then.setdefault(first, []).append(after)
        waits.setdefault(first, 0)
        waits[after] = waits.get(after, 0) + 1
    ready = [key for key, count in waits.items() if not count]
    for key in ready:
        for after in then.get(key, ()):
            waits[after] -= 1
            if not waits[after]:
                ready.append(after)
    return _around({key for key, count in waits.items() if count}, then)


def _around(left: set[str], then: dict[str, list[str]]) -> list[str]:
    """Walk back among what is left, all of which waits for something that is left, until something comes again."""
    if not left:
        return []
    before = {after: key for key in sorted(left) for after in then.get(key, ()) if after in left}
    seen: dict[str, int] = {}
    key = min(left)
    while key not in seen:
        seen[key] = len(seen)
        key = before[key]
    around = [one for one, n in seen.items() if n >= seen[key]][::-1]
    least = around.index(min(around))
    return around[least:] + around[:least]
