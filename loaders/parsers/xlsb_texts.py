"""Which texts of an XLSB hold a mark that is raised, lowered or struck out, and in which cells do they stand?

Runs in the child process only.
"""

import struct
from collections.abc import Iterator

from loaders.parsers import xls_texts

_FONT, _TEXT, _SHARED, _OWN, _ROW = 43, 19, 7, 62, 0
_RICH = 1

Record = tuple[int, bytes]


def marked(styles: Iterator[Record], texts: Iterator[Record], sheet: Iterator[Record]) -> dict[tuple[int, int], str]:
    """The cells of a sheet with such a text, by row (from 1) and column (from 0). Takes the records of the parts that
    hold the fonts, the list of texts and the sheet. Raises ValueError where they are damaged."""
    fonts = _fonts(styles)
    if not fonts:
        return {}
    try:
        shared = {place: text for place, body in enumerate(_of(texts, _TEXT)) if (text := _told(body, fonts))}
        return dict(_cells(sheet, shared, fonts))
    except (struct.error, IndexError) as error:
        raise ValueError("the texts of the workbook are damaged") from error


def _fonts(styles: Iterator[Record]) -> dict[int, xls_texts.Kind]:
    kinds = {place: xls_texts.kind_of_font(body[2:4], body[6:8]) for place, body in enumerate(_of(styles, _FONT))}
    return {place: kind for place, kind in kinds.items() if kind}


def _of(records: Iterator[Record], wanted: int) -> Iterator[bytes]:
    return (body for kind, body in records if kind == wanted)


def _told(rich: bytes, fonts: dict[int, xls_texts.Kind]) -> str | None:
    """The text of which some letters are in such a font; None for any other."""
    if not rich or not rich[0] & _RICH:
        return None
    count = struct.unpack_from("<I", rich, 1)[0]
    ends = 5 + 2 * count
    if ends + 4 > len(rich):
        raise struct.error("a text goes beyond its record")
    runs = struct.unpack_from("<I", rich, ends)[0]
    begins = list(struct.iter_unpack("<HH", rich[ends + 4 : ends + 4 + 4 * min(runs, len(rich))]))
    return xls_texts.told(rich[5:ends], begins, fonts)


def _cells(
    sheet: Iterator[Record], shared: dict[int, str], fonts: dict[int, xls_texts.Kind]
) -> Iterator[tuple[tuple[int, int], str]]:
    row = 0
    for kind, body in sheet:
        if kind == _ROW and len(body) >= 4:
            row = int.from_bytes(body[:4], "little")
        elif kind == _SHARED and len(body) >= 12:
            column, _, number = struct.unpack_from("<III", body)
            if number in shared:
                yield (row + 1, column), shared[number]
        elif kind == _OWN and len(body) > 8 and (text := _told(body[8:], fonts)):
            yield (row + 1, int.from_bytes(body[:4], "little")), text
