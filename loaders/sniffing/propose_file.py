"""What does a proposed mapping say of the file as a whole: its title, its outside, its source?"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from loaders.clean import not_reported
from loaders.sniffing import propose_period, propose_rows, propose_wide
from loaders.sniffing.propose_entity import Whom
from loaders.sniffing.propose_values import Figure
from loaders.sniffing.sniffed import Column, Sniffed
from loaders.sniffing.toml_text import TODO, Line
from loaders.text import units
from loaders.text.codes import code_of

_MADE = re.compile(r"^column [A-Z]+$| \[\d+\]$")
_CUT = 'a heading seems to be cut at its comma, and the numbers at theirs; save the file with ";", or say "," if not'
_TEXTS = ("csv", "tsv", "text")
_SYMBOLS = re.compile(r"[^\w\s]{1,3}\s?\d?\)?|[xх]", re.IGNORECASE)


def opening(seen: Sniffed, figures: list[Figure], found: Whom) -> Iterator[Line]:
    """The keys before the first block: the title, and the headings by which such a file is known."""
    said = max(seen.preamble, key=len, default="") if seen.preamble else ""
    text = (said or _stem(seen)).strip()[:200]
    yield Line("title", {"en": text, "ru": text})
    headings = [each.name for each in (found.column, *(column for _, column in found.others)) if each]
    headings += [figure.column.name for group in propose_wide.groups(figures) if len(group) == 1 for figure in group]
    headings += [column.name for column in propose_period.columns(seen)]
    named = list(dict.fromkeys(name for name in headings if not _MADE.search(name)))
    named = named or [column.name for column in seen.columns if not _MADE.search(column.name)][:3]
    yield Line("match", named or [TODO], "such a file is recognised by these headings")


def outside(seen: Sniffed, figures: list[Figure]) -> Iterator[Line]:
    """The keys of [read] that the content alone does not tell again."""
    columns = [figure.column for figure in figures]
    if seen.format in ("sqlite", "json", "ndjson", "xml"):
        yield Line("records", seen.sheet)
    elif len(seen.sheets) > 1 and seen.sheet:
        others = "; ".join(sheet.name for sheet in seen.sheets if sheet.name != seen.sheet and sheet.height)
        yield Line("sheet", seen.sheet, f"not read: {others}" if others else "")
    yield from _encoding(seen)
    cut = _cut_at_commas(seen) if seen.delimiter == "," else None
    yield Line("delimiter", TODO if cut else None, f"TODO: {_CUT}: {cut}" if cut else "")
    first, last = seen.heading_rows
    if first and (first != last or not seen.is_found):
        yield Line("heading_rows", [first, last] if first != last else first)
    yield from _formats(seen, columns)
    yield propose_period.fiscal_start(seen, [figure.period for figure in figures if figure.period])
    yield propose_rows.end(seen)
    if seen.fill_down:
        yield Line("fill_down", list(seen.fill_down), "guessed: an empty cell repeats the one above")


def _cut_at_commas(seen: Sniffed) -> str | None:
    """A heading that a comma cuts into a name and a unit, so that decimal commas cut the numbers below it: 1,5 is 1 in
    one column and 5 in the next."""
    for left, right in pairwise(seen.columns):
        is_name = left.role == "indicator" and left.kind == "number" and left.told.unit is None
        is_unit = right.role == "" and right.kind == "number" and units.phrase_of(right.name) is not None
        if is_name and is_unit:
            return f"{left.name} | {right.name}"
    return None


def _encoding(seen: Sniffed) -> Iterator[Line]:
    """The encoding where it was guessed, or a person said it of a text that does not tell it."""
    encoding, sure = seen.encoding, seen.encoding_sure or 0
    if encoding and not encoding.lower().startswith("utf") and (sure < 1 or seen.format in _TEXTS):
        yield Line("encoding", encoding, f"guessed: {sure:.0%} sure" if sure < 1 else "")


def source(seen: Sniffed) -> Iterator[Line]:
    """The keys of [source], made of the file's name and of today: where it was published is for a person to say."""
    stem = _stem(seen)
    yield Line("code", code_of([stem]).strip("-") or "FILE", "made of the file's name; say where it was published")
    yield Line("title", stem)
    yield Line("published", date.today().isoformat(), "guessed: today")
    words = f"{stem} {' '.join(seen.preamble)}".casefold()
    is_report = any(word in words for word in ("отчет", "отчёт", "report", "управляющ"))
    kind = "managing company" if is_report else "register" if "реестр" in words or "register" in words else "retelling"
    yield Line("kind", kind, "guessed: government, register, managing company, press …")


def _formats(seen: Sniffed, columns: list[Column]) -> Iterator[Line]:
    marks = {column.shapes.decimal for column in seen.columns if column.shapes.decimal}
    if any(column.shapes.decimal == "?" for column in columns):
        sure = marks - {"?"}
        if len(sure) == 1:
            yield Line("decimal", sure.pop(), "guessed: as in the other columns")
        else:
            yield Line("decimal", TODO, 'TODO: 1,234 may be 1234 or 1.234; say "." or ","')
    extra = sorted({word for column in columns for word in column.shapes.unreadable if _SYMBOLS.fullmatch(word)})
    if extra:
        yield Line("missing", [*not_reported(), *extra], f"guessed: {', '.join(extra)} mean not reported too")
    orders = {column.shapes.dates for column in seen.columns if column.shapes.dates in ("dmy", "mdy")}
    if len(orders) == 1:
        yield Line("dates", orders.pop())
    elif any(column.shapes.dates == "?" for column in seen.columns if column.role):
        yield Line("dates", TODO, 'TODO: which comes first in 01/02/2019? "dmy" or "mdy"')
    if any(column.shapes.footnotes for column in columns):
        yield Line("footnotes", "keep", "some numbers bear a note: kept beside them; else refuse")


def _stem(seen: Sniffed) -> str:
    stem = re.split(r"[/\\]", seen.name)[-1].rsplit(".", 1)[0]
    return " ".join(stem.split()) or "file"
