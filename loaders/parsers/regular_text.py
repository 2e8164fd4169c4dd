"""How are the rows of regular delimited text read all at once, in little memory?

In pieces, each of whole lines: a line end within quotation marks ends no piece.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import polars as pl

from loaders import coded
from loaders.raw import ROW

_PIECE = 1 << 22
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r")) + b"\x7f"
_EMPTY_LINE = re.compile(rb"^\r?\n", re.MULTILINE)
_BLANK = re.compile(rb"(?:\r?\n)+")


@dataclass(frozen=True)
class Looks:
    """How a text is written: what stands between its cells and around them, and how many lines come before them."""

    delimiter: str
    quote: str
    skipped: int = 0


@dataclass(frozen=True)
class Rows:
    """`cells`: text columns and ROW; those of which few spellings repeat may be categorical. `is_plain`: as in
    RawTable."""

    cells: pl.DataFrame
    is_plain: bool


def rows(text: bytes, begins: int, looks: Looks, names: list[str], row: int) -> Rows | None:
    """The rows that hold anything, from a byte on which is in the line `row`; None where the text is not so regular
    that this is sure to be right."""
    parts: list[pl.DataFrame] = []
    is_plain, few = True, None
    for start, end in _pieces(text, begins, looks.quote.encode()):
        body = text[start:end]
        blank = _BLANK.match(body)
        skipped = blank.end() if blank else 0
        cells = _columnar(body[skipped:], looks, names, row + body.count(b"\n", 0, skipped))
        if cells is None:
            return None
        is_plain = is_plain and _is_plain(cells, body[skipped:], looks.delimiter)
        few = coded.repeating(cells) if few is None else few
        parts.append(_filled(cells).with_columns(pl.col(few).cast(pl.Categorical)))
        row += body.count(b"\n")
    return Rows(pl.concat(parts), is_plain) if parts else None


def _pieces(text: bytes, begins: int, quote: bytes) -> Iterator[tuple[int, int]]:
    """Where each piece begins and ends."""
    while begins < len(text):
        ends = _end(text, begins, quote)
        yield begins, ends
        begins = ends


def _end(text: bytes, begins: int, quote: bytes) -> int:
    """The end of the first line that is far enough and behind which as many marks are closed as were opened."""
    ends = begins + _PIECE
    marks = text.count(quote, begins, ends)
    while (found := text.find(b"\n", ends)) >= 0:
        marks += text.count(quote, ends, found)
        ends = found + 1
        if marks % 2 == 0:
            return ends
    return len(text)


def _columnar(body: bytes, looks: Looks, names: list[str], row: int) -> pl.DataFrame | None:
    """All rows of a piece that begins with no empty line."""
    if body.count(b"\r") != body.count(b"\r\n"):
        return None
    if not body or len(looks.delimiter.encode()) > 1 or not _is_quoted_well(body, looks):
        return None
    if not body.endswith(b"\n"):
        body += b"\n"  # else a delimiter at the very end makes no cell too many
    try:
        cells = pl.read_csv(
            body,
            has_header=False,
            schema=dict.fromkeys(names, pl.String),
            separator=looks.delimiter,
            quote_char=looks.quote,
            infer_schema=False,
        )
    except (pl.exceptions.ComputeError, pl.exceptions.SchemaError, pl.exceptions.ShapeError):
        return None
    return _numbered(cells, body, row) if _is_every_byte_there(cells, body, looks.quote) else None


def _is_quoted_well(body: bytes, looks: Looks) -> bool:
    """Whether each cell that begins with a quotation mark ends with one: the reader leaves marks between texts out."""
    quote = looks.quote.encode()
    return quote not in body or bool(_quoted_well(looks.delimiter.encode(), quote).fullmatch(body))


@cache
def _quoted_well(delimiter: bytes, quote: bytes) -> re.Pattern[bytes]:
    """Cells in quotation marks, runs of cells without any, and cells in which a mark is a letter like others."""
    edge, mark = re.escape(delimiter) + rb"\r\n", re.escape(quote)
    quoted = (
        mark
        + rb"[^"
        + mark
        + rb"]*+(?:"
        + mark
        + mark
        + rb"[^"
        + mark
        + rb"]*+)*+"
        + mark
        + rb"(?=["
        + edge
        + rb"]|\Z)"
    )
    without = rb"(?>[^" + mark + rb"]*[" + edge + rb"])"
    with_letters = rb"[^" + mark + edge + rb"][^" + edge + rb"]*+"
    return re.compile(rb"(?:" + quoted + rb"|" + without + rb"|" + with_letters + rb")*+")


def _is_every_byte_there(cells: pl.DataFrame, body: bytes, quote: str) -> bool:
    """Whether cells, delimiters, line ends and quotation marks make up the text.

    The reader fills lines that are short of cells up in silence; then bytes are left over.
    """
    has_breaks = body.count(b"\n") + (not body.endswith(b"\n")) != cells.height
    marks = body.count(quote.encode())
    if marks % 2:
        return False  # one is never closed
    marks -= _count(cells, quote) if marks and 2 * quote.encode() in body else 0
    returns = body.count(b"\r")
    returns -= _count(cells, "\r") if returns and has_breaks else 0
    ends = cells.height - (not body.endswith(b"\n")) + returns
    inside = sum(size or 0 for size in cells.select(pl.all().str.len_bytes().cast(pl.Int64).sum()).row(0))
    delimiters = len(body) - inside - ends - marks
    if delimiters == (cells.width - 1) * cells.height:
        return True
    empty = cells.select(pl.all_horizontal(pl.all().is_null()).sum()).item()
    is_known = not has_breaks and empty == len(_EMPTY_LINE.findall(body))
    return bool(is_known and delimiters == (cells.width - 1) * (cells.height - empty))


def _is_plain(cells: pl.DataFrame, body: bytes, delimiter: str) -> bool:
    tabs = b"" if delimiter == "\t" else b"\t"
    is_single = body.count(b"\n") <= cells.height
    return is_single and len(body.translate(None, _CONTROLS + tabs)) == len(body)


def _filled(cells: pl.DataFrame) -> pl.DataFrame:
    """The rows in which any cell holds more than white space."""
    blank = cells.with_row_index(" place")
    for column in cells.columns:
        if column != ROW and blank.height:
            blank = blank.filter(pl.col(column).is_null() | (pl.col(column).str.strip_chars() == ""))
    return cells.with_row_index(" place").join(blank, on=" place", how="anti").drop(" place") if blank.height else cells


def _numbered(cells: pl.DataFrame, body: bytes, row: int) -> pl.DataFrame | None:
    """The rows with their line numbers, in spite of line breaks within quotation marks."""
    lines = body.count(b"\n") + (not body.endswith(b"\n"))
    if lines == cells.height:
        return cells.with_columns(pl.int_range(row, row + cells.height, dtype=pl.UInt32).alias(ROW))
    breaks = pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True).fill_null(0)) + 1
    numbered = cells.with_columns((breaks.cum_sum() - breaks + row).cast(pl.UInt32).alias(ROW))
    return numbered if cells.select(breaks.sum()).item() == lines else None


def _count(cells: pl.DataFrame, mark: str) -> int:
    holding = pl.all().filter(pl.all().str.contains(mark, literal=True))
    counts = cells.select(holding.str.count_matches(mark, literal=True).sum())
    return sum(count or 0 for count in counts.row(0))
