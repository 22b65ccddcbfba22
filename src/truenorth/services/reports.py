"""A report of a plan in a folder, for a reader, in a format."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from truenorth.engines.asof import AsOf
from truenorth.engines.feasibility.fit import Fit
from truenorth.reports.pack import Pack, build
from truenorth.reports.pack.formats import FORMATS, written
from truenorth.reports.pack.material import Change, Material, News
from truenorth.reports.pack.readers import Reader, Unknown, reader
from truenorth.reports.page import page
from truenorth.reports.page.pdf import NotInstalled
from truenorth.services import folder as folders
from truenorth.services.check import Judged, judged
from truenorth.services.plan import Refused

WEEK = timedelta(days=7)


def ending(out: Path) -> str:
    """The format that a file's name asks for. Refused where there is none such."""
    found = out.suffix.lower().removeprefix(".")
    if found not in FORMATS:
        raise Refused(f"{out.name}: let the name end with {', '.join(f'.{one}' for one in FORMATS)}")
    return found


def report(folder: Path, today: date, word: str, prove: Callable[[AsOf], Fit | None]) -> Pack:
    """The report of a folder for one reader, as of a day. Refused where nobody is called so."""
    read = folders.read(folder)
    try:
        who = reader(word, read.plan)
    except Unknown as error:
        raise Refused(str(error)) from None
    return _made(judged(read, today, prove), who)


def _made(found: Judged, who: Reader) -> Pack:
    material = Material(page(found.report(), found.case), _news(found), "as the folder holds it")
    return build(material, [who.word]).for_(who.word)


def _news(found: Judged) -> News:
    """What was changed in the last seven days, as the folder's own records tell."""
    since = found.case.today - WEEK
    kept = [one for one in found.folder.records.changes if since <= one.at.date() <= found.case.today]
    changes = tuple(Change(one.at.date(), one.why, one.by) for one in reversed(kept))
    return News("in the last seven days, as far as the folder tells", since, changes)


def bytes_of(pack: Pack, format_: str) -> bytes:
    """A report as a file. Refused where the format needs an extra that is not installed."""
    try:
        return written(pack, format_)
    except NotInstalled as missing:
        raise Refused(str(missing)) from None
