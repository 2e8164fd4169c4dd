"""Which number formats show a share as per cent, and how is such a cell told: 0.1813 under "0.00%" is "18.13 %"?"""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

#: Those that every workbook has without saying so: 0% and 0.00%.
BUILT_IN = frozenset((9, 10))
_LITERAL = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]')


def is_percent(code: str) -> bool:
    """Whether a format multiplies by a hundred: a % that is no text of its own."""
    return "%" in _LITERAL.sub("", code)


def styles(formats: Mapping[int, str], used: list[int]) -> frozenset[int]:
    """The places of those styles, each told by the number of its format, that show per cent; a workbook's own formats
    win over those it need not say."""
    told = {number: is_percent(code) for number, code in formats.items()}
    return frozenset(place for place, number in enumerate(used) if told.get(number, number in BUILT_IN))


def shown(value: str | float) -> str | None:
    """The share as per cent, in the 15 digits a spreadsheet shows; None for what is no number."""
    try:
        exact = Decimal(f"{float(value):.15g}") * 100
    except (ValueError, InvalidOperation):
        return None
    if not exact.is_finite():
        return None
    text = format(exact, "f")
    return f"{text.rstrip('0').removesuffix('.') if '.' in text else text} %"
