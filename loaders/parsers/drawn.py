"""Is a text a table that was printed, with its columns under one another, and what would it be with delimiters?

Such a text is written anew, a line for each line, so that what follows counts the lines as an editor does.
"""

import polars as pl

from data.errors import UserError
from loaders.parsers import aligned, ruled
from loaders.parsers.printed import PARTED

_SAMPLE = 1 << 16

_UNSURE = (
    "{name}: its columns are set apart by blanks, and where each ends cannot be told.\n"
    "Put a line of dashes under the heading, one group for each column (------- ---- ------), "
    "or save the table as CSV or XLSX."
)
__all__ = ["PARTED", "as_delimited"]


def as_delimited(text: bytes, name: str, *, is_delimited: bool) -> tuple[bytes, str] | None:
    """The text with its cells parted by PARTED, and what parts them in the file: "|" or blanks; None where it is no
    printed table. `is_delimited`: whether a delimiter parts all lines alike. Raises
    UserError where columns stand under one another and nobody can tell where each ends."""
    sample = text[:_SAMPLE].decode("utf-8", "ignore").split("\n")[: -1 if len(text) > _SAMPLE else None]
    sample = [line.rstrip() for line in sample]
    for sign, kind in (("|", ruled), ("  ", aligned)):
        layout = kind.layout(sample, is_delimited=is_delimited)
        if layout is not None:
            lines = pl.Series(text.decode().split("\n")).str.strip_chars_end()
            return "\n".join(kind.parted(lines, layout)).encode(), sign
    if not is_delimited and aligned.is_printed(sample):
        raise UserError(_UNSURE, name=name)
    return None
