"""The page of a rule as values: why it matters, its example as what changes in Acme, what is found then, the mend."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import cache
from typing import Any

from truenorth.plan import text
from truenorth.plan.edit import diff
from truenorth.plan.entity import KINDS
from truenorth.plan.plan import Plan
from truenorth.reports.diff import Difference, differences
from truenorth.reports.words import plain
from truenorth.rules.acme import acme, merged
from truenorth.rules.rule import RULES, Rule

FAMILIES = {
    "GOAL": "Goals",
    "AUD": "Audience",
    "STORY": "Story",
    "TEAM": "People",
    "TOOL": "Tools",
    "TIME": "Time",
    "COST": "Money",
    "LOAD": "Load",
    "FLOW": "Hand-overs",
    "SIGN": "Promises",
    "FACT": "Numbers",
    "FIT": "Fit",
    "BEAT": "Rhythm",
}
_REF = re.compile(rf"\b(?:{'|'.join(KINDS)}):[\w.-]*\w")


@dataclass(frozen=True)
class Shown:
    """What a rule's page shows. `apart` is what the example sets besides items: the day, records, settings.

    `word` is what people say or agree on to put it right, where that is no change of an item.
    """

    rule: Rule
    why: str
    example: tuple[Difference, ...]
    agreed: tuple[Difference, ...]
    apart: tuple[str, ...]
    finds: tuple[str, ...]
    mend: tuple[Difference, ...]
    word: tuple[str, ...] = ()


def family(code: str) -> str:
    """What a family is called."""
    return FAMILIES.get(code, code)


def about(code: str) -> str:
    """What a family is about, in a sentence: the first line of its module."""
    module = next(rule.judge.__module__ for rule in RULES.values() if rule.family == code)
    top = sys.modules[".".join(module.split(".")[:3])]
    said = re.sub(rf"^{code}\d*: ", "", (top.__doc__ or "").strip().splitlines()[0])
    return said[:1].upper() + said[1:]


@cache
def shown(code: str) -> Shown:
    """The page of a rule. KeyError where there is none."""
    rule = RULES[code]
    over = text.loaded(rule.sections["Example"]) or {}
    mend = text.loaded(rule.sections["Put right"]) or {}
    before, bent, right = acme(), acme(over), acme(merged(over, mend))
    return Shown(
        rule,
        rule.sections["Why it matters"],
        _changes(before.whole, bent.whole),
        _changes(bent.whole, bent.agreed) if bent.agreed is not None else (),
        tuple(_named(line, bent.whole) for line in _apart(over)),
        tuple(_named(line, bent.whole) for line in rule.sections["Finds"].splitlines() if line.strip()),
        _changes(bent.whole, right.whole),
        tuple(_named(line, right.whole) for line in _word(over, merged(over, mend), bent.agreed != right.agreed)),
    )


def _changes(old: Plan, new: Plan) -> tuple[Difference, ...]:
    return tuple(differences(old, new, diff(old, new)))


def _apart(over: dict[str, Any]) -> list[str]:
    """The day, what people said and the settings of an example, in words."""
    said = [f"Judged as of {over['today']}"] if "today" in over else []
    for kind, many in (over.get("records") or {}).items():
        said += [f"{kind.capitalize()}: {_told(one)}" for one in many]
    for code, given in (over.get("settings") or {}).items():
        said += [f"{code}: {name.replace('_', ' ')} {value}" for name, value in given.items()]
    return said


def _word(over: dict[str, Any], right: dict[str, Any], agree: bool) -> list[str]:
    """What people say in the second case and not in the first, and that both sides agree on another version."""
    before = _apart(over)
    return [line for line in _apart(right) if line not in before] + (["Both sides agree on it"] if agree else [])


def _told(record: dict[str, Any]) -> str:
    """A record's fields in a line."""
    return "; ".join(f"{name.replace('_', ' ')} {value}" for name, value in record.items() if value is not True)


def _named(line: str, plan: Plan) -> str:
    """A line of what is found, with items by their names."""
    said = _REF.sub(lambda found: plan.title(found[0]) if plan.find(found[0]) else found[0], line.strip())
    return plain(said)
