"""The verdict as one slide, for a meeting: what can't all be true, the ways out, and what was left open."""

from __future__ import annotations

import json
from dataclasses import replace

from truenorth.reports.fit import html, pdf
from truenorth.reports.fit.conflict import Group
from truenorth.reports.fit.terminal import lines as verdict
from truenorth.reports.fit.told import Open, Told
from truenorth.reports.fit.ways import Way, most
from truenorth.reports.lines import Line, wrapped
from truenorth.reports.report import Report
from truenorth.reports.words import short

CONFLICTS, WAYS, EFFECTS = 1, 3, 1
SENTENCE, STEP, ASKED = 150, 130, 120  # letters of a statement, of a step of a way out, and of a question


def lines(report: Report, told: Told, width: int) -> list[Line]:
    """The slide for a terminal."""
    return [
        *(Line(text, "quiet") for text in wrapped(whose(report), width)),
        Line(),
        Line(told.title, "strong"),
        *verdict(on_a_slide(told), width, folder=report.folder),
        *(Line(text, "quiet") for text in wrapped(_more(told), width) if text),
    ]


def made(report: Report, told: Told, suffix: str) -> bytes:
    """The slide as a file: PDF where its name ends so, HTML otherwise."""
    shown = on_a_slide(told)
    if suffix.lower() != ".pdf":
        return html.slide(shown, whose(report), _more(told)).encode()
    from truenorth.reports.page.pdf import set_

    said = {"title": shown.headline, "whose": whose(report), "foot": _more(told), "fit": pdf.said(shown)}
    return set_("slide.typ", {"slide": json.dumps(said)})


def on_a_slide(told: Told) -> Told:
    """The verdict cut to what fits on a slide: the first conflict by its own name, three ways out, short sentences.

    Questions are left to where nothing is certain yet: where it is, the slide is about that.
    """
    groups = tuple(map(_group, told.groups[:CONFLICTS]))
    sure = bool(groups) and groups[0].sure
    return replace(
        told,
        headline=groups[0].title if len(groups) == 1 else told.headline,
        says=tuple(short(says, SENTENCE) for says in told.says),
        groups=groups,
        ways=tuple(map(_way, told.ways[:WAYS])),
        questions=() if sure else tuple(_question(one, bool(groups)) for one in told.questions),
    )


def _question(one: Open, beside: bool) -> Open:
    """A question; beside a conflict without what rests on it."""
    said = replace(one, says=short(one.says, ASKED))
    return replace(said, assumed="", turns="", rests="") if beside else said


def _group(group: Group) -> Group:
    """The statements without where they were read, but for the document; those of one that is folded are counted."""
    said = (replace(one, says=short(one.says, SENTENCE), source=one.document) for one in group.statements)
    return replace(group, statements=tuple(said), because=short(group.because, 2 * SENTENCE), biggest=group.biggest[:2])


def _way(way: Way) -> Way:
    steps, effects = (tuple(short(one, STEP) for one in many) for many in (way.steps, most(way.effects, EFFECTS)))
    return replace(way, steps=steps, effects=effects)


def whose(report: Report) -> str:
    """Whose plan it is, as of when."""
    return f"{report.company or 'This plan'}, as of {report.as_of}"


def _more(told: Told) -> str:
    """What is not on the slide."""
    more = len(told.groups) - CONFLICTS
    if more <= 0:
        return ""
    return f"{more:,} more {'conflict is' if more == 1 else 'conflicts are'} told by truenorth check."
