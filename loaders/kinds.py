"""What kind of file are these bytes, and is an archive safe to unpack?"""

import io
import zipfile

from data.errors import UserError

_MB = 1 << 20
_MAGIC = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old .xls or a workbook with a password"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a .gz archive"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow file"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"7z\xbc\xaf", "a .7z archive"),
    (b"Rar!", "a .rar archive"),
    (b"{\\rtf", "an RTF document"),
)
_MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<svg", b"{", b"[")


def is_workbook(data: bytes, name: str) -> bool:
    """True for XLSX, False for text. Raises UserError for the rest."""
    if data.startswith(b"PK"):
        return _check_archive(data, name)
    kind = next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)
    if kind is None and data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_MARKUP):
        kind = "an HTML, XML or JSON document"
    if kind:
        raise UserError("{name} is {kind}. Accepted: CSV or TSV text, XLSX.", name=name, kind=kind)
    if not data.strip():
        raise UserError("{name} is empty.", name=name)
    return False


def _check_archive(data: bytes, name: str) -> bool:
    """A look at the archive's directory before anything is unpacked."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise UserError("{name} is a damaged archive: open it in Excel and save it again.", name=name) from error
    if not any(part.filename.lower() == "xl/workbook.xml" for part in parts):
        raise UserError("{name} is {kind}. Accepted: CSV or TSV text, XLSX.", name=name, kind="an archive, not an XLSX")
    unpacked = sum(part.file_size for part in parts)
    is_bomb = unpacked > max(200 * _MB, 40 * len(data)) or (unpacked > 10 * _MB and unpacked > 200 * len(data))
    if is_bomb or len(parts) > 2000:
        raise UserError(
            "{name} would unpack to {megabytes} MB in {parts} parts, which is more than a table needs. "
            "Save the sheet as CSV.",
            name=name,
            megabytes=unpacked // _MB,
            parts=len(parts),
        )
    return True
