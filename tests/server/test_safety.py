"""Every address, for every party and for strangers: nothing breaks, nothing leaks, text stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from tests.server.walk import addresses, asked, told

from truenorth.plan.edit import Edit
from truenorth.reports.words import PARTIES
from truenorth.server import store
from truenorth.server.models import Member, Proof, Scenario, Upload, User, View
from truenorth.server.services import check, fit, people, whatifs, workspaces
from truenorth.server.services import plan as plans
from truenorth.server.services.people import Place

EVIL = "https://evil.example/"
HOSTILE = "<img src=x onerror=alert(1)>\"'</script><script>alert(2)</script>\u202e{{7*7}}${7*7}"
SECRET = "Zeta-Secret"  # of a program that the partner does not work on
FOUND_BY = "zeta-sec"
FOREIGN = "Xanadu"  # of another workspace
RATE = re.compile(r"7[,. ]?391[.,]5|7[,. ]?39[12]\b|3[,. ]?713[.,]5|3[,. ]?71[34]\b")
SEE_RATES = ("business", "cmo", "finance")
LONG = "long " * 40
THOROUGH = ("cmo", "partner")  # who sees the most, and who the least

ITEMS = {
    "company:us": {"name": HOSTILE, "currency": "EUR", "hourly_rate": "7391.57 EUR"},
    "vision:north": {"name": HOSTILE, "statement": HOSTILE},
    "goal:grow": {"name": HOSTILE, "weight": "50 %"},
    "objective:more": {"name": LONG, "serves": "goal:grow", "team": "ours", "due": "2027-03-31"},
    "persona:buyer": {"name": HOSTILE},
    "message:fast": {"name": HOSTILE, "text": HOSTILE, "pillar": HOSTILE},
    "team:ours": {"name": HOSTILE},
    "team:theirs": {"name": "Theirs"},
    "role:ours": {"name": HOSTILE, "team": "ours", "rate": "3713.57 EUR", "hours_per_week": 30},
    "program:ours": {"name": HOSTILE, "team": "ours", "serves": "objective:more", "start": "2027-01-04"},
    "program:hidden": {"name": f"{SECRET} program", "team": "theirs", "budget": "9000 EUR"},
    "activity:ours": {"name": HOSTILE, "program": "ours", "team": "ours", "start": "2027-01-04", "end": "2027-01-29"},
    "activity:hidden": {"name": f"{SECRET} work", "program": "hidden", "team": "theirs", "start": "2027-02-01"},
    "activity:gone": {"name": f"{SECRET} gone", "program": "hidden"},
    "content:ours": {"name": HOSTILE, "program": "ours", "text": HOSTILE, "persona": "buyer"},
    "feed:on": {"giver": "program:ours", "taker": "program:hidden", "note": HOSTILE},
    "budget:hidden": {"name": f"{SECRET} budget", "about": "program:hidden", "amount": "9000 EUR"},
    "commitment:hidden": {"party": "sales", "what": f"{SECRET} promise", "about": ["program:hidden"]},
    "tool:mailer": {"name": f"{SECRET} tool"},
    "expectation:soon": {"party": "business", "name": f"{SECRET} wish", "about": "program:hidden"},
    "assumption:it": {"name": f"{SECRET} hope"},
}


def begun(name: str, user: User, items: dict[str, dict[str, object]]) -> Member:
    by = workspaces.begin(name, user=user)
    store.apply(workspaces.main(by.workspace), [Edit(ref, None, one) for ref, one in items.items()], by=by, why=HOSTILE)
    return by


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    """Acme with everything hostile or secret in it and a member of every party, and Globex beside it."""
    cache.clear()
    for known in (check._standing, check._judged, check._told):
        known.clear()
    cmo = begun("Acme", User.objects.create_user("cmo@acme.example", name=HOSTILE), ITEMS)
    main = workspaces.main(cmo.workspace)
    dearer = {**ITEMS["role:ours"], "rate": "3714.00 EUR"}
    plans.change(main, [Edit("role:ours", ITEMS["role:ours"], dearer)], by=cmo, why="dearer")
    plans.change(main, [Edit("activity:gone", ITEMS["activity:gone"], None)], by=cmo, why="gone")
    whatifs.begin(main, "what-if", by=cmo, shared=PARTIES)
    seats = {party: _member(cmo, party) for party in PARTIES if party != "cmo"} | {"cmo": cmo}
    people.invite(cmo.workspace, Place("sales"), by=cmo, email="new@acme.example")
    other = begun(
        FOREIGN, User.objects.create_user("eve@other.example", name=f"{FOREIGN} Eve"), {"team:x": {"name": FOREIGN}}
    )
    invited, _ = people.invite(other.workspace, Place("sales"), by=other, email="x@xanadu.example")
    theirs = Scenario.objects.get(workspace=other.workspace)
    ids = {
        other.pk,
        invited.pk,
        Proof.objects.create(scenario=theirs, number=1, day="2027-01-01").pk,
        Upload.objects.create(member=other, name=f"{FOREIGN}.csv", content=b"name\nXanadu").pk,
        View.objects.create(member=other, page="program", name=FOREIGN, query="").pk,
    }
    return SimpleNamespace(cmo=cmo, main=main, seats=seats, other=other, ids=sorted(ids))


def _member(cmo: Member, party: str) -> Member:
    user = User.objects.create_user(f"{party}@acme.example", name=f"{HOSTILE} {party}")
    programs = ["ours"] if party == "partner" else []
    return Member.objects.create(workspace=cmo.workspace, user=user, party=party, team="ours", programs=programs)


def browser(of: Member | None) -> Client:
    client = Client(raise_request_exception=False, HTTP_HX_CURRENT_URL=EVIL, HTTP_REFERER=EVIL)
    if of:
        client.force_login(of.user)
    return client


def answers(client: Client, path: str, junk: bool = True) -> Iterator[tuple[str, HttpResponseBase]]:
    """What a page answers when it is opened, and (`junk`) when nothing or nonsense is sent to it; nothing is kept."""
    queries = dict.fromkeys(asked("GET"), HOSTILE) | {"on": "9999-12-31", "version": "9" * 30, "page": "-1"}
    queries |= {"sort": "__class__", "next": EVIL, "one": "9" * 30, "since": HOSTILE}
    early = {"on": "0001-01-01", "version": "\u0663", "q": FOUND_BY, "text": FOUND_BY, "one": "1", "other": "2"}
    forms = dict.fromkeys(asked("POST"), HOSTILE) | {"next": EVIL, "version": "9" * 5000}
    more = [("post", {}), ("get", queries), ("get", early), ("post", forms)]
    tries: list[tuple[str, dict[str, str]]] = [("get", {}), *(more if junk else ())]
    for method, data in tries:
        with transaction.atomic():
            answer = getattr(client, method)(path, data)
            yield f"{method} {path} {'junk' if data else ''}", answer
            transaction.set_rollback(True)


def own(world: SimpleNamespace) -> list[str]:
    """The addresses of Acme, with each of some items in the place of one."""
    places = [ref.split(":") for ref in ("program:hidden", "activity:gone", "role:ours")]
    found = addresses({"workspace": "acme", "scenario": "what-if"})
    for kind, key in places:
        found += addresses({"workspace": "acme", "scenario": "what-if", "kind": kind, "key": key, "number": 2})
    found += addresses({"workspace": "acme", "scenario": "what-if", "number": 3, "step": 9, "kind": "nothing"})
    return [path for path in dict.fromkeys(found) if "/if/" not in path and not path.startswith("/account/")]


def wrong(path: str, answer: HttpResponseBase, party: str) -> list[str]:
    """What must not be in an answer to a member of a party."""
    says = told(answer)
    is_page = "html" in answer.headers.get("Content-Type", "")
    signs = {
        f"{answer.status_code}": answer.status_code >= 500,
        "another workspace": FOREIGN in says or "xanadu" in says,
        "markup": is_page and bool(re.search(r"<img src=x|<script>alert|</script><script>alert", says)),
        "what steers the eye": is_page and "\u202e" in says,
        "a rate": party not in SEE_RATES and bool(RATE.search(says)),
        "a program of others": party == "partner" and SECRET in says,
        "a way out": answer.headers.get("Location", "/").startswith(("http", "//")),
        "script in the page": is_page
        and bool(re.search(r"<script(?![^>]* src=)|<style|\son\w+=|javascript:", bare(says))),
        "no policy": is_page and "script-src 'self';" not in f"{answer.headers.get('Content-Security-Policy', '')};",
    }
    return [f"{path} as {party}: {sign}" for sign, found in signs.items() if found]


def bare(says: str) -> str:
    """A page without the text in it: its tags alone, without what stands between quotes."""
    return re.sub(r'="[^"]*"|=\'[^\']*\'', "=", " ".join(re.findall(r"<[a-z][^>]*>", says)))


@pytest.mark.parametrize("party", PARTIES)
def test_every_address_answers_every_party_with_nothing_but_what_is_theirs(party: str, world: SimpleNamespace):
    client, plain = browser(world.seats[party]), addresses({"workspace": "acme", "scenario": "what-if"})

    found = [
        fault
        for path in own(world)
        for tried, answer in answers(client, path, junk=party in THOROUGH and path in plain)
        for fault in wrong(tried, answer, party)
    ]

    assert found == []


@pytest.mark.parametrize("party", ["cmo", "partner"])
def test_a_what_if_answers_as_the_plan_does(party: str, world: SimpleNamespace):
    client = browser(world.seats[party])
    paths = [path for path in addresses({"workspace": "acme", "scenario": "what-if"}) if "/if/" in path]

    answered = [(tried, one) for path in paths for tried, one in answers(client, path, junk=False)]

    assert [fault for tried, one in answered for fault in wrong(tried, one, party)] == []
    assert sum(one.status_code == 200 for _, one in answered) > 20


def test_what_is_looked_for_is_there_for_those_who_may_see_it(world: SimpleNamespace):
    client = browser(world.cmo)
    says = "".join(told(client.get(path)) for path in own(world))

    assert RATE.search(says)
    assert SECRET in says
    assert "&lt;img src=x onerror=alert(1)&gt;" in says


def test_what_cannot_all_be_true_is_told_to_no_partner(world: SimpleNamespace):
    pytest.importorskip("ortools")
    hidden = ITEMS["activity:hidden"]
    heavy = {**hidden, "end": "2027-02-05", "effort": {"copy": 500}, "due": "2027-02-05"}
    hands = {"name": "Hands", "team": "theirs", "skills": ["copy"], "hours_per_week": 30, "filled": 1}
    edits = [Edit("activity:hidden", hidden, heavy), Edit("role:theirs", None, hands)]
    plans.change(world.main, edits, by=world.cmo, why="too much")
    fit.prove(world.main, ways=1)

    cmo, partner = (
        {path: told(browser(world.seats[party]).get(path)) for path in own(world)} for party in ("cmo", "partner")
    )

    assert f"{SECRET} work" in cmo["/w/acme/"]
    assert [path for path, says in partner.items() if SECRET in says] == []


def test_another_workspace_does_not_exist(world: SimpleNamespace):
    clients = {party: browser(world.seats.get(party)) for party in (*PARTIES, "nobody")}
    paths = [path for path in addresses({"workspace": "xanadu", "scenario": "main"}) if path.startswith("/w/")]

    statuses = {party: {client.post(path).status_code for path in paths} for party, client in clients.items()}

    assert statuses == {party: {404} for party in PARTIES} | {"nobody": {302}}
    assert {clients[party].get("/w/xanadu/").status_code for party in PARTIES} == {404}


@pytest.mark.parametrize("party", ["cmo", "partner"])
def test_the_number_of_something_in_another_workspace_leads_nowhere(party: str, world: SimpleNamespace):
    client = browser(world.seats[party])
    values = {"workspace": "acme", "scenario": "what-if"}
    numbered = {
        path
        for one in world.ids
        for path in addresses(values | dict.fromkeys(("number", "proof"), one))
        if path.startswith("/w/acme/") and f"/{one}/" in path and "/if/" not in path
    }

    found = [
        fault
        for path in sorted(numbered)
        for tried, answer in answers(client, path)
        for fault in wrong(tried, answer, party)
    ]

    assert found == []
    assert people.invitations(world.other.workspace).count() == 1
    assert Member.objects.filter(pk=world.other.pk, left=None).exists()
    assert Upload.objects.filter(member=world.other).exists()


def test_whoever_is_not_signed_in_is_asked_to(world: SimpleNamespace):
    paths = [path for path in addresses({"workspace": "acme", "scenario": "what-if"}) if path.startswith("/w/")]

    answered = [Client().get(path) for path in paths]

    assert {one.status_code for one in answered} <= {302, 405}
    assert all(one.url.startswith("/account/login/?next=/w/acme/") for one in answered if one.status_code == 302)


def test_nothing_is_sent_from_another_site(world: SimpleNamespace):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.cmo.user)

    paths = addresses({"workspace": "acme", "scenario": "what-if"})
    answered = [client.post(path, {"name": "x"}) for path in paths if not path.startswith("/api/")]  # no cookie counts

    assert {one.status_code for one in answered} == {403}


@pytest.mark.parametrize(
    "away", [EVIL, "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:///evil.example"]
)
def test_signing_in_and_out_leads_to_no_other_site(away: str, world: SimpleNamespace):
    world.cmo.user.set_password("correct horse battery")
    world.cmo.user.save()
    known = {"login": "cmo@acme.example", "password": "correct horse battery", "next": away}
    client = Client()

    led = [client.post("/account/login/", known).url, client.post("/account/logout/", {"next": away}).url]

    assert all(one.startswith("/") and not one.startswith(("//", "/\\")) for one in led)
