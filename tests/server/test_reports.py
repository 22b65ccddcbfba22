"""Reports of a workspace: made, kept as they were, sent; on schedule once a period; a mail server that is down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils.timezone import now

from truenorth.plan.edit import Edit
from truenorth.plan.entity import data
from truenorth.server import policy, store
from truenorth.server.models import Edition, Letter, Member, Proof, Scenario, Workspace
from truenorth.server.services import check, fit, mailing, plan, records, reports, timetable, workspaces
from truenorth.server.services.people import Refused

Make = Callable[..., Member]
Browser = Callable[[Member], Client]
AT = "/w/acme/run/reports/"
DOWN = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": 1}


def edited(scenario: Scenario, by: Member, ref: str, **fields: object) -> None:
    was = data(store.load(scenario).entities[ref])
    plan.change(scenario, [Edit(ref, was, {**was, **fields})], by=by, why="the fair is later")


def test_a_report_stays_as_it_was_when_the_plan_changes(acme: Scenario, cmo: Member, browser: Browser):
    client = browser(cmo)
    address = client.post(f"{AT}make/", {"reader": "ceo"}).headers["Location"]
    before = client.get(address).content.decode()
    first = Edition.objects.get()

    edited(acme, cmo, "program:launch", name="Another launch")
    after = client.get(address).content.decode()
    again = reports.make(acme, "ceo", by=cmo)

    assert "The chief executive&#39;s page" in before
    assert Edition.objects.get(pk=first.pk).said == first.said
    assert "The plan has changed since" in after
    assert "Another launch" not in after
    changed = dict(reports.pack(again).sections)["What was changed"]
    assert changed[0].says.startswith("1 change since the report of 11 January 2027 (version 1): the fair is later.")
    assert changed[1].rows[0][0] == "Another launch"


def test_a_report_is_downloaded_in_every_format(acme: Scenario, cmo: Member, browser: Browser):
    made, client = reports.make(acme, "board", by=cmo), browser(cmo)

    starts = {"pdf": b"%PDF", "pptx": b"PK", "xlsx": b"PK", "txt": b"Board pack", "html": b"<!doctype html>"}
    for ending, start in starts.items():
        answer = client.get(f"{AT}{made.pk}/report.{ending}")
        assert answer.content.lstrip()[: len(start)] == start
        assert answer.headers["Content-Disposition"] == f'attachment; filename="acme-board-2027-01-11.{ending}"'
    assert client.get(f"{AT}{made.pk}/report.doc").status_code == 404


@pytest.mark.parametrize(
    ("party", "may"),
    [
        ("business", "ceo board cmo mops finance sales service team:demand partner:launch"),
        ("cmo", "ceo board cmo mops finance sales service team:demand partner:launch"),
        ("mops", "ceo board cmo mops finance sales service team:demand partner:launch"),
        ("finance", "finance team:demand"),
        ("sales", "sales team:demand"),
        ("service", "service team:demand"),
        ("lead", "team:demand"),
        ("member", ""),
        ("partner", ""),
        ("viewer", ""),
    ],
)
def test_who_makes_and_sends_whose_report(party: str, may: str):
    seat = policy.Seat(party, team="demand", programs=frozenset({"launch"}))
    words = ("ceo", "board", "cmo", "mops", "finance", "sales", "service", "team:demand", "team:web", "partner:launch")

    for what in ("make", "send"):
        assert {one for one in words if policy.may_report(seat, what, one)} - {"team:web"} == set(may.split())
    assert policy.may_report(seat, "make", "team:web") == (party in ("business", "cmo", "mops"))
    reads = {one for one in words if policy.may_report(seat, "read", one)}
    assert reads == ({"partner:launch"} if party == "partner" else set(words))


def test_a_partner_reads_the_report_of_its_program_and_no_other(
    acme: Scenario, cmo: Member, member: Make, browser: Browser
):
    partner = member("partner", programs=["launch"])
    own, other = reports.make(acme, "partner:launch", by=cmo), reports.make(acme, "board", by=cmo)
    client = browser(partner)

    assert client.get(f"{AT}{own.pk}/").status_code == 200
    assert client.get(f"{AT}{other.pk}/").status_code == 404
    assert client.get(f"{AT}{other.pk}/report.pdf").status_code == 404
    assert f"/{other.pk}/" not in client.get(AT).content.decode()
    with pytest.raises(Refused, match="may not read this report"):
        mailing.send(other, [partner], by=cmo)
    with pytest.raises(PermissionDenied):
        reports.make(acme, "partner:launch", by=partner)


def test_a_report_goes_out_as_text_and_html_once(acme: Scenario, cmo: Member, member: Make, browser: Browser):
    chief = member("business")
    made, client = reports.make(acme, "ceo", by=cmo), browser(cmo)

    page = client.post(f"{AT}{made.pk}/send/", {"to": [chief.pk, 999]}, follow=True).content.decode()
    client.post(f"{AT}{made.pk}/send/", {"to": [chief.pk]})
    letter = Letter.objects.get()
    assert [mailing.posted(letter.pk), mailing.posted(letter.pk)] == [True, False]

    assert "On its way to 1 person." in page
    (sent,) = mail.outbox
    assert sent.to == ["business@acme.example"]
    assert sent.subject == "Acme Desks: The chief executive's page, 11 Jan 2027"
    assert f"Open it: http://testserver{AT}{made.pk}/" in sent.body
    assert "style=" in sent.alternatives[0][0]
    assert Letter.objects.get().sent is not None


def test_a_mail_server_that_is_down_loses_nothing(
    acme: Scenario, cmo: Member, member: Make, browser: Browser, settings
):
    chief, made = member("business"), reports.make(acme, "ceo", by=cmo)
    (letter,) = mailing.send(made, [chief], by=cmo)

    for name, value in DOWN.items():
        setattr(settings, name, value)
    out = [mailing.posted(letter.pk), mailing.posted(letter.pk)]
    mailing.post_due()
    page = browser(cmo).get(f"{AT}{made.pk}/").content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Letter.objects.update(tried=now() - mailing.wait(2))
    mailing.post_due()

    assert out == [False, False]
    assert "the mail server did not take it" in page
    assert "tried 2 times" in page
    assert [one.to for one in mail.outbox] == [["business@acme.example"]]


def test_without_a_mail_server_it_is_said_and_kept(acme: Scenario, cmo: Member, browser: Browser, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    made, client = reports.make(acme, "cmo", by=cmo), browser(cmo)

    page = client.post(f"{AT}{made.pk}/send/", {"to": [cmo.pk]}, follow=True).content.decode()
    letter = Letter.objects.get()
    assert mailing.posted(letter.pk) is False
    told = client.get(f"{AT}{made.pk}/").content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert mailing.again(made, by=cmo) == 1
    mailing.posted(letter.pk)

    assert "Kept, and not sent yet: no mail server is set" in page
    assert "not out yet: no mail server is set" in told
    assert len(mail.outbox) == 1


def test_a_report_of_the_plan_is_made_by_itself_once_a_period(acme: Scenario, cmo: Member, member: Make):
    chief = member("business")
    fields = {"name": "Friday page", "form": "report", "audience": ["business"], "every": "1 weeks"}
    plan.change(acme, [Edit("cadence:friday", None, fields)], by=cmo)
    assert timetable.due(acme.workspace) == []

    reports.begin(acme, "friday", by=cmo)
    Workspace.objects.filter(pk=acme.workspace_id).update(today=date(2027, 1, 18))
    acme.workspace.refresh_from_db()
    fit.waiting(workspaces.main(acme.workspace), date(2027, 1, 18))
    assert timetable.due(acme.workspace) == []
    Proof.objects.update(asked=now() - reports.PATIENCE)
    made = [*timetable.due(acme.workspace), *timetable.due(acme.workspace)]

    member("sales")
    assert mail.outbox == []
    chief.mail = {"quiet_from": 0, "quiet_to": 24}
    chief.save()
    mailing.post_due()
    assert mail.outbox == []
    chief.mail = {"quiet_from": 0, "quiet_to": 0}
    chief.save()
    mailing.post_due()

    assert [one.to for one in mail.outbox] == [["business@acme.example"]]
    assert [(one.reader, one.due, one.by) for one in made] == [("ceo", date(2027, 1, 18), None)]
    assert [one.member for one in Letter.objects.all()] == [chief]
    assert [one.day for one in records.read(acme.workspace).standups] == [date(2027, 1, 11), date(2027, 1, 18)]


def test_a_report_that_was_missed_is_found_until_it_is_made_again(acme: Scenario, cmo: Member):
    fields = {"name": "Friday page", "form": "report", "audience": ["business"], "every": "1 weeks"}
    plan.change(acme, [Edit("cadence:friday", None, fields)], by=cmo)
    reports.begin(acme, "friday", by=cmo)
    day = date(2027, 2, 1)
    Workspace.objects.filter(pk=acme.workspace_id).update(today=day)
    scenario = workspaces.main(acme.workspace)

    missed = [one.says for one in check.judged(scenario, day).findings if one.rule == "BEAT01"]
    (made,) = timetable.due(scenario.workspace)
    now_ = workspaces.main(acme.workspace)
    after = [one.says for one in check.judged(now_, day).findings if one.rule == "BEAT01"]

    assert [one.partition(":")[0] for one in missed] == ["was due on 2027-01-18 and is not recorded"]
    assert (made.due, after) == (day, [])


def test_who_is_nobody_is_refused_in_words(acme: Scenario, cmo: Member, browser: Browser):
    page = browser(cmo).post(f"{AT}make/", {"reader": "team:nobody"}, follow=True).content.decode()

    assert "names no reader" in page
    assert Edition.objects.count() == 0


def test_an_empty_list_says_what_to_do(acme: Scenario, cmo: Member, browser: Browser):
    assert "No report was made yet. Choose for whom, above" in browser(cmo).get(AT).content.decode()
