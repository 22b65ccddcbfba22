"""Writes the generated pages of docs/: kinds, rules, commands, tables, schemas, ...; `--check` tells stale ones."""

from __future__ import annotations

import ast
import csv
import json
import os
import re
import sys
import typing
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel
from typer.main import get_command

from truenorth.cli import app
from truenorth.engines.feasibility import template as templates
from truenorth.plan import KINDS, Entity
from truenorth.plan.cells import cell
from truenorth.plan.example import folder
from truenorth.plan.schema import schemas
from truenorth.plan.text import documents
from truenorth.plan.values import Duration, In, Quantity
from truenorth.reports import kinds
from truenorth.reports.measure.tables import tables_page
from truenorth.reports.rule_page import about
from truenorth.reports.words import PARTIES
from truenorth.rules import RULES, Rule
from truenorth.server import policy

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
GENERATED = ("reference/**/*.md", "reference/openapi.json", "schema/*.json", "requirements.md", "templates.md")
DO_NOT_EDIT = "<!-- Written by `make docs`: change the code, not this page. -->\n"
# What shows that a requirement is met where its test names no rule: the page on what the test is about.
PAGES = {
    "plan": "reference/kinds.md",
    "cli": "reference/cli.md",
    "records": "check.md",
    "reports": "check.md",
    "facts": "measure.md",
    "engines": "measure.md",
}


def pages() -> dict[str, str]:
    """Every generated page, by its path in docs/."""
    found = {
        "reference/kinds.md": kinds_page(),
        "reference/rules.md": rules_page(),
        "reference/cli.md": cli_page(),
        "reference/tables.md": _with_note(tables_page()),
        "reference/policy.md": policy_page(),
        "reference/openapi.json": openapi(),
        "requirements.md": requirements_page(),
        "templates.md": templates_page(),
    }
    found |= {f"reference/rules/{code}.md": rule_page(rule) for code, rule in RULES.items()}
    found |= {f"schema/{kind}.json": _as_json(schema) for kind, schema in schemas().items()}
    return dict(sorted(found.items()))


def _with_note(page: str) -> str:
    """A page whose text is written elsewhere, with the word that it is generated."""
    title, _, rest = page.partition("\n")
    return f"{title}\n\n{DO_NOT_EDIT}{rest}"


def openapi() -> str:
    """The HTTP API as the server describes it to programs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "truenorth.server.settings")
    import django

    django.setup()
    from truenorth.server.views.api.v1 import api

    told = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str))
    return _as_json({**told, "info": {**told["info"], "version": "1"}})


def policy_page() -> str:
    """Who may change what, as the server holds people to it."""
    rights = dict(policy.KINDS)
    rights |= {f"{kind}: {field.replace('_', ' ')}": right for (kind, field), right in policy.FIELDS.items()}
    head = ["", *PARTIES]
    rows = ([what, *(_cell(right, party) for party in PARTIES)] for what, right in rights.items())
    whatifs = ([what, *(_cell(right, party) for party in PARTIES)] for what, right in policy.WHATIFS.items())
    talk = ([what, *(_cell(right, party) for party in PARTIES)] for what, right in policy.TALK.items())
    agree = ([what, *(_cell(right, party) for party in PARTIES)] for what, right in policy.AGREE.items())
    reports = ([what, *(_cell(right, party) for party in PARTIES)] for what, right in policy.REPORTS.items())
    week = ([what, *(_cell(right, party) for party in PARTIES)] for what, right in policy.RUN.items())
    return f"""# Who may change what

{DO_NOT_EDIT}
- **any**: any item of the kind.
- **own**: what is theirs. Of an activity, a program, a feed and the like: that of their team; for a partner, of the
  programs named in the invitation. Of an expectation or a commitment: that of their party. The answer to a feed: that
  of the team that takes it.
- A field with a line of its own takes that right; a new item that fills it takes both.
- Whoever manages the workspace stands in for parties of which nobody has joined yet, invites and moves people, sets
  the rules, and reads who did what.

{table(head, rows)}
With what-ifs (own: those that one began; one is seen by whoever began it and those it is shared with, edited as the
plan is, and taken over by whoever may make each of its edits in the plan):

{table(head, whatifs)}
What is said beside the plan (own: what one asked oneself; for the answer to a request, that it asks one's team; a door
is the link by which anybody asks for work):

{table(head, talk)}
On the way to an agreement (an answer to an objection is given by somebody else than whoever raised it; in a yes nobody
stands in for a side that has not joined):

{table(head, agree)}
In the working week (own: work of one's team, party or programs, or that one owns; a suggestion that one made or is
asked about; it is accepted by whoever may make its edits):

{table(head, week)}
With reports (own: that of one's party, team or programs; one is sent to whoever may read it):

{table(head, reports)}
What an hour costs is shown to {_listed(policy.SEE_RATES)}. A partner sees its programs, what belongs to them and what
those are for; everybody else sees the whole plan. About any finding decide {_listed(policy.DECIDE)}; others decide
about those that ask them, {_listed(policy.SILENT)} about none.
"""


def _cell(right: policy.Right, party: str) -> str:
    return "any" if party in right.anywhere else "own" if party in right.own else ""


def _listed(parties: frozenset[str]) -> str:
    *most, last = (PARTIES[party] for party in PARTIES if party in parties)
    return f"{', '.join(most)} and {last}"


def _as_json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown."""
    names = list(head)
    lines = [names, ["---"] * len(names), *([_in_a_cell(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _in_a_cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def kinds_page() -> str:
    """Every kind with its fields, how each is written, what it is counted in, and what Acme says."""
    shared = table(FIELDS, field_rows(Entity, [item for kind in KINDS for item in _samples(kind)]))
    parts = [
        "# Kinds and their fields\n",
        DO_NOT_EDIT,
        "What a plan can hold. Each kind has a file of its own, in YAML or CSV; every field may be left out. How to"
        " write a plan is told in [plan](../plan.md). The last column shows what Acme, the company of the examples,"
        " says.\n",
        "## How values are written\n",
        table(["value", "how"], kinds.HOW.items()),
        "## In an editor\n",
        "`truenorth plan schema FOLDER` writes a JSON Schema for the file of each kind. An editor with a YAML language"
        " server then completes the fields and marks what is wrong, where the first line of a file names its schema:\n",
        "```yaml\n# yaml-language-server: $schema=schemas/activity.json\n```\n",
        "## Fields of every kind\n",
        shared,
        *(_kind_section(group, name) for group, name, _ in kinds.listing()),
    ]
    return "\n".join(parts)


FIELDS = ("field", "how it is written", "counted in", "what it means", "in Acme")


def _kind_section(group: str, name: str) -> str:
    kind = KINDS[name]
    own = table(FIELDS, field_rows(kind, _samples(name), own=True))
    inside = (
        f"Inside `{field}`: {kinds.meaning(part)}\n\n" + table(FIELDS, field_rows(part, _inside(name, field)))
        for field, part in kinds.parts(kind).items()
    )
    about = f"{group}. Files: `{name}.yaml` or `{name}.csv`; for an editor: [{name}.json](../schema/{name}.json)."
    return "\n".join([f"## {name}\n", f"{kinds.meaning(kind)}\n", f"{about}\n", own, *inside])


def field_rows(kind: type[BaseModel], samples: list[dict[str, Any]], *, own: bool | None = None) -> Iterator[list[str]]:
    """A row for each field: name, how it is written, what it is counted in, what it means, an example."""
    hints = typing.get_type_hints(kind, include_extras=True)
    for name, how, what in kinds.fields(kind, own=own):
        example = next((cell(item[name]) for item in samples if item.get(name)), "")
        yield [f"`{name}`", how, _counted_in(hints[name]), what, f"`{_short(example)}`" if example else ""]


def _short(text: str) -> str:
    plain = " ".join(text.replace("`", "'").split())
    return plain if len(plain) <= 90 else plain[:87] + "..."


def _counted_in(hint: Any) -> str:
    """The unit of numbers that say none."""
    if isinstance(hint, In):
        return hint.unit
    return next((unit for part in typing.get_args(hint) if (unit := _counted_in(part))), "")


@cache
def _acme() -> dict[str, dict[str, dict[str, Any]]]:
    return documents(folder("acme"))


def _samples(kind: str) -> list[dict[str, Any]]:
    return list(_acme().get(kind, {}).values())


def _inside(kind: str, field: str) -> list[dict[str, Any]]:
    values = [item.get(field) for item in _samples(kind)]
    flat = (one for value in values for one in (value if isinstance(value, list) else [value]))
    return [one for one in flat if isinstance(one, dict)]


def rules_page() -> str:
    """All rules, by family."""
    families = sorted({rule.family for rule in RULES.values()})
    parts = ["# The rules\n", DO_NOT_EDIT, f"{len(RULES)} ways in which a plan can be out of line, by family.\n"]
    for family in families:
        rows = [
            [f"[{code}](rules/{code}.md)", rule.title, rule.finds, rule.asks]
            for code, rule in sorted(RULES.items())
            if rule.family == family
        ]
        parts += [f"## {family}\n", f"{about(family)}\n", table(["rule", "what it finds", "as", "asks"], rows)]
    return "\n".join(parts)


def rule_page(rule: Rule) -> str:
    """The page of a rule."""
    title, _, rest = rule.page.partition("\n\n")
    return f"{title}\n\n{DO_NOT_EDIT}\n{rest}\n[All rules](../rules.md#{rule.family.lower()})\n"


def cli_page() -> str:
    """Every command with its arguments and options."""
    parts = ["# The command line\n", DO_NOT_EDIT, *_command(get_command(app), "truenorth")]
    return "\n".join(parts)


def _command(command: Any, name: str) -> Iterator[str]:
    context = command.context_class(command, info_name=name)
    usage = " ".join([name, *command.collect_usage_pieces(context)])
    yield f"## {name}\n\n```text\n{usage}\n```\n\n{(command.help or '').strip()}\n"
    records = [record for one in command.get_params(context) if (record := one.get_help_record(context))]
    rows = [[f"`{re.sub(r' <.*?>', '', name)}`", what] for name, what in records if name != "--help"]
    if rows:
        yield table(["", "what it is"], rows)
    for inner in command.list_commands(context) if hasattr(command, "list_commands") else ():
        yield from _command(command.get_command(context, inner), f"{name} {inner}")


class Requirement(NamedTuple):
    """A row of docs/requirements.csv."""

    id: str
    kind: str
    requirement: str
    rules: str


class Claim(NamedTuple):
    """A test that shows a requirement as met: its file, its sentence, and the rules it names."""

    file: str
    says: str
    rules: tuple[str, ...]


def requirements() -> list[Requirement]:
    """What the product has to do, in our words."""
    with (DOCS / "requirements.csv").open(encoding="utf-8", newline="") as rows:
        return [Requirement(**row) for row in csv.DictReader(rows)]


def claims() -> dict[str, list[Claim]]:
    """The tests that show each requirement as met."""
    found: dict[str, list[Claim]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for id_, claim in _claims(path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8"))):
            if claim not in found.setdefault(id_, []):
                found[id_].append(claim)
    return found


def _claims(file: str, tree: ast.Module) -> Iterator[tuple[str, Claim]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        calls = [call for one in node.decorator_list for call in ast.walk(one) if isinstance(call, ast.Call)]
        marks = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "meets"]
        says = node.name.removeprefix("test_").removeprefix("Test").replace("_", " ")
        codes = dict.fromkeys(code for code in re.findall(r"[A-Z]{3,5}\d\d", ast.unparse(node)) if code in RULES)
        for id_ in (one.value for call in marks for one in call.args if isinstance(one, ast.Constant)):
            yield str(id_), Claim(file, says, tuple(codes))


def requirements_page() -> str:
    """What the product has to do: what is shown as met, where and by which test, and what is open."""
    shown, rows = claims(), requirements()
    met = [row for row in rows if row.id in shown]
    still_open = [row for row in rows if row.id not in shown]
    parts = [
        "# Requirements\n",
        DO_NOT_EDIT,
        f"**{len(met)} of {len(rows)} are shown as met**, each by a test that fails without it;"
        f" {len(still_open)} are open.\n",
        "## Met\n",
        table(["id", "requirement", "where", "tests"], (_met(row, shown[row.id]) for row in met)),
        "## Open\n",
        table(
            ["id", "requirement", "rules"],
            ([row.id, row.requirement, _linked(row.rules.split())] for row in still_open),
        ),
    ]
    return "\n".join(parts)


def _met(row: Requirement, tests: list[Claim]) -> list[str]:
    codes = dict.fromkeys(
        [*(code for code in row.rules.split() if code in RULES), *(c for t in tests for c in t.rules)]
    )
    pages = dict.fromkeys(PAGES.get(claim.file.split("/")[1], "") for claim in tests if not claim.rules)
    where = [_linked(codes), *(f"[{Path(page).stem}]({page})" for page in pages if page)]
    shown = "; ".join(f"[{claim.says}](../{claim.file})" for claim in tests)
    return [row.id, row.requirement, " ".join(filter(None, where)), shown]


def _linked(codes: Iterable[str]) -> str:
    return " ".join(f"[{code}](reference/rules/{code}.md)" if code in RULES else code for code in codes)


def templates_page() -> str:
    """What the templates say of each kind of work, and where their figures come from."""
    every = templates.templates().values()
    figures = [step.sources for one in every for step in one.steps] + [one.lead_sources for one in every]
    ours = sum(sources == (templates.OURS,) for sources in figures)
    return "\n".join(
        [
            "# Templates of marketing work\n",
            DO_NOT_EDIT,
            "A plan often says what is to be done and by when, and no hours. To see whether it can fit all the same,"
            " `truenorth check` then takes the hours of the kind of work that a title speaks of. Such a value is marked"
            " *assumed*, a conflict that rests on one says *may not fit*, and one that you state is never overridden:"
            " `effort` of the activity, `hours_per_week` of the role, `lead_time` of the process.\n",
            "## How a kind is known\n",
            "By the words of the title, in English and German: the longest that say so; in `webinar landing page` the"
            " last, in `Pressemitteilung Messe` the first; what follows *for*, *of*, *zur* and the like does not count."
            " Without such words the channel tells. Where two kinds match equally, the function of the team decides,"
            " and else nothing is assumed. Nor is it for work that is about such a piece: *Choose a webinar platform*."
            " A number before it counts the pieces (`three mailings`); where the title leaves open how many there are,"
            " the hours are *at least* those of one.\n",
            "## A seat without hours\n",
            f"A filled seat whose hours nobody states is taken for {_span(templates.seat_hours())} hours a week: 40, of"
            " which 68 to 82 % are for the work itself, as in marketing agencies (deltek-2024). Where it is part-time,"
            f" it is taken for {_span(templates.seat_hours(part_time=True))}."
            " Marketers of large companies themselves speak of 38 % (workfront-2016), so take it for the upper end, and"
            " write your own.\n",
            "## Where the figures come from\n",
            f"Of {len(figures):,} figures {len(figures) - ours:,} rest on something published; {ours:,} are an estimate"
            " of the authors of Truenorth, to be replaced by your own (`ours`). Where a source gives one number, the"
            " range lies around it. Sources speak of their own companies, years and tools: none of this is a norm.\n",
            table(("source", "who and what", "what it says"), map(_source_row, templates.sources().values())),
            *(_group_section(group) for group in templates.groups()),
        ]
    )


def _source_row(source: templates.Source) -> tuple[str, str, str]:
    title = f"[{source.title}]({source.address})" if source.address else source.title
    return source.key, f"{source.author}: {title}{f', {source.year}' if source.year else ''}", source.says


def _group_section(group: templates.Group) -> str:
    head = ("kind of work", "steps", "hours in all", "tools that can", "working days from brief to result")
    return f"## {group.title}\n\n" + table(head, map(_template_row, group.kinds))


def _template_row(one: templates.Template) -> tuple[str, ...]:
    steps = "; ".join(f"{step.name}: {step.skill} {step.hours}{_from(step.sources)}" for step in one.steps)
    hours = _span(one.total)
    days = f"{_span(one.lead_time)}{_from(one.lead_sources)}"
    per = f" (per {one.per})" if one.per else ""
    return f"{one.title}{per}", steps, hours, ", ".join(one.tools), days


def _span(numbers: Quantity | Duration) -> str:
    return f"{numbers.low:f} to {numbers.high:f}"


def _from(sources: Iterable[str]) -> str:
    named = [source for source in sources if source != templates.OURS]
    return f" ({', '.join(named)})" if named else ""


def stale(wanted: dict[str, str]) -> list[str]:
    """The generated pages that are missing, no longer right, or not wanted any more."""
    there = {path.relative_to(DOCS).as_posix() for pattern in GENERATED for path in DOCS.glob(pattern)}
    changed = {name for name, text in wanted.items() if name in there and (DOCS / name).read_text("utf-8") != text}
    return sorted(changed | (there ^ wanted.keys()))


def main(arguments: list[str]) -> int:
    """Write the pages, or say which are stale."""
    wanted = pages()
    names = stale(wanted)
    if "--check" in arguments:
        for name in names:
            print(f"docs/{name} is stale: run make docs", file=sys.stderr)
        return 1 if names else 0
    for name in names:
        path = DOCS / name
        if name in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[name], "utf-8")
        else:
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
