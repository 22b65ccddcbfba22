"""The plan with more or less money or hours, as a what-if, repaired by the engine: its cheapest way out is taken."""

from __future__ import annotations

from django.db import transaction
from django_tasks import task

from truenorth.plan.edit import Edit
from truenorth.reports.words import listed
from truenorth.rules import Case
from truenorth.server import policy, store
from truenorth.server.models import Change, Member, Proof, Scenario
from truenorth.server.services import fit, mend, people, plan, whatifs
from truenorth.server.services.people import Refused
from truenorth.services.replan import scaled

WHY = "re-planned with"


def replan(scenario: Scenario, *, money: int = 0, hours: int = 0, by: Member) -> Scenario:
    """A what-if with so many per cent more (or less) money and hours, which a worker repairs where it does not fit.

    Refused where nothing would change; Denied where budgets, or hours of roles, are not this member's to change.
    """
    says = _says(money, hours)
    if not says:
        raise Refused("say how much more or less: -10 % of the money, or 5 % more hours")
    try:
        edits = scaled(Case(store.load(scenario), fit.today(scenario.workspace)), money=money, hours=hours)
    except ValueError as error:
        raise Refused(str(error)) from None
    if not edits:
        raise Refused("the plan states no budget, or no hours of roles, of which there could be more or less")
    plan.allowed(scenario, edits, by=by)
    with transaction.atomic():
        made = whatifs.begin(scenario, says[:1].upper() + says[1:], by=by)
        store.apply(made, edits, by=by, why=f"{WHY} {says}")
    transaction.on_commit(lambda: repair.enqueue(made.pk, by.pk))
    return made


def _says(money: int, hours: int) -> str:
    """`10 % less money, 5 % more hours`."""
    named = ((money, "money"), (hours, "hours"))
    return listed((f"{abs(share)} % {'more' if share > 0 else 'less'} {what}" for share, what in named if share), 2)


@task()
def repair(scenario: int, member: int) -> None:
    """Work out whether a what-if fits, and take the cheapest way out where it does not."""
    found = Scenario.objects.select_related("workspace", "parent").get(pk=scenario)
    repaired(found, by=Member.objects.select_related("workspace", "user").get(pk=member))


def repaired(scenario: Scenario, *, by: Member) -> Change | None:
    """Take the cheapest way out of what does not fit in a scenario; None where it fits, or others have to take it."""
    proof = fit.prove(scenario)
    if proof.state != Proof.State.DONE:
        return None
    answered = fit.read(proof)
    ways = answered.ways if answered.told and answered.told.fails else ()
    first = next((number for number, edits in enumerate(ways) if edits), None)
    if first is None or not _may(scenario, ways[first], by):
        return None
    try:
        return mend.take(scenario, proof.pk, first, by=by)
    except (Refused, store.Closed):  # somebody was quicker: it says something else by now, or was put away
        return None


def _may(scenario: Scenario, edits: tuple[Edit, ...], by: Member) -> bool:
    seat, now = people.seat(by), store.load(scenario)
    return by.left is None and all(policy.may(seat, one, now) for one in edits)
