"""`truenorth rules` and `truenorth rule CODE`: what is looked for, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from truenorth.cli.screen import bad_input, show


def rules() -> None:
    """List the rules: code, what it finds, whom it asks."""
    from truenorth.reports.words import PARTIES
    from truenorth.rules import RULES

    for code, one in sorted(RULES.items()):
        asks = PARTIES.get(one.asks, one.asks)
        show([f"{code:<8} {one.severity if one.kind == 'contradiction' else one.kind:<8} {one.title} (asks {asks})"])


def rule(code: Annotated[str, typer.Argument(metavar="CODE", help="Such as TOOL02.", show_default=False)]) -> None:
    """Explain a rule: why it matters, an example, what it finds, how to put it right."""
    with bad_input():
        from truenorth.rules import RULES
        from truenorth.services.plan import Refused
        from truenorth.services.settings import no_rule

        if code.upper() not in RULES:
            raise Refused(no_rule(code))
        show(RULES[code.upper()].page.rstrip("\n").splitlines())
