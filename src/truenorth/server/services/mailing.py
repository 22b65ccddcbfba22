"""Reports by mail: kept until they are out, tried again where a mail server is down, and told where there is none."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.timezone import now
from django_tasks import task

from truenorth.reports.pack import html, text
from truenorth.reports.words import plain, short
from truenorth.server import policy
from truenorth.server.models import Edition, Letter, Member
from truenorth.server.services import people, reports
from truenorth.server.services.audit import note
from truenorth.server.services.digest import Wish, can_mail
from truenorth.server.services.people import Refused

log = logging.getLogger(__name__)

TRIES = 8
FIRST = timedelta(minutes=1)  # until it is tried again; twice as long each time
TAKEN = timedelta(minutes=5)  # in which nobody else tries
NO_SERVER = "no mail server is set: it goes out once TRUENORTH_MAIL_URL names one"


def send(edition: Edition, whom: Iterable[Member], *, by: Member, address: str = "") -> list[Letter]:
    """Send a report to some members; who has it already is left out. Refused where one may not read it."""
    if not policy.may_report(people.seat(by), "send", edition.reader):
        raise PermissionDenied("this report is sent by whom it is for, or by who answers for the whole plan")
    some = list(whom)
    for one in some:
        if not policy.may_report(people.seat(one), "read", edition.reader):
            raise Refused(f"{plain(str(one))} may not read this report: it shows more than they are shown elsewhere")
    if not some:
        raise Refused("choose at least one person to send it to")
    made = queue(edition, some, by=by, address=address)
    note(edition.scenario.workspace, "report sent", by=by, about=reports.pack(edition).title, after={"to": len(made)})
    return made


def queue(edition: Edition, whom: Iterable[Member], *, by: Member | None, address: str = "") -> list[Letter]:
    """Letters of a report, to be posted by a worker once this is in; one to each member, however often it is asked."""
    made = []
    for one in whom:
        letter, fresh = Letter.objects.get_or_create(
            edition=edition, member=one, defaults={"by": by, "address": address[:300]}
        )
        if fresh:
            made.append(letter)
            if by:  # what comes by itself goes out in one of the next rounds
                transaction.on_commit(partial(post.enqueue, letter.pk))
    return made


@task()
def post(letter: int) -> None:
    """Post a letter; one that cannot be posted stays, and is tried again in one of the next rounds."""
    posted(letter)


def post_due() -> None:
    """Post the letters that are not out and whose time has come again."""
    if can_mail():
        for letter in Letter.objects.filter(sent=None, tries__lt=TRIES).select_related("member__user"):
            is_time = letter.tried is None or letter.tried + wait(letter.tries) <= now()
            if is_time and not _is_quiet(letter):
                posted(letter.pk)


def _is_quiet(letter: Letter) -> bool:
    """Whether a report that comes by itself would come in the quiet hours of whom it is for."""
    zone = ZoneInfo(letter.member.user.zone or "UTC")
    return letter.by_id is None and Wish.of(letter.member).is_quiet(now().astimezone(zone).hour)


def wait(tries: int) -> timedelta:
    """After how long a letter is tried again that was tried so often: twice as long each time."""
    return FIRST * 2 ** max(tries - 1, 0)


def posted(number: int) -> bool:
    """Post a letter that nobody else is posting; whether it went out."""
    free = Q(tried=None) | Q(tried__lt=now() - TAKEN) | ~Q(trouble="")
    mine = Letter.objects.filter(free, pk=number, sent=None, tries__lt=TRIES)
    if not mine.update(tries=F("tries") + 1, tried=now(), trouble=""):
        return False
    letter = Letter.objects.select_related("edition__scenario__workspace", "member__user").get(pk=number)
    try:
        _post(letter)
    except Refused as error:
        left = TRIES if can_mail() else letter.tries - 1  # without a server it only waits
        Letter.objects.filter(pk=number).update(trouble=short(str(error), 190), tries=left)
        return False
    except OSError as error:  # of which those of SMTP are
        says = f"the mail server did not take it: {plain(str(error))}"
        Letter.objects.filter(pk=number).update(trouble=short(says, 190))
        return False
    except Exception:
        log.exception("a report could not be written into a letter")
        Letter.objects.filter(pk=number).update(trouble="it could not be written: see the server's log")
        return False
    Letter.objects.filter(pk=number).update(sent=now(), trouble="")
    return True


def _post(letter: Letter) -> None:
    if letter.edition.scenario.workspace.demo:
        raise Refused("in a demonstration nothing is mailed")
    if not can_mail():
        raise Refused(NO_SERVER)
    if letter.member.left or not policy.may_report(people.seat(letter.member), "read", letter.edition.reader):
        raise Refused("whom it is for has left, or may not read it any more")
    pack = reports.pack(letter.edition)
    mail = EmailMultiAlternatives(
        subject=short(plain(f"{pack.company}: {pack.title}, {pack.as_of:%d %b %Y}"), 140),
        body=text.text(pack) + (f"\nOpen it: {letter.address}\n" if letter.address else ""),
        to=[letter.member.user.email],
    )
    mail.attach_alternative(html.mail(pack, letter.address), "text/html")
    mail.send()


def again(edition: Edition, *, by: Member) -> int:
    """Try the letters of a report again that are not out; how many they are."""
    if not policy.may_report(people.seat(by), "send", edition.reader):
        raise PermissionDenied("this report is sent by whom it is for, or by who answers for the whole plan")
    left = Letter.objects.filter(edition=edition, sent=None)
    left.update(tries=0)
    for letter in left:
        post.enqueue(letter.pk)
    return len(left)


def of(edition: Edition) -> QuerySet[Letter]:
    """The letters of a report."""
    return Letter.objects.filter(edition=edition).select_related("member__user").order_by("pk")
