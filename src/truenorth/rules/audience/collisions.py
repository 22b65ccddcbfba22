"""AUD: one customer, reached by several teams at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from truenorth.plan.calendar import week
from truenorth.plan.entity import Ref
from truenorth.plan.plan import Plan
from truenorth.plan.story import Persona
from truenorth.plan.work import Activity, Feed, Program
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found, slug
from truenorth.rules.rule import rule
from truenorth.rules.words import row, same_text

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

    Two teams that do not know of each other spend twice on one inbox. The customer reads one of the two, or leaves
    the list, and both teams count the loss as their own bad luck.

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
        if len(activities) > 1 and (hit := _crowded(case, persona, activities, contacts_per_week)):
            yield _collision(case, persona, channel, hit, contacts_per_week)


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


def _crowded(case: Case, persona: Persona, activities: list[Activity], cap: float) -> Crowd | None:
    by_week: dict[Week, list[Activity]] = {}
    for activity in activities:
        for number in _weeks(case, activity):
            by_week.setdefault(number, []).append(activity)
    crowd, lines = Crowd(), Lines()
    for number, met in by_week.items():
        if len(met) < 2:
            continue
        lines = lines or _lines(case, persona, activities)
        for audience in _audiences(met):
            _look(crowd, number, audience, lines, cap)
    return crowd if crowd.weeks else None


def _weeks(case: Case, activity: Activity) -> Iterable[Week]:
    """The weeks in which an activity meets the customer; none where its dates do not tell the week."""
    span = case.in_market(activity)
    if span is None or (_one_date(activity) and (span.end - span.start).days > 6):
        return ()
    return range((span.start.toordinal() - 1) // 7, (span.end.toordinal() - 1) // 7 + 1)


def _one_date(activity: Activity) -> bool:
    return not (activity.in_market or activity.start) or not (activity.end or activity.due)


def _audiences(met: list[Activity]) -> Iterator[list[Activity]]:
    """Those that meet the same segment; one without a segment meets them all."""
    segments = {same_text(a.segment) for a in met} - {""}
    for segment in sorted(segments) or [""]:
        yield [a for a in met if same_text(a.segment) in ("", segment)]


def _look(crowd: Crowd, number: Week, met: list[Activity], lines: Lines, cap: float) -> None:
    teams = {a.team for a in met if a.team}
    if len(teams) > 1 and len({_line(lines, a.ref) for a in met if a.team}) > 1:
        crowd.together.setdefault(number, set()).update(a.ref for a in met if a.team)
        crowd.items.update((a.ref, a) for a in met if a.team)
    counted = [a for a in met if a.contacts_per_week and a.contacts_per_week.mid]
    times = sum(float(a.contacts_per_week.mid or 0) for a in counted if a.contacts_per_week)
    if len(counted) > 1 and times > max(cap, crowd.often.get(number, (0.0, set()))[0]):
        crowd.often[number] = (times, {a.ref for a in counted})
        crowd.items.update((a.ref, a) for a in counted)


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
    channel = next(a.channel for a in crowd.items.values())
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
        part=slug(channel),
        seen={"weeks": {_name(number): _seen(crowd, number) for number in crowd.weeks}, "cap": cap},
        stake=refs,
        fixes=_ways_out(case, max(crowd.items.values(), key=lambda a: (a.start or a.in_market or "", a.ref)), refs),
    )


def _seen(crowd: Crowd, number: Week) -> dict[str, object]:
    times, often = crowd.often.get(number, (None, set()))
    met = sorted(crowd.together.get(number, set()) | often)
    return {"items": {ref: crowd.items[ref].team for ref in met}, "contacts": times}


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


def _name(number: Week) -> str:
    return week(date.fromordinal(number * 7 + 1))


def _said(numbers: Iterable[Week]) -> str:
    """Weeks as they are said: `2027-W10`, `2027-W10 to 2027-W13 and 2027-W20`."""
    runs: list[list[Week]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return row([_name(a) if a == b else f"{_name(a)} to {_name(b)}" for a, b in runs])
