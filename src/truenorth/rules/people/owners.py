"""TEAM03: who answers for what, and where nobody does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from truenorth.engines.asof import OVER
from truenorth.engines.seats import filled
from truenorth.engines.words import row, same_text
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.resources import Role, Team
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found, plural
from truenorth.rules.people.holes import business_side, undecided, without_owner
from truenorth.rules.people.owned import Owned
from truenorth.rules.rule import rule
from truenorth.rules.seats import Titles

_COUNTED = frozenset({"goal", "objective", "program", "metric", "process"})
_JOINT = re.compile(r"\s*(?:[;,/&+]|\band\b)\s*")


@rule("TEAM03", asks="cmo", reads=["*", "records"], severity="error")
def hole_in_ownership(case: Case, *, most: int = 7) -> Iterator[Finding]:
    """
    Nobody, or more than one, answers for something.

    ## Why it matters

    What has no owner is everybody's business until it is missed, and then somebody else's fault. One seat that
    answers for each thing is the cheapest way out of the blame game there is.

    A contradiction is: an owner that is a seat nobody sits in, a seat that has ended, or a seat on leave for the
    whole time of the work; and two seats that answer for one thing. A gap is: a goal, program or deliverable without
    an owner (a team's work is answered for by the team's lead, where one is named); a team that declares its owners
    and names no lead; a goal the business side has a part in without an owner on that side, where the plan names
    such owners, records what that side expects, or was put up for agreement; and what an item says is still
    undecided, with the work that counts on it. A seat that answers for more than `most` goals, objectives, programs,
    metrics and processes is a notice. A metric without an owner is with FACT02.

    ## Example

        role: {care-lead: {filled: 0, open: 1}}
        goal: {grow: {owner: null, business_owner: null}}
        program: {launch: {undecided: [moderator]}}

    ## Finds

        role:care-lead nobody sits in it, and 1 activity, 2 metrics, 1 objective, 1 program and 1 team name it as owner
        goal:grow names no owner on the business side
        goal:grow names nobody who answers for it
        program:launch still undecided: moderator; 3 activities and 1 objective count on it

    ## Put right

        role: {care-lead: {filled: 1, open: 0}}
        goal: {grow: {owner: head-of-marketing, business_owner: managing-director}}
        program: {launch: {undecided: null}}
    """
    owned = Owned(case)
    yield from without_owner(case, owned)
    yield from business_side(case)
    yield from undecided(case, owned.undecided)
    yield from _empty(case, owned)
    yield from _ended(case, owned)
    yield from _away(case, owned)
    yield from _two(case, owned)
    yield from _many(case, owned, most)


def _empty(case: Case, owned: Owned) -> Iterator[Finding]:
    for roles, texts in owned.by_role():
        if not any(filled(role) for role in roles) and (items := owned.live(texts)):
            says = "nobody sits in it" if roles[0].filled == 0 else "its seat is open"
            yield _nobody(roles[0].ref, says, items, "empty", roles[0])


def _ended(case: Case, owned: Owned) -> Iterator[Finding]:
    """Owners that are seats no longer there, and have no other that is the same."""
    goes_on = {twin for role in owned.roles for twin in role.twins}
    ended = Titles(role for role in case.whole.all(Role) if _is_over(case, role) and role.ref not in goes_on)
    for text in owned.owners() if ended.by_key else ():
        roles = ended.named(text) if not owned.titles.named(text) else []
        if roles and (items := owned.live([text])):
            yield _nobody(roles[0].ref, f"this seat {_when(case, roles[0])}", items, "ended", None)


def _is_over(case: Case, role: Role) -> bool:
    end = case.calendar.end(role.valid_to)
    over = (end is not None and end < case.today) or role.status in OVER
    return over and not any(case.plan.find(twin) for twin in role.twins)


def _when(case: Case, role: Role) -> str:
    end = case.calendar.end(role.valid_to)
    return f"ended on {end}" if end and end < case.today else "is no longer there"


def _nobody(ref: Ref, says: str, items: Sequence[Entity], part: str, role: Role | None) -> Finding:
    counts = Counter(item.kind for item in items)
    names = row((plural(kind, count) for kind, count in sorted(counts.items())), 5)
    first = items[0]
    field = "lead" if isinstance(first, Team) else "owner"
    other = Fix(f"Name another for {first.title}", {first.ref: {field: Blank("Which role answers for it?")}})
    seat = [Fix("Fill the seat", {ref: {"filled": Blank("How many seats are filled, from when?")}})] if role else []
    return found(
        (ref, *(item.ref for item in items)),
        f"{says}, and {names} {'names' if len(items) == 1 else 'name'} it as owner",
        severity="error" if role is None or role.filled == 0 else "warning",
        part=part,
        seen={"owner_of": [item.ref for item in items]},
        fixes=[*seat, other],
    )


def _away(case: Case, owned: Owned) -> Iterator[Finding]:
    for roles, texts in owned.by_role():
        away = [span for role in roles for when in role.leave if (span := case.calendar.span(when))]
        if not away or len(roles) > 1 or filled(roles[0]) > 1:
            continue
        for item in owned.live(texts):
            start, end = getattr(item, "start", None), getattr(item, "end", None)
            span = case.span(item) if start and end else None
            if span and span.end >= case.today and any(leave.holds(span) for leave in away):
                yield found(
                    (item.ref, roles[0].ref),
                    f"its owner, {roles[0].title}, is on leave for all of it, {span.start} to {span.end}",
                    severity="warning",
                    cause="have an owner who is on leave for all of their time",
                    part="away",
                    fixes=[Fix("Name a deputy", {item.ref: {"owner": Blank("Which role answers for it meanwhile?")}})],
                )


def _two(case: Case, owned: Owned) -> Iterator[Finding]:
    joint = (item for text in owned.by_text if _JOINT.search(text) for item in owned.live([text]))
    items = {item.ref: item for item in joint if item.kind in _COUNTED}
    items |= {ref: item for ref in owned.answers if (item := case.plan.find(ref)) and case.live(item)}
    for ref, item in sorted(items.items()):
        roles = _answering(owned, item)
        if len(roles) > 1:
            yield found(
                (ref, *(role.ref for role in roles)),
                f"{len(roles)} seats answer for it: {row(role.title for role in roles)}",
                severity="warning",
                cause="have more than one seat that answers for them",
                part="two",
                fixes=[Fix("Agree on one", {ref: {"owner": Blank("Which one role answers for it?")}})],
            )


def _answering(owned: Owned, item: Entity) -> list[Role]:
    """The seats that answer for an item, each once; the business owner of a goal stands beside them."""
    whole = owned.titles.named(item.owner)
    parts = [] if whole else [owned.titles.named(part) for part in _JOINT.split(item.owner)]
    named = [*whole[:1], *(part[0] for part in parts if part), *owned.answers.get(item.ref, [])]
    beside = {role.ref for role in owned.titles.named(getattr(item, "business_owner", ""))}
    roles = {role.ref: role for role in named if role.ref not in beside}
    same = {twin for role in roles.values() for twin in role.twins if twin > role.ref}
    by_name = {same_text(role.title): role for ref, role in roles.items() if ref not in same}
    return list(by_name.values())


def _many(case: Case, owned: Owned, most: int) -> Iterator[Finding]:
    count: dict[Ref, set[Ref]] = {}
    for roles, texts in owned.by_role():
        count.setdefault(roles[0].ref, set()).update(item.ref for item in owned.live(texts, _COUNTED))
    for ref, roles in owned.answers.items():
        if (item := case.plan.find(ref)) and case.live(item):
            for role in roles:
                count.setdefault(role.ref, set()).add(ref)
    for role in owned.roles:
        refs = sorted(count.get(role.ref, ()))
        if len(refs) > most * max(filled(role), 1):
            kinds = Counter(ref.partition(":")[0] for ref in refs)
            yield found(
                role.ref,
                f"it answers for {len(refs)} things: {row(plural(kind, n) for kind, n in sorted(kinds.items()))}",
                kind="notice",
                cause=f"answer for more than {most} things",
                part="many",
                seen={"answers_for": refs},
                fixes=[Fix("Share them out", {refs[0]: {"owner": Blank("Which other role can answer for it?")}})],
            )
