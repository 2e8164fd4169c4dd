"""What was seen in an uploaded file, in a line of words?"""

from collections.abc import Iterator

from dashboard.language import Language
from loaders.sniffing.sniffed import RowSeen, Sniffed

_MOST = 5


def in_words(seen: Sniffed, language: Language) -> str:
    """Format, encoding, sheet, heading and data rows, and what may be a total: parted by dots."""
    return " · ".join(_parts(seen, language))


def _parts(seen: Sniffed, language: Language) -> Iterator[str]:
    t = language.t
    yield (t("text") if seen.format == "text" else seen.format.upper()) + (f" ({seen.packed})" if seen.packed else "")
    if seen.encoding:
        is_sure = seen.encoding_sure in (None, 1)
        sure = "" if is_sure else f", {100 * (seen.encoding_sure or 0):.0f} %"
        yield t("encoding {encoding}", encoding=seen.encoding) + sure
    if seen.delimiter:
        yield t("parted by {delimiter}", delimiter=_delimiter(seen.delimiter, language))
    if seen.sheet:
        yield t("sheet {sheet} of {count}", sheet=f"«{seen.sheet}»", count=len(seen.sheets))
    first, last = seen.heading_rows
    yield t("heading in row {row}", row=first if first == last else f"{first}–{last}")
    if seen.rows:
        yield t("data in rows {first}–{last}", first=seen.first_row, last=seen.last_row)
    if seen.totals:
        yield t("perhaps totals: rows {rows}", rows=_rows(seen.totals))
    if seen.footer:
        yield t("no data: rows {rows}", rows=_rows(seen.footer))


def _delimiter(character: str, language: Language) -> str:
    t = language.t
    return {",": t("comma"), ";": t("semicolon"), "\t": t("tab"), "  ": t("blanks")}.get(character, character)


def _rows(rows: tuple[RowSeen, ...]) -> str:
    return ", ".join(str(each.row) for each in rows[:_MOST]) + (" …" if len(rows) > _MOST else "")
