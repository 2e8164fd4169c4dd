"""How is a figure, a period, a date or a name written in a language?

Numbers, currencies, dates and ages follow CLDR through Babel. Spaces inside a figure do not break. A figure may begin
with ">" and hold "$": where it goes into markdown it passes `escape_markdown` like any name from data.
"""

import html
import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cache, lru_cache
from math import isfinite

from babel import Locale
from babel.numbers import format_decimal

from dashboard.dates import age, date, period
from dashboard.language import Language
from data import codelist

__all__ = [
    "age",
    "axis_scale",
    "date",
    "escape_html",
    "escape_markdown",
    "figure",
    "not_reported",
    "number_format",
    "period",
]

_SPACE = "\u00a0"
_SIGNS = {"=": "", ">": ">", ">=": "≥", "<": "<", "<=": "≤", "~": "≈"}
_MILLION = Decimal(1_000_000)
_DIGITS = 4
_COMMAS = {Decimal(1000) ** power: "," * power for power in range(5)}


@lru_cache(maxsize=20_000)  # pages show the same figures to everybody
def figure(
    value: float | None,
    lower: float | None,
    upper: float | None,
    comparator: str | None,
    unit: str,
    language: Language,
    compact: bool = True,
) -> str:
    """A figure with its unit: 153 млрд ₽, ≈ 18,5 млрд ₽, > 150, ≥ 33 %, 12–15; "—" where there is none.

    Compact money from a million on has four significant digits, percentages one decimal, all else at most two, and
    what is calculated no more than four significant digits in its decimals; numbers below one keep two significant
    digits. Not compact: every digit. Without a comparator (a calculated figure) the bounds tell: one side open is ≥ or
    ≤, two different ends are ≈. A number that is not finite is none.
    """
    sign, ends = _reading(_exact(value), _exact(lower), _exact(upper), comparator)
    if not ends:
        return "—"
    told = comparator is not None
    text = _joined([_Amount(end, unit, language.locale, compact, told) for end in ends], unit, language)
    return f"{sign}{_SPACE}{text}" if sign else text


@lru_cache(maxsize=20_000)
def number_format(
    value: float | None,
    lower: float | None,
    upper: float | None,
    comparator: str | None,
    unit: str,
    language: Language,
) -> str | None:
    """The format under which a spreadsheet shows `value` as `figure` does; None for what is not one number.

    Words and signs are quoted, each comma after the digits cuts three of them: "> "#,##0.0,,," млрд ₽".
    """
    sign, ends = _reading(_exact(value), _exact(lower), _exact(upper), comparator)
    if len(ends) != 1 or ends[0] != _exact(value):
        return None
    amount = _Amount(ends[0], unit, language.locale, compact=True, is_told=comparator is not None)
    if amount.divisor not in _COMMAS:
        return None
    before, _, after = _dressed("\0", amount.word, unit, language).partition("\0")
    head = f"{sign}{_SPACE}{before}" if sign else before
    places = f".{'0' * amount.decimals}" if amount.decimals else ""
    return f"{_quoted(head)}#,##0{places}{_COMMAS[amount.divisor]}{_quoted(after)}"


def _quoted(text: str) -> str:
    plain = text.replace('"', "")
    return f'"{plain}"' if plain else ""


def not_reported(language: Language) -> str:
    """What stands where nothing was reported: never zero, never a blank."""
    return language.t("not reported")


def axis_scale(largest: float, unit: str, language: Language) -> tuple[float, str]:
    """By what to divide the ticks of an axis that reaches `largest`, and the unit to write in its title: млрд ₽."""
    divisor, word = _scale(abs(_exact(largest) or Decimal(0)), language.locale) if _is_money(unit) else (Decimal(1), "")
    label = _dressed("", word, unit, language).strip()
    return float(divisor), label or language.title("unit", unit)


def escape_markdown(text: str) -> str:
    """A text from data as markdown that shows it letter by letter, on one line."""
    line = re.sub(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+", " ", text).strip(" ")
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", line)


def escape_html(text: str) -> str:
    """A text from data for HTML, and for the subset of it that Plotly renders: no tag, no entity, no formula."""
    return html.escape(text, quote=False).replace("$", "&#36;")


class _Amount:
    """One number as written, without its sign and unit: digits and the word of its scale (млрд)."""

    def __init__(self, number: Decimal, unit: str, locale: Locale, compact: bool, is_told: bool) -> None:
        rounded = _rounded(number, unit, is_told) if compact else number
        large = compact and _is_money(unit) and abs(rounded) >= _MILLION
        divisor, self.word = _scale(abs(rounded), locale) if large else (Decimal(1), "")
        shown = abs(rounded) / divisor if large else abs(rounded)
        self.divisor = divisor
        self.decimals = max(0, -int(shown.normalize().as_tuple().exponent))
        self.is_negative = rounded < 0
        self.digits = _digits(shown, locale)


def _reading(
    value: Decimal | None, lower: Decimal | None, upper: Decimal | None, comparator: str | None
) -> tuple[str, Sequence[Decimal]]:
    """The sign before a figure and its number, or the two ends of a range."""
    if comparator in _SIGNS and value is not None:
        return _SIGNS[comparator], [value]
    if lower is None and upper is None:
        return "", [] if value is None else [value]
    if lower is None or upper is None:
        return ("≥", [lower]) if lower is not None else ("≤", [upper] if upper is not None else [])
    if lower == upper:
        return "", [lower]
    return ("≈", [value]) if value is not None and comparator != ".." else ("", [lower, upper])


def _joined(amounts: list[_Amount], unit: str, language: Language) -> str:
    """One amount, or the ends of a range; ends of one scale share its word: 12–14 млрд ₽."""
    first, last = amounts[0], amounts[-1]
    if len(amounts) == 2 and first.word == last.word and not (first.is_negative or last.is_negative):
        return _dressed(_range(first.digits, last.digits), first.word, unit, language)
    minus = ("−" if amount.is_negative else "" for amount in amounts)
    texts = (_dressed(amount.digits, amount.word, unit, language) for amount in amounts)
    return f"{_SPACE}–{_SPACE}".join(sign + text for sign, text in zip(minus, texts, strict=True))


def _range(first: str, last: str) -> str:
    if first == last:
        return first
    dash = "–" if (first + last).isascii() else f"{_SPACE}–{_SPACE}"
    return f"{first}{dash}{last}"


def _dressed(digits: str, word: str, unit: str, language: Language) -> str:
    """Digits with scale and unit, each where the language puts it."""
    symbol = codelist.words("unit", "symbol", language.code).get(unit, unit)
    if _is_money(unit):
        pattern = language.locale.currency_formats["standard"].pattern.split(";")[0]
        gap = _SPACE if symbol[-1:].isalpha() and digits and "¤#" in pattern else ""
        return _filled(pattern, digits + word).replace("¤", symbol + gap)
    if symbol == "%":
        return _filled(language.locale.percent_formats[None].pattern.split(";")[0], digits)
    return f"{digits}{_SPACE}{symbol}" if symbol else digits


def _filled(pattern: str, digits: str) -> str:
    return re.sub(r"[#0][#0.,]*", lambda _: digits, pattern, count=1)


def _is_money(unit: str) -> bool:
    quantities = codelist.quantities(unit)
    return not quantities or "money" in quantities


def _exact(number: float | None) -> Decimal | None:
    """The number as it prints, so that 0.1 is one tenth; minus zero is zero."""
    if number is None or not isfinite(number):
        return None
    return Decimal(repr(number)) if number else Decimal(0)


def _rounded(number: Decimal, unit: str, is_told: bool) -> Decimal:
    if not number:
        return number
    small = 1 - number.adjusted() if number.adjusted() < 0 else 0
    decimals = max(1 if unit == "PT" else 2, small)
    if not is_told and unit != "PT" and not _is_money(unit):
        decimals = min(decimals, max(0, _DIGITS - 1 - number.adjusted()))
    if _is_money(unit) and abs(number) >= _MILLION:
        decimals = _DIGITS - 1 - number.adjusted()
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -decimals:
        return number
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _scale(number: Decimal, locale: Locale) -> tuple[Decimal, str]:
    """The largest scale a number reaches: what to divide by and its word; 1 and no word below a million."""
    fitting = [scale for scale in _scales(locale) if scale[0] <= number and number >= _MILLION]
    return max(fitting, default=(Decimal(1), ""))


@cache
def _scales(locale: Locale) -> tuple[tuple[Decimal, str], ...]:
    """CLDR's scales from a million on, short where that is a word (млрд), long where it is a bare letter (billion)."""
    formats = locale.compact_decimal_formats
    short, long = formats["short"]["other"], formats.get("long", formats["short"])["other"]
    found = {}
    for magnitude in short:
        if int(magnitude) >= _MILLION:
            pattern = short[magnitude] if short[magnitude].suffix[0][:1].isspace() else long[magnitude]
            word = pattern.suffix[0].replace("'", "").replace(" ", _SPACE)
            found[Decimal(int(magnitude)) / 10 ** (pattern.pattern.count("0") - 1)] = word
    return tuple(found.items())


def _digits(number: Decimal, locale: Locale) -> str:
    with localcontext(prec=1000):
        return str(format_decimal(number, locale=locale, decimal_quantization=False))
