"""Which cells of an ODS sheet hold an error, a formula without a result, span others, or are hidden?"""

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from loaders.parsers import aside, percent_format, raised
from loaders.parsers.aside import Aside
from loaders.parsers.grid import NOT_CALCULATED
from loaders.parsers.sheet_marks import Marks
from loaders.parsers.sheet_xml import Range

_OF_INTEREST = re.compile(
    rb"table:formula|-spanned|percentage|text-position=|:line-break|table:visibility|value-type=.time|"
    rb"min-integer-digits=.(?:[2-9]|\d\d)"
)
#: Text above the line: "super 58%", "33% 58%".
_RAISED = re.compile(r"super|[1-9]")
_ZEROS = re.compile(r"0[0-9]{1,30}")
_MOST_REPEATED = 10_000


def marks(data: bytes, sheet: str) -> Marks:
    """What the XML of one sheet says; nothing where it has neither formulas nor merged cells."""
    xml = zipfile.ZipFile(io.BytesIO(data)).read("content.xml")
    if not _OF_INTEREST.search(xml):
        return Marks()
    texts: dict[tuple[int, int], str] = {}
    merged: list[Range] = []
    hidden: list[Aside] = []
    styles = _raised_styles(xml)
    for row, column, cell in _cells(xml, sheet, hidden):
        text = _text(cell) or _put_together(cell, styles)
        if text:
            texts |= dict.fromkeys(_repeated(cell, row, column), text)
        high, wide = _times(cell, "number-rows-spanned"), _times(cell, "number-columns-spanned")
        if high * wide > 1:
            merged.append((row, column, row + high - 1, column + wide - 1))
    return Marks(texts, tuple(merged), tuple(hidden))


def _repeated(cell: etree._Element, row: int, column: int) -> list[tuple[int, int]]:
    """Where a cell stands that is written once for several side by side and below one another."""
    above = cell.getparent()
    wide = _times(cell, "number-columns-repeated")
    high = 1 if above is None else _times(above, "number-rows-repeated")
    if high * wide > _MOST_REPEATED:
        return [(row, column)]
    return [(row + down, column + right) for down in range(high) for right in range(wide)]


def _text(cell: etree._Element) -> str | None:
    if _said(cell, "value-type") == "error":  # of the calculation extension: LibreOffice writes both
        return "".join(map(str, cell.itertext())).strip() or "#VALUE!"
    if _said(cell, "value-type") == "percentage":
        return percent_format.shown(_said(cell, "value") or "")
    if _said(cell, "formula") and not _said(cell, "value-type"):
        return NOT_CALCULATED
    if _said(cell, "value-type") == "time":  # of more than a day the reader makes an empty cell
        return _shown(cell) or None
    return _filled_up(cell) if _said(cell, "value-type") == "float" else None


def _filled_up(cell: etree._Element) -> str | None:
    """A code that is shown with zeros in front of its number."""
    value, shown = _said(cell, "value") or "", _shown(cell)
    return shown if _ZEROS.fullmatch(shown) and shown.lstrip("0") == value else None


def _shown(cell: etree._Element) -> str:
    return "\n".join("".join(map(str, line.itertext())) for line in cell if etree.QName(line).localname == "p")


def _raised_styles(xml: bytes) -> frozenset[str]:
    """The styles of text that is raised."""
    if b"text-position=" not in xml:
        return frozenset()
    found = set()
    for _, style in etree.iterparse(io.BytesIO(xml), ("end",), tag="{*}style", no_network=True, huge_tree=False):
        positions = (_said(each, "text-position") or "" for each in style)
        if any(_RAISED.match(position) for position in positions):
            found.add(_said(style, "name") or "")
        style.clear()
    return frozenset(found)


def _put_together(cell: etree._Element, styles: frozenset[str]) -> str | None:
    """The text of a cell in which a mark is raised or a line is broken; None for others."""
    lines = [each for each in cell if etree.QName(each).localname == "p"]
    is_broken = any(True for line in lines for _ in line.iter("{*}line-break"))
    if not is_broken and not styles:
        return None
    runs = [
        (text, is_raised)
        for line in lines
        for text, is_raised in (*raised.runs(line, lambda each: _said(each, "style-name") in styles), ("\n", False))
    ]
    return raised.text(runs[:-1]) if is_broken else raised.told(runs[:-1])


def _cells(xml: bytes, sheet: str, hidden: list[Aside]) -> Iterator[tuple[int, int, etree._Element]]:
    """The cells of one sheet that are not repeated, with their rows from 1 and columns from 0; `hidden` takes the
    rows and columns that are."""
    row, column, is_own = 0, 0, False
    for event, element in etree.iterparse(io.BytesIO(xml), ("start", "end"), no_network=True, huge_tree=False):
        name = etree.QName(element).localname
        if name == "table" and event == "start":
            row, column, is_own = 0, 0, _said(element, "name") == sheet
        if event == "end" and name == "table-column":
            if is_own and _is_hidden(element):
                hidden.append(Aside("columns", column, column + _times(element, "number-columns-repeated") - 1))
            column += _times(element, "number-columns-repeated")
        if event == "end" and name == "table-row":
            if is_own and row < 1_048_576:
                yield from ((row + 1, place, cell) for place, cell in _placed(element))
            if is_own and _is_hidden(element):
                _take_row(hidden, row + 1, row + _times(element, "number-rows-repeated"))
            row += _times(element, "number-rows-repeated")
            element.clear()


def _take_row(hidden: list[Aside], first: int, last: int) -> None:
    if hidden and hidden[-1].kind == "rows" and hidden[-1].last + 1 == first:
        hidden[-1] = Aside("rows", hidden[-1].first, last)
    elif len(hidden) < 2 * aside.MOST:
        hidden.append(Aside("rows", first, last))


def _is_hidden(element: etree._Element) -> bool:
    return _said(element, "visibility") in ("collapse", "filter")


def _placed(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    column = 0
    for cell in row:
        if column > 16_384:
            return
        yield column, cell
        column += _times(cell, "number-columns-repeated")


def _said(element: etree._Element, name: str) -> str | None:
    """The last attribute of a local name: an extension says more than the standard."""
    found = [str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name]
    return "error" if "error" in found else next(iter(found), None)


def _times(element: etree._Element, name: str) -> int:
    said = _said(element, name) or "1"
    return max(1, int(said)) if said.isdigit() and len(said) < 8 else 1
