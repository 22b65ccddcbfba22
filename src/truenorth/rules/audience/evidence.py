"""AUD: pictures of the customer that nobody has checked, or nobody has drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from truenorth.engines.asof import OVER
from truenorth.engines.words import percent, row
from truenorth.plan.entity import Entity
from truenorth.plan.story import Content, Message, Persona
from truenorth.plan.strategy import Goal, Objective
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found, plural
from truenorth.rules.rule import rule
from truenorth.rules.storyboard import reached

WHO = ("titles", "departments", "segments")
WANTS = ("needs", "pains", "goals", "preferences", "culture", "objections", "questions")
RELYING: tuple[type[Entity], ...] = (Program, Activity, Content, Message, Goal, Objective)
# Personas as the thing to be made ("updated brand personas"), not as those it is for ("letters for all personas").
_MAKES_PERSONAS = re.compile(
    r"^(?!.*\b(?:for|to|per|with|across|at|of|on|against|among)\b.*\bpersonas?\b)"
    r".*(?:\bpersonas\b(?!-)|\bpersona\b(?=\s*(?:$|[,;:.]|(?:for|of|and)\b)))",
    re.IGNORECASE | re.DOTALL,
)


@rule("AUD04", asks="cmo", reads=["persona", "program", "activity", "content", "role", "team"], kind="gap")
def persona_without_evidence(case: Case, *, days: float = 180, share: float = 0.05) -> Iterator[Finding]:
    """
    Money goes to a persona without recent evidence.

    ## Why it matters

    A picture of the customer that nobody has checked is an opinion, and customers change. Five conversations cost
    less than a campaign for people who are not there.

    The rule looks at personas that describe somebody and that more than `share` of the spend addresses: activities
    and content that name the persona, and those of its programs that name none. Evidence is old where its newest date
    is more than `days` days back; evidence without a date counts as recent. A plan without money and hours is
    passed over.

    ## Example

        persona: {office-manager: {evidence: [{kind: interviews, date: 2026-03-02}]}}

    ## Finds

        persona:office-manager the newest evidence is of 2026-03-02, 315 days old; 100 % of the spend addresses them

    ## Put right

        persona: {office-manager: {evidence: [{kind: interviews, date: 2026-12-07}]}}
    """
    weak = [(p, newest) for p in case.plan.all(Persona) if _drawn(p) and (newest := _newest(case, p, days))]
    if not weak:
        return
    addressed, total = _addressed(case)
    for persona, newest in weak:
        part = addressed.get(persona.key, 0.0) / total if total else 0.0
        if part > share:
            yield _unproved(case, persona, newest, part, days)


def _drawn(persona: Persona) -> bool:
    return any(getattr(persona, name) for name in (*WHO, *WANTS, "evidence"))


def _newest(case: Case, persona: Persona, days: float) -> date | None:
    """The date of the newest evidence where that is too old; the first day of all where there is none."""
    if not persona.evidence:
        return date.min
    dates = [case.calendar.end(evidence.date) for evidence in persona.evidence]
    newest = None if None in dates else max(day for day in dates if day)
    return newest if newest and (case.today - newest).days > days else None


def _addressed(case: Case) -> tuple[dict[str, float], float]:
    """What is spent on each persona, and in all: money, or hours where the plan states no money."""
    live: list[Activity | Content | Program] = [*case.all_live(Activity), *case.all_live(Content)]
    spends = [(item, case.spend(item)) for item in [*live, *case.all_live(Program)]]
    by_money = any(spend.money for _, spend in spends)
    by_persona: dict[str, float] = {}
    total = 0.0
    for item, spend in spends:
        worth = (spend.money or 0.0) if by_money else spend.hours
        total += worth
        for key in item.personas if isinstance(item, Program) else reached(case.plan, item):
            by_persona[key] = by_persona.get(key, 0.0) + worth
    return by_persona, total


def _unproved(case: Case, persona: Persona, newest: date, part: float, days: float) -> Finding:
    age = (case.today - newest).days
    none = newest == date.min
    known = "there is no evidence for what is said of them" if none else f"the newest evidence is of {newest}"
    return found(
        persona.ref,
        f"{known}{'' if none else f', {age:,} days old'}; {percent(part)} of the spend addresses them",
        cause="are described without evidence" if none else f"have no evidence of the last {days:.0f} days",
        seen={
            "newest": None if none else str(newest),
            "days old": None if none else age,
            "of the spend": percent(part),
        },
        fixes=[
            Fix(
                "Talk to a few of them, and note what they say",
                {persona.ref: {"evidence": Blank("What do they say, and when did they say it?")}},
            )
        ],
    )


@rule("AUD05", asks="cmo", reads=["persona", *(kind.kind for kind in RELYING)], kind="gap")
def persona_that_is_only_a_name(case: Case) -> Iterator[Finding]:
    """
    A persona is only a name, though work relies on it.

    ## Why it matters

    As long as a customer is only a name, everybody who works for them pictures somebody else, and teams begin to
    draw their own.

    A persona is only a name where neither who they are (titles, departments, segments), nor what they want or say, nor
    any evidence is given. Somebody relies on it where a team, a program, live work, a message, a goal or an objective
    names it, or where an item of the plan that was to bring personas is past its due date.

    ## Example

        persona: {fitter: {name: Fitter}}
        activity: {demo-days: {personas: [office-manager, fitter]}}
        objective: {pictures: {name: Updated personas for all teams, due: 2026-12-18, status: planned}}

    ## Finds

        persona:fitter Fitter is only a name: neither who they are nor what they want is written down; 1 activity relies on it; “Updated personas for all teams” was due by 2026-12-18

    ## Put right

        persona: {fitter: {titles: [Fitter], needs: [Clear plans of the floor]}}
    """  # noqa: E501
    empty = [persona for persona in case.plan.all(Persona) if not _drawn(persona)]
    late = _late(case) if empty else []
    for persona in empty:
        relied, due = _relied_on(case, persona), _due_for(case, persona, late)
        if relied or due:
            yield _nameless(persona, relied, due)


Due = tuple[date, str, Entity]


def _late(case: Case) -> list[Due]:
    """What was to bring personas and is past its due date, the first of it first: the date, the title, the item."""
    late = [
        (due, item.title, item)
        for kind in (Activity, Objective)
        for item in case.plan.all(kind)
        if "persona" in item.name.lower() and _MAKES_PERSONAS.match(item.name) and item.status not in OVER
        if (due := case.due(item)) and due < case.today
    ]
    return sorted(late, key=lambda one: (*one[:2], one[2].ref))


def _due_for(case: Case, persona: Persona, late: list[Due]) -> list[Due]:
    """What was to bring a persona: the item that the plan calls the same, or else the first one due since it is there.

    At most one, so that it can be said in a sentence.
    """
    since = case.calendar.start(persona.valid_from) or date.min
    its_own = [due for due in late if persona.ref in due[2].twins or due[2].ref in persona.twins]
    return [*its_own, *(due for due in late if due[0] >= since)][:1]


def _relied_on(case: Case, persona: Persona) -> dict[str, list[str]]:
    """What relies on a persona: refs by kind."""
    by_kind = {
        kind.kind: [
            item.ref
            for item in case.plan.pointing_at(persona.ref, kind)
            if case.live(item) and persona.ref not in item.twins
        ]
        for kind in RELYING
    }
    by_kind["team"] = [f"team:{key}" for key in persona.used_by]
    return {kind: refs for kind, refs in by_kind.items() if refs}


def _nameless(persona: Persona, relied: dict[str, list[str]], late: list[Due]) -> Finding:
    due = [f"“{title}” was due by {day}" for day, title, _ in late]
    says = [f"{persona.title} is only a name: neither who they are nor what they want is written down"]
    return found(
        (persona.ref, *(item.ref for _, _, item in late)),
        "; ".join([*says, *_relying(relied), *due]),
        cause="; ".join(["are only a name", *due]),
        stake=[persona.ref],
        seen={"relied on by": relied, "was due by": {item.ref: str(day) for day, _, item in late}},
        fixes=[Fix("Write down who they are and what they want", {persona.ref: ASKED})],
    )


ASKED = {
    "titles": Blank("What are their job titles?"),
    "needs": Blank("What do they need?"),
    "pains": Blank("What hurts them?"),
}


def _relying(relied: dict[str, list[str]]) -> list[str]:
    count = sum(len(refs) for refs in relied.values())
    counted = row((plural(kind, len(refs)) for kind, refs in relied.items()), 6)
    return [f"{counted} {'relies' if count == 1 else 'rely'} on it"] if relied else []
