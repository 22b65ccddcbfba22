"""The API, version 1: the plan and its items, changes, findings and records, for programs with a token."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Header, NinjaAPI, Path, Query
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.operation import Operation
from ninja.responses import Status

from truenorth import __version__
from truenorth.server import store
from truenorth.server.services import whatifs
from truenorth.server.views.api import asked, shapes
from truenorth.server.views.api.caller import Bearer, Wrong, caller

TEXT = "For programs. Everything goes by a token (Your account, Tokens), with the rights of whoever made it."


class Api(NinjaAPI):
    """An API whose operations are called as they are here."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """What a client calls an operation."""
        return operation.view_func.__name__

    def get_root_path(self, path_params: dict[str, Any]) -> str:
        """Where it stands: it is loaded late, so that no address leads to it by name."""
        return "/api/v1/"


api = Api(
    title="Truenorth", version=__version__, description=TEXT, docs_url=None, auth=Bearer(), urls_namespace="api-1"
)
PROBLEM = shapes.Problem
SEEN: dict[int, Any] = {401: PROBLEM, 404: PROBLEM, 422: PROBLEM, 429: PROBLEM}
Scenario = Annotated[str, Query(pattern=r"^[a-z0-9\-]{1,60}$", description="The key of a what-if; the plan, else.")]
Version = Annotated[int | None, Query(ge=0, le=10**9, description="After which change; the newest, else.")]
Limit = Annotated[int, Query(ge=1, le=1000)]
After = Annotated[int, Query(ge=0, le=10**9)]
Match = Annotated[str | None, Header(alias="If-Match", description='The last change that was seen, as "12".')]


@api.get("/me", response={200: shapes.Me, **SEEN}, summary="Whom the token speaks for")
def me(request: HttpRequest) -> Any:
    """Whom the token speaks for, the last change of the plan, and the what-ifs that may be named."""
    here = caller(request)
    open_ = whatifs.visible(here.member.workspace, here.member)
    return {
        "workspace": here.member.workspace.key,
        "name": str(here.member),
        "party": here.member.party,
        "team": here.member.team,
        "writes": here.token.writes,
        "head": here.scenario.head,
        "what_ifs": [{"key": one.key, "name": one.name, "head": one.head} for one in open_],
    }


@api.get("/plan/items", response={200: shapes.Items, 304: None, **SEEN}, summary="Items of the plan")
def items(
    request: HttpRequest,
    response: HttpResponse,
    kind: Annotated[shapes.Kind | None, Query(description="Only items of this kind.")] = None,
    offset: Annotated[int, Query(ge=0, le=10**6)] = 0,
    limit: Limit = 200,
    scenario: Scenario = store.MAIN,
    version: Version = None,
    none_match: Annotated[str | None, Header(alias="If-None-Match")] = None,
) -> Any:
    """The items that the member may see, by ref; ETag is the number of the change after which they are so."""
    here = caller(request, scenario, version)
    response["ETag"] = here.etag
    if none_match == here.etag:
        return Status(304, None)
    return asked.items(here, kind, offset, limit)


@api.get("/plan/items/{kind}/{key}", response={200: shapes.Item, **SEEN}, summary="One item")
def item(
    request: HttpRequest,
    response: HttpResponse,
    kind: Annotated[shapes.Kind, Path()],
    key: Annotated[str, Path(pattern=shapes.KEY)],
    scenario: Scenario = store.MAIN,
    version: Version = None,
) -> Any:
    """One item, as the member may see it."""
    here = caller(request, scenario, version)
    response["ETag"] = here.etag
    found = here.plan.find(f"{kind}:{key}")
    if found is None:
        raise Wrong(404, f"there is no {kind}:{key}, or it is not shared with you")
    return asked.told(found)


@api.get("/plan/changes", response={200: shapes.Changes, **SEEN}, summary="Changes of the plan")
def changes(request: HttpRequest, after: After = 0, limit: Limit = 200, scenario: Scenario = store.MAIN) -> Any:
    """The changes after a number, the oldest first."""
    here = caller(request, scenario)
    return {"head": here.scenario.head, "changes": asked.since(here, after, limit)}


@api.get("/plan/changes/{number}", response={200: shapes.ChangeOut, **SEEN}, summary="One change")
def change(request: HttpRequest, number: Annotated[int, Path(ge=0, le=10**9)], scenario: Scenario = store.MAIN) -> Any:
    """One change, item by item, in words."""
    return asked.change(caller(request, scenario), number)


WRITES = {403: PROBLEM, 409: PROBLEM, 412: PROBLEM, 428: PROBLEM}


@api.post("/plan/changes", response={201: shapes.ChangeOut, 200: PROBLEM, **SEEN, **WRITES}, summary="Make a change")
def make(
    request: HttpRequest,
    response: HttpResponse,
    given: shapes.ChangeIn,
    match: Match = None,
    scenario: Scenario = store.MAIN,
) -> Any:
    """Make edits together, on the version that If-Match names: 412 with what changed since where that is not the last.

    200 where the plan says all of it already.
    """
    here = caller(request, scenario)
    made = asked.make(here, given, match)
    response["ETag"] = f'"{here.scenario.head}"'
    return Status(201, made) if made else Status(200, {"says": "the plan says all of this already"})


@api.get("/findings", response={200: shapes.Findings, **SEEN}, summary="What is out of line")
def findings(
    request: HttpRequest,
    response: HttpResponse,
    rule: Annotated[str | None, Query(pattern=r"^[A-Z]{3,6}[0-9]{2}$", description="Only this rule's.")] = None,
    every: Annotated[bool, Query(description="Those that were accepted, too.")] = False,
    limit: Limit = 200,
    scenario: Scenario = store.MAIN,
    version: Version = None,
) -> Any:
    """What the rules find in a version, as far as the member may see it."""
    here = caller(request, scenario, version)
    response["ETag"] = here.etag
    return asked.findings(here, rule, every, limit)


@api.post(
    "/findings/decisions", response={201: shapes.FindingOut, **SEEN, 403: PROBLEM, 409: PROBLEM}, summary="Decide"
)
def decide(request: HttpRequest, given: shapes.DecisionIn, scenario: Scenario = store.MAIN) -> Any:
    """Say of a finding that it is known, or accepted until a day."""
    return Status(201, asked.decide(caller(request, scenario), given))


@api.get("/records", response={200: shapes.RecordsOut, **SEEN, 403: PROBLEM}, summary="What people said")
def records(
    request: HttpRequest,
    after: After = 0,
    kind: Annotated[shapes.RecordKind | None, Query(description="Only records of this kind.")] = None,
    limit: Limit = 200,
) -> Any:
    """The records after a number, the oldest first; an estimate only to whoever gave it."""
    return asked.records(caller(request), after, kind, limit)


@api.exception_handler(Wrong)
def _wrong(request: HttpRequest, error: Wrong) -> HttpResponse:
    return api.create_response(request, error.body, status=error.status)


@api.exception_handler(AuthenticationError)
def _stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    says = "send a token that holds: Authorization: Bearer tn_…"
    answer = api.create_response(request, {"says": says}, status=401)
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(ValidationError)
def _unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    found = [{"ref": "", "field": ".".join(map(str, one["loc"])), "says": one["msg"]} for one in error.errors]
    return api.create_response(request, {"says": "this cannot be read", "fields": found}, status=422)


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    status = 422 if error.status_code == 400 else error.status_code
    return api.create_response(request, {"says": str(error)}, status=status)
