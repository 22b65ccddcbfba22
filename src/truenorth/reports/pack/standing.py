"""Where the plan stands: money at stake, the index, what can't all be true, what matters most, and the goals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from truenorth.reports.aims import Aim
from truenorth.reports.behind import behind
from truenorth.reports.fit.ways import Way
from truenorth.reports.pack.blocks import AnyBlock, Figure, Findings, Heading, Number, Table, Text, Told, Tone
from truenorth.reports.pack.charts import Bars
from truenorth.reports.pack.material import Material
from truenorth.reports.page.page import Told as PageTold
from truenorth.reports.words import amount, number, plain

STATEMENTS = 5
WAYS = 3
GOALS = 10
PIECES = 6


def brief(material: Material) -> Iterator[AnyBlock]:
    """The first sentence alone."""
    yield Text(material.page.headline)


def summary(material: Material) -> Iterator[AnyBlock]:
    """The plan in a sentence and four numbers, and the three findings that matter most."""
    page = material.page
    yield Text(page.headline)
    yield from (Text(fault, "bad") for fault in page.faults)
    yield from (Text(note, "quiet") for note in page.notes)
    if page.report.is_empty:
        return
    behind_it = page.report.index.at_stake
    tone: Tone = "quiet" if behind_it is None else "bad" if behind_it else "plain"
    yield Number("At stake", page.at_stake, page.at_stake_of, tone)
    yield Number("Alignment index", page.index_said, "of 100" if page.index is not None else "")
    for half in page.halves:
        yield Number(half.name, half.said, half.asks)
    if page.first:
        yield Heading("What matters most" if page.first[0].kind == "contradiction" else "What to fill in first")
        yield Findings(tuple(_told(one) for one in page.first), _more(material))


def _told(one: PageTold) -> Told:
    way = one.ways[0] if one.ways else ""
    ref = one.id.partition("@")[2].partition("#")[0]
    return Told(one.code, one.headline, way, one.stake, one.asks, one.severity, ref)


def _more(material: Material) -> str:
    """How many more contradictions there are."""
    kind = material.page.first[0].kind
    left = sum(entry.finding.kind == kind for entry in material.open) - len(material.page.first)
    if left <= 0:
        return ""
    word = "contradiction" if kind == "contradiction" else "gap"
    return f"1 more {word}" if left == 1 else f"{left:,} more {word}s"


def fit(material: Material) -> Iterator[AnyBlock]:
    """Whether it all fits."""
    told = material.page.fit
    if material.page.report.is_empty:
        return
    yield Heading("Can it all be true?")
    if told is None:
        yield Text("Whether it all fits is not worked out yet for this version.", "quiet")
        return
    tone: dict[str, Tone] = {"good": "good", "bad": "bad", "unsure": "warn"}
    yield Text(told.headline, tone[told.tone])
    yield from (Text(says, "quiet") for says in told.says)


def statements(material: Material) -> Iterator[AnyBlock]:
    """The first statements that can't all be true, and who may change each."""
    told = material.page.fit
    if told and told.groups and not material.page.report.is_empty:
        first = told.groups[0]
        shown = first.statements[:STATEMENTS]
        left = len(first.statements) + len(first.folded) - len(shown)
        more = f"{left:,} more statement{'' if left == 1 else 's'}. {first.proof}" if left else first.proof
        rows = tuple((one.says, one.party) for one in shown)
        yield Table(("These can't all be true", "Who may change it"), rows, tuple(one.ref for one in shown), more)


def ways(material: Material, most: int = WAYS) -> Iterator[AnyBlock]:
    """The ways out where it does not all fit, the cheapest first."""
    told = material.page.fit
    if told and told.ways and not material.page.report.is_empty:
        rows = tuple((one.title, _takes(one)) for one in told.ways[:most])
        yield Table((told.ways_said, "What it takes"), rows)
    elif told and told.fewer:
        yield Text(told.fewer, "quiet")


def _takes(one: Way) -> str:
    text = "; ".join(part for part in (one.price, *one.effects_said[:1]) if part)
    return text[:1].upper() + text[1:]


def goals(material: Material) -> Iterator[AnyBlock]:
    """The goals, what each is to reach, where it stands and what stands in the way; none is green by default."""
    found = material.page.aims
    if not found:
        return
    yield Heading("Goals")
    yield Text(_of_goals(found))
    rows = tuple((one.title, _to_reach(one), _measured(one), one.verdict, one.at_stake) for one in found[:GOALS])
    left = len(found) - GOALS
    head = ("Goal", "To reach", "Measured", "How it stands", "At stake")
    yield Table(head, rows, tuple(one.ref for one in found[:GOALS]), f"{left:,} more goals" if left > 0 else "")


def _to_reach(one: Aim) -> str:
    return f"{one.target} by {one.by}" if one.target and one.by else one.target or one.by


def _measured(one: Aim) -> str:
    """What its metric was last measured at, and what that says of the goal where somebody may say it."""
    found = one.measured
    if found is None or not found.value:
        return "no data yet"
    return f"{found.value}, {found.on}{f': {found.status}' if found.status else ''}"


def _of_goals(found: tuple[Aim, ...]) -> str:
    many = len(found)
    whole = "the 1 goal" if many == 1 else f"{many:,} goals"
    blocked = sum(bool(one.findings) for one in found)
    unmeasured = sum(one.measured is None or not one.measured.value for one in found)
    parts = [f"contradictions stand in the way of {blocked:,}" if blocked else "no contradiction stands in the way"]
    parts += [f"nothing is measured yet of {unmeasured:,}"] if unmeasured else []
    statuses = (one.measured.status for one in found if one.measured and one.measured.value and one.measured.status)
    counts = Counter(statuses)
    parts += [f"{count:,} {'is' if count == 1 else 'are'} {status}" for status, count in counts.items()]
    return f"Of {whole}, {'; '.join(parts)}."


def stake(material: Material) -> Iterator[AnyBlock]:
    """The largest pieces of work behind open contradictions."""
    index = material.page.report.index
    pieces, left = behind(material.case, [entry.finding for entry in material.open], index.unit, material.currency)
    if not pieces or not index.at_stake:
        return
    shown = pieces[:PIECES]
    whole = amount(index.at_stake, material.currency) if index.unit == "money" else f"{number(index.at_stake)} hours"
    yield Heading("What is at stake")
    unit = material.currency if index.unit == "money" else "hours"
    bars = Bars(tuple(one.title for one in shown), tuple(one.much for one in shown), unit)
    many = left + len(pieces)
    parts = "1 piece" if many == 1 else f"{many:,} pieces"
    largest = f"the largest is {plain(shown[0].title)} with {shown[0].said}"
    says = f"{whole} of work stands behind open contradictions, in {parts}; {largest}."
    yield Figure(says, bars)
