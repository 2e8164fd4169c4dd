"""Small files and small mappings: a text table in, the stored rows out."""

from pathlib import Path

from data.errors import fill
from loaders.run import Known, read
from tests.conftest import text_table
from tests.loaders.conftest import KNOWN

HEAD = """
title = { en = "Report", ru = "Отчёт" }
match = ["Зона"]
"""
SOURCE = """
[source]
code = "REPORT"
title = "Report"
kind = "register"
"""
ZONES = """
[entity]
code = { column = "Зона", codes = { "Алабуга" = "ALABUGA", "Дубна" = "DUBNA", "Липецк" = "LIPETSK" } }
"""
FIELDS = """
[fields]
scenario = "actual"
basis = "cumulative"
scope = "residents"
period = "2019"
unit = "RUB"
"""
PLAN = """
[[values]]
column = "План"
indicator = "investment"
"""


def mapped(tmp_path: Path, mapping: str, table: str | bytes, known: Known = KNOWN):
    """A text table (or the bytes of a file) as the mapping reads it."""
    path = tmp_path / "report.toml"
    path.write_text(mapping, encoding="utf-8")
    content = table if isinstance(table, bytes) else text_table(table).write_csv(separator=";").encode()
    return read(content, "report.csv", known, mapping=path)


def rows_of(batch, *columns, table="observation"):
    frame = batch.frames.get(table)
    return [] if frame is None else frame.select(columns).rows()


def refusals(batch):
    return [
        f"{row['source_row']}, {row['column']}: {fill(row['problem'], {'found': row['found'], 'column': row['column']})}"
        for row in batch.refused.iter_rows(named=True)
    ]


def balance(batch):
    """read = accepted + refused + skipped"""
    assert batch.read == batch.accepted + batch.refused_count + batch.skipped
    return batch.read, batch.accepted, batch.refused_count, batch.skipped
