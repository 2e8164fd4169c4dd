"""In which encoding is a text, and what is it in UTF-8?"""

import codecs
import re
from dataclasses import dataclass

from data.errors import UserError
from loaders.parsers.letters import SURE as _SURE
from loaders.parsers.letters import guesses, score
from loaders.parsers.read_in import beginnings
from loaders.parsers.spoiled import spoiled

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\x0c\x1a"))
_SAMPLE, _LOOKED_AT = 1 << 18, 1 << 14
_SURROGATES = re.compile("[\ud800-\udfff]")
_LETTERS = re.compile(r"[^\W\d_\x00-\x7f]")
#: Encodings that programs and pages say of texts in another.
_OFTEN_WRONG = frozenset(("utf-8", "ascii", "iso8859-1", "cp1252", "cp1251", "koi8-r", "cp866", "iso8859-5"))
_LESS_LIKE = 0.9


@dataclass(frozen=True)
class Text:
    """A text in UTF-8 without a mark, the encoding it was in, and how sure that is: from 0 to 1."""

    utf8: bytes
    encoding: str
    sure: float = 1.0


def to_utf8(data: bytes, encoding: str | None, name: str) -> bytes:
    """The text alone; see `read`."""
    return read(data, encoding, name).utf8


def read(data: bytes, encoding: str | None, name: str) -> Text:
    """The text in UTF-8; U+FFFD stands for what is damaged, so that its row alone is refused.

    A byte order mark decides, then what the mapping says, then the content. Raises UserError where it is no text, and
    where its letters make sense in no encoding or in several, or were spoiled before it was saved.
    """
    text = _marked(data, name)
    if text is None and encoding:
        return Text(_decoded(data, encoding, name), encoding.lower())
    text = text or _unmarked(data, name)
    return text if encoding else _whole_letters(text, name)


def _marked(data: bytes, name: str) -> Text | None:
    for mark, marked in _MARKS:
        if data.startswith(mark):
            whole = data[len(mark) :] if marked == "utf-8" and is_utf8(data) else _decoded(data, marked, name)
            return Text(whole, marked)
    return None


def _unmarked(data: bytes, name: str) -> Text:
    half = _utf_16_half(data)
    if half:
        return Text(_decoded(data, half, name), half)
    if is_utf8(data):
        return Text(data, "utf-8")
    damaged = _damaged_utf8(data)
    return Text(damaged, "utf-8", 0.9) if damaged else _guessed(data, name)


def _whole_letters(text: Text, name: str) -> Text:
    """The text itself. Raises UserError where another program has made other letters, or none, of its own."""
    found = spoiled(text.utf8[:_LOOKED_AT].decode("utf-8", "ignore"))
    if found is None:
        return text
    if not found.meant:
        raise UserError(
            "{name}: question marks stand where its letters were: {found}. Save it again as UTF-8 where it came from.",
            name=name,
            found=found.found,
        )
    raise UserError(
        "{name}: its letters were spoiled before it was saved: {found} seems to have been {meant}. Save it again as "
        "UTF-8 where it came from; if the letters are right, say so in the mapping: read.encoding.",
        name=name,
        found=found.found,
        meant=found.meant,
    )


def makes_sense(data: bytes, encoding: str) -> bool:
    """Whether bytes may be in the encoding that is said of them: not where their letters surely are of another."""
    known = codecs.lookup(encoding).name
    if known not in _OFTEN_WRONG:
        return True
    if known in ("utf-8", "ascii"):
        return _damaged_utf8(data) is not None
    sample = data[:_SAMPLE]
    (best, sure), *_ = guesses(sample)
    meant, said = (sample.decode(each, "replace") for each in (best, encoding))
    is_other = sure >= _SURE and _LETTERS.findall(meant) != _LETTERS.findall(said)
    own = score(said, "cp1252" if known == "iso8859-1" else known)
    return not is_other or own > _LESS_LIKE * score(meant, best)


def without_halves(text: str) -> str:
    """The text with U+FFFD for each half of a character, which nothing can store."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def is_known(encoding: str) -> bool:
    """Whether there is an encoding of texts of this name."""
    try:
        return codecs.lookup(encoding)._is_text_encoding
    except LookupError:
        return False


def is_utf8(data: bytes) -> bool:
    """Whether all of it is valid UTF-8, in little memory."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), 1 << 20):
            decoder.decode(data[start : start + (1 << 20)])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _decoded(data: bytes, encoding: str, name: str) -> bytes:
    try:
        text = data.decode(encoding)
    except LookupError as error:
        raise UserError("{name}: no encoding is called {encoding}.", name=name, encoding=encoding) from error
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            return _damaged_utf8(data) or _damaged(data, encoding)
        raise UserError(
            "{name} is not in the encoding {encoding}: byte {position} does not fit. "
            "Correct read.encoding, or leave it out.",
            name=name,
            encoding=encoding,
            position=error.start,
        ) from error
    return _whole(text).encode()


def _whole(text: str) -> str:
    return without_halves(text).removeprefix("\ufeff")


def _utf_16_half(data: bytes) -> str | None:
    """UTF-16 without a mark: nearly every second byte of a table's punctuation and digits is zero, and of no other."""
    sample = data[: 4096 - 4096 % 2]
    pairs = max(len(sample) // 2, 1)
    low, high = sample[::2].count(0), sample[1::2].count(0)
    half, zeros, others = ("utf-16-le", high, low) if high > low else ("utf-16-be", low, high)
    if zeros > 0.3 * pairs and others < 0.1 * pairs:
        return half
    return half if zeros > 0 and not others and _is_of_letters(sample, half) else None


def _is_of_letters(sample: bytes, half: str) -> bool:
    """Whether the text is of letters and signs as Europe writes them: long words of Cyrillic have no zeros."""
    text = sample[: len(sample) // 2 * 2].decode(half, "replace")
    odd = sum(letter >= "\u0530" and not "\u2000" < letter < "\u2200" for letter in text)
    return odd <= 0.02 * len(text) and any(letter in "\n\r\t;,|" for letter in text)


def _damaged_utf8(data: bytes) -> bytes | None:
    """UTF-8 with few faults in it (half characters, a cut end); None where it is another encoding."""
    text = data.decode("utf-8", "replace")
    multibyte = sum(ord(letter) > 127 for letter in text[:_SAMPLE]) - text[:_SAMPLE].count("\ufffd")
    has_lone_surrogate = b"\xed" in data and _is_utf8_but_for_surrogates(data)
    if has_lone_surrogate or multibyte > 10 * text.count("\ufffd"):
        return _damaged(data, "utf-8")
    return None


def _is_utf8_but_for_surrogates(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def _damaged(data: bytes, encoding: str) -> bytes:
    return _whole(data.decode(encoding, "replace")).encode()


def _guessed(data: bytes, name: str) -> Text:
    if data.translate(None, _CONTROLS) != data:
        raise UserError("{name} is neither a text nor a file of a kind that is known here.", name=name)
    (encoding, sure), *others = guesses(data)
    if sure < _SURE:
        raise UserError(
            "{name}: its encoding is not sure. Say it in the mapping: read.encoding; likely: {likely}.",
            name=name,
            likely=beginnings(data, [encoding, *(other for other, _ in others[:2])]),
        )
    return Text(_decoded(data, encoding, name), encoding, round(sure, 2))
