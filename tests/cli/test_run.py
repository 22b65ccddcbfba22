"""`truenorth run`: the week of a folder."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from truenorth.services import folder as folders
from truenorth.services.run import update, week

EXAMPLES = Path(__file__).parents[2] / "examples"
WHEN = datetime(2027, 4, 5, 9, tzinfo=UTC)
Run = Callable[..., object]


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    folder = tmp_path / "acme"
    shutil.copytree(EXAMPLES / "acme", folder)
    return folder


def test_it_shows_what_waits_for_an_update_and_the_agenda(run: Run, acme: Path) -> None:
    out = run("run", acme, at=WHEN).out  # type: ignore[attr-defined]

    assert "What waits for an update: 5 of 5 under way" in out
    assert "Spring letter (activity:spring-letter): was due on 2027-03-31, and nothing was said since" in out
    assert "Weekly stand-up: 2027-03-30 to 2027-04-05" in out
    assert "Open house: was to begin on 2027-04-01 [activity:open-house]" in out
    assert "No data of these days." in out


def test_an_update_is_kept_once_and_the_edit_beside_it_is_offered(run: Run, acme: Path) -> None:
    for _ in range(2):
        ran = run("run", acme, "No hall yet", "--update", "open-house=stuck", "--sure", "40 %", at=WHEN)
        assert ran.code == 0  # type: ignore[attr-defined]
        assert "Open house: stuck: No hall yet (sure: 40 %)" in ran.out  # type: ignore[attr-defined]
        assert f"truenorth plan set {acme} activity:open-house 'blocked_by=No hall yet'" in ran.out  # type: ignore[attr-defined]

    now = folders.read(acme)
    (one,) = now.records.updates
    assert (one.about, one.says, one.note, one.confidence, one.on) == (
        "activity:open-house",
        "stuck",
        "No hall yet",
        40,
        date(2027, 4, 5),
    )
    assert now.plan == folders.read(EXAMPLES / "acme").plan
    assert "stuck: No hall yet (sure: 40 %), today" in run("run", acme, at=WHEN).out  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--update", "open-house"], "is no update: write ITEM=moved"),
        (["--update", "open-house=lost"], "'lost' says nothing of an item: write ITEM=moved"),
        (["--update", "open-house=stuck"], "what is stuck says on what: write a sentence"),
        (["--update", "open-hose=done"], "there is no 'open-hose' in this plan; did you mean activity:open-house?"),
        (["--update", "open-house=done", "--sure", "120 %"], "confidence"),
        (["--meeting", "launch"], "is no meeting of this plan"),
    ],
)
def test_what_cannot_be_read_is_said_with_the_mend(run: Run, acme: Path, words: list[str], says: str) -> None:
    ran = run("run", acme, *words, at=WHEN)

    assert ran.code == 2  # type: ignore[attr-defined]
    assert says in ran.err  # type: ignore[attr-defined]
    assert folders.read(acme).records.updates == ()


def test_the_same_for_machines(run: Run, acme: Path) -> None:
    found = json.loads(run("run", acme, "--format", "json", at=WHEN).out)  # type: ignore[attr-defined]

    assert (found["meeting"], found["since"], found["until"]) == ("cadence:weekly", "2027-03-30", "2027-04-05")
    assert found["waiting"][0] == {
        "item": "activity:spring-letter",
        "says": "was due on 2027-03-31, and nothing was said since",
        "due": "2027-03-31",
        "days_since_update": None,
        "fresh": False,
    }
    assert {"part": "program developments", "says": "Open house: was to begin on 2027-04-01"}.items() <= found[
        "agenda"
    ][0].items()


def test_the_agenda_of_a_past_week_knows_nothing_that_came_later(run: Run, acme: Path) -> None:
    at = datetime(2027, 4, 6, 9, tzinfo=UTC)
    run("plan", "set", acme, "open-house", "cost=9000", at=at)
    update(acme, "open-house=done", "", date(2027, 4, 6))

    before, after = (week(acme, date(2027, 4, day)) for day in (5, 6))

    assert not any(line.source in ("change", "update") for line in before.agenda)
    assert [line.says for line in after.agenda if line.source == "update"] == ["Open house: done"]
