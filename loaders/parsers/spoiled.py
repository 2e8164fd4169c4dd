"""Were the letters of a text spoiled before it was saved: "Ð˜Ð½Ð²" or "Èíâ" where "Инв" was, or "???"?

A program that takes a text for one in another encoding, and saves what it sees, makes a valid text of it that says
nothing. What it did is undone and looked at: only where that makes sense, and the text does not, is it told.
"""

import re
from dataclasses import dataclass

from loaders.parsers.letters import SURE, guesses, score

#: Encodings a text is taken for.
_TAKEN_FOR = ("cp1252", "cp1251", "cp1250", "cp866")
_CYRILLIC = ("cp1251", "koi8-r", "cp866", "iso8859-5")
_RUN = re.compile(r"[^\x00-\x7f\ufffd]+")
_LOST = re.compile(r"\?{3,}")
_MOST_RUNS, _FEWEST_RUNS, _MOST = 500, 3, 0.8
_WORD = 3
#: A text whose letters are so much less like a language is in another alphabet.
_LESS_LIKE = 0.9
_SHOWN = 40


@dataclass(frozen=True)
class Spoiled:
    """A piece of the text, and what it seems to have been; "" where that is lost."""

    found: str
    meant: str


def spoiled(text: str) -> Spoiled | None:
    """What was made of the letters; None where they may be right."""
    if text.isascii():
        return _lost(text)
    runs = list(dict.fromkeys(_RUN.findall(text)))[:_MOST_RUNS]
    if len(runs) < _FEWEST_RUNS:
        return None
    return _twice_in_utf8(runs) or (_of_another_alphabet(text, runs) if _are_words(runs) else None)


def _are_words(runs: list[str]) -> bool:
    """Whether most signs stand together as those of another alphabet do; "Að" and "°" tell nothing."""
    words = [run for run in runs if len(run) >= _WORD]
    return len(words) >= _FEWEST_RUNS and sum(map(len, words)) * 2 > sum(map(len, runs))


def _lost(text: str) -> Spoiled | None:
    """Question marks for letters: hardly a word is left."""
    lost = _LOST.findall(text)
    letters = sum(map(str.isalpha, text))
    is_lost = len(set(lost)) >= _FEWEST_RUNS and sum(map(len, lost)) > letters
    return Spoiled(max(lost, key=len)[:_SHOWN], "") if is_lost else None


def _twice_in_utf8(runs: list[str]) -> Spoiled | None:
    for taken_for in _TAKEN_FOR:
        meant = {run: own for run in runs if (own := _undone(run, taken_for))}
        if len(meant) >= _FEWEST_RUNS and len(meant) >= _MOST * len(runs):
            found = max(meant, key=len)
            return Spoiled(found[:_SHOWN], meant[found][:_SHOWN])
    return None


def _undone(run: str, taken_for: str) -> str | None:
    """What a run of signs was; a letter may be lost at either end, where a sign of it was."""
    try:
        text = _bytes(run, taken_for).decode("utf-8", "replace")
    except UnicodeError:
        return None
    meant = text.strip("\ufffd")
    is_sure = meant == text or len(meant) > 1
    return meant if meant and is_sure and "\ufffd" not in meant else None


def _bytes(text: str, taken_for: str) -> bytes:
    """The bytes of letters that a program saw in an encoding; it shows those that have none there as what they are."""
    try:
        return text.encode(taken_for)
    except UnicodeEncodeError:
        return b"".join(sign.encode(taken_for if not "\x7f" < sign < "\xa0" else "latin-1") for sign in text)


def _of_another_alphabet(text: str, runs: list[str]) -> Spoiled | None:
    for taken_for in _TAKEN_FOR:
        try:
            data = _bytes(text.replace("\ufffd", ""), taken_for)
        except UnicodeError:
            continue
        (meant, sure), *_ = guesses(data)
        own = max(score(text, each) for each in (taken_for, "cp1250", "cp1252"))
        is_better = meant in _CYRILLIC and meant != taken_for and sure >= SURE
        if is_better and own < _LESS_LIKE * score(data.decode(meant, "replace"), meant):
            found = max(runs, key=len)
            return Spoiled(found[:_SHOWN], _bytes(found, taken_for).decode(meant, "replace")[:_SHOWN])
    return None
