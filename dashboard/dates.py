"""How are a period, a date and an age said in a language, in the right case?"""

import datetime
from functools import lru_cache
from typing import Literal

from babel.dates import format_date, format_timedelta

from dashboard.language import Language
from data import period as periods

#: Of few periods, dates and ages a page speaks again and again.
_KEPT = 5_000


@lru_cache(maxsize=_KEPT)
def period(text: str, language: Language, basis: str | None = None) -> str:
    """A period as people say it: III кв. 2017, март 2019, сент. 2016 – март 2019.

    With its basis: 6 мес. 2019 for a year to date, к концу марта 2019 for a cumulative figure, на конец 2017 года for
    a stock. Raises UserError for what is not a period.
    """
    span = periods.parse(text)
    if basis == "stock" or (basis == "cumulative" and "/" not in span.text):
        return _end(span, language, basis == "stock")
    if basis == "ytd" and ("/" not in span.text or span.start_month % 12 == 0):
        return _since_january(span, language)
    return _plain(span, language)


@lru_cache(maxsize=_KEPT)
def date(value: datetime.date | str | None, language: Language) -> str:
    """A day, month or year, as precise as it is known; in words where it is unknown."""
    if not value:
        return language.t("date unknown")
    if isinstance(value, datetime.date) or len(value) == len("2019-03-27"):
        day = value if isinstance(value, datetime.date) else datetime.date.fromisoformat(value)
        return str(format_date(day, "long", locale=language.locale))
    return _plain(periods.parse(value), language)


@lru_cache(maxsize=_KEPT)
def age(months: int, language: Language) -> str:
    """How long ago, counted in months: 7 лет назад, 5 months ago; a negative age lies ahead."""
    if months == 0:
        return language.t("less than a month ago")
    if abs(months) < 24 and months % 12:
        return _from_now(30 * -months, "month", language)
    return _from_now(365 * -int(months / 12), "year", language)


def _from_now(days: int, unit: Literal["year", "month"], language: Language) -> str:
    span = datetime.timedelta(days=days)
    return format_timedelta(span, granularity=unit, threshold=1e9, add_direction=True, locale=language.locale)


def _end(span: periods.Period, language: Language, is_level: bool) -> str:
    """The last moment of a period: what a level or a sum since the beginning is the state of."""
    if "/" not in span.text and span.frequency == 12:
        year = span.end_month // 12
        return (
            language.t("at the end of {year}", year=year) if is_level else language.t("to the end of {year}", year=year)
        )
    if "/" not in span.text and span.frequency == 3:
        quarter = _plain(span, language)
        return (
            language.t("at the end of {quarter}", quarter=quarter)
            if is_level
            else language.t("to the end of {quarter}", quarter=quarter)
        )
    month = format_date(_day(span.end_month), "MMMM y", locale=language.locale)
    return (
        language.t("at the end of {month}", month=month)
        if is_level
        else language.t("to the end of {month}", month=month)
    )


def _since_january(span: periods.Period, language: Language) -> str:
    """A year to date by its last month, whether it was told as a quarter, a month or a span: 9 мес. 2019."""
    year, months = span.end_month // 12, span.end_month % 12 + 1
    if months == 12:
        return str(year)
    return language.n("{count} month of {year}", "{count} months of {year}", months, year=year)


def _plain(span: periods.Period, language: Language) -> str:
    parts = span.text.split("/")
    if len(parts) == 1:
        return _single(span, language)
    first, last = _day(span.start_month), _day(span.end_month)
    if all(len(part) == 4 for part in parts):
        return f"{parts[0]}–{parts[1]}"
    start = format_date(first, "LLL" if first.year == last.year else "LLL y", locale=language.locale)
    return f"{start} – {format_date(last, 'LLL y', locale=language.locale)}"


def _single(span: periods.Period, language: Language) -> str:
    year, day = span.end_month // 12, _day(span.end_month)
    if span.frequency == 12:
        return str(year)
    if span.frequency == 1:
        return str(format_date(day, "LLLL y", locale=language.locale))
    return (
        language.t("Q1 {year}", year=year),
        language.t("Q2 {year}", year=year),
        language.t("Q3 {year}", year=year),
        language.t("Q4 {year}", year=year),
    )[span.end_month % 12 // 3]


def _day(month: int) -> datetime.date:
    return datetime.date(month // 12, month % 12 + 1, 1)
