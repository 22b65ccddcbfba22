"""A report in every format: what is said is there, nothing is computed, run or taken for markup; slides hold it all."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from importlib import resources

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pptx.util import Pt

from truenorth.reports.pack import Pack, build, pdf, sheet, slides, text
from truenorth.reports.pack import html as as_html
from truenorth.reports.pack.blocks import Figure, cut
from truenorth.reports.pack.charts import Bars
from truenorth.reports.pack.material import Material
from truenorth.reports.pack.shapes import TALL, WIDE, lines_of
from truenorth.reports.page import page
from truenorth.services.check import Judged

READERS = ("ceo", "board", "team:web", "partner:quote-live")


@pytest.mark.parametrize("word", READERS)
def test_text_and_html_say_what_the_report_says(pack: Pack, word: str):
    one = pack.for_(word)
    plain, whole, mail = text.text(one), as_html.page(one), as_html.mail(one, "https://plan.example/r/1/")

    for says in (one.title, one.headline):
        assert says in plain
        assert says.replace("'", "&#39;") in whole
        assert says.replace("'", "&#39;") in mail
    assert max(map(len, plain.splitlines())) <= 120
    assert "https://plan.example/r/1/" in mail
    assert re.search(r"<(img|script|link)|class=", mail) is None


class Tags(HTMLParser):
    """Which tags a page has."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.add(tag)


def test_what_is_written_to_do_harm_is_text_everywhere(strange: Pack):
    for word in ("board", "partner:quote-live"):
        one = strange.for_(word)
        for made in (as_html.page(one), as_html.mail(one)):
            tags = Tags()
            tags.feed(made)
            assert "script" not in tags.seen
            assert "\uffff" not in made
        assert "\x07" not in text.text(one)


def test_no_text_of_a_workbook_is_a_formula(strange: Pack):
    for word in ("board", "partner:quote-live"):
        made = sheet.xlsx(strange.for_(word))
        with zipfile.ZipFile(io.BytesIO(made)) as parts:
            cells = "".join(parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name)
        assert "<f>" not in cells
        assert "<hyperlink" not in cells


def test_no_text_behind_a_chart_of_slides_is_a_formula_or_an_address(kestrel: Judged):
    names = ("=HYPERLINK(1)", "{=1}", "http://evil.example", "mailto:a@b.example", "+1", "fine")
    pack = build(Material(page(kestrel.report(), kestrel.case)))
    figure = Figure("what it shows", Bars(names, (1.0, 2.0, 3.0, 4.0, 5.0, None), "=USD"))
    made = slides.pptx(replace(pack, blocks=(figure,)))

    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        books = [parts.read(name) for name in parts.namelist() if name.endswith(".xlsx")]
    assert len(books) == 1
    with zipfile.ZipFile(io.BytesIO(books[0])) as parts:
        sheet_ = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet_
    assert "hyperlink" not in sheet_


def test_a_workbook_holds_numbers_as_numbers_and_charts_of_them(pack: Pack):
    book = load_workbook(io.BytesIO(sheet.xlsx(pack.for_("board"))))
    rows = [[cell.value for cell in row] for row in book["What is at stake"].iter_rows()]

    assert ["Quote Live: search ads", 77928] in [row[:2] for row in rows]
    assert len(book["What is at stake"]._charts) == 1


def test_a_pdf_is_made_of_anything(pack: Pack, strange: Pack):
    for one, word in ((pack, "ceo"), (strange, "board"), (strange, "partner:quote-live")):
        assert pdf.pdf(one.for_(word)).startswith(b"%PDF")


def test_the_chief_executives_page_is_one_page(pack: Pack):
    typst = pytest.importorskip("typst")
    with resources.as_file(resources.files("truenorth.reports")) as path:
        made = typst.compile(
            str(path / "pack" / "pack.typ"),
            font_paths=[str(path / "page" / "fonts")],
            sys_inputs=pdf.inputs(pack.for_("ceo")),
            format="svg",
        )

    assert not isinstance(made, list)


@cache
def deck(pack: Pack, word: str):
    """The slides of a report, made once."""
    return Presentation(io.BytesIO(slides.pptx(pack.for_(word))))


def boxes(slide) -> list[tuple[str, float, float, float, float]]:
    return [
        (one.name, *(value / Pt(1) for value in (one.left, one.top, one.left + one.width, one.top + one.height)))
        for one in slide.shapes
    ]


@pytest.mark.parametrize("which", ["pack", "strange"])
@pytest.mark.parametrize("word", READERS)
def test_nothing_leaves_its_slide_and_nothing_lies_on_anything(which: str, word: str, request: pytest.FixtureRequest):
    made = deck(request.getfixturevalue(which), word)

    for slide in made.slides:
        every = boxes(slide)
        assert [one for one in every if one[1] < 0 or one[2] < 0 or one[3] > WIDE + 1 or one[4] > TALL + 1] == []
        over = [
            (a[0], b[0])
            for place, a in enumerate(every)
            for b in every[place + 1 :]
            if min(a[3], b[3]) - max(a[1], b[1]) > 1 and min(a[4], b[4]) - max(a[2], b[2]) > 1
        ]
        assert over == []
        assert [size for size in sizes(slide) if size < 12] == []


def sizes(slide) -> list[float]:
    frames = [one.text_frame for one in slide.shapes if one.has_text_frame]
    frames += [c.text_frame for one in slide.shapes if one.has_table for row in one.table.rows for c in row.cells]
    runs = [run for frame in frames for paragraph in frame.paragraphs for run in paragraph.runs]
    return [run.font.size / Pt(1) for run in runs] + [
        one.chart.font.size / Pt(1) for one in slide.shapes if one.has_chart
    ]


@pytest.mark.parametrize("which", ["pack", "strange"])
def test_text_of_slides_fits_its_box(which: str, request: pytest.FixtureRequest):
    made = deck(request.getfixturevalue(which), "board")

    for slide in made.slides:
        for one in slide.shapes:
            if one.has_text_frame and one.text_frame.text:
                size = max(run.font.size / Pt(1) for p in one.text_frame.paragraphs for run in p.runs)
                if len(one.text_frame.paragraphs) == 1:
                    tall = lines_of(one.text_frame.text, one.width / Pt(1), size) * size * 1.1
                    assert tall <= one.height / Pt(1) + 8, one.text_frame.text[:60]


def test_slides_hold_charts_that_can_be_changed_and_say_what_they_show(pack: Pack):
    made = deck(pack, "board")
    charts = [one for slide in made.slides for one in slide.shapes if one.has_chart]
    titles = [slide.shapes.title.text_frame.text for slide in made.slides if slide.shapes.title is not None]

    assert len(charts) == 2
    assert next(iter(charts[0].chart.plots[0].categories)).startswith("Quote Live: search ads")
    assert "USD 1,247,154 of work stands behind" in charts[0]._element.nvGraphicFramePr.cNvPr.get("descr")
    assert "Your numbers" in titles


def test_a_long_text_is_cut_and_says_that_there_is_more():
    assert cut("short", 100) == "short"
    assert cut("word " * 100, 60).endswith(" … more in Truenorth")
    assert len(cut("W" * 10_000, 60)) <= 62
