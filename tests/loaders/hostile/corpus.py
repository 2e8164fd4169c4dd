"""What is a hostile file, and in what must it end?

A hostile file is a function that makes its bytes, in any of the modules beside this one; it is tested by being there.
"""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

Made = Callable[[], bytes]


@dataclass(frozen=True)
class Hostile:
    """Bytes, and how reading them ends: with an error that says `refused`, or with so many `rows` and `broken` lines.

    `deadly`: what parses it aborts or is ended, so it is also read by a process of its own, as the product does it.
    `slow`: only in `make fuzz`. `name`: what the file is called.
    """

    make: Made
    refused: str | None
    rows: int | None
    broken: int
    deadly: bool
    slow: bool
    name: str

    def __str__(self) -> str:
        return f"{self.make.__module__.rpartition('.')[2]}.{self.make.__name__}"


FILES: list[Hostile] = []


def hostile(
    refused: str | None = None,
    *,
    rows: int | None = None,
    broken: int = 0,
    deadly: bool = False,
    slow: bool = False,
    name: str = "report.xlsx",
) -> Callable[[Made], Made]:
    """Mark a function that makes a hostile file."""

    def marked(make: Made) -> Made:
        FILES.append(Hostile(make, refused, rows, broken, deadly, slow, name))
        return make

    return marked


def zipped(parts: dict[str, bytes | str], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()
