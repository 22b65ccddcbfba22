"""Agree: put a version up, say what stands against it, answer that, and say yes to it, each by whom it is for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from truenorth.plan.edit import diff
from truenorth.plan.entity import Party
from truenorth.plan.fault import Faults
from truenorth.plan.plan import Plan
from truenorth.records import Records, Seen
from truenorth.records.agree import CALLED, SIGNS, Agreed, Intent, Objection, Reply, Review, Verdict, Version
from truenorth.records.record import FILES
from truenorth.reports.agree import Room, Stand, room
from truenorth.reports.diff import changes
from truenorth.reports.report import Report
from truenorth.reports.words import PARTIES
from truenorth.rules.case import Case
from truenorth.rules.check import reheard
from truenorth.rules.consent.unproven import SHARE, weighed
from truenorth.services import folder as folders
from truenorth.services.check import Judged, judged
from truenorth.services.check import weighed as weighed_as
from truenorth.services.fit import asking
from truenorth.services.plan import Refused, find
from truenorth.services.versions import agreed, kept, opened

TOLD = 6  # changes of a plan, or things in the way, that a refusal tells one by one


class NotYet(Refused):
    """An agreement that something stands in the way of; carries the list."""

    def __init__(self, stands: Sequence[Stand]) -> None:
        """Keep the list."""
        self.stands = tuple(stands)
        many = "1 thing stands" if len(stands) == 1 else f"{len(stands):,} things stand"
        more = f"; and {len(stands) - TOLD:,} more" if len(stands) > TOLD else ""
        super().__init__(f"not agreed: {many} in the way: {'; '.join(one.says for one in stands[:TOLD])}{more}")


@dataclass(frozen=True)
class Who:
    """Who says something: for which party, in which role, by which name, and on which day."""

    party: Party
    role: str
    name: str
    on: date

    @property
    def said(self) -> dict[str, Any]:
        """The fields that every record begins with."""
        return {"by": self.role or self.party, "party": self.party, "on": self.on}


@dataclass(frozen=True)
class Scene:
    """The plan that is agreed on, as it is at this moment: what was found, and what the version is called."""

    case: Case
    report: Report
    version: Version
    opened: Callable[[Version], Plan | None]

    @property
    def room(self) -> Room:
        """What the room shows of it."""
        return room(self.case, self.report.entries)


Say = Callable[[Scene], list[BaseModel]]  # what is said of it, as records; Refused where it cannot be


def see(who: Who) -> Say:
    """Mark this version as seen."""
    return lambda scene: [Seen(about=scene.version.plan, **who.said)]


def put_up(who: Who, note: str = "") -> Say:
    """Put the plan up for agreement."""

    def said(scene: Scene) -> list[BaseModel]:
        if scene.room.state == "in review":
            raise Refused("it is up for agreement already")
        if scene.room.state == "agreed":
            raise Refused("both sides have agreed to this very version already: there is nothing to review")
        return [Review(state="in review", version=scene.version, note=note, **who.said)]

    return said


def take_back(who: Who, note: str = "") -> Say:
    """Make it a draft again."""

    def said(scene: Scene) -> list[BaseModel]:
        if scene.room.state != "in review":
            raise Refused("it is not up for agreement: there is nothing to take back")
        return [Review(state="draft", version=scene.version, note=note, **who.said)]

    return said


def intend(who: Who, given: dict[str, Any]) -> Say:
    """Say what is intended, why, and what is not negotiable."""
    return lambda _: [_made(Intent, who, given)]


def judge(who: Who, given: dict[str, Any], alternative: str = "") -> Say:
    """Give the verdict on whether it can be carried out; one that says no is an objection too, with an alternative."""

    def said(scene: Scene) -> list[BaseModel]:
        share = scene.case.settings.get("SIGN02", {}).get("share", SHARE)
        made = _made(Verdict, who, {**given, "version": scene.version, "weighed": weighed(scene.case, share)})
        if made.says != "can not be done":
            return [made]
        return [made, *object_(who, {"says": made.given, "alternative": alternative})(scene)]

    return said


def object_(who: Who, given: dict[str, Any]) -> Say:
    """Object to an item or the plan; a no carries an alternative."""

    def said(scene: Scene) -> list[BaseModel]:
        about = given.get("about", "")
        ref = find(scene.case.whole, about) if about else ""
        key = str(len(scene.case.records.objections) + 1)
        return [_made(Objection, who, {**given, "about": ref, "key": key})]

    return said


def answer(who: Who, key: str, given: dict[str, Any]) -> Say:
    """Answer an objection. Whoever raised it can only take it back: the answer is for somebody else to give."""

    def said(scene: Scene) -> list[BaseModel]:
        found = next((one for one in scene.case.records.objections if one.key == key), None)
        if found is None:
            raise Refused(f"there is no objection {key[:20]}: the room lists them")
        if any(one.objection == key for one in scene.case.records.replies):
            raise Refused(f"objection {key} is answered already")
        made = _made(Reply, who, {**given, "objection": key})
        if (found.party == who.party) != (made.outcome == "taken back"):
            own = "it is for somebody else to answer; whoever raised it can take it back"
            raise Refused(own if found.party == who.party else "only those who raised it can take it back")
        return [made]

    return said


def agree(who: Who, seen: Version | None = None) -> Say:
    """Say yes for a side to the version that was looked at. Refused with the list of what stands in the way."""

    def said(scene: Scene) -> list[BaseModel]:
        side, told = SIGNS.get(who.party), scene.room
        if side is None:
            raise Refused(f"{PARTIES[who.party]} agrees for neither side: {_signers()} do")
        if seen is not None and not scene.version.plan.startswith(seen.plan):
            raise Refused(_moved_on(scene, seen))
        if side not in told.asks:
            raise Refused(_not_asked(told))
        if side in told.signed:
            raise Refused(f"{CALLED[side]} has agreed to this version already, by {told.signed[side].name}")
        if stands := told.stands_for(side):
            raise NotYet(stands)
        if not who.name.strip():
            raise Refused("an agreement is given by name: say who agrees")
        moved = told.again.refs if told.again else []
        return [Agreed(version=scene.version, name=who.name.strip(), asks=list(told.asks), moved=moved, **who.said)]

    return said


def _signers() -> str:
    return " and ".join(PARTIES[party] for party in SIGNS)


def _not_asked(told: Room) -> str:
    match told.state:
        case "agreed":
            return "both sides have agreed to this version already"
        case "draft":
            return "it is a draft: put it up for agreement first"
    if told.again is None:
        return "what changed since it was agreed is too little to be agreed again"
    return f"what moved since it was agreed concerns {told.again.whom} alone: nobody agrees for the other side"


def _moved_on(scene: Scene, seen: Version) -> str:
    """That the plan is no longer what somebody looked at, and what changed."""
    was, now = scene.opened(seen), scene.case.whole
    if was is None:
        return "not agreed: the plan has changed since you looked at it; look at it again"
    lines = [line.strip() for line in changes(was, now, diff(was, now))[: TOLD + 1]]
    return f"not agreed: the plan has changed since you looked at it: {'; '.join(lines)}. Look at it again"


def _made(kind: type[Any], who: Who, given: dict[str, Any]) -> Any:
    """A record of what was given. Refused with what is wrong in it."""
    try:
        return kind.model_validate({**given, **who.said})
    except ValidationError as error:
        raise Refused("; ".join(_wrong(one) for one in error.errors())) from None


def _wrong(error: Any) -> str:
    says = str(error["msg"]).removeprefix("Value error, ")
    if error["type"] == "string_too_short":
        return f"say {'what is wrong' if error['loc'] == ('says',) else str(error['loc'][0])}"
    return says if not error["loc"] else f"{' '.join(map(str, error['loc']))}: {says}"


def party_named(word: str) -> Party:
    """The party that a word means."""
    parties: tuple[Party, ...] = get_args(Party)
    found = next((party for party in parties if party == word.strip().lower()), None)
    if found is None:
        raise Refused(f"there is no party '{word[:40]}': {', '.join(parties)}")
    return found


def scene(found: Judged, shown_as: str = ".") -> Scene:
    """A plan in a folder, as it is agreed on."""
    folder = found.folder
    version = Version(plan=folder.plan.fingerprint)
    return Scene(found.case, found.report(shown_as), version, partial(_opened, folder))


def _opened(folder: folders.Folder, version: Version) -> Plan | None:
    try:
        return opened(folder.path, version, folder.plan)
    except Faults:
        return None


def looked_at(path: Path, today: date, shown_as: str = ".") -> Scene:
    """The room of a plan in a folder as of a day."""
    return scene(judged(folders.read(path), today, asking(0)), shown_as)


def said(path: Path, today: date, *says: Say) -> Scene:
    """Say some things of a plan in a folder, one after the other, in one step; how it stands then."""
    with folders.changing(path) as was:
        found = judged(was, today, asking(0))
        made: list[BaseModel] = []
        for say in says:
            more = say(scene(found))
            made += more
            found = _heard(found, with_(found.folder.records, more))
        files = kept(was.plan) if any(isinstance(one, (Agreed, Review)) for one in made) else {}
        folders.put(was, was.plan, files, found.folder.records)
        return scene(found)


def _heard(found: Judged, records: Records) -> Judged:
    """The same check after people said more."""
    folder = replace(found.folder, records=records)
    heard = reheard(found.checked, records, agreed(folder.path, records, folder.plan))
    return weighed_as(folder, found.settings, heard)


def with_(records: Records, made: Iterable[BaseModel]) -> Records:
    """Records with some more."""
    for one in made:
        field = next(field for field, kind in FILES.values() if type(one) is kind)
        records = replace(records, **{field: (*getattr(records, field), one)})
    return records
