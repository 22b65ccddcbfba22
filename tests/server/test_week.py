"""The working week on the server: updates, links without signing in, stand-ups, what nobody planned."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from truenorth.plan.edit import Edit
from truenorth.plan.entity import data
from truenorth.records.week import Unplanned, Update
from truenorth.server import policy, store
from truenorth.server.models import Member, Said, Scenario
from truenorth.server.services import check, measure, people, plan, records, run, standup
from truenorth.server.services.people import Refused
from truenorth.services.measure import Asked, wanted

Browser = Callable[[Member], Client]
LETTER, HOUSE = "activity:spring-letter", "activity:open-house"
TODAY = date(2027, 1, 11)


def said(member: Member) -> Any:
    return records.read(member.workspace)


def given(ref: str = HOUSE, **fields: Any) -> Update:
    return Update.model_validate({"about": ref, "says": "moved", "on": TODAY, **fields})


def post(client: Client, address: str, **fields: Any) -> str:
    return client.post(f"/w/acme/run/{address}", fields, follow=True).content.decode()


def test_an_update_is_kept_beside_the_plan_which_stays_as_it_is(acme: Scenario, cmo: Member, browser: Browser):
    head = acme.head

    page = post(browser(cmo), "update/activity/open-house/", says="stuck", note="No hall", confidence="40 %", once="a")

    assert "Kept: the plan says what it said." in page
    assert "No hall" in page
    (one,) = said(cmo).updates
    assert (one.about, one.says, one.note, one.confidence, one.called) == (HOUSE, "stuck", "No hall", 40, "Open house")
    assert (one.by, one.party, one.on) == ("cmo", "cmo", TODAY)
    acme.refresh_from_db()
    assert acme.head == head


def test_the_same_update_sent_twice_is_one_and_of_another_it_is_not(
    acme: Scenario, cmo: Member, member: Callable[..., Member], browser: Browser
):
    first, again = (post(browser(cmo), "update/activity/open-house/", says="moved", once="a") for _ in range(2))
    post(browser(member("mops")), "update/activity/open-house/", says="moved", once="a")

    assert "Kept: the plan" in first
    assert "That was kept already: it counts once." in again
    assert len(said(cmo).updates) == 2


NO_UPDATES: list[tuple[dict[str, str], str]] = [
    ({"says": "stuck"}, "what is stuck says on what"),
    ({"says": "lost"}, "choose one of on its way, stuck, done and new date"),
    ({"says": "new date", "until": "soon"}, "the new date is no day"),
    ({"says": "new date"}, "a new date says which"),
    ({"says": "moved", "confidence": "120 %"}, "write how sure it is as 80 %"),
    ({}, "choose one of on its way"),
]


def test_what_is_no_update_is_not_kept_and_says_why(acme: Scenario, cmo: Member, browser: Browser):
    client = browser(cmo)
    for fields, says in NO_UPDATES:
        assert says in post(client, "update/activity/open-house/", **fields)
    assert said(cmo).updates == ()


def test_a_new_date_offers_the_edit_beside_it_to_whoever_may_make_it(
    acme: Scenario, cmo: Member, member: Callable[..., Member], browser: Browser
):
    client = browser(cmo)
    page = post(client, "update/activity/open-house/", says="new date", until="2027-05-14", once="a")
    assert "<b>end</b> becomes <b>2027-05-14</b>" in page
    reading = browser(member("viewer")).get("/w/acme/plan/activity/open-house/").content.decode()
    assert "Change the plan too" not in reading
    assert "Something else" not in reading

    page = post(client, "update/activity/open-house/take/")

    assert "The plan says so now." in page
    assert "The update suggests" not in page
    acme.refresh_from_db()
    assert data(store.load(acme).entities[HOUSE])["end"] == "2027-05-14"


def test_an_item_that_is_taken_out_meanwhile_is_told_of_and_nothing_is_lost(
    acme: Scenario, cmo: Member, browser: Browser
):
    party = store.load(acme).entities["activity:summer-party"]
    plan.change(acme, [Edit(party.ref, data(party), None)], by=cmo, why="no party")

    page = post(browser(cmo), "update/activity/summer-party/", says="moved", note="The band is booked", once="a")

    assert "was taken out of the plan meanwhile, in change 2. What you wrote is kept" in page
    (one,) = said(cmo).updates
    assert (one.about, one.note, one.called) == ("activity:summer-party", "The band is booked", "Summer party")
    agenda = browser(cmo).get("/w/acme/run/stand-up/weekly/2027-01-11/").content.decode()
    assert "Summer party (not in the plan any more): on its way: The band is booked" in agenda
    assert browser(cmo).get("/w/acme/run/update/activity/never-was/").status_code == 404
    assert "there is no such item" in post(browser(cmo), "update/activity/never-was/", says="moved")


MAY = {
    "business": [HOUSE, "commitment:follow-up"],
    "cmo": [HOUSE, "commitment:follow-up"],
    "mops": [HOUSE, "commitment:follow-up"],
    "lead": [HOUSE, "commitment:follow-up"],
    "finance": [],
    "sales": ["commitment:follow-up"],
    "service": [],
    "member": [HOUSE],
    "partner": [HOUSE],
    "viewer": [],
}


def test_who_may_say_what_became_of_an_item(acme: Scenario, member: Callable[..., Member], cmo: Member):
    whole = store.load(acme)
    places = {"member": {"team": "demand"}, "partner": {"programs": ["launch"]}}
    for party, refs in MAY.items():
        one = cmo if party == "cmo" else member(party, **places.get(party, {}))
        seat = policy.Seat(party, one.team, frozenset(one.programs))
        mine = [ref for ref in (HOUSE, "commitment:follow-up") if run.may_update(one, whole.entities[ref], whole, seat)]
        assert mine == refs, party


RUN = {
    "look": "business finance sales service cmo mops lead member viewer",
    "hold": "business cmo mops lead",
    "decide": "business finance sales service cmo mops lead member",
    "suggest": "business finance sales service cmo mops lead member",
    "drop": "business cmo mops",
    "unplanned": "business finance sales service cmo mops lead member",
}


@pytest.mark.parametrize("what", sorted(RUN))
def test_who_may_do_what_in_the_week(what: str):
    assert {party for party in MAY if policy.may_run(policy.Seat(party), what)} == set(RUN[what].split())


def test_a_partner_neither_sees_stand_ups_nor_items_of_others(
    acme: Scenario, member: Callable[..., Member], browser: Browser
):
    client = browser(member("partner", programs=["launch"]))

    assert client.get("/w/acme/run/week/").status_code == 200
    for address in ("stand-up/", "stand-up/weekly/2027-01-11/", "update/activity/check-up/"):
        assert client.get(f"/w/acme/run/{address}").status_code == 404, address
    assert "there is no such item" in post(client, "update/activity/check-up/", says="moved")


def test_a_link_gives_one_member_one_item_without_signing_in(acme: Scenario, cmo: Member):
    client, address = Client(), reverse("linked", kwargs={"token": run.link(cmo, HOUSE)})

    page = client.get(address).content.decode()
    assert "Open house" in page
    assert "Spring letter" not in page
    kept = client.post(address, {"says": "done", "note": "All there", "once": "a"}).content.decode()

    assert "Kept: the plan says what it said." in kept
    (one,) = said(cmo).updates
    assert (one.about, one.says, one.by) == (HOUSE, "done", "cmo")
    assert "sessionid" not in client.cookies
    assert "choose one of on its way" in client.post(address, {"says": "x"}).content.decode()


def test_a_link_ends_when_it_is_changed_old_or_taken_back_and_when_its_member_leaves(
    acme: Scenario, cmo: Member, browser: Browser, monkeypatch: pytest.MonkeyPatch
):
    token = run.link(cmo, HOUSE)
    assert run.linked(token) == (cmo, HOUSE)
    assert run.linked(token[:-2] + "xx") is None
    assert run.linked("") is None
    with monkeypatch.context() as patched:
        patched.setattr("time.time", lambda: __import__("datetime").datetime.now().timestamp() + 15 * 86400)
        assert run.linked(token) is None

    assert "Taken back: the links in mails until now lead nowhere." in post(browser(cmo), "links/revoke/")
    assert run.linked(token) is None
    page = Client().get(reverse("linked", kwargs={"token": token}))
    assert (page.status_code, "This link leads nowhere now" in page.content.decode()) == (404, True)

    fresh = run.link(cmo, HOUSE)
    assert run.linked(fresh) is not None
    Member.objects.filter(pk=cmo.pk).update(left="2027-01-01T00:00Z")
    assert run.linked(fresh) is None


def test_a_stand_up_is_held_once_with_its_agenda_as_it_was_and_the_next_looks_back_to_it(
    acme: Scenario, cmo: Member, browser: Browser
):
    client = browser(cmo)
    assert "Never recorded yet" in client.get("/w/acme/run/stand-up/").content.decode()
    post(client, "update/activity/open-house/", says="stuck", note="No hall", once="a")

    page = post(client, "stand-up/weekly/2027-01-11/hold/", there=["demand-lead", "nobody"], note="Short one")
    post(client, "stand-up/weekly/2027-01-11/hold/", there=["demand-lead"], note="Short one")

    assert "held, agenda as it was" in page
    (one,) = said(cmo).standups
    assert (one.cadence, one.day, one.there, one.note, one.version) == (
        "weekly",
        TODAY,
        ["demand-lead"],
        "Short one",
        1,
    )
    assert any(line.says == "Open house: stuck: No hall" for line in one.agenda)
    post(client, "update/activity/open-house/", says="moved", note="There is one", once="b")
    frozen = client.get("/w/acme/run/stand-up/weekly/2027-01-11/").content.decode()
    assert "stuck: No hall" in frozen
    assert "There is one" not in frozen
    assert "held on 11 January 2027" in client.get("/w/acme/run/stand-up/").content.decode()


def test_a_finding_becomes_a_draft_that_its_owner_accepts_and_it_can_be_undone(
    acme: Scenario, cmo: Member, member: Callable[..., Member], browser: Browser
):
    client, seller = browser(cmo), browser(member("sales"))
    fields = {"what": "Less for the party", "about": "activity:summer-party", "field": "cost", "value": "900"}

    page = post(seller, "stand-up/weekly/2027-01-11/suggest/", **fields)
    assert "Less for the party" in page
    assert "Accept: Less" not in page
    (one,) = said(cmo).suggestions
    before = data(store.load(acme).entities["activity:summer-party"])["cost"]
    assert "You may not change this" in post(seller, f"suggested/{one.key}/", do="accept")

    page = post(client, f"suggested/{one.key}/", do="accept")

    assert "Accepted: the plan says so now." in page
    acme.refresh_from_db()
    assert data(store.load(acme).entities["activity:summer-party"])["cost"] == "900"
    assert "was accepted meanwhile" in post(client, f"suggested/{one.key}/", do="accept")
    plan.undo(acme, acme.head, by=cmo)
    acme.refresh_from_db()
    assert data(store.load(acme).entities["activity:summer-party"])["cost"] == before


def test_a_draft_over_which_the_plan_has_moved_on_is_not_accepted_blindly(
    acme: Scenario, cmo: Member, browser: Browser
):
    client = browser(cmo)
    post(client, "stand-up/-/2027-01-11/suggest/", what="Less", about=HOUSE, field="cost", value="900")
    (one,) = said(cmo).suggestions
    item = data(store.load(acme).entities[HOUSE])
    plan.change(acme, [Edit(HOUSE, item, {**item, "cost": "20000"})], by=cmo)

    page = post(client, f"suggested/{one.key}/", do="accept")

    assert "cost is “20000” now, and would become “900”" in page
    assert [each.state for each in said(cmo).suggestions] == ["open"]
    assert "dropped with a reason" in post(client, f"suggested/{one.key}/", do="drop", reason=" ")
    post(client, f"suggested/{one.key}/", do="drop", reason="It grew")
    assert [each.state for each in said(cmo).suggestions] == ["open", "dropped"]


NO_SUGGESTIONS: list[tuple[dict[str, str], str]] = [
    ({"what": ""}, "say what"),
    ({"what": "x", "about": "activity:gone", "field": "cost", "value": "1"}, "choose the item that it is about"),
    ({"what": "x", "about": HOUSE, "field": "nonsense", "value": "1"}, "has no “nonsense”"),
    ({"what": "x", "about": HOUSE, "field": "end", "value": "soonish!"}, "end: "),
    ({"finding": "TIME01@activity:gone"}, "this finding is gone"),
    ({"update": "activity:gone"}, "this item is gone"),
]


def test_what_is_no_suggestion_says_why(acme: Scenario, cmo: Member, browser: Browser):
    client = browser(cmo)
    for fields, says in NO_SUGGESTIONS:
        assert says in post(client, "stand-up/weekly/2027-01-11/suggest/", **fields)
    assert said(cmo).suggestions == ()


def test_a_decision_has_an_owner_and_a_day_and_is_done(acme: Scenario, cmo: Member, browser: Browser):
    client, at = browser(cmo), "stand-up/weekly/2027-01-11/"
    page = post(client, f"{at}choose/", what="Ask for the hall", owner="demand-lead", until="2027-01-20", about=HOUSE)
    assert "by 20 January 2027" in page
    (one,) = said(cmo).choices

    post(client, f"decided/{one.key}/", state="done")

    assert [each.state for each in said(cmo).choices] == ["open", "done"]
    post(client, f"{at}choose/", what="Ask for the hall", key=one.key)
    assert len(said(cmo).choices) == 2
    assert "say what" in post(client, f"{at}choose/", what="")
    for wrong, says in (
        ({"until": "soon"}, "the day is none"),
        ({"until": "0001-01-01"}, "the day is none"),
        ({"owner": "nobody-here"}, "nobody in the plan is called that"),
        ({"about": "activity:nope"}, "is not in the plan"),
    ):
        assert says in post(client, f"{at}choose/", what="x", **wrong)
    assert "shorten them" in post(client, f"{at}hold/", note="x" * 10_001)
    dropped = post(client, f"decided/{one.key}/", state="dropped", reason="y" * 10_001)
    assert "has more than 10,000 letters" in dropped


def test_what_nobody_planned_is_written_down_counted_and_shows_what_it_displaces(
    acme: Scenario, cmo: Member, browser: Browser
):
    fields = {"what": "Slides", "hours": "30", "team": "care", "whom": "the board", "displaces": ["activity:check-up"]}

    page = post(browser(cmo), "unplanned/", once="a", **fields)
    post(browser(cmo), "unplanned/", once="a", **fields)

    assert "Customer care: 30 hours in the last seven days" in page
    assert "displaces" in page
    (one,) = said(cmo).unplanned
    assert (one.what, one.hours, one.displaces, one.on) == ("Slides", 30, ["activity:check-up"], TODAY)
    assert "GOAL08" in browser(cmo).get("/w/acme/check/?text=nobody+planned").content.decode()
    assert "write the hours as a number" in post(browser(cmo), "unplanned/", what="x", hours="many")
    with pytest.raises(Refused, match="no team “nobody”"):
        run.unplanned(acme, Unplanned(what="x", hours=1, team="nobody"), by=cmo)


def test_the_agenda_holds_what_was_loaded(acme: Scenario, cmo: Member, browser: Browser, tmp_path: Path):
    pytest.importorskip("duckdb")
    rows = "\n".join(f"L{n},lead,2027-01-{5 + n:02},spring-letter" for n in range(3))
    (tmp_path / "crm.csv").write_text(f"record,stage,at,campaign\n{rows}\n", encoding="utf-8")
    loaded = Asked(wanted("stage_changes", {}, {"kind": "lead"}))
    measure.load(cmo.workspace, tmp_path / "crm.csv", loaded, by=cmo)

    page = browser(cmo).get("/w/acme/run/stand-up/weekly/2027-01-11/").content.decode()

    assert "Leads: 3; most from Spring letter 3" in page
    assert "The data do not reach to 2027-01-11: leads and deals until 2027-01-07" in page


def test_a_rate_is_on_no_agenda(acme: Scenario, cmo: Member, browser: Browser):
    role = store.load(acme).entities["role:designer"]
    item = data(role)
    plan.change(acme, [Edit(role.ref, item, {**item, "rate": "77", "hours_per_week": "25"})], by=cmo)

    page = browser(cmo).get("/w/acme/run/stand-up/weekly/2027-01-11/").content.decode()

    assert "hours per week 20 → 25" in page
    assert "77" not in page.split("<main")[1].split("Hold it")[0]


def test_a_report_is_said_to_be_sent_once_a_day(acme: Scenario, cmo: Member, browser: Browser):
    for _ in range(2):
        assert "it was sent today" in post(browser(cmo), "stand-up/monthly/sent/")

    assert [(one.cadence, one.day) for one in said(cmo).standups] == [("monthly", TODAY)]
    assert "sent on 11 January 2027" in browser(cmo).get("/w/acme/run/stand-up/").content.decode()


def test_my_part_shows_what_waits_for_a_word(acme: Scenario, member: Callable[..., Member], browser: Browser):
    lead = member("lead", team="care")
    acme.workspace.today = date(2027, 2, 10)
    acme.workspace.save()

    page = browser(lead).get("/w/acme/mine/").content.decode()

    assert "Waits for a word" in page
    assert 'action="/w/acme/run/update/activity/check-up/"' in page
    assert Said.objects.filter(kind="update").count() == 0
    assert run.update(acme, given("activity:check-up", on=date(2027, 2, 9)), by=lead).is_new
    assert "Heard of lately" in browser(lead).get("/w/acme/run/week/").content.decode()


def test_a_seat_says_nothing_of_what_is_not_its_own(acme: Scenario, member: Callable[..., Member]):
    with pytest.raises(Refused, match="what is said of work is said by whoever does it"):
        run.update(acme, given(), by=member("member", team="care"))
    assert people.seat(member("viewer")).party == "viewer"
    with pytest.raises(Refused, match="no such decision"):
        standup.settle(acme, records.read(acme.workspace), "x", "done", "", TODAY, by=member("mops"))


def test_the_way_out_of_a_finding_is_suggested_as_a_draft_and_clears_it(acme: Scenario, cmo: Member, browser: Browser):
    found = check.judged(acme, TODAY).findings
    ready = next(one for one in found if any(fix.sets and not fix.blanks() and not fix.by_choice for fix in one.fixes))
    client = browser(cmo)

    page = post(client, "stand-up/weekly/2027-01-11/suggest/", finding=ready.id)
    (one,) = said(cmo).suggestions
    assert one.what in unescape(page)
    assert one.edits[0]["ref"] == one.about
    post(client, f"suggested/{one.key}/", do="accept")

    acme.refresh_from_db()
    assert ready.id not in {each.id for each in check.judged(acme, TODAY).findings}


def test_ten_thousand_letters_from_right_to_left_are_kept_and_cut_on_the_agenda(
    acme: Scenario, cmo: Member, browser: Browser
):
    text = ("שלום \u202e" * 2000)[:10_000]

    post(browser(cmo), "update/activity/open-house/", says="moved", note=text, once="a")
    page = browser(cmo).get("/w/acme/run/stand-up/weekly/2027-01-11/").content.decode()

    assert said(cmo).updates[0].note == text.strip()
    (line,) = (one for one in page.split("<p>") if one.startswith("Open house: on its way: "))
    assert len(line.split("</p>")[0]) < 300
    assert "\u202e" not in page
    assert "at most 10,000 characters" in post(
        browser(cmo), "update/activity/open-house/", says="moved", note="x" * 10_001, once="b"
    )


@pytest.mark.django_db(transaction=True)
def test_the_same_update_sent_by_four_at_once_is_one(cmo: Member, acme: Scenario):
    def send(_: int) -> bool:
        try:
            return run.update(
                Scenario.objects.select_related("workspace").get(pk=acme.pk), given(once="a"), by=cmo
            ).is_new
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        fresh = list(pool.map(send, range(4)))

    assert sorted(fresh) == [False, False, False, True]
    assert len(said(cmo).updates) == 1
