"""Building a report: every section once, marked for whom it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from truenorth.reports.pack import numbers, owed, standing, told, work
from truenorth.reports.pack.blocks import AnyBlock, Pack
from truenorth.reports.pack.material import Material
from truenorth.reports.pack.readers import LED, PARTNER, PEOPLE, TEAM, Reader, reader
from truenorth.reports.words import plain

Make = Callable[[Material], Iterator[AnyBlock]]


@dataclass(frozen=True)
class Section:
    """A section: for whom it is, and how it is made."""

    readers: tuple[str, ...]
    make: Make


FIRST: tuple[Section, ...] = (Section((*LED, "mops"), standing.summary),)
AFTER: tuple[Section, ...] = (
    Section(LED, standing.goals),
    Section((*LED, "mops"), standing.fit),
    Section(("board", "cmo", "mops"), standing.statements),
    Section(("ceo",), partial(standing.ways, most=1)),
    Section(("board", "cmo", "mops"), standing.ways),
    Section(("board", "cmo"), standing.stake),
    Section(("ceo",), partial(work.roadmap, most=6)),
    Section(("board", "cmo", "mops", "sales", "service"), work.roadmap),
    Section(("board", "cmo", "mops"), work.load),
    Section((*LED, "mops"), told.said),
    Section((*LED, "mops"), told.chosen),
    Section((*LED, "mops"), told.decided),
    Section((*LED, "mops"), told.changed),
)


def build(material: Material, readers: Iterable[str] = ()) -> Pack:
    """The report of a plan for everybody, and for the teams and partners among some readers.

    Unknown where one of them is nobody.
    """
    places = tuple(reader(word, material.case.whole) for word in readers if ":" in word)
    people = (*PEOPLE, *places)
    blocks = tuple(block for section in _sections(places) for block in _marked(material, section))
    return Pack(
        company=material.page.company,
        as_of=material.today,
        version=plain(material.version),
        fingerprint=material.case.whole.fingerprint,
        blocks=blocks,
        titles=tuple((one.word, one.title) for one in people),
    )


def _sections(places: tuple[Reader, ...]) -> Iterator[Section]:
    yield from FIRST
    for party in dict.fromkeys(one.party for one in PEOPLE):
        whose = tuple(one.word for one in PEOPLE if one.party == party)
        if party not in ("business", "cmo", "mops"):
            yield Section(whose, standing.brief)
        yield Section(whose, partial(numbers.asked, party=party))
        yield Section(tuple(one for one in whose if one != "ceo"), partial(numbers.went, party=party))
        yield Section(whose, partial(owed.asked, party=party))
        yield Section(whose, partial(owed.owes, party=party))
        yield Section(tuple(one for one in whose if one != "ceo"), partial(owed.owed, party=party))
    for place in places:
        yield from _of_place(place)
    yield from AFTER


def _of_place(place: Reader) -> Iterator[Section]:
    """What a team's page, or a partner's, says."""
    key = place.word.partition(":")[2]
    if place.word.startswith(TEAM):
        yield Section((place.word,), partial(work.of_team, key=key))
    elif place.word.startswith(PARTNER):
        yield Section((place.word,), partial(work.of_program, key=key))


def _marked(material: Material, section: Section) -> Iterator[AnyBlock]:
    for block in section.make(material):
        yield replace(block, readers=section.readers)
