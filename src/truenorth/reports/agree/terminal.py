"""The room in a terminal, and for machines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from truenorth.records.agree import CALLED, SIDES
from truenorth.reports.agree.room import Heard, Promise, Room
from truenorth.reports.lines import Line, wrapped
from truenorth.reports.words import in_full, plain


def told(room: Room, width: int) -> list[Line]:
    """The room in lines: where it stands first, then what stands in the way, and all that was said."""
    parts = (
        ("What stands in the way", [_stand(one.says, one.whom) for one in room.stands if room.state != "agreed"]),
        ("Changed since agreed", list(_drift(room))),
        ("No longer fits", [plain(one.headline) for one in room.again.unfit] if room.again else []),
        ("Outcome", [room.intent.outcome] if room.intent and room.intent.outcome else list(room.outcomes)),
        ("Why", [room.intent.why] if room.intent and room.intent.why else list(room.why)),
        ("Not negotiable", room.intent.keeps if room.intent else []),
        ("Can it be carried out?", list(_verdict(room))),
        ("Objections", [_heard(one) for one in room.heard]),
        *((f"What {CALLED[side]} owes", [_owes(one) for one in room.promises[side]]) for side in SIDES),
        ("Both sides", list(_signed(room))),
    )
    style = "good" if room.state == "agreed" else "warning"
    lines = [Line(text, style) for text in wrapped(room.says, width)]
    for title, says in parts:
        lines += _part(title, says, width)
    return lines


def _part(title: str, says: Iterable[str], width: int) -> list[Line]:
    found = [Line(text) for one in says for text in wrapped(plain(one), width, "- ")]
    return [Line(), Line(title, "strong"), *found] if found else []


def _stand(says: str, whom: str) -> str:
    return f"{says} (asks {whom})" if whom else says


def _drift(room: Room) -> Iterator[str]:
    for part in room.drift:
        for line in part.lines:
            yield f"{part.title}: {line.title}, {line.says}"
    if room.drift:
        yield room.counted


def _verdict(room: Room) -> Iterator[str]:
    verdict = room.verdict
    if verdict is None:
        yield "marketing operations has not said yet"
        return
    of = "" if room.is_of_this else " (the plan has changed since)"
    yield f"{verdict.says}{f': {verdict.given}' if verdict.given else ''}{of}"
    yield from (f"{one.kind}: {one.says}{f' ({one.link})' if one.link else ''}" for one in verdict.evidence)
    if verdict.exception:
        yield f"left out: {verdict.exception}"


def _heard(one: Heard) -> str:
    about = f"{one.about}: " if one.about else ""
    instead = f"; instead: {one.objection.alternative}" if one.objection.alternative else ""
    reply = f"; {one.reply.outcome}: {one.reply.says}" if one.reply else "; not answered"
    return f"{one.objection.key}. {about}{one.objection.says}{instead}{reply}"


def _owes(one: Promise) -> str:
    return f"{one.title}: {one.stands}, {'was due' if one.late else ''}{one.when[2:] if one.late else one.when}"


def _signed(room: Room) -> Iterator[str]:
    for side in SIDES:
        agreed = room.signed.get(side)
        if agreed:
            on = f" on {in_full(agreed.on)}" if agreed.on else ""
            yield f"{CALLED[side]}: agreed by {agreed.name}, {agreed.by}{on}"
        elif side in room.asks:
            yield f"{CALLED[side]}: not agreed yet"


def told_data(room: Room, plan: str) -> dict[str, Any]:
    """The same for machines."""
    return {
        "state": room.state,
        "version": plan,
        "asks": list(room.asks),
        "stands_in_the_way": [
            {"sort": one.sort, "says": one.says, "asks": one.asks, "at": one.at, "finding": one.finding}
            for one in room.stands
        ],
        "agreed": {side: one.model_dump(mode="json", exclude_defaults=True) for side, one in room.signed.items()},
        "changed_since_agreed": [
            {"goal": part.goal, "at": line.ref, "says": line.says} for part in room.drift for line in part.lines
        ],
        "objections": [
            {
                **one.objection.model_dump(mode="json", exclude_defaults=True),
                "answer": one.reply.model_dump(mode="json", exclude_defaults=True) if one.reply else None,
            }
            for one in room.heard
        ],
        "promises": {
            side: [{"at": one.ref, "stands": one.stands, "when": one.when, "late": one.late} for one in many]
            for side, many in room.promises.items()
        },
    }
