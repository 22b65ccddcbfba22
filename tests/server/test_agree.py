"""The room: who may say what, what refuses a yes, and what is asked again after the plan moved."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from truenorth.plan.edit import Edit
from truenorth.plan.entity import data
from truenorth.reports.words import PARTIES
from truenorth.server import policy, store
from truenorth.server.models import Event, Member, Scenario, Workspace
from truenorth.server.policy import Seat
from truenorth.server.services import agree, check, fit, plan, records, versions, workspaces
from truenorth.services.agree import agree as say_yes

Browser = Callable[[Member], Client]
CAN = {"says": "can be done", "evidence.data": "Lists", "evidence.technology": "The mailer"}
CAN |= {"evidence.performance": "Last spring", "link.technology": "tool:mailer"}
# any: may; -: never
TABLE = """
         business finance sales service cmo mops lead member partner viewer
look     any      any     any   any     any any  any  any    -       any
see      any      any     any   any     any any  any  any    -       any
review   any      -       -     -       any -    -    -      -       -
intend   -        -       -     -       any -    -    -      -       -
judge    -        -       -     -       -   any  -    -      -       -
object   any      any     any   any     any any  any  any    -       -
answer   any      any     any   any     any any  any  any    -       -
agree    any      -       -     -       any -    -    -      -       -
"""
CELLS = [
    (what, party, cell == "any")
    for what, *cells in map(str.split, TABLE.strip().splitlines()[1:])
    for party, cell in zip(TABLE.split("look")[0].split(), cells, strict=True)
]


@pytest.mark.parametrize(("what", "party", "may"), CELLS)
def test_who_may_say_what(what: str, party: str, may: bool) -> None:
    assert policy.may_agree(Seat(party), what) is may


def test_a_manager_stands_in_for_those_who_have_not_joined_but_says_no_yes_for_the_other_side() -> None:
    seat = Seat("mops", manages=True, absent=frozenset(PARTIES) - {"mops"})

    assert policy.may_agree(seat, "review")
    assert not policy.may_agree(seat, "agree")


def room(client: Client, query: str = "") -> str:
    answer = client.get(f"/w/acme/agree/{query}")
    assert answer.status_code == 200, answer.status_code
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())).split())


def say(client: Client, what: str, **given: str) -> str:
    """What the page tells after something was said."""
    answer = client.post(f"/w/acme/agree/{what}/", given, follow=True)
    assert answer.status_code == 200, answer.status_code
    return " ".join(str(one) for one in answer.context["messages"]) if answer.context else told(answer.content.decode())


def told(page: str) -> str:
    toasts = re.findall(r'class="toast[^"]*"[^>]*>(.*?)</div>', page, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", " ".join(toasts))).split())


def fresh(scenario: Scenario) -> Scenario:
    return workspaces.main(Workspace.objects.get(pk=scenario.workspace_id))


def changed(scenario: Scenario, ref: str, by: Member, **fields: object) -> None:
    scenario = fresh(scenario)
    was = data(store.load(scenario).entities[ref])
    plan.change(scenario, [Edit(ref, was, {**was, **fields})], by=by)


@pytest.fixture
def sides(cmo: Member, member: Callable[..., Member], browser: Browser) -> dict[str, Client]:
    """A browser of each of those who are asked."""
    members = {"cmo": cmo} | {party: member(party) for party in ("business", "mops", "sales")}
    found = {party: browser(one) for party, one in members.items()}
    found["sales"].post("/w/acme/agree/promise/commitment:follow-up/", {"answer": "accepted"})
    return found


@pytest.fixture
def agreed(sides: dict[str, Client], acme: Scenario) -> dict[str, Client]:
    """Acme after both sides have agreed, on a mailer that is large enough."""
    changed(acme, "tool:mailer", Member.objects.get(party="mops"), limits={"emails": "40000"})
    say(sides["cmo"], "review")
    say(sides["mops"], "judge", **CAN)
    for party in ("cmo", "business"):
        say(sides[party], "see")
        assert say(sides[party], "agree", version=str(fresh(acme).head)) == "You have agreed."
    return sides


def test_an_untouched_room_says_what_comes_first(sides: dict[str, Client]) -> None:
    says = room(sides["cmo"])

    assert "A draft: nobody has put it up for agreement yet." in says
    assert "Put it up for agreement" in says
    assert "Put it up for agreement" not in room(sides["mops"])
    assert "Grow with mid-sized offices: EUR 4,000,000 by December 2027" in says


def test_a_yes_is_refused_with_what_stands_in_the_way_and_given_once_that_is_done(
    sides: dict[str, Client], acme: Scenario
) -> None:
    say(sides["cmo"], "review")
    say(sides["mops"], "judge", **CAN)
    say(sides["mops"], "object", says="Too much mail", alternative="Half of it in April", about="Spring letter")
    say(sides["cmo"], "see")

    refused = say(sides["cmo"], "agree", version=str(fresh(acme).head))

    assert (
        "not agreed: 1 thing stands in the way: Spring letter: an objection is not answered: Too much mail" in refused
    )
    assert "1 thing stands in the way of your yes." in room(sides["cmo"])
    say(sides["cmo"], "answer", objection="1", outcome="stays", says="The mailer takes it")
    assert say(sides["cmo"], "agree", version=str(fresh(acme).head)) == "You have agreed."
    assert "Stays as it is : The mailer takes it" in room(sides["mops"])


@pytest.mark.meets("S0-36")
def test_after_both_have_agreed_the_version_is_the_agreed_one_and_it_is_in_the_audit(
    agreed: dict[str, Client], acme: Scenario
) -> None:
    says, now = room(agreed["sales"]), fresh(acme)

    assert "Both sides have agreed to this version." in says
    assert "Amara Okafor The head of marketing (CMO), 11 January 2027" in says
    assert check.judged(now, fit.today(now.workspace)).case.agreed == store.load(now, now.head)
    assert list(Event.objects.filter(what="agreed").values_list("by__party", flat=True)) == ["cmo", "business"]


def test_nobody_agrees_for_the_other_side_or_by_post_alone(sides: dict[str, Client], acme: Scenario) -> None:
    say(sides["cmo"], "review")

    for party in ("mops", "sales"):
        assert "that is for the business or the head of marketing (CMO) to say" in say(sides[party], "agree")
    assert "that is for marketing operations to say" in say(sides["cmo"], "judge", **CAN)
    assert records.read(acme.workspace).agreed == ()


def test_a_version_that_moved_on_is_not_agreed_to(sides: dict[str, Client], acme: Scenario, cmo: Member) -> None:
    say(sides["cmo"], "review")
    say(sides["mops"], "judge", **CAN)
    before = fresh(acme).head
    changed(acme, "objective:pipeline", cmo, target="30")

    refused = say(sides["cmo"], "agree", version=str(before))

    assert "not agreed: the plan has changed since you looked at it" in refused
    assert "target: 40 -> 30" in refused


@pytest.mark.django_db(transaction=True)
def test_two_who_agree_in_the_same_second_are_heard_one_after_the_other(
    sides: dict[str, Client], acme: Scenario, cmo: Member
) -> None:
    say(sides["cmo"], "review")
    say(sides["mops"], "judge", **CAN)
    say(sides["cmo"], "see")
    day, gate = fit.today(acme.workspace), Barrier(2)

    def yes(_: int) -> str:
        one = fresh(acme)  # both know the same, before either has said anything
        say_it = say_yes(agree.who(cmo, day), versions.of(one, one.head))
        gate.wait()
        try:
            agree.said(one, day, say_it, what="agree", by=cmo)
        except agree.Refused as error:
            return str(error)
        finally:
            connection.close()
        return "agreed"

    with ThreadPoolExecutor(2) as both:
        heard = sorted(both.map(yes, range(2)))

    assert heard[0] == "agreed"
    assert heard[1].startswith("marketing has agreed to this version already")
    assert len(records.read(acme.workspace).agreed) == 1


def test_a_lowered_limit_asks_the_head_of_marketing_again_and_nobody_else(
    agreed: dict[str, Client], acme: Scenario, member: Callable[..., Member]
) -> None:
    changed(acme, "tool:mailer", Member.objects.get(party="mops"), limits={"emails": "9000"})

    says = room(agreed["cmo"])

    assert "Changed since it was agreed: marketing is asked to agree again." in says
    assert "Mailer: limits have changed since both sides agreed" in says
    assert "Agree again on what moved" not in room(agreed["business"])
    home = agreed["cmo"].get("/w/acme/").content.decode()
    assert ("You are asked to agree again on what moved" in home) is True
    assert "You are asked" not in agreed["business"].get("/w/acme/?all").content.decode()
    say(agreed["cmo"], "see")
    assert say(agreed["cmo"], "agree", version=str(fresh(acme).head)) == "You have agreed."
    assert "Both sides have agreed to this version." in room(agreed["business"])


def test_what_changed_since_is_told_per_goal_and_an_earlier_version_can_be_opened_again(
    agreed: dict[str, Client], acme: Scenario, cmo: Member
) -> None:
    first = fresh(acme).head
    changed(acme, "objective:pipeline", cmo, target="30")

    says = room(agreed["business"])

    assert "marketing and the business are asked to agree again" in says
    assert (
        "Grow with mid-sized offices Forty opportunities with mid-sized offices target is 30 now; 40 was agreed" in says
    )
    assert "Both sides have agreed to this version." in room(agreed["business"], f"?version={first}")


@pytest.mark.meets("S3-26")
def test_a_promise_is_answered_in_the_room_by_whoever_was_asked(
    sides: dict[str, Client], acme: Scenario, cmo: Member
) -> None:
    acme = fresh(acme)
    was = data(store.load(acme).entities["commitment:follow-up"])
    store.apply(acme, [Edit("commitment:follow-up", was, {k: v for k, v in was.items() if k != "answer"})], by=cmo)
    assert "Sales follows up: was asked and is not answered" in room(sides["cmo"])
    assert "Accept Sales follows up" not in room(sides["mops"])
    assert "Accept Sales follows up" not in room(sides["cmo"])  # who manages stands in for nobody who has joined

    sides["sales"].post("/w/acme/agree/promise/commitment:follow-up/", {"answer": "countered"})

    assert store.load(fresh(acme)).entities["commitment:follow-up"].answer == "countered"  # type: ignore[attr-defined]


def test_what_is_intended_is_said_by_the_head_of_marketing_and_seen_by_all(sides: dict[str, Client]) -> None:
    say(
        sides["cmo"],
        "intend",
        outcome="Forty opportunities",
        why="They pay for the year",
        keeps="The brand\n\nNo cold calls",
    )

    assert "Not negotiable The brand No cold calls" in room(sides["business"])


def test_a_partner_has_no_room_and_a_what_if_leads_to_that_of_the_plan(
    sides: dict[str, Client], acme: Scenario, cmo: Member, member: Callable[..., Member], browser: Browser
) -> None:
    plan.fork(acme, "Less mail", by=cmo)
    partner = browser(member("partner", programs=["launch"]))

    assert partner.get("/w/acme/agree/").status_code == 404
    assert partner.get("/w/acme/agree/memo.pdf").status_code == 404
    assert sides["cmo"].get("/w/acme/if/less-mail/agree/").headers["Location"] == "/w/acme/agree/"
    assert sides["cmo"].post("/w/acme/if/less-mail/agree/review/").status_code == 302
    assert records.read(acme.workspace).reviews == ()


def test_the_memo_is_a_page_of_pdf(agreed: dict[str, Client]) -> None:
    answer = agreed["business"].get("/w/acme/agree/memo.pdf")

    assert (answer.headers["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", answer.content)) <= 1
