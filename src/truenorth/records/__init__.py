"""What people said: decisions, answers, estimates and "seen" marks, as pure values beside the plan."""

from __future__ import annotations

from truenorth.records.life import Ids, Life, State, life
from truenorth.records.record import Answer, Change, Decision, Estimate, Record, Records, Seen, Sheet, Was
from truenorth.records.text import read, renamed, written

__all__ = [
    "Answer",
    "Change",
    "Decision",
    "Estimate",
    "Ids",
    "Life",
    "Record",
    "Records",
    "Seen",
    "Sheet",
    "State",
    "Was",
    "life",
    "read",
    "renamed",
    "written",
]
