"""By which words does a title say when, so that the next file of the same form is read by the same mapping?"""

import re

import polars as pl

from loaders.sniffing import period_in_text
from loaders.sniffing.heading import same_heading
from loaders.sniffing.period_in_text import PeriodIn
from loaders.sniffing.sniffed import Sniffed
from loaders.text import dates, period_words

_TOKEN = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}|\d+|[^\W\d_]+|\s*[-–—−]\s*|\s+|.")
_YEAR = r"20\d\d"
_TO_YEAR = re.compile(rf"^(.*\S.*\b{_YEAR})\D*$")  # what follows is года in one file, г. in the next
_KINDS = (
    (re.compile(r"\s+"), r"\s+"),
    (re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}"), rf"\d{{1,2}}\.\d{{1,2}}\.{_YEAR}"),
    (re.compile(r"20\d\d"), _YEAR),
    (re.compile(r"\d{1,2}"), r"\d{1,2}"),
    (re.compile(r"[IV]{1,3}"), "[IV]{1,3}"),
    (re.compile(r"[IVІ]{1,3}"), "[IVІ]{1,3}"),  # the letter І of Ukrainian
    (re.compile(r"\s*[-–—−]\s*"), r"\s*[-–—−]\s*"),
)
_COUNTED = ("1", "2", "3", "4", "6", "9", "12")


def period(seen: Sniffed) -> dict[str, object] | None:
    """The title as what says the period, where its words alone say it and the name of no sheet or file does."""
    found = seen.title.period
    if found is None or not found.period:
        return None
    plain = pattern(_TO_YEAR.sub(r"\1", found.words))
    patterns = (f"(?i){plain}", f"{_before(seen, found)}{plain}")
    sure = next((each for each in patterns if _says(seen, each, found)), None)
    return {"title": sure, "as": "words"} if sure else None


def year(seen: Sniffed) -> dict[str, object] | None:
    """The title as what says the year, where headings name a part of it."""
    found = seen.title.period
    if found is None or not found.period:
        return None
    named = re.search(rf"{_YEAR}(?:\s+\w+)?", found.words)
    parts = _parts(seen, pattern(named[0])) if named else []
    return {"title": pattern(named[0])} if named and len(parts) == 1 else None


def pattern(words: str) -> str:
    """The words with any year, any month, any number of a part in place of their own."""
    return "".join(map(_token, _TOKEN.findall(words)))


def _token(token: str) -> str:
    for kind, anything in _KINDS:
        if kind.fullmatch(token):
            return anything
    if period_words.kind_of(token) == "months":  # 9 месяцев, 3 месяца
        return re.escape(token[:3]) + r"\w*"
    is_counted = period_words.kind_of(token) in _COUNTED or dates.month_names().get(dates.fold(token))
    return r"\w+" if is_counted else re.escape(token)


def _before(seen: Sniffed, found: PeriodIn) -> str:
    """The word that says the report is for this period, as the title has it."""
    lead = rf"({period_in_text.FOR}){re.escape(found.words)}"
    words = next((told[1] for text in seen.preamble if (told := re.search(lead.replace("(?i)", ""), text, re.I))), "")
    return "(?i)" + "".join(map(_token, _TOKEN.findall(words)))


def _says(seen: Sniffed, words: str, found: PeriodIn) -> bool:
    parts = _parts(seen, words)
    if len(parts) != 1:
        return False
    read = period_words.read(pl.Series(parts)).row(0, named=True)
    return (read["period"], read["basis"]) == (found.period, found.basis)


def _parts(seen: Sniffed, words: str) -> list[str]:
    """What fits in the titles, each once: that is how a mapping takes it."""
    found = pl.Series(seen.preamble, dtype=pl.String).str.extract_all(words).explode().drop_nulls()
    return list({same_heading(part): part for part in found}.values())
