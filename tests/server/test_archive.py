"""One workspace taken out whole, and brought back as another."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from truenorth.plan.edit import Edit
from truenorth.plan.entity import data
from truenorth.records import Decision
from truenorth.reports.words import PARTIES
from truenorth.server import store
from truenorth.server.models import Change, Event, Member, Said, Scenario, User, Workspace
from truenorth.server.services import archive, check, measure, plan, records, tokens, whatifs, workspaces
from truenorth.server.services.people import Refused

Browser = Callable[[Member], Client]
LETTER = "activity:spring-letter"


def changed(scenario: Scenario, by: Member, **fields: object) -> None:
    item = data(store.load(scenario).entities[LETTER])
    plan.change(scenario, [Edit(LETTER, item, {**item, **fields})], by=by, why="another way")


@pytest.fixture
def full(acme: Scenario, cmo: Member, member: Callable[..., Member]) -> Workspace:
    """Acme with a history, what-ifs, decisions, data, a token and people."""
    mops = member("mops")
    changed(acme, mops, channel="post")
    plan.undo(acme, 2, by=cmo)
    made = whatifs.begin(acme, "Less in spring", by=cmo, shared=PARTIES)
    changed(made, cmo, cost="2000")
    whatifs.archive(whatifs.begin(made, "Even less", by=cmo), by=cmo)
    changed(acme, cmo, note="loud")
    decision = Decision(finding="GOAL01@activity:summer-party", state="acknowledged", on=date(2027, 1, 11))
    records.add(acme.workspace, [decision], by=mops)
    tokens.make(cmo, "the dashboard")
    place = measure.place(acme.workspace) / "facts" / "spend"
    place.mkdir(parents=True, exist_ok=True)
    (place / "rows.parquet").write_bytes(b"1234567")
    return acme.workspace


def saved(workspace: Workspace, by: Member) -> io.BytesIO:
    out = io.BytesIO()
    archive.saved(workspace, out, by=by)
    return out


def prints(workspace: Workspace) -> dict[str, list[str]]:
    """The fingerprint of every version of every plan."""
    every = Scenario.objects.filter(workspace=workspace).select_related("parent", "workspace")
    return {one.key: [store.load(one, at).fingerprint for at in range(one.head + 1)] for one in every}


def test_a_workspace_comes_back_with_every_version_of_every_plan_and_all_that_was_said(full: Workspace, cmo: Member):
    user = User.objects.create_user("eve@other.example", name="Eve")

    made = archive.restored(saved(full, cmo), user=user)

    other = made.workspace
    assert (other.name, other.key, made.manages, prints(other)) == ("Acme", "acme-2", True, prints(full))
    for model, within in ((Change, "scenario__workspace"), (Said, "workspace")):
        told = [
            list(model.objects.filter(**{within: one}).order_by("pk").values_list("number", "at"))
            for one in (full, other)
        ]
        assert told[0] == told[1]
    history = store.history(workspaces.main(other))
    assert [(str(one.by), one.why, one.undoes and one.undoes.number) for one in history][1:3] == [
        ("Amara Okafor", "undo: another way", 2),
        ("marketing operations", "another way", None),
    ]
    assert records.read(other).decisions == records.read(full).decisions
    judged = [check.judged(workspaces.main(one), date(2027, 1, 11)).findings for one in (full, other)]
    assert [one.id for one in judged[0]] == [one.id for one in judged[1]]
    assert (measure.place(other) / "facts" / "spend" / "rows.parquet").read_bytes() == b"1234567"
    assert {
        one.key: (one.shared, bool(one.closed), one.parent and one.parent.key) for one in other.scenarios.all()
    } == {
        "main": ([], False, None),
        "less-in-spring": (list(PARTIES), False, "main"),
        "even-less": ([], True, "less-in-spring"),
    }
    changed(workspaces.main(other), made, channel="fax")
    assert Event.objects.filter(workspace=other, what="workspace brought back").exists()


def test_people_come_back_as_names_and_nobody_of_them_can_sign_in(full: Workspace, cmo: Member):
    user = User.objects.create_user("eve@other.example", name="Eve")
    file = saved(full, cmo)

    other = archive.restored(file, user=user).workspace

    assert [one.user for one in other.members.filter(left=None)] == [user]
    assert all(not one.user.is_active for one in other.members.exclude(left=None))
    with zipfile.ZipFile(file) as parts:
        text = b"".join(parts.read(name) for name in parts.namelist()).decode("utf-8", "replace")
    assert "@acme.example" not in text.replace("GOAL01@activity", "")
    assert "digest" not in text


def test_only_who_manages_the_workspace_takes_all_of_it_out(full: Workspace):
    mops = full.members.get(party="mops")

    with pytest.raises(PermissionDenied):
        archive.saved(full, io.BytesIO(), by=mops)


def rewritten(file: io.BytesIO, name: str, change: Callable[[bytes], bytes]) -> io.BytesIO:
    """An archive in which somebody changed one part."""
    out = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w") as new:
        for one in old.namelist():
            new.writestr(one, change(old.read(one)) if one == name else old.read(one))
        if name not in old.namelist():
            new.writestr(name, change(b""))
    return out


def lines(content: bytes, change: Callable[[list[dict]], Iterable[dict]]) -> bytes:
    rows = change([json.loads(line) for line in content.splitlines()])
    return b"\n".join(json.dumps(one).encode() for one in rows)


def far_off(said: dict) -> dict:
    """The list of an archive whose workspace stands on a day that no calendar reaches."""
    return {**said, "workspace": {**said["workspace"], "today": "9999-12-31"}}


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("revisions.jsonl", lambda was: was.replace(b"Spring letter", b"Spring better")),
        ("revisions.jsonl", lambda was: lines(was, lambda rows: rows[1:])),
        ("revisions.jsonl", lambda was: lines(was, lambda rows: [{**rows[0], "scenario_id": 999}, *rows[1:]])),
        (
            "revisions.jsonl",
            lambda was: lines(was, lambda rows: [{**rows[0], "data": {"nothing": "of ours"}}, *rows[1:]]),
        ),
        ("changes.jsonl", lambda was: lines(was, lambda rows: [*rows, rows[0]])),
        ("changes.jsonl", lambda was: lines(was, lambda rows: [{**rows[0], "at": "once"}, *rows[1:]])),
        ("saids.jsonl", lambda was: lines(was, lambda rows: [{**rows[0], "kind": "secret"}])),
        ("saids.jsonl", lambda was: lines(was, lambda rows: [{**rows[0], "data": {"state": "maybe"}}])),
        ("scenarios.jsonl", lambda was: lines(was, lambda rows: rows[1:])),
        ("workspace.json", lambda was: was.replace(b'"format": 1', b'"format": 7')),
        ("workspace.json", lambda was: b"{}"),
        ("workspace.json", lambda was: json.dumps(far_off(json.loads(was))).encode()),
        ("people.jsonl", lambda was: b"[]"),
        ("facts/../../outside", lambda was: b"x"),
        ("facts/.hidden", lambda was: b"x"),
    ],
)
def test_what_was_damaged_or_made_up_brings_nothing_back(
    name: str, change: Callable[[bytes], bytes], full: Workspace, cmo: Member
):
    before = [model.objects.count() for model in (Workspace, User, Scenario, Said)]

    with pytest.raises(Refused):
        archive.restored(rewritten(saved(full, cmo), name, change), user=cmo.user)

    assert [model.objects.count() for model in (Workspace, User, Scenario, Said)] == before


def test_what_is_packed_otherwise_is_refused(full: Workspace, cmo: Member):
    out = io.BytesIO()
    with zipfile.ZipFile(saved(full, cmo)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as new:
        for one in old.namelist():
            new.writestr(one, old.read(one))

    with pytest.raises(Refused, match="packed in a way"):
        archive.restored(out, user=cmo.user)


def test_what_is_no_archive_at_all_is_refused_in_words(cmo: Member):
    for content in (b"", b"PK", b"name\nSpring"):
        with pytest.raises(Refused, match="this is not a whole archive of a workspace"):
            archive.restored(io.BytesIO(content), user=cmo.user)
