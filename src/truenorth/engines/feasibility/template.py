"""Templates of marketing work: steps, skills, hours and lead times, as data with their sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from truenorth.plan.amounts import Quantity, quantity
from truenorth.plan.sheet.words import folded
from truenorth.plan.times import Duration, duration
from truenorth.plan.yaml_rows import loaded

GROUPS = (  # the files, one for each group of a large marketing organisation
    "corporate-communications",
    "social",
    "product-marketing",
    "marketing-automation",
    "telemarketing",
    "public-relations",
    "website",
    "webinars-and-events",
)
OURS = "ours"  # the source of what no survey states


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure was found: who says it, what it is called, when and where, and the fact in our words."""

    key: str
    author: str
    title: str
    says: str
    year: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a kind of work: who can do it, and how many hours it takes."""

    name: str
    skill: str
    hours: Quantity
    sources: tuple[str, ...] = (OURS,)


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of work: the words it is known by, its steps, what it needs of the tools, and its lead time.

    `words`, and the `german` ones among them, are enough in a title; `weak` ones only where the channel does not speak
    of another kind; `channels` are enough without either. All are bare: "~film" may be the end of a longer word, and
    "_launch" needs a word before it. The hours are those of one piece, of what `per` says. The lead time is in
    working days, from the brief to the result. A `project` before a colon is not the work itself but what it is for.
    """

    key: str
    title: str
    group: str
    words: tuple[str, ...]
    german: frozenset[str]
    weak: tuple[str, ...]
    channels: tuple[str, ...]
    per: str
    project: bool
    steps: tuple[Step, ...]
    tools: tuple[str, ...]
    lead_time: Duration
    lead_sources: tuple[str, ...]
    examples: tuple[str, ...]

    @property
    def hours(self) -> Mapping[str, Quantity]:
        """The hours of one piece by skill, from the least to the most of all its steps."""
        skills = dict.fromkeys(step.skill for step in self.steps)
        return {skill: total(step.hours for step in self.steps if step.skill == skill) for skill in skills}

    @property
    def total(self) -> Quantity:
        """The hours of one piece, of all skills together."""
        return total(self.hours.values())

    @property
    def sources(self) -> tuple[str, ...]:
        """The keys of the sources of its figures, each once, ours last."""
        used = dict.fromkeys([*(source for step in self.steps for source in step.sources), *self.lead_sources])
        return tuple(sorted(used, key=lambda key: key == OURS))


@dataclass(frozen=True, slots=True)
class Group:
    """A group of a marketing organisation: what its function is called, and its kinds of work."""

    title: str
    functions: tuple[str, ...]
    kinds: tuple[Template, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a title that say more than its kind: see the file for what each list does."""

    first: tuple[str, ...]
    after: tuple[str, ...]
    anywhere: tuple[str, ...]
    joins: frozenset[str]
    before_object: frozenset[str]
    longest: int
    many: frozenset[str]
    numbers: Mapping[str, int]


def total(hours: Iterable[Quantity]) -> Quantity:
    """Several ranges of hours together, from the least to the most of all."""
    every = tuple(hours)
    low, high = (sum((getattr(one, end) or Decimal(0) for one in every), start=Decimal(0)) for end in ("low", "high"))
    return Quantity(low.normalize(), high.normalize(), "h")


@cache
def groups() -> tuple[Group, ...]:
    """The eight groups with their templates."""
    return tuple(_group(_read(name)) for name in GROUPS)


@cache
def templates() -> Mapping[str, Template]:
    """Every template by its key."""
    return {kind.key: kind for group in groups() for kind in group.kinds}


@cache
def sources() -> Mapping[str, Source]:
    """Every source by its key."""
    return {key: Source(key, **fields) for key, fields in _read("sources").items()}


@cache
def skills() -> Mapping[str, tuple[str, ...]]:
    """The skills that the templates name, with the words by which a plan may name the same; bare."""
    return {skill: _all_bare(fields["words"]) for skill, fields in _read("skills").items()}


@cache
def does(word: str) -> str:
    """What whoever has a skill does, by any word for it: `writes the texts`; the word itself where it is not known."""
    known = (skill for skill, words in skills().items() if bare(word) in (skill, *words))
    skill = next(known, None)
    return _read("skills")[skill]["does"] if skill else f"does {word}"


@cache
def words() -> Words:
    """The words that tell when a title is not, or not only, about a piece of work of a kind."""
    found = _read("words")
    numbers = {bare(word): int(number) for word, number in found["numbers"].items()}
    lists = {name: _all_bare(found[name]) for name in ("first", "after", "anywhere", "joins", "before_object", "many")}
    return Words(
        lists["first"],
        lists["after"],
        lists["anywhere"],
        frozenset(lists["joins"]),
        frozenset(lists["before_object"]),
        int(found["longest"]),
        frozenset(lists["many"]),
        numbers,
    )


@cache
def seat_hours(part_time: bool = False) -> Quantity:
    """The hours a week that a filled seat has for its work where the plan does not say: from the least to the most."""
    found = _read("seat")
    hours = Decimal(found["part_time" if part_time else "full_time"][0])
    share = quantity(found["share"][0])
    low, high = ((hours * (part or 0) / 100).quantize(Decimal(1)) for part in (share.low, share.high))
    return Quantity(low, high, "h per week")


@cache
def _read(name: str) -> dict[str, Any]:
    text = (files("truenorth.engines.feasibility") / "templates" / f"{name}.yaml").read_text(encoding="utf-8")
    return dict(loaded(text))


def bare(text: str) -> str:
    """A text as titles are compared: in lower case, without accents, brackets and punctuation."""
    return folded(text.casefold())


def _all_bare(listed: list[str]) -> tuple[str, ...]:
    """Words as titles are compared, each once; the mark of an end or of a word before is kept."""
    marks = ((word[0] if word[0] in "~_" else "", word.lstrip("~_ ")) for word in listed)
    return tuple(dict.fromkeys(mark + bare(word) for mark, word in marks))


def _group(found: dict[str, Any]) -> Group:
    kinds = (_template(key, found["group"], fields) for key, fields in found["kinds"].items())
    return Group(found["group"], _all_bare(found["functions"]), tuple(kinds))


def _template(key: str, group: str, fields: dict[str, Any]) -> Template:
    days, *sources = fields["lead_time"]
    return Template(
        key=key,
        title=fields["title"],
        group=group,
        words=_all_bare([*fields["words"], *fields.get("german", [])]),
        german=frozenset(_all_bare(fields.get("german", []))),
        weak=_all_bare(fields.get("weak", [])),
        channels=_all_bare(fields.get("channels", [])),
        per=fields.get("per", ""),
        project=fields.get("project") == "yes",
        steps=tuple(_steps(fields["steps"])),
        tools=tuple(fields["tools"]),
        lead_time=duration(f"{days} working days"),
        lead_sources=tuple(sources),
        examples=tuple(fields["examples"]),
    )


def _steps(rows: list[list[str]]) -> Iterator[Step]:
    for name, skill, hours, *sources in rows:
        yield Step(name, skill, quantity(f"{hours} h"), tuple(sources) or (OURS,))
