"""`truenorth agree`: the room on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import TODAY, Ran

Run = Callable[..., Ran]
ON = ("--as-of", TODAY)
CMO, BUSINESS = ("--as", "cmo/head-of-marketing"), ("--as", "business/managing-director")
CAN = ("--as", "mops", "--verdict", "can be done", "--evidence", "data=Lists", "--evidence", "technology=The mailer")


@pytest.fixture
def plan(acme: Path) -> Path:
    """Acme without the engine, which takes long."""
    (acme / "truenorth.yaml").write_text("schema: 1\nrules: {FIT01: {off: true}}\n")
    return acme


def test_both_sides_agree_on_the_command_line_and_it_says_so(run: Run, plan: Path, tmp_path: Path) -> None:
    ran = run("agree", plan, *ON, *CAN, "--evidence", "performance=Last spring")
    assert "Version" in ran.out
    run("agree", plan, *ON, *CMO, "--review", "--intend", "Forty opportunities", "--keep", "The brand", "--seen")
    ran = run("agree", plan, *ON, *CMO, "--agree", "--name", "Amara Okafor")
    assert (ran.code, "- marketing: agreed by Amara Okafor, head-of-marketing on 11 January 2027" in ran.out) == (
        1,
        True,
    )

    memo = tmp_path / "memo.pdf"
    ran = run("agree", plan, *ON, *BUSINESS, "--seen", "--agree", "--name", "Jonas Weber", "--memo", memo)

    assert (ran.code, ran.out.splitlines()[0]) == (0, "Both sides have agreed to this version.")
    assert memo.read_bytes()[:5] == b"%PDF-"
    assert json.loads(run("agree", plan, *ON, "--format", "json").out)["state"] == "agreed"


def test_what_cannot_be_said_is_refused_and_nothing_of_it_is_kept(run: Run, plan: Path) -> None:
    ran = run("agree", plan, *ON, *CMO, "--review", "--seen", "--agree", "--name", "Amara Okafor")

    assert (ran.code, ran.err.split(":")[0]) == (2, "not agreed")
    assert not (plan / "records").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--review"], "say who says it: --as PARTY/ROLE"),
        (["--as", "boss", "--review"], "there is no party 'boss': business, finance"),
        (["--as", "mops", "--object", "Late"], "a no carries an alternative"),
        (["--as", "mops", "--object", "Late", "--worry", "--about", "mailr"], "did you mean tool:mailer?"),
        (["--as", "cmo", "--answer", "7=No"], "there is no objection 7"),
        (["--as", "mops", "--verdict", "can not be done"], "needs a reason"),
        (["--as", "mops", "--verdict", "can be done", "--evidence", "gut=Fine"], "evidence 0 kind"),
        (["--as", "cmo", "--draft"], "it is not up for agreement"),
        (["--as", "cmo/x", "--agree", "--version", "0123"], "the plan has changed since you looked at it"),
    ],
)
def test_what_is_wrong_names_the_mend(run: Run, plan: Path, words: list[str], says: str) -> None:
    ran = run("agree", plan, *ON, *words)

    assert (ran.code, says in ran.err) == (2, True), ran.err


def test_what_moved_since_is_told_and_an_objection_with_its_answer(run: Run, plan: Path) -> None:
    ready = ("--review", "--seen", "--agree", "--name", "Amara")
    run("agree", plan, *ON, *CAN, "--exception", "There was no spring campaign")
    run("agree", plan, *ON, *CMO, *ready)
    run("agree", plan, *ON, *BUSINESS, "--seen", "--agree", "--name", "Jonas")
    run("plan", "set", plan, "tool:mailer", "limits=emails=9000")
    run("agree", plan, *ON, "--as", "sales", "--object", "Too few calls", "--worry", "--about", "launch")

    ran = run("agree", plan, *ON, *CMO, "--answer", "1=Sales hires in May", "--outcome", "stays")

    assert ran.out.splitlines()[0] == "Changed since it was agreed: marketing is asked to agree again."
    assert "- 1. Ready on Monday: Too few calls; stays: Sales hires in May" in ran.out
    assert "- Mailer: limits have changed since both sides agreed, and now 12,000 emails are planned in" in ran.out
