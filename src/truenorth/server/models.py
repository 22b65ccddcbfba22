"""What the server remembers: people and workspaces, the history of their plans, and what people said."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from truenorth.reports.words import PARTIES
from truenorth.server.fields import Data


class Users(BaseUserManager["User"]):
    """Makes users; an address is the same in small and capital letters."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A new user, with a password or (None) without one."""
        user = self.model(email=self.normal(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """The user of an address."""
        return self.get(email=self.normal(username or ""))

    @staticmethod
    def normal(email: str) -> str:
        """An address as it is kept."""
        return email.strip().lower()


class User(AbstractBaseUser):
    """A person who can sign in: an address, a name to show, and the zone in which times are told."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=80, blank=True)
    zone = models.CharField(max_length=60, default="UTC")
    theme = models.CharField(max_length=5, blank=True)  # light, dark, or as the machine has it
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = Users()

    def __str__(self) -> str:
        """What others see."""
        return self.name or self.email.partition("@")[0]


class Workspace(models.Model):
    """One company: its plan, people, records and facts, apart from every other."""

    key = models.SlugField(unique=True, max_length=60)
    name = models.CharField(max_length=120)
    settings = Data(default=dict, blank=True)  # as truenorth.yaml of a folder: rules, required, grown
    said = models.PositiveIntegerField(default=0)  # how many records were ever added
    loaded = models.PositiveIntegerField(default=0)  # how often facts were taken in or back
    home = models.UUIDField(default=uuid4, editable=False)  # what its folder of facts is called
    today = models.DateField(null=True)  # the day it is in an example; elsewhere it is the day it is
    demo = models.BooleanField(default=False)
    made = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        """Its name."""
        return self.name


class Member(models.Model):
    """A person in a workspace, and the party they speak for."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    party = models.CharField(max_length=10, choices=list(PARTIES.items()))
    team = models.SlugField(max_length=120, blank=True)  # the key of their team
    role = models.SlugField(max_length=120, blank=True)  # the key of their role
    programs = Data(default=list, blank=True)  # keys of the programs a partner may see
    manages = models.BooleanField(default=False)  # invites people, sets the rules that are required
    mail = Data(default=dict, blank=True)  # how they want to hear: digest, hour, quiet hours, mentions
    since = models.DateTimeField(auto_now_add=True)
    left = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A person is a member once."""

        constraints = [models.UniqueConstraint(fields=["workspace", "user"], name="member_once")]

    def __str__(self) -> str:
        """What others see."""
        return str(self.user)


class Invitation(models.Model):
    """A link that makes whoever opens it a member, once, until a day; only its digest is kept."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    email = models.EmailField(blank=True)
    party = models.CharField(max_length=10, choices=list(PARTIES.items()))
    team = models.SlugField(max_length=120, blank=True)
    role = models.SlugField(max_length=120, blank=True)
    programs = Data(default=list, blank=True)
    by = models.ForeignKey(Member, models.CASCADE, related_name="+")
    made = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField()
    taken_by = models.ForeignKey(Member, models.CASCADE, null=True, blank=True, related_name="+")
    revoked = models.DateTimeField(null=True, blank=True)


class Scenario(models.Model):
    """A line of change to the plan: the main one, or a what-if that left it at some change."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="scenarios")
    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    parent_at = models.PositiveIntegerField(null=True)
    head = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    made = models.DateTimeField(auto_now_add=True)
    shared = Data(default=list, blank=True)  # the parties that see a what-if beside whoever began it
    closed = models.DateTimeField(null=True, blank=True)  # taken over, or archived
    taken = models.PositiveIntegerField(null=True)  # the change of its parent in which it was taken over last
    token = models.UUIDField(default=uuid4, editable=False)  # what a process remembers plans by

    class Meta:
        """A key is used once in a workspace."""

        constraints = [models.UniqueConstraint(fields=["workspace", "key"], name="scenario_key")]

    def __str__(self) -> str:
        """Its name."""
        return self.name


class Change(models.Model):
    """Edits made together, by somebody, for a reason. Changes are numbered from 1 in their scenario."""

    class Does(models.TextChoices):
        """What a change is, for the history."""

        EDIT = "edit"
        IMPORT = "import"
        MEND = "mend"  # a way out, or a finding put right
        UNDO = "undo"
        ADOPT = "adopt"  # a what-if taken over
        RESTORE = "restore"  # from the trash, or an earlier version
        RENAME = "rename"

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="changes")
    number = models.PositiveIntegerField()
    does = models.CharField(max_length=8, choices=Does, default=Does.EDIT)
    by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    why = models.TextField(blank=True)
    items = models.PositiveIntegerField(default=0)
    undoes = models.ForeignKey("self", models.PROTECT, null=True, related_name="undone_by")

    class Meta:
        """Numbers do not repeat."""

        constraints = [models.UniqueConstraint(fields=["scenario", "number"], name="change_number")]


class Revision(models.Model):
    """An item as it stood from one change until another; without data it was taken out. Only `store` touches it."""

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="revisions")
    ref = models.CharField(max_length=180)
    since = models.PositiveIntegerField()
    until = models.PositiveIntegerField(null=True)
    data = Data(null=True)

    class Meta:
        """One revision of an item is in force."""

        constraints = [
            models.UniqueConstraint(fields=["scenario", "ref"], condition=Q(until=None), name="revision_current"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("since")), name="revision_order"),
        ]
        indexes = [
            models.Index(fields=["scenario", "since"], name="revision_since"),
            models.Index(fields=["scenario", "until"], name="revision_until"),
            models.Index(fields=["scenario", "ref", "since"], name="revision_of"),
        ]


class Said(models.Model):
    """A record as `truenorth.records` has it: a decision, an answer, a seen mark, ...; never changed, only added to."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="records")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    about = models.CharField(max_length=200, blank=True)  # the item, or the finding, that it is about
    data = Data()
    by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Numbers do not repeat."""

        constraints = [models.UniqueConstraint(fields=["workspace", "number"], name="said_number")]
        indexes = [models.Index(fields=["workspace", "kind", "about"], name="said_about")]


class Event(models.Model):
    """A write that is no change of a plan, for the audit: members, invitations, settings, exports, facts."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="events")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    what = models.CharField(max_length=40)  # "member invited"
    about = models.CharField(max_length=200, blank=True)
    before = Data(null=True)
    after = Data(null=True)


class Proof(models.Model):
    """The engine's answer for one version of a plan, as it is told; asked for by a job, kept for that version."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        STOPPED = "stopped"
        FAILED = "failed"

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="proofs")
    number = models.PositiveIntegerField()
    day = models.DateField()
    ways = models.PositiveSmallIntegerField(default=0)  # how many ways out were asked for
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    progress = models.CharField(max_length=200, blank=True)
    told = Data(null=True)
    asked = models.DateTimeField(auto_now_add=True)
    beat = models.DateTimeField(null=True)  # when a worker last said that it is at it
    ended = models.DateTimeField(null=True)

    class Meta:
        """One answer for a version on a day."""

        constraints = [models.UniqueConstraint(fields=["scenario", "number", "day", "ways"], name="proof_once")]


class Notice(models.Model):
    """Something that a member is told of: where it is said, when, and whether they have read it, or it was mailed."""

    class What(models.TextChoices):
        """Why they are told."""

        MENTION = "mention"
        REPLY = "reply"
        WATCHED = "watched"
        REQUEST = "request"
        RESPONSE = "response"

    member = models.ForeignKey(Member, models.CASCADE, related_name="notices")
    what = models.CharField(max_length=8, choices=What)
    about = models.CharField(max_length=200, blank=True)  # an item, a finding, a request; empty for the plan
    text = models.CharField(max_length=300)
    by = models.ForeignKey(Member, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    read = models.DateTimeField(null=True)
    mailed = models.DateTimeField(null=True)

    class Meta:
        """Asked for by member, the newest first."""

        indexes = [models.Index(fields=["member", "read"], name="notice_of")]


class Door(models.Model):
    """A link by which anybody asks a workspace for work, until it is revoked; only its digest is kept."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="doors")
    digest = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(Member, models.CASCADE, related_name="+")
    made = models.DateTimeField(auto_now_add=True)
    revoked = models.DateTimeField(null=True, blank=True)


class Edition(models.Model):
    """A report as it was made: for whom, of which version, and all that it said; it never changes."""

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()  # the version of the plan
    day = models.DateField()  # as of which it was judged
    reader = models.CharField(max_length=140)  # ceo, board, sales, team:KEY, partner:KEY
    cadence = models.SlugField(max_length=120, blank=True)  # the report of the plan that it is
    due = models.DateField(null=True)  # when that was due; made at most once for it
    said = Data()  # as reports.pack keeps it
    by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")  # nobody: on schedule
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """A report of the plan is made once for a reader each time that it is due."""

        constraints = [models.UniqueConstraint(fields=["scenario", "cadence", "reader", "due"], name="edition_once")]
        indexes = [models.Index(fields=["scenario", "reader"], name="edition_of")]


class Letter(models.Model):
    """A report on its way to a member by mail: whether it is out, and why not yet."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="letters")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    address = models.CharField(max_length=300, blank=True)  # where the report can be opened
    by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    tries = models.PositiveSmallIntegerField(default=0)
    tried = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=200, blank=True)
    sent = models.DateTimeField(null=True)

    class Meta:
        """One letter of a report to a member."""

        constraints = [models.UniqueConstraint(fields=["edition", "member"], name="letter_once")]


class Upload(models.Model):
    """A sheet that somebody handed over, while it is looked at; gone once it is taken in, or a day later."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    at = models.DateTimeField(auto_now_add=True)


class Token(models.Model):
    """A secret with which a program speaks for a member, to read or to write as well; only its digest is kept."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    writes = models.BooleanField(default=False)
    made = models.DateTimeField(auto_now_add=True)
    used = models.DateTimeField(null=True, blank=True)
    revoked = models.DateTimeField(null=True, blank=True)


class CalendarLink(models.Model):
    """A secret address under which a calendar program reads a member's dates, or a team's; only its digest is kept."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="calendars")
    team = models.SlugField(max_length=120, blank=True)  # whose dates; what is the member's own where it names none
    digest = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField(auto_now_add=True)
    used = models.DateTimeField(null=True, blank=True)
    revoked = models.DateTimeField(null=True, blank=True)


class View(models.Model):
    """A list's filter and order that a member kept under a name."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="views")
    page = models.CharField(max_length=80)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=400)

    class Meta:
        """A name is used once on a page."""

        constraints = [models.UniqueConstraint(fields=["member", "page", "name"], name="view_name")]
