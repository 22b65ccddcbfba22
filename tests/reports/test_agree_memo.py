"""The memo stays one page, whatever was said, and says what both sides agree on."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import resources

import pytest

from truenorth.records.agree import Agreed, Evidence, Intent, Objection, Reply, Verdict, Version
from truenorth.records.record import Records
from truenorth.reports.agree import room
from truenorth.reports.agree.memo import memo, said
from truenorth.rules.acme import acme

LONG = "ten letters " * 60
RIGHT_TO_LEFT = "\u05e2\u05d1\u05e8\u05d9\u05ea " * 12


def full() -> Records:
    """So much of everything that a page would be too short for it."""
    version = Version(plan=acme().whole.fingerprint, number=3)
    return Records(
        intents=(Intent(outcome=LONG, why=RIGHT_TO_LEFT, keeps=[LONG] * 9),),
        verdicts=(
            Verdict(
                says="can be done if",
                version=version,
                given=LONG,
                evidence=[Evidence(says=LONG, kind=kind) for kind in ("data", "technology", "performance")],
                exception=LONG,
            ),
        ),
        objections=tuple(Objection(key=str(n), says=LONG, alternative=LONG) for n in range(9)),
        replies=(Reply(objection="1", outcome="stays", says=LONG),),
        agreed=(Agreed(version=version, name=RIGHT_TO_LEFT, party="cmo", by="head-of-marketing"),),
    )


def pages(told: str) -> int:
    typst = pytest.importorskip("typst")
    with resources.as_file(resources.files("truenorth.reports.page")) as path:
        made = typst.compile(
            str(path / "memo.typ"), font_paths=[str(path / "fonts")], sys_inputs={"memo": told}, format="svg"
        )
    return len(made) if isinstance(made, list) else 1


def test_it_is_one_page_however_much_was_said() -> None:
    commitment = {f"c{n}": {"name": LONG, "party": "sales", "to": "cmo", "what": "x"} for n in range(12)}
    case = replace(acme({"commitment": commitment}), records=full())

    assert pages(json.dumps(said(room(case, []), case, "version 3"))) == 1


def test_it_says_who_agreed_to_what_and_what_stands_in_the_way() -> None:
    plan = acme().whole.fingerprint
    yes = [Agreed(version=Version(plan=plan, number=3), name=name, party=party, by="") for name, party in BOTH]
    case = replace(acme(), records=Records(agreed=tuple(yes)))

    told = said(room(case, []), case, "version 3")

    assert [(one["side"], one["name"]) for one in told["signed"]] == [
        ("For marketing", "Amara Okafor"),
        ("For the business", "Jonas Weber"),
    ]
    assert (told["is_agreed"], told["version"]) == (True, f"version 3, {plan[:12]}")
    assert memo(room(case, []), case, "version 3")[:5] == b"%PDF-"


BOTH = (("Amara Okafor", "cmo"), ("Jonas Weber", "business"))
