"""Which months does a period cover?

Months are counted as one integer, `12 * year + month - 1`, so that no metric has to read a date.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from data.errors import UserError

_PART = re.compile(r"(?P<year>[0-9]{4})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")
_PARTIAL_DATE = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-9]{2}))?)?")


@dataclass(frozen=True)
class Period:
    """Whole months from `start_month` to `end_month`, both included, and their shortest spelling."""

    start_month: int
    end_month: int

    @property
    def frequency(self) -> int:
        """How many months the period covers: 12 for a year, 3 for a quarter, 1 for a month."""
        return self.end_month - self.start_month + 1

    @property
    def text(self) -> str:
        """2017, 2017-Q3 or 2017-09 where one of them fits, else a span: 2020/2026, 2016-09/2019-03."""
        whole = _whole(self.start_month, self.end_month)
        if whole:
            return whole
        if self.start_month % 12 == 0 and self.end_month % 12 == 11:
            return f"{self.start_month // 12:04d}/{self.end_month // 12:04d}"
        return f"{_month(self.start_month)}/{_month(self.end_month)}"


def parse(text: str) -> Period:
    """The months of `2017`, `2017-Q3`, `2017-09` or a span of two of them such as `2016-09/2019-03`.

    Raises UserError for anything else, and for a span that ends before it starts.
    """
    parts = text.strip().split("/")
    ends = [_part(part) for part in parts]
    if len(parts) > 2 or None in ends:
        raise UserError("{found} is not a period; accepted: 2017, 2017-Q3, 2017-09, 2016-09/2019-03.", found=repr(text))
    period = Period(ends[0][0], ends[-1][1])  # type: ignore[index]
    if period.end_month < period.start_month or period.start_month < 12:
        raise UserError("The period {found} ends before it starts.", found=repr(text))
    return period


def month_index(day: date) -> int:
    """The month of a day as an integer."""
    return day.year * 12 + day.month - 1


def day_index(day: date) -> int:
    """A day as an integer: days since 1970-01-01."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


def last_ended_month(day: date) -> int:
    """The last month that is over at the end of the day."""
    is_last_day = day.day == calendar.monthrange(day.year, day.month)[1]
    return month_index(day) if is_last_day else month_index(day) - 1


def last_day(text: str) -> date:
    """The last day that a date of any precision may mean: `2020-06` is 30 June 2020, `2020` is 31 December.

    Raises UserError where the text is no date.
    """
    found = _PARTIAL_DATE.fullmatch(text.strip())
    if not found:
        raise UserError("{found} is not a date; accepted: 2020-06-17, 2020-06, 2020.", found=repr(text))
    year, month = int(found[1]), int(found[2] or 12)
    try:
        return date(year, month, int(found[3] or calendar.monthrange(year, month)[1]))
    except ValueError as error:
        raise UserError("{found} is not a date; accepted: 2020-06-17, 2020-06, 2020.", found=repr(text)) from error


def _part(text: str) -> tuple[int, int] | None:
    found = _PART.fullmatch(text)
    if not found:
        return None
    year = 12 * int(found["year"])
    if found["quarter"]:
        start = year + 3 * (int(found["quarter"]) - 1)
        return start, start + 2
    if found["month"]:
        month = year + int(found["month"]) - 1
        return month, month
    return year, year + 11


def _whole(start: int, end: int) -> str | None:
    length = end - start + 1
    if length == 1:
        return _month(start)
    if length == 12 and start % 12 == 0:
        return f"{start // 12:04d}"
    if length == 3 and start % 3 == 0:
        return f"{start // 12:04d}-Q{start % 12 // 3 + 1}"
    return None


def _month(index: int) -> str:
    return f"{index // 12:04d}-{index % 12 + 1:02d}"
