"""Ctrl-K: any item, page or command by a few letters."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from truenorth.plan.entity import KINDS
from truenorth.reports.words import plain
from truenorth.server.services import search
from truenorth.server.views.here import Here, page

PAGES = (
    ("home", "Home", "house"),
    ("plan:sight", "Line of sight", "network"),
    ("plan:kinds", "The plan, kind by kind", "layers"),
    ("check:findings", "Findings", "list-checks"),
    ("run:roadmap", "Roadmap", "route"),
    ("run:calendar", "Who is reached when", "calendar-days"),
    ("calendars", "Dates in your own calendar", "calendar-days"),
    ("agree:room", "Agree: the room of both sides", "handshake"),
    ("plan:story", "Storyboard", "grid-3x3"),
    ("plan:teams", "Teams", "users"),
    ("run:reports", "Reports", "file-text"),
    ("mine", "My part", "target"),
    ("talk:every", "Talk: questions and risks", "messages-square"),
    ("talk:inbox", "Told to you", "bell"),
    ("intake:requests", "Work asked for", "list-checks"),
    ("plan:history", "History", "clock-3"),
    ("plan:whatifs", "What-ifs", "git-branch"),
    ("plan:compare", "Compare two versions", "scale"),
    ("plan:trash", "Trash", "trash"),
    ("plan:import", "Take a sheet in", "file-text"),
    ("plan:export", "The plan as a workbook", "file-text"),
    ("plan:exports", "Out and in: workbook, folder, archive", "download"),
    ("settings:members", "Settings: members", "settings"),
    ("settings:company", "Settings: company, year and holidays", "settings"),
    ("settings:rules", "Settings: rules", "settings"),
)


@dataclass(frozen=True)
class Row:
    """A line of the palette: where it leads, or what it does."""

    title: str
    says: str
    icon: str
    url: str = ""
    does: str = ""


@page
def palette(here: Here) -> HttpResponse:
    """What a few letters mean, as lines of the palette."""
    text = here.request.GET.get("q", "")[:100]
    return render(here.request, "_parts/palette_rows.html", {"rows": [*_pages(here, text), *_items(here, text)]})


def _pages(here: Here, text: str) -> list[Row]:
    words = text.casefold().split()
    lists = [(here.url("plan:kind", kind=kind.kind), kind.plural, "layers") for kind in KINDS.values()] if words else []
    places = [(here.url(name), title, icon) for name, title, icon in PAGES]
    tried = [(here.url_in(one, "home"), f"what-if: {one.name}", "git-branch") for one in here.whatifs] if words else []
    places += tried
    rows = [Row(title[:1].upper() + title[1:], "go to", icon, url) for url, title, icon in (*places, *lists)]
    rows.append(Row("Switch between light and dark", "do", "moon", does="theme"))
    return [row for row in rows if all(word in row.title.casefold() for word in words)]


def _items(here: Here, text: str) -> list[Row]:
    return [Row(plain(hit.title), hit.kind, "target", here.item_url(hit.ref)) for hit in search.items(here.plan, text)]
