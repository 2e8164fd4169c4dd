"""Which loader is a file for, and how does the table stand in it?"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from data.errors import UserError
from loaders import mapping as mapping_file
from loaders import native
from loaders.meaning import foreign_table
from loaders.meaning.columns import OF_REFUSED, same_heading
from loaders.meaning.foreign_table import Foreign
from loaders.raw import RawTable, Recognised
from loaders.sandbox import read_table, recognise
from loaders.sniffing.heading import in_short

File = Path | bytes | Foreign
_Mappings = Mapping[Path, mapping_file.Mapping]


def loader_of(file: File, name: str, all_loaders: Iterable[str]) -> tuple[str | Path, RawTable | None]:
    """The one loader whose headings the file has; and the table as it wants it, where that is read already.

    Raises UserError where none fits, or several do.
    """
    mappings = {path: mapping_file.load(path)[0] for path in mapping_file.shipped().values()}
    seen = _seen(file, name, mappings)
    found: list[str | Path] = [*native.matching(seen.heads), *_closest(_fitting(seen, mappings), mappings)]
    if not found:
        found += [form for form in [native.likely(seen.heads)] if form]
    if len(found) == 1:
        is_read = seen.fits == [str(found[0])] or not seen.fits
        return found[0], seen.table if is_read else None
    raise UserError(
        "{name}: {problem}.\nFound: {found}.\nName the loader: {accepted}; or give a mapping file.",
        name=name,
        problem="several loaders fit these headings" if found else "no loader knows these headings",
        found=in_short(seen.heads),
        accepted=", ".join(each.stem if isinstance(each, Path) else each for each in found or all_loaders),
    )


def as_said(file: File, name: str, mapping: mapping_file.Mapping) -> RawTable:
    """The table as the mapping says it stands in the file; a mended file of refused rows as it is."""
    if isinstance(file, Foreign):
        return foreign_table.read(file, name)
    found = recognise(file, name, {"own": mapping.read.options(tuple(mapping.match))})
    if found.fits and found.table:
        return found.table
    if found.table and _is_mended(found.heads) and _fits(mapping, found.heads):
        return found.table
    return read_table(file, name, mapping.read.options())


def as_it_is(file: File, name: str) -> RawTable:
    """The table with nothing said of it."""
    return foreign_table.read(file, name) if isinstance(file, Foreign) else read_table(file, name)


def _seen(file: File, name: str, mappings: _Mappings) -> Recognised:
    """What each mapping makes of the file; the answer of a database has no outside, so its headings decide."""
    if isinstance(file, Foreign):
        raw = foreign_table.read(file, name)
        return Recognised([], raw.cells.columns, raw)
    return recognise(file, name, {str(path): each.read.options(tuple(each.match)) for path, each in mappings.items()})


def _fitting(seen: Recognised, mappings: _Mappings) -> list[Path]:
    fitting = [path for path in mappings if str(path) in seen.fits]
    has_no_outside = _is_mended(seen.heads) or (seen.table is not None and seen.table.format == "query")
    if fitting or not has_no_outside:
        return fitting
    return [path for path, each in mappings.items() if _fits(each, seen.heads)]


def _closest(fitting: list[Path], mappings: _Mappings) -> list[Path]:
    """Of the mappings that fit those that ask for most: one that asks for the same headings and more is meant."""
    asked = {path: {same_heading(heading) for heading in mappings[path].match} for path in fitting}
    return [path for path in fitting if not any(asked[path] < asked[other] for other in fitting)]


def _is_mended(headings: list[str]) -> bool:
    return set(headings) >= OF_REFUSED


def _fits(mapping: mapping_file.Mapping, headings: list[str]) -> bool:
    return {same_heading(heading) for heading in mapping.match} <= {same_heading(heading) for heading in headings}
