"""Out and in: the plan as a workbook or a folder, a whole workspace as an archive, and back from one."""

from __future__ import annotations

import tempfile
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from truenorth.server.services import archive as archives
from truenorth.server.services import out, people
from truenorth.server.views.here import Here, page, person

ZIP = "application/zip"


@page
def exports(here: Here) -> HttpResponse:
    """What can be taken out, and how it comes back."""
    context = {"here": here, "at": "plan:exports", "most": settings.UPLOAD_LIMIT // 10**6}
    return render(here.request, "plan/exports.html", context)


@page
def folder(here: Here) -> HttpResponse:
    """The plan as a folder, as this member may see it."""
    content = out.folder(here.workspace, here.plan, here.seat)
    name = content_disposition_header(True, f"{here.workspace.key}.zip") or "attachment"
    return HttpResponse(content, content_type=ZIP, headers={"Content-Disposition": name})


@require_POST
@page
def archive(here: Here) -> HttpResponse:
    """The whole workspace in one file, for who manages it."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    try:
        archives.saved(here.workspace, file, by=here.member)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    name = f"{here.workspace.key}-archive.zip"
    return cast(HttpResponse, FileResponse(file, as_attachment=True, filename=name, content_type=ZIP))


@require_POST
@login_required
def restore(request: HttpRequest) -> HttpResponse:
    """A new workspace from an archive; whoever brings it back manages it."""
    given = request.FILES.get("archive")
    try:
        if given is None or not given.size:
            raise people.Refused("choose the archive first: a file that ends with -archive.zip")
        assert given.file is not None
        made = archives.restored(given.file, user=person(request), name=request.POST.get("name", "")[:200])
    except people.Refused as error:
        messages.error(request, f"Not brought back: {error}.")
        return redirect("cockpit")
    messages.success(request, "Everything is back, to the last field. Invite the people again.")
    return redirect("home", workspace=made.workspace.key)
