"""Home: what can't all be true and its ways out, what waits, what is owed, goals; and the news of changes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from truenorth.plan import text
from truenorth.plan.edit import Edit, diff
from truenorth.plan.entity import data
from truenorth.plan.work import Program
from truenorth.records import Decision
from truenorth.reports.words import PARTIES
from truenorth.rules import RULES
from truenorth.rules.acme import TODAY, acme
from truenorth.rules.finding import Blank, Finding, Fix
from truenorth.server import store
from truenorth.server.models import Change, Member, Proof, Scenario, User, Workspace
from truenorth.server.services import check, fit, plan, workspaces
from truenorth.services.check import judge

Browser = Callable[[Member], Client]
ANSWER: list[Any] = []  # the engine's, about the same plan in every test: it is asked once


@pytest.fixture
def torn(db: None) -> Member:
    """Who manages Acme, where six statements can't all be true; the engine has said so."""
    user = User.objects.create_user("ada@acme.example", name="Ada Lind")
    by = workspaces.begin("Acme", user=user, example="acme")
    Workspace.objects.filter(pk=by.workspace_id).update(today=TODAY)
    by.workspace.refresh_from_db()
    scenario = workspaces.main(by.workspace)
    bent = acme(RULES["FIT01"].sections["Example"]).whole
    plan.change(scenario, diff(store.load(scenario), bent), by=by, why="a stand at the fair")
    if not ANSWER:
        ANSWER.append(fit.prove(scenario).told)
    done = {"state": Proof.State.DONE, "told": ANSWER[0], "ended": now()}
    Proof.objects.update_or_create(scenario=scenario, number=2, day=TODAY, ways=fit.WAYS, defaults=done)
    return by


def also(torn: Member, party: str, **place: object) -> Member:
    user = User.objects.create_user(f"{party}@acme.example", name=PARTIES[party])
    return Member.objects.create(workspace=torn.workspace, user=user, party=party, **place)


def home(client: Client) -> str:
    return client.get("/w/acme/").content.decode()


def rename(scenario: Scenario, by: Member, name: str) -> None:
    item = store.load(scenario).entities["activity:stand"]
    plan.change(scenario, [Edit(item.ref, data(item), {**data(item), "name": name})], by=by)


@pytest.mark.parametrize("party", PARTIES)
def test_home_opens_for_every_party(party: str, torn: Member, browser_of: Browser):
    programs = ["launch"] if party == "partner" else []

    answer = browser_of(also(torn, party, programs=programs)).get("/w/acme/")

    assert answer.status_code == 200
    assert ("At stake" in answer.content.decode()) is (party != "partner")


@pytest.fixture
def browser_of() -> Browser:
    def made(of: Member) -> Client:
        client = Client()
        client.force_login(of.user)
        return client

    return made


def test_each_way_out_says_in_words_what_it_changes(torn: Member, browser_of: Browser):
    page = home(browser_of(torn))

    assert "These six statements can&#39;t all be true" in page
    assert "2027-04-01 → 2027-03-26" in page
    assert page.count("Take this way out") == 3


def test_a_way_out_that_is_taken_is_worked_out_with_the_last_answer_kept_and_then_turns_the_card_green(
    torn: Member, browser_of: Browser, django_capture_on_commit_callbacks: Callable[..., Any]
):
    client, scenario = browser_of(torn), workspaces.main(torn.workspace)
    proof = fit.newest(scenario)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/w/acme/check/take/{proof.pk}/0/")
    meanwhile = home(client)
    fit.prove(workspaces.main(torn.workspace))
    after = home(client)

    made = Change.objects.get(scenario=scenario, number=3)
    assert (made.does, made.why) == ("mend", "Start Stand on 26 March")
    assert "Version 3 is being worked out" in meanwhile
    assert "This is the answer for version 2" in meanwhile
    assert "can&#39;t all be true" in meanwhile
    assert "Take this way out" not in meanwhile
    assert 'class="card fit is-good"' in after
    assert "being worked out" not in after


def test_whoever_may_not_take_a_way_out_is_told_who_may(torn: Member, browser_of: Browser):
    viewer = also(torn, "viewer")
    page = home(browser_of(viewer))
    proof = fit.newest(workspaces.main(torn.workspace))

    answer = browser_of(viewer).post(f"/w/acme/check/take/{proof.pk}/0/", follow=True)

    assert "Take this way out" not in page
    assert "may take it" in page
    assert "You may not change this" in answer.content.decode()
    assert workspaces.main(torn.workspace).head == 2


def test_a_way_out_of_an_answer_that_is_no_longer_the_newest_is_not_taken(torn: Member, browser_of: Browser):
    scenario = workspaces.main(torn.workspace)
    proof = fit.newest(scenario)
    rename(scenario, torn, "Stand at the fair")

    answer = browser_of(torn).post(f"/w/acme/check/take/{proof.pk}/0/", follow=True)

    assert "the plan has changed meanwhile" in answer.content.decode()
    assert workspaces.main(torn.workspace).head == 3


def test_a_question_is_answered_in_place(torn: Member, browser_of: Browser):
    scenario, client = workspaces.main(torn.workspace), browser_of(torn)
    stand = store.load(scenario).entities["activity:stand"]
    silent = {name: value for name, value in data(stand).items() if name != "effort"}
    plan.change(scenario, [Edit(stand.ref, data(stand), silent)], by=torn)
    proof = fit.prove(scenario)

    page = home(client)
    wrong = client.post(f"/w/acme/check/answer/{proof.pk}/0/", {"answer": "many"}, follow=True)
    client.post(f"/w/acme/check/answer/{proof.pk}/0/", {"answer": "events=12; copy=4"})

    assert "How many hours does &#39;Stand&#39; take?" in page
    assert "toast is-error" in wrong.content.decode()
    answered = data(store.load(workspaces.main(torn.workspace)).entities["activity:stand"])
    assert answered["effort"] == {"events": "12", "copy": "4"}


def test_what_is_worked_out_can_be_stopped_and_asked_for_again(torn: Member, browser_of: Browser):
    scenario, client = workspaces.main(torn.workspace), browser_of(torn)
    rename(scenario, torn, "Stand at the fair")
    proof, _ = fit.waiting(scenario, TODAY)

    client.post(f"/w/acme/check/stop/{proof.pk}/")
    stopped = home(client)
    client.post("/w/acme/check/again/")

    assert "It was stopped for version 3" in stopped
    assert fit.last(workspaces.main(torn.workspace)).state == Proof.State.WAITING


def test_nobody_stops_what_another_workspace_works_out(torn: Member, cmo: Member, browser_of: Browser):
    proof, _ = fit.waiting(workspaces.main(torn.workspace), date(2027, 2, 1))

    browser_of(cmo).post(f"/w/{cmo.workspace.key}/check/stop/{proof.pk}/")

    proof.refresh_from_db()
    assert proof.state == Proof.State.WAITING


def test_there_is_news_when_the_plan_a_decision_or_the_answer_moves_on(torn: Member, browser_of: Browser):
    client, workspace = browser_of(torn), torn.workspace

    def seen() -> str:
        since, mark = re.findall(r'data-since="([^"]*)" data-fit="([^"]*)"', home(client))[0]
        return f"/w/acme/live/?since={since}&fit={mark}"

    def decide() -> None:
        scenario = workspaces.main(workspace)
        finding = check.judged(scenario, TODAY).findings[0]
        check.decide(scenario, Decision(finding=finding.id, state="acknowledged"), TODAY, by=torn)

    for happens in (
        lambda: rename(workspaces.main(workspace), torn, "Stand at the fair"),
        decide,
        lambda: fit.prove(workspaces.main(workspace)),
    ):
        address = seen()
        assert client.get(address).status_code == 204
        happens()
        assert client.get(address).headers["HX-Trigger"] == "plan-changed"


def test_what_can_not_all_be_true_counts_on_the_web_as_it_counts_on_the_command_line(torn: Member, tmp_path: Path):
    scenario = workspaces.main(torn.workspace)
    text.write(store.load(scenario), tmp_path)

    web, command = check.judged(scenario, TODAY), judge(tmp_path, TODAY)

    assert [one.id for one in web.findings] == [one.id for one in command.findings]
    assert any(one.rule == "FIT01" for one in web.findings)
    assert web.index == command.index


def test_what_is_asked_in_a_way_out_is_still_asked_after_it_was_kept():
    asks = Fix("Say what is true", {"activity:stand": {"start": Blank("When?"), "end": None}, "activity:fair": None})
    finding = Finding(
        ("activity:stand",), "can't be", fixes=(asks,), kind="contradiction", severity="error", asks="cmo"
    )

    assert fit.Answered(None, found=(fit._packed(finding),)).findings == (finding,)


def test_what_is_found_by_the_engine_is_told_once_it_has_answered(torn: Member, browser_of: Browser):
    client = browser_of(torn)
    before = client.get("/w/acme/check/").content.decode()
    rename(workspaces.main(torn.workspace), torn, "Stand at the fair")
    meanwhile = client.get("/w/acme/check/").content.decode()

    assert "<code>FIT01</code>" in before
    assert "<code>FIT01</code>" not in meanwhile


def test_a_goal_is_not_green_because_nothing_is_known_of_it(torn: Member, browser_of: Browser):
    page = home(browser_of(torn))

    goals = page.partition('aria-labelledby="aims-h"')[2].partition("</section>")[0]
    assert "No data yet" in goals
    assert "is-good" not in goals


def test_money_at_stake_stands_with_what_is_behind_it(acme: Scenario, cmo: Member, browser_of: Browser):
    page = home(browser_of(cmo))

    behind = page.partition("What is behind it")[2].partition("</details>")[0]
    assert "contradictions in the way" in page
    assert behind.count("/w/acme/plan/activity/") > 3
    assert re.search(r"<b>EUR [\d,]+</b>", behind)


def test_what_waits_is_ordered_by_what_waiting_costs(acme: Scenario, cmo: Member, browser_of: Browser):
    page = home(browser_of(cmo))

    waits = page.partition('aria-labelledby="waits-h"')[2].partition("</section>")[0]
    a_day = [float(much.replace(",", "")) for much in re.findall(r"EUR ([\d,.]+) a day", waits)]
    assert len(a_day) > 1
    assert a_day == sorted(a_day, reverse=True)
    assert "Ordered by what waiting costs" in waits


def test_what_a_party_owes_stands_on_its_home_what_is_late_first(torn: Member, browser_of: Browser):
    scenario = workspaces.main(torn.workspace)
    owed = {
        "commitment:budget": {"name": "Release the budget", "party": "business", "by": "2027-02-01"},
        "commitment:approval": {"name": "Approve the fair", "party": "business", "by": "2026-12-01"},
    }
    plan.change(scenario, [Edit(ref, None, fields) for ref, fields in owed.items()], by=torn)

    page = home(browser_of(also(torn, "business")))

    assert "was due 1 December 2026" in page
    assert page.index("Approve the fair") < page.index("Release the budget")


def test_a_partner_reads_nothing_of_what_it_does_not_work_on(acme: Scenario, cmo: Member, browser_of: Browser):
    partner = browser_of(also(cmo, "partner", programs=["launch"]))
    others = [one.title for one in store.load(acme).all(Program) if one.key != "launch"]

    page = home(partner) + partner.get("/w/acme/map/").content.decode()

    assert "Ready on Monday" in page
    assert not any(title in page for title in others)
    assert check.told(acme, fit.today(acme.workspace)).at_stake not in page


def test_viewers_neither_stop_nor_ask_the_engine(torn: Member, browser_of: Browser):
    rename(workspaces.main(torn.workspace), torn, "Stand at the fair")
    proof, _ = fit.waiting(workspaces.main(torn.workspace), TODAY)
    client = browser_of(also(torn, "viewer"))

    client.post(f"/w/acme/check/stop/{proof.pk}/")

    assert ">Stop<" not in home(client)
    assert fit.last(workspaces.main(torn.workspace)).state == Proof.State.WAITING


def test_the_map_is_drawn_for_its_version(torn: Member, browser_of: Browser):
    drawn = browser_of(torn).get("/w/acme/map/?version=2").content.decode()

    assert 'data-r="goal:grow"' in drawn
    assert 'data-r="activity:' not in drawn


def test_a_way_out_that_is_taken_in_a_what_if_leaves_the_plan_alone(torn: Member, browser_of: Browser):
    fork = plan.fork(workspaces.main(torn.workspace), "Earlier stand", by=torn)
    proof, client = fit.prove(fork), browser_of(torn)
    address = "/w/acme/if/earlier-stand/"

    page = client.get(address).content.decode()
    client.post(f"{address}check/take/{proof.pk}/0/")

    assert f"{address}check/take/{proof.pk}/0/" in page
    fork.refresh_from_db()
    assert (fork.head, workspaces.main(torn.workspace).head) == (1, 2)


def test_an_earlier_version_is_only_looked_at(torn: Member, browser_of: Browser):
    page = browser_of(torn).get("/w/acme/?version=1").content.decode()

    assert "as it was after change 1" in page
    assert "Take this way out" not in page
    assert "data-live" not in page


def test_a_new_workspace_says_where_to_begin(db: None, browser_of: Browser):
    by = workspaces.begin("Empty", user=User.objects.create_user("eve@empty.example", name="Eve"))

    page = browser_of(by).get("/w/empty/").content.decode()

    assert "Begin with the plan" in page
    assert "The plan lacks a goal, an objective with its number and the work itself." in page
