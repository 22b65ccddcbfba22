"""Where a finding stands, in words: known, acknowledged, accepted until a day by whom and why, or grown since."""

from __future__ import annotations

from truenorth.records.life import Life, Weight
from truenorth.reports.words import amount, number, plain


def standing(life: Life, currency: str = "") -> str:
    """Where a finding stands; nothing where it is open and nobody has said anything about it."""
    said = _said(life)
    if life.grown is None:
        return plain(said)
    return plain(f"{said or 'known'}, but {grown(*life.grown, currency)}")


def _said(life: Life) -> str:
    decision = life.decision
    if decision and decision.state == "accepted":
        until = f" until {decision.until}" if decision.until else ""
        if life.state == "accepted" or life.grown:
            return f"accepted{until} by {decision.owner}: {decision.reason}"
        return f"was accepted{until}"
    if life.state == "acknowledged":
        return "acknowledged"
    return "known" if life.known else ""


def grown(was: Weight, now: Weight, currency: str) -> str:
    """How much worse it is: `grown from EUR 234 to EUR 890,000`."""
    parts = [f"risen from {was.severity} to {now.severity}"] if now.risen(was) else []
    if was.money and now.money and now.money > was.money:
        parts.append(f"grown from {amount(was.money, currency)} to {amount(now.money, currency)}")
    elif was.hours and now.hours and now.hours > was.hours:
        parts.append(f"grown from {number(was.hours)} to {number(now.hours)} hours")
    return " and ".join(parts)
