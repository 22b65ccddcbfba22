"""Two versions of a workspace's plan side by side."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from truenorth.plan.edit import Edit
from truenorth.plan.entity import data
from truenorth.records.agree import Agreed
from truenorth.reports.words import PARTIES
from truenorth.server import store
from truenorth.server.models import Member, Scenario
from truenorth.server.services import beside, check, people, plan, records, versions, whatifs
from truenorth.server.services.people import Refused

Browser = Callable[[Member], Client]
DAY = date(2027, 1, 11)
LETTER = "activity:spring-letter"


def changed(scenario: Scenario, by: Member, ref: str = LETTER, **fields: object) -> None:
    item = data(store.load(scenario).entities[ref])
    plan.change(scenario, [Edit(ref, item, {**item, **fields})], by=by, why="another way")


def text(client: Client, query: str, status: int = 200, at: str = "plan") -> str:
    answer = client.get(f"/w/acme/{at}/compare/?{query}")
    assert answer.status_code == status
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_what_if_stands_beside_the_plan_with_what_it_means_for_each_goal(
    acme: Scenario, cmo: Member, browser: Browser
):
    made = whatifs.begin(acme, "Fewer e-mails", by=cmo)
    changed(made, cmo, needs={"emails": "12000"}, cost="2000")

    says = text(browser(cmo), f"one=now&other={made.key}")

    assert "The plan now beside what-if “Fewer e-mails”: 1 changed." in says
    assert "EUR 1,000 less, 1 contradiction fewer in the way" in says
    assert "Is put right 1 Mailer: 24,000 emails are planned in 2027-03; the limit is 20,000" in says
    assert "For Grow with mid-sized offices" in says
    assert "Cost 1,000 less (33 %): 2,000; needs emails 24,000 → 12,000" in says or "emails 24,000 → 12,000" in says


def test_where_nobody_says_which_the_plan_stands_beside_the_version_before_or_what_was_agreed(
    acme: Scenario, cmo: Member, browser: Browser
):
    changed(acme, cmo, cost="2000")
    changed(acme, cmo, cost="1000")
    client = browser(cmo)

    assert "After change 2 beside the plan now: 1 changed." in text(client, "")
    for party in ("cmo", "business"):
        said = Agreed(version=versions.of(acme, 3), name="A", party=party, on=DAY)
        records.add(acme.workspace, [said], by=cmo)
    assert "As agreed on 11 January 2027 says what the plan now says." in text(client, "")


def test_inside_a_what_if_it_is_compared_with_the_plan_it_left(acme: Scenario, cmo: Member, browser: Browser):
    made = whatifs.begin(acme, "Fewer e-mails", by=cmo)
    changed(made, cmo, cost="2000")

    assert "The plan now beside what-if “Fewer e-mails”: 1 changed." in text(browser(cmo), "", at=f"if/{made.key}/plan")


def test_an_agreed_version_is_named_by_the_day_on_which_both_agreed(acme: Scenario, cmo: Member, browser: Browser):
    frozen = versions.of(acme, acme.head)
    for party, name in (("cmo", "Amara"), ("business", "Bo")):
        said = Agreed(version=frozen, name=name, party=party, on=DAY)
        records.add(acme.workspace, [said], by=cmo)
    changed(acme, cmo, cost="2000")
    client = browser(cmo)

    assert "As agreed on 11 January 2027 beside the plan now: 1 changed." in text(client, "one=agreed&other=now")
    assert "As agreed on 11 January 2027" in text(client, "one=agreed+1&other=now")
    assert "There is no version “agreed 2”" in text(client, "one=agreed+2&other=now", 400)


@pytest.mark.parametrize(
    ("asked", "name"), [("", "the plan now"), ("1", "after change 1"), ("2000-01-31", "at the end of 31 January 2000")]
)
def test_a_version_is_a_change_a_day_or_now(asked: str, name: str, acme: Scenario, cmo: Member):
    assert beside.version(acme, asked, cmo).name == name


def test_a_what_if_is_found_by_the_name_that_people_gave_it(acme: Scenario, cmo: Member, member: Callable[..., Member]):
    made = whatifs.begin(acme, "Fewer e-mails", by=cmo)

    assert beside.version(acme, "fewer E-mails", cmo).scenario == made
    with pytest.raises(Refused, match="there is no version “fewer E-mails”"):
        beside.version(acme, "fewer E-mails", member("mops"))


def test_a_partner_compares_only_what_it_may_see(acme: Scenario, cmo: Member, member: Callable[..., Member]):
    made = whatifs.begin(acme, "Another rate", by=cmo, shared=PARTIES)
    changed(made, cmo, "role:designer", rate="99.5")
    changed(made, cmo, "program:care", name="Secret care")
    one, other = (beside.version(acme, asked, cmo) for asked in ("now", made.key))
    partner, mops = (
        people.seat(member(party, **more)) for party, more in (("partner", {"programs": ["launch"]}), ("mops", {}))
    )

    assert beside.beside(one, other, DAY, people.seat(cmo)).counted == "2 changed."
    assert beside.beside(one, other, DAY, mops).counted == "1 changed."
    assert "Secret" not in str(beside.beside(one, other, DAY, partner))
    assert beside.beside(one, other, DAY, partner).same


def test_a_what_if_is_judged_from_the_check_of_the_plan_it_left(acme: Scenario, cmo: Member):
    check._standing.clear()
    check.judged(acme, DAY)
    changed(acme, cmo, cost="2000")
    made = whatifs.begin(acme, "Fewer e-mails", by=cmo)
    changed(made, cmo, needs={"emails": "12000"})
    made = Scenario.objects.select_related("parent", "workspace").get(pk=made.pk)
    quick = [one.id for one in check.judged(made, DAY).findings]

    for known in (check._standing, check._judged):
        known.clear()

    assert [one.id for one in check.judged(made, DAY).findings] == quick
    assert "TOOL02@tool:mailer#emails" not in quick
