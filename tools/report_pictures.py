"""The pictures of docs/images/reports: the first side of each reader's report of Kestrel, as PDF sets it."""

from __future__ import annotations

import sys
from datetime import date
from importlib import resources
from pathlib import Path

import typst

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from truenorth.reports.pack import Pack, build, pdf  # noqa: E402
from truenorth.reports.pack.material import Material, News  # noqa: E402
from truenorth.reports.page import page  # noqa: E402
from truenorth.services.check import judge  # noqa: E402
from truenorth.services.fit import asking  # noqa: E402

IMAGES = ROOT / "docs" / "images" / "reports"
DAY = date(2027, 1, 15)
READERS = ("ceo", "board", "cmo", "mops", "team:web", "partner:quote-live")
SHARP = 90.0  # pixels of an inch


def main(folder: Path) -> None:
    """Take the pictures of a folder's plan."""
    found = judge(folder, DAY, asking(3))
    news = News("in the last seven days", date(2027, 1, 8))
    pack = build(Material(page(found.report(), found.case), news, "version 12"), READERS)
    IMAGES.mkdir(parents=True, exist_ok=True)
    for reader in READERS:
        (IMAGES / f"{reader.replace(':', '-')}.png").write_bytes(_first(pack.for_(reader)))


def _first(pack: Pack) -> bytes:
    here, fonts = resources.files("truenorth.reports.pack"), resources.files("truenorth.reports.page") / "fonts"
    made = typst.compile(
        str(here / "pack.typ"), font_paths=[str(fonts)], sys_inputs=pdf.inputs(pack), format="png", ppi=SHARP
    )
    return bytes(made[0] if isinstance(made, list) else made)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "examples" / "kestrel")
