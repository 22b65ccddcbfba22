"""TEAM03: who answers for what, and where nobody does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from truenorth.plan.consent import Commitment
from truenorth.plan.entity import KINDS, Entity, Ref
from truenorth.plan.resources import Role, Team
from truenorth.plan.story import Content
from truenorth.plan.strategy import Expectation, Goal, Objective
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import OVER, Case
from truenorth.rules.finding import Blank, Finding, Fix, found, plural
from truenorth.rules.rule import rule
from truenorth.rules.seats import Titles, filled, is_there
from truenorth.rules.tally import Part
from truenorth.rules.words import row, same_text

_BUSINESS = frozenset({"business", "finance", "sales", "service"})
_NOT_WORK = [kind for name, kind in sorted(KINDS.items()) if name not in ("activity", "content")]
_COUNTED = frozenset({"goal", "objective", "program", "metric", "process"})
_JOINT = re.compile(r"\s*(?:[;,/&+]|\band\b)\s*")


@rule("TEAM03", asks="cmo", reads=["*"], severity="error")
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
    such owners or records what that side expects; and what an item says is still undecided, with the work that
    counts on it. A seat that answers for more than `most` goals, objectives, programs, metrics and processes is a
    notice. A metric without an owner is with FACT02.

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
    owned = _Owned(case)
    yield from _without(case, owned)
    yield from _business_side(case)
    yield from _undecided(case, owned.undecided)
    yield from _empty(case, owned)
    yield from _ended(case, owned)
    yield from _away(case, owned)
    yield from _two(case, owned)
    yield from _many(case, owned, most)


class _Owned:
    """Which items name which owner, what roles say they answer for, and what is undecided."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.roles = [role for role in case.plan.all(Role) if is_there(role)]
        self.titles = Titles(self.roles)
        self.by_text: dict[str, list[Entity]] = {}
        self.undecided: list[Entity] = []
        for item in (item for kind in _NOT_WORK for item in case.plan.all(kind)):
            if owner := item.owner or (item.lead if isinstance(item, Team) else ""):
                self.by_text.setdefault(owner, []).append(item)
            if item.undecided:
                self.undecided.append(item)
        work = [key for key in case.tally("TEAM03", _named_by_work).sums if isinstance(key, tuple)]
        self.owners_of_work = sorted({owner for owner, _ in work if owner})
        self.undecided += [case.plan.entities[ref] for ref in sorted(ref for _, ref in work if ref)]
        self.answers: dict[Ref, list[Role]] = {}
        for role in self.roles:
            for ref in role.accountable_for:
                self.answers.setdefault(ref, []).append(role)

    def owners(self) -> list[str]:
        """Every text that names an owner."""
        return sorted({*self.by_text, *self.owners_of_work})

    def by_role(self) -> Iterator[tuple[Sequence[Role], list[str]]]:
        """The roles that are meant by an owner, with every text that means them."""
        grouped: dict[tuple[Ref, ...], list[str]] = {}
        for text in self.owners():
            grouped.setdefault(tuple(role.ref for role in self.titles.named(text)), []).append(text)
        for refs, texts in grouped.items():
            if refs:
                yield [self.titles.by_key[ref.partition(":")[2]] for ref in refs], texts

    def live(self, texts: Iterable[str], kinds: frozenset[str] | None = None) -> list[Entity]:
        """The live items, of some kinds, that name one of some owners."""
        named = set(texts)
        items = [item for text in named for item in self.by_text.get(text, ()) if kinds is None or item.kind in kinds]
        if kinds is None and not named.isdisjoint(self.owners_of_work):
            items += [item for kind in (Activity, Content) for item in self.case.plan.all(kind) if item.owner in named]
        return sorted((item for item in items if self.case.live(item)), key=lambda item: item.ref)


def _named_by_work(item: Entity) -> Part | None:
    """The owner that an activity or a piece of content names, and itself where something is undecided."""
    return ((item.owner, item.ref if item.undecided else ""), (1,)) if item.owner or item.undecided else None


def _without(case: Case, owned: _Owned) -> Iterator[Finding]:
    items: list[Entity] = [*case.all_live(Goal), *case.all_live(Program)]
    for item in (item for item in items if not _has_owner(case, owned, item)):
        yield _gap(item, "names nobody who answers for it", "name nobody who answers for them", "owner")
    yield from _deliverables(case, owned)
    for team in case.all_live(Team):
        if team.declares_owners and not team.lead and team.ref not in owned.answers:
            yield _gap(team, "declares its owners and names no lead", "declare their owners and name no lead", "lead")


def _has_owner(case: Case, owned: _Owned, item: Entity) -> bool:
    """Whether somebody answers for an item: its owner, a role that says so, or the lead of its team."""
    team = case.plan.get(Team, getattr(item, "team", None))
    named = item.owner or getattr(item, "business_owner", "") or (team.lead if team else "")
    return bool(named) or item.ref in owned.answers


def _deliverables(case: Case, owned: _Owned) -> Iterator[Finding]:
    """Deliverables are counted among themselves, not among all objectives."""
    every = [objective for objective in case.all_live(Objective) if objective.deliverable]
    holes = [objective for objective in every if not _has_owner(case, owned, objective)]
    if holes:
        asks = Blank("Which role answers for it?")
        names = "names nobody who answers for it" if len(holes) == 1 else "name nobody who answers for them"
        many = f"{len(holes)} of {len(every)} deliverables {names}"
        yield found(
            tuple(objective.ref for objective in holes),
            "the deliverable names nobody who answers for it" if len(every) == 1 else many,
            kind="gap",
            severity="warning" if 2 * len(holes) <= len(every) else "info",
            part="deliverables",
            seen={"each": [{"at": one.ref, "says": "names nobody who answers for it"} for one in holes]},
            fixes=[Fix("Name the role that answers for each", {one.ref: {"owner": asks} for one in holes})],
        )


def _gap(item: Entity, says: str, cause: str, field: str) -> Finding:
    fix = Fix("Name the role that answers for it", {item.ref: {field: Blank("Which role answers for it?")}})
    return found(item.ref, says, kind="gap", cause=cause, part=field, fixes=[fix])


def _business_side(case: Case) -> Iterator[Finding]:
    goals = case.all_live(Goal)
    used = any(goal.business_owner for goal in goals)
    for goal in goals:
        if not goal.business_owner and (used or _has_business_side(case, goal)):
            yield _gap(
                goal, "names no owner on the business side", "name no owner on the business side", "business_owner"
            )


def _has_business_side(case: Case, goal: Goal) -> bool:
    expects = (item.party for item in case.plan.pointing_at(goal.ref, Expectation))
    owes = (item.party for item in case.plan.pointing_at(goal.ref, Commitment))
    return not _BUSINESS.isdisjoint((*expects, *owes))


def _undecided(case: Case, items: Iterable[Entity]) -> Iterator[Finding]:
    for item in items:
        if item.status in OVER or not case.live(item):
            continue
        work = _counting_on(case, item)
        yield found(
            (item.ref, *(one.ref for one in work)),
            f"still undecided: {row(item.undecided)}{_said(work)}",
            kind="gap",
            cause="say that something is still undecided",
            part="undecided",
            seen={"undecided": item.undecided, "counts_on_it": [one.ref for one in work]},
            fixes=[
                Fix("Decide it, and take it off the list", {item.ref: {"undecided": Blank("What is left undecided?")}})
            ],
        )


def _counting_on(case: Case, item: Entity) -> list[Entity]:
    """The live work that points at an item, and the objectives which that work serves."""
    pointing = (*case.plan.pointing_at(item.ref, Program), *case.plan.pointing_at(item.ref, Activity))
    work: list[Entity] = [one for one in pointing if case.live(one)]
    served = {ref: one for on in (item, *work) for ref in on.links if isinstance(one := case.plan.find(ref), Objective)}
    own = case.plan.pointing_at(item.ref, Objective) if isinstance(item, Team) else []
    objectives = {one.ref: one for one in (*served.values(), *own)}
    return [*work, *(one for _, one in sorted(objectives.items()) if case.live(one))]


def _said(work: Sequence[Entity]) -> str:
    if not work:
        return ""
    if len(work) <= 2:
        return f"; {row(f'“{one.title}”' for one in work)} {'counts' if len(work) == 1 else 'count'} on it"
    counts = Counter(one.kind for one in work)
    return f"; {row(plural(kind, count) for kind, count in sorted(counts.items()))} count on it"


def _empty(case: Case, owned: _Owned) -> Iterator[Finding]:
    for roles, texts in owned.by_role():
        if not any(filled(role) for role in roles) and (items := owned.live(texts)):
            yield _nobody(roles[0].ref, "nobody sits in it", items, "empty", roles[0])


def _ended(case: Case, owned: _Owned) -> Iterator[Finding]:
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
        part=part,
        seen={"owner_of": [item.ref for item in items]},
        fixes=[*seat, other],
    )


def _away(case: Case, owned: _Owned) -> Iterator[Finding]:
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


def _two(case: Case, owned: _Owned) -> Iterator[Finding]:
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


def _answering(owned: _Owned, item: Entity) -> list[Role]:
    """The seats that answer for an item, each once; the business owner of a goal stands beside them."""
    whole = owned.titles.named(item.owner)
    parts = [] if whole else [owned.titles.named(part) for part in _JOINT.split(item.owner)]
    named = [*whole[:1], *(part[0] for part in parts if part), *owned.answers.get(item.ref, [])]
    beside = {role.ref for role in owned.titles.named(getattr(item, "business_owner", ""))}
    roles = {role.ref: role for role in named if role.ref not in beside}
    same = {twin for role in roles.values() for twin in role.twins if twin > role.ref}
    by_name = {same_text(role.title): role for ref, role in roles.items() if ref not in same}
    return list(by_name.values())


def _many(case: Case, owned: _Owned, most: int) -> Iterator[Finding]:
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
