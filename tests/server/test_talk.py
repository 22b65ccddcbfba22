from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from truenorth.records.talk import Comment, Settled
from truenorth.reports.words import PARTIES
from truenorth.server import policy
from truenorth.server.models import Member, Said, Scenario
from truenorth.server.services import notices, records, talk
from truenorth.server.services.people import Refused

Browser = Callable[[Member], Client]
LETTER = "activity:open-house"
CELLS = {
    "say": (set(PARTIES) - {"viewer"}, set()),
    "settle": ({"business", "cmo", "mops"}, set(PARTIES) - {"viewer"}),
    "request": (set(PARTIES), set()),
    "respond": ({"cmo", "mops"}, {"lead"}),
    "open a door": ({"cmo", "mops"}, set()),
}


def comment(says: str, about: str = LETTER, key: str = "q", **more: Any) -> Comment:
    return Comment(says=says, about=about, key=key, **more)


@pytest.mark.parametrize("what", CELLS)
@pytest.mark.parametrize("party", PARTIES)
def test_each_party_may_say_and_settle_what_the_table_says(what: str, party: str):
    anywhere, own = CELLS[what]

    assert policy.may_talk(policy.Seat(party), what) == (party in anywhere)
    assert policy.may_talk(policy.Seat(party), what, is_own=True) == (party in anywhere | own)


def test_whom_a_comment_names_hears_of_it_once(acme: Scenario, cmo: Member, member: Callable[..., Member]):
    mops, lead = member("mops"), member("lead", team="demand")

    told = talk.say(acme, comment("@mops and @demand, @mops: who sends it? @nobody"), by=cmo)

    assert told == [mops, lead]
    assert [one.what for one in notices.of(mops)] == ["mention"]
    assert talk.unknown(acme.workspace, "@mops @nobody x@y.example") == ["nobody"]


def test_a_person_is_named_by_name_and_by_the_first_name_where_only_one_has_it(acme: Scenario, cmo: Member):
    assert talk.handle(cmo) == "amara.okafor"
    assert talk.named(acme.workspace, "@amara.okafor") == talk.named(acme.workspace, "@Amara!") == [cmo]


def test_a_reply_reaches_whoever_asked_and_who_watches_hears_of_it_too(
    acme: Scenario, cmo: Member, member: Callable[..., Member]
):
    mops, finance = member("mops"), member("finance")
    talk.watch(acme, LETTER, hears=True, by=finance)
    talk.say(acme, comment("Who sends it?"), by=cmo)

    talk.say(acme, comment("We do.", key="a", kind="reply", to="q"), by=mops)

    assert [one.what for one in notices.of(cmo)] == ["reply"]
    assert [one.what for one in notices.of(finance)] == ["watched", "watched"]
    assert notices.unread(mops) == 0
    talk.watch(acme, LETTER, hears=False, by=finance)
    assert talk.watches(finance) == frozenset()


def test_a_comment_sent_twice_is_said_once(acme: Scenario, cmo: Member, member: Callable[..., Member]):
    mops = member("mops")
    for _ in range(2):
        talk.say(acme, comment("@mops, who sends it?"), by=cmo)

    assert len(talk.about(acme.workspace, LETTER)) == 1
    assert notices.unread(mops) == 1


def test_whoever_asked_settles_it_and_a_lead_does_not_settle_for_others(
    acme: Scenario, cmo: Member, member: Callable[..., Member]
):
    lead, sales = member("lead", team="demand"), member("sales")
    talk.say(acme, comment("Who sends it?"), by=sales)

    with pytest.raises(Refused, match="whoever asked"):
        talk.settle(acme, Settled(comment="q", about=LETTER), by=lead)
    talk.settle(acme, Settled(comment="q", about=LETTER, says="Demand does."), by=sales)

    (one,) = talk.about(acme.workspace, LETTER)
    assert one.settled is not None
    assert one.settled.by == sales
    assert talk.open_([one]) == []


def test_a_viewer_reads_along_and_a_partner_hears_only_of_its_programs(
    acme: Scenario, cmo: Member, member: Callable[..., Member]
):
    viewer, partner = member("viewer"), member("partner", programs=["spring"])

    with pytest.raises(Refused, match="viewers read along"):
        talk.say(acme, comment("Hello"), by=viewer)
    with pytest.raises(Refused, match="is gone"):
        talk.say(acme, comment("Hello", about=""), by=partner)
    assert talk.say(acme, comment("@partner @viewer, mind its limit", about="tool:mailer"), by=cmo) == [viewer]
    assert notices.unread(partner) == 0


def test_what_people_say_is_shown_as_text_and_stays_where_it_was_said(acme: Scenario, cmo: Member, browser: Browser):
    client = browser(cmo)
    page = client.post(
        "/w/acme/talk/say/",
        {"about": LETTER, "says": "<script>alert(1)</script> =1+1\nsecond line", "kind": "risk"},
        headers={"referer": "http://testserver/w/acme/plan/activity/open-house/"},
        follow=True,
    )

    told = page.content.decode()
    assert page.redirect_chain[-1][0] == "/w/acme/plan/activity/open-house/#talk"
    assert "&lt;script&gt;alert(1)&lt;/script&gt; =1+1\nsecond line" in told
    assert "1 open question or risk" in client.get("/w/acme/talk/").content.decode()
    assert client.get("/w/acme/plan/goal/none/").status_code == 404


def test_an_empty_comment_is_refused_in_words_and_nothing_is_kept(acme: Scenario, cmo: Member, browser: Browser):
    page = browser(cmo).post("/w/acme/talk/say/", {"about": LETTER, "says": " "}, follow=True)

    assert "Not said" in page.content.decode()
    assert not Said.objects.filter(kind="comment").exists()


def test_what_one_was_told_is_counted_in_the_shell_until_it_is_read(
    acme: Scenario, cmo: Member, member: Callable[..., Member], browser: Browser
):
    mops = member("mops")
    talk.say(acme, comment("@mops, who sends it?"), by=cmo)
    client = browser(mops)

    assert "Told to you: 1 not read" in client.get("/w/acme/talk/").content.decode()
    number = notices.of(mops)[0].pk
    assert browser(cmo).post("/w/acme/talk/told/read/", {"number": number}).status_code == 404
    answer = client.post("/w/acme/talk/told/read/", {"number": number})
    assert answer["Location"] == "/w/acme/plan/activity/open-house/#talk"
    assert "Told to you: " not in client.get("/w/acme/talk/").content.decode()


def test_five_thousand_comments_are_kept_and_a_page_shows_the_newest(acme: Scenario, cmo: Member, browser: Browser):
    many = [comment(f"Question {number}", key=str(number)) for number in range(5000)]
    records.add(acme.workspace, many, by=cmo)

    page = browser(cmo).get("/w/acme/plan/activity/open-house/").content.decode()

    assert "Question 4999" in page
    assert "Question 4949" not in page
    assert "4,950 older" in page


def test_what_no_database_takes_is_about_nothing(acme: Scenario, cmo: Member):
    for subject in ("TIME01@activity:open-house#\x00", "activity:open-house\x00"):
        with pytest.raises(Refused, match="is gone"):
            talk.say(acme, comment("Hello", about=subject), by=cmo)
        with pytest.raises(Refused, match="is gone"):
            talk.settle(acme, Settled(comment="q", about=subject), by=cmo)


def test_what_is_too_long_is_refused_in_words_and_never_cut(acme: Scenario, cmo: Member, browser: Browser):
    talk.say(acme, comment("Who sends it?"), by=cmo)
    client, long = browser(cmo), "x" * 10_001

    for where, given in (("say", {"says": long}), ("settle", {"says": long, "comment": "q"})):
        page = client.post(f"/w/acme/talk/{where}/", {"about": LETTER, **given}, follow=True).content.decode()
        assert "has more than 10,000 letters: shorten it" in page
    client.post("/w/acme/talk/settle/", {"about": LETTER, "comment": "q", "says": "y" * 9_000})

    (one,) = talk.about(acme.workspace, LETTER)
    assert one.settled is not None
    assert len(one.settled.record.says) == 9_000
