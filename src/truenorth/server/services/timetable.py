"""Reports by themselves: those that are due are made and mailed to those they are for."""

from __future__ import annotations

import logging

from django.conf import settings

from truenorth.server.models import Edition, Workspace
from truenorth.server.services import mailing, reports

log = logging.getLogger(__name__)


def go() -> None:
    """Make what is due in every workspace in which somebody began a report, and post what is not out."""
    for workspace in Workspace.objects.filter(scenarios__editions__cadence__gt="").distinct():
        try:
            due(workspace)
        except Exception:  # one workspace holds up no other
            log.exception("the reports of %s that are due could not be made", workspace.key)
    mailing.post_due()


def due(workspace: Workspace) -> list[Edition]:
    """Make the reports of a workspace that are due, and mail them to those they are for."""
    return reports.due(workspace, lambda made: mailing.queue(made, reports.whom(made), by=None, address=_address(made)))


def _address(edition: Edition) -> str:
    key = edition.scenario.workspace.key
    return f"{settings.ORIGIN}/w/{key}/run/reports/{edition.pk}/" if settings.ORIGIN else ""
