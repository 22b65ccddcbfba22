"""The HTTP API: a token's rights, the version that a change is based on, and an API that answers as it says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.test import Client
from django.test.client import ClientHandler
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from truenorth.records import Estimate, Seen
from truenorth.server import store
from truenorth.server.models import Event, Member, Scenario, Token, User
from truenorth.server.services import people, records, tokens, whatifs
from truenorth.server.services.people import Refused
from truenorth.server.views.api import caller

Made = Callable[..., Member]
LETTER = "activity:spring-letter"
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)


EVERY = list(HealthCheck)


class Program:
    """A program with a token."""

    def __init__(self, member: Member, *, writes: bool = True) -> None:
        self.token, self.secret = tokens.make(member, "a program", writes=writes)
        self.client = Client()

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1/{path}", query, headers=self.headers)

    def post(self, path: str, body: Any, match: str | None = None) -> Any:
        more = {"If-Match": match} if match is not None else {}
        return self.client.post(
            f"/api/v1/{path}", json.dumps(body), content_type="application/json", headers={**self.headers, **more}
        )

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"}


@pytest.fixture(autouse=True)
def _nobody_has_asked() -> None:
    cache.clear()


@pytest.fixture
def program(cmo: Member, acme: Scenario) -> Program:
    return Program(cmo)


def test_a_program_is_told_whom_it_speaks_for(program: Program, acme: Scenario, cmo: Member):
    whatifs.begin(acme, "Less in spring", by=cmo)

    told = program.get("me").json()

    assert told == {
        "workspace": "acme",
        "name": "Amara Okafor",
        "party": "cmo",
        "team": "",
        "writes": True,
        "head": 1,
        "what_ifs": [{"key": "less-in-spring", "name": "Less in spring", "head": 0}],
    }


def test_items_are_paged_and_carry_the_version_as_their_tag(program: Program, acme: Scenario):
    answer = program.get("plan/items", kind="activity", limit=2, offset=1)

    told = answer.json()
    assert (answer["ETag"], told["version"], told["count"], len(told["items"])) == ('"1"', 1, 6, 2)
    assert told["items"][0]["ref"] == "activity:check-up"
    again = program.client.get("/api/v1/plan/items", headers={**program.headers, "If-None-Match": '"1"'})
    assert (again.status_code, again.content) == (304, b"")
    one = program.get("plan/items/activity/spring-letter").json()
    assert (one["title"], one["fields"]["channel"]) == ("Spring letter", "e-mail")
    assert program.get("plan/items/activity/nothing").status_code == 404


def test_a_change_is_made_on_the_version_that_was_seen(program: Program, acme: Scenario):
    edits = [{"ref": LETTER, "set": {"channel": "post", "note": None}}, {"ref": "activity:new", "set": {"name": "New"}}]

    answer = program.post("plan/changes", {"why": "by post", "edits": edits}, '"1"')

    assert (answer.status_code, answer["ETag"], answer.json()["number"], answer.json()["items"]) == (201, '"2"', 2, 2)
    acme.refresh_from_db()
    assert store.load(acme).entities[LETTER].channel == "post"
    told = program.get("plan/changes/2").json()
    assert {one["ref"]: one["mark"] for one in told["differences"]} == {LETTER: "~", "activity:new": "+"}
    same = program.post("plan/changes", {"edits": edits[:1]}, '"2"')
    assert (same.status_code, same.json()["says"]) == (200, "the plan says all of this already")


def test_a_change_on_an_older_version_is_refused_with_what_changed_since(program: Program, acme: Scenario):
    first = {"why": "by post", "edits": [{"ref": LETTER, "set": {"channel": "post"}}]}
    program.post("plan/changes", first, '"1"')

    late = program.post("plan/changes", {"edits": [{"ref": LETTER, "set": {"channel": "fax"}}]}, '"1"')

    assert late.status_code == 412
    assert (late.json()["head"], [(one["number"], one["why"]) for one in late.json()["since"]]) == (2, [(2, "by post")])
    assert program.post("plan/changes", first).status_code == 428
    acme.refresh_from_db()
    assert acme.head == 2


@pytest.mark.parametrize(
    ("edit", "status", "says"),
    [
        ({"ref": LETTER, "set": {"cost": "a lot"}}, 422, "some values cannot be read"),
        ({"ref": LETTER, "set": {"colour": "red"}}, 422, "some values cannot be read"),
        ({"ref": LETTER, "set": {"note": "a\0b"}}, 422, "a text with a NUL in it is kept nowhere"),
        ({"ref": "thing:one", "set": {}}, 422, "there is no kind “thing”"),
        ({"ref": "activity:gone", "delete": True}, 404, "there is no activity:gone"),
        ({"ref": "program:launch", "delete": True}, 409, "points at program:launch"),
        ({"ref": LETTER, "set": {"team": "nobody"}}, 409, "points at team:nobody"),
        ({"ref": "tool:mailer", "set": {"note": "x"}}, 403, "marketing operations may"),
    ],
)
def test_what_cannot_be_made_is_told_with_its_reason(
    edit: dict[str, Any], status: int, says: str, program: Program, member: Made
):
    member("mops")

    answer = program.post("plan/changes", {"edits": [edit]}, '"1"')

    assert (answer.status_code, says in answer.json()["says"]) == (status, True), answer.json()


def test_a_token_has_the_rights_of_its_member_and_no_more(acme: Scenario, cmo: Member, member: Made):
    partner = Program(member("partner", programs=["launch"]))
    records.add(acme.workspace, [Seen(about=LETTER)], by=cmo)

    refs = {one["ref"] for one in partner.get("plan/items", limit=1000).json()["items"]}

    assert "program:launch" in refs
    assert "program:care" not in refs
    assert partner.get("plan/items/program/care").status_code == 404
    assert partner.get("records").status_code == 403
    assert {ref for one in partner.get("findings").json()["findings"] for ref in one["at"]} <= refs
    hidden = partner.post("plan/changes", {"edits": [{"ref": "program:care", "set": {"note": "x"}}]}, '"1"')
    assert (hidden.status_code, hidden.json()["says"]) == (404, "program:care is not shared with you")
    assert "rate" not in Program(member("mops")).get("plan/items/role/designer").json()["fields"]


def test_a_token_that_only_reads_changes_nothing(acme: Scenario, cmo: Member):
    reader = Program(cmo, writes=False)

    answers = [
        reader.post("plan/changes", {"edits": [{"ref": LETTER, "set": {"channel": "post"}}]}, '"1"'),
        reader.post("findings/decisions", {"finding": "GOAL01@activity:summer-party", "state": "acknowledged"}),
    ]

    assert [one.status_code for one in answers] == [403, 403]
    assert reader.get("me").json()["writes"] is False


def test_a_what_if_is_read_and_changed_where_it_is_shared(acme: Scenario, cmo: Member, member: Made, program: Program):
    made = whatifs.begin(acme, "Less in spring", by=cmo)
    body = {"edits": [{"ref": LETTER, "set": {"channel": "post"}}]}

    answer = program.post(f"plan/changes?scenario={made.key}", body, '"0"')

    assert answer.status_code == 201
    assert program.get("plan/items/activity/spring-letter", scenario=made.key).json()["fields"]["channel"] == "post"
    assert program.get("plan/items/activity/spring-letter").json()["fields"]["channel"] == "e-mail"
    assert Program(member("mops")).get("plan/items", scenario=made.key).status_code == 404


def test_findings_are_told_and_decided(program: Program, acme: Scenario):
    found = program.get("findings", rule="GOAL01").json()
    [one] = found["findings"]
    assert (one["id"], one["state"], found["count"]) == ("GOAL01@activity:summer-party", "open", 1)

    said = program.post("findings/decisions", {"finding": one["id"], "state": "acknowledged"})

    assert (said.status_code, said.json()["state"]) == (201, "acknowledged")
    assert program.get("findings", rule="GOAL01").json()["findings"][0]["state"] == "acknowledged"
    assert program.get("records", kind="decision").json()["records"][0]["fields"]["finding"] == one["id"]
    bare = program.post("findings/decisions", {"finding": one["id"], "state": "accepted"})
    assert bare.status_code == 422
    gone = program.post("findings/decisions", {"finding": "GOAL01@activity:x", "state": "acknowledged"})
    assert gone.status_code == 404


def test_an_estimate_is_shown_to_whoever_gave_it_alone(program: Program, cmo: Member, member: Made):
    mops = member("mops")
    records.add(cmo.workspace, [Estimate(about=LETTER, field="cost", value="20..40")], by=mops)
    records.add(cmo.workspace, [Seen(about=LETTER)], by=mops)

    assert [one["kind"] for one in program.get("records").json()["records"]] == ["seen"]
    assert [one["kind"] for one in Program(mops).get("records").json()["records"]] == ["estimate", "seen"]


def test_a_token_that_was_revoked_or_whose_member_left_opens_nothing(
    program: Program, cmo: Member, member: Made, acme: Scenario
):
    gone = Program(member("sales"))
    people.remove(gone.token.member, by=cmo)
    tokens.revoke(cmo.user, program.token.pk)

    for one in (program, gone):
        answer = one.get("me")
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert Client().get("/api/v1/me").status_code == 401
    assert tokens.opened("") is None


def test_a_session_is_no_key_and_nothing_in_it_counts(cmo: Member, acme: Scenario):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cmo.user)

    assert client.get("/api/v1/me").status_code == 401
    assert client.post("/api/v1/plan/changes", "{}", content_type="application/json").status_code == 401


def test_a_secret_is_kept_as_its_digest_and_when_it_was_used_last(program: Program):
    kept = Token.objects.get(pk=program.token.pk)
    assert (kept.used, program.secret[:3], program.secret in str(vars(kept))) == (None, "tn_", False)

    program.get("me")

    assert Token.objects.get(pk=program.token.pk).used is not None
    assert [one.what for one in Event.objects.filter(about="a program")] == ["token made"]


def test_who_asks_too_often_is_told_to_wait(program: Program, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(caller, "A_MINUTE", 3)

    statuses = [program.get("me").status_code for _ in range(7)]

    assert statuses[:3] == [200, 200, 200]
    assert 429 in statuses[3:]


def test_tokens_are_made_shown_once_and_revoked_on_the_account_page(cmo: Member):
    client = Client()
    client.force_login(cmo.user)

    page = client.post("/account/tokens/", {"name": "The dashboard", "workspace": "acme", "writes": "1"})
    made = Token.objects.get(name="The dashboard")
    secret = page.content.decode().split('readonly value="')[1].split('"')[0]

    assert tokens.opened(secret) == made
    assert page["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert secret not in client.get("/account/tokens/").content.decode()
    assert client.post("/account/tokens/", {"name": " ", "workspace": "acme"}).status_code == 400
    assert client.post("/account/tokens/", {"name": "x", "workspace": "elsewhere"}).status_code == 400
    client.post(f"/account/tokens/{made.pk}/revoke/")
    assert tokens.opened(secret) is None
    assert client.post(f"/account/tokens/{made.pk}/revoke/").status_code == 404


def test_nobody_revokes_the_token_of_another_and_twenty_are_enough(cmo: Member, program: Program):
    other = User.objects.create_user("eve@other.example")

    assert tokens.revoke(other, program.token.pk) is None
    for number in range(19):
        tokens.make(cmo, f"program {number}")
    with pytest.raises(Refused, match="there are 20 tokens already"):
        tokens.make(cmo, "one more")


def served(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """The server within the transaction of a test."""
    answer = ClientHandler()(environ)
    start_response(f"{answer.status_code} {answer.reason_phrase}", list(answer.items()))
    return [answer.content]


def operations() -> Iterator[Any]:
    from truenorth.server.views.api.v1 import api

    schema = schemathesis.openapi.from_dict(
        json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str))
    )
    schema.app = served
    yield from (one.ok() for one in schema.get_all_operations())


def test_whatever_is_sent_the_api_answers_as_its_description_says(program: Program):
    for operation in operations():

        @settings(max_examples=6, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=EVERY)
        @given(case=operation.as_strategy())
        def answered(case: Any) -> None:
            case.validate_response(case.call(headers=program.headers), checks=CHECKS)

        answered()


def test_the_description_of_the_api_is_given_out_by_itself(program: Program):
    told = program.get("openapi.json").json()

    assert "/api/v1/plan/items" in told["paths"]
