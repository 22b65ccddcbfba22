"""What is worked out after a change is in, by a worker: it blocks nobody, and its answer waits with its version."""

from __future__ import annotations

from django.db import transaction
from django.utils.timezone import now
from django_tasks import task

from truenorth.server.models import Change, Scenario
from truenorth.server.services import fit


def later(scenario: Scenario, made: Change | None) -> Change | None:
    """Have the engine look at a scenario once a change of it is in; the change itself, for whoever made it."""
    if made is not None:
        transaction.on_commit(lambda: ask(scenario))
    return made


def ask(scenario: Scenario, ways: int = fit.WAYS) -> None:
    """Ask whether a scenario fits, unless that is known or being worked out."""
    scenario.refresh_from_db()
    _, fresh = fit.waiting(scenario, fit.today(scenario.workspace), ways)
    if fresh:
        prove.enqueue(scenario.pk, ways)


@task()
def prove(scenario: int, ways: int) -> None:
    """Work out whether the newest version of a scenario fits."""
    fit.prove(Scenario.objects.select_related("workspace", "parent").get(pk=scenario), ways)


def resume() -> None:
    """Ask again for what a worker that ended left behind."""
    for proof, after in fit.unanswered():
        prove.using(run_after=now() + after).enqueue(proof.scenario_id, proof.ways)
