"""What a reader of a page sees in a cell is read, and nothing beside a number becomes a part of it."""

import quopri

import pytest
from lxml import html

from loaders.formats import parse
from loaders.parsers.html_texts import text
from loaders.raw import ReadOptions
from loaders.run import read
from tests.loaders.conftest import KNOWN

ROWS = "<tr><th>Зона<th>План<tr><td>Дубна<td>{}<tr><td>Липецк<td>20"


def told(cell):
    return text(html.fromstring(f"<table><tr><td>{cell}</td></tr></table>").find(".//td"))


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ('<span style="display:none">0000010</span>10', "10"),
        ('<span style="DISPLAY : none;">7</span> 100', "100"),
        ("<span hidden>7</span>100", "100"),
        ('<i style="visibility: hidden">0</i>5', "5"),
        ('<span style="mso-hide:all">1</span>23', "23"),
        ("<s>15</s>10", "15\n10"),
        ("<del>15</del> 100", "15\n100"),
        ("<strike>15</strike><ins>10</ins>", "15\n10"),
        ("15<sub>2</sub>", "15\n2"),
        ("H<sub>2</sub>O", "H2O"),
        ("CO<sub>2</sub>, т", "CO2, т"),
        ("12345<sup>1</sup>", "12345¹"),
        ("<span>1</span><span>234</span>", "1234"),
        ('<input value="10">', "10"),
        ('<input type="number" value="12,5"> млн', "12,5 млн"),
        ('<input type="hidden" value="99">10', "10"),
        ('<input type="checkbox" value="1">10', "10"),
        ("<select><option>1<option selected>2<option>3</select>", "2"),
        ("<select><option>1<option>2</select>", "1"),
        ("<textarea>15</textarea>", "15"),
        ("<datalist><option>1</datalist>10", "10"),
        ("a\x1eb", "a b"),
        ("", None),
    ],
)
def test_the_text_of_a_cell_is_what_a_reader_sees(cell, found):
    assert told(cell) == found


def page(*tables, head='<meta charset="utf-8">', encoding="utf-8"):
    bodies = "".join(f"<table>{table}</table>" for table in tables)
    return f"<html><head>{head}</head><body>{bodies}</body></html>".encode(encoding)


@pytest.mark.parametrize("said", ["utf-8", "iso-8859-1", "koi8-r", "windows-1251", "x-unknown"])
def test_a_page_that_says_another_encoding_than_its_own_is_read_in_its_own(said):
    data = page(ROWS.format(10), head=f'<meta charset="{said}">', encoding="cp1251")
    assert parse(data, ReadOptions(), "p").cells.select("Зона", "План").rows() == [("Дубна", "10"), ("Липецк", "20")]


def test_a_table_that_goes_on_under_the_same_heading_is_told():
    data = page("<tr><td>меню", ROWS.format(10), "<tr><th>Зона<th>План<tr><td>Алабуга<td>30")
    assert parse(data, ReadOptions(), "p").alike == ["table 3"]
    assert parse(page(ROWS.format(10), "<tr><th>Зона<th>Факт<tr><td>Алабуга<td>30"), ReadOptions(), "p").alike == []


def archive(*pages):
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="B"\r\n\r\n'
    part = (
        '--B\r\nContent-Type: text/html; charset="windows-1251"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    )
    parts = [part.encode() + quopri.encodestring(page) + b"\r\n" for page in pages]
    return head.encode() + b"".join(parts) + b"--B--\r\n"


def test_every_sheet_of_a_web_archive_is_there():
    frames = b"<html><frameset></frameset></html>"
    data = archive(frames, page("<tr><td>Титул", encoding="cp1251"), page(ROWS.format(10), encoding="cp1251"))
    assert parse(data, ReadOptions(), "a.mht").cells["Зона"].to_list() == ["Дубна", "Липецк"]
    assert parse(data, ReadOptions(sheet=1), "a.mht").headings == ["Титул"]


def test_a_struck_figure_beside_another_is_refused_and_not_made_one(tmp_path):
    rows = "<tr><th>entity<th>indicator<th>scope<th>basis<th>scenario<th>period<th>value<th>unit<th>source"
    for year, value in (("2017", "<s>15</s>10"), ("2018", '<b style="display:none">9</b>10')):
        rows += f"<tr><td>DUBNA<td>investment<td>residents<td>cumulative<td>actual<td>{year}<td>{value}<td>RUB<td>PAPER"
    batch = read(page(rows), "p.html", KNOWN, loader="observations")
    assert batch.frames["observation"]["value"].to_list() == [10.0]
    assert batch.refused["source_row"].to_list() == ["table 1!2"]
