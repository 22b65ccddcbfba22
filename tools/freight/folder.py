"""Kestrel's plan as the folder that examples/kestrel is, with a README that lists what is out of line."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

from tools.freight.plan import TODAY, plan, source

from truenorth.plan import KINDS, text
from truenorth.plan.plan import Plan

CSV = frozenset({"activity", "content"})
SETTINGS = f"""\
# Kestrel Freight Cloud is invented. Its fiscal year 2027 runs from October 2026 to September 2027;
# check it as of {TODAY}, when the year is three and a half months old:
#   truenorth check examples/kestrel --as-of {TODAY}
schema: 1
"""


def write(folder: Path) -> int:
    """Write the folder; how many items it holds."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "truenorth.yaml").write_text(SETTINGS, encoding="utf-8")
    made = plan()
    text.write(made, folder, csv_kinds=CSV)
    (folder / "README.md").write_text(readme(made), encoding="utf-8")
    return len(made)


def readme(made: Plan) -> str:
    """What Kestrel is, how to look at it, and what is out of line on purpose."""
    rows = [row for fault in source("planted") for row in _rows(fault)]
    held = ", ".join(f"{len(made.all(KINDS[kind]))} {name}" for kind, name in NAMED.items())
    said = textwrap.dedent(_README).strip()
    head = said.format(today=TODAY, held=held, faults=len(source("planted")), lines=len(rows))
    table = ["| what happened | finding | what it says | what puts it right |", "|---|---|---|---|", *rows]
    paragraphs = [part if part[0] in " #" else textwrap.fill(part, 120) for part in head.split("\n\n")]
    return "\n\n".join([*paragraphs, "\n".join(table), textwrap.dedent(_AFTER).strip()]) + "\n"


def _rows(fault: dict[str, Any]) -> list[str]:
    """A line for the finding, and one for each that comes with it."""
    own = f"| {fault['what']} | `{fault['rule']}` {fault['at']} | {_cell(fault['says'])} | {_cell(fault['by'])} |"
    also = [f"| (the same) | `{rule}` {at} | {_cell(says)} | (the same) |" for rule, at, says in fault.get("also", ())]
    return [own, *also]


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


NAMED = {
    "goal": "goals",
    "objective": "objectives",
    "persona": "personas",
    "message": "messages",
    "program": "programs",
    "activity": "activities",
    "content": "pieces of content",
    "feed": "feeds",
    "tool": "tools",
    "process": "processes",
    "budget": "budgets",
    "commitment": "promises",
}
_README = """\
    # Kestrel Freight Cloud

    An invented company: software with which independent freight brokers price a load, quote it, and look at the carrier
    before they book. 318 people in Milwaukee, eight marketing groups (corporate communications, social media, product
    marketing, marketing automation, telemarketing, public relations, website, webinars & events), and sales, service
    and finance beside them. This is their plan for fiscal 2027, October 2026 to September 2027, as it stands on
    {today}: {held}.

        truenorth check examples/kestrel --as-of {today}
        truenorth plan init my-kestrel --example kestrel     # a copy to change

    Nobody here has done anything wrong; everybody has changed a little since September, and nobody has looked at the
    whole. {faults} things are out of line, of every family of rules, and Quote Live, the launch of the spring, is in
    the middle of many of them. The check says these {lines} lines and no others:

    """
_AFTER = """
Without them nothing is out of line. The folder is written by `tools/kestrel.py plan` from what is in `tools/freight`,
with a fixed seed. `tools/kestrel.py facts OUT` writes eighteen months of what happened to go with it, as the company's
systems would have exported it.
"""
