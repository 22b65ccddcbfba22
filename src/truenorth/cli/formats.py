"""A check in the format that was asked for: on the screen, or in a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from truenorth.cli.options import Format
from truenorth.cli.screen import complain, height, is_narrow, show, width

if TYPE_CHECKING:
    from truenorth.reports.report import Report
    from truenorth.services.check import Judged

PAGES = ("html", "pdf")


def put(found: Judged, report: Report, format_: Format, every: bool, out: Path | None) -> None:
    """Print the report, or write it to a file; a page that would only fill a terminal goes to a file of its own."""
    if format_ == "text" and out is None:
        _screen(report, every)
        return
    from truenorth.services.whole_file import write_whole

    made = _made(found, report, format_, every)
    if out is None and format_ in PAGES and sys.stdout.isatty():
        out = Path(f"check.{format_}")
    if out is None:
        sys.stdout.buffer.write(made)
        return
    write_whole(out, made)
    complain(f"Written to {out}")


def _made(found: Judged, report: Report, format_: Format, every: bool) -> bytes:
    match format_:
        case "json":
            from truenorth.reports import json

            return f"{json.text(report)}\n".encode()
        case "sarif":
            from truenorth.reports import sarif

            return f"{sarif.text(report)}\n".encode()
        case "md":
            return _letter(found, report).encode()
        case "html" | "pdf":
            return _page(found, report, format_)
    from truenorth.reports import listing, terminal

    lines = listing.full(report, None) if every else terminal.overview(report, width(), height())
    return "".join(f"{line.text}\n" for line in lines).encode()


def _letter(found: Judged, report: Report) -> str:
    from truenorth.reports import markdown
    from truenorth.reports.sight import sight

    if report.is_empty or report.only:
        return markdown.text(report)
    return markdown.text(report) + markdown.line_of_sight(sight(found.case))


def _page(found: Judged, report: Report, format_: Format) -> bytes:
    from truenorth.reports.page import html, page, pdf
    from truenorth.services.plan import Refused

    built = page(report, found.case)
    if format_ == "html":
        return html.text(built).encode()
    try:
        return pdf.pdf(built)
    except pdf.NotInstalled as missing:
        raise Refused(str(missing)) from None


def _screen(report: Report, every: bool) -> None:
    from truenorth.reports import listing, terminal

    if report.only and not every:
        show(terminal.detailed(report, width()))
    elif every:
        show(listing.full(report, width() if is_narrow() else None))
    else:
        show(terminal.overview(report, width(), height()))
