"""How does a workbook that Excel 2003 saved as XML show its numbers?

Runs in the child process only; entities are not expanded, nothing is fetched.
"""

import io
import re
from collections.abc import Iterable
from decimal import Decimal

from lxml import etree

from loaders.parsers.aside import Aside
from loaders.parsers.number_format import Formats

_OFFICE = "{urn:schemas-microsoft-com:office:spreadsheet}"
#: The formats that have a name there.
_NAMED = {"Percent": "0.00%"}
_PLAIN = re.compile(r"-?\d{1,15}(\.\d{1,9})?")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")


class Styles:
    """The styles of the file by their names. Raises etree.XMLSyntaxError for damaged XML."""

    def __init__(self, data: bytes) -> None:
        codes = dict(_codes(data)) if b"NumberFormat" in data else {}
        self._places = {style: place for place, style in enumerate(codes)}
        self._formats = Formats.of(dict(enumerate(codes.values())), list(range(len(codes))))

    def shown(self, cells: Iterable[tuple[int, int, str, str]]) -> tuple[dict[tuple[int, int], str], list[Aside]]:
        """Of numbers (row, column, name of the style, text) those that are shown as more, as texts by place, and those
        in another scale."""
        if not self._formats.all():
            return {}, []
        numbers = (cell for cell in cells if cell[2] in self._places and _NUMBER.fullmatch(cell[3]))
        return self._formats.told(
            (row, column, self._places[style], float(text)) for row, column, style, text in numbers
        )


def plain_number(text: str) -> str:
    """A number in the 15 digits a spreadsheet shows, without an exponent; any other text as it is."""
    if _PLAIN.fullmatch(text) or not _NUMBER.fullmatch(text):
        return text
    exact = Decimal(f"{float(text):.15g}")
    return format(exact, "f") if exact.is_finite() else text


def _codes(data: bytes) -> Iterable[tuple[str, str]]:
    """The name of each style with its number format."""
    tags = (f"{_OFFICE}Style", f"{_OFFICE}Worksheet")
    for _, element in etree.iterparse(
        io.BytesIO(data), ("end",), tag=tags, resolve_entities=False, no_network=True, huge_tree=False
    ):
        if element.tag == tags[1]:
            return
        form = element.find(f"{_OFFICE}NumberFormat")
        code = form.get(f"{_OFFICE}Format") if form is not None else None
        if code:
            yield str(element.get(f"{_OFFICE}ID")), _NAMED.get(code, code)
        element.clear()
