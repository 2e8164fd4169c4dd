"""How is what was seen in a file told to a person, and to a machine?"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from dashboard.commands import sniff_words
from dashboard.language import Language
from loaders.sniffing.sniffed import Column, RowSeen, Sniffed, Told

_MOST = 12
_CUT = 44


def told(seen: Sniffed, language: Language) -> Iterator[str]:
    """All that was seen, line by line."""
    t = language.t
    yield from _outside(seen, language)
    yield from _place(seen, language)
    yield ""
    heads = ("", t("heading"), t("holds"), t("written"), t("not reported"), t("means"))
    yield from table(heads, (_column(column, language) for column in seen.columns))
    for title, rows in (
        (t("A row that numbers the columns"), seen.numbering[:1]),
        (t("Candidates for totals"), seen.totals),
        (t("Candidates for sections"), seen.sections),
        (t("Under the table"), seen.footer),
    ):
        yield from _rows(title, rows, language)
    for each in seen.unseen:
        row = {"row": t("row {number}", number=each.details["row"])} if "row" in each.details else {}
        yield t("Not seen by a reader: {what}", what=t(each.message, **{**each.details, **row}))
    if seen.fill_down:
        names = ", ".join(seen.fill_down)
        yield t("An empty cell seems to repeat the one above in: {names}", names=names)


def as_json(seen: Sniffed, mapping: str, is_ready: bool) -> dict[str, Any]:
    """The same with plain values, and the mapping."""
    left_out = ("data", "columns", "title", "sheets", "unseen")
    fields = {name: value for name, value in vars(seen).items() if name not in left_out}
    rows = {name: [asdict(row) for row in fields[name]] for name in ("numbering", "totals", "sections", "footer")}
    return {
        **fields,
        **rows,
        "unseen": [str(each) for each in seen.unseen],
        "sheets": [asdict(sheet) for sheet in seen.sheets],
        "title": _plain(seen.title),
        "columns": [
            vars(column) | {"shapes": asdict(column.shapes), "told": _plain(column.told)} for column in seen.columns
        ],
        "mapping": mapping,
        "is_ready": is_ready,
    }


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Lines in columns."""
    lines = [heads, *rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(heads))]
    for line in lines:
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()


def _plain(told: Told) -> dict[str, Any]:
    meanings = {means: found.code or found.phrase for means, found in told.meanings.items()}
    return {
        "meanings": meanings,
        "unit": told.unit,
        "scale": told.scale,
        "period": asdict(told.period) if told.period else None,
    }


def _outside(seen: Sniffed, language: Language) -> Iterator[str]:
    t = language.t
    named = {"\t": t("tab"), "  ": t("blanks"), None: "", "": ""}
    delimiter = named.get(seen.delimiter) if seen.delimiter in named else repr(seen.delimiter)
    sure = t(" ({share} sure)", share=f"{seen.encoding_sure:.0%}") if seen.encoding_sure is not None else ""
    parts = [
        t("text") if seen.format == "text" else seen.format,
        t("in {packed}", packed=seen.packed) if seen.packed else "",
        t("encoding {name}", name=f"{seen.encoding}{sure}") if seen.encoding else "",
        t("delimiter {sign}", sign=delimiter) if delimiter else "",
    ]
    yield f"{seen.name}: {', '.join(part for part in parts if part)}"
    if seen.sheet:
        hidden = f" ({t('hidden')})"
        sheets = ", ".join(f"{sheet.name}{hidden if sheet.is_hidden else ''}" for sheet in seen.sheets[: 3 * _MOST])
        yield t("Sheets: {sheets}. Looked at: {sheet}", sheets=sheets, sheet=seen.sheet)


def _place(seen: Sniffed, language: Language) -> Iterator[str]:
    t = language.t
    first, last = seen.heading_rows
    rows = t("row {row}", row=first) if first == last else t("rows {first}-{last}", first=first, last=last)
    heading = t("Heading: {rows}", rows=rows if first else t("the names of the columns"))
    data = t("no data")
    if seen.rows:
        numbers = {"first": seen.first_row, "last": seen.last_row, "count": seen.rows}
        data = t("data: rows {first}-{last} ({count} filled)", **numbers)
    broken = t("{count} rows do not fit the heading", count=seen.broken) if seen.broken else ""
    yield "; ".join(part for part in (heading, data, broken) if part)
    for text in seen.preamble[:_MOST]:
        yield t("Above: {text}", text=text[:160])
    said = ", ".join(part for part in _titles(seen.title, language) if part)
    if said:
        yield t("Titles and names say: {said}", said=said)


def _titles(title: Told, language: Language) -> Iterator[str]:
    t = language.t
    yield _unit(title)
    yield t("period {period}", period=title.period.period) if title.period else ""
    names = {"indicator": t("indicator"), "scenario": t("scenario"), "basis": t("basis")}
    for means, name in names.items():
        code = title.code(means)
        yield f"{name} {code if language.code == 'en' else language.title(means, code)}" if code else ""


def _column(column: Column, language: Language) -> tuple[str, ...]:
    t = language.t
    holds = {
        "number": t("numbers"),
        "date": t("days"),
        "period": t("periods"),
        "code": t("codes"),
        "tax number": t("tax numbers"),
        "text": t("text"),
        "empty": t("empty"),
    }
    return (
        column.letter,
        column.name[:_CUT],
        f"{holds.get(column.kind, column.kind)} {column.filled}",
        _written(column, language),
        _missing(column, language),
        _means(column, language),
    )


def _written(column: Column, language: Language) -> str:
    t, shapes = language.t, column.shapes
    decimal = t("decimal sign unclear: . or ,") if shapes.decimal == "?" else ""
    order = t("dmy or mdy") if shapes.dates == "?" else shapes.dates
    unreadable = t("unreadable {words}", words=", ".join(shapes.unreadable[:3])) if shapes.unreadable else ""
    parts = [
        t("the format's own") if shapes.own or shapes.dates == "own" else "",
        decimal or (t("decimal {sign}", sign=shapes.decimal) if shapes.decimal else ""),
        t("thousands {sign}", sign=t("space") if shapes.grouping == "space" else shapes.grouping)
        if shapes.grouping
        else "",
        order if shapes.dates and shapes.dates != "own" else "",
        t("{count} with a note", count=shapes.footnotes) if shapes.footnotes else "",
        t("{count} in words (more than …)", count=shapes.qualified) if shapes.qualified else "",
        t("units {units}", units=", ".join(shapes.units[:3])) if shapes.units else "",
        unreadable[:_CUT],
    ]
    return "; ".join(part for part in parts if part)


def _missing(column: Column, language: Language) -> str:
    total = column.filled + sum(column.missing.values())
    if not column.missing or not total:
        return ""
    words = [f"{word or language.t('empty')} {count}" for word, count in list(column.missing.items())[:3]]
    return f"{sum(column.missing.values()) / total:.0%}: {', '.join(words)}"


def _means(column: Column, language: Language) -> str:
    said, title = column.told, language.title
    entity = said.code("entity") if column.role == "entity" else None
    parts = [
        sniff_words.role(column.role, language),
        entity if language.code == "en" or not entity else title("entity_kind", entity),
    ]
    if column.kind == "number":
        indicator = said.code("indicator") if column.role == "indicator" else None
        scenario = said.code("scenario")
        parts = [title("indicator", indicator) if indicator else ""]
        parts += [scenario if language.code == "en" or not scenario else title("scenario", scenario), _unit(said)]
        parts.append(said.period.period or said.period.words if said.period else "")
        note = said.period.footnote if said.period else None
        parts.append(language.t("note {mark}", mark=note) if note else "")
    return ", ".join(part for part in parts if part)


def _unit(said: Told) -> str:
    scale = f" x {said.scale}" if said.scale not in (None, "1") else ""
    return f"{said.unit or ''}{scale}".strip()


def _rows(title: str, rows: tuple[RowSeen, ...], language: Language) -> Iterator[str]:
    if not rows:
        return
    yield ""
    yield f"{title}: {len(rows)}"
    for row in rows[:_MOST]:
        said = language.t(
            "row {row}: {text} ({why})", row=row.row, text=row.text[:_CUT], why=sniff_words.why(row.why, language)
        )
        yield f"  {said}"
    if len(rows) > _MOST:
        yield "  …"
