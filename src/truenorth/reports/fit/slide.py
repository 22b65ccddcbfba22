"""The verdict as one slide, for a meeting: what can't all be true, the ways out, and what was left open."""

from __future__ import annotations

import json
from dataclasses import replace

from truenorth.reports.fit import html, pdf
from truenorth.reports.fit.terminal import lines as verdict
from truenorth.reports.fit.told import Told
from truenorth.reports.lines import Line, wrapped
from truenorth.reports.report import Report

CONFLICTS, WAYS = 1, 3


def lines(report: Report, told: Told, width: int) -> list[Line]:
    """The slide for a terminal."""
    return [
        *(Line(text, "strong") for text in wrapped(whose(report), width)),
        Line(),
        *verdict(on_a_slide(told), width, folder=report.folder),
        *(Line(text, "quiet") for text in wrapped(_more(told), width) if text),
    ]


def made(report: Report, told: Told, suffix: str) -> bytes:
    """The slide as a file: PDF where its name ends so, HTML otherwise."""
    shown = on_a_slide(told)
    if suffix.lower() != ".pdf":
        return html.slide(shown, whose(report), _more(told)).encode()
    from truenorth.reports.page.pdf import set_

    said = {"title": told.headline, "whose": whose(report), "foot": _more(told), "fit": pdf.said(shown)}
    return set_("slide.typ", {"slide": json.dumps(said)})


def on_a_slide(told: Told) -> Told:
    """The verdict cut to what fits on a slide: the first conflict, and three ways out."""
    return replace(told, groups=told.groups[:CONFLICTS], ways=told.ways[:WAYS])


def whose(report: Report) -> str:
    """Whose plan it is, as of when."""
    return f"{report.company or 'This plan'}, as of {report.as_of}"


def _more(told: Told) -> str:
    """What is not on the slide."""
    more = len(told.groups) - CONFLICTS
    return (
        f"{more} more {'conflict is' if more == 1 else 'conflicts are'} told apart by truenorth check."
        if more > 0
        else ""
    )
