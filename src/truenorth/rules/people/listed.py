"""TEAM05: documents that do not list the same roles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from truenorth.engines.seats import filled, is_there, says_seats, vacant
from truenorth.engines.words import same_text
from truenorth.plan.resources import Role
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.rule import rule


@rule("TEAM05", asks="cmo", reads=["role", "team"], severity="warning")
def documents_disagree_on_roles(case: Case, *, roles: int = 3, days: int = 90) -> Iterator[Finding]:
    """
    Two documents do not list the same roles of a team.

    ## Why it matters

    Who is there to do the work is where every plan starts. Where two documents answer differently, one of them is
    counted on in error, and a seat is planned with that nobody has, or hired twice.

    A document that states at least `roles` roles is taken for a list. Where another document, not more than `days`
    days older or newer, states a role of a team of which the list holds other roles, but not this one, it is a
    notice: one for each two documents. A role that one document calls open, and another, under `same_as`, filled, is
    a warning.

    ## Example

        role:
          demand-lead: {source: [{document: Team page}]}
          care-lead: {source: [{document: Team page}]}
          care-adviser: {source: [{document: Team page}]}
          designer: {source: [{document: Studio page}]}

    ## Finds

        role:designer Studio page states it and Team page, which lists other roles of the team, does not

    ## Put right

        role: {designer: {source: [{document: Studio page}, {document: Team page}]}}
    """
    there = [role for role in case.plan.all(Role) if is_there(role)]
    yield from _open_and_filled(case, there)
    stated = _stated([role for role in there if any(source.document for source in role.source)], case)
    size: dict[str, int] = {}
    for one in stated:
        for document in one.documents:
            size[document] = size.get(document, 0) + 1
    for (document, lists), missing in sorted(_missing(stated, size, roles).items()):
        if not _far_apart(stated, document, lists, days):
            yield _finding(case, document, lists, missing)


@dataclass(frozen=True)
class _Stated:
    """A role, and the documents that state it or one that means the same, with the day of each."""

    role: Role
    documents: dict[str, date | None]


def _stated(roles: list[Role], case: Case) -> list[_Stated]:
    """The roles, those under one name in one team together."""
    groups: dict[str, list[Role]] = {}
    by_twin: dict[str, str] = {}
    for role in roles:
        own = f"{role.team}/{same_text(role.title)}"
        key = next((by_twin[ref] for ref in (role.ref, *role.twins) if ref in by_twin), own)
        by_twin.update(dict.fromkeys((role.ref, *role.twins), key))
        groups.setdefault(key, []).append(role)
    return [
        _Stated(
            members[0],
            {
                source.document: case.calendar.start(source.date)
                for role in members
                for source in role.source
                if source.document
            },
        )
        for members in groups.values()
    ]


def _missing(stated: list[_Stated], size: dict[str, int], least: int) -> dict[tuple[str, str], list[Role]]:
    """(the document that states them, the list that does not) -> roles."""
    lists: dict[str, set[str]] = {}
    for one in stated:
        if one.role.team:
            lists.setdefault(one.role.team, set()).update(d for d in one.documents if size[d] >= least)
    missing: dict[tuple[str, str], list[Role]] = {}
    for one in stated:
        for name in sorted(lists.get(one.role.team or "", set()) - one.documents.keys()):
            missing.setdefault((min(one.documents), name), []).append(one.role)
    return missing


def _far_apart(stated: list[_Stated], one: str, other: str, days: int) -> bool:
    """Whether two documents are of so different days that both can be right."""
    known = [[day for role in stated if (day := role.documents.get(document))] for document in (one, other)]
    return all(known) and abs((max(known[0]) - max(known[1])).days) > days


def _finding(case: Case, document: str, lists: str, roles: list[Role]) -> Finding:
    names = [f"{role.title}, open" if vacant(role) and not filled(role) else role.title for role in roles]
    team = case.plan.title(f"team:{roles[0].team}")
    which = "lists other roles of the team" if len({role.team for role in roles}) == 1 else "lists other roles there"
    says = (
        f"{document} states it{', open,' if names[0] != roles[0].title else ''} and {lists}, which {which}, does not"
        if len(roles) == 1
        else f"{document} states {len(roles)} roles that {lists}, which {which}, does not: {'; '.join(names)}"
    )
    return found(
        tuple(role.ref for role in roles),
        says,
        kind="notice",
        severity="info",
        part=f"{document}-{lists}",
        stake=[],
        seen={"states": document, "does_not": lists, "team": team, "roles": names},
        fixes=[Fix(f"Say so in {lists}", {roles[0].ref: {"source": Blank(f"Where does {lists} state it?")}})],
    )


def _open_and_filled(case: Case, roles: list[Role]) -> Iterator[Finding]:
    """Roles that mean the same, one filled and the other open."""
    pairs = {tuple(sorted((role.ref, twin))) for role in roles for twin in role.twins}
    for pair in sorted(pairs):
        both = [role for ref in pair if isinstance(role := case.plan.find(ref), Role) and says_seats(role)]
        taken = [role for role in both if filled(role)]
        free = [role for role in both if not filled(role) and vacant(role)]
        if taken and free:
            yield _finding_of(taken[0], free[0])


def _finding_of(taken: Role, free: Role) -> Finding:
    where = [role.source[0].document if role.source else "one document" for role in (taken, free)]
    return found(
        (taken.ref, free.ref),
        f"filled in {where[0]}, and open in {where[1]} as {free.title}",
        part="open-and-filled",
        stake=[],
        fixes=[Fix("Say which is so", {free.ref: {"filled": Blank("How many seats of it are filled?")}})],
    )
