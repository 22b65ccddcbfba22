"""What people said: decisions, answers, estimates and "seen" marks, as pure values beside the plan."""

from __future__ import annotations

from truenorth.records.entry import Record
from truenorth.records.life import GROWN, Ids, Life, State, Weight, life
from truenorth.records.record import (
    Answer,
    AtStake,
    Change,
    Decision,
    Estimate,
    Known,
    Records,
    Seen,
    Sheet,
    Was,
)
from truenorth.records.text import read, renamed, written

__all__ = [
    "GROWN",
    "Answer",
    "AtStake",
    "Change",
    "Decision",
    "Estimate",
    "Ids",
    "Known",
    "Life",
    "Record",
    "Records",
    "Seen",
    "Sheet",
    "State",
    "Was",
    "Weight",
    "life",
    "read",
    "renamed",
    "written",
]
