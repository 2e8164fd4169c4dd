"""How is a file looked at, and which of its sheets?"""

from dataclasses import replace
from pathlib import Path

from data.errors import UserError
from loaders.raw import ReadOptions
from loaders.sandbox import see
from loaders.sniff import sniff
from loaders.sniffed import Sniffed

_AS_FOUND = ReadOptions()


def look(file: Path | bytes, name: str, options: ReadOptions = _AS_FOUND) -> Sniffed:
    """What is in a file, or in the bytes of an upload; it is parsed in the child process.

    Where no sheet is said and the first holds no figures, the largest of the others is looked at.
    Raises UserError where there is no table.
    """
    seen = see(file, name, options)
    if options.sheet is not None or options.sheet_pattern or options.records or len(seen.sheets) < 2:
        return sniff(seen, options)
    try:
        found: Sniffed | UserError = sniff(seen, options)
    except UserError as error:
        found = error
    others = [sheet for sheet in seen.sheets if sheet.name != seen.grid.sheet and not sheet.is_hidden]
    if others and (isinstance(found, UserError) or not _has_figures(found)):
        largest = max(others, key=lambda sheet: sheet.height * sheet.width)
        again = replace(options, sheet=largest.name)
        found = sniff(see(file, name, again), again)
    if isinstance(found, UserError):
        raise found
    return found


def _has_figures(found: Sniffed) -> bool:
    return any(column.kind == "number" for column in found.columns)
