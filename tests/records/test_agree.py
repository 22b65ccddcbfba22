"""An agreement is what each side said of one version; objections count until somebody answers them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from truenorth.plan.canonical import document, plan_in
from truenorth.plan.swap import swap
from truenorth.records import Records, read, written
from truenorth.records.agree import (
    Agreed,
    Evidence,
    Intent,
    Objection,
    Reply,
    Review,
    Verdict,
    Version,
    agreements,
    given,
    standing,
    unanswered,
)
from truenorth.rules.acme import acme

ONE, TWO = Version(plan="1111", number=4), Version(plan="2222", number=7)


def yes(party: str, version: Version = ONE, **more: object) -> Agreed:
    return Agreed.model_validate({"party": party, "version": version, "name": party.upper(), **more})


def test_what_was_said_on_the_way_comes_back_as_it_was(tmp_path: Path) -> None:
    said = Records(
        intents=(Intent(outcome="Pipeline of 2 M EUR", why="It pays for the year", keeps=["The brand"]),),
        reviews=(Review(version=ONE),),
        verdicts=(
            Verdict(
                says="can be done if",
                version=ONE,
                given="A second mailer by March",
                evidence=[Evidence(says="The mailer takes 10,000", kind="technology", link="tool:mailer")],
                weighed={"program:launch": "ab12"},
            ),
        ),
        objections=(Objection(key="1", says="Too much mail", about="tool:mailer", alternative="Half of it"),),
        replies=(Reply(objection="1", outcome="stays", says="The contract is signed"),),
        agreed=(yes("cmo"), yes("business", moved=["tool:mailer"], asks=["business"])),
    )

    swap(tmp_path, written(said, Records()))

    assert read(tmp_path) == said


def test_a_version_is_agreed_once_each_side_said_yes_to_that_very_one() -> None:
    assert standing([yes("cmo"), yes("business", TWO)]) is None
    assert standing([yes("cmo"), yes("cmo")]) is None

    found = standing([yes("cmo"), yes("business", TWO), yes("business")])

    assert found is not None
    assert (found.version, [one.name for one in found.signed]) == (ONE, ["CMO", "BUSINESS"])


def test_nobody_but_the_two_parties_agrees_for_a_side() -> None:
    assert standing([yes("cmo"), yes("mops"), yes("finance"), yes("sales")]) is None


def test_a_later_version_is_agreed_by_those_alone_whom_it_concerns() -> None:
    said = [yes("cmo"), yes("business"), yes("cmo", TWO, asks=["marketing"], moved=["tool:mailer"])]

    assert [one.version for one in agreements(said)] == [ONE, TWO]
    assert [one.party for one in agreements(said)[-1].signed] == ["cmo"]


def test_who_has_agreed_so_far_is_told_of_one_version_alone() -> None:
    said = [yes("cmo"), yes("business"), yes("business", TWO)]

    assert list(given(said, "2222")) == ["business"]
    assert list(given(said, "1111")) == ["marketing", "business"]
    assert given(said, "3333") == {}


def test_a_no_carries_an_alternative_and_a_worry_need_not() -> None:
    with pytest.raises(ValidationError, match="what would do instead"):
        Objection(key="1", says="It cannot be done")

    assert Objection(key="1", says="It will be tight", is_no=False).alternative == ""


def test_a_verdict_that_is_no_plain_yes_says_why() -> None:
    with pytest.raises(ValidationError, match="needs a reason"):
        Verdict(says="can not be done", version=ONE)


def test_an_objection_counts_until_it_is_answered() -> None:
    both = [Objection(key=key, says="Late", is_no=False) for key in "12"]

    assert [one.key for one in unanswered(both, [Reply(objection="1", outcome="changed", says="Moved")])] == ["2"]


def test_an_agreed_version_is_kept_whole() -> None:
    plan = acme().whole

    again = plan_in(document(plan))

    assert (again, again.fingerprint) == (plan, plan.fingerprint)
