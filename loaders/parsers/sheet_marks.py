"""What does the XML of a sheet say that the spreadsheet reader leaves out: errors, missing results, merged cells?

The reader gives an empty cell for #DIV/0! and for a formula whose result the file does not hold. Neither is empty.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from lxml import etree

from loaders.parsers import percent_format, raised
from loaders.parsers.grid import NOT_CALCULATED

#: First row, first column, last row, last column; rows from 1, columns from 0.
Range = tuple[int, int, int, int]
#: Row from 1, column from 0.
Place = tuple[int, int]
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
_STEP = 1 << 18  # a piece that stays in the processor's cache is searched in half the time
_ROW_ENDS, _TEXT_ENDS = b"row>", b"si>"
_POINTED = re.compile(rb"<t(?: [^>]*)?>\s*-?\d+\.\d+\s*</")
_RUN = re.compile(rb"<r[ >]")
_SMALL = (b"E-", b"e-")
_LONG = re.compile(rb"\.\d{10}")
_PERCENT_BUILT_IN = re.compile(rb"numFmtId=[\"'](?:9|10)[\"']")
_IS_NO_NUMBER = re.compile(rb"\bt=[\"'](?!n[\"'])")
_IS_TEXT = re.compile(rb"\bt=[\"'](?:str|s|inlineStr)[\"']")


@dataclass(frozen=True)
class Marks:
    """Texts for cells by row (from 1) and column (from 0), and the ranges that are merged."""

    texts: dict[Place, str] = field(default_factory=dict)
    merged: tuple[Range, ...] = ()


@dataclass
class _Look:
    """What one pass over the XML of a sheet finds. `is_spelt`: a text in the cells themselves, or one spelled in a way
    that a plain search does not see, may read like a number; `is_shared`: cells name texts of the shared list."""

    texts: dict[Place, str] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    is_spelt: bool = False
    is_shared: bool = False
    is_long: bool = False


class Parts:
    """The parts of an XLSX, by the names of the sheets. A sheet is unpacked piece by piece, never held as a whole."""

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._names = {part.lower(): part for part in self._archive.namelist()}
        self._sheets = dict(self._places())
        self._looks: dict[str, _Look] = {}

    def marks(self, sheet: str) -> Marks:
        """What the XML of one sheet says."""
        look = self.look(sheet)
        return Marks(look.texts, tuple(look.merged))

    def look(self, sheet: str) -> _Look:
        """One pass over the XML of a sheet; looked at again, it is known."""
        if sheet not in self._looks:
            pieces = self._pieces(self._sheets.get(sheet, ""), _ROW_ENDS)
            look = _looked(pieces, self._is_stale(), _percent_cells(self._percent_styles()), self._raised)
            self._looks[sheet] = look
        return self._looks[sheet]

    def has_dates(self) -> bool:
        """Whether any cell may be shown as a date."""
        return _DATED.search(self._part("xl/styles.xml")) is not None

    def may_spell_numbers(self, sheet: str) -> bool:
        """Whether a text of the sheet could read like a number with a point; true where that is not quick to tell."""
        look = self.look(sheet)
        return look.is_spelt or (look.is_shared and self._shared_may_spell_numbers)

    def has_long(self, sheet: str) -> bool:
        """Whether a number of the sheet may have more than nine decimals."""
        return self.look(sheet).is_long

    @cached_property
    def _shared_may_spell_numbers(self) -> bool:
        pieces = self._pieces(_SHARED, _TEXT_ENDS)
        first = next(pieces, b"")
        return not first or any(_may_spell_numbers(piece, _is_prefixed(first)) for piece in chain([first], pieces))

    @cached_property
    def _raised(self) -> dict[int, str]:
        """The texts of the shared list in which a mark is raised: most files have none."""
        is_any = raised.has_any(self._pieces(_SHARED, _TEXT_ENDS))
        return raised.in_shared(self._pieces(_SHARED, _TEXT_ENDS)) if is_any else {}

    def epoch(self) -> int:
        """The year from which the days are counted: 1904 where the workbook says so."""
        return 1904 if _SINCE_1904.search(self._part("xl/workbook.xml")) else 1900

    def _percent_styles(self) -> frozenset[int]:
        """The styles that show a share as per cent."""
        styles = self._part("xl/styles.xml")
        if b"%" not in styles and not _PERCENT_BUILT_IN.search(styles):
            return frozenset()
        root = tree(styles)
        own = {_int(each.get("numFmtId")): each.get("formatCode") or "" for each in root.iter(f"{_MAIN}numFmt")}
        used = [_int(each.get("numFmtId")) for each in root.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")]
        return percent_format.styles(own, used)

    def _part(self, path: str) -> bytes:
        part = self._named(path)
        return self._archive.read(part) if part else b""

    def _named(self, path: str) -> str | None:
        return self._names.get(path.lstrip("/").lower())

    def _pieces(self, path: str, end: bytes) -> Iterator[bytes]:
        """A part in pieces that each end where a row or a text does; all of it at once where nothing ends."""
        part = self._named(path)
        if part is None:
            return
        held: list[bytes] = []
        with self._archive.open(part) as stream:
            while read := stream.read(_STEP):
                cut = read.rfind(end) + len(end)
                if cut >= len(end):
                    yield b"".join([*held, read[:cut]])
                    held, read = [], read[cut:]
                held.append(read)
        yield b"".join(held)

    def _places(self) -> Iterator[tuple[str, str]]:
        related = {each.get("Id"): each.get("Target") or "" for each in tree(self._part("xl/_rels/workbook.xml.rels"))}
        for sheet in tree(self._part("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
            by_name = {str(key).rpartition("}")[2]: value for key, value in sheet.attrib.items()}
            target = related.get(by_name.get("id"), "")
            yield str(sheet.get("name")), target if target.startswith("/") else f"xl/{target}"

    def _is_stale(self) -> bool:
        """Whether the program that wrote the file left the results to Excel: then a 0 is none."""
        return re.search(rb"fullCalcOnLoad=[\"'](1|true)", self._part("xl/workbook.xml")) is not None


def _looked(
    pieces: Iterable[bytes], is_stale: bool, percent: re.Pattern[bytes] | None, shared: dict[int, str]
) -> _Look:
    """No cell, and no range that is merged, stands in two pieces."""
    look, is_prefixed, marked = _Look(), None, raised.cells(shared)
    for xml in pieces:
        is_prefixed = _is_prefixed(xml) if is_prefixed is None else is_prefixed
        look.texts |= dict(_percents(xml, percent)) if percent else {}
        look.texts |= {_place(cell): text for cell, text in raised.in_cells(xml, marked, shared)}
        look.texts |= dict(_not_calculated(xml, is_stale)) | dict(_errors(xml))
        look.merged += _merged(xml) if b"mergeCell" in xml else []
        look.is_shared = look.is_shared or b't="s"' in xml
        look.is_spelt = look.is_spelt or _is_spelt(xml, is_prefixed)
        look.is_long = look.is_long or any(sign in xml for sign in _SMALL) or _LONG.search(xml) is not None
    return look


def _percent_cells(styles: frozenset[int]) -> re.Pattern[bytes] | None:
    """Cells of these styles with their value."""
    if not styles:
        return None
    numbers = "|".join(map(str, sorted(styles))).encode()
    return re.compile(
        rb"<(?:\w+:)?c\b(?=[^>]*\bs=[\"'](?:" + numbers + rb")[\"'])([^>/]*)>\s*"
        rb"(?:<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*)?<(?:\w+:)?v\b[^>]*>\s*([^<]+?)\s*</"
    )


def _percents(xml: bytes, cells: re.Pattern[bytes]) -> Iterator[tuple[Place, str]]:
    for cell in cells.finditer(xml):
        text = percent_format.shown(cell[2].decode("ascii", "replace"))
        if text and not _IS_NO_NUMBER.search(cell[1]):
            yield _place(cell[1]), text


def _int(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0


def _is_prefixed(xml: bytes) -> bool:
    """Whether the elements of a part, of which this is the beginning, bear a prefix."""
    return b"<worksheet" not in xml[:2000] and b"<sst" not in xml[:2000]


def _is_spelt(xml: bytes, is_prefixed: bool) -> bool:
    """Whether texts stand where numbers do, or in the sheet and may read like a number. Searching for one character is
    much quicker than for two, and most sheets have no apostrophe."""
    if b't="str"' in xml or (b"'" in xml and b"t='" in xml):
        return True
    return b"inlineStr" in xml and _may_spell_numbers(xml, is_prefixed)


def _may_spell_numbers(xml: bytes, is_prefixed: bool) -> bool:
    """Whether a text reads like a number, or is spelled in a way that a plain search does not see: put together of
    runs, with signs as numbers, or under a prefix."""
    is_unclear = is_prefixed or (b"&" in xml and b"&#" in xml) or _RUN.search(xml)
    return bool(is_unclear or _POINTED.search(xml))


def tree(xml: bytes) -> etree._Element:
    """The elements of a small part; entities are not expanded, nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    return etree.fromstring(xml, parser) if xml else etree.Element("none")


def _not_calculated(xml: bytes, is_stale: bool) -> Iterator[tuple[Place, str]]:
    has_any = b"f" in xml and (b"<f" in xml or b":f" in xml)  # a pattern over a large sheet takes its time
    if not has_any:
        return
    for cell in _FORMULA.finditer(xml):
        attributes, value = cell[1], (cell[2] or b"").strip()
        is_missing = not value and not (_IS_TEXT.search(attributes) and cell[2] is not None)
        if is_missing or (is_stale and value == b"0"):
            yield _place(attributes), NOT_CALCULATED


def _errors(xml: bytes) -> Iterator[tuple[Place, str]]:
    if b't="e"' in xml or (b"'" in xml and b"t='e'" in xml):
        for cell in _ERROR.finditer(xml):
            yield _place(cell[1]), cell[2].decode("utf-8", "replace").strip() or "#VALUE!"


def _merged(xml: bytes) -> Iterator[Range]:
    for found in _MERGED.finditer(xml):
        yield int(found[2]), column_number(found[1]), int(found[4]), column_number(found[3])


def _place(attributes: bytes) -> Place:
    """Row from 1 and column from 0; 0 and -1 where the cell does not say."""
    place = _PLACE.search(attributes)
    return (int(place[2]), column_number(place[1])) if place else (0, -1)


def column_number(letters: bytes) -> int:
    """The place of a column from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1
