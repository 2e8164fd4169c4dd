"""What does the XML of a sheet say that the spreadsheet reader leaves out: errors, missing results, merged cells?

The reader gives an empty cell for #DIV/0! and for a formula whose result the file does not hold. Neither is empty.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from loaders.grid import NOT_CALCULATED

#: First row, first column, last row, last column; rows from 1, columns from 0.
Range = tuple[int, int, int, int]
_MAIN = "{*}"
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v\b[^>]*>([^<]*)</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ERROR = re.compile(
    rb"<(?:\w+:)?c\b([^>]*\bt=[\"']e[\"'][^>]*)>(?:\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>))?\s*"
    rb"<(?:\w+:)?v\b[^>]*>([^<]*)<"
)
_PLACE = re.compile(rb"\br=[\"']([A-Za-z]{1,3})(\d{1,7})[\"']")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']")
_DATED = re.compile(
    rb"numFmtId=[\"'](?:1[4-9]|2[0-27-9]|3[0-6]|4[5-7]|5[0-8])[\"']|formatCode=[\"'][^\"']*[ymdhs]", re.IGNORECASE
)
_SINCE_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904=[\"'](?:1|true)[\"']")
_SHARED = "xl/sharedStrings.xml"
#: Texts that stand where numbers do; other texts stand in <t>, and may be put together of several runs.
_TEXTS_AS_VALUES = (b't="str"', b"t='")
_UNCLEAR = (b"&#", b"<r>", b"<r ")
_POINTED = re.compile(rb"<t(?: [^>]*)?>\s*-?\d+\.\d+\s*</")
_IS_TEXT = re.compile(rb"\bt=[\"'](?:str|s|inlineStr)[\"']")


@dataclass(frozen=True)
class Marks:
    """Texts for cells by row (from 1) and column (from 0), and the ranges that are merged."""

    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: tuple[Range, ...] = ()


class Parts:
    """The parts of an XLSX, by the names of the sheets."""

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._names = {part.lower(): part for part in self._archive.namelist()}
        self._last: tuple[str | None, bytes] = (None, b"")
        self._sheets = dict(self._places())

    def marks(self, sheet: str) -> Marks:
        """What the XML of one sheet says."""
        xml = self._part(self._sheets.get(sheet, ""))
        texts = dict(_not_calculated(xml, self._is_stale())) | dict(_errors(xml))
        return Marks(texts, tuple(_merged(xml[xml.rfind(b"sheetData>") :])))

    def has_dates(self) -> bool:
        """Whether any cell may be shown as a date."""
        return _DATED.search(self._part("xl/styles.xml")) is not None

    def may_spell_numbers(self, sheet: str) -> bool:
        """Whether a text of the sheet could read like a number with a point; true where that is not quick to tell."""
        xml, shared = self._part(self._sheets.get(sheet, "")), self._part(_SHARED)
        if any(sign in xml for sign in _TEXTS_AS_VALUES) or (b't="s"' in xml and not shared):
            return True
        told = [shared, xml] if b"inlineStr" in xml else [shared]
        return any(_is_unclear(part) or _POINTED.search(part) for part in told)

    def epoch(self) -> int:
        """The year from which the days are counted: 1904 where the workbook says so."""
        return 1904 if _SINCE_1904.search(self._part("xl/workbook.xml")) else 1900

    def _part(self, path: str) -> bytes:
        part = self._names.get(path.lstrip("/").lower())
        if self._last[0] != part:  # a sheet is looked at for several things
            self._last = part, self._archive.read(part) if part else b""
        return self._last[1]

    def _places(self) -> Iterator[tuple[str, str]]:
        related = {each.get("Id"): each.get("Target") or "" for each in _tree(self._part("xl/_rels/workbook.xml.rels"))}
        for sheet in _tree(self._part("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
            by_name = {str(key).rpartition("}")[2]: value for key, value in sheet.attrib.items()}
            target = related.get(by_name.get("id"), "")
            yield str(sheet.get("name")), target if target.startswith("/") else f"xl/{target}"

    def _is_stale(self) -> bool:
        """Whether the program that wrote the file left the results to Excel: then a 0 is none."""
        return re.search(rb"fullCalcOnLoad=[\"'](1|true)", self._part("xl/workbook.xml")) is not None


def _is_unclear(xml: bytes) -> bool:
    """Whether texts may be spelled in a way that a plain search does not see; a root with a prefix is one."""
    has_prefix = xml and b"<worksheet" not in xml[:2000] and b"<sst" not in xml[:2000]
    return bool(has_prefix) or any(sign in xml for sign in _UNCLEAR)


def _tree(xml: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    return etree.fromstring(xml, parser) if xml else etree.Element("none")


def _not_calculated(xml: bytes, is_stale: bool) -> Iterator[tuple[tuple[int, int], str]]:
    if b"<f" not in xml and b":f" not in xml:  # a pattern over a large sheet takes its time
        return
    for cell in _FORMULA.finditer(xml):
        attributes, value = cell[1], (cell[2] or b"").strip()
        is_missing = not value and not (_IS_TEXT.search(attributes) and cell[2] is not None)
        if is_missing or (is_stale and value == b"0"):
            yield _place(attributes), NOT_CALCULATED


def _errors(xml: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    if b't="e"' in xml or b"t='e'" in xml:
        for cell in _ERROR.finditer(xml):
            yield _place(cell[1]), cell[2].decode("utf-8", "replace").strip() or "#VALUE!"


def _merged(xml: bytes) -> Iterator[Range]:
    for found in _MERGED.finditer(xml):
        yield int(found[2]), column_number(found[1]), int(found[4]), column_number(found[3])


def _place(attributes: bytes) -> tuple[int, int]:
    """Row from 1 and column from 0; 0 and -1 where the cell does not say."""
    place = _PLACE.search(attributes)
    return (int(place[2]), column_number(place[1])) if place else (0, -1)


def column_number(letters: bytes) -> int:
    """The place of a column from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1
