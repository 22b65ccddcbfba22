"""A sheet taken in: handed over, read, corrected, previewed, made as one change; and the first steps of a new plan."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from truenorth.plan.entity import KINDS
from truenorth.plan.fault import Faults
from truenorth.plan.sheet.fields import fields, kinds
from truenorth.plan.sheet.layout import LABEL, OUT, Asked
from truenorth.plan.sheet.outcome import Sheet
from truenorth.plan.sheet.take import Given
from truenorth.plan.sheet.workbook import workbook
from truenorth.reports.sheet import Read, columns, notes
from truenorth.server.models import Upload
from truenorth.server.policy import Seat
from truenorth.server.services import imports as services
from truenorth.server.services import people
from truenorth.server.services.compare import compared
from truenorth.server.views.here import Here, page
from truenorth.server.views.problems import PROBLEMS, problem

SHOWN = 60  # cells that cannot be taken
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a note tells only whoever types commands: from the option on, with the words that lead to it.
COMMAND = re.compile(r"[;:,]?\s*\(?(?:(?:say which is right(?: with)?|add|write):? )?--\w.*$")


@page
def start(here: Here) -> HttpResponse:
    """The first steps of a plan that is still empty: a sheet, three short forms, or an example."""
    return render(here.request, "plan/start.html", {"here": here, "at": "plan:start"})


@page
def upload(here: Here) -> HttpResponse:
    """Hand a sheet over."""
    if here.request.method != "POST":
        return render(here.request, "plan/upload.html", {"here": here, "at": "plan:import", "wrong": ""})
    try:
        kept = _kept(here)
    except people.Refused as error:
        context = {"here": here, "at": "plan:import", "wrong": str(error)}
        return render(here.request, "plan/upload.html", context, status=400)
    return redirect(here.url("plan:look", number=kept.pk))


def _kept(here: Here) -> Upload:
    given = here.request.FILES.get("sheet")
    if given is None or not given.size:
        raise people.Refused("choose a sheet first: an Excel workbook (.xlsx) or a CSV file")
    name = (given.name or "sheet").replace("\x00", "")
    return services.keep(name, given.read(), by=here.member)


@page
def look(here: Here, number: int) -> HttpResponse:
    """How a sheet is read, what is wrong in it and what it would change; columns can be corrected here."""
    found, given = _upload(here, number), _given(here.request)
    context: dict[str, Any] = {"here": here, "at": "plan:import", "upload": found, "fault": "", "asks": ""}
    try:
        looked = services.look(here.scenario, found, given)
    except (Faults, Asked) as error:
        context["fault"] = _told(str(error))
        return render(here.request, "plan/look.html", context, status=400)
    context |= {"looked": looked, "sheets": _sheets(looked), "given": given, "kinds": kinds(), "targets": targets}
    context["asks"] = _told(looked.asks) if looked.asks else ""
    if looked.taken:
        context |= _preview(looked, here.seat)
    return render(here.request, "plan/look.html", context)


def _preview(looked: services.Looked, seat: Seat) -> dict[str, Any]:
    taken = looked.taken
    assert taken is not None
    return {
        "told": compared(looked.plan, taken.after, seat, looked.edits),
        "wrongs": taken.wrong[:SHOWN],
        "wrong_more": max(len(taken.wrong) - SHOWN, 0),
        "notes": [_told(line) for line in notes(taken)],
    }


def _told(text: str) -> str:
    """A note on how a sheet was read, without what only somebody at a command line needs."""
    return COMMAND.sub("", text).rstrip(" .;:(") + "."


def _sheets(looked: services.Looked) -> list[tuple[str, str, list[Read]]]:
    """Each sheet's name, its kind and its columns; of Truenorth's own sheets nothing has to be told."""
    if looked.taken:
        mine = [one for one in looked.taken.sheets if not one.layout.own]
        return [(one.table.grid.name, one.layout.kind, columns(one)) for one in mine]
    if looked.table and looked.layout:
        sheet = Sheet(looked.table, looked.layout, (), None)  # type: ignore[arg-type]
        return [(looked.table.grid.name, looked.layout.kind, columns(sheet))]
    return []


def targets(kind: str) -> list[tuple[str, str]]:
    """What a column of a kind's sheet may become: (value, words)."""
    known = fields(KINDS[kind])
    return [(name, name.replace("_", " ")) for name in known if name not in ("source", "same_as")]


@require_POST
@page
def apply(here: Here, number: int) -> HttpResponse:
    """Make what a sheet gives as one change."""
    found = _upload(here, number)
    try:
        made = services.apply(here.scenario, found, _given(here.request, posted=True), by=here.member)
    except (*PROBLEMS, Faults, Asked) as error:
        problem(here, error)
        return redirect(f"{here.url('plan:look', number=number)}?{here.request.POST.get('query', '')}")
    items = made.items if made else 0
    here.say(f"{items:,} items taken in." if made else "The plan says all of this already.", made)
    return redirect(here.url("home"))


def _upload(here: Here, number: int) -> Upload:
    found = services.find(here.member, number)
    if found is None:
        raise Http404
    return found


def _given(request: HttpRequest, *, posted: bool = False) -> Given:
    """What people said of a sheet. Columns count only for the kind they were chosen for."""
    said = request.POST if posted else request.GET
    kind = said.get("kind", "")
    maps = [
        f"{name[4:]}={_target(str(value), said.get(f'name.{name[4:]}', ''))}"
        for name, value in said.items()
        if name.startswith("map.") and value and kind == said.get("was_kind", "")
    ]
    order, decimal = said.get("date_order"), said.get("decimal")
    return Given(
        tuple(said.getlist("sheet_name"))[:1] if said.get("sheet_name") else (),
        kind if kind in KINDS else "",
        tuple(maps),
        order if order in ("dmy", "mdy", "ymd") else None,  # type: ignore[arg-type]
        decimal if decimal in ("comma", "point") else None,  # type: ignore[arg-type]
        bool(said.get("skip_wrong")),
    )


def _target(value: str, column: str) -> str:
    return f"{LABEL}{column}" if value == "label" else OUT if value == "out" else value


@page
def template(here: Here) -> HttpResponse:
    """The workbook to start from."""
    return _download(workbook(here.plan.changed(dict.fromkeys(here.plan.entities)), [], empty=True), "template.xlsx")


@page
def export(here: Here) -> HttpResponse:
    """The plan as a workbook, as this member may see it: it can be edited and handed over again."""
    return _download(workbook(here.plan, []), f"{here.workspace.key}.xlsx")


def _download(content: bytes, name: str) -> HttpResponse:
    disposition = content_disposition_header(True, name) or "attachment"
    return HttpResponse(content, content_type=WORKBOOK, headers={"Content-Disposition": disposition})
