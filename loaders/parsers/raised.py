"""How is a raised mark told from the digits before it: is 2345,6 with a small 1 above it 2345,61?

A spreadsheet and a page keep such a mark as a digit like any other, in a run of text of its own. It is told by the
raised digits of Unicode, which nobody takes for a part of the number. A figure that is struck out, or a mark that is
lowered, stands apart from the digits beside it, on a line of its own: 15 crossed out before 10 is not 1510.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import unescape
from typing import Any

_RAISED = str.maketrans("0123456789abcde", "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉ")
#: What stands in an element up to its end, or to where another of its kind begins: no pattern looks further.
_WITHIN = rb"[^<]*(?:<(?!/?(?:\w+:)?%s\b)[^<]*)*"
_TEXT = re.compile(rb"<(?:\w+:)?si\b(?:[^>]*/>|[^>]*>" + _WITHIN % b"si" + rb"</(?:\w+:)?si>)")
_RUN = re.compile(rb"<(?:\w+:)?r\b[^>]*>(" + _WITHIN % b"r" + rb")</(?:\w+:)?r>")
_LETTERS = re.compile(rb"<(?:\w+:)?t\b(?:[^>]*/>|[^>]*>([^<]*)<)")
_SIGN = b"superscript"
_SIGNS = (_SIGN, b"subscript", b"strike")
_IS_APART = re.compile(rb"subscript|<(?:\w+:)?strike\b(?![^<>]*\bval=[\"'](?:0|false)[\"'])")
#: Stands at both ends of what is no part of the text beside it; no file can hold it, it is no sign of XML.
EDGE = "\x1e"
_BETWEEN_DIGITS = re.compile(rf"(?<=\d)\s*{EDGE}\s*(?=\d)")
_INLINE = re.compile(
    rb"<(?:\w+:)?c\b([^>]*\bt=[\"']inlineStr[\"'][^>]*)>\s*<(?:\w+:)?is\b[^>]*>(" + _WITHIN % b"(?:is|c)" + rb")"
)
_SHARED_CELL = (
    rb"<(?:\w+:)?c\b([^>]*\bt=[\"']s[\"'][^>]*)>\s*(?:<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*)?"
    rb"<(?:\w+:)?v\b[^>]*>\s*(%s)\s*<"
)
_MANY = 300

_SPACES = {"s": " ", "tab": "\t", "line-break": "\n"}  # elements of ODS

#: A run of one cell: a text, and whether it is raised.
Run = tuple[str, bool]


def told(runs: Iterable[Run]) -> str | None:
    """The text of a cell with a mark right behind a digit told as such; None where there is none.

    A mark behind a word, or with a bracket, is no part of a number anyway: "...3)", "20224)".
    """
    said, is_changed = "", False
    for part, is_raised in runs:
        is_mark = is_raised and said[-1:].isdigit() and part[:1].isdigit() and ")" not in part
        said += part.translate(_RAISED) if is_mark else part
        is_changed = is_changed or is_mark
    is_parted = EDGE in said and _BETWEEN_DIGITS.search(said) is not None
    return apart(said) if is_changed or is_parted else None


def set_apart(text: str) -> str:
    """A text that is no part of those beside it."""
    return f"{EDGE}{text}{EDGE}"


def apart(text: str) -> str:
    """The text with a line's end at each edge between digits, and no other edge."""
    return _BETWEEN_DIGITS.sub("\n", text).replace(EDGE, "") if EDGE in text else text


def text(runs: Sequence[Run]) -> str:
    """The text of a cell, its marks told where there are any."""
    return told(runs) or apart("".join(part for part, _ in runs))


def runs(
    element: Any,
    is_raised: Callable[[Any], bool],
    above: bool = False,
    is_apart: Callable[[Any], bool] = lambda each: False,
) -> Iterator[Run]:
    """The runs of text within an element of a tree; `above`: whether one around it is raised."""
    here, edge = above or is_raised(element), EDGE if is_apart(element) else ""
    yield edge + (element.text or ""), here
    for child in element:
        if isinstance(child.tag, str):
            yield _SPACES.get(child.tag.rpartition("}")[2], ""), here
            yield from runs(child, is_raised, here, is_apart)
        yield child.tail or "", here
    yield edge, here


def in_shared(pieces: Iterable[bytes]) -> dict[int, str]:
    """The texts of the shared list of an XLSX with a raised mark, by their number; a piece ends where a text does."""
    found: dict[int, str] = {}
    count = 0
    for piece in pieces:
        for item in _TEXT.finditer(piece):
            if _is_marked(item[0]) and (shown := told(_runs(item[0]))):
                found[count] = shown
            count += 1
    return found


def has_any(pieces: Iterable[bytes]) -> bool:
    """Whether anything in the pieces is raised, lowered or struck out."""
    return any(_is_marked(piece) for piece in pieces)


def _is_marked(xml: bytes) -> bool:
    return any(sign in xml for sign in _SIGNS)


def cells(shared: dict[int, str]) -> re.Pattern[bytes] | None:
    """The cells of a sheet that name one of these texts."""
    if not shared:
        return None
    numbers = b"|".join(str(number).encode() for number in shared) if len(shared) <= _MANY else rb"\d+"
    return re.compile(_SHARED_CELL % numbers)


def in_cells(xml: bytes, of: re.Pattern[bytes] | None, shared: dict[int, str]) -> Iterator[tuple[bytes, str]]:
    """The attributes of each cell that holds a raised mark, and its text."""
    for cell in of.finditer(xml) if of else ():
        if int(cell[2]) in shared:
            yield cell[1], shared[int(cell[2])]
    if b"inlineStr" in xml and _is_marked(xml):
        for cell in _INLINE.finditer(xml):
            if _is_marked(cell[2]) and (shown := told(_runs(cell[2]))):
                yield cell[1], shown


def _runs(xml: bytes) -> Iterator[Run]:
    for run in _RUN.finditer(xml):
        letters = b"".join(part or b"" for part in _LETTERS.findall(run[1]))
        part = unescape(letters.decode("utf-8", "replace"))
        yield set_apart(part) if _IS_APART.search(run[1]) else part, _SIGN in run[1]
