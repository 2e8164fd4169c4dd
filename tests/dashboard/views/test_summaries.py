"""What can be downloaded from the page of summaries, and does a further format need only its writer?"""

from io import BytesIO

import openpyxl
import polars as pl
import pytest

from dashboard import reports, session
from dashboard.language import Language, languages
from dashboard.reports.model import Cell, Column, Section, Summary, Table
from dashboard.reports.summary import summary
from data.snapshot import keep
from tests.conftest import batch, entities, observations, sources
from tests.dashboard.ways import opened, said

KINDS = {"xlsx": b"PK", "csv": b"\xef\xbb\xbf"}


def of(*cells: Cell) -> Summary:
    columns = (Column("name", "Name"), Column("value", "Value", "number"))
    rows = tuple({"name": cell, "value": Cell("1,5", 1.5)} for cell in cells)
    return Summary("A", (), (Section("figures", "Figures", (), Table(columns, rows, "none")),), "a")


def test_every_format_is_on_the_page_with_what_it_holds(bundled_store):
    page = opened("summaries.py", lang="en")
    assert [each.label for each in page.get("download_button")] == ["Download as XLSX", "Download as CSV"]
    for writer in reports.WRITERS.values():
        assert writer.holds(Language("en")) in said(page)


def test_a_further_format_only_adds_a_writer(bundled_store, monkeypatch):
    further = reports.Writer("TXT", "text/plain", lambda language: "Plain.", lambda content: content.title.encode())
    monkeypatch.setitem(reports.WRITERS, "txt", further)
    page = opened("summaries.py", lang="en")
    assert "Download as TXT" in [each.label for each in page.get("download_button")]
    assert reports.build(of(), "txt") == b"A"


@pytest.mark.parametrize("code", languages())
@pytest.mark.parametrize("ending", reports.WRITERS)
def test_a_summary_of_one_zone_is_a_file_of_its_format(bundled_store, ending, code):
    content = summary(session.known(), "RU-SEZ-TECHNOPOLIS-MOSCOW", Language(code))
    assert reports.build(content, ending).startswith(KINDS[ending])


def test_both_formats_hold_the_same_figures(bundled_store):
    content = summary(session.known(), "RU-CL-MIC", Language("en"))
    rows = pl.read_csv(reports.build(content, "csv"))
    table = content.section("figures").table
    assert table is not None
    assert rows["Value"].to_list() == [row["value"].value for row in table.rows]
    assert rows["Source"].null_count() == 0
    book = openpyxl.load_workbook(BytesIO(reports.build(content, "xlsx")))
    assert book["All figures"].max_row == rows.height + 3


def test_a_spreadsheet_runs_no_cell_of_the_file():
    text = reports.build(of(Cell.of("=1+1"), Cell.of("plain")), "csv").decode("utf-8-sig")
    assert text == "Name,Value\n'=1+1,1.5\nplain,1.5\n"


def test_a_summary_without_figures_has_its_headings():
    assert reports.build(of(), "csv").decode("utf-8-sig") == "Name,Value\n"


def test_the_choice_stands_in_the_address_and_counts_its_own_figures(bundled_store):
    page = opened("summaries.py", lang="en", entity="RU-CL-MIC")
    known = session.known().table("history").filter(entity="RU-CL-MIC").height
    assert f"The summary holds: {known} published figures" in said(page)
    assert "something unknown under “entity”" in said(opened("summaries.py", lang="en", entity="NOBODY"))


def test_who_has_nothing_is_listed_as_having_nothing(store):
    keep(
        store,
        batch(
            "e.csv",
            entity=entities("A", "B"),
            source=sources("code | publisher | published | kind\nS | P | 2020 | press"),
        ),
    )
    keep(store, batch("o.csv", observation=observations("entity | source | period | value\nA | S | 2019 | 5")))
    told = opened("summaries.py", lang="en").dataframe[0].value
    assert told["Published figures"].to_list() == ["1", "nothing published"]
    assert told["Targets"].to_list() == ["none published", "none published"]


def test_an_invented_zone_says_so_beside_its_files(panel_store):
    assert "Invented for demonstration" in said(opened("summaries.py", lang="en", entity="INV-ZONE"))
