"""Tables as files for a spreadsheet, in which stored text stays text."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from io import StringIO

from django.http import HttpResponse

_NUMBER = re.compile(r"[+-]?[0-9][0-9.,_ ]*%?")
BOM = "\ufeff"  # tells spreadsheets that the text is UTF-8


def csv_file(name: str, head: Iterable[str], rows: Iterable[Iterable[object]]) -> HttpResponse:
    """Rows under a head, to be saved under a name."""
    told = StringIO()
    lines = csv.writer(told)
    lines.writerow(head)
    lines.writerows([safe(str(value)) for value in row] for row in rows)
    answer = HttpResponse(BOM + told.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def safe(text: str) -> str:
    """A cell that no spreadsheet computes: an apostrophe before what would be taken for a formula."""
    start = text.lstrip()[:1]
    is_formula = start in tuple("=+-@") or text[:1] in ("\t", "\r")
    return f"'{text}" if is_formula and start and not _NUMBER.fullmatch(text.strip()) else text
