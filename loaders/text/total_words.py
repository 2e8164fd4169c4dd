"""Does a text name a total, and which: of everything, or of some of the rows? Or is it what a printed page bears?

The words are data: words/rows.csv. Those of `maybe` are names as well: a company may be called Summa.
"""

import re
from functools import cache
from pathlib import Path

import polars as pl

_WORDS = Path(__file__).parent.with_name("words") / "rows.csv"
#: Marks of footnotes after a name.
_NOTES = r"[\d\s,)*]*$"
#: A total in these languages is told by its first word alone; elsewhere a company may be called so.
_SURE = {"ru"}
OF_WHICH = "a part of the row above"
#: Rows that sum or average some of the others: they are not compared with the sum of all.
_OF_SOME = {
    "part": "a part that sums others",
    "average": "a part that averages others",
    "of_which": OF_WHICH,
}
#: What may follow the word: "Total (all)", "Razem / Total", "Разом по парках".
_GOES_ON = re.compile(r"\s*[:(/]|\s+(for|of|in|by|für|im|za|pour|por|de|do|w|dla|na|по|за|для|για)\b")
_SHORT = 40
#: The name of a whole, "Russian Federation", may be what the row is about.
_ALL = ("total", "maybe", "whole", *_OF_SOME)


@cache
def rows() -> tuple[tuple[str, str, str], ...]:
    """Word, meaning and language of each row of the list."""
    table = pl.read_csv(_WORDS, infer_schema=False)
    return tuple(table.select("word", "means", "language").iter_rows())


@cache
def any_total() -> str:
    """A pattern that every name of a total fits, so that few cells are looked at one by one."""
    first = [escaped(word) for word, means, _ in rows() if means in _ALL]
    within = [escaped(word) for word, means, _ in rows() if means == "subtotal"]
    return f"(?i)^(?:{'|'.join(first)})|{'|'.join(within)}"


def total_word(text: str) -> tuple[str, str | None] | None:
    """Why a text looks like the name of a total, and the pattern for such texts; None where it does not."""
    folded = _folded(text)
    for word, means, language in rows():
        if means == "subtotal" and re.search(f"{escaped(word)}{_NOTES}", folded):
            return f"a part that sums others: {word}", f"(?i){escaped(word)}{_NOTES}"
        if means not in _ALL or not _is_total(folded, word, means, language):
            continue
        if means in _OF_SOME:
            return f"{_OF_SOME[means]}: {word}", None
        return f"the word {word}", f"(?i)^{escaped(word)}" if language in _SURE else None
    return None


def names_nobody(text: str) -> bool:
    """Whether a text is surely the name of a total, and of nothing that figures could be about."""
    folded = _folded(text)
    sure = ("total", *_OF_SOME)
    return any(means in sure and _is_total(folded, word, means, language) for word, means, language in rows())


def is_page_mark(text: str) -> bool:
    """Whether a text alone in its row is what a printed page bears: "Страница 1 из 2", "Continued"."""
    found = re.match(_page_words(), _folded(text))
    return bool(found) and len(text) <= _SHORT


@cache
def _page_words() -> str:
    words = "|".join(escaped(word) for word, means, _ in rows() if means == "page")
    return rf"[\W\d]*(?:{words})(?!\w)"


def escaped(word: str) -> str:
    """A word of the list as a part of a pattern."""
    return re.escape(word).replace(r"\ ", " ")


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _is_total(folded: str, word: str, means: str, language: str) -> bool:
    rest = folded.removeprefix(word)
    if rest == folded:
        return False
    if language in _SURE or means == "of_which":  # what is a part has a name after it
        return not rest or not rest[0].isalpha()
    return not rest.strip(" :.*") or bool(_GOES_ON.match(rest))
