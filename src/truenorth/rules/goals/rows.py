"""GOAL16: work that does not say who does it, or when."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from truenorth.engines.words import same_text
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.resources import Role
from truenorth.plan.sheet.words import folded, meanings
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, Severity, found
from truenorth.rules.rule import rule
from truenorth.rules.tally import Part

_NOBODY = frozenset(
    {"tbd", "tba", "tbc", "n a", "na", "none", "nobody", "no one", "unknown", "open", "pending"}
    | {"to be decided", "to be defined", "to be named"}
    | {"unbekannt", "offen", "keiner", "niemand", "inconnu", "personne", "nadie"}
)


@rule("GOAL16", asks="lead", reads=["activity", "program", "role"], kind="gap")
def work_without_who_or_when(case: Case) -> Iterator[Finding]:
    """
    Work does not say who does it, or when.

    ## Why it matters

    What has neither a name nor a day beside it is a wish: it is done when somebody happens to have time for it, and
    whoever waits for it does not know whom to ask.

    Live activities are looked at. Who does one is told by its owner, its team or the roles it cannot do without, or
    by the owner or the team of its program; `?`, `unknown` and `tbd` tell nothing. When it is done is told by any of
    its dates or its period, by how often it comes again, by what it comes after, or by the dates of its program. A
    date that means no day is with TIME08, and what an activity itself says is undecided with TEAM03. Each of the two
    is one line for the whole plan.

    ## Example

        activity: {fair: {name: Fair in Hanover, owner: '?', serves: [pipeline]}}

    ## Finds

        activity:fair names no date
        activity:fair names nobody who does it

    ## Put right

        activity: {fair: {owner: demand-lead, due: 2027-05-20}}
    """
    lacking = sorted(case.tally("GOAL16", partial(_lacks, case)).parts.items())
    work = len(case.all_live(Activity))
    for field in ("due", "owner"):
        if refs := [ref for ref, (fields, _) in lacking if isinstance(fields, tuple) and field in fields]:
            yield _finding(refs, work, field)


def _lacks(case: Case, item: Entity) -> Part | None:
    """The fields in which a live activity says nothing of who or when, though its program does not either."""
    if not isinstance(item, Activity):
        return None
    is_dated = item.start or item.due or item.end or item.in_market or item.period
    if (is_dated and (item.team or item.roles)) or not case.live(item):
        return None
    lacks = {"due": not is_dated and not _told_when(case, item), "owner": not _told_who(case, item)}
    fields = tuple(field for field, is_so in lacks.items() if is_so and not _is_undecided(item, field))
    return (fields, (1,)) if fields else None


def _is_undecided(activity: Activity, field: str) -> bool:
    """Whether the activity itself says that this is still to be decided, in words such as those that head a column."""
    said = (meant for text in activity.undecided for meant in meanings(folded(text)))
    return any(field in fields and sure == 1 for fields, sure in said)


def _told_who(case: Case, activity: Activity) -> bool:
    program = case.plan.get(Program, activity.program)
    known = activity.team or activity.roles or activity.milestone or (program and (program.owner or program.team))
    return bool(known) or _is_somebody(case, activity.owner)


def _is_somebody(case: Case, owner: str) -> bool:
    plain = same_text(owner)
    return bool(plain) and (plain not in _NOBODY or case.plan.get(Role, owner) is not None)


def _told_when(case: Case, activity: Activity) -> bool:
    program = case.plan.get(Program, activity.program)
    known = activity.repeats or activity.after or activity.keep_the_lights_on
    return bool(known or (program and (program.start or program.end)))


_WHAT = {"due": ("no date", "no date"), "owner": ("nobody who does it", "nobody who does them")}


def _finding(refs: list[Ref], of: int, field: str) -> Finding:
    one, many = _WHAT[field]
    counted = f"{len(refs):,} of {of:,} activities" if len(refs) < of else f"{of:,} activities"
    severity: Severity = "warning" if 2 * len(refs) <= of else "info"
    asks = Blank("By when?" if field == "due" else "Which role answers for it?")
    return found(
        tuple(refs),
        f"names {one}" if len(refs) == 1 else f"{counted} name {many}",
        part=field,
        severity=severity,
        seen={} if len(refs) == 1 else {"each": [{"at": ref, "says": f"names {one}"} for ref in refs]},
        fixes=[Fix("Say when" if field == "due" else "Say who does it", {ref: {field: asks} for ref in refs})],
    )
