"""What a rule is: one function. Its docstring is its page; the example on the page is its test."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from truenorth.plan.entity import PARTIES, Entity, Party, Ref
from truenorth.plan.plan import Plan
from truenorth.rules.finding import Finding, FindingKind, Severity

Look = str | int | Callable[[Plan, Ref], Iterable[Ref]]
HEADINGS = ("Why it matters", "Example", "Finds", "Put right")


@dataclass(frozen=True)
class Rule:
    """A rule: whom it asks, what it judges (`each` kind, or the plan as a whole), and what it reads besides.

    `looks` tells how far from an item the rule reads: "self" its own fields, "up" what it points at, and on;
    "down" what points at it, and on; a number, so many links away in any direction; a function, from an edited item
    to the items whose judgement hangs on it. Together with `reads` (kinds) it decides what is judged again.
    A `heavy` rule takes longer than all others together: it is judged where it is asked for, and not after each edit.
    """

    code: str
    asks: Party
    judge: Callable[..., Iterable[Finding]]
    each: tuple[type[Entity], ...]
    reads: frozenset[str]
    looks: Look
    kind: FindingKind
    severity: Severity
    wave: int
    since: str
    title: str
    sections: Mapping[str, str]
    parameters: Mapping[str, Any]
    heavy: bool = False

    @property
    def family(self) -> str:
        """The letters of the code."""
        return self.code.rstrip("0123456789")

    @property
    def page(self) -> str:
        """The rule's page, in Markdown."""
        facts = [f"Asks: {PARTIES[self.asks]}", f"Finds: {self.finds}", f"Since: {self.since}"]
        facts += [f"Setting `{name}`: {value}" for name, value in self.parameters.items()]
        body = "\n\n".join(f"## {heading}\n\n{text}" for heading, text in self.sections.items())
        return f"# {self.code} {self.title}\n\n" + "\n".join(f"- {fact}" for fact in facts) + f"\n\n{body}\n"

    @property
    def finds(self) -> str:
        """What its findings are, and how much they matter."""
        match self.kind:
            case "contradiction":
                return f"a contradiction ({self.severity})"
            case "notice":
                return "something worth knowing (info)"
        also = "; a contradiction is an error" if self.severity == "error" else ""
        return f"what is not filled in yet (info, a warning where most others have it){also}"

    def run(self, settings: Mapping[str, Any], *args: Any) -> Iterable[Finding]:
        """The findings on a case (and an item), with this workspace's settings."""
        return self.judge(*args, **settings)


RULES: dict[str, Rule] = {}


def rule(
    code: str,
    *,
    asks: Party,
    each: type[Entity] | tuple[type[Entity], ...] = (),
    reads: Iterable[str] = (),
    looks: Look = "self",
    kind: FindingKind = "contradiction",
    severity: Severity = "warning",
    wave: int = 1,
    since: str = "0.1",
    heavy: bool = False,
) -> Callable[[Callable[..., Iterable[Finding]]], Rule]:
    """Register a function as the rule with this code.

    The function takes the case, then the item (where `each` names kinds), then its settings as keyword-only
    arguments with defaults. Its docstring holds the title, then the sections of HEADINGS.
    """

    def register(judge: Callable[..., Iterable[Finding]]) -> Rule:
        kinds = each if isinstance(each, tuple) else (each,)
        title, *parts = re.split(r"^## (.+)\n", inspect.getdoc(judge) or "", flags=re.MULTILINE)
        sections = {heading: text.strip("\n") for heading, text in zip(parts[::2], parts[1::2], strict=True)}
        given = inspect.signature(judge).parameters.values()
        parameters = {p.name: p.default for p in given if p.kind is p.KEYWORD_ONLY}
        all_reads = frozenset(reads) | {kind.kind for kind in kinds}
        RULES[code] = Rule(
            code,
            asks,
            judge,
            kinds,
            all_reads,
            looks,
            kind,
            severity,
            wave,
            since,
            title.strip(),
            sections,
            parameters,
            heavy,
        )
        return RULES[code]

    return register
