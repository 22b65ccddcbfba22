"""What was measured, on the pages: goals, an objective, a team's work; read once for a load."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from truenorth.server.models import Member, User
from truenorth.server.services import measure, workspaces
from truenorth.services import measured
from truenorth.services.measure import Asked, wanted

pytestmark = pytest.mark.django_db
REPORTED = """Metric,Month,Value,As of
Quotes out within five minutes,2026-10,58.0,2026-11-03
Quotes out within five minutes,2026-11,58.5,2026-12-03
Quotes out within five minutes,2026-12,58.3,2027-01-03
"""
TOUCHED = """Contact ID,Date,Campaign,Activity
1,2026-12-01,Broker webinar series,open
2,2026-12-02,Broker webinar series,click
"""


@pytest.fixture
def kestrel(settings: Any, tmp_path: Path) -> Member:
    """Kestrel, with what its reports and its mailer say."""
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    user = User.objects.create_user("cmo@kestrel.example", "correct horse battery", name="Nadia Berg")
    by = workspaces.begin("Kestrel", user=user, example="kestrel")
    for name, text in (("logbook_metrics.csv", REPORTED), ("tern_touches.csv", TOUCHED)):
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        measure.load(by.workspace, file, Asked(wanted("", {}, {})), by=by)
    by.workspace.refresh_from_db()
    return by


@pytest.fixture
def page(kestrel: Member) -> Callable[[str], str]:
    client = Client()
    client.force_login(kestrel.user)
    return lambda path: client.get(f"/w/{kestrel.workspace.key}/{path}").content.decode()


def test_goals_and_objectives_say_what_was_measured_when_by_whom_and_what_follows(page: Callable[[str], str]) -> None:
    home = page("")
    assert "<b>58.3 %</b>" in home
    assert "December 2026, Logbook" in home
    assert "Too early to tell" in home

    objective = page("plan/objective/five-minutes/")
    assert "Behind" in objective
    assert "From 58 % at the start to 70 %" in objective
    assert "58.3 %" in page("plan/metric/quotes-in-five/")
    assert "Not measured yet" in page("plan/objective/win-rate/")


def test_a_team_sees_what_its_work_moved_and_that_no_share_is_claimed(page: Callable[[str], str]) -> None:
    team = page("plan/teams/events/")

    assert "2 touches" in team
    assert "from 1 December 2026 to 2 December 2026" in team
    assert "It is not claimed" in team


def test_what_was_loaded_is_read_once_for_a_load_and_not_at_all_where_there_is_none(
    page: Callable[[str], str], kestrel: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []
    once = measured.happened
    monkeypatch.setattr(measured, "happened", lambda folder: read.append(folder) or once(folder))
    for path in ("", "plan/teams/events/", "plan/objective/five-minutes/", ""):
        page(path)

    other = workspaces.begin("Empty", user=kestrel.user).workspace
    assert not measure.happened(other)
    assert len(read) == 1


def test_a_damaged_file_is_named_and_the_pages_are_there(page: Callable[[str], str], kestrel: Member) -> None:
    folder = measure.place(kestrel.workspace) / "facts"
    (folder / measured.SUMS).unlink()
    next((folder / "observations").iterdir()).write_bytes(b"not a table")
    measure._happened.clear()

    assert "is damaged, or was changed" in page("plan/objective/five-minutes/")
