"""A what-if taken over into the plan it left."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from truenorth.plan.edit import Clashes, Edit
from truenorth.plan.entity import data
from truenorth.reports.words import PARTIES
from truenorth.server import store
from truenorth.server.models import Change, Event, Member, Scenario
from truenorth.server.services import plan, whatifs
from truenorth.server.services.plan import Denied

Browser = Callable[[Member], Client]
LETTER = "activity:spring-letter"
CHANNEL = f"choose.{LETTER}.channel"


def changed(scenario: Scenario, by: Member, ref: str = LETTER, **fields: object) -> None:
    item = data(store.load(scenario).entities[ref])
    plan.change(scenario, [Edit(ref, item, {**item, **fields})], by=by, why="another way")


def now(scenario: Scenario, ref: str = LETTER) -> dict[str, object]:
    scenario.refresh_from_db()
    return data(store.load(scenario).entities[ref])


@pytest.fixture
def tried(acme: Scenario, cmo: Member) -> Scenario:
    """A what-if in which the letter goes by post and costs less, of a plan in which it goes by fax since."""
    made = whatifs.begin(acme, "By post", by=cmo, shared=PARTIES)
    changed(made, cmo, channel="post", cost="2000")
    changed(acme, cmo, channel="fax", note="loud")
    return made


def test_without_a_clash_it_is_one_change_that_can_be_undone_and_the_what_if_is_closed(
    acme: Scenario, cmo: Member, browser: Browser
):
    made = whatifs.begin(acme, "By post", by=cmo)
    for cost in ("2500", "2000"):
        changed(made, cmo, cost=cost)
    changed(acme, cmo, note="loud")
    before = store.load(acme).fingerprint
    client = browser(cmo)

    assert "1 changed." in client.get(f"/w/acme/plan/what-ifs/{made.key}/take/").content.decode()
    says = client.post(f"/w/acme/plan/what-ifs/{made.key}/take/", {"version": "2"}, follow=True).content.decode()

    assert "“By post” is taken over." in says
    assert "/w/acme/plan/undo/3/" in says
    assert (now(acme)["cost"], now(acme)["note"], acme.head) == ("2000", "loud", 3)
    made.refresh_from_db()
    assert (bool(made.closed), made.taken) == (True, 3)
    assert Change.objects.get(scenario=acme, number=3).does == Change.Does.ADOPT
    assert Event.objects.get(what="what-if taken over").after == 3
    client.post("/w/acme/plan/undo/3/")
    acme.refresh_from_db()
    assert store.load(acme).fingerprint == before


def test_both_values_of_a_clash_are_shown_and_nothing_is_taken_over_before_one_is_chosen(
    acme: Scenario, cmo: Member, tried: Scenario, browser: Browser
):
    client, address = browser(cmo), f"/w/acme/plan/what-ifs/{tried.key}/take/"

    page = client.get(address).content.decode()
    for part in ("Spring letter: channel", "<span>fax</span>", "<span>post</span>", "It was e-mail when"):
        assert part in page
    assert client.post(address, {"version": "2"}).status_code == 409
    assert now(acme)["channel"] == "fax"


@pytest.mark.parametrize(("chosen", "channel"), [("plan", "fax"), ("what-if", "post")])
def test_the_value_that_was_chosen_counts_and_all_else_merges(
    chosen: str, channel: str, acme: Scenario, cmo: Member, tried: Scenario, browser: Browser
):
    answer = browser(cmo).post(f"/w/acme/plan/what-ifs/{tried.key}/take/", {"version": "2", CHANNEL: chosen})

    assert answer.status_code == 302
    found = now(acme)
    assert (found["channel"], found["cost"], found["note"]) == (channel, "2000", "loud")


def test_who_decided_on_a_version_that_moved_on_is_asked_again(
    acme: Scenario, cmo: Member, tried: Scenario, browser: Browser
):
    changed(acme, cmo, channel="radio")

    answer = browser(cmo).post(f"/w/acme/plan/what-ifs/{tried.key}/take/", {"version": "2", CHANNEL: "what-if"})

    assert (answer.status_code, now(acme)["channel"]) == (409, "radio")
    page = answer.content.decode()
    assert "<span>radio</span>" in page
    assert "the plan has changed meanwhile" in page


def test_who_decided_for_the_plan_keeps_what_it_says_by_then(
    acme: Scenario, cmo: Member, tried: Scenario, browser: Browser
):
    changed(acme, cmo, channel="radio")

    browser(cmo).post(f"/w/acme/plan/what-ifs/{tried.key}/take/", {"version": "2", CHANNEL: "plan"})

    assert (now(acme)["channel"], now(acme)["cost"]) == ("radio", "2000")


def test_an_item_that_was_taken_out_of_the_plan_meanwhile_comes_back_or_not(
    acme: Scenario, cmo: Member, browser: Browser
):
    party = "activity:summer-party"
    made = whatifs.begin(acme, "Party", by=cmo)
    changed(made, cmo, party, cost="900")
    plan.change(acme, [Edit(party, data(store.load(acme).entities[party]), None)], by=cmo)
    client, address = browser(cmo), f"/w/acme/plan/what-ifs/{made.key}/take/"

    assert "<span>not there</span>" in client.get(address).content.decode()
    client.post(address, {"version": "2", f"choose.{party}.": "what-if"})

    assert now(acme, party)["cost"] == "900"


def test_whoever_may_not_make_one_of_its_edits_in_the_plan_is_told_who_may(
    acme: Scenario, tried: Scenario, member: Callable[..., Member], browser: Browser
):
    sales = member("sales")
    client, address = browser(sales), f"/w/acme/plan/what-ifs/{tried.key}/take/"

    page = client.get(address).content.decode()

    assert (
        "1 of its changes is not yours to make in the plan; the head of marketing (CMO) or marketing operations" in page
    )
    assert "<span>post</span>" not in page
    client.post(address, {"version": "2", CHANNEL: "what-if"})
    assert now(acme)["channel"] == "fax"
    with pytest.raises(Denied):
        whatifs.take_over(tried, by=sales)
    tried.refresh_from_db()
    assert tried.closed is None


def test_it_is_taken_over_again_once_that_was_undone_and_it_was_brought_back(acme: Scenario, cmo: Member):
    made = whatifs.begin(acme, "By post", by=cmo)
    changed(made, cmo, channel="post")
    whatifs.take_over(made, by=cmo)
    plan.undo(acme, 2, by=cmo)
    whatifs.bring_back(made, by=cmo)

    whatifs.take_over(made, by=cmo)

    assert now(acme)["channel"] == "post"
    whatifs.bring_back(made, by=cmo)
    assert whatifs.take_over(made, by=cmo) is None


def test_without_a_decision_a_clash_carries_both_values(tried: Scenario, cmo: Member):
    with pytest.raises(Clashes) as raised:
        whatifs.take_over(tried, by=cmo)

    [clash] = raised.value.clashes
    assert (clash.field, clash.ours, clash.theirs) == ("channel", "post", "fax")
