"""Which amount does a text tell in digits and unit words: `18,5 млрд руб.`, `$1.2bn`, `13 млрд 605 млн руб.`?

The decimal sign is not known here: an amount keeps its numerals as they are written until its column has decided.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from data import codelist
from loaders.text import numbers, units
from loaders.text.units import Phrase

_NUMERAL = re.compile(r"(?:(?<![\w.,])[.,]\d+|(?<!\w)\d+(?:[.,'٫ ]\d+)*)(?:[eE][+-]?\d+(?!\w))?")
_IN_BRACKETS = re.compile(r"\(([^()]*\d[^()]*)\)([^()\d]*)")
_SIGN = re.compile(r"[-–]\s*|\+")
_NO_WORDS = re.compile(r"(?:[^()\[\]:;–—\d-]|(?<=[^\W\d_])[23])*")


@dataclass(frozen=True)
class Part:
    """A numeral and what the words around it say."""

    numeral: str
    phrase: Phrase | None


@dataclass(frozen=True)
class Amount:
    """`parts` are added up: 13 млрд 605 млн."""

    is_negative: bool
    parts: tuple[Part, ...]

    @property
    def numerals(self) -> list[str]:
        """The numerals as they are written."""
        return [part.numeral for part in self.parts]

    @property
    def phrases(self) -> list[Phrase]:
        """What words say of it."""
        return [part.phrase for part in self.parts if part.phrase]

    @property
    def unit(self) -> str | None:
        """The unit it names."""
        return next((phrase.unit for phrase in self.phrases if phrase.unit), None)

    @property
    def also(self) -> str | None:
        """What its unit is where the indicator is not measured in it."""
        return next((phrase.also for phrase in self.phrases if phrase.unit), None)

    @property
    def is_scaled(self) -> bool:
        """Whether its own words say the scale."""
        return any(phrase.has_scale for phrase in self.phrases)

    def with_numeral(self, numeral: str) -> "Amount":
        """The same words around another number, where it has one part only."""
        return replace(self, parts=(replace(self.parts[0], numeral=numeral),))

    def value(self, mark: str) -> Decimal | None:
        """What it comes to where `mark` is the decimal sign; None where a numeral is none in that format."""
        found = [numbers.exact(part.numeral, mark) for part in self.parts]
        told = [number for number in found if number is not None]
        if len(told) < len(found):
            return None
        scales = [part.phrase.scale if part.phrase else Decimal(1) for part in self.parts]
        if not _is_compound(told, scales):
            return None
        total = sum((number * scale for number, scale in zip(told, scales, strict=True)), Decimal(0))
        return -total if self.is_negative else total


def read(text: str) -> Amount | None:
    """The amount that a text with the usual digits and spaces tells; None where it tells none."""
    bracketed = _IN_BRACKETS.fullmatch(text.strip())
    if bracketed is None:
        return _read(text.strip())
    amount = _read(bracketed[1].strip() + bracketed[2])
    is_signed = amount is None or _SIGN.search(around(bracketed[1])[0])
    return None if amount is None or is_signed else replace(amount, is_negative=True)


def around(text: str) -> tuple[str, str]:
    """What stands before the first and after the last numeral of a text; all of it before where there is none."""
    found = list(_NUMERAL.finditer(text))
    return (text[: found[0].start()], text[found[-1].end() :]) if found else (text, "")


def _read(text: str) -> Amount | None:
    found = list(_NUMERAL.finditer(text))
    if not found or not all(numbers.is_numeral(each[0]) for each in found):
        return None
    unsigned, signs = _SIGN.subn("", text[: found[0].start()])
    ends = [each.start() for each in found[1:]] + [len(text)]
    words = [text[each.end() : end] for each, end in zip(found, ends, strict=True)]
    if signs > 1 or not (_is_money(unsigned) or not unsigned.strip()) or (unsigned.strip() and len(words) > 1):
        return None
    phrases = [_phrase(each) for each in [f"{unsigned} {words[0]}", *words[1:]]]
    wanted = [each.strip() for each in [unsigned + words[0], *words[1:]]]
    if not all(phrase if wants else len(words) == 1 for phrase, wants in zip(phrases, wanted, strict=True)):
        return None
    if len({phrase.unit for phrase in phrases if phrase and phrase.unit}) > 1:
        return None
    is_negative = signs == 1 and "+" not in text[: found[0].start()]
    return Amount(is_negative, tuple(Part(each[0], phrase) for each, phrase in zip(found, phrases, strict=True)))


@lru_cache(maxsize=4096)
def _phrase(words: str) -> Phrase | None:
    return units.phrase_of(words) if words.strip() and _NO_WORDS.fullmatch(words) else None


@lru_cache(maxsize=4096)
def _is_money(words: str) -> bool:
    phrase = _phrase(words)
    return phrase is not None and phrase.unit is not None and codelist.quantities(phrase.unit) == ("money",)


def _is_compound(told: list[Decimal], scales: list[Decimal]) -> bool:
    """Every part but the last is whole, and each is less than one of the part before it: 13 млрд 605 млн."""
    steps = pairwise(zip(told, scales, strict=True))
    return all(
        number == number.to_integral_value() and later * smaller < scale for (number, scale), (later, smaller) in steps
    )
