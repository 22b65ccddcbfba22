"""A plan begun with three short forms: where to, what counts as getting there, and the work in mind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from truenorth.plan.edit import Edit
from truenorth.plan.entity import KINDS, data
from truenorth.plan.keys import keys_of
from truenorth.plan.plan import Plan
from truenorth.plan.reading import Unreadable, entity
from truenorth.plan.resources import Team
from truenorth.plan.strategy import Vision

Row = Mapping[str, str]  # what was typed, by the name of the blank


@dataclass(frozen=True)
class Blank:
    """A place to fill in: its name, what it asks, and an example of an answer."""

    name: str
    asks: str
    example: str


@dataclass(frozen=True)
class Form:
    """A short form: so many rows of the same blanks. A row without its first blank is not there."""

    title: str
    says: str
    kind: str
    blanks: tuple[Blank, ...]
    rows: int = 1


FORMS = (
    Form(
        "Where do you want to get?",
        "The company, and the change it wants to see for its customers.",
        "company",
        (
            Blank("name", "The company's name", "Kestrel Freight Cloud"),
            Blank("currency", "The currency you plan in", "EUR"),
            Blank("statement", "The vision, in a sentence", "Every independent broker quotes like the giants"),
        ),
    ),
    Form(
        "What counts as getting there?",
        "Up to three goals. Say what is known; the rest can wait.",
        "goal",
        (
            Blank("name", "The goal", "Win the mid-market broker"),
            Blank("target", "The number to reach", "31 %"),
            Blank("horizon", "By when", "2027-12-31"),
            Blank("business_owner", "Who answers for it on the business side (a role)", "CEO"),
        ),
        rows=3,
    ),
    Form(
        "Which work do you have in mind?",
        "A line for each piece of work.",
        "activity",
        (
            Blank("name", "The work", "Spring webinar"),
            Blank("team", "The team", "Events"),
            Blank("start", "Starts", "2027-03-01"),
            Blank("end", "Ends", "2027-04-15"),
            Blank("cost", "Costs, besides hours", "12000"),
        ),
        rows=6,
    ),
)


class Wrong(ValueError):
    """Answers that cannot be read: by (row, name of the blank) what is wrong."""

    def __init__(self, problems: Mapping[tuple[int, str], str]) -> None:
        """Keep the problems."""
        super().__init__("; ".join(problems.values()))
        self.problems = problems


def edits(plan: Plan, form: Form, rows: Iterable[Row]) -> list[Edit]:
    """What was typed as edits of the plan; Wrong with everything that cannot be read."""
    first = form.blanks[0].name
    typed = ((number, _typed(row)) for number, row in enumerate(rows))
    given: list[tuple[int, Row]] = [(number, row) for number, row in typed if row.get(first)]
    found: list[Edit] = []
    problems: dict[tuple[int, str], str] = {}
    for (number, row), key in zip(given, _keys(plan, form.kind, given), strict=True):
        try:
            found += _edits(plan, form.kind, key, row)
        except Unreadable as error:
            problems |= {(number, one.field.partition(".")[0]): one.says for one in error.problems}
    if problems:
        raise Wrong(problems)
    return list({one.ref: one for one in found}.values())


def _typed(row: Row) -> Row:
    return {name: text.strip() for name, text in row.items() if text.strip()}


def _keys(plan: Plan, kind: str, given: list[tuple[int, Row]]) -> list[str]:
    """A key for each row that no item has; the company keeps its own."""
    if kind == "company" and (company := plan.company):
        return [company.key] * len(given)
    taken = [item.key for item in plan.all(KINDS[kind])]
    rows = [*((key, key) for key in taken), *(("", row["name"]) for _, row in given)]
    return list(keys_of(rows, kind))[len(taken) :]


def _edits(plan: Plan, kind: str, key: str, row: Row) -> list[Edit]:
    match kind:
        case "company":
            vision = [_edit(plan, f"vision:{key}", {"statement": row["statement"]})] if "statement" in row else []
            return [_edit(plan, f"company:{key}", {k: v for k, v in row.items() if k != "statement"}), *vision]
        case "activity" if "team" in row:
            made, ref = _team(plan, row["team"])
            return [*made, _edit(plan, f"activity:{key}", {**row, "team": ref})]
        case "goal":
            visions = [item.key for item in plan.all(Vision)][:1]
            return [_edit(plan, f"goal:{key}", {**row, "of": "organisation", "serves": visions})]
    return [_edit(plan, f"{kind}:{key}", row)]


def _team(plan: Plan, name: str) -> tuple[list[Edit], str]:
    """The team of a name, made where there is none yet, and its key."""
    wanted = name.casefold()
    known = next((team for team in plan.all(Team) if wanted in (team.key.casefold(), team.name.casefold())), None)
    if known:
        return [], known.key
    key = next(iter(keys_of([("", name)], "team")))
    return [_edit(plan, f"team:{key}", {"name": name})], key


def _edit(plan: Plan, ref: str, fields: Mapping[str, Any]) -> Edit:
    was = plan.find(ref)
    before = data(was) if was else None
    return Edit(ref, before, data(entity(ref, {**(before or {}), **fields})))
