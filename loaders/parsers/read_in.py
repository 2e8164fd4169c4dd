"""What would the beginning of a text be in each encoding that may be its own, so that a person can choose?"""

from collections.abc import Iterable, Iterator

#: Encodings of other scripts, which are shown after those that letters make likely.
_MORE = ("shift_jis", "gb18030", "big5", "cp949", "cp874", "cp1256", "cp1255")
_SHOWN, _MOST = 40, 8
_SAMPLE = 1 << 16


def beginnings(data: bytes, likely: Iterable[str]) -> str:
    """The encodings with the first words beyond ASCII in each, those that read alike together: cp949 (지역)."""
    read: dict[str, list[str]] = {}
    for encoding in dict.fromkeys((*likely, *_MORE)):
        for words in _words(data[:_SAMPLE], encoding):
            read.setdefault(words, []).append(encoding)
    return "; ".join(f"{' or '.join(encodings)} ({words})" for words, encodings in [*read.items()][:_MOST])


def _words(data: bytes, encoding: str) -> Iterator[str]:
    """The first line with letters beyond ASCII, cut; nothing where the text is none in that encoding."""
    line = next((line for line in data.splitlines() if not line.isascii()), b"")
    try:
        text = " ".join(line.decode(encoding).split())
    except UnicodeDecodeError:
        return
    if text.isprintable():
        yield text[:_SHOWN] + ("…" if len(text) > _SHOWN else "")
