"""What do the records of an XLS say that the reader leaves out: formulas without a result, and from when days count?

Runs in the child process only. The reader gives an empty cell for a formula that nobody has calculated.
"""

import struct
from collections.abc import Iterator
from functools import cached_property

from loaders.parsers import aside, xls_texts
from loaders.parsers.aside import Aside
from loaders.parsers.grid import NOT_CALCULATED
from loaders.parsers.number_format import Formats

_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE
_HEADER = 512
_FIRST_DIFAT, _IN_HEADER = 76, 109
_ENTRY = 128
_NAMES = ("workbook", "book")
_FORMULA, _DATES, _SHEET, _BEGIN, _FINISH, _CALCULATED_BY = 0x06, 0x22, 0x85, 0x0809, 0x0A, 0x01C1
_WITH_NEW_TEXTS = 0x0600
_FORMAT, _STYLE, _NUMBER, _SHORT, _SHORTS = 0x041E, 0xE0, 0x0203, 0x027E, 0xBD
_ROW, _COLUMNS, _HIDDEN_ROW = 0x0208, 0x7D, 0x20
_EMPTY_RESULT = b"\x03"


class Records:
    """The records of the workbook's stream. Raises ValueError where they cannot be followed."""

    def __init__(self, data: bytes) -> None:
        try:
            self._stream = _workbook(data)
        except (struct.error, IndexError) as error:
            raise ValueError("the container of the workbook is damaged") from error

    @cached_property
    def _globals(self) -> list[tuple[int, bytes]]:
        return list(_until_end(self._stream, 0))

    def epoch(self) -> int:
        """The year from which the days are counted: 1904 where the workbook says so."""
        return 1904 if any(body[:1] == b"\x01" for kind, body in self._globals if kind == _DATES) else 1900

    def not_calculated(self, place: int) -> dict[tuple[int, int], str]:
        """The formulas of a sheet, by its place, that have no result, by row (from 1) and column (from 0).

        An empty text and no result are written alike. Where not one formula of the sheet has a result, and no version
        of Excel says that it calculated the file, nobody has.
        """
        cells = [body for kind, body in self._sheet(place) if kind == _FORMULA and len(body) > 13]
        if not self._has_new_texts or self._is_calculated or not all(_is_empty(body) for body in cells):
            return {}
        places = (struct.unpack_from("<HH", body) for body in cells)
        return {(row + 1, column): NOT_CALCULATED for row, column in places}

    def shown(self, place: int) -> tuple[dict[tuple[int, int], str], list[Aside]]:
        """The figures of a sheet, by its place, that are shown as more than the number, by row (from 1) and column
        (from 0); and those that are shown in another scale."""
        formats = self._formats
        if not self._has_new_texts or not formats.all():
            return {}, []
        cells = (cell for kind, body in self._sheet(place) for cell in _figures(kind, body))
        return formats.told((row + 1, column, style, value) for row, column, style, value in cells)

    def hidden(self, place: int) -> list[Aside]:
        """The rows and columns of a sheet that are hidden, by a filter too."""
        rows = [
            int.from_bytes(body[:2], "little") + 1
            for kind, body in self._sheet(place)
            if kind == _ROW and body[12:13] and body[12] & _HIDDEN_ROW
        ]
        columns = [
            struct.unpack_from("<HH", body)
            for kind, body in self._sheet(place)
            if kind == _COLUMNS and body[8:9] and body[8] & 1
        ]
        return [*aside.hidden_rows(rows), *(Aside("columns", first, last) for first, last in columns[: aside.MOST])]

    def raised(self, place: int) -> dict[tuple[int, int], str]:
        """The texts of a sheet in which a mark is raised, by row (from 1) and column (from 0)."""
        texts = self._raised_texts
        return xls_texts.cells(self._sheet(place), texts) if texts else {}

    @cached_property
    def _raised_texts(self) -> dict[int, str]:
        return xls_texts.raised_texts(self._globals) if self._has_new_texts else {}

    @cached_property
    def _formats(self) -> Formats:
        own = dict(_format(body) for kind, body in self._globals if kind == _FORMAT and len(body) > 4)
        used = [
            struct.unpack_from("<H", body, 2)[0] for kind, body in self._globals if kind == _STYLE and len(body) > 3
        ]
        return Formats.of(own, used)

    def _sheet(self, place: int) -> Iterator[tuple[int, bytes]]:
        begins = [int.from_bytes(body[:4], "little") for kind, body in self._globals if kind == _SHEET]
        if place >= len(begins):
            raise ValueError("a sheet of the workbook is nowhere")
        return _until_end(self._stream, begins[place])

    @property
    def _is_calculated(self) -> bool:
        return any(kind == _CALCULATED_BY for kind, _ in self._globals)

    @property
    def _has_new_texts(self) -> bool:
        """Before Excel 97 an empty text was written like any other."""
        return any(int.from_bytes(body[:2], "little") == _WITH_NEW_TEXTS for _, body in self._globals[:1])


def _is_empty(formula: bytes) -> bool:
    return formula[6:7] == _EMPTY_RESULT and formula[12:14] == b"\xff\xff"


def _format(body: bytes) -> tuple[int, str]:
    number, _, is_wide = struct.unpack_from("<HHB", body)
    return number, body[5:].decode("utf-16-le" if is_wide & 1 else "latin-1", "replace")


def _figures(kind: int, body: bytes) -> Iterator[tuple[int, int, int, float]]:
    """Row and column from 0, the style and the figure of each number that a record holds."""
    is_result = kind == _FORMULA and body[12:14] != b"\xff\xff"  # else a text, an error, true or false
    if (kind == _NUMBER or is_result) and len(body) >= 14:
        yield struct.unpack_from("<HHHd", body)
    elif kind == _SHORT and len(body) >= 10:
        row, column, style, packed = struct.unpack_from("<HHHI", body)
        yield row, column, style, unpacked(packed)
    elif kind == _SHORTS and len(body) >= 6:
        row, first = struct.unpack_from("<HH", body)
        for column, (style, packed) in enumerate(
            struct.iter_unpack("<HI", body[4 : 4 + (len(body) - 6) // 6 * 6]), first
        ):
            yield row, column, style, unpacked(packed)


def unpacked(packed: int) -> float:
    """A number as Excel packs it in four bytes: whole, or the upper half of a double; a hundredth of it where it says
    so."""
    if packed & 2:
        value = float((packed >> 2) - (1 << 30 if packed >> 31 else 0))
    else:
        value = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0]
    return value / 100 if packed & 1 else value


def _until_end(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records from a place to the end of its part, charts within it too."""
    depth = 0
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + size]
        depth += (kind == _BEGIN) - (kind == _FINISH)
        if depth <= 0:
            return
        place += 4 + size


def _workbook(data: bytes) -> bytes:
    """The stream that holds the workbook, out of Microsoft's container of streams."""
    size = 1 << min(struct.unpack_from("<H", data, 30)[0], 20)
    directory, least = struct.unpack_from("<I4xI", data, 48)
    first_small = struct.unpack_from("<I", data, 60)[0]
    sectors = _Sectors(data, size, _HEADER if size <= _HEADER else size)
    table = [number for part in _table_sectors(data, sectors) for number in _numbers(sectors.one(part))]
    entries = list(_entries(sectors.joined(table, directory)))
    named = {name.lower(): (begin, length) for name, begin, length in reversed(entries)}
    begin, length = next((named[name] for name in _NAMES if name in named), (_END, 0))
    if length >= least:
        return sectors.joined(table, begin)[:length]
    small = _Sectors(sectors.joined(table, entries[0][1]), 64, 0)
    return small.joined(list(_numbers(sectors.joined(table, first_small))), begin)[:length]


class _Sectors:
    def __init__(self, data: bytes, size: int, first: int) -> None:
        self._data, self._size, self._first = data, size, first

    def one(self, number: int) -> bytes:
        start = self._first + number * self._size
        return self._data[start : start + self._size]

    def joined(self, table: list[int], number: int) -> bytes:
        """The sectors of a chain. Raises ValueError where it goes round."""
        parts: list[bytes] = []
        while number < _END and number < len(table):
            if len(parts) > len(table):
                raise ValueError("the sectors of the workbook go round")
            parts.append(self.one(number))
            number = table[number]
        return b"".join(parts)


def _table_sectors(data: bytes, sectors: _Sectors) -> Iterator[int]:
    """Where the table of chains stands: its first parts are named in the header, the others in a chain of their own."""
    yield from (number for number in struct.unpack_from(f"<{_IN_HEADER}I", data, _FIRST_DIFAT) if number < _END)
    number, seen = struct.unpack_from("<I", data, 68)[0], set[int]()
    while number < _END and number not in seen and (part := sectors.one(number)):
        seen.add(number)
        *named, number = _numbers(part)
        yield from (each for each in named if each < _END)


def _numbers(part: bytes) -> tuple[int, ...]:
    whole = len(part) // 4
    return struct.unpack(f"<{whole}I", part[: 4 * whole])


def _entries(directory: bytes) -> Iterator[tuple[str, int, int]]:
    """Name, first sector and length of each stream."""
    for place in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        entry = directory[place : place + _ENTRY]
        length = max(0, struct.unpack_from("<H", entry, 64)[0] - 2)
        yield (entry[: min(length, 62)].decode("utf-16-le", "replace"), *struct.unpack_from("<II", entry, 116))
