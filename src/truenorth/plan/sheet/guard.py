"""What a file really is, before anything reads it: its kind, its size, and its size once unpacked."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import PurePath
from xml.parsers import expat

from truenorth.plan.fault import Fault, Faults

LARGEST_FILE = 64 * 2**20
LARGEST_UNPACKED = 256 * 2**20
MOST_PARTS = 5000
_SAVE = "save it as XLSX or CSV, and import that"
_ENDINGS = {
    ".xls": "is a workbook of before 2007",
    ".xlsb": "is a binary workbook",
    ".ods": "is an OpenDocument sheet",
    ".numbers": "is a Numbers document",
    ".pdf": "is a PDF",
    ".docx": "is a text document",
    ".pptx": "is a presentation",
    ".gsheet": "is only a link to a sheet on the web",
    ".html": "is a web page",
    ".json": "is JSON",
    ".parquet": "is a Parquet file",
}
_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_NEEDED = re.compile(r"\[Content_Types\]\.xml|_rels/\.rels|xl/[\w ./-]+\.(?:xml|rels)", re.IGNORECASE)


def refused(file: str, says: str) -> Faults:
    """A file that is not read, and why."""
    return Faults([Fault(file, 0, "", says)])


def too_large(file: str, size: int) -> Faults:
    """That a file is over the limit."""
    most = f"more than the {LARGEST_FILE >> 20} MB a sheet may have"
    return refused(file, f"is {size / 2**20:,.0f} MB, {most}: is this an export of facts?")


def is_workbook(file: str, data: bytes) -> bool:
    """Whether a file is a workbook rather than text; Faults where it is neither."""
    if len(data) > LARGEST_FILE:
        raise too_large(file, len(data))
    if not data.strip(b"\x00 \t\r\n"):
        raise refused(file, "is empty")
    if data.startswith(_OLE):
        raise refused(file, _ole(data))
    ending = PurePath(file).suffix.lower()
    if data.startswith(_ZIP) and ending not in (".ods", ".numbers", ".xlsb", ".docx", ".pptx"):
        return True
    if ending in _ENDINGS:
        raise refused(file, f"{_ENDINGS[ending]}: {_SAVE}")
    if ending in (".xlsx", ".xlsm"):
        raise refused(file, f"is not a workbook, whatever its name says: open it in a spreadsheet, {_SAVE}")
    for start, what in (
        (b"%PDF", "a PDF"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"PAR1", "Parquet"),
    ):
        if data.startswith(start):
            raise refused(file, f"is {what}, not a sheet: {_SAVE}")
    return False


def _ole(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "is protected by a password: take the password away, or save an unprotected copy"
    return f"is a workbook of before 2007, or protected: {_SAVE}"


def unpacked(file: str, data: bytes) -> dict[str, bytes]:
    """The parts of a workbook that hold its cells, by name; Faults where it is damaged or grows too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _parts(file, archive)
    except Faults:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, KeyError):
        raise damaged(file) from None


def damaged(file: str) -> Faults:
    """That a workbook cannot be read at all."""
    return refused(file, f"is damaged, or not a workbook: open it in a spreadsheet, {_SAVE}")


def _parts(file: str, archive: zipfile.ZipFile) -> dict[str, bytes]:
    infos = archive.infolist()
    if any(info.flag_bits & 1 for info in infos):
        raise refused(file, "is protected by a password: take the password away, or save an unprotected copy")
    needed = [info for info in infos if _NEEDED.fullmatch(info.filename)]
    if len(infos) > MOST_PARTS or sum(info.file_size for info in needed) > LARGEST_UNPACKED:
        raise refused(file, f"unpacks to more than {LARGEST_UNPACKED >> 20} MB: a plan is much smaller")
    found = {info.filename: archive.read(info) for info in needed}
    if not all(map(_is_plain_xml, found.values())):
        raise damaged(file)
    if not any(name.lower().startswith("xl/w") for name in found):
        raise refused(file, f"is not a workbook: {_SAVE}")
    return found


def _is_plain_xml(part: bytes) -> bool:
    """Whether a part is whole, and declares nothing that could grow when it is read."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, ValueError, LookupError):
        return False
    return True


def _refuse(*_: object) -> None:
    raise ValueError("a part of a workbook declares no types of its own")


def packed(parts: dict[str, bytes]) -> bytes:
    """The parts as a plain archive that holds nothing else and cannot grow."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()
