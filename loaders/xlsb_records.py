"""From which year does an XLSB count its days?

Runs in the child process only.
"""

import io
import zipfile
from collections.abc import Iterator

_PART = "xl/workbook.bin"
_PROPERTIES = 153


def epoch(data: bytes) -> int:
    """1904 where the workbook says so. Raises what reading a part of a damaged archive raises."""
    part = zipfile.ZipFile(io.BytesIO(data)).read(_PART)
    since_1904 = any(body[:1] and body[0] & 1 for kind, body in _records(part) if kind == _PROPERTIES)
    return 1904 if since_1904 else 1900


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
