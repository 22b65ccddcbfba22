"""AUD: one customer, reached by several teams at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from truenorth.engines.words import row, same_text
from truenorth.plan.calendar import week
from truenorth.plan.entity import Ref
from truenorth.plan.plan import Plan
from truenorth.plan.story import Persona
from truenorth.plan.work import Activity, Feed, Program
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found, slug
from truenorth.rules.rule import rule

Week = int  # whole weeks since the first Monday of the calendar
Lines = dict[Ref, Ref]  # each item, and another one of its line of work; one stands for itself


def concerned(plan: Plan, ref: Ref) -> Iterator[Ref]:
    """The personas whose collisions hang on an item: those of an activity, or of the activities that point at it."""
    item = plan.find(ref)
    near = [] if item is None else [item, *(found for to in item.links if (found := plan.find(to)))]
    for activity in [*plan.pointing_at(ref, Activity), *(a for a in near if isinstance(a, Activity))]:
        yield from (f"persona:{key}" for key in activity.personas)
    for program in (p for p in near if isinstance(p, Program)):
        yield from (f"persona:{key}" for key in program.personas)


@rule("AUD03", asks="lead", each=Persona, reads=["activity", "program", "feed", "team"], looks=concerned)
def audience_collision(case: Case, persona: Persona, *, contacts_per_week: float = 2) -> Iterator[Finding]:
    """
    Several teams reach one persona at once by one channel.

    ## Why it matters

    Teams that reach the same people without knowing of each other spend twice on one moment of attention. The
    customer reads one of the two, or leaves the list, and both teams count the loss as their own bad luck.

    Live activities of several teams collide where they meet the same persona and segment by the same channel in the
    same week. A segment left out means the whole market. Work is in line, and does not collide, where it is in one
    program, where one waits for the other or leads to it, or where a feed joins the two or their programs (one of
    which names the persona). Activities also collide where together they reach the same person more than
    `contacts_per_week` times. An activity whose dates are not known to the week is passed over. How many contacts
    really get both takes the lists.

    ## Example

        activity:
          news:
            name: Care news
            program: care
            team: care
            start: 2027-03-08
            end: 2027-03-19
            channel: e-mail
            personas: [office-manager]
            contacts_per_week: 2

    ## Finds

        persona:office-manager Customer care and Demand generation reach Office manager by e-mail in the same week (2027-W11): Care news and Spring letter; the same person is reached 3 times a week, more than 2

    ## Put right

        activity: {news: {start: 2027-04-05, end: 2027-04-09, contacts_per_week: 1}}
    """  # noqa: E501
    by_channel: dict[str, list[Activity]] = {}
    for activity in case.plan.pointing_at(persona.ref, Activity):
        if activity.channel and persona.key in activity.personas and case.live(activity):
            by_channel.setdefault(same_text(activity.channel), []).append(activity)
    for channel, activities in by_channel.items():
        crowd = Crowd()
        for met in _audiences(activities):
            if _may_crowd(met, contacts_per_week):
                _crowded(case, persona, met, contacts_per_week, crowd)
        if crowd.weeks:
            yield _collision(case, persona, channel, crowd, contacts_per_week)


def _audiences(activities: list[Activity]) -> Iterator[list[Activity]]:
    """Those that meet the same segment; one without a segment meets them all."""
    by_segment: dict[str, list[Activity]] = {}
    for activity in activities:
        by_segment.setdefault(same_text(activity.segment), []).append(activity)
    everywhere = by_segment.pop("", [])
    yield from ([*met, *everywhere] for met in by_segment.values())
    if not by_segment:
        yield everywhere


def _may_crowd(met: list[Activity], cap: float) -> bool:
    """Whether looking at the weeks is worth while: there are two teams, or contacts enough."""
    return len({a.team for a in met if a.team}) > 1 or sum(map(_contacts, met)) > cap


def _contacts(activity: Activity) -> float:
    """How often a week an activity reaches the same person; 0 where it is not known."""
    times = activity.contacts_per_week
    return float(times.mid or 0) if times else 0.0


@dataclass
class Crowd:
    """What meets in the weeks of one persona and channel: who collides, and how often a person is reached."""

    together: dict[Week, set[Ref]] = field(default_factory=dict)
    often: dict[Week, tuple[float, set[Ref]]] = field(default_factory=dict)
    items: dict[Ref, Activity] = field(default_factory=dict)

    @property
    def weeks(self) -> list[Week]:
        """The weeks in which something is wrong."""
        return sorted(self.together.keys() | self.often.keys())


def _crowded(case: Case, persona: Persona, activities: list[Activity], cap: float, crowd: Crowd) -> None:
    by_week: dict[Week, list[Activity]] = {}
    for activity in activities:
        for number in weeks_in_market(case, activity):
            by_week.setdefault(number, []).append(activity)
    lines: Lines = {}
    contacts = {a.ref: times for a in activities if (times := _contacts(a))}
    for number, met in by_week.items():
        if len(met) < 2:
            continue
        if len({a.team for a in met if a.team}) > 1:
            lines = lines or _lines(case, persona, activities)
            _together(crowd, number, [a for a in met if a.team], lines)
        if round(sum(contacts.get(a.ref, 0.0) for a in met), 6) > cap:
            _often(crowd, number, [a for a in met if a.ref in contacts])


def _together(crowd: Crowd, number: Week, met: list[Activity], lines: Lines) -> None:
    if len({_line(lines, a.ref) for a in met}) > 1:
        crowd.together.setdefault(number, set()).update(a.ref for a in met)
        crowd.items.update((a.ref, a) for a in met)


def _often(crowd: Crowd, number: Week, met: list[Activity]) -> None:
    times = round(sum(map(_contacts, met)), 6)
    if len(met) > 1 and times > crowd.often.get(number, (0.0, set()))[0]:
        crowd.often[number] = (times, {a.ref for a in met})
        crowd.items.update((a.ref, a) for a in met)


def weeks_in_market(case: Case, activity: Activity) -> range:
    """The weeks in which an activity meets the customer; none where its dates do not tell the week."""
    known: dict[Ref, range] = case.known("weeks in market")
    weeks = known.get(activity.ref)
    if weeks is None:
        weeks = known[activity.ref] = _counted(case, activity)
    return weeks


def _counted(case: Case, activity: Activity) -> range:
    first, last = activity.in_market or activity.start, activity.end or activity.due
    begin, until = case.calendar.span(first or last), case.calendar.span(last or first)
    if begin is None or until is None or (not (first and last) and (until.end - begin.start).days > 6):
        return range(0)
    return range(_number(begin.start), _number(begin.end if until.end < begin.start else until.end) + 1)


def _number(day: date) -> Week:
    return (day.toordinal() - 1) // 7


def _lines(case: Case, persona: Persona, activities: list[Activity]) -> Lines:
    """The lines of work: what is in one program, follows another, or is joined to it by a feed."""
    lines: Lines = {}
    known = {a.ref for a in activities}
    for activity in activities:
        ties = [f"activity:{p.activity}" for p in activity.after] + [_step(activity.next_step)]
        _tie(lines, activity.ref, f"program:{activity.program}" if activity.program else activity.ref)
        for to in ties:
            if to in known or to.startswith("program:"):
                _tie(lines, activity.ref, to)
    if case.plan.all(Feed):
        programs = (p.ref for p in case.plan.pointing_at(persona.ref, Program))
        for ref in (*known, *programs):
            for feed in case.plan.pointing_at(ref, Feed):
                _join(lines, feed)
    return lines


def _step(next_step: str | None) -> Ref:
    return f"activity:{next_step}" if next_step and ":" not in next_step else next_step or ""


def _join(lines: Lines, feed: Feed) -> None:
    giver, taker = (ref if ref is None or ":" in ref else f"program:{ref}" for ref in (feed.giver, feed.taker))
    if giver and taker and not taker.startswith("capacity:"):
        _tie(lines, giver, taker)


def _tie(lines: Lines, one: Ref, other: Ref) -> None:
    lines[_line(lines, one)] = _line(lines, other)


def _line(lines: Lines, ref: Ref) -> Ref:
    while (to := lines.get(ref, ref)) != ref:
        ref = to
    return ref


def _collision(case: Case, persona: Persona, channel: str, crowd: Crowd, cap: float) -> Finding:
    says = []
    part, channel = slug(channel), next(a.channel for a in crowd.items.values())
    refs = sorted(crowd.items)
    names = row([case.plan.title(ref) for ref in refs])
    if crowd.together:
        teams = {crowd.items[ref].team for met in crowd.together.values() for ref in met}
        who = row(sorted(case.plan.title(f"team:{team}") for team in teams))
        says.append(f"{who} reach {persona.title} by {channel} in the same week ({_said(crowd.together)}): {names}")
    if crowd.often:
        times = max(times for times, _ in crowd.often.values())
        much = f"the same person is reached {times:g} times a week, more than {cap:g}"
        says.append(much if crowd.together else f"{much}, by {channel} ({_said(crowd.often)}): {names}")
    return found(
        (persona.ref, *refs),
        "; ".join(says),
        cause=f"are reached by {channel} from several sides at once",
        part=part,
        seen={"in": {week_of(n): _seen(case, crowd, n) for n in crowd.weeks}, "times a week at most": cap},
        stake=refs,
        fixes=_ways_out(case, max(crowd.items.values(), key=lambda a: (a.start or a.in_market or "", a.ref)), refs),
    )


def _seen(case: Case, crowd: Crowd, number: Week) -> dict[str, object]:
    times, often = crowd.often.get(number, (None, set()))
    met = sorted(crowd.together.get(number, set()) | often)
    teams = {ref: case.plan.title(f"team:{crowd.items[ref].team}") for ref in met}
    return {"work": {ref: f"of {team}" if team else "" for ref, team in teams.items()}, "times reached": times}


def _ways_out(case: Case, latest: Activity, refs: list[Ref]) -> list[Fix]:
    others = row([case.plan.title(ref) for ref in refs if ref != latest.ref])
    return [
        Fix(
            f"Move {latest.title} out of the way of {others}",
            {
                latest.ref: {
                    "start": Blank("When can it start?"),
                    "in_market": Blank("When can the customer see it?"),
                    "end": Blank("When does it end?"),
                }
            },
        ),
        Fix(
            f"Make {latest.title} and {others} one sequence",
            {latest.ref: {"next_step": Blank(f"Where does the customer go from here, in line with {others}?")}},
        ),
        Fix(
            f"Give {latest.title} a part of the market of its own",
            {latest.ref: {"segment": Blank("For which part of the market is it?")}},
        ),
    ]


def week_of(number: Week) -> str:
    """The name of a week: `2027-W10`."""
    return week(date.fromordinal(number * 7 + 1))


def _said(numbers: Iterable[Week]) -> str:
    """Weeks as they are said: `2027-W10`, `2027-W10 to 2027-W13 and 2027-W20`."""
    runs: list[list[Week]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return row([week_of(a) if a == b else f"{week_of(a)} to {week_of(b)}" for a, b in runs])
