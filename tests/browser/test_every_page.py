"""Every page in a real browser: read by all in light and dark, no wider than a phone, and nothing complains."""

from __future__ import annotations

from typing import Any

import pytest
from django.template.loader import render_to_string
from tests.browser.axe import violations
from tests.server.walk import addresses

from truenorth.plan.edit import Edit
from truenorth.plan.entity import data
from truenorth.server import store
from truenorth.server.models import Member, Scenario, User, Workspace
from truenorth.server.services import agree, check, fit, imports, people, plan, whatifs, workspaces
from truenorth.server.services.people import Place
from truenorth.services import agree as saying

pytestmark = pytest.mark.django_db(transaction=True)
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1400, "height": 900}
WIDE = "document.documentElement.scrollWidth > innerWidth"
OPEN = "document.querySelectorAll('details').forEach(one => { one.open = true; })"
NO_PAGES = (".csv", ".xlsx", ".zip", ".pdf", ".ics", "/csv/activity/", "/csv/team/", "/logout/")
MORE = ["plan/activity/?f.team=demand&col=name&col=cost", "plan/compare/?one=1&other=now", "plan/edit/process/letter/"]
MORE += ["run/stand-up/weekly/2027-01-11/", "run/update/activity/spring-letter/"]
MORE += ["check/?asks=me&severity=error", "settings/?f.state=invited", "plan/tool/mailer/", "plan/new/message/"]
ALONE = ["/demo/", "/account/login/", "/account/signup/", "/account/password/reset/"]
FAULTS = ["400", "403", "403_csrf", "404", "413", "429", "500"]


@pytest.fixture
def full(acme: Scenario, cmo: Member) -> Member:
    """Who manages Acme, in which something of everything has happened."""
    item = store.load(acme).entities["activity:summer-party"]
    plan.change(acme, [Edit(item.ref, data(item), None)], by=cmo, why="no party")
    whatifs.begin(acme, "What if", by=cmo)
    people.invite(cmo.workspace, Place("sales"), by=cmo, email="new@acme.example")
    imports.keep("sheet.csv", b"name,start\nA letter,05.07.2027\nAnother,soon\n", by=cmo)
    workspaces.begin("Zenith", user=cmo.user)
    who, day = agree.who(cmo, fit.today(cmo.workspace)), fit.today(cmo.workspace)
    worry = saying.object_(who, {"says": "Late", "is_no": False})
    for what, say in (("review", saying.put_up(who)), ("object", worry)):
        agree.said(workspaces.main(cmo.workspace), day, say, what=what, by=cmo)
    return cmo


def of(member: Member) -> list[str]:
    """Every address of a workspace, with an activity, a team, an upload and a change in the places of its parts."""
    upload, finding = member.uploads.get().pk, _finding(workspaces.main(member.workspace), member)
    values = {"workspace": "acme", "scenario": "main", "code": "TIME01", "ident": finding, "whatif": "what-if"}
    found = addresses(values | {"kind": "activity", "key": "spring-letter", "number": upload})
    found += addresses(values | {"kind": "nothing", "key": "demand", "number": 2, "step": 3})
    found += [f"/w/acme/{path}" for path in MORE]
    here = (path for path in found if path.startswith("/w/acme/") and "/if/" not in path)
    return [path for path in dict.fromkeys(here) if not path.endswith(NO_PAGES)]


def _finding(scenario: Scenario, member: Member) -> str:
    found = check.judged(scenario, fit.today(member.workspace)).findings
    return next(one.id for one in found if one.fixes).replace("#", "%23")


def wrong(tab: Any) -> list[str]:
    """What is wrong with the page that is open: on a desk, and on a phone where it is wider than that."""
    tab.evaluate(OPEN)
    found = violations(tab)
    tab.set_viewport_size(PHONE)
    wide = [f"{tab.url} is wider than a phone"] if tab.evaluate(WIDE) else []
    tab.set_viewport_size(DESK)
    return found + wide


def _told(text: str) -> Any:
    """What answers an address with a text."""
    return lambda route: route.fulfill(body=text, content_type="text/html")


@pytest.mark.parametrize("half", [0, 1])
def test_every_page_of_a_workspace_can_be_read_by_all_and_fits_a_phone(half: int, full: Member, opened: Any):
    tab = opened(full)
    start, found, seen = tab.url.partition("/w/")[0], [], 0

    for path in of(full)[half::2]:
        answer = tab.request.get(start + path)
        if answer.status == 200 and "<html" in answer.text():
            tab.goto(start + path)
            found += wrong(tab)
            seen += 1

    assert found == []
    assert seen > 15


def test_pages_outside_a_workspace_can_be_read_by_all_and_fit_a_phone(full: Member, opened: Any, settings: Any):
    settings.DEMO = True
    Workspace.objects.update(demo=True)
    User.objects.update(email="amara@kestrel.example")
    _, token = people.invite(full.workspace, Place("sales"), by=full)
    tab = opened(full)
    start, found = tab.url.partition("/w/")[0], []
    for name in FAULTS:
        tab.route(f"**/fault-{name}", _told(render_to_string(f"{name}.html", {"most": 10})))

    for path in ("/workspaces/", "/account/tokens/", *(f"/fault-{name}" for name in FAULTS)):
        tab.goto(start + path)
        found += wrong(tab)
    tab.context.clear_cookies()
    for path in (*ALONE, f"/join/{token}/"):
        tab.goto(start + path)
        found += wrong(tab)

    assert found == []
