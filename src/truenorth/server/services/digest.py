"""What a member hears by mail: one digest a day by default, what names them at once, never in their quiet hours."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.timezone import now

from truenorth.plan.entity import Ref
from truenorth.reports.words import plain
from truenorth.rules import Case
from truenorth.server import policy, store
from truenorth.server.models import Change, Member, Notice, Workspace
from truenorth.server.services import check, findings, fit, notices, people, records, run, talk, workspaces

CONSOLE = "django.core.mail.backends.console.EmailBackend"
AT_ONCE = (Notice.What.MENTION, Notice.What.REPLY, Notice.What.REQUEST, Notice.What.RESPONSE)
EVERY = {"daily": timedelta(days=1), "weekly": timedelta(weeks=1)}
CHOICES = {"daily": "Once a day", "weekly": "Once a week", "off": "No digest"}
SHOWN, SAID = 5, 20  # lines of each part, and of what was said
LATE = timedelta(hours=12)  # after its hour a digest that could not be sent waits for the next day

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Wish:
    """How a member wants to hear: how often, at which hour of theirs, and from which hour to which never."""

    digest: str = "daily"
    hour: int = 7
    at_once: bool = True
    quiet_from: int = 20
    quiet_to: int = 7

    @classmethod
    def of(cls, member: Member) -> Wish:
        """What a member said; the usual, else."""
        said = {name: value for name, value in member.mail.items() if name in cls.__dataclass_fields__}
        return replace(cls(), **said)

    def is_quiet(self, hour: int) -> bool:
        """Whether an hour of the day is one in which nothing is sent."""
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= hour < self.quiet_to
        return hour >= self.quiet_from or hour < self.quiet_to


@dataclass(frozen=True)
class Line:
    """A line of a letter, with where it leads, and where an update is given in one step."""

    says: str
    address: str
    update: str = ""


@dataclass(frozen=True)
class Letter:
    """What is sent: what was said to a member, what asks them, what waits for an update, what became of the watched."""

    member: Member
    said: tuple[Line, ...] = ()
    asked: tuple[Line, ...] = ()
    waits: tuple[Line, ...] = ()
    watched: tuple[Line, ...] = ()
    more: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.said or self.asked or self.waits or self.watched)


def can_mail() -> bool:
    """Whether a mail server is set; without one everybody hears in the pages only."""
    return bool(settings.EMAIL_BACKEND != CONSOLE)


def wish(member: Member, given: Wish) -> None:
    """Keep how a member wants to hear."""
    _keep(member, **given.__dict__)


def send_due(moment: datetime | None = None) -> int:
    """Send what is due now, to everybody; how many letters went out. What cannot be sent is tried again."""
    if not can_mail():
        return 0
    moment = moment or now()
    found = Member.objects.filter(left=None, user__is_active=True, workspace__demo=False)
    sent = 0
    for member in found.select_related("user", "workspace"):
        try:
            sent += _send(member, moment)
        except SMTPRecipientsRefused:
            log.warning("the mail server does not take the address of a member of %s", member.workspace.key)
        except OSError as error:  # it is down: nothing is lost, the next round tries again
            log.warning("mail of %s is not out yet: %s", member.workspace.key, type(error).__name__)
            break
        except Exception:  # what is wrong with one member's letter holds up nobody else's
            log.exception("the mail to a member of %s could not be made", member.workspace.key)
    return sent


def _send(member: Member, moment: datetime) -> bool:
    wanted, local = Wish.of(member), moment.astimezone(_zone(member))
    if wanted.is_quiet(local.hour):
        return False
    told = list(notices.of(member).filter(mailed=None, read=None))
    if _is_due(member, wanted, local):
        letter = digest(member, moment, told)
        _mail(letter, f"{member.workspace}: {_headline(letter)}") if not letter.is_empty else None
        _mailed(told, moment)
        _keep(member, sent=local.isoformat())
        return not letter.is_empty
    fresh = [one for one in told if one.what in AT_ONCE]
    if not wanted.at_once or not fresh:
        return False
    _mail(Letter(member, _said(member, fresh)), f"{member.workspace}: {fresh[0].text}")
    _mailed(fresh, moment)
    return True


def _zone(member: Member) -> ZoneInfo:
    return ZoneInfo(member.user.zone or "UTC")


def _is_due(member: Member, wanted: Wish, local: datetime) -> bool:
    """Whether the hour of the digest has come, and it was not sent since."""
    if wanted.digest not in EVERY:
        return False
    at = local.replace(hour=wanted.hour, minute=0, second=0, microsecond=0)
    last = member.mail.get("sent", "")
    old = not last or datetime.fromisoformat(last) <= local - EVERY[wanted.digest] + LATE
    return at <= local < at + LATE and old


def _mailed(told: list[Notice], moment: datetime) -> None:
    Notice.objects.filter(pk__in=[one.pk for one in told]).update(mailed=moment)


def _keep(member: Member, **said: object) -> None:
    """Keep something of how a member hears, beside what they or the worker said meanwhile."""
    with transaction.atomic():
        fresh = Member.objects.select_for_update().get(pk=member.pk)
        fresh.mail = {**fresh.mail, **said}
        fresh.save(update_fields=["mail"])
    member.mail = fresh.mail


def digest(member: Member, moment: datetime, said: list[Notice]) -> Letter:
    """What a member would hear now, with what was said to them and not mailed before."""
    scenario = workspaces.main(member.workspace)
    day, seat = fit.today(member.workspace), people.seat(member)
    told, whole = check.told(scenario, day), store.load(scenario)
    plan = policy.seen(seat, whole)
    every = [one for one in check.shown(told, seat, plan) if one.is_open and findings.asks_me(one, plan, seat)]
    case = Case(plan, day, records=records.read(member.workspace))
    late = [one for one in run.waits(case, member) if not one.is_fresh]
    since = _since(member, moment)
    changed = _changed(member.workspace, talk.watches(member) & plan.entities.keys(), since)
    return Letter(
        member,
        _said(member, said),
        tuple(Line(one.headline, _url(member, f"check/{one.finding.id}/")) for one in every[:SHOWN]),
        tuple(_waits(member, one.ref, one.title) for one in late[:SHOWN]),
        tuple(Line(f"{plan.title(ref)} was changed", _item(member, ref)) for ref in changed[:SHOWN]),
        {"asked": max(len(every) - SHOWN, 0), "waits": max(len(late) - SHOWN, 0), "said": max(len(said) - SAID, 0)},
    )


def _since(member: Member, moment: datetime) -> datetime:
    last = member.mail.get("sent", "")
    return datetime.fromisoformat(last) if last else moment - EVERY["daily"]


def _changed(workspace: Workspace, refs: Iterable[Ref], since: datetime) -> list[Ref]:
    """Which of some items were changed since a moment."""
    scenario = workspaces.main(workspace)
    made = Change.objects.filter(scenario=scenario, at__gt=since).order_by("number").first()
    if made is None:
        return []
    moved = {one.ref for one in store.between(scenario, made.number - 1, scenario.head)}
    return sorted(moved & set(refs))


def _said(member: Member, told: Iterable[Notice]) -> tuple[Line, ...]:
    return tuple(
        Line(f"{one.by or 'Somebody outside'}: {one.text}", _url(member, "talk/told/")) for one in list(told)[:SAID]
    )


def _waits(member: Member, ref: Ref, title: str) -> Line:
    return Line(title, _item(member, ref), f"{_origin()}/update/{run.link(member, ref)}/")


def _item(member: Member, ref: Ref) -> str:
    return _url(member, f"plan/{ref.replace(':', '/', 1)}/")


def _url(member: Member, path: str) -> str:
    return f"{_origin()}/w/{member.workspace.key}/{path}"


def _origin() -> str:
    return settings.ORIGIN or "http://localhost:8000"


def _headline(letter: Letter) -> str:
    asked, waits = (len(many) + letter.more[name] for name, many in (("asked", letter.asked), ("waits", letter.waits)))
    parts = [
        f"{len(letter.said) + letter.more['said']} said to you" if letter.said else "",
        f"{asked} asked of you" if asked else "",
        f"{waits} without news" if waits else "",
        "what you watch was changed" if letter.watched else "",
    ]
    return ", ".join(part for part in parts if part)


def _mail(letter: Letter, subject: str) -> None:
    context = {"letter": letter, "settings": _url(letter.member, "talk/told/")}
    text = render_to_string("talk/digest.txt", context)
    mail = EmailMultiAlternatives(plain(subject)[:200], text, to=[letter.member.user.email])
    mail.attach_alternative(render_to_string("talk/digest.html", context), "text/html")
    mail.send()
