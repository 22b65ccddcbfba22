"""A sheet taken into a workspace: looked at as often as one likes, corrected column by column, made as one change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now

from truenorth.plan.edit import Edit
from truenorth.plan.plan import Plan
from truenorth.plan.sheet.layout import Asked, Layout
from truenorth.plan.sheet.outcome import Taken
from truenorth.plan.sheet.table import Table
from truenorth.plan.sheet.take import Given, peeked, take
from truenorth.server import store
from truenorth.server.models import Change, Member, Scenario, Upload
from truenorth.server.services import plan, records
from truenorth.server.services.people import Refused
from truenorth.services.imports import known, remembered

KEPT = timedelta(days=1)
MOST_KEPT = 5  # sheets of one person that wait


@dataclass(frozen=True)
class Looked:
    """A sheet as it is read now: what it gives the plan, or what has to be told first; edits that others have to make.

    `asks` is what people have to tell, with the table as far as it is understood.
    """

    plan: Plan
    taken: Taken | None = None
    asks: str = ""
    table: Table | None = None
    layout: Layout | None = None
    denied: tuple[Edit, ...] = field(default=())

    @property
    def whom(self) -> str:
        """Who may make the edits that others have to make."""
        return plan.whom(self.denied)

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits that would be made."""
        refused = {one.ref for one in self.denied}
        return tuple(one for one in self.taken.edits if one.ref not in refused) if self.taken else ()


def keep(name: str, content: bytes, *, by: Member) -> Upload:
    """Keep a sheet while it is looked at. Refused where it is too large."""
    if len(content) > settings.UPLOAD_LIMIT:
        most = settings.UPLOAD_LIMIT // 1_000_000
        raise Refused(
            f"{name[:80]} has {len(content) / 1e6:,.0f} MB, and a sheet may have {most}: a plan is smaller."
            " If it is an export of facts, load it under Measure"
        )
    Upload.objects.filter(member=by, at__lt=now() - KEPT).delete()
    old = Upload.objects.filter(member=by).order_by("-at").values_list("pk", flat=True)[MOST_KEPT - 1 :]
    Upload.objects.filter(pk__in=list(old)).delete()
    return Upload.objects.create(member=by, name=name[:200] or "sheet", content=content)


def look(scenario: Scenario, upload: Upload, given: Given) -> Looked:
    """Read a sheet as people say; nothing is changed. Faults where it cannot be read at all."""
    now_, files = store.load(scenario), _files(upload)
    try:
        taken = take(files, now_, given, known(records.read(scenario.workspace)))
    except Asked as error:
        table, layout = peeked(files, given) or (None, None)
        return Looked(now_, asks=str(error), table=table, layout=layout)
    return Looked(now_, taken, denied=tuple(plan.refused(now_, taken.edits, by=upload.member)))


def apply(scenario: Scenario, upload: Upload, given: Given, *, by: Member) -> Change | None:
    """Make the edits of a sheet as one change, and remember how it was read. Refused while something is wrong in it."""
    found = look(scenario, upload, given)
    if found.taken is None:
        raise Refused(found.asks)
    if found.taken.wrong and not given.skip_wrong:
        count = len(found.taken.wrong)
        raise Refused(f"{count:,} cells cannot be taken: mend the sheet, or leave those rows out")
    new = [one for sheet in found.taken.sheets if (one := remembered(upload.name, sheet, ""))]
    with transaction.atomic():
        made = plan.change(scenario, found.edits, by=by, why=f"import {upload.name}", does=Change.Does.IMPORT)
        records.add(scenario.workspace, new, by=by)
        upload.delete()
    return made


def _files(upload: Upload) -> Mapping[str, bytes]:
    return {upload.name: bytes(upload.content)}


def find(member: Member, number: int) -> Upload | None:
    """A sheet that somebody handed over; None where it is somebody else's, or gone."""
    return Upload.objects.filter(member=member, pk=number).first()
