"""What comes of a stand-up: decisions with an owner and a day, and suggestions that their owner accepts or drops."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST
from pydantic import ValidationError

from truenorth.records.week import Choice, Suggestion
from truenorth.server.services import standup as services
from truenorth.server.services.people import Refused
from truenorth.server.typed import day_of
from truenorth.server.views.here import Here, page
from truenorth.server.views.problems import PROBLEMS, problem, unfit
from truenorth.server.views.standup import address, case_as_read, owners, prepared
from truenorth.server.views.week import case_of


@require_POST
@page
def choose(here: Here, cadence: str, day: str) -> HttpResponse:
    """Write down a decision, with its owner and day."""
    found, post = prepared(here, cadence, day), here.request.POST
    typed = {name: post.get(name, "").strip() for name in ("what", "about", "owner", "until")}
    fields = {name: one for name, one in typed.items() if one} | {"key": _key(here), "meeting": found.key}
    try:
        _known(here, typed)
        given = Choice.model_validate({**fields, "on": found.day})
        if not services.decided(case_as_read(here).records, given.key):
            services.choose(here.scenario, given, by=here.member)
    except ValidationError as error:
        problem(here, Refused(_wrong(error)))
    except Refused as error:
        problem(here, error)
    else:
        here.say("Decided.")
    return redirect(address(here, cadence, found.day) + "#decided")


def _known(here: Here, typed: dict[str, str]) -> None:
    """Refused where a decision names a day, an owner or an item that there is not."""
    if typed["until"] and day_of(typed["until"]) is None:
        raise Refused("Not kept: the day is none; choose one.")
    if typed["owner"] and typed["owner"] not in dict(owners(here)):
        raise Refused("Not kept: nobody in the plan is called that; choose one.")
    if typed["about"] and here.plan.find(typed["about"]) is None:
        raise Refused("Not kept: the item that it is about is not in the plan; choose one.")


def _key(here: Here) -> str:
    """What tells what a form says, so that a form that was sent twice says it once."""
    given = here.request.POST.get("key", "")
    return given if given.isalnum() and len(given) <= 40 else services.new_key()


def _wrong(error: ValidationError) -> str:
    first = error.errors()[0]
    field = str(first["loc"][0]) if first["loc"] else ""
    says = {"what": "Not kept: say what.", "until": "Not kept: the day is none; choose one."}
    is_long = first["type"] == "string_too_long"
    return f"Not kept: {field} {unfit(error)}." if is_long or field not in says else says[field]


@require_POST
@page
def settle(here: Here, key: str) -> HttpResponse:
    """Say that a decision is done, or dropped."""
    said, post = case_as_read(here).records, here.request.POST
    state = "dropped" if post.get("state") == "dropped" else "done"
    try:
        services.settle(here.scenario, said, key, state, post.get("reason", "").strip(), here.day, by=here.member)
    except ValidationError as error:
        problem(here, Refused(_wrong(error)))
    except Refused as error:
        problem(here, error)
    else:
        here.say("Done." if state == "done" else "Dropped.")
    return _back(here)


@require_POST
@page
def suggest(here: Here, cadence: str, day: str) -> HttpResponse:
    """Suggest a change: one that was typed, the way out of a finding, or what an update suggests."""
    found = prepared(here, cadence, day)
    try:
        given = _suggestion(here, found)
        if not services.decided(case_as_read(here).records, given.key):
            services.suggest(here.scenario, given, by=here.member)
    except ValidationError as error:
        problem(here, Refused(_wrong(error)))
    except PROBLEMS as error:
        problem(here, error)
    else:
        here.say("Suggested: whoever may change it accepts or drops it.")
    return redirect(address(here, cadence, found.day) + "#suggested")


def _suggestion(here: Here, found: services.Prepared) -> Suggestion:
    post = here.request.POST
    typed = {
        name: post.get(name, "").strip() for name in ("what", "about", "owner", "field", "value", "finding", "update")
    }
    what, edits = typed["what"], list[dict[str, Any]]()
    if typed["finding"]:
        what, edits = services.way_out(here.scenario, here.day, typed["finding"])
    elif typed["update"]:
        what, edits = services.of_update(here.whole, case_of(here), typed["update"])
    elif typed["field"]:
        edits = services.draft(here.whole, typed["about"], typed["field"], typed["value"])
    about = edits[0]["ref"] if edits else typed["about"]
    said = {"by": here.member.role or here.member.party, "party": here.member.party, "on": found.day}
    fields = {"key": _key(here), "meeting": found.key, "what": what, "about": about, "owner": typed["owner"]}
    return Suggestion.model_validate({**fields, "edits": edits, **said})


@require_POST
@page
def answer(here: Here, key: str) -> HttpResponse:
    """Accept a suggestion, which changes the plan, or drop it with a reason."""
    said, post = case_as_read(here).records, here.request.POST
    try:
        if post.get("do") == "accept":
            made = services.accept(here.scenario, said, key, here.day, by=here.member)
            here.say("Accepted: the plan says so now." if made else "Accepted: the plan said so already.", made)
        else:
            services.drop(here.scenario, said, key, post.get("reason", ""), here.day, by=here.member)
            here.say("Dropped, with the reason.")
    except ValidationError as error:
        problem(here, Refused(_wrong(error)))
    except PROBLEMS as error:
        problem(here, error)
    return _back(here)


def _back(here: Here) -> HttpResponse:
    """To the stand-up somebody came from, else to all of them."""
    start = here.url("run:standups")
    return redirect(here.came.path if here.came.path.startswith(start) else start)
