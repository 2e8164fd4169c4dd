"""How does a command tell of a published figure?"""

from collections.abc import Iterator
from typing import Any

import polars as pl

from dashboard.explained import lost
from dashboard.explained.formula import plain
from dashboard.explained.money_words import of_figure
from dashboard.explained.published import Published
from dashboard.explained.uses import uses
from dashboard.language import Language
from dashboard.session import Known
from data.schema import KEY

_ENGLISH = Language("en")


def lines(figure: Published, known: Known) -> Iterator[str]:
    """The figure, what else was told and why it does not count, what counted before, what is computed from it."""
    told = figure.row
    yield "published: " + ", ".join(str(told[name]) for name in KEY)
    for row in figure.rows.iter_rows(named=True):
        yield from (f"  {line}" for line in row_lines(row, known))
        if row["lost"]:
            yield f"      another one counts: {lost.said(row['lost'], _ENGLISH)}"
    if figure.known.height > 1:
        for row in figure.known.iter_rows(named=True):
            yield f"  from {row['from_day']}: {amount(row)} ({row['source']})"
    used = uses(known, told)
    if used.height:
        yield "  used by: " + ", ".join(used["metric"].unique(maintain_order=True))


def row_lines(row: dict[str, Any], known: Known) -> list[str]:
    """A published figure, its file and row, its source, and by which rate it is told."""
    sources = known.table("source").filter(code=row["source"])
    source = sources.row(0, named=True) if sources.height else {"title": row["source"], "url": None}
    loads = dict(known.loads().select("id", "name").iter_rows())
    wins = "wins" if row["is_current"] else "beside it"
    bounds = f"[{plain(row['lower'])}, {plain(row['upper'])}]"
    return [
        f"row ({wins}): {row['entity']} {row['scenario']} {row['period']} {amount(row)} {row['unit']} {bounds} "
        f"status {row['status']}",
        f"    file {loads.get(row['load'], '?')} (load {row['load']}), {row['source_row']}; known on {row['known_on']}",
        f"    source {row['source']}: {source['title']}, {row['publisher']}, {row['published'] or 'undated'}"
        + (f", {row['locator']}" if row["locator"] else ""),
        *([f"    {source['url']}"] if source["url"] else []),
        *([f"    note: {row['note']}"] if row["note"] else []),
        *[f"    {line}" for line in [of_figure(row, _ENGLISH)] if line],
    ]


def amount(row: dict[str, Any]) -> str:
    """The number with its sign, every digit that says anything."""
    return f"{row['comparator'] or ''} {plain(row['value'])}".strip()


def candidates(rows: pl.DataFrame) -> str:
    """By which options each of several published figures is named."""
    keys = rows.select("scenario", "period", "scope", "basis", "unit").unique(maintain_order=True)
    return "\n".join(" ".join(f"--{name} {value}" for name, value in row.items()) for row in keys.iter_rows(named=True))
