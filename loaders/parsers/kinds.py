"""What kind of file are these bytes, whatever it is called?"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable

from data.errors import UserError

#: What reading a part of a damaged archive raises.
DAMAGED_PART = (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, KeyError, ValueError)
_MB = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_READ = (
    (b"PAR1", "parquet"),
    (b"ARROW1", "arrow"),
    (b"\xff\xff\xff\xff", "arrow"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"\x1f\x8b", "gz"),
)
_REFUSED = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BM\x00\x00", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"#!/", "a program"),
    (b"7z\xbc\xaf\x27\x1c", "a .7z archive"),
    (b"Rar!", "a .rar archive"),
    (b"BZh", "a .bz2 archive"),
    (b"\xfd7zXZ", "an .xz archive"),
    (b"(\xb5/\xfd", "a .zst archive"),
    (b"{\\rtf", "an RTF document"),
    (b"%!PS", "a PostScript document"),
    (b"Obj\x01", "an Avro file"),
    (b"ORC", "an ORC file"),
    (b"PARE", "an encrypted Parquet file"),
    (b"\x89HDF", "an HDF5 file"),
    (b"\x00\x01\x00\x00Standard ", "an Access database"),
    (b"\x09\x00\x04\x00", "a workbook older than Excel 5"),
    (b"\x09\x02\x06\x00", "a workbook older than Excel 5"),
    (b"\x09\x04\x06\x00", "a workbook older than Excel 5"),
)
_TEXTUAL = (b"%PDF", b"{\\rtf", b"%!PS", b"#!/")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\x0c\x1a\x01\x1f"))
_BOM = b"\xef\xbb\xbf"
_ACCEPTED = (
    "Accepted: CSV, TSV and other delimited text, XLSX, XLSM, XLS, XLSB, ODS, HTML tables, Parquet, Arrow, JSON, "
    "SQLite; one of them in .gz or .zip."
)
_NOT_READ = "{name} is {kind}. " + _ACCEPTED
_PASSWORD = "{name} is a workbook with a password. Open it, save it without the password, and load that."  # noqa: S105


def kind(data: bytes, name: str) -> str:
    """The format: text, xlsx, xlsm, xls, xlsb, ods, html, xml, parquet, arrow, json, ndjson, sqlite, gz or zip.

    Raises UserError for the rest, by what it is, and for an archive that would unpack to more than a table needs.
    """
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive(data, name)
    if data.startswith(_OLE):
        return _compound(data, name)
    refused = _refused(data)
    if refused:
        raise UserError(_NOT_READ, name=name, kind=refused)
    found = next((word for magic, word in _READ if data.startswith(magic)), None)
    blank = b" \r\n\t\x00" + _BOM
    if not data[:4096].strip(blank) and not data.strip(blank):
        raise UserError("{name} is empty.", name=name)
    return found or _written(data, name)


def _refused(data: bytes) -> str | None:
    if data[257:262] == b"ustar":
        return "a .tar archive"
    is_text = data[:1024].translate(None, _CONTROLS) == data[:1024]  # a heading may begin with MZ
    magics = (magic for magic, _ in _REFUSED if data.startswith(magic))
    found = next((magic for magic in magics if not is_text or magic in _TEXTUAL), None)
    return dict(_REFUSED)[found] if found else None


def _compound(data: bytes, name: str) -> str:
    """What Microsoft's older programs keep in one container, told apart by the names within."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise UserError(_PASSWORD, name=name)
    if holds("Workbook") or holds("Book"):
        return "xls"
    others = {"WordDocument": "a Word document", "PowerPoint Document": "a presentation", "__substg1": "a message"}
    other = next((word for stream, word in others.items() if holds(stream)), "a damaged or unknown Office document")
    raise UserError(_NOT_READ, name=name, kind=other)


def _archive(data: bytes, name: str) -> str:
    """A look at the archive's directory before anything is unpacked."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UserError("{name} is a damaged archive: open it in Excel and save it again.", name=name) from error
    refuse_bomb(sum(part.file_size for part in parts), len(parts), len(data), name)
    there = {part.filename.lower() for part in parts}
    document = _document(there, archive)
    if document is None:
        return "zip"
    if document not in ("xlsx", "xlsm", "xlsb", "ods"):
        raise UserError(_NOT_READ, name=name, kind=document)
    if document == "ods" and _is_encrypted(archive, there):
        raise UserError(_PASSWORD, name=name)
    return document


def refuse_bomb(unpacked: int, parts: int, size: int, name: str) -> None:
    """Raises UserError where so few bytes cannot honestly hold so much."""
    is_bomb = unpacked > max(200 * _MB, 40 * size) or (unpacked > 10 * _MB and unpacked > 200 * size)
    if is_bomb or parts > 2000:
        raise UserError(
            "{name} would unpack to {megabytes} MB in {parts} parts, which is more than a table needs. "
            "Save the sheet as CSV.",
            name=name,
            megabytes=unpacked // _MB,
            parts=parts,
        )


def _document(there: set[str], archive: zipfile.ZipFile) -> str | None:
    if "xl/workbook.bin" in there:
        return "xlsb"
    if "xl/workbook.xml" in there:
        return "xlsm" if "xl/vbaproject.bin" in there else "xlsx"
    if _begins(there, "word/"):
        return "a Word document"
    if _begins(there, "ppt/"):
        return "a presentation"
    if "mimetype" in there:
        return _open_document(archive)
    return "a program" if "meta-inf/manifest.mf" in there else None


def _begins(there: Iterable[str], folder: str) -> bool:
    return any(part.startswith(folder) for part in there)


def _open_document(archive: zipfile.ZipFile) -> str | None:
    try:
        with archive.open("mimetype") as part:
            said = part.read(100).decode("ascii", "replace")
    except DAMAGED_PART:
        return None
    if "opendocument.spreadsheet" in said:
        return "ods"
    known = ("opendocument.", "epub")
    return "a text document or a presentation, not a spreadsheet" if any(word in said for word in known) else None


def _is_encrypted(archive: zipfile.ZipFile, there: set[str]) -> bool:
    try:
        manifest = archive.read("META-INF/manifest.xml") if "meta-inf/manifest.xml" in there else b""
    except DAMAGED_PART:
        return False
    return b"encryption-data" in manifest


_PAGE = re.compile(r"<(!doctype\s+html|html|head|body|table|thead|tbody|tr|div|meta|style)\b", re.IGNORECASE)
_JSON = re.compile(r'\s*(\{\s*("|\})|\[\s*(\{|\[|\]|"|-?\d|null|true|false))')


def _written(data: bytes, name: str) -> str:
    """Text, by how it begins."""
    head = _beginning(data)
    if head.startswith("<"):
        return _markup(head, name)
    if re.match(r"MIME-Version:|From: .*\r?\nSubject:", head, re.IGNORECASE) and "multipart/related" in head.lower():
        return "mhtml"
    if _JSON.match(head):
        return "ndjson" if _has_lines(data, head) else "json"
    return "text"


def _beginning(data: bytes) -> str:
    head = data[:4096].removeprefix(_BOM)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head[: len(head) // 2 * 2].decode("utf-16", "ignore").lstrip()
    if head[1:2] == b"\x00" or head[:1] == b"\x00":
        return head.decode("utf-16-le" if head[1:2] == b"\x00" else "utf-16-be", "ignore").lstrip()
    return head.decode("latin-1").lstrip()


def _markup(head: str, name: str) -> str:
    if "urn:schemas-microsoft-com:office:spreadsheet" in head or "mso-application" in head:
        return "xml"
    if head.startswith("<?xml") and not _PAGE.search(head):
        raise UserError(_NOT_READ, name=name, kind="an XML document")
    if head.startswith("<svg"):
        raise UserError(_NOT_READ, name=name, kind="a picture")
    return "html" if _PAGE.search(head) else "text"


def _has_lines(data: bytes, head: str) -> bool:
    """Whether each line is an object of its own: the first one ends and another begins."""
    if not head.startswith("{"):
        return False
    lines = data[: 4 * _MB].removeprefix(_BOM).split(b"\n", 1000)
    filled = [text for line in lines if (text := line.strip())][:2]
    return len(filled) == 2 and filled[0].endswith(b"}") and filled[1].startswith(b"{")
