"""Where does a figure end, and where does the mark of its footnote begin?

A mark is taken off only where the figure cannot be another one without it: `14555902,0 4`, `123*`, `1 234,5 [2]`.
`20224)` among figures may be 2022 with note 4 or 202 with note 24, so there it is nothing but unsure.
"""

import re
import unicodedata

#: What a cell with a mark is refused for, where the mapping does not say that notes are kept.
FOUND = '{found} carries a footnote mark: say footnotes = "keep" under [read] to keep it as a note'
UNSURE = "{found} may be a number with a footnote glued to it, or a mistyped number"

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉ"
_MARK = re.compile(
    rf"""\s*(?:
      (?P<star>[*†‡§]{{1,3}})\)?                 # 123*
    | (?P<raised>[{_RAISED}]{{1,2}})[)⁾]?        # 123¹, 12 300²)
    | \[(?P<bracket>[^\W_]{{1,3}})\]             # 1 234,5 [2]
    | (?<![\d.,])(?P<digit>\d)\)                 # 123 4)
    | (?<![^\W\d_])(?P<letter>[^\W\d_])\)        # 5a)
    | (?<=[,.]\d)\ (?P<short>\d{{1,2}})          # 14555902,0 4
    | (?<=[,.]\d\d)\ (?P<long>\d{{1,2}})         # 14555902,05 4
    )$""",
    re.VERBOSE,
)
_POWER = re.compile(r"(?:^|\D)10$")
_ONLY_FIGURES = re.compile(r"[-+]?\(?\d[\d .,']*\)?")
_NOTED_WORD = re.compile(r"([^\d()]*[^\s\d()])\s*(\d{1,2})\)")
_YEAR = re.compile(
    rf"(?P<year>(?:19|20)\d\d)(?:\s*(?:г\.?|год|года))?(?:\s*(?P<closed>\d{{1,2}})\)"
    rf"|\s*(?P<raised>[{_RAISED}]{{1,2}})[)⁾]?|\s*(?P<star>[*†‡§]{{1,3}})\)?|\s*\[(?P<bracket>[^\W_]{{1,3}})\])?"
)


def split(text: str) -> tuple[str, str] | None:
    """The text without the mark at its end, and the mark without brackets; None where none can be told apart.

    Raised digits are marks too, unless they make a power of ten: 10² is no figure with a note.
    """
    found = _MARK.search(text)
    if not found or found.start() == 0:
        return None
    rest = text[: found.start()]
    if (found["raised"] and _POWER.search(rest)) or (found["digit"] and "(" in rest):
        return None
    return rest, _plain(found)


def split_word(text: str) -> tuple[str, str] | None:
    """A word that stands in place of a figure, and the number of its note: `...3)`, `x 2)`."""
    found = _NOTED_WORD.fullmatch(text)
    return (found[1], found[2]) if found else None


def is_unsure(text: str) -> bool:
    """Whether a text that is no number is made of figures all the same: `1 234 5`, `12 3456`, `20224)`."""
    return bool(_ONLY_FIGURES.fullmatch(text))


def split_year(text: str) -> tuple[str, str | None] | None:
    """The year of a heading and the mark glued to it: `20224)` is 2022 with note 4; None for what is no such year."""
    found = _YEAR.fullmatch(text.strip())
    return (found["year"], _plain(found) or None) if found and found["year"].isascii() else None


def _plain(found: re.Match[str]) -> str:
    marks = (text for name, text in found.groupdict().items() if text and name != "year")
    return unicodedata.normalize("NFKC", next(marks, ""))
