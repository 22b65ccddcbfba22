"""The findings that somebody asks for: narrowed, by who is asked, and as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from truenorth.plan.entity import Ref
from truenorth.plan.plan import Plan
from truenorth.reports.report import Entry, Report, way
from truenorth.reports.words import PARTIES, seen
from truenorth.server.policy import Seat, team_of

ME = "me"
PAGE = 40
OF_TEAMS = ("lead", "member")  # parties of which each member answers for a team
STATES = {
    "": "open",
    "new": "new",
    "known": "known",
    "acknowledged": "acknowledged",
    "accepted": "accepted",
    "all": "open or accepted",
}
HEAD = ("rule", "finds", "kind", "severity", "item", "what", "asks", "money", "hours", "state", "until", "owner")
MORE = ("reason", "ways out", "seen", "id")


@dataclass(frozen=True)
class Wanted:
    """Which findings are asked for; what is left out does not narrow them."""

    text: str = ""
    kind: str = ""
    severity: str = ""
    family: str = ""
    asks: str = ""
    team: str = ""
    state: str = ""
    item: Ref = ""
    page: int = 1


def found(entries: Iterable[Entry], wanted: Wanted, plan: Plan, seat: Seat) -> list[Entry]:
    """The findings that are asked for, in their order: contradictions and the heaviest first."""
    return [entry for entry in entries if _is_wanted(entry, wanted, plan, seat)]


def _is_wanted(entry: Entry, wanted: Wanted, plan: Plan, seat: Seat) -> bool:
    finding = entry.finding
    return (
        (not wanted.kind or finding.kind == wanted.kind)
        and (not wanted.severity or finding.severity == wanted.severity)
        and (not wanted.family or entry.rule.family == wanted.family)
        and (not wanted.item or wanted.item in finding.at)
        and _stands(entry, wanted.state)
        and (not wanted.asks or (asks_me(entry, plan, seat) if wanted.asks == ME else finding.asks == wanted.asks))
        and (not wanted.team or wanted.team in teams(plan, finding.at))
        and all(word in _text(entry) for word in wanted.text.casefold().split())
    )


def _stands(entry: Entry, state: str) -> bool:
    match state:
        case "all":
            return True
        case "new":
            return entry.is_new
        case "known":
            return entry.is_open and entry.is_known
        case "acknowledged" | "accepted":
            return entry.life.state == state
    return entry.is_open


def _text(entry: Entry) -> str:
    return f"{entry.headline} {entry.rule.title} {entry.finding.rule}".casefold()


def asks_me(entry: Entry, plan: Plan, seat: Seat) -> bool:
    """Whether a finding asks a member: their party, and where that has teams, theirs or none."""
    if entry.finding.asks not in seat.parties:
        return False
    if seat.party not in OF_TEAMS or entry.finding.asks != seat.party or not seat.team:
        return True
    concerned = teams(plan, entry.finding.at)
    return not concerned or seat.team in concerned


def teams(plan: Plan, refs: Iterable[Ref]) -> set[str]:
    """The keys of the teams whose items some refs are."""
    return {team for ref in refs if (team := _team(plan, ref))}


def _team(plan: Plan, ref: Ref) -> str:
    if ref.startswith("team:"):
        return ref.partition(":")[2]
    item = plan.find(ref)
    return team_of(item, plan) if item else ""


def by_party(entries: Iterable[Entry], mine: str) -> list[tuple[str, list[Entry]]]:
    """Findings by who is asked: the reader's own party first, then in the order of the parties."""
    grouped: dict[str, list[Entry]] = {}
    for entry in entries:
        grouped.setdefault(entry.finding.asks or "", []).append(entry)
    order = [mine, *PARTIES, ""]
    return sorted(grouped.items(), key=lambda one: order.index(one[0]))


def rows(report: Report, entries: Iterable[Entry]) -> Iterator[list[object]]:
    """Findings as rows under HEAD and MORE."""
    for entry in entries:
        finding, decision = entry.finding, entry.life.decision
        stake = finding.at_stake
        held = (decision.until, decision.owner, decision.reason) if decision else (None, "", "")
        row = (finding.rule, entry.rule.title, finding.kind, finding.severity, entry.name, entry.says, entry.asks)
        ways = "; ".join(way(fix) for fix in finding.fixes)
        last = (held[2], ways, seen(finding.seen, report.title, 8), finding.id)
        cells = (*row, stake.money, stake.hours, entry.life.state, held[0], held[1], *last)
        yield ["" if cell is None else cell for cell in cells]
