"""How is what was seen in a file told to a person, and to a machine?"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from data.codelist import titles
from loaders.sniffed import Column, RowSeen, Sniffed, Told

_MOST = 12
_CUT = 44
_HOLDS = {"number": "numbers", "date": "days", "period": "periods", "code": "codes", "tax number": "tax numbers"}
_MEANS = {
    "tax_number": "tax number",
    "register_number": "number in a register",
    "indicator_column": "indicator, in words",
    "scenario_column": "plan or fact, in words",
    "scenario": "plan or fact",
    "derived": "calculated by the authors",
    "signed": "day of the agreement",
    "due": "day it falls due",
    "stage_date": "day of the stage",
    "other": "",
    "years": "years",
}


def told(seen: Sniffed) -> Iterator[str]:
    """All that was seen, line by line."""
    yield from _outside(seen)
    yield from _place(seen)
    yield ""
    yield from table(("", "heading", "holds", "written", "not reported", "means"), map(_column, seen.columns))
    for title, rows in (
        ("A row that numbers the columns", seen.numbering[:1]),
        ("Candidates for totals", seen.totals),
        ("Candidates for sections", seen.sections),
        ("Under the table", seen.footer),
    ):
        yield from _rows(title, rows)
    if seen.fill_down:
        yield f"An empty cell seems to repeat the one above in: {', '.join(seen.fill_down)}"


def as_json(seen: Sniffed, mapping: str, is_ready: bool) -> dict[str, Any]:
    """The same with plain values, and the mapping."""
    fields = {name: value for name, value in vars(seen).items() if name not in ("data", "columns", "title", "sheets")}
    rows = {name: [asdict(row) for row in fields[name]] for name in ("numbering", "totals", "sections", "footer")}
    return {
        **fields,
        **rows,
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


def _outside(seen: Sniffed) -> Iterator[str]:
    delimiter = {"\t": "tab"}.get(seen.delimiter or "", repr(seen.delimiter)) if seen.delimiter else ""
    sure = f" ({seen.encoding_sure:.0%} sure)" if seen.encoding_sure is not None else ""
    parts = [
        seen.format,
        f"in {seen.packed}" if seen.packed else "",
        f"encoding {seen.encoding}{sure}" if seen.encoding else "",
        f"delimiter {delimiter}" if delimiter else "",
    ]
    yield f"{seen.name}: {', '.join(part for part in parts if part)}"
    if seen.sheet:
        sheets = (f"{sheet.name}{' (hidden)' if sheet.is_hidden else ''}" for sheet in seen.sheets[: 3 * _MOST])
        yield f"Sheets: {', '.join(sheets)}. Looked at: {seen.sheet}"


def _place(seen: Sniffed) -> Iterator[str]:
    first, last = seen.heading_rows
    rows = f"row {first}" if first == last else f"rows {first}-{last}"
    rows = rows if first else "the names of the columns"
    data = f"data: rows {seen.first_row}-{seen.last_row} ({seen.rows} filled)" if seen.rows else "no data"
    broken = f"; {seen.broken} rows do not fit the heading" if seen.broken else ""
    yield f"Heading: {rows}; {data}{broken}"
    for text in seen.preamble[:_MOST]:
        yield f"Above: {text[:160]}"
    title = seen.title
    said = [
        _unit(title),
        f"period {title.period.period}" if title.period else "",
        *(f"{means} {title.code(means)}" for means in ("indicator", "scenario", "basis") if title.code(means)),
    ]
    if any(said):
        yield f"Titles and names say: {', '.join(part for part in said if part)}"


def _column(column: Column) -> tuple[str, ...]:
    holds = _HOLDS.get(column.kind, column.kind)
    return (
        column.letter,
        column.name[:_CUT],
        f"{holds} {column.filled}",
        _written(column),
        _missing(column),
        _means(column),
    )


def _written(column: Column) -> str:
    shapes = column.shapes
    parts = [
        "the format's own" if shapes.own or shapes.dates == "own" else "",
        {"?": "decimal sign unclear: . or ,", None: ""}.get(shapes.decimal, f"decimal {shapes.decimal}"),
        f"thousands {shapes.grouping}" if shapes.grouping else "",
        {"?": "dmy or mdy", "own": ""}.get(shapes.dates, shapes.dates) if shapes.dates else "",
        f"{shapes.footnotes} with a note" if shapes.footnotes else "",
        f"{shapes.qualified} in words (more than …)" if shapes.qualified else "",
        f"units {', '.join(shapes.units[:3])}" if shapes.units else "",
        f"unreadable {', '.join(shapes.unreadable[:3])}"[:_CUT] if shapes.unreadable else "",
    ]
    return "; ".join(part for part in parts if part)


def _missing(column: Column) -> str:
    total = column.filled + sum(column.missing.values())
    if not column.missing or not total:
        return ""
    words = [f"{word or 'empty'} {count}" for word, count in list(column.missing.items())[:3]]
    return f"{sum(column.missing.values()) / total:.0%}: {', '.join(words)}"


def _means(column: Column) -> str:
    said = column.told
    parts = [_MEANS.get(column.role, column.role), said.code("entity") if column.role == "entity" else ""]
    if column.kind == "number":
        indicator = said.code("indicator") if column.role == "indicator" else None
        parts = [titles("indicator", "en")[indicator] if indicator else "", said.code("scenario"), _unit(said)]
        parts.append(said.period.period or said.period.words if said.period else "")
        parts.append(f"note {said.period.footnote}" if said.period and said.period.footnote else "")
    return ", ".join(part for part in parts if part)


def _unit(said: Told) -> str:
    scale = f" x {said.scale}" if said.scale not in (None, "1") else ""
    return f"{said.unit or ''}{scale}".strip()


def _rows(title: str, rows: tuple[RowSeen, ...]) -> Iterator[str]:
    if not rows:
        return
    yield ""
    yield f"{title}: {len(rows)}"
    for row in rows[:_MOST]:
        yield f"  row {row.row}: {row.text[:_CUT]} ({row.why})"
    if len(rows) > _MOST:
        yield "  …"
