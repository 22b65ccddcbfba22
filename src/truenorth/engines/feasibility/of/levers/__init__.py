"""The ways in which a plan may give: each loosens one statement, and is an edit of the plan."""

from __future__ import annotations

from truenorth.engines.feasibility.of.draft import Draft
from truenorth.engines.feasibility.of.levers.dates import put_dates
from truenorth.engines.feasibility.of.levers.hiring import put_hiring
from truenorth.engines.feasibility.of.levers.means import put_means
from truenorth.engines.feasibility.of.levers.money import put_money
from truenorth.engines.feasibility.of.levers.scope import put_scope
from truenorth.engines.feasibility.of.levers.tools import put_tools

__all__ = ["put_levers"]


def put_levers(draft: Draft) -> None:
    """Offer what may give, kind by kind: dates, scope, seats, processes, tools, money."""
    put_dates(draft)
    put_scope(draft)
    put_hiring(draft)
    put_means(draft)
    put_tools(draft)
    put_money(draft)
