import polars as pl
import pytest

from data.errors import UserError
from loaders.run import Known, read, write_refused
from tests.loaders.conftest import KNOWN, load, observations_csv, workbook


def test_a_file_that_no_loader_knows_is_told_what_it_may_be():
    with pytest.raises(
        UserError, match=r"no loader knows these headings.\nFound: a, b.\nName the loader: sources, ent"
    ):
        read(b"a,b\n1,2\n", "odd.csv", KNOWN)


def test_a_native_file_with_one_column_too_many_is_told_which():
    with pytest.raises(UserError, match="unknown column 'colour'"):
        read(b"code,title,publisher,colour\nA,B,C,D\n", "odd.csv", KNOWN)


def test_an_unknown_loader_is_told_which_there_are():
    with pytest.raises(UserError, match=r"no loader is called magic. Accepted: sources, .*tennessee_grants"):
        read(b"a,b\n1,2\n", "odd.csv", KNOWN, loader="magic")


def test_what_the_file_is_called_does_not_matter():
    assert read(observations_csv("value\n1\n"), "picture.png", KNOWN).loader == "observations"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_native_file_may_come_with_any_delimiter_or_as_a_workbook(delimiter):
    data = observations_csv("value\n1.5\n", delimiter)
    batch = read(data, "figures.csv", KNOWN)
    rows = [line.split(delimiter) for line in data.decode().splitlines()]
    book = read(workbook({"Лист1": rows}), "figures.xlsx", KNOWN)
    facts = [each.frames["observation"].drop("source_row") for each in (batch, book)]
    assert facts[0].equals(facts[1])
    assert book.frames["observation"]["source_row"][0] == "Лист1!2"


def test_read_is_accepted_and_refused_and_skipped_with_ragged_lines_too(refused):
    data = observations_csv("value\n1\nx\n3\n") + b"too,short\n"
    batch = read(data, "figures.csv", KNOWN)
    assert (batch.read, batch.accepted, batch.refused_count, batch.skipped) == (4, 2, 2, 0)
    assert refused(batch) == [
        "row 3, value: x is not a number",
        "row 5, : the line has another number of cells than the heading",
    ]


def test_refused_rows_are_written_with_what_is_wrong_beside_them(tmp_path):
    batch = load("entity | value | note\nALABUGA | 1 | fine\nNOWHERE | x | =1+1\n")
    write_refused(batch, tmp_path / "figures.refused.csv")
    text = (tmp_path / "figures.refused.csv").read_bytes()
    [row] = pl.read_csv(text, infer_schema=False).rows(named=True)
    assert text.startswith(b"\xef\xbb\xbf")
    assert row["note"] == "'=1+1"
    assert (row["refused_row"], row["refused_column"], row["refused_found"]) == ("row 3", "entity; value", "NOWHERE; x")
    assert row["refused_reason"] == "NOWHERE is not a known zone, cluster or organisation; x is not a number"
    assert row["refused_accepted"] == "ALABUGA, DUBNA, LIPETSK; a number such as 1234.5"


HOSTILE = ["=1+1", "+7 999 1", "-cmd", "@x", "'=quoted", "''-twice", "  =spaced", "-5", "+1.5", "−5", "-", "'plain"]


@pytest.mark.parametrize("note", HOSTILE)
def test_a_mended_file_of_refused_rows_loads_with_its_texts_unchanged(tmp_path, note):
    path = tmp_path / "figures.refused.csv"
    write_refused(load(f"value | note\nx | {note}\n"), path)
    mended = path.read_text(encoding="utf-8-sig").replace("\nx,", "\n5,", 1)
    batch = read(mended.encode("utf-8-sig"), path.name, KNOWN)
    assert batch.loader == "observations"
    assert batch.frames["observation"].select("value", "note").rows() == [(5.0, note.strip())]


def test_no_cell_of_a_refused_file_is_run_by_a_spreadsheet(tmp_path):
    path = tmp_path / "x.csv"
    write_refused(load("value | note\n" + "\n".join(f"{note} | {note}" for note in [*HOSTILE, "+1 2"])), path)
    for row in pl.read_csv(path, infer_schema=False).rows():
        for cell in (each.strip() for each in row if each):
            is_number = cell.lstrip("+-").replace(".", "").isdigit()
            assert is_number or not cell.startswith(("=", "+", "-", "@")), cell


def test_negative_numbers_are_not_spoiled_by_the_guard(tmp_path):
    write_refused(load("entity | value\nNOWHERE | -5\n"), tmp_path / "x.csv")
    assert pl.read_csv(tmp_path / "x.csv", infer_schema=False)["value"][0] == "-5"


def test_a_ragged_line_is_written_with_the_cells_it_has(tmp_path):
    batch = read(observations_csv("value\n1\n") + b"DUBNA,short\n", "figures.csv", KNOWN)
    write_refused(batch, tmp_path / "x.csv")
    [row] = pl.read_csv(tmp_path / "x.csv", infer_schema=False).rows(named=True)
    assert ("DUBNA" in row.values(), row["refused_found"]) == (True, "DUBNA,short")


def test_excels_numbers_keep_their_meaning_in_the_refused_file(tmp_path):
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        'title = { en = "a", ru = "а" }\nmatch = ["z"]\n[source]\ncode = "S"\ntitle = "t"\nkind = "press"\n'
        '[entity]\ncode = { column = "z" }\n[fields]\nscope = "all"\nbasis = "cumulative"\nscenario = "actual"\n'
        'period = "2019"\n[[values]]\ncolumn = "v"\nindicator = "investment"\nunit = "RUB"\n'
    )
    book = workbook({"A": [["z", "v"], ["NOWHERE", 1.234], ["DUBNA", 7]]})
    write_refused(read(book, "b.xlsx", KNOWN, mapping=mapping), tmp_path / "x.csv")
    mended = (tmp_path / "x.csv").read_bytes().replace(b"NOWHERE", b"ALABUGA")
    assert read(mended, "x.csv", KNOWN, mapping=mapping).frames["observation"]["value"].to_list() == [1.234]


def test_a_file_may_be_read_from_a_path_or_from_memory(tmp_path):
    data = observations_csv("value\n1\n")
    (tmp_path / "f.csv").write_bytes(data)
    assert read(tmp_path / "f.csv", "f.csv", KNOWN).sha256 == read(data, "g.csv", KNOWN).sha256


def test_nothing_known_refuses_all_and_loses_nothing():
    batch = read(observations_csv("entity\nALABUGA\nDUBNA\n"), "f.csv", Known())
    assert (batch.read, batch.accepted, batch.refused_count, batch.frames) == (2, 0, 2, {})
