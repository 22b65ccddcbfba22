from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils.timezone import now

from truenorth.plan.edit import Edit
from truenorth.records.talk import Comment
from truenorth.server.models import Member, Notice, Scenario
from truenorth.server.services import digest, notices, plan, rounds, talk
from truenorth.server.services.digest import Wish

MORNING = datetime(2027, 1, 12, 7, 5, tzinfo=UTC)
NOON, NIGHT = MORNING.replace(hour=12), MORNING.replace(hour=23)
ABOUT = "activity:open-house"


def named(scenario: Scenario, by: Member, whom: str = "@mops", key: str = "q") -> None:
    talk.say(scenario, Comment(key=key, says=f"{whom}, who sends it?", about=ABOUT), by=by)


def sent_to(member: Member) -> list[Any]:
    return [one for one in mail.outbox if one.to == [member.user.email]]


def test_whoever_is_named_gets_a_letter_at_once_and_only_one(
    acme: Scenario, cmo: Member, member: Callable[..., Member]
):
    mops = member("mops")
    digest.wish(mops, Wish(digest="off"))
    named(acme, cmo)

    for _ in range(2):
        digest.send_due(NOON)

    (letter,) = sent_to(mops)
    assert letter.subject == "Acme: @mops, who sends it?"
    assert "http://localhost:8000/w/acme/talk/told/" in letter.body


def test_nothing_is_sent_in_quiet_hours_of_the_readers_zone_and_it_is_sent_after_them(
    acme: Scenario, cmo: Member, member: Callable[..., Member]
):
    mops = member("mops")
    digest.wish(mops, Wish(digest="off"))
    mops.user.zone = "America/New_York"
    mops.user.save()
    named(acme, cmo)

    digest.send_due(MORNING)  # two in the night there
    assert sent_to(mops) == []
    digest.send_due(NOON)
    assert len(sent_to(mops)) == 1


def test_a_digest_comes_once_a_day_with_what_asks_its_reader(acme: Scenario, cmo: Member):
    for moment in (MORNING, NOON, MORNING + timedelta(days=1)):
        digest.send_due(moment)

    first, second = sent_to(cmo)
    assert "Asked of you" in first.body
    assert first.subject.startswith("Acme: ")
    assert "asked of you" in first.subject
    assert second.subject.startswith("Acme: ")


def test_a_digest_with_nothing_to_tell_is_not_sent(acme: Scenario, member: Callable[..., Member]):
    viewer = member("viewer")

    digest.send_due(MORNING)

    assert sent_to(viewer) == []


def test_what_one_watches_is_told_when_it_was_changed_since(acme: Scenario, cmo: Member, member: Callable[..., Member]):
    viewer = member("viewer")
    talk.watch(acme, ABOUT, hears=True, by=viewer)
    viewer.mail = {"sent": now().isoformat()}
    assert digest.digest(viewer, now(), []).is_empty

    plan.change(acme, [Edit(ABOUT, {}, {"note": "new"}), Edit("activity:demo-days", {}, {"note": "x"})], by=cmo)

    assert [one.says for one in digest.digest(viewer, now(), []).watched] == ["Open house was changed"]


def test_a_mail_server_that_is_down_loses_nothing_and_is_tried_again(
    acme: Scenario, cmo: Member, member: Callable[..., Member], settings: Any
):
    mops = member("mops")
    digest.wish(mops, Wish(digest="off"))
    named(acme, cmo)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there

    assert digest.send_due(NOON) == 0
    assert Notice.objects.get(member=mops).mailed is None
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    digest.send_due(NOON)

    assert len(sent_to(mops)) == 1


def test_without_a_mail_server_nothing_is_sent_and_the_page_says_so(
    acme: Scenario, cmo: Member, browser: Callable[[Member], Client], settings: Any
):
    settings.EMAIL_BACKEND = digest.CONSOLE

    assert digest.send_due(MORNING) == 0
    assert "No mail server is set here" in browser(cmo).get("/w/acme/talk/told/").content.decode()


def test_what_people_write_is_text_in_a_letter(acme: Scenario, cmo: Member, member: Callable[..., Member]):
    mops = member("mops")
    digest.wish(mops, Wish(digest="off"))
    named(acme, cmo, "@mops <script>alert(1)</script>\r\nBcc: all@acme.example")

    digest.send_due(NOON)

    (letter,) = sent_to(mops)
    assert "<script>" not in letter.alternatives[0].content
    assert "\n" not in letter.subject
    assert letter.recipients() == [mops.user.email]


@pytest.mark.parametrize(
    ("wish", "quiet"),
    [
        (Wish(), {20, 21, 22, 23, 0, 1, 2, 3, 4, 5, 6}),
        (Wish(quiet_from=12, quiet_to=14), {12, 13}),
        (Wish(quiet_from=0, quiet_to=0), set()),
    ],
)
def test_quiet_hours_run_over_midnight(wish: Wish, quiet: set[int]):
    assert {hour for hour in range(24) if wish.is_quiet(hour)} == quiet


def test_how_one_wants_to_hear_is_kept_as_it_was_said(cmo: Member, browser: Callable[[Member], Client]):
    client = browser(cmo)
    given = {"digest": "weekly", "hour": "9", "quiet_from": "18", "quiet_to": "8"}

    page = client.post("/w/acme/talk/told/wish/", given, follow=True)

    cmo.refresh_from_db()
    assert Wish.of(cmo) == Wish("weekly", 9, False, 18, 8)
    assert "You hear as you said" in page.content.decode()
    client.post("/w/acme/talk/told/wish/", {**given, "digest": "hourly", "hour": "99"})
    cmo.refresh_from_db()
    assert Wish.of(cmo).hour == 9


def test_what_fails_in_a_round_stops_nothing_else(
    acme: Scenario, cmo: Member, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    done: list[str] = []

    def fails() -> None:
        raise RuntimeError

    monkeypatch.setattr(rounds, "DUE", (fails, lambda: done.append("second")))

    rounds.go_round.call()

    assert done == ["second"]
    assert "was not done in this round" in caplog.text


def test_one_who_has_left_hears_nothing(acme: Scenario, cmo: Member, member: Callable[..., Member]):
    mops = member("mops")
    named(acme, cmo)
    Member.objects.filter(pk=mops.pk).update(left=NOON)

    digest.send_due(NIGHT.replace(hour=13))

    assert sent_to(mops) == []
    assert notices.unread(mops) == 1
