"""Is a tax number (ИНН) one that can have been issued?"""

import polars as pl

from loaders import clean

ACCEPTED = "10 digits of an organisation or 12 of a person, the last of which check the others"
_WEIGHTS = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)


def check(cells: pl.Series) -> pl.Series:
    """Whether each text is a tax number of 10 or 12 digits whose control digits fit; null for null."""
    return clean.by_spelling(cells, lambda text: {"fits": _fits(text)}, {"fits": pl.Boolean})["fits"]


def problems(cells: pl.Series) -> pl.Series:
    """What is wrong with each text, as the template of a refusal; null where it is a tax number, and for null.

    A number that a spreadsheet robbed of its leading zero is told apart, because that is mended in the file: it is
    never put back in silence.
    """
    return clean.by_spelling(cells, lambda text: {"problem": _problem(text)}, {"problem": pl.String})["problem"]


def _problem(text: str) -> str | None:
    if _fits(text):
        return None
    if len(text) in (9, 11) and _fits("0" + text):
        return "the tax number {found} has lost its leading zero: keep the column as text"
    if len(text) in (10, 12) and text.isascii() and text.isdigit():
        return "the control digits of the tax number {found} do not fit: a digit is mistyped"
    return "{found} is not a tax number"


def _fits(text: str) -> bool:
    if not (text.isascii() and text.isdigit()) or set(text) == {"0"}:
        return False
    digits = [int(letter) for letter in text]
    places = {10: (9,), 12: (10, 11)}.get(len(digits), ())
    return bool(places) and all(_control(digits[:place]) == digits[place] for place in places)


def _control(digits: list[int]) -> int:
    weights = _WEIGHTS[-len(digits) :]
    return sum(weight * digit for weight, digit in zip(weights, digits, strict=True)) % 11 % 10
