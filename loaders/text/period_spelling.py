"""How would a period be written in words that are known: 令和2年, 2020年1-6月, 1-chorak, Jan-20, Q1'20, IVкв2019?

A year of another calendar becomes one of ours where its mark is there and both begin on the same day. A month before a
short year, parted by a sign, is what spreadsheets make of a month: 20-Jan may be a day, and stays.
"""

import re
from functools import cache

from loaders.text import dates

#: The year before the first one of each era of Japan, and of the calendar of Taiwan.
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018, "民國": 1911, "民国": 1911}
_BUDDHIST = 543
_ERA = re.compile(rf"({'|'.join(_ERAS)})\s?(元|\d{{1,3}})\s?(?=年)")
_THAI = re.compile(r"(?:พ\.?\s?ศ\.?|B\.E\.)\s?(2[45]\d\d)(?!\d)")
_MONTHS = re.compile(r"(\d{1,2})\s?[月월]?\s?[-–~～〜至]\s?(\d{1,2})\s?[月월]")
_MONTH = re.compile(r"(?<!\d)(\d{1,2})\s?[月월](?![-–~～〜至])|(?<!\w)tháng\s?(\d{1,2})(?!\d)", re.IGNORECASE)
_SHORT = re.compile(r"(?<![\w./-])([^\W\d_]{3,})(?:\.?\s?[-/'’]\s?|\.)(\d\d)(?![\w.,/-])")
_SHORT_PART = re.compile(
    r"(?<!\w)(Q[1-4]|[1-4]Q|H[12]|[12]H|(?:[1-4]|IV|I{1,3})\s?кв(?:артал)?\.?)\s?(?:['’]\s?)?(\d\d)(?![\w.,/-])",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"(?<=\d)-(?=[^\W\d_]{2})")
_GLUED = re.compile(r"(?<!\w)(IV|I{1,3})(?=кв|пол|п/г)", re.IGNORECASE)
_SURE_SHORT_YEAR = 36
#: What a heading may hold of this kind, with nothing known of words around it.
SHAPES = (
    rf"(?:{'|'.join(_ERAS)})\s?(?:元|\d{{1,3}})\s?年(?:度|\s?\d{{1,2}}\s?月(?!\s?\d))?",
    r"(?<!\d)(?:19|20)\d\d\s?[年년]\s?"
    r"(?:第?\s?[一二三四1-4]\s?(?:季度|四半期|분기)|[上下상하]\s?(?:半年|半期|반기)"
    r"|\d{1,2}\s?[月월]?\s?[-–~～〜至]\s?\d{1,2}\s?[月월]|\d{1,2}\s?[月월](?!\s?\d)|度)?",
    r"(?:พ\.?\s?ศ\.?)\s?2[45]\d\d",
    _SHORT.pattern,
    rf"(?i:{_SHORT_PART.pattern})",
)


def usual(text: str) -> str:
    """The text in words that periods.csv and months.csv know; as it is where there is nothing of the kind."""
    text = _ERA.sub(lambda found: str(_ERAS[found[1]] + (1 if found[2] == "元" else int(found[2]))), text)
    text = _THAI.sub(lambda found: str(int(found[1]) - _BUDDHIST), text)
    text = _MONTHS.sub(lambda found: f" {_name(found[1])}-{_name(found[2])}", text)
    text = _MONTH.sub(lambda found: f" {_name(found[1] or found[2])} ", text)
    text = _COUNTED.sub(" ", text)
    text = _GLUED.sub(r"\1 ", text)
    return _SHORT_PART.sub(_whole_year, _SHORT.sub(_of_month, text))


def _of_month(found: re.Match[str]) -> str:
    return _whole_year(found) if dates.month_names().get(dates.fold(found[1])) else found[0]


def _whole_year(found: re.Match[str]) -> str:
    """With its year in four digits, as long as the century is sure."""
    return f"{found[1]} 20{found[2]}" if int(found[2]) <= _SURE_SHORT_YEAR else found[0]


@cache
def _names() -> dict[int, str]:
    return {number: name for name, number in reversed(dates.month_names().items()) if number}


def _name(number: str) -> str:
    return _names().get(int(number), "?")
