"""Where a request is: the workspace, the member, the plan or what-if, and the version they look at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property, lru_cache, wraps
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import make_aware

from truenorth.engines.happened import Happened
from truenorth.plan.edit import Edit
from truenorth.plan.entity import Ref, data
from truenorth.reports.page.page import Page
from truenorth.rules import Case
from truenorth.server import policy, store
from truenorth.server.kept import Beside
from truenorth.server.models import Change, Scenario, User
from truenorth.server.services import check, fit, measure, notices, people, whatifs
from truenorth.server.typed import day_of, number_of
from truenorth.server.views.standpoint import Standpoint
from truenorth.services.check import Judged

View = Callable[..., HttpResponse]
_cases: Beside[Case] = Beside(30_000)


@dataclass(frozen=True)
class Here(Standpoint):
    """What a page is about. Every page of a workspace gets one, and nothing else of the database but services."""

    request: HttpRequest

    @cached_property
    def day(self) -> date:
        """Today, where the company is; the day that is looked back at, else."""
        return self._back or fit.today(self.workspace)

    @cached_property
    def _back(self) -> date | None:
        return day_of(self.request.GET.get("on", ""))

    @property
    def is_now(self) -> bool:
        """Whether this is the newest version, which can be changed."""
        return self.number == self.scenario.head and not self.scenario.closed

    @cached_property
    def whatifs(self) -> list[Scenario]:
        """The what-ifs at work that this member may see, by name."""
        return whatifs.visible(self.workspace, self.member)

    @property
    def may_try(self) -> bool:
        """Whether this member may begin a what-if."""
        return policy.may_whatif(self.seat, "begin", is_own=False)

    @cached_property
    def judged(self) -> Judged:
        """What the rules find in it."""
        return check.judged(self.scenario, self.day, self.number)

    @property
    def facts(self) -> Happened:
        """What happened, as far as it was loaded."""
        return measure.happened(self.workspace)

    @cached_property
    def case(self) -> Case:
        """The plan as this member may see it, as of the day, with what people said and what happened."""
        if self.plan is self.whole:
            return self.judged.case
        said, facts = self.judged.folder.records, self.facts
        which = (self.day, self.workspace.said, self.workspace.loaded)
        return _cases.of(self.plan, which, lambda: Case(self.plan, self.day, records=said, facts=facts))

    @cached_property
    def told(self) -> Page:
        """The same in words."""
        return check.told(self.scenario, self.day, self.number)

    @cached_property
    def unread(self) -> int:
        """How much this member was told of and has not read."""
        return notices.unread(self.member)

    @cached_property
    def news(self) -> str:
        """What moves on when the plan changes, somebody decides something or the engine answers: pages look again."""
        answer = fit.done(self.scenario, self.scenario.head)
        return f"{self.scenario.head}.{self.workspace.said}.{answer.pk if answer else 0}"

    @property
    def known(self) -> int:
        """The version that whoever filled in a form had seen; the newest where the form does not say."""
        return min(number_of(self.request.POST.get("version", ""), self.scenario.head), self.scenario.head)

    @property
    def came(self) -> SplitResult:
        """The address of the page that somebody came from; an empty one where the browser tells none."""
        headers = self.request.headers
        try:
            return urlsplit(headers.get("HX-Current-URL") or headers.get("Referer", ""))
        except ValueError:
            return urlsplit("")

    def may(self, edit: Edit) -> bool:
        """Whether this member may make an edit here and now."""
        return self.is_now and policy.may(self.seat, edit, self.whole)

    def may_change(self, ref: Ref, *fields: str) -> bool:
        """Whether this member may change an item, or some of its fields."""
        before = dict.fromkeys(fields)
        item = self.whole.find(ref)
        now = data(item) if item else {}
        return self.may(Edit(ref, now, {**now, **before, "name": now.get("name", "") + " "}))

    def url(self, name: str, **parts: Any) -> str:
        """The address of a page of this workspace, in the same what-if."""
        return self.url_in(self.scenario, name, **parts)

    def url_in(self, scenario: Scenario, name: str, **parts: Any) -> str:
        """The address of a page of this workspace, in the plan or in another what-if."""
        parts = {"workspace": self.workspace.key, **parts}
        if scenario.key != store.MAIN:
            name, parts["scenario"] = f"if:{name}", scenario.key
        return _address(name, tuple(parts.items()))

    def item_url(self, ref: Ref) -> str:
        """The address of an item's page."""
        kind, _, key = ref.partition(":")
        return self.url("plan:item", kind=kind, key=key)

    def say(self, text: str, made: Change | None = None) -> None:
        """Tell what happened, once, on the next page; what was changed can be undone from there."""
        messages.success(self.request, text, extra_tags=str(made.number) if made else "")


@lru_cache(8192)
def _address(name: str, parts: tuple[tuple[str, Any], ...]) -> str:
    """The address of a page, made up once: lists hold hundreds of them."""
    return reverse(name, kwargs=dict(parts))


def page(view: View) -> View:
    """A page of a workspace, for its members alone: to others it does not exist."""

    @wraps(view)
    @login_required
    def respond(request: HttpRequest, workspace: str, scenario: str = store.MAIN, **parts: Any) -> HttpResponse:
        member = people.member(person(request), workspace)
        if member is None:
            raise Http404
        found = get_object_or_404(
            Scenario.objects.select_related("workspace", "parent"), workspace=member.workspace, key=scenario
        )
        if not whatifs.shown(found, member):
            raise Http404
        return view(Here(member, found, _number(request, found), request), **parts)

    return respond


def person(request: HttpRequest) -> User:
    """Whoever is signed in."""
    assert isinstance(request.user, User)
    return request.user


def _number(request: HttpRequest, scenario: Scenario) -> int:
    """The version asked for: `?version=12`, `?on=2027-01-31` (as the day ended), or the newest."""
    day = day_of(request.GET.get("on", ""))
    newest = store.at(scenario, make_aware(datetime.combine(day, time.max))) if day else scenario.head
    return min(number_of(request.GET.get("version", ""), newest), scenario.head)
