"""What does a number format show that the number does not tell: per cent, thousands, a unit, zeros in front?

1234567 under `#,##0,` is seen as 1,235, and 123456789 under `0000000000` as the code 0123456789. Per cent and zeros are
told as they are shown; a figure in another scale is read as it is kept, and that is said.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache

from loaders.parsers import percent_format
from loaders.parsers.aside import MOST, Aside, once
from loaders.text import units

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|[_*].|\[[^\]]*\]')
#: A comma behind the last digit divides by a thousand; between digits it only groups them.
_DIVIDES = re.compile(r"[0#?],+(?![0#?,])")
_PADDED = re.compile(r"0{2,30}")
_LONGEST, _LONGEST_UNIT = 100, 40


@dataclass(frozen=True)
class Formats:
    """The styles of a workbook that show more than the number, by their place: `percent`; `padded`, with their number
    of digits; `scaled`, with the format."""

    percent: frozenset[int]
    padded: Mapping[int, int]
    scaled: Mapping[int, str]

    @classmethod
    def of(cls, formats: Mapping[int, str], used: list[int]) -> "Formats":
        """Of the styles, each told by the number of its format; a workbook says its own formats."""
        codes = {place: formats[number] for place, number in enumerate(used) if number in formats}
        return cls(
            percent_format.styles(formats, used),
            {place: digits for place, code in codes.items() if (digits := _digits(code))},
            {place: code[:_LONGEST] for place, code in codes.items() if is_scaled(code)},
        )

    def all(self) -> frozenset[int]:
        """The places of all such styles."""
        return self.percent | self.padded.keys() | self.scaled.keys()

    def told(self, cells: Iterable[tuple[int, int, int, float]]) -> tuple[dict[tuple[int, int], str], list[Aside]]:
        """Of cells (row, column, style, number) those that show more, as texts by place, and those in another scale."""
        texts: dict[tuple[int, int], str] = {}
        scaled: list[Aside] = []
        for row, column, style, value in cells:
            text = self.text(style, value)
            if text:
                texts[row, column] = text
            elif style in self.scaled and len(scaled) < MOST:
                scaled.append(Aside("scaled", row, row, column, self.scaled[style]))
        return texts, once(scaled)

    def text(self, style: int, value: str | float) -> str | None:
        """What stands for a number under a style; None for the number itself."""
        if style in self.percent:
            return percent_format.shown(value)
        return _filled_up(value, self.padded[style]) if style in self.padded else None


@cache
def is_scaled(code: str) -> bool:
    """Whether a format divides what it shows, or names a scale beside it: `0.0,,`, `0.0" млн"`."""
    return divides(code) or named_scale(code) is not None


def named_scale(code: str) -> Decimal | None:
    """The scale that the words of a format name."""
    words = "".join(quoted or escaped for quoted, escaped in _LITERAL.findall(code.split(";")[0])).strip()
    phrase = units.phrase_of(words) if 0 < len(words) <= _LONGEST_UNIT else None
    return phrase.scale if phrase and phrase.scale != 1 else None


@cache
def divides(code: str) -> bool:
    """Whether a format shows less than the number."""
    return bool(_DIVIDES.search(_LITERAL.sub("", code.split(";")[0])))


@cache
def _digits(code: str) -> int:
    return len(code) if _PADDED.fullmatch(code) else 0


def _filled_up(value: str | float, digits: int) -> str | None:
    try:
        exact = Decimal(f"{float(value):.15g}")
    except (ValueError, InvalidOperation):
        return None
    is_short = exact.is_finite() and exact == exact.to_integral_value() and 0 <= exact < 10 ** (digits - 1)
    return f"{int(exact):0{digits}d}" if is_short else None
