"""What is done again and again by the worker: mail that is due goes out, reports that are due are made."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from django.utils.timezone import now
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from truenorth.server.services import digest, timetable

EVERY = timedelta(minutes=2)
KEPT = timedelta(days=1)
DUE: tuple[Callable[[], object], ...] = (digest.send_due, timetable.go)

log = logging.getLogger(__name__)


@task()
def go_round() -> None:
    """Do all that is due, and again a little later."""
    for one in DUE:
        try:
            one()
        except Exception:  # what fails in one round does not stop the others, nor the next round
            log.exception("%s was not done in this round", one.__module__)
    forget()
    begin(later=EVERY)


def begin(later: timedelta = timedelta()) -> None:
    """Have a round done after a while, unless one waits already."""
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=go_round.module_path)
    if not waiting.exists():
        go_round.using(run_after=now() + later).enqueue()


def forget() -> None:
    """Forget the jobs that ended a day ago."""
    DBTaskResult.objects.finished().filter(finished_at__lt=now() - KEPT).delete()
