import os
import signal
import tempfile
from pathlib import Path

import pytest

from data.errors import UserError
from loaders import sandbox
from loaders.raw import ReadOptions
from tests.loaders.conftest import with_part, workbook

SHEET = "xl/worksheets/sheet1.xml"
XML = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'


def sheet(*cells):
    rows = "".join(f'<row r="{row}"><c r="{column}{row}"><v>1</v></c></row>' for column, row in cells)
    return XML.format(f"<sheetData>{rows}</sheetData>")


@pytest.fixture
def one_cell():
    return workbook({"A": [["a"], [1]]})


def test_two_far_apart_cells_end_the_child_and_not_this_process(one_cell):
    hostile = with_part(one_cell, SHEET, sheet(("A", 1), ("XFD", 1048576)))
    assert len(hostile) < 10_000
    with pytest.raises(UserError, match=r"trap\.xlsx cannot be read: it is damaged, or it asks for more than 1536 MB"):
        sandbox.read_table(hostile, "trap.xlsx")


def test_a_zip_bomb_is_refused_by_its_directory(one_cell):
    bomb = with_part(one_cell, SHEET, XML.format("<!--" + " " * 60_000_000 + "-->"))
    assert len(bomb) < 100_000
    with pytest.raises(UserError, match=r"would unpack to 57 MB"):
        sandbox.read_table(bomb, "bomb.xlsx")


def test_an_archive_of_too_many_parts_is_refused(one_cell):
    import io
    import zipfile

    out = io.BytesIO(one_cell)
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(2001):
            archive.writestr(f"xl/media/{number}", "")
    with pytest.raises(UserError, match=r"in \d{4} parts, which is more"):
        sandbox.read_table(out.getvalue(), "parts.xlsx")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_cut_workbook_is_refused(one_cell, share):
    with pytest.raises(UserError, match="damaged"):
        sandbox.read_table(one_cell[: int(len(one_cell) * share)], "cut.xlsx")


def test_a_broken_part_of_a_workbook_is_refused(one_cell):
    with pytest.raises(UserError, match="cannot be read as a workbook"):
        sandbox.read_table(with_part(one_cell, SHEET, "<worksheet><sheetData><row"), "cut.xlsx")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7\n", "a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a damaged or unknown Office document"),
        (b"<html><p>1</p></html>", "an HTML page without a table"),
        (b"\n[1, 2]", "no list of records"),
        (b"SQLite format 3\0", "cannot be read as an SQLite database"),
        (bytes(range(256)) * 9, "neither a text nor a file of a kind"),
        (b"  \n\n", "is empty"),
        (b"", "is empty"),
        (b"PK\x03\x04nonsense", "a damaged archive"),
    ],
)
def test_what_is_no_table_is_refused_by_what_it_is(content, what):
    with pytest.raises(UserError, match=what):
        sandbox.read_table(content, "letter.csv")


def test_a_document_is_refused_by_what_it_is():
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(UserError, match="a Word document"):
        sandbox.read_table(out.getvalue(), "letter.xlsx")


def test_a_child_that_takes_too_long_is_ended(monkeypatch, child):
    child("import time; time.sleep(60)")
    monkeypatch.setattr(sandbox, "time_limit", lambda size: 0.5)
    with pytest.raises(UserError, match=r"slow\.csv was given up after 0\.5 seconds"):
        sandbox.read_table(b"a,b\n1,2\n", "slow.csv")


@pytest.mark.parametrize("number", [signal.SIGABRT, signal.SIGKILL, signal.SIGSEGV])
def test_whatever_ends_the_child_is_a_clear_error(child, number):
    child(f"import os; os.kill(os.getpid(), {int(number)})")
    with pytest.raises(UserError, match=r"odd\.csv (cannot be read|was given up)"):
        sandbox.read_table(b"a,b\n1,2\n", "odd.csv")


def test_a_fault_of_our_own_in_the_child_keeps_its_traceback(child):
    child("1/0")
    with pytest.raises(UserError) as caught:
        sandbox.read_table(b"a,b\n1,2\n", "odd.csv")
    assert "ZeroDivisionError" in str(caught.value.__cause__)


def test_nothing_is_left_behind(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    sandbox.read_table(b"a,b\n1,2\n", "good.csv")
    with pytest.raises(UserError):
        sandbox.read_table(b"%PDF", "bad.csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\x.csv", "a\0b.csv", "x" * 300, "new\nline", "{name}"])
def test_the_name_of_an_upload_is_a_label_and_never_a_path(name):
    assert sandbox.read_table(b"a,b\n1,2\n", name).name == name


def test_a_file_that_is_not_there_is_named():
    with pytest.raises(UserError, match=r"gone\.csv: there is no such file"):
        sandbox.read_table(Path("/nowhere/gone.csv"), "gone.csv")


def test_the_limits_grow_with_the_file():
    assert sandbox.memory_limit(0) == 1536 << 20
    assert sandbox.memory_limit(200 << 20) == 3200 << 20
    assert sandbox.memory_limit(1 << 40) == 8 << 30
    assert (sandbox.time_limit(0), sandbox.time_limit(100 << 20), sandbox.time_limit(1 << 40)) == (30, 100, 600)


def test_the_environment_of_this_process_does_not_reach_the_child(child, monkeypatch):
    monkeypatch.setitem(os.environ, "SEZ_SECRET", "do not tell")
    child("import os; assert 'SEZ_SECRET' not in os.environ")
    with pytest.raises(FileNotFoundError):
        sandbox.read_table(b"a,b\n1,2\n", "good.csv")


def test_a_sheet_is_found_by_name_or_number_and_another_one_is_named(one_cell):
    book = workbook({"План": [["a"], [1]], "Факт": [["b"], [2]]})
    assert sandbox.read_table(book, "x", ReadOptions(sheet="факт")).headings == ["b"]
    assert sandbox.read_table(book, "x", ReadOptions(sheet=2)).headings == ["b"]
    with pytest.raises(UserError, match=r"no sheet .Отчёт.\.\nFound: План, Факт"):
        sandbox.read_table(book, "x", ReadOptions(sheet="Отчёт"))
