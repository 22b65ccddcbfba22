from __future__ import annotations

from truenorth.server.kept import Kept


def test_what_was_not_used_for_longest_is_forgotten_first() -> None:
    kept: Kept[str, int] = Kept(3)
    for number, key in enumerate("abc"):
        kept.put(key, number)
    assert kept.get("a") == 0

    kept.put("d", 3)

    assert (list(kept), kept.get("b")) == (["c", "a", "d"], None)


def test_what_is_large_takes_the_room_of_several_and_is_kept_even_where_it_fills_all() -> None:
    kept: Kept[str, int] = Kept(3)
    for key in "abc":
        kept.put(key, 0)

    kept.put("large", 1, 2)
    assert list(kept) == ["c", "large"]

    kept.put("huge", 2, 9)
    assert list(kept) == ["huge"]
    kept.put("huge", 3, 1)
    assert (kept.get("huge"), len(kept)) == (3, 1)


def test_everything_can_be_forgotten() -> None:
    kept: Kept[str, int] = Kept(3)
    kept.put("a", 1)
    kept.clear()
    assert (list(kept), kept.get("a")) == ([], None)
