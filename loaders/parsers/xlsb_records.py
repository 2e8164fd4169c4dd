"""What do the records of an XLSB say that the reader leaves out: from when days count, how is a figure shown?

Runs in the child process only.
"""

import io
import posixpath
import struct
import zipfile
from collections.abc import Iterator

from loaders.parsers import aside, xlsb_texts
from loaders.parsers.aside import Aside
from loaders.parsers.grid import NOT_CALCULATED
from loaders.parsers.number_format import Formats
from loaders.parsers.sheet_marks import tree
from loaders.parsers.xls_records import unpacked

_PART = "xl/workbook.bin"
_RELATED = "xl/_rels/workbook.bin.rels"
_STYLES, _TEXTS = "xl/styles.bin", "xl/sharedStrings.bin"
_PROPERTIES, _SHEET = 153, 156
_ROW, _SHORT, _REAL, _FORMULA = 0, 2, 5, 9
_FORMULA_OF_TEXT, _CALCULATION = 8, 157
_LEFT_TO_EXCEL = 24  # where the flags of the calculation stand; the first says that nobody has calculated the file
_ROW_FLAGS, _HIDDEN_ROW, _COLUMNS, _COLUMN_FLAGS = 11, 0x10, 60, 16
_FORMAT, _STYLE, _BEGIN_STYLES, _END_STYLES = 44, 47, 617, 618


def epoch(data: bytes) -> int:
    """1904 where the workbook says so. Raises what reading a part of a damaged archive raises."""
    part = zipfile.ZipFile(io.BytesIO(data)).read(_PART)
    since_1904 = any(body[:1] and body[0] & 1 for kind, body in _records(part) if kind == _PROPERTIES)
    return 1904 if since_1904 else 1900


def shown(data: bytes, sheet: str) -> tuple[dict[tuple[int, int], str], list[Aside]]:
    """The cells of a sheet that show more than the number or the text, by row (from 1) and column (from 0); and what
    nobody sees: figures in another scale, hidden rows and columns.

    Raises what reading a part of a damaged archive raises.
    """
    archive = zipfile.ZipFile(io.BytesIO(data))
    part = dict(_sheets(archive)).get(sheet)
    if part is None:
        return {}, []
    body = archive.read(part)
    formats = _formats(archive)
    texts, scaled = formats.told(_figures(body)) if formats.all() else ({}, [])
    marked = xlsb_texts.marked(_of_part(archive, _STYLES), _of_part(archive, _TEXTS), _records(body))
    return texts | marked, [*_hidden(body), *scaled]


def _of_part(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[int, bytes]]:
    return _records(archive.read(part) if part in archive.namelist() else b"")


def _figures(part: bytes) -> Iterator[tuple[int, int, int, float]]:
    row = 0
    for kind, body in _records(part):
        if kind == _ROW and len(body) >= 4:
            row = int.from_bytes(body[:4], "little")
        elif kind in (_SHORT, _REAL, _FORMULA) and len(body) >= 12:
            column, style = struct.unpack_from("<II", body)
            yield row + 1, column, style & 0xFFFFFF, _value(kind, body)


def _hidden(part: bytes) -> Iterator[Aside]:
    rows, columns = [], []
    for kind, body in _records(part):
        if kind == _ROW and len(body) > _ROW_FLAGS and body[_ROW_FLAGS] & _HIDDEN_ROW:
            rows.append(int.from_bytes(body[:4], "little") + 1)
        elif kind == _COLUMNS and len(body) > _COLUMN_FLAGS and body[_COLUMN_FLAGS] & 1:
            columns.append(struct.unpack_from("<II", body))
    yield from aside.hidden_rows(rows)
    yield from (Aside("columns", first, last) for first, last in columns[: aside.MOST])


def not_calculated(data: bytes, sheet: str) -> dict[tuple[int, int], str]:
    """The formulas of a sheet whose result is left to Excel, by row (from 1) and column (from 0): 0 or "" is none.

    Raises what reading a part of a damaged archive raises.
    """
    archive = zipfile.ZipFile(io.BytesIO(data))
    flags = [body[_LEFT_TO_EXCEL] for kind, body in _records(archive.read(_PART)) if _says_how(kind, body)]
    part = dict(_sheets(archive)).get(sheet) if any(flag & 1 for flag in flags) else None
    found, row = {}, 0
    for kind, body in _records(archive.read(part)) if part else ():
        if kind == _ROW and len(body) >= 4:
            row = int.from_bytes(body[:4], "little")
        elif len(body) >= 12 and (
            (kind == _FORMULA and not _value(kind, body)) or (kind == _FORMULA_OF_TEXT and not any(body[8:12]))
        ):
            found[row + 1, int.from_bytes(body[:4], "little")] = NOT_CALCULATED
    return found


def _says_how(kind: int, body: bytes) -> bool:
    return kind == _CALCULATION and len(body) > _LEFT_TO_EXCEL


def _value(kind: int, body: bytes) -> float:
    if kind == _SHORT:
        return unpacked(int.from_bytes(body[8:12], "little"))
    return float(struct.unpack_from("<d", body, 8)[0]) if len(body) >= 16 else float("nan")


def _formats(archive: zipfile.ZipFile) -> Formats:
    if _STYLES not in archive.namelist():
        return Formats.of({}, [])
    own, used, is_of_cells = {}, [], False
    for kind, body in _records(archive.read(_STYLES)):
        if kind == _FORMAT and len(body) >= 6:
            own[int.from_bytes(body[:2], "little")] = _text(body, 2)[0]
        is_of_cells = kind == _BEGIN_STYLES or (is_of_cells and kind != _END_STYLES)
        if kind == _STYLE and is_of_cells and len(body) >= 4:
            used.append(int.from_bytes(body[2:4], "little"))
    return Formats.of(own, used)


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The names of the sheets and their parts."""
    related = {each.get("Id"): each.get("Target") or "" for each in tree(archive.read(_RELATED))}
    for kind, body in _records(archive.read(_PART)):
        if kind == _SHEET and len(body) >= 12:
            relation, place = _text(body, 8)
            target = related.get(relation, "")
            yield _text(body, place)[0], target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)


def _text(body: bytes, place: int) -> tuple[str, int]:
    """A text with its length before it; and the place after it."""
    count = int.from_bytes(body[place : place + 4], "little")
    end = place + 4 + 2 * (count if count < 0xFFFF else 0)
    return body[place + 4 : end].decode("utf-16-le", "replace"), end


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place < len(part):
        kind, place = _number(part, place, 2)
        size, place = _number(part, place, 4)
        yield kind, part[place : place + size]
        place += size


def _number(part: bytes, place: int, most: int) -> tuple[int, int]:
    """Seven bits of each byte, the lowest first; the eighth says that another byte follows. And the place after it."""
    number = 0
    for count, byte in enumerate(part[place : place + most]):
        number |= (byte & 0x7F) << (7 * count)
        if byte < 0x80:
            return number, place + count + 1
    return number, place + most
