"""The store by example: what a process remembers, what is closed, and where two at once meet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction

from truenorth.plan import Broken, Clashes, Edit, Plan, data
from truenorth.server import store
from truenorth.server.models import Change, Member, Scenario
from truenorth.server.services import plan as services

LETTER = "activity:spring-letter"
everything = pytest.mark.django_db(transaction=True)


def edit(scenario: Scenario, ref: str = LETTER, **sets: object) -> Edit:
    before = data(store.load(scenario).entities[ref])
    return Edit(ref, before, {**before, **sets})


def read(scenario: Scenario, at: int | None = None) -> Plan:
    """A version as another process reads it."""
    store._known.clear()
    return store.load(Scenario.objects.get(pk=scenario.pk), at)


@everything
def test_what_was_taken_back_with_its_transaction_is_not_remembered(acme: Scenario) -> None:
    before = store.load(acme)
    with transaction.atomic():
        store.apply(acme, [edit(acme, note="never said")], by=None)
        assert store.load(Scenario.objects.get(pk=acme.pk)).entities[LETTER].note == "never said"
        transaction.set_rollback(True)

    acme.refresh_from_db()
    assert store.load(acme) == before
    store.apply(acme, [edit(acme, note="said")], by=None)
    assert store.load(acme) == read(acme)


@everything
def test_a_version_that_is_not_there_yet_is_the_newest_one_and_not_remembered_as_another(acme: Scenario) -> None:
    newest = store.load(acme)
    assert store.load(acme, acme.head + 1) == newest

    store.apply(acme, [edit(acme, note="newer")], by=None)

    assert store.load(acme) == read(acme) != newest


@everything
def test_a_version_that_others_made_meanwhile_is_read_though_nobody_told(acme: Scenario) -> None:
    mine, theirs = (Scenario.objects.get(pk=acme.pk) for _ in range(2))
    store.apply(theirs, [edit(theirs, note="theirs")], by=None)

    assert store.load(mine, theirs.head).entities[LETTER].note == "theirs"


@everything
def test_what_a_process_remembers_has_an_end(acme: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store._known, "room", 4 * len(store.load(acme)))
    for number in range(9):
        store.apply(acme, [edit(acme, note=f"note {number}")], by=None)

    assert len(store._known) == 4
    assert store.load(acme, 3) == read(acme, 3)


@everything
def test_a_what_if_is_taken_over_with_what_others_put_into_it_at_the_last_moment(acme: Scenario) -> None:
    what_if = store.fork(acme, "what-if", "What if", by=None)
    other = Scenario.objects.get(pk=what_if.pk)
    store.apply(other, [edit(other, note="at the last moment")], by=None)

    store.adopt(what_if, by=None)

    assert read(acme).entities[LETTER].note == "at the last moment"


@everything
def test_a_what_if_is_taken_over_once(acme: Scenario) -> None:
    what_if = store.fork(acme, "what-if", "What if", by=None)
    store.apply(what_if, [edit(what_if, note="if so")], by=None)
    store.adopt(what_if, by=None)

    with pytest.raises(store.Closed, match="What if"):
        store.adopt(what_if, by=None)
    with pytest.raises(store.Closed):
        store.adopt(acme, by=None)


@everything
def test_a_clash_in_a_what_if_carries_both_values_and_people_settle_it(acme: Scenario) -> None:
    what_if = store.fork(acme, "what-if", "What if", by=None)
    store.apply(what_if, [edit(what_if, note="mine", name="Letter in spring")], by=None)
    store.apply(acme, [edit(acme, note="theirs")], by=None)

    with pytest.raises(Clashes) as raised:
        store.adopt(what_if, by=None)
    [clash] = raised.value.clashes
    assert (clash.ref, clash.field, clash.ours, clash.theirs) == (LETTER, "note", "mine", "theirs")

    settled = edit(acme, note="mine", name="Letter in spring")
    made = store.adopt(what_if, lambda _: [settled], by=None)
    assert made is not None
    assert made.does == Change.Does.ADOPT
    assert (read(acme).entities[LETTER].note, read(acme).entities[LETTER].name) == ("mine", "Letter in spring")


@everything
def test_nothing_is_recorded_where_a_link_would_lead_to_nothing(acme: Scenario) -> None:
    before, head = store.load(acme), acme.head
    program = str(data(before.entities[LETTER])["program"])
    gone = f"program:{program}"

    with pytest.raises(Broken):
        store.apply(acme, [Edit(gone, data(before.entities[gone]), None)], by=None)

    assert (read(acme), Scenario.objects.get(pk=acme.pk).head) == (before, head)


@everything
def test_an_edit_that_changes_nothing_is_no_change(acme: Scenario) -> None:
    head = acme.head

    assert store.apply(acme, [edit(acme)], by=None) is None
    assert Scenario.objects.get(pk=acme.pk).head == head


@everything
def test_the_plan_on_a_day_is_the_one_that_the_day_ended_with(acme: Scenario) -> None:
    first = Change.objects.get(scenario=acme)
    made = store.apply(acme, [edit(acme, note="newer")], by=None)
    assert made is not None

    assert store.at(acme, first.at - timedelta(seconds=1)) == 0
    assert store.at(acme, first.at) == 1
    assert store.at(acme, made.at + timedelta(days=300)) == 2


@everything
def test_text_that_databases_stumble_over_is_kept_as_it_is(acme: Scenario) -> None:
    hostile = "nul \x00, half way \u2028, \U0001f469\u200d\U0001f680, 1.0, 1e400"
    store.apply(acme, [edit(acme, note=hostile, labels={"b": "2", "a": "1"})], by=None)

    found = read(acme).entities[LETTER]
    assert (found.note, list(found.labels)) == (hostile, ["b", "a"])


def test_an_import_is_undone_as_one_change(acme: Scenario, cmo: Member) -> None:
    before = store.load(acme)
    rows = [Edit(f"content:page-{number}", None, {"name": f"Page {number}"}) for number in range(600)]
    made = services.change(acme, rows, by=cmo, why="pages.xlsx", does=Change.Does.IMPORT)
    assert made is not None
    assert (made.items, len(store.load(acme))) == (600, len(before) + 600)

    services.undo(acme, made.number, by=cmo)

    assert read(acme).fingerprint == before.fingerprint


def test_an_undo_is_undone_and_what_others_changed_meanwhile_stays(acme: Scenario, cmo: Member) -> None:
    made = services.change(acme, [edit(acme, note="mine")], by=cmo)
    services.change(acme, [edit(acme, name="Renamed meanwhile")], by=cmo)
    assert made is not None

    undone = services.undo(acme, made.number, by=cmo)
    assert undone is not None
    assert read(acme).entities[LETTER].name == "Renamed meanwhile"
    assert read(acme).entities[LETTER].note != "mine"

    services.undo(acme, undone.number, by=cmo)
    assert (read(acme).entities[LETTER].note, read(acme).entities[LETTER].name) == ("mine", "Renamed meanwhile")


def test_what_was_changed_again_is_not_undone_behind_its_author(
    acme: Scenario, cmo: Member, member: Callable[..., Member]
) -> None:
    made = services.change(acme, [edit(acme, note="mine")], by=cmo)
    services.change(acme, [edit(acme, note="theirs")], by=member("mops"))
    assert made is not None

    with pytest.raises(Clashes) as raised:
        services.undo(acme, made.number, by=cmo)
    assert raised.value.clashes[0].theirs == "theirs"
