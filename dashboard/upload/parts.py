"""Which part of a file is read: which sheet, which table, under which heading; and which of them would fit?"""

from collections.abc import Hashable

import streamlit as st

from dashboard.language import Language
from data.errors import UserError
from loaders.mapping import Mapping
from loaders.raw import ReadOptions
from loaders.sandbox import recognise
from loaders.sniffing.sniffed import Sniffed

_FITS = "sheets-that-fit"
_MOST = 30
FIRST = ""
#: Formats whose parts are lists or tables by name, and no sheets.
_RECORDS = ("sqlite", "json", "ndjson", "xml")


def fitting(content: bytes, name: str, of: Hashable, mapping: Mapping, seen: Sniffed) -> list[str]:
    """The sheets in which the headings of a mapping stand, in order; looked for once."""
    names = [sheet.name for sheet in seen.sheets if not sheet.is_hidden][:_MOST]
    if len(names) < 2 or key_of(seen) != "sheet":
        return []
    key = (of, tuple(mapping.match), mapping.read.heading_rows)
    kept = st.session_state.get(_FITS)
    if not kept or kept[0] != key:
        kept = (key, _recognised(content, name, names, mapping))
        st.session_state[_FITS] = kept
    found: list[str] = kept[1]
    return found


def _recognised(content: bytes, name: str, sheets: list[str], mapping: Mapping) -> list[str]:
    rows, match = mapping.read.heading_rows, tuple(mapping.match)
    asked = {sheet: ReadOptions(sheet=sheet, heading_rows=rows, match=match) for sheet in sheets}
    try:
        fits = recognise(content, name, asked).fits
    except UserError:
        return []
    return [sheet for sheet in sheets if sheet in fits]


def key_of(seen: Sniffed) -> str:
    """The key of [read] by which a mapping names a part of such a file."""
    return "records" if seen.format in _RECORDS else "sheet"


def member(language: Language, names: list[str], key: str) -> tuple[tuple[str, str], ...]:
    """The file of an archive that is wanted, as a key of the mapping and its name; none until one is said."""
    t = language.t
    name: str | None = st.selectbox(
        t("Which file of the archive"), names, index=None, key=key, persist_state="session", placeholder=t("Choose one")
    )
    return (("records", name),) if name else ()


def sheet(language: Language, seen: Sniffed, key: str) -> tuple[tuple[str, str], ...]:
    """The sheet or table that is wanted, likewise; none is the one that is found."""
    t = language.t
    sizes = {each.name: f"{each.name} ({each.height} × {each.width})" for each in seen.sheets}
    if len(sizes) < 2:
        return ()
    name: str = st.selectbox(
        t("Sheet or table"),
        [FIRST, *sizes],
        format_func=lambda each: sizes[each] if each else t("the one that is found"),
        key=key,
        persist_state="session",
    )
    return ((key_of(seen), name),) if name else ()


def heading_rows(language: Language, key: str) -> tuple[int, int] | None:
    """The rows of the heading as a person says them; None is as found. Raises UserError for what is no row."""
    words = language.t("Rows of the heading: 4 or 4-6; empty is as found")
    text = st.text_input(words, key=key, persist_state="session").replace(" ", "")
    if not text:
        return None
    parts = text.replace("–", "-").split("-")
    if len(parts) > 2 or not all(part.isascii() and part.isdigit() and int(part) for part in parts):
        raise UserError("{found} is no row; accepted: a row such as 4, or first-last such as 4-6", found=text)
    first, last = int(parts[0]), int(parts[-1])
    return min(first, last), max(first, last)
