"""Does a file that was cut anywhere end in rows or in one clear error? (I1: truncated at each kilobyte)"""

import gzip
import json
import random
from functools import cache

import polars as pl
import pytest

from data.errors import UserError
from loaders.sandbox import read_table
from tests.loaders.conftest import workbook
from tests.loaders.hostile import columns, markup, workbooks
from tests.loaders.hostile.corpus import zipped
from tests.loaders.hostile.test_hostile import assert_clear

NAMES = ["Дубна", "Липецк", "Алабуга"]


@cache
def rows():
    """Noise, so that what is packed has several kilobytes too."""
    dice = random.Random(4)
    return [(dice.choice(NAMES), dice.random(), dice.randrange(10**9)) for _ in range(400)]


def frame():
    return pl.DataFrame(rows(), schema=["Зона", "План", "Факт"], orient="row")


def csv(encoding="utf-8"):
    return frame().write_csv(separator=";").encode(encoding)


def page():
    return markup.page("".join(f"<tr><td>{zone}</td><td>{plan}</td></tr>" for zone, plan, _ in rows()))


def office():
    cells = ("".join(map(markup.office_cell, map(str, row))) for row in rows())
    return markup.office("".join(f"<Row>{each}</Row>" for each in cells))


def open_document():
    heading = workbooks.open_row("Зона", "План", "Факт")
    return workbooks.open_document(heading + "".join(workbooks.open_row(*map(str, row)) for row in rows()))


def database():
    values = ", ".join(f"('{zone}', {plan}, {fact})" for zone, plan, fact in rows())
    return columns.database(f"CREATE TABLE zone (Зона, План, Факт); INSERT INTO zone VALUES {values}")


WHOLE = {
    "utf-8.csv": csv,
    "utf-16.csv": lambda: csv("utf-16"),
    "cp1251.csv": lambda: csv("cp1251"),
    "a.xlsx": lambda: workbook({"A": [["Зона", "План", "Факт"], *rows()]}),
    "a.xls": lambda: workbooks.old(rows()),
    "a.ods": open_document,
    "a.html": page,
    "a.xml": office,
    "a.json": lambda: json.dumps(frame().to_dicts(), ensure_ascii=False).encode(),
    "a.ndjson": lambda: frame().write_ndjson().encode(),
    "a.parquet": lambda: columns.parquet(frame()),
    "a.arrow": lambda: columns.arrow(frame()),
    "a.db": database,
    "a.csv.gz": lambda: gzip.compress(csv()),
    "a.zip": lambda: zipped({"a.csv": csv()}),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_cut_at_every_kilobyte_ends_in_rows_or_in_one_clear_error(name, nursery):
    data = WHOLE[name]()
    assert len(data) > 4096
    whole = read_table(data, name)
    assert (whole.cells.height, whole.broken.height) == (400, 0)
    for size in range(1024, len(data), 1024):
        try:
            cut = read_table(data[:size], name)
        except UserError as error:
            assert_clear(error, name, nursery.last_words)
        else:
            assert cut.cells.height + cut.broken.height < 400, size
