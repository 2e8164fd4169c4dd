"""Which texts of an XLS hold a raised mark, and in which cells do they stand?

Runs in the child process only. The texts of a workbook stand in one list, in records that go on where one is full: the
letters of a text may be cut anywhere, and then begin anew with a byte that says how wide they are.
"""

import struct
from collections.abc import Iterator
from typing import Literal

from loaders.parsers import raised

_FONT, _TEXTS, _GOES_ON, _CELL = 0x31, 0xFC, 0x3C, 0xFD
_ABSENT_FONT = 4  # no font has this number
_STRUCK = 8
_WIDE, _EXTENDED, _RICH = 1, 4, 8

Record = tuple[int, bytes]
Kind = Literal["raised", "apart"]


def raised_texts(globals_: list[Record]) -> dict[int, str]:
    """The texts of the list in which a mark is raised, by their number. Raises ValueError where the list is damaged."""
    fonts = _fonts(globals_)
    if not fonts:
        return {}
    try:
        texts = enumerate(_texts(_Parts(_list_of_texts(globals_))))
        return {number: shown for number, (text, runs) in texts if runs and (shown := told(text, runs, fonts))}
    except (struct.error, IndexError) as error:
        raise ValueError("the texts of the workbook are damaged") from error


def cells(records: Iterator[Record], texts: dict[int, str]) -> dict[tuple[int, int], str]:
    """The cells of a sheet that name one of the texts, by row (from 1) and column (from 0)."""
    named = (struct.unpack_from("<HHHI", body) for kind, body in records if kind == _CELL and len(body) >= 10)
    return {(row + 1, column): texts[number] for row, column, _, number in named if number in texts}


def _fonts(globals_: list[Record]) -> dict[int, Kind]:
    fonts = [body for kind, body in globals_ if kind == _FONT]
    places = (place + (place >= _ABSENT_FONT) for place in range(len(fonts)))
    kinds = {place: kind_of_font(body[2:4], body[8:10]) for place, body in zip(places, fonts, strict=True)}
    return {place: kind for place, kind in kinds.items() if kind}


def kind_of_font(flags: bytes, position: bytes) -> Kind | None:
    """Whether a font raises its text, or sets it apart: lowered or struck out."""
    if position == b"\x01\x00":
        return "raised"
    is_struck = bool(flags) and bool(flags[0] & _STRUCK)
    return "apart" if is_struck or position == b"\x02\x00" else None


def _list_of_texts(globals_: list[Record]) -> list[bytes]:
    """The record of the list and those it goes on in."""
    kinds = [kind for kind, _ in globals_]
    if _TEXTS not in kinds:
        return []
    first = kinds.index(_TEXTS)
    last = first + 1
    while last < len(kinds) and kinds[last] == _GOES_ON:
        last += 1
    return [body for _, body in globals_[first:last]]


class _Parts:
    """The bytes of several records, one after the other."""

    def __init__(self, parts: list[bytes]) -> None:
        self._parts, self._part, self._place = parts, 0, 0

    @property
    def is_over(self) -> bool:
        self._step()
        return self._part >= len(self._parts)

    def next(self, count: int) -> bytes:
        """So many bytes, wherever they are cut."""
        found = b""
        while len(found) < count:
            self._step()
            found += self._taken(count - len(found))
        return found

    def letters(self, count: int, *, is_wide: bool) -> bytes:
        """So many letters, two bytes each; where a record ends among them, the next one says anew how wide they are."""
        found = b""
        while len(found) < 2 * count:
            if self._place == len(self._parts[self._part]):
                self._step()
                is_wide = bool(self._taken(1)[0] & _WIDE)
            size = (count - len(found) // 2) * (2 if is_wide else 1)
            taken = self._taken(size)
            if not taken or (is_wide and len(taken) % 2):
                raise struct.error("half a letter")
            found += taken if is_wide else taken.decode("latin-1").encode("utf-16-le")
        return found

    def _taken(self, count: int) -> bytes:
        start = self._place
        self._place = min(start + count, len(self._parts[self._part]))
        return self._parts[self._part][start : self._place]

    def _step(self) -> None:
        while self._part < len(self._parts) and self._place == len(self._parts[self._part]):
            self._part, self._place = self._part + 1, 0


def _texts(parts: _Parts) -> Iterator[tuple[bytes, list[tuple[int, int]]]]:
    """Each text of the list with the fonts that begin at some of its letters."""
    if parts.is_over:
        return
    parts.next(8)
    while not parts.is_over:
        length, flags = struct.unpack("<HB", parts.next(3))
        runs = struct.unpack("<H", parts.next(2))[0] if flags & _RICH else 0
        more = struct.unpack("<I", parts.next(4))[0] if flags & _EXTENDED else 0
        text = parts.letters(length, is_wide=bool(flags & _WIDE))
        fonts = list(struct.iter_unpack("<HH", parts.next(4 * runs)))
        parts.next(more)
        yield text, fonts


def told(text: bytes, begins: list[tuple[int, int]], fonts: dict[int, Kind]) -> str | None:
    """A text (UTF-16) of which letters from some places on are in some fonts; None where no mark is in it."""
    starts = [0, *(start for start, _ in begins)]
    kinds = [None, *(fonts.get(font) for _, font in begins)]
    ends = [*starts[1:], len(text) // 2]
    runs = zip(starts, ends, kinds, strict=True)
    parts = ((text[2 * start : 2 * end].decode("utf-16-le", "replace"), kind) for start, end, kind in runs)
    return raised.told((raised.set_apart(part) if kind == "apart" else part, kind == "raised") for part, kind in parts)
