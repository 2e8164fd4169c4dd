"""What does a piece of the XML of a sheet say that the spreadsheet reader leaves out?

Runs in the child process only. A sheet is searched piece by piece, never held as a whole or as a tree.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from loaders.parsers import aside, raised
from loaders.parsers.aside import Aside
from loaders.parsers.grid import NOT_CALCULATED
from loaders.parsers.number_format import Formats

#: First row, first column, last row, last column; rows from 1, columns from 0.
Range = tuple[int, int, int, int]
#: Row from 1, column from 0.
Place = tuple[int, int]
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
_POINTED = re.compile(rb"<t(?: [^>]*)?>\s*-?\d+\.\d+\s*</")
_RUN = re.compile(rb"<r[ >]")
_SECTION = re.compile(rb"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b(?=[^<>]*\bhidden=[\"'](?:1|true)[\"'])[^<>]*>")
_ROW_PLACE = re.compile(rb"\br=[\"'](\d{1,7})[\"']")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b[^<>]*>")
_FIRST, _LAST = re.compile(rb"\bmin=[\"'](\d{1,5})[\"']"), re.compile(rb"\bmax=[\"'](\d{1,5})[\"']")
_IS_HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']|\bwidth=[\"']0(?:\.0*)?[\"']")
_MANY = 300  # styles
_SMALL = (b"E-", b"e-")
_LONG = re.compile(rb"\.\d{10}")
_IS_NO_NUMBER = re.compile(rb"\bt=[\"'](?!n[\"'])")
_IS_TEXT = re.compile(rb"\bt=[\"'](?:str|s|inlineStr)[\"']")


@dataclass
class Look:
    """What one pass over the XML of a sheet finds. `is_spelt`: a text in the cells themselves, or one spelled in a way
    that a plain search does not see, may read like a number; `is_shared`: cells name texts of the shared list."""

    texts: dict[Place, str] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    others: list[Aside] = field(default_factory=list)
    is_spelt: bool = False
    is_shared: bool = False
    is_long: bool = False

    def asides(self) -> tuple[Aside, ...]:
        """What nobody sees."""
        return (*aside.hidden_rows(self.hidden), *aside.once(self.others))


def looked(pieces: Iterable[bytes], is_stale: bool, formats: Formats, shared: dict[int, str]) -> Look:
    """No cell, and no range that is merged, stands in two pieces."""
    look, prefixed, marked, styled = Look(), None, raised.cells(shared), _styled_cells(formats)
    for piece in pieces:
        xml = _without_sections(piece)
        if prefixed is None:  # columns are told before the first row
            prefixed = is_prefixed(xml)
            look.others += _hidden_columns(xml)
        if styled:
            _take_styled(look, xml, styled, formats)
        look.texts |= {_place(cell): text for cell, text in raised.in_cells(xml, marked, shared)}
        look.texts |= dict(_not_calculated(xml, is_stale)) | dict(_errors(xml))
        look.merged += _merged(xml) if b"mergeCell" in xml else []
        look.hidden += _hidden_rows(xml) if b"hidden=" in xml else []
        look.is_shared = look.is_shared or b't="s"' in xml
        look.is_spelt = look.is_spelt or _is_spelt(xml, prefixed)
        look.is_long = look.is_long or any(sign in xml for sign in _SMALL) or _LONG.search(xml) is not None
    return look


def _without_sections(xml: bytes) -> bytes:
    """The XML with signs spelled out where a section holds them as they are."""
    if b"!" not in xml or b"<![CDATA[" not in xml:
        return xml
    return _SECTION.sub(lambda section: escape(section[1].decode("utf-8", "replace")).encode(), xml)


def _styled_cells(formats: Formats) -> re.Pattern[bytes] | None:
    """Cells of the styles that show more than the number, with their style and value."""
    if not formats.all():
        return None
    places = formats.all()
    numbers = "|".join(map(str, sorted(places))).encode() if len(places) <= _MANY else rb"\d{1,6}"
    return re.compile(
        rb"<(?:\w+:)?c\b(?=[^>]*\bs=[\"'](" + numbers + rb")[\"'])([^>/]*)>\s*"
        rb"(?:<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*)?<(?:\w+:)?v\b[^>]*>\s*([^<]+?)\s*</"
    )


def _take_styled(look: Look, xml: bytes, cells: re.Pattern[bytes], formats: Formats) -> None:
    """What cells show that the number does not tell, as their text or as an aside."""
    places = formats.all()
    for cell in cells.finditer(xml):
        style, attributes, value = int(cell[1]), cell[2], cell[3].decode("ascii", "replace")
        if style not in places or _IS_NO_NUMBER.search(attributes):
            continue
        text = formats.text(style, value)
        if text:
            look.texts[_place(attributes)] = text
        elif style in formats.scaled and len(look.others) < aside.MOST:
            row, column = _place(attributes)
            look.others.append(Aside("scaled", row, row, column, formats.scaled[style]))


def _hidden_rows(xml: bytes) -> Iterator[int]:
    """Rows that are hidden, by a filter too."""
    for row in _HIDDEN_ROW.finditer(xml):
        place = _ROW_PLACE.search(row[0])
        if place:
            yield int(place[1])


def _hidden_columns(xml: bytes) -> Iterator[Aside]:
    for column in _COLUMN.finditer(xml):
        first, last = _FIRST.search(column[0]), _LAST.search(column[0])
        if first and last and _IS_HIDDEN.search(column[0]):
            yield Aside("columns", int(first[1]) - 1, int(last[1]) - 1)


def is_prefixed(xml: bytes) -> bool:
    """Whether the elements of a part, of which this is the beginning, bear a prefix."""
    return b"<worksheet" not in xml[:2000] and b"<sst" not in xml[:2000]


def _is_spelt(xml: bytes, is_prefixed: bool) -> bool:
    """Whether texts stand where numbers do, or in the sheet and may read like a number. Searching for one character is
    much quicker than for two, and most sheets have no apostrophe."""
    if b't="str"' in xml or (b"'" in xml and b"t='" in xml):
        return True
    return b"inlineStr" in xml and may_spell_numbers(xml, is_prefixed)


def may_spell_numbers(xml: bytes, is_prefixed: bool) -> bool:
    """Whether a text reads like a number, or is spelled in a way that a plain search does not see: put together of
    runs, with signs as numbers, or under a prefix."""
    is_unclear = is_prefixed or (b"&" in xml and b"&#" in xml) or _RUN.search(xml)
    return bool(is_unclear or _POINTED.search(xml))


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
