"""Which code does a thing get that has only a name?"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence

_LENGTH = 40
_LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_LATIN = "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch - y - e iu ia".replace("-", "").split(" ")
_SPELLING = str.maketrans(dict(zip(_LETTERS, _LATIN, strict=True)))


def code_of(parts: Sequence[str], prefix: str = "") -> str:
    """A code that depends on nothing but the name's parts and is not shared by two names.

    Capital letters and digits of ASCII joined by -; six digits of a hash follow where that alone loses something
    (signs, accents, Cyrillic, more than 40 letters, several parts). Capitals and spaces make no difference.
    """
    plain = [" ".join(part.casefold().split()) for part in parts]
    words = "-".join(_slug(part) for part in plain)[:_LENGTH].strip("-")
    if len(plain) == 1 and words.lower().replace("-", " ") == plain[0]:
        return prefix + words
    mark = hashlib.sha256("\x1f".join(plain).encode()).hexdigest()[:6].upper()
    return prefix + "-".join(each for each in (words, mark) if each)


def _slug(text: str) -> str:
    ascii_letters = text if text.isascii() else _spelled(text)
    return re.sub(r"[^A-Z0-9]+", "-", ascii_letters.upper()).strip("-")


def _spelled(text: str) -> str:
    letters = text.translate(_SPELLING)
    return letters if letters.isascii() else unicodedata.normalize("NFKD", letters).encode("ascii", "ignore").decode()
