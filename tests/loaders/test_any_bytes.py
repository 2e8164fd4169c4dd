"""Do any bytes at all end in rows or in one clear error, never a traceback of ours? (I1, I3, I9)"""

import codecs
import gzip
import io
import random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import UserError
from loaders.sandbox import read_table
from tests.conftest import examples
from tests.loaders.conftest import workbook
from tests.loaders.hostile import columns, markup, workbooks
from tests.loaders.hostile.corpus import zipped
from tests.loaders.hostile.test_hostile import assert_clear
from tests.loaders.test_mutants import mutant

MAGIC = [
    b"",
    b"PK\x03\x04",
    b"PK\x05\x06",
    workbooks.OLE,
    b"PAR1",
    b"ARROW1",
    b"\xff\xff\xff\xff",
    b"SQLite format 3\0",
    b"\x1f\x8b\x08",
    b"<html><table>",
    b"<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?>",
    b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n",
    b"{",
    b"[{",
    b'{"a": 1}\n{',
    codecs.BOM_UTF8,
    codecs.BOM_UTF16_LE,
    codecs.BOM_UTF32_BE,
    b"sep=",
    b"a;b\n1;2\n",
]
TABLE = pl.DataFrame(
    {"Зона": ["Дубна", "Липецк", "Алабуга"], "План": [1.5, 2.0, None], "День": ["01.02.2019", "", "н/д"]}
)
VALID = {
    "csv": TABLE.write_csv(separator=";").encode(),
    "xlsx": workbook({"A": [TABLE.columns, *(list(row) for row in TABLE.rows())]}),
    "xls": workbooks.old(),
    "html": markup.page("<tr><td rowspan=2>Дубна</td><td>1,5</td></tr><tr><td>2</td></tr>"),
    "xml": markup.office(markup.OFFICE_ROW * 3),
    "ods": workbooks.open_document(workbooks.open_row("Зона", "План") + workbooks.open_row("Дубна", "1", times=3)),
    "json": TABLE.write_json().encode(),
    "ndjson": TABLE.write_ndjson().encode(),
    "parquet": columns.parquet(TABLE),
    "arrow": columns.arrow(TABLE),
    "db": columns.database(columns.ZONES),
    "gz": gzip.compress(TABLE.write_csv().encode()),
    "zip": zipped({"a.csv": TABLE.write_csv()}),
}
SOME = settings(max_examples=examples(60), deadline=None)
MANY = settings(max_examples=20_000, deadline=None)


def ends_well(data, nursery):
    nursery.last_words = ""
    try:
        table = read_table(data, "upload.dat")
    except UserError as error:
        assert_clear(error, "upload.dat", nursery.last_words)
    else:
        assert table.rows.len() == table.cells.height
        assert table.rows.n_unique() == table.rows.len()
        assert len(table.cells.columns) == len(table.headings)
        table.cells.write_csv(io.BytesIO())  # nothing in it that no one can store


any_bytes = given(st.sampled_from(MAGIC), st.binary(max_size=3000))
any_text = given(st.text(st.characters(), max_size=300), st.sampled_from(["utf-8", "utf-16", "cp1251", "shift_jis"]))
any_damage = given(st.sampled_from(sorted(VALID)), st.integers(0, 2**32))


@SOME
@any_bytes
def test_any_bytes_end_in_rows_or_in_one_clear_error(nursery, magic, noise):
    ends_well(magic + noise, nursery)


@SOME
@any_text
def test_any_text_in_any_encoding_ends_in_rows_or_in_one_clear_error(nursery, text, encoding):
    ends_well(text.encode(encoding, "replace"), nursery)


@SOME
@any_damage
def test_any_damage_to_a_valid_file_ends_in_rows_or_in_one_clear_error(nursery, kind, seed):
    ends_well(mutant(VALID[kind], random.Random(seed)), nursery)


@pytest.mark.fuzz
@MANY
@any_bytes
def test_very_many_bytes(nursery, magic, noise):
    ends_well(magic + noise, nursery)


@pytest.mark.fuzz
@MANY
@any_damage
def test_very_much_damage(nursery, kind, seed):
    ends_well(mutant(VALID[kind], random.Random(seed)), nursery)
