"""Acme, with a change, as a problem; and how a test looks things up in one."""

from __future__ import annotations

from typing import Any

from truenorth.engines.feasibility.asked import Asked
from truenorth.engines.feasibility.of import of
from truenorth.engines.feasibility.problem import Pot, Staff, Work
from truenorth.rules.acme import acme


def asked(over: str | dict[str, Any] = "", **more: Any) -> Asked:
    """The problem of Acme with a change written as YAML."""
    case = acme(over)
    return of(case.whole, case.today, **more)


def work(one: Asked, key: str) -> Work:
    """A piece of work, by its key without `activity:`."""
    return one.problem.work[f"activity:{key}"]


def dates(one: Asked, key: str) -> tuple[str, str]:
    """The first day on which work can begin, and the last one on which it can be done."""
    it = work(one, key)
    return str(one.days[it.earliest]), str(one.days[it.latest - 1])


def said(one: Asked, key: str) -> str:
    """What a claim says."""
    return one.problem.claims[key].says


def draws(one: Asked, key: str) -> dict[str, int]:
    """What a piece of work draws, by resource."""
    return {use.resource: use.amount for use in work(one, key).uses}


def staff(one: Asked, title: str) -> Staff:
    """Seats by their title."""
    return next(staff for staff in one.problem.staff if staff.title == title)


def pots(one: Asked, resource: str) -> list[Pot]:
    """The pots of a resource."""
    return [pot for pot in one.problem.pots if pot.resource == resource]
