"""The storyboard: what each persona meets at each stage, under which pillar, and where nothing meets them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from truenorth.engines.words import same_text
from truenorth.plan.entity import Ref
from truenorth.plan.story import Content, Message, Persona
from truenorth.plan.work import Activity, Program
from truenorth.reports.words import plain
from truenorth.rules.case import Case
from truenorth.rules.finding import Finding
from truenorth.rules.storyboard import Work, facing, reached

NOBODY, NO_STAGE, NO_PILLAR = "", "", ""
POSITIONS = "AUD02"  # messages that take different positions


@dataclass(frozen=True)
class Card:
    """A piece of work as somebody meets it: whose it is, what it says, and whether that contradicts what others say."""

    ref: Ref
    title: str
    team: str
    channel: str
    pillars: tuple[str, ...]
    clashes: bool = False


@dataclass(frozen=True)
class Cell:
    """What a persona meets at a stage; `asks` is the question they have then."""

    stage: str
    cards: tuple[Card, ...]
    asks: str = ""
    expected: bool = False  # the persona goes through this stage

    @property
    def is_open(self) -> bool:
        """Whether somebody should meet something here and meets nothing."""
        return self.expected and not self.cards


@dataclass(frozen=True)
class Row:
    """A persona, stage by stage; without a ref it is work for nobody in particular."""

    ref: Ref
    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Storyboard:
    """The grid: stages across, personas down; how much work each pillar has."""

    stages: tuple[str, ...]
    rows: tuple[Row, ...]
    pillars: tuple[tuple[str, int], ...]
    clashes: tuple[tuple[Ref, str], ...]  # findings: id, headline

    @property
    def open(self) -> int:
        """How many cells are open."""
        return sum(cell.is_open for row in self.rows for cell in row.cells)

    @property
    def says(self) -> str:
        """The storyboard in a sentence."""
        if not any(row.ref for row in self.rows):
            return "No persona is described yet: the story has nobody to be told to."
        work = len({card.ref for row in self.rows for cell in row.cells for card in cell.cards})
        pieces = "1 piece of work meets" if work == 1 else f"{work:,} pieces of work meet"
        holes = {0: "", 1: "; 1 stage is empty"}.get(self.open, f"; {self.open:,} stages are empty")
        return f"{pieces} the customer{holes}."


def storyboard(case: Case, findings: Iterable[Finding] = (), *, team: str = "", program: str = "") -> Storyboard:
    """The storyboard of the work of all, of a team, or of a program."""
    clashing = [one for one in findings if one.rule == POSITIONS]
    contested = {ref for one in clashing for ref in one.at}
    work = [one for one in _work(case) if _is_of(one, team, program)]
    stages = _stages(case, work)
    rows = [_row(case, persona, stages, work, contested) for persona in case.plan.all(Persona)]
    loose = [one for one in work if not reached(case.plan, one)]
    if loose:
        rows.append(_row(case, None, stages, loose, contested))
    counts = Counter(pillar for one in work for pillar in _pillars(case, one) or (NO_PILLAR,))
    return Storyboard(
        tuple(stages),
        tuple(rows),
        tuple(sorted(counts.items(), key=lambda one: (one[0] == NO_PILLAR, -one[1], one[0]))),
        tuple((one.id, plain(f"{case.plan.title(one.at[0])}: {one.says}")) for one in clashing),
    )


def _work(case: Case) -> list[Work]:
    every: list[Work] = [*case.plan.all(Activity), *case.plan.all(Content)]
    return [one for one in every if facing(case, one)]


def _is_of(item: Work, team: str, program: str) -> bool:
    return (not team or item.team == team) and (not program or item.program == program)


def _stages(case: Case, work: Iterable[Work]) -> list[str]:
    """The stages personas go through, in their order, then those that only work names; last what names none."""
    work = list(work)
    named = [stage for persona in case.plan.all(Persona) for stage in persona.stages or persona.questions]
    used = [one.stage for one in work if one.stage]
    blank = [NO_STAGE] if any(not one.stage for one in work) else []
    first: dict[str, str] = {}
    for stage in (*named, *used):
        first.setdefault(same_text(stage), stage)
    return [*first.values(), *blank]


def _row(case: Case, persona: Persona | None, stages: list[str], work: Iterable[Work], contested: set[Ref]) -> Row:
    mine = [one for one in work if persona is None or persona.key in reached(case.plan, one)]
    goes = set(map(same_text, persona.stages or persona.questions)) if persona else set()
    asks = {same_text(stage): plain(text) for stage, text in persona.questions.items()} if persona else {}
    cells = [
        Cell(
            stage,
            tuple(_card(case, one, contested) for one in mine if same_text(one.stage) == same_text(stage)),
            asks.get(same_text(stage), ""),
            same_text(stage) in goes,
        )
        for stage in stages
    ]
    return Row(persona.ref if persona else "", plain(persona.title) if persona else "", tuple(cells))


def _card(case: Case, item: Work, contested: set[Ref]) -> Card:
    messages = {f"message:{key}" for key in _messages(case, item)}
    team = case.plan.title(f"team:{item.team}") if item.team else ""
    card = Card(item.ref, plain(item.title), plain(team), plain(item.channel), _pillars(case, item))
    return replace(card, clashes=bool(messages & contested or item.ref in contested))


def _messages(case: Case, item: Work) -> list[str]:
    program = case.plan.get(Program, item.program)
    return item.messages or (program.messages if program else [])


def _pillars(case: Case, item: Work) -> tuple[str, ...]:
    found = (case.plan.get(Message, key) for key in _messages(case, item))
    return tuple(dict.fromkeys(plain(one.pillar) for one in found if one and one.pillar))
