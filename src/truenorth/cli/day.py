"""The day as of which a command judges: today, or one that was asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from datetime import date


def today(context: typer.Context) -> date:
    """Today, as whoever started the program says; the clock of this machine, else."""
    from truenorth.services.clock import now

    found: date = (context.obj or now)().date()
    return found


def day_of(context: typer.Context, folder: Path, as_of: str) -> date:
    """A day that was asked for, a date or a period of the plan's own calendar; today where none was."""
    from truenorth.services.check import day
    from truenorth.services.measure import plan_of

    return day(as_of, plan_of(folder).calendar) if as_of else today(context)
