"""What is done again and again by the worker: mail that is due goes out, reports that are due are made."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import OperationalError
from django.utils.timezone import now
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from truenorth.server.services import digest, timetable

EVERY = timedelta(minutes=2)
KEPT = timedelta(days=1)
PAUSES = (0, 5, 30)  # seconds before each try to set the next round

log = logging.getLogger(__name__)


def forget() -> None:
    """Forget the jobs that ended a day ago."""
    DBTaskResult.objects.finished().filter(finished_at__lt=now() - KEPT).delete()


DUE: tuple[Callable[[], object], ...] = (digest.send_due, timetable.go, forget)


@task()
def go_round() -> None:
    """Do all that is due, and again a little later."""
    for one in DUE:
        try:
            one()
        except Exception:  # what fails in one round does not stop the others, nor the next round
            log.exception("%s was not done in this round", one.__module__)
    for pause in PAUSES:
        time.sleep(pause)
        try:
            return begin(later=EVERY)
        except OperationalError:  # the database is busy: without this round's successor there would be no more
            log.exception("the next round could not be set")


def begin(later: timedelta = timedelta()) -> None:
    """Have a round done after a while, unless one waits already."""
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=go_round.module_path)
    if not waiting.exists():
        go_round.using(run_after=now() + later).enqueue()
