"""The first sheet of the template: what to fill in first, and a short form for a list of work."""

from __future__ import annotations

from truenorth.plan.sheet.layout import Layout
from truenorth.plan.sheet.table import Table

START = "Start here"
FORM = {"Title": "name", "Owner": "owner", "Date": "due", "Channel": "channel"}
WORDS = (
    "From a list of your work to a page worth showing",
    "1. Fill in the form below: a line for each piece of work, with its title, the role that owns it, its date and"
    " its channel. Leave out what nobody has said.",
    "2. Save this file and type: truenorth plan init my-plan",
    "3. Then: truenorth plan import my-plan this-file.xlsx",
    "4. Then: truenorth check my-plan --format html --out page.html",
    "Later, the other sheets say more: first goal and objective (why), then program (what belongs together),"
    " then team and budget. Each has a line that says what goes into its columns.",
    "Owners are roles (Content manager), not people. More columns are welcome: they become labels.",
)


def start_layout(table: Table) -> Layout:
    """What the columns of the short form mean; a column that somebody added is a label."""
    return Layout("activity", {column.name: FORM.get(column.name, f"labels.{column.name}") for column in table.columns})
