"""How do many rows that tell of one thing become one, and where do they disagree?"""

import polars as pl

from data.batch import Warning
from loaders.known import fold
from loaders.raw import ROW, RawTable

_MOST = 50


def consolidated(raw: RawTable, entities: pl.DataFrame) -> tuple[pl.DataFrame, list[tuple[int, Warning]]]:
    """One row for each code, with the first that is told in each column; and a warning where a later row tells other
    words (capitals and quotation marks make no difference)."""
    if not entities["code"].is_duplicated().any():
        return entities, []
    rest = [name for name in entities.columns if name not in ("code", ROW)]
    told = [name for name in rest if entities[name].null_count() < entities.height]
    ordered = entities.sort(ROW, nulls_last=True, maintain_order=True)
    ordered = ordered.unique(["code", *told], keep="first", maintain_order=True)  # most rows tell the same again
    firsts = [pl.col(name).drop_nulls().first() for name in rest]
    one_each = ordered.group_by("code", maintain_order=True).agg(*firsts, pl.col(ROW).min()).select(entities.columns)
    found = [warning for name in told for warning in _differing(raw, ordered, name)]
    first = sorted(found, key=lambda each: each[0])[:_MOST]
    if len(found) > _MOST:
        row, _ = first[-1]
        first[-1] = (
            row,
            Warning("… and {count} more rows describe an entity in other words", {"count": len(found) - _MOST + 1}),
        )
    return one_each, first


def _differing(raw: RawTable, ordered: pl.DataFrame, name: str) -> list[tuple[int, Warning]]:
    first = pl.col(name).drop_nulls().first().over("code").alias("first")
    told = ordered.select("code", ROW, name, first).filter(pl.col(name) != pl.col("first"))
    told = told.unique(["code", name], keep="first", maintain_order=True)
    located = told.with_columns(raw.source_row().alias("at"))
    return [
        (
            row[ROW],
            Warning(
                "{row}: {entity} is told with {column} {found}; an earlier row told {first}, which counts",
                {"row": row["at"], "entity": row["code"], "column": name, "found": row[name], "first": row["first"]},
                row["at"],
            ),
        )
        for row in located.iter_rows(named=True)
        if fold(row[name]) != fold(row["first"])
    ]
