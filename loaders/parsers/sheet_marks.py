"""What do the parts of an XLSX say that the spreadsheet reader leaves out: errors, missing results, merged cells?

The reader gives an empty cell for #DIV/0! and for a formula whose result the file does not hold. Neither is empty.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from lxml import etree

from loaders.parsers import raised, sheet_xml
from loaders.parsers.aside import Aside
from loaders.parsers.number_format import Formats
from loaders.parsers.sheet_xml import Place, Range

_MAIN = "{*}"
_DATED = re.compile(
    rb"numFmtId=[\"'](?:1[4-9]|2[0-27-9]|3[0-6]|4[5-7]|5[0-8])[\"']|formatCode=[\"'][^\"']*[ymdhs]", re.IGNORECASE
)
_SINCE_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904=[\"'](?:1|true)[\"']")
_SHARED = "xl/sharedStrings.xml"
_STEP = 1 << 18  # a piece that stays in the processor's cache is searched in half the time
_ROW_ENDS, _TEXT_ENDS = b"row>", b"si>"
_SAYS_FORMATS = re.compile(rb"numFmtId=[\"'](?:9|10)[\"']|<(?:\w+:)?numFmt\b")


@dataclass(frozen=True)
class Marks:
    """Texts for cells by row (from 1) and column (from 0), the ranges that are merged, and what nobody sees."""

    texts: dict[Place, str] = field(default_factory=dict)
    merged: tuple[Range, ...] = ()
    asides: tuple[Aside, ...] = ()


class Parts:
    """The parts of an XLSX, by the names of the sheets. A sheet is unpacked piece by piece, never held as a whole."""

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._names = {part.lower(): part for part in self._archive.namelist()}
        self._sheets = dict(self._places())
        self._looks: dict[str, sheet_xml.Look] = {}

    def marks(self, sheet: str) -> Marks:
        """What the XML of one sheet says."""
        look = self.look(sheet)
        return Marks(look.texts, tuple(look.merged), look.asides())

    def look(self, sheet: str) -> sheet_xml.Look:
        """One pass over the XML of a sheet; looked at again, it is known."""
        if sheet not in self._looks:
            pieces = self._pieces(self._sheets.get(sheet, ""), _ROW_ENDS)
            look = sheet_xml.looked(pieces, self._is_stale(), self._formats(), self._raised)
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
        is_prefixed = sheet_xml.is_prefixed(first)
        return not first or any(sheet_xml.may_spell_numbers(piece, is_prefixed) for piece in chain([first], pieces))

    @cached_property
    def _raised(self) -> dict[int, str]:
        """The texts of the shared list in which a mark is raised: most files have none."""
        is_any = raised.has_any(self._pieces(_SHARED, _TEXT_ENDS))
        return raised.in_shared(self._pieces(_SHARED, _TEXT_ENDS)) if is_any else {}

    def epoch(self) -> int:
        """The year from which the days are counted: 1904 where the workbook says so."""
        return 1904 if _SINCE_1904.search(self._part("xl/workbook.xml")) else 1900

    def _formats(self) -> Formats:
        """The styles that show more than the number."""
        styles = self._part("xl/styles.xml")
        if not _SAYS_FORMATS.search(styles):
            return Formats.of({}, [])
        root = tree(styles)
        own = {_int(each.get("numFmtId")): each.get("formatCode") or "" for each in root.iter(f"{_MAIN}numFmt")}
        return Formats.of(own, [_int(each.get("numFmtId")) for each in root.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")])

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


def _int(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0


def tree(xml: bytes) -> etree._Element:
    """The elements of a small part; entities are not expanded, nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    return etree.fromstring(xml, parser) if xml else etree.Element("none")
