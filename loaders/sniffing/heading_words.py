"""What does a heading of the field say: whom, which indicator, plan or fact, when, in what?"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl
from rapidfuzz import fuzz, process

_WORDS = Path(__file__).parent.with_name("words") / "headings.csv"
_SIMILAR = 88
#: In these languages the noun that decides comes last: "project country" is a country.
HEAD_LAST = {"en", "de"}


@dataclass(frozen=True)
class Meaning:
    """A phrase found in a heading: what it means (entity, indicator, scenario …) and as which code.

    `is_similar`: only a similar spelling of the phrase stands there.
    """

    means: str
    code: str
    phrase: str
    language: str
    length: int
    place: int
    is_similar: bool = False


def meanings(heading: str) -> dict[str, Meaning]:
    """The best phrase of each kind in a heading; longer phrases win, then the one where the noun stands."""
    words = _words(heading)
    found = [meaning for phrase in _phrases() if (meaning := phrase.found_in(words))]
    found = [each for each in found if not _is_within_a_name(each, found)] or _similar(heading, words)
    best: dict[str, Meaning] = {}
    for meaning in sorted(found, key=_weight):
        best[meaning.means] = meaning
    return best


def _is_within_a_name(meaning: Meaning, found: list[Meaning]) -> bool:
    """Whether a word such as "average" is but a part of the name of an indicator: среднесписочная численность."""
    longer = (each for each in found if each.means == "indicator" and each.length > meaning.length)
    return meaning.means == "derived" and any(0 <= meaning.place - each.place < each.length for each in longer)


def strongest(found: dict[str, Meaning], among: Iterable[str]) -> Meaning | None:
    """Which of several meanings a heading has above all."""
    wanted = [found[each] for each in among if each in found]
    return max(wanted, key=_weight, default=None)


def code_of(text: str, means: str) -> str | None:
    """The code a cell's own words stand for, among one kind of meaning: "Объём инвестиций" is investment, and "доля
    инвестиций" is not."""
    told = meanings(text)
    found = None if means == "indicator" and "derived" in told else told.get(means)
    return found.code if found and not found.is_similar else None


@dataclass(frozen=True)
class _Phrase:
    tokens: tuple[re.Pattern[str], ...]
    text: str
    language: str
    means: str
    code: str

    def found_in(self, words: list[str]) -> Meaning | None:
        length = len(self.tokens)
        for place in range(len(words) - length + 1):
            pairs = zip(self.tokens, words[place : place + length], strict=True)
            if all(token.fullmatch(word) for token, word in pairs):
                place -= 100 * ("of" in words[:place])  # "country of the resident" is a country
                return Meaning(self.means, self.code, self.text, self.language, length, place)
        return None


def _weight(meaning: Meaning) -> tuple[int, int, int]:
    """What makes one phrase say more than another: its words, where it stands, its letters."""
    place = meaning.place if meaning.language in HEAD_LAST else -meaning.place
    return meaning.length, place, len(meaning.phrase)


def _similar(heading: str, words: list[str]) -> list[Meaning]:
    """A misspelt heading, as a guess: only a whole heading of some length is compared."""
    text = " ".join(words)
    plain = {each.text.replace("*", ""): each for each in _phrases() if len(each.text) > 5}
    if not 5 < len(text) < 60:
        return []
    found = process.extractOne(text, list(plain), scorer=fuzz.ratio, score_cutoff=_SIMILAR)
    phrase = plain[found[0]] if found else None
    return [Meaning(phrase.means, phrase.code, phrase.text, phrase.language, 1, 0, True)] if phrase else []


@cache
def _phrases() -> tuple[_Phrase, ...]:
    table = pl.read_csv(_WORDS, infer_schema=False)
    return tuple(
        _Phrase(tuple(_token(each) for each in _tokens(word)), word, language, means, code or "")
        for word, language, means, code in table.select("word", "language", "means", "code").iter_rows()
    )


def _token(text: str) -> re.Pattern[str]:
    """`инвестиц*` is any ending, `?` any letter."""
    return re.compile(re.escape(text).replace(r"\*", r"\w*").replace(r"\?", r"\w"))


def _tokens(text: str) -> list[str]:
    return re.findall(r"[\w*?№%]+", _folded(text))


def _words(heading: str) -> list[str]:
    """The words of a heading; snake_case and CamelCase are taken apart too, where that leaves words."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading).replace("_", " ").replace("№", " № ")
    return re.findall(r"[\w№%]+", _folded(spaced))


def _folded(text: str) -> str:
    """Without capitals, and without the point that a small letter keeps of İ, or a joint nobody sees."""
    return unicodedata.normalize("NFC", text).casefold().replace("\u0307", "").replace("\u200c", " ")
