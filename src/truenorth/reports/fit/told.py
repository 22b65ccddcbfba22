"""The verdict on a plan, described once: every format renders this."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from truenorth.engines.feasibility.answer import Margin
from truenorth.engines.feasibility.fit import Fit
from truenorth.engines.words import row
from truenorth.reports.fit.conflict import Group, groups, title
from truenorth.reports.fit.heat import Heat, heat
from truenorth.reports.fit.timeline import Timeline, timeline
from truenorth.reports.fit.ways import Way, ways
from truenorth.reports.fit.words import Words, count, resource, share_of
from truenorth.reports.words import plain
from truenorth.rules.case import Case

Tone = Literal["good", "bad", "unsure"]
TITLES = {
    "fits": "The plan fits",
    "does not fit": "The plan cannot hold as written",
    "may not fit": "The plan may not fit",
    "undecided": "Nobody can say yet whether the plan fits",
    "invalid": "Whether the plan fits cannot be worked out yet",
}
ASKED = 3
FAULTS = 5
MUCH = ("hours", "money")


@dataclass(frozen=True)
class Open:
    """A question whose answer could change the verdict: what was taken meanwhile, and where the answer goes."""

    says: str
    assumed: str
    rests: str
    turns: str
    ref: str
    field: str

    @property
    def also(self) -> str:
        """What was assumed meanwhile, from where on the answer turns the verdict, and how much rests on it."""
        assumed = f"assumed: {self.assumed}" if self.assumed else ""
        return "; ".join(part for part in (assumed, self.turns, self.rests) if part)


@dataclass(frozen=True)
class Told:
    """Everything that is said of a verdict. `settled` tells that all conflicts rest on stated facts alone."""

    verdict: str
    tone: Tone
    title: str
    headline: str
    says: tuple[str, ...]
    groups: tuple[Group, ...]
    ways: tuple[Way, ...]
    ways_said: str
    fewer: str
    lacks: tuple[str, ...]
    faults: tuple[tuple[str, str], ...]
    more_faults: int
    tightest: str
    margins: str
    questions: tuple[Open, ...]
    heat: Heat | None
    timeline: Timeline | None

    @property
    def asks(self) -> str:
        """What the questions are called."""
        one = len(self.questions) == 1
        return "The question that could change this" if one else "The questions that could change this most"

    @property
    def fails(self) -> bool:
        """Whether the plan is proved not to fit as written, or cannot even be worked out."""
        return self.verdict in ("does not fit", "invalid")


def told(case: Case, fit: Fit) -> Told:
    """The description of a verdict on a case."""
    words = Words(fit.asked, case.whole)
    verdict = _verdict(fit)
    faults = tuple((_place(words, fault.at), plain(fault.says)) for fault in fit.answer.faults)
    return Told(
        verdict=verdict,
        tone=_tone(fit, verdict),
        title=TITLES[verdict] if verdict != "fits" or not _unstated(fit) else "The plan fits, as far as is known",
        headline=_headline(words, fit, verdict),
        says=tuple(_says(fit, verdict)),
        groups=groups(words, fit),
        ways=ways(words, fit),
        ways_said=_ways_said(fit),
        fewer=plain(fit.answer.fewer),
        lacks=tuple(map(plain, fit.answer.lacks[:FAULTS])),
        faults=faults[:FAULTS],
        more_faults=max(len(faults) - FAULTS, 0),
        tightest=_tightest(words, fit) if verdict == "fits" else "",
        margins="" if "hours" in fit.asked.silent else margins(fit.answer.margins),
        questions=_questions(words, fit),
        heat=heat(words, fit),
        timeline=timeline(case, words, fit),
    )


def _tone(fit: Fit, verdict: str) -> Tone:
    """Good only where the verdict is about hours and money as well: nothing is green because nobody stated it."""
    if verdict in ("does not fit", "invalid"):
        return "bad"
    return "good" if verdict == "fits" and not _unstated(fit) else "unsure"


def _place(words: Words, at: str) -> str:
    """What a fault is at, where that is an item; the sentence itself names everything else."""
    ref = at.removeprefix("work ")
    return words.title(ref) if words.plan.find(ref) else ""


def _verdict(fit: Fit) -> str:
    """The verdict; "may not fit" where every conflict rests on something that nobody stated, or is not proved."""
    answer = fit.answer
    if answer.verdict == "does not fit" and not any(fit.is_sure(conflict) for conflict in answer.conflicts):
        return "may not fit"
    return answer.verdict


def _headline(words: Words, fit: Fit, verdict: str) -> str:
    match verdict:
        case "fits":
            if _unstated(fit):
                return f"Fits as far as {_known(fit)} go; {_silent(fit)} stated."
            tightest = _tightest(words, fit)
            return f"It fits{f'; the tightest is {tightest}' if tightest else ''}."
        case "does not fit":
            return _conflicting(fit)
        case "may not fit":
            return f"May not fit: {_perhaps(fit)}"
        case "undecided":
            return "Nobody can say within the time limit; this is the schedule that lacks least."
    many = len(fit.answer.faults)
    return f"It cannot be worked out yet: {count(many)} thing{' is' if many == 1 else 's are'} to be put right first."


def _known(fit: Fit) -> str:
    """What a verdict is about where nothing is known of hours or money."""
    about = ["dates", "lead times", "tools", *(word for word in MUCH if word not in fit.asked.silent)]
    return row(about, 4)


def _silent(fit: Fit) -> str:
    """`no hours and no money are`."""
    words = _unstated(fit)
    return f"{' and '.join(f'no {word}' for word in words)} {'is' if words == ['money'] else 'are'}"


def _unstated(fit: Fit) -> list[str]:
    """Which of hours and money nobody has stated."""
    return [word for word in MUCH if word in fit.asked.silent]


def _conflicting(fit: Fit) -> str:
    """The sentence that a conflict is known by."""
    sure = [conflict for conflict in fit.answer.conflicts if fit.is_sure(conflict)]
    if len(sure) == 1:
        return title(fit, sure[0])
    claims = fit.asked.problem.claims
    further = sum(not any(claims[key].assumed for key in many) for many in fit.answer.further)
    sets = count(len(sure) + further)
    sets = sets.capitalize() if fit.answer.schedule else f"At least {sets}"
    told = f" {count(len(sure)).capitalize()} of them are told here." if further else ""
    return f"{sets} sets of statements can't all be true. One of each has to give.{told}"


def _perhaps(fit: Fit) -> str:
    """What may not fit, and on how much it rests that nobody has stated."""
    many, sets = len(fit.assumed), fit.answer.conflicts
    if not many:
        return "this was found once, and not proved again."
    if len(sets) == 1:
        says = title(fit, sets[0])
        return says[:1].lower() + says[1:]
    rest = f"they rest on {count(many)} assumption{'' if many == 1 else 's'}"
    return f"{count(len(sets))} sets of statements can't all be true, and {rest}."


def _says(fit: Fit, verdict: str) -> Iterator[str]:
    """What else has to be known to read the headline rightly."""
    unstated = _unstated(fit) if verdict != "fits" else []
    others = [plain(word) for word in fit.asked.silent if word not in MUCH]
    if left_out := [*(f"{word} (not stated)" for word in unstated), *others]:
        yield f"The verdict is not about {row(left_out, len(left_out))}."
    maybe = sum(not fit.is_sure(conflict) for conflict in fit.answer.conflicts)
    if verdict == "does not fit" and maybe:
        rest = "it rests on an assumption" if maybe == 1 else "they rest on assumptions"
        yield f"Apart from that, {count(maybe)} more may not fit: {rest}."
    if fit.answer.late and verdict != "undecided":
        yield "The time limit was reached before everything was looked at: with more time, more may be found."
    filled = sum(claim.assumed for claim in fit.asked.problem.claims.values())
    if filled and verdict in ("fits", "undecided"):
        many = "1 value is assumed, as nobody has stated it" if filled == 1 else f"{filled:,} values are assumed"
        yield f"{many}{'' if filled == 1 else ', as nobody has stated them'}."


def _tightest(words: Words, fit: Fit) -> str:
    """`Web & MOps, week 14, 97 %`."""
    load = fit.answer.tightest
    if load is None or not load.need:
        return ""
    when = words.period(load.first, load.last)
    return f"{resource(load.title)}, {'' if when == words.ALL else f'{when}, '}{share_of(load.share)}"


def margins(given: tuple[Margin, ...]) -> str:
    """How near to the edge a plan is: `Still fits with 90 % of all hours, places and takers; no longer with 85 %.`"""
    if not given:
        return ""
    ranked = sorted(given, key=lambda margin: -margin.part)
    holds = [margin for margin in ranked if margin.verdict == "fits"]
    fails = [margin for margin in ranked if margin.verdict == "does not fit"]
    open_ = [margin for margin in ranked if margin.verdict not in ("fits", "does not fit")]
    of = "of all hours, places and takers"
    parts = [f"Still fits with {share_of(holds[-1].part)} {of}"] if holds else []
    if fails:
        part = share_of(fails[0].part)
        parts.append(f"no longer with {part}" if holds else f"No longer fits with {part} {of}")
    if open_ and not fails:
        parts.append(f"{'nobody' if parts else 'Nobody'} can say with {share_of(open_[0].part)}")
    return f"{'; '.join(parts)}."


def _ways_said(fit: Fit) -> str:
    """What the ways out are called: each of them puts the whole plan right, and not one conflict alone."""
    many, ways_ = len(fit.answer.conflicts), len(fit.repairs)
    if not ways_:
        return ""
    of = "" if many < 2 else " of both" if many == 2 else f" of all {count(many)}"
    return f"The way out{of}" if ways_ == 1 else f"Ways out{of}, the cheapest first"


def _questions(words: Words, fit: Fit) -> tuple[Open, ...]:
    asked = fit.asked.questions[:ASKED]
    return tuple(
        Open(plain(one.says), plain(one.assumed), _rests(one.rests), plain(one.turns), one.item, one.field)
        for one in asked
    )


def _rests(many: int) -> str:
    if not many:
        return ""
    return "1 piece of work rests on it" if many == 1 else f"{many:,} pieces of work rest on it"
