"""Findings, one finding, what can be put right at once, and the rules: pages for every party."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client

from truenorth.plan.edit import Edit
from truenorth.plan.entity import KINDS, data
from truenorth.reports.rule_page import FAMILIES
from truenorth.rules import RULES
from truenorth.rules.finding import Finding
from truenorth.server import store
from truenorth.server.models import Change, Member, Said, Scenario, View, Workspace
from truenorth.server.services import check, fit, mend, plan, workspaces

Browser = Callable[[Member], Client]


def page(client: Client, address: str = "", **query: str) -> str:
    answer = client.get(f"/w/acme/check/{address}", query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def of(finding: Finding) -> str:
    return f"{quote(finding.id, safe='@:')}/"


def found(scenario: Scenario) -> tuple[Finding, ...]:
    fresh = workspaces.main(Workspace.objects.get(pk=scenario.workspace_id))
    return check.judged(fresh, fit.today(fresh.workspace)).findings


def with_ready_fix(scenario: Scenario) -> tuple[Finding, int]:
    for finding in found(scenario):
        for number, fix in enumerate(finding.fixes):
            if fix.sets and not fix.blanks() and fix.edits(store.load(scenario)):
                return finding, number
    raise AssertionError("nothing can be put right without an answer")


def headings(text: str) -> list[str]:
    return re.findall(r'<h3>.*?<a href="[^"]*">(.*?)</a></h3>', text)


def test_all_open_findings_are_listed_by_who_is_asked(acme: Scenario, cmo: Member, browser: Browser):
    text = page(browser(cmo))

    assert len(headings(text)) == len(found(acme))
    assert text.index("Asked of you, the head of marketing (CMO)") < text.index("Asked of marketing operations")


@pytest.mark.parametrize(
    ("name", "value", "holds"),
    [
        ("kind", "gap", lambda one: one.kind == "gap"),
        ("severity", "error", lambda one: one.severity == "error"),
        ("family", "GOAL", lambda one: one.rule.startswith("GOAL")),
        ("asks", "mops", lambda one: one.asks == "mops"),
        ("text", "open house", None),
        ("item", "activity:open-house", lambda one: "activity:open-house" in one.at),
    ],
)
def test_findings_are_narrowed(
    name: str, value: str, holds: Callable[[Finding], bool] | None, acme: Scenario, cmo: Member, browser: Browser
):
    shown = headings(page(browser(cmo), **{name: value}))

    wanted = [one for one in found(acme) if holds is None or holds(one)]
    assert shown
    assert len(shown) < len(found(acme))
    assert len(shown) == len(wanted) or (holds is None and all("open house" in one.lower() for one in shown))


def test_what_nobody_asked_for_is_said_to_be_none(acme: Scenario, cmo: Member, browser: Browser):
    assert "No finding is like that" in page(browser(cmo), text="no such words anywhere")
    assert "No finding is like that" in page(browser(cmo), severity="terrible", page="999999999")


def test_findings_are_a_table_for_a_spreadsheet_in_which_text_stays_text(acme: Scenario, cmo: Member, browser: Browser):
    item = store.load(acme).entities["activity:open-house"]
    plan.change(acme, [Edit(item.ref, data(item), {**data(item), "name": '=HYPERLINK("x")'})], by=cmo)

    answer = browser(cmo).get("/w/acme/check/findings.csv", {"severity": "error"})

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["severity"] for row in rows} == {"error"}
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())


def test_a_finding_shows_how_we_know_and_each_way_out_with_what_it_changes(
    acme: Scenario, cmo: Member, browser: Browser
):
    finding, _ = with_ready_fix(acme)

    text = page(browser(cmo), of(finding))

    assert "How we know" in text
    assert 'class="differences"' in text
    assert f"/w/acme/check/rules/{finding.rule}/" in text


def test_every_finding_has_a_page(acme: Scenario, cmo: Member, browser: Browser):
    client = browser(cmo)

    assert all(client.get(f"/w/acme/check/{of(finding)}").status_code == 200 for finding in found(acme))


def test_a_way_out_is_applied_and_the_finding_is_gone(acme: Scenario, cmo: Member, browser: Browser):
    finding, number = with_ready_fix(acme)
    client = browser(cmo)

    answer = client.post(f"/w/acme/check/{of(finding)}apply/{number}/", follow=True).content.decode()

    assert "Put right." in answer
    assert "data-undo" in answer
    made = Change.objects.get(scenario=acme, number=2)
    assert made.does == "mend"
    assert made.why.startswith(f"{finding.rule}: ")
    assert finding.id not in {one.id for one in found(acme)}
    assert "This is put right" in page(client, of(finding))


def test_a_value_that_is_asked_for_is_given_by_the_name_of_an_item(acme: Scenario, cmo: Member, browser: Browser):
    plan.change(acme, [Edit("activity:loose", None, {"name": "Loose work", "start": "2027-03-01"})], by=cmo)
    finding = next(one for one in found(acme) if one.rule == "GOAL01" and "activity:loose" in one.at)
    number = next(n for n, fix in enumerate(finding.fixes) if any(field == "serves" for _, field, _ in fix.blanks()))
    goal = next(ref for ref in store.load(acme).entities if ref.startswith("objective:"))
    address = f"/w/acme/check/{of(finding)}apply/{number}/"
    client = browser(cmo)

    nothing = client.post(address, {}, follow=True).content.decode()
    unknown = client.post(address, {"activity:loose serves": "World peace"}, follow=True).content.decode()
    client.post(address, {"activity:loose serves": store.load(acme).title(goal)})

    assert "give at least one of the values" in nothing
    assert "there is no objective" in unknown
    fresh = workspaces.main(acme.workspace)
    assert list(store.load(fresh).entities["activity:loose"].serves) == [goal.partition(":")[2]]


def test_whoever_may_not_put_it_right_is_told_who_may(acme: Scenario, member: Callable[..., Member], browser: Browser):
    finding, number = with_ready_fix(acme)
    client = browser(member("viewer"))

    text = page(client, of(finding))
    answer = client.post(f"/w/acme/check/{of(finding)}apply/{number}/", follow=True).content.decode()

    assert "may do that" in text
    assert "You may not change this" in answer
    assert workspaces.main(acme.workspace).head == 1


def test_all_that_needs_nobodys_answer_is_shown_first_then_applied_as_one_change_and_taken_back(
    cmo: Member, browser: Browser
):
    by = workspaces.begin("Kestrel", user=cmo.user, example="kestrel")
    scenario, client = workspaces.main(by.workspace), browser(by)
    before, able = store.load(scenario), mend.ready(scenario, fit.today(by.workspace), by=by)

    shown = client.get("/w/kestrel/check/ready/").content.decode()
    client.post("/w/kestrel/check/ready/", {"version": "1"})
    applied = store.load(workspaces.main(by.workspace))
    client.post("/w/kestrel/plan/undo/2/")

    assert len(able.taken) > 1
    assert f"Apply all {len(able.taken)}" in shown
    assert Change.objects.get(scenario=scenario, number=2).items == len(able.edits)
    assert applied != before
    assert store.load(workspaces.main(by.workspace)) == before


def test_what_was_looked_at_is_not_applied_to_a_plan_that_moved_on(acme: Scenario, cmo: Member, browser: Browser):
    plan.change(acme, [Edit("activity:new", None, {"name": "New"})], by=cmo)

    answer = browser(cmo).post("/w/acme/check/ready/", {"version": "1"}, follow=True).content.decode()

    assert "the plan has changed meanwhile" in answer
    assert workspaces.main(acme.workspace).head == 2


def test_a_finding_is_marked_as_seen_from_the_list(acme: Scenario, cmo: Member, browser: Browser):
    finding = found(acme)[0]
    client = browser(cmo)

    client.post(f"/w/acme/check/{of(finding)}decide/", {"state": "acknowledged", "to": "list"})

    assert len(headings(page(client, state="acknowledged"))) == 1
    assert len(headings(page(client))) == len(found(acme))


def test_a_risk_is_accepted_until_a_day_by_somebody_for_a_reason(acme: Scenario, cmo: Member, browser: Browser):
    finding = next(one for one in found(acme) if one.kind == "contradiction")
    client, day = browser(cmo), fit.today(acme.workspace)
    address = f"/w/acme/check/{of(finding)}decide/"
    whole = {"state": "accepted", "owner": "cmo", "reason": "the fair is once a year"}

    for wrong in ({}, {"until": "soon"}, {"until": day.isoformat()}, {"until": "2099-01-01", "reason": ""}):
        assert "toast is-error" in client.post(address, {**whole, **wrong}, follow=True).content.decode()
    client.post(address, {**whole, "until": (day + timedelta(days=30)).isoformat()})

    kept = Said.objects.get(workspace=acme.workspace, kind="decision")
    assert kept.data["reason"] == "the fair is once a year"
    assert kept.data["severity"] == finding.severity
    assert len(headings(page(client, state="accepted"))) == 1
    assert len(headings(page(client))) == len(found(acme)) - 1


def test_what_a_required_rule_finds_can_be_put_right_and_not_accepted(acme: Scenario, cmo: Member, browser: Browser):
    finding = next(one for one in found(acme) if one.kind == "contradiction")
    workspaces.set_rules(acme.workspace, {**acme.workspace.settings, "required": [finding.rule]}, by=cmo)
    given = {"state": "accepted", "owner": "cmo", "reason": "why not", "until": "2099-01-01"}
    client = browser(cmo)

    answer = client.post(f"/w/acme/check/{of(finding)}decide/", given, follow=True).content.decode()

    assert f"{finding.rule} is required here: it can be put right, not accepted" in answer
    assert not Said.objects.filter(kind="decision").exists()


def test_viewers_decide_nothing(acme: Scenario, member: Callable[..., Member], browser: Browser):
    finding = found(acme)[0]
    client = browser(member("viewer"))

    text = page(client, of(finding))
    answer = client.post(f"/w/acme/check/{of(finding)}decide/", {"state": "acknowledged"}, follow=True)

    assert "Mark as seen" not in text
    assert "this finding asks somebody else" in answer.content.decode()
    assert not Said.objects.filter(kind="decision").exists()


def test_a_partner_sees_only_what_its_own_programs_are_found_with(
    acme: Scenario, member: Callable[..., Member], browser: Browser
):
    client = browser(member("partner", programs=["launch"]))
    whole = {one.id: one for one in found(acme)}

    shown = [ident for ident in whole if client.get(f"/w/acme/check/{of(whole[ident])}").status_code == 200]

    assert len(headings(page(client))) == len(shown)
    assert len(shown) < len(whole)
    assert all(not ref.startswith(("role:", "budget:", "tool:")) for ident in shown for ref in whole[ident].at)


def test_a_finding_of_another_plan_does_not_exist(acme: Scenario, cmo: Member, browser: Browser):
    client = browser(cmo)

    assert client.get("/w/acme/check/no-such-thing/").status_code == 404
    assert "This is put right" in page(client, "GOAL01@activity:never-there/")


def test_a_filter_is_kept_under_a_name_and_forgotten(acme: Scenario, cmo: Member, browser: Browser):
    client = browser(cmo)

    client.post("/w/acme/check/keep/", {"name": "Mine, the worst", "query": "asks=me&severity=error"})
    kept = page(client)
    client.post("/w/acme/check/keep/", {"forget": str(View.objects.get().pk), "query": ""})

    assert "Mine, the worst" in kept
    assert "asks=me&amp;severity=error" in kept
    assert "Mine, the worst" not in page(client)


def test_rules_are_listed_by_family_with_what_they_find_now(acme: Scenario, cmo: Member, browser: Browser):
    text = page(browser(cmo), "rules/")

    assert all(f"/w/acme/check/rules/{code}/" in text for code in RULES)
    assert {rule.family for rule in RULES.values()} == FAMILIES.keys()


def test_a_rules_page_shows_its_example_in_words(acme: Scenario, cmo: Member, browser: Browser):
    client = browser(cmo)

    for code in RULES:
        text = page(client, f"rules/{code}/")
        example = text.partition("For example")[2].partition('class="rail-part"')[0]
        assert "Why it matters" in text, code
        assert "Then it finds" in example, code
        assert not re.search(rf"\b(?:{'|'.join(KINDS)}):[a-z]", re.sub(r"<[^>]*>", " ", example)), code


def test_a_rule_that_does_not_exist_has_no_page(acme: Scenario, cmo: Member, browser: Browser):
    assert browser(cmo).get("/w/acme/check/rules/NONE99/").status_code == 404
