"""A backup holds everything and comes back whole; one that is not whole changes nothing."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from truenorth.plan import Edit, data
from truenorth.server import store
from truenorth.server.models import Change, Event, Member, Said, Scenario, User, Workspace
from truenorth.server.services import backup, measure
from truenorth.server.services import plan as services
from truenorth.services.plan import Refused

pytestmark = pytest.mark.django_db(transaction=True)
LETTER = "activity:spring-letter"


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Path) -> Path:
    """A data folder of its own."""
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    return settings.DATA


@pytest.fixture
def lived(acme: Scenario, cmo: Member, browser: Callable[[Member], Client]) -> Scenario:
    """A workspace with a history, a what-if, data and somebody signed in."""
    browser(cmo)
    before = data(store.load(acme).entities[LETTER])
    made = services.change(acme, [Edit(LETTER, before, {**before, "note": "Zürich \x00"})], by=cmo, why="said so")
    assert made is not None
    services.undo(acme, made.number, by=cmo)
    what_if = services.fork(acme, "Later", by=cmo)
    services.change(what_if, [Edit(LETTER, before, {**before, "note": "later"})], by=cmo)
    rows = measure.place(acme.workspace) / "facts" / "spend" / "rows.parquet"
    rows.parent.mkdir(parents=True)
    rows.write_bytes(b"rows")
    return acme


def everything() -> dict[str, Any]:
    """What there is, as others would read it: every version's fingerprint, who, what was said and done."""
    store._known.clear()
    versions = {
        (one.workspace.key, one.key, number): store.load(one, number).fingerprint
        for one in Scenario.objects.select_related("workspace", "parent")
        for number in range(one.head + 1)
    }
    changes = list(Change.objects.order_by("pk").values_list("pk", "why", "at", "undoes", "by__user__email"))
    people = list(User.objects.order_by("pk").values_list("email", "password", "joined"))
    rest = [list(model.objects.order_by("pk").values_list("pk", "at")) for model in (Said, Event)]
    return {"versions": versions, "changes": changes, "people": people, "rest": rest}


def told(_: str) -> None:
    """Nobody watches."""


def files(place: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(place.rglob("*.parquet"))]


def test_what_was_kept_comes_back_whole(lived: Scenario, place: Path, tmp_path: Path) -> None:
    was, tokens = everything(), set(Scenario.objects.values_list("token", flat=True))
    kept = backup.save(tmp_path / "all.zip", told)
    services.revert(lived, 0, by=Member.objects.get())
    User.objects.create_user("later@acme.example")

    again = backup.restore(tmp_path / "all.zip", replace=True, tell=told)

    assert everything() == was
    assert [one.fingerprint for one in again] == [one.fingerprint for one in kept]
    assert {one.fingerprint for one in kept} <= set(was["versions"].values())
    assert files(place) == [b"rows"]
    assert files(measure.place(Workspace.objects.get())) == [b"rows"]
    assert not tokens & set(Scenario.objects.values_list("token", flat=True))
    assert [path.name for path in place.iterdir()] == ["facts"]


def test_a_backup_holds_no_session(lived: Scenario, tmp_path: Path) -> None:
    assert Session.objects.count() == 1

    backup.save(tmp_path / "all.zip", told)
    backup.restore(tmp_path / "all.zip", replace=True, tell=told)

    assert Session.objects.count() == 0
    assert (tmp_path / "all.zip").stat().st_mode & 0o077 == 0


def test_what_comes_back_is_changed_on_as_before(lived: Scenario, tmp_path: Path) -> None:
    backup.save(tmp_path / "all.zip", told)
    backup.restore(tmp_path / "all.zip", replace=True, tell=told)
    scenario, by = Scenario.objects.get(key="main"), Member.objects.get()
    before = data(store.load(scenario).entities[LETTER])

    made = services.change(scenario, [Edit(LETTER, before, {**before, "note": "on and on"})], by=by)

    assert made is not None
    assert (made.number, made.pk) == (4, Change.objects.order_by("-pk").values_list("pk", flat=True)[0])


def test_there_is_nothing_to_replace_in_an_empty_place_and_nothing_is_replaced_unasked(
    lived: Scenario, tmp_path: Path
) -> None:
    backup.save(tmp_path / "all.zip", told)

    with pytest.raises(Refused, match="--replace"):
        backup.restore(tmp_path / "all.zip", replace=False, tell=told)


def cut(archive: Path) -> None:
    archive.write_bytes(archive.read_bytes()[:-1000])


def turned(archive: Path) -> None:
    content = bytearray(archive.read_bytes())
    content[len(content) // 2] ^= 0xFF
    archive.write_bytes(bytes(content))


def no_zip(archive: Path) -> None:
    archive.write_text("PK but no archive")


def rewritten(archive: Path, change: Callable[[dict[str, Any]], Any], **more: bytes) -> None:
    with zipfile.ZipFile(archive) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    said = json.loads(members.pop("manifest.json"))
    change(said)
    with zipfile.ZipFile(archive, "w") as out:
        for name, content in {**members, **more, "manifest.json": json.dumps(said).encode()}.items():
            out.writestr(name, content)


def without_a_file(archive: Path) -> None:
    rewritten(archive, lambda said: said["files"].update({"facts/none/facts/spend/none.parquet": "0" * 64}))


def leading_out(archive: Path) -> None:
    name = "facts/../../out.parquet"
    rewritten(archive, lambda said: said["files"].update({name: "0" * 64}), **{name: b"out"})


def another_database(archive: Path) -> None:
    rewritten(archive, lambda said: None, **{"truenorth.sqlite3": b"SQLite format 3\x00" + b"\x00" * 5000})


def of_another_time(archive: Path) -> None:
    rewritten(archive, lambda said: said.update(format=99))


@pytest.mark.parametrize(
    "broken", [cut, turned, no_zip, without_a_file, leading_out, another_database, of_another_time]
)
def test_a_backup_that_is_not_whole_leaves_everything_as_it_was(
    broken: Callable[[Path], None], lived: Scenario, place: Path, tmp_path: Path
) -> None:
    backup.save(tmp_path / "all.zip", told)
    was, stood = everything(), sorted(place.rglob("*"))
    broken(tmp_path / "all.zip")

    with pytest.raises(Refused, match=r"all\.zip"):
        backup.restore(tmp_path / "all.zip", replace=True, tell=told)

    assert (everything(), sorted(place.rglob("*"))) == (was, stood)


def test_what_a_restore_that_was_cut_short_left_behind_is_taken_away(
    lived: Scenario, place: Path, tmp_path: Path
) -> None:
    backup.save(tmp_path / "all.zip", told)
    left, orphan = place / ".restoring-cut", place / "facts" / ("0" * 32)
    left.mkdir()
    orphan.mkdir()
    (left / "homes").write_text("0" * 32)

    backup.restore(tmp_path / "all.zip", replace=True, tell=told)

    assert (left.exists(), orphan.exists(), files(place)) == (False, False, [b"rows"])
