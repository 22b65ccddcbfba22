"""Who is reached when: the work in market by persona, channel and team, with the weeks in which it collides (AUD03)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from truenorth.engines.words import row, same_text
from truenorth.plan.entity import Ref
from truenorth.plan.story import Persona
from truenorth.plan.work import Activity
from truenorth.reports.roadmap.span import Window
from truenorth.reports.words import in_full, listed, plain
from truenorth.rules.audience.collisions import week_of, weeks_in_market
from truenorth.rules.case import Case
from truenorth.rules.finding import Finding

COLLISION = "AUD03"
CHANNELS, ROWS, BARS, NAMED = 40, 8, 300, 8  # that are shown at once: of a persona, of a channel, in all, of a week
Met = Mapping[tuple[Ref, str], Mapping[Ref, str]]  # persona and week -> the work that collides, with the finding's id


@dataclass(frozen=True)
class Reach:
    """A piece of work in market: from which week of the window for how many, in which row, and of which team."""

    ref: Ref
    title: str
    team: str
    tone: int
    first: int
    weeks: int
    row: int
    says: str


@dataclass(frozen=True)
class Crossing:
    """A week in which a channel reaches a persona: by how many teams, and the finding where they collide."""

    week: int
    teams: int
    finding: str
    says: str

    @property
    def level(self) -> int:
        """0 for nobody, 1 for one team, 3 for several, 5 where they collide."""
        return 5 if self.finding else 3 if self.teams > 1 else min(self.teams, 1)


@dataclass(frozen=True)
class Channel:
    """A channel by which a persona is reached: the work, by week, and how much of it is not shown."""

    title: str
    teams: str
    work: tuple[Reach, ...]
    rows: int
    weeks: tuple[Crossing, ...]
    more: int


@dataclass(frozen=True)
class Reached:
    """A persona and the channels by which it is reached."""

    key: str
    title: str
    channels: tuple[Channel, ...]
    collisions: int

    @property
    def bars(self) -> int:
        """How many bars it takes."""
        return sum(len(one.work) for one in self.channels)

    @property
    def says(self) -> str:
        """The persona's weeks in a sentence."""
        ways = "1 channel" if len(self.channels) == 1 else f"{len(self.channels)} channels"
        weeks = "1 week" if self.collisions == 1 else f"{self.collisions} weeks"
        return f"{ways}, {f'teams collide in {weeks}' if self.collisions else 'no teams collide'}"


@dataclass(frozen=True)
class Overlay:
    """The calendar: the personas with their channels, and the teams in the order of their colours."""

    window: Window
    personas: tuple[Reached, ...]
    teams: tuple[str, ...]
    without: int  # live work with a channel that names nobody it is for
    left: tuple[tuple[str, str], ...] = ()  # personas that are not shown: key and name

    @property
    def says(self) -> str:
        """The calendar in a sentence."""
        if not self.personas:
            return "No work with a channel and a persona is in market in these weeks."
        hit = [one.title for one in self.personas if one.collisions]
        collide = f"Teams collide at {listed(hit, 4)}." if hit else "No teams collide."
        span = self.window.span
        return f"{in_full(span.start)} to {in_full(span.end)}. {collide}"


def met(findings: Iterable[Finding]) -> Met:
    """The weeks in which work collides, of findings of AUD03."""
    found: dict[tuple[Ref, str], dict[Ref, str]] = {}
    for one in findings:
        if one.rule == COLLISION:
            for week, seen in one.seen.get("in", {}).items():
                found.setdefault((one.at[0], week), {}).update(dict.fromkeys(seen["work"], one.id))
    return found


def overlay(case: Case, window: Window, collisions: Met, *, persona: str = "", team: str = "") -> Overlay:
    """The calendar of a case; narrowed to a persona or to what a team has to do with."""
    live = [one for one in case.all_live(Activity) if one.channel]
    tones = {key: number for number, key in enumerate(sorted({one.team for one in live if one.team}))}
    shown = _Shown(
        case, window, tones, collisions, {one.ref: weeks for one in live if (weeks := _weeks(case, one, window))}
    )
    of: dict[str, list[Activity]] = {}
    for one in live:
        if one.ref in shown.weeks:
            for key in one.personas:
                of.setdefault(key, []).append(one)
    people = [one for one in case.plan.all(Persona) if one.key in of and (not persona or one.key == persona)]
    made: list[Reached] = []
    left: list[tuple[str, str]] = []
    for somebody in people:
        if sum(bar.bars for bar in made) >= BARS:
            left.append((somebody.key, plain(somebody.title)))
        elif (reached := shown.reached(somebody, of[somebody.key], team)).channels:
            made.append(reached)
    teams = tuple(plain(case.plan.title(f"team:{key}")) for key in tones)
    return Overlay(window, tuple(made), teams, sum(not one.personas for one in live), tuple(left))


def _weeks(case: Case, activity: Activity, window: Window) -> range:
    """The weeks of the window in which work is in market."""
    found, first = weeks_in_market(case, activity), (window.first.toordinal() - 1) // 7
    return range(max(found.start - first, 0), min(found.stop - first, window.weeks))


@dataclass(frozen=True)
class _Shown:
    """What a calendar is made of: the weeks in which each piece of work is in market, and what collides."""

    case: Case
    window: Window
    tones: Mapping[str, int]
    collisions: Met
    weeks: Mapping[Ref, range]

    def reached(self, persona: Persona, live: list[Activity], team: str) -> Reached:
        """A persona's channels."""
        by_channel: dict[str, list[Activity]] = {}
        for one in live:
            by_channel.setdefault(same_text(one.channel), []).append(one)
        some = sorted(name for name, work in by_channel.items() if not team or any(one.team == team for one in work))
        channels = tuple(self._channel(persona, by_channel[name]) for name in some[:CHANNELS])
        hit = {week.week for channel in channels for week in channel.weeks if week.finding}
        return Reached(persona.key, plain(persona.title), channels, len(hit))

    def _channel(self, persona: Persona, work: list[Activity]) -> Channel:
        placed = list(self._placed(work))
        teams = {self._team(one) for one in work if one.team}
        return Channel(
            plain(work[0].channel),
            row(sorted(teams)) if teams else "no team named",
            tuple(placed),
            max((one.row for one in placed), default=0) + 1,
            tuple(self._crossings(persona, work)),
            len(work) - len(placed),
        )

    def _team(self, item: Activity) -> str:
        return plain(self.case.plan.title(f"team:{item.team}")) if item.team else ""

    def _placed(self, work: list[Activity]) -> Iterator[Reach]:
        ends: list[int] = []
        for one in sorted(work, key=lambda one: (self.weeks[one.ref].start, one.ref)):
            weeks = self.weeks[one.ref]
            at = next((n for n, end in enumerate(ends) if end <= weeks.start), len(ends))
            if at < ROWS:
                ends[at : at + 1] = [weeks.stop]
                title, team = plain(one.title), self._team(one)
                says = f"{title}{f', {team}' if team else ''}: in market for {_many(weeks, self.window)}"
                yield Reach(one.ref, title, team, self.tones.get(one.team or "", -1), weeks.start, len(weeks), at, says)

    def _crossings(self, persona: Persona, work: list[Activity]) -> Iterator[Crossing]:
        there: dict[int, list[Activity]] = {}
        for one in work:
            for number in self.weeks[one.ref]:
                there.setdefault(number, []).append(one)
        for number, some in sorted(there.items()):
            monday = self.window.mondays[number]
            hit = self.collisions.get((persona.ref, week_of((monday.toordinal() - 1) // 7)), {})
            ident = next((hit[one.ref] for one in some if one.ref in hit), "")
            titles = sorted(plain(one.title) for one in some)
            names = row([*titles[:NAMED], *([f"{len(titles) - NAMED} more"] if len(titles) > NAMED else [])])
            says = f"Week {monday.isocalendar().week}: {names}{'; they collide' if ident else ''}"
            yield Crossing(number, len({one.team for one in some if one.team}) or 1, ident, says)


def _many(weeks: range, window: Window) -> str:
    first, last = (f"{window.mondays[n].isocalendar().week}" for n in (weeks.start, weeks.stop - 1))
    return f"week {first}" if first == last else f"weeks {first} to {last}"
