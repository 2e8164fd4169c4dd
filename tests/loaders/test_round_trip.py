"""Does a table written in any format, encoding, delimiter and number format come back equal, or is it refused? (I4, I8)

It may be refused, never changed: a number in figures that could mean two things, letters that make sense in several
encodings. What is said in the mapping (the encoding, the delimiter, the decimal mark) must come back.
"""

import codecs
import gzip
import html
import io
import json
import tempfile
from pathlib import Path

import polars as pl
import pytest
import xlwt
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from data.errors import UserError
from loaders import coded
from loaders.raw import ReadOptions
from loaders.run import read
from loaders.sandbox import read_table
from tests.conftest import examples
from tests.loaders.conftest import KNOWN, workbook
from tests.loaders.hostile import columns, markup, workbooks
from tests.loaders.hostile.corpus import zipped
from tests.loaders.mapped_text import FIELDS, HEAD, SOURCE, ZONES

SOME = settings(max_examples=examples(30), deadline=None)
FEW = settings(max_examples=examples(10), deadline=None)
ENCODINGS = {
    "utf-8": "АбвЖёéßł",
    "utf-8-sig": "АбвЖёéßł",
    "utf-16": "АбвЖёéßł漢",
    "cp1251": "АбвЖёыэ",
    "koi8-r": "АбвЖёыэ",
    "cp1252": "Àéßñçø",
    "cp1250": "ŘčłąžĎő",
    "cp1253": "Ωαβγήώ",
    "cp949": "가나다한국",
    "shift_jis": "あいう漢字",
}
#: Without being told an encoding shows in the words of a language; that of letters at random no one can tell.
WORDS = {
    "utf-8": ["Дубна", "Größe", "Łódź", "Αθήνα", "地域", "émplois"],
    "utf-16": ["Дубна", "Größe", "Łódź", "Αθήνα", "地域", "émplois"],
    "cp1251": ["Дубна", "Липецкая область", "создано рабочих мест", "объём инвестиций", "ООО «Завод»", "Ёлкино"],
    "koi8-r": ["Дубна", "Липецкая область", "создано рабочих мест", "объём инвестиций", "Завод", "Ёлкино"],
    "cp1252": ["São Paulo", "Île-de-France", "Größe der Fläche", "emplois créés", "Castilla y León", "Malmö"],
    "cp1250": ["Plzeňský kraj", "Dobříš", "investice do výroby", "Łódź", "Śląskie", "Győr-Moson", "vytvořená místa"],
    "cp1253": ["Αθήνα", "επένδυση", "θέσεις εργασίας", "Ζώνη", "Πάτρα"],
    "cp949": ["서울특별시", "투자금액", "경제자유구역", "일자리"],
    "shift_jis": ["東京都", "投資額", "特区", "雇用者数", "さいたま市"],
}
LETTERS = "abcXYZ ,;|\t\"'\n-=+@%"


def cells(alphabet):
    """A text without white space around it, which a spreadsheet would not keep; not a number."""
    return st.text(alphabet, min_size=1, max_size=8).map(lambda text: f"x{text}x")


def tables(alphabet=LETTERS + ENCODINGS["utf-8"], width=3):
    """Headings that differ, and rows with empty cells but no empty row."""
    row = st.tuples(cells(alphabet), *[st.none() | cells(alphabet)] * (width - 1))
    return st.lists(row, min_size=1, max_size=6)


def frame(rows):
    return pl.DataFrame(rows, schema=dict.fromkeys(("Зона", "План", "Факт"), pl.String), orient="row")


def ascii_frame(rows):
    return frame(rows).rename({"Зона": "Zone", "План": "Plan", "Факт": "Fact"})


def quoted(rows, delimiter, quoting="necessary", line_end="\n"):
    return rows.write_csv(separator=delimiter, quote_style=quoting, line_terminator=line_end)


def page(rows):
    def cell(text):
        return f"<td>{html.escape(text or '')}</td>"

    body = "".join(f"<tr>{''.join(map(cell, row))}</tr>" for row in [rows.columns, *rows.rows()])
    return f"<html><meta charset=utf-8><table>{body}</table></html>".encode()


def office(rows):
    body = [[html.escape(text or "") for text in row] for row in rows.rows()]
    own = "".join(f"<Row>{''.join(map(markup.office_cell, row))}</Row>" for row in body)
    return markup.office(own).replace(
        markup.office_cell("План").encode(), (markup.office_cell("План") + markup.office_cell("Факт")).encode(), 1
    )


def open_document(rows):
    own = [[html.escape(text or "") for text in row] for row in [rows.columns, *rows.rows()]]
    return workbooks.open_document("".join(workbooks.open_row(*row) for row in own))


def old(rows):
    book = xlwt.Workbook()
    sheet = book.add_sheet("A")
    for place, row in enumerate([rows.columns, *rows.rows()]):
        for column, text in enumerate(row):
            if text is not None:
                sheet.write(place, column, text)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def stream(rows):
    out = io.BytesIO()
    rows.write_ipc_stream(out)
    return out.getvalue()


def database(rows):
    import contextlib
    import sqlite3

    with tempfile.TemporaryDirectory() as folder:
        with contextlib.closing(sqlite3.connect(Path(folder) / "a.db")) as connection:
            connection.execute("CREATE TABLE zone (Зона, План, Факт)")
            connection.executemany("INSERT INTO zone VALUES (?, ?, ?)", rows.rows())
            connection.commit()
        return (Path(folder) / "a.db").read_bytes()


FORMATS = {
    "csv": lambda rows: quoted(rows, ";").encode(),
    "xlsx": lambda rows: workbook({"A": [rows.columns, *map(list, rows.rows())]}),
    "xls": old,
    "ods": open_document,
    "html": page,
    "xml": office,
    "json": lambda rows: json.dumps(rows.to_dicts(), ensure_ascii=False).encode(),
    "ascii json": lambda rows: json.dumps({"data": {"rows": rows.to_dicts()}}).encode(),
    "ndjson": lambda rows: rows.write_ndjson().encode(),
    "parquet": columns.parquet,
    "arrow": columns.arrow,
    "arrow stream": stream,
    "sqlite": database,
    "gz": lambda rows: gzip.compress(quoted(rows, ";").encode()),
    "zip": lambda rows: zipped({"a.json": rows.write_json()}),
}
#: Formats that do not keep white space, or line breaks, within a cell.
LOOSE = {"html", "ods", "xml"}


def same(found, expected, is_loose):
    def text(cell):
        return " ".join(cell.split()) if cell and is_loose else cell or None

    assert found.headings == expected.columns
    assert [[text(cell) for cell in row] for row in found.cells.rows()] == [
        [text(cell) for cell in row] for row in expected.rows()
    ]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_table_in_any_format_comes_back_equal(kind, nursery):
    @FEW
    @given(tables(LETTERS.replace("\n", "") + ENCODINGS["utf-8"] if kind in LOOSE else LETTERS + ENCODINGS["utf-8"]))
    def comes_back(rows):
        assume(len(rows) > 1 or kind != "ndjson")  # a lone object in a file is no list of records
        same(read_table(FORMATS[kind](frame(rows)), "t"), frame(rows), kind in LOOSE)

    comes_back()


@SOME
@given(st.data(), st.sampled_from(sorted(ENCODINGS)), st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"]))
def test_a_text_in_any_encoding_that_is_said_comes_back_equal(nursery, data, encoding, delimiter, line_end):
    rows = ascii_frame(data.draw(tables(LETTERS + ENCODINGS[encoding])))
    written = quoted(rows, delimiter, "always", line_end).encode(encoding)
    same(read_table(written, "t", ReadOptions(encoding=encoding, delimiter=delimiter)), rows, is_loose=False)


@SOME
@given(st.data(), st.sampled_from(sorted(WORDS)), st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n", "\r"]))
def test_a_text_with_nothing_said_comes_back_equal_or_is_refused(nursery, data, encoding, delimiter, line_end):
    word = st.sampled_from(WORDS[encoding])
    row = st.tuples(word, st.none() | word, st.integers(-(10**6), 10**6).map(str))
    rows = ascii_frame(data.draw(st.lists(row, min_size=1, max_size=10)))
    try:
        found = read_table(quoted(rows, delimiter, "necessary", line_end).encode(encoding), "t")
    except UserError as error:
        assert "encoding" in str(error), error
        assume(False)
    same(found, rows, is_loose=False)


def grouped(number, mark, group):
    return f"{number:,.2f}".replace(",", "\0").replace(".", mark).replace("\0", group)


MARKS = [
    (",", ""),
    (",", " "),
    (",", "\u00a0"),
    (",", "\u202f"),
    (",", "."),
    (".", ""),
    (".", ","),
    (".", "'"),
    (".", " "),
]
NUMBERS = st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=1, max_size=3)
MAPPING = (
    HEAD + "[read]\n{read}\n" + SOURCE + ZONES + FIELDS + '[[values]]\ncolumn = "План"\nindicator = "investment"\n'
)


def loaded(numbers, written, kind, said, folder):
    path = Path(folder) / "report.toml"
    path.write_text(MAPPING.replace("{read}", said), encoding="utf-8")
    names = ["Алабуга", "Дубна", "Липецк"][: len(numbers)]
    rows = pl.DataFrame({"Зона": names, "План": written})
    return read(FORMATS[kind](rows.with_columns(pl.lit("x").alias("Факт"))), "t", KNOWN, mapping=path)


@SOME
@given(NUMBERS, st.sampled_from(MARKS), st.sampled_from(["csv", "html", "xlsx", "json", "ods"]), st.booleans())
def test_a_number_in_any_format_comes_back_equal_or_is_refused(nursery, numbers, marks, kind, is_said):
    written = [grouped(number, *marks) for number in numbers]
    with tempfile.TemporaryDirectory() as folder:
        try:
            batch = loaded(numbers, written, kind, f'decimal = "{marks[0]}"' if is_said else "", folder)
        except UserError as error:
            assert not is_said, error
            return
    told = dict(batch.frames["observation"].select("entity", "value").rows()) if batch.frames else {}
    expected = dict(zip(["ALABUGA", "DUBNA", "LIPETSK"], map(float, numbers), strict=False))
    assert told.items() <= expected.items(), (told, batch.refused)
    assert batch.accepted == len(told) and batch.accepted + batch.refused_count == len(numbers)
    assert told or not is_said, batch.refused


#: A double smaller than that has fewer digits.
FLOATS = st.floats(-1e300, 1e300).filter(lambda number: number == 0 or abs(number) > 1e-290)


@FEW
@example([0.0, 3.04321265841119e-08])  # a text of nine decimals, of which the last is 0
@example([0.0, 0.12345678012])
@example([0.0, 1e-200])
@given(st.lists(FLOATS, min_size=2, max_size=3))
@pytest.mark.parametrize("kind", ["xlsx", "parquet", "arrow", "json", "ndjson", "sqlite"])
def test_a_number_of_the_format_itself_comes_back_to_15_digits(nursery, kind, numbers):
    rows = pl.DataFrame({"Зона": [f"x{n}" for n in range(len(numbers))], "План": numbers, "Факт": numbers})
    found = read_table(FORMATS[kind](rows), "t").cells
    assert [float(text) for text in found["План"]] == [pytest.approx(number, rel=1e-14, abs=0) for number in numbers]


def test_a_mark_of_the_order_of_bytes_wins_over_what_is_said(nursery):
    data = codecs.BOM_UTF8 + "Зона;План\nДубна;1\n".encode()
    assert read_table(data, "t", ReadOptions(encoding="cp1251")).headings == ["Зона", "План"]


@pytest.mark.parametrize("rows", [1_999, 2_000, 6_001])
@pytest.mark.parametrize("spellings", [1, 3, 400])
def test_a_long_text_comes_back_whichever_of_its_columns_repeat(rows, spellings):
    table = pl.DataFrame(
        {
            "Zone": [("Дубна", "Липецк", "")[place % 3] for place in range(rows)],
            "Year": [str(2000 + place % 20) for place in range(rows)],
            "Jobs": [str(place % spellings) for place in range(rows)],
        }
    )
    found = read_table(table.write_csv(separator=";").encode(), "long.csv")
    told = coded.texts(found.cells).with_columns(pl.all().fill_null(""))
    assert told.equals(table)
    assert found.broken.is_empty()
