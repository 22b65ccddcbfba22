from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from truenorth.plan.edit import Edit
from truenorth.plan.entity import data
from truenorth.plan.work import Activity
from truenorth.server import store
from truenorth.server.models import Member, Scenario
from truenorth.server.services import plan

Browser = Callable[[Member], Client]


def named(scenario: Scenario, key: str, name: str, by: Member) -> None:
    item = data(store.load(scenario).entities[f"activity:{key}"])
    plan.change(scenario, [Edit(f"activity:{key}", item, {**item, "name": name})], by=by, why=f"call it {name}")


def first(scenario: Scenario) -> Activity:
    return store.load(scenario).all(Activity)[0]


def text(client: Client, address: str, status: int = 200, **given: str) -> str:
    answer = client.get(f"/w/acme/plan/{address}", given)
    assert answer.status_code == status
    return answer.content.decode()


def test_a_change_is_told_item_by_item_before_and_after(acme: Scenario, cmo: Member, browser: Browser):
    was = first(acme).title
    named(acme, first(acme).key, "Spring push", cmo)

    page = text(browser(cmo), "history/2/")

    assert f"{was} → Spring push" in page
    assert "1 changed." in page
    assert "Amara Okafor" in page


def test_the_history_is_narrowed_by_reason_who_and_what(acme: Scenario, cmo: Member, browser: Browser):
    named(acme, first(acme).key, "Spring push", cmo)
    client = browser(cmo)

    assert "call it Spring push" in text(client, "history/", text="spring")
    assert "No change is like that." in text(client, "history/", text="autumn")
    assert "call it Spring push" not in text(client, "history/", does="import")
    assert "call it Spring push" in text(client, "history/", who=str(cmo.pk), does="edit")


def test_the_history_of_an_item_has_its_changes_alone(acme: Scenario, cmo: Member, browser: Browser):
    one, other = store.load(acme).all(Activity)[:2]
    named(acme, one.key, "Spring push", cmo)
    named(acme, other.key, "Autumn push", cmo)

    page = text(browser(cmo), "history/", ref=one.ref)

    assert "call it Spring push" in page
    assert "call it Autumn push" not in page


def test_a_change_is_taken_back_and_that_too(acme: Scenario, cmo: Member, browser: Browser):
    before = store.load(acme).fingerprint
    named(acme, first(acme).key, "Spring push", cmo)
    after = store.load(acme).fingerprint
    client = browser(cmo)

    client.post("/w/acme/plan/undo/2/")
    acme.refresh_from_db()
    assert store.load(acme).fingerprint == before
    client.post("/w/acme/plan/undo/3/")
    acme.refresh_from_db()
    assert store.load(acme).fingerprint == after


def test_a_whole_import_is_taken_back(acme: Scenario, cmo: Member, browser: Browser):
    browser(cmo).post("/w/acme/plan/undo/1/")

    acme.refresh_from_db()
    assert len(store.load(acme)) == 0


def test_two_versions_stand_side_by_side(acme: Scenario, cmo: Member, browser: Browser):
    named(acme, first(acme).key, "Spring push", cmo)
    whatif = plan.fork(acme, "Less in spring", by=cmo)
    client = browser(cmo)

    assert "Spring push" in text(client, "compare/", one="1", other="now")
    assert "Nothing differs: the two say the same." in text(client, "compare/", one="2", other=whatif.key)
    assert "47 added." in text(client, "compare/", one="2000-01-01", other="now") or "added." in text(
        client, "compare/", one="2000-01-01", other="now"
    )


def test_a_version_that_is_not_there_is_refused_in_words(acme: Scenario, cmo: Member, browser: Browser):
    page = text(browser(cmo), "compare/", status=400, one="99", other="now")

    assert "There is no version “99”: write the number of a change, a day (2027-01-31), a what-if" in page


def test_what_was_taken_out_is_in_the_trash_and_comes_back(acme: Scenario, cmo: Member, browser: Browser):
    lonely = next(item for item in store.load(acme).all(Activity) if not store.load(acme).incoming.get(item.ref))
    plan.change(acme, [Edit(lonely.ref, data(lonely), None)], by=cmo)
    before = store.load(acme, 1).fingerprint
    client = browser(cmo)

    assert lonely.title in text(client, "trash/")
    client.post("/w/acme/plan/trash/restore/", {"ref": [lonely.ref]})

    acme.refresh_from_db()
    assert store.load(acme).fingerprint == before
    assert "The trash is empty." in text(client, "trash/")


def test_the_plan_is_made_again_what_it_was(acme: Scenario, cmo: Member, browser: Browser):
    before = store.load(acme).fingerprint
    named(acme, first(acme).key, "Spring push", cmo)
    named(acme, first(acme).key, "Summer push", cmo)

    browser(cmo).post("/w/acme/plan/history/1/revert/")

    acme.refresh_from_db()
    assert (acme.head, store.load(acme).fingerprint) == (4, before)


def test_a_viewer_sees_the_history_and_cannot_take_back(
    acme: Scenario, cmo: Member, member: Callable[..., Member], browser: Browser
):
    named(acme, first(acme).key, "Spring push", cmo)
    client = browser(member("viewer"))

    assert "call it Spring push" in text(client, "history/")
    answer = client.post("/w/acme/plan/undo/2/", follow=True)

    assert "You may not change this" in answer.content.decode()
    acme.refresh_from_db()
    assert acme.head == 2


def test_an_earlier_version_is_looked_at_and_not_changed(acme: Scenario, cmo: Member, browser: Browser):
    named(acme, first(acme).key, "Spring push", cmo)

    page = browser(cmo).get("/w/acme/plan/activity/", {"version": "1"}).content.decode()

    assert "You look at the plan as it was after change 1." in page
    assert "Spring push" not in page
