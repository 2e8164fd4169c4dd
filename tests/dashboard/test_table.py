"""Does a row of a table lead to the page that explains its figure, in the same tab?"""

import polars as pl
import pytest
import streamlit as st

from dashboard import session, table
from dashboard.language import Language
from dashboard.reports.model import Cell, Column, Table
from dashboard.reports.words import explaining
from tests.dashboard.ways import opened, said

COLUMNS = (Column("entity", "Who"), Column("value", "Value", "number"))


def test_a_row_without_an_explanation_has_no_button(monkeypatch):
    shown = []
    monkeypatch.setattr(st, "dataframe", lambda rows, **_: shown.append(pl.DataFrame(rows)))
    rows = tuple({"entity": Cell.of("A"), **cells} for cells in (explaining("standing", "A", ""), {}))
    table.table(Table(COLUMNS, rows, "none"))
    (frame,) = shown
    assert frame.columns[1] not in ("Who", "Value")
    assert [bool(label) for label in frame[frame.columns[1]]] == [True, False]


def test_two_columns_of_one_title_are_both_shown(monkeypatch):
    shown = []
    monkeypatch.setattr(st, "dataframe", lambda rows, **_: shown.append(pl.DataFrame(rows)))
    columns = (Column("a", "Period"), Column("b", "Period"), Column("c", "Where from"), Column("d", "Откуда"))
    cells = {name: Cell.of(name) for name in "abcd"} | explaining("standing", "A", "")
    table.table(Table(columns, (cells,), "none"))
    (frame,) = shown
    assert [text for text in frame.row(0) if len(text) == 1] == ["a", "b", "c", "d"]
    assert frame.columns[0] == "Period"


def test_a_name_leads_to_the_page_of_the_one_it_names(monkeypatch):
    led = []
    monkeypatch.setattr(table, "_button", lambda _, addresses, *__: led.append(addresses))
    rows = ({"entity": Cell.of("Zone"), **explaining("standing", "A-1", "")}, {"entity": Cell.of("Nobody")})
    table.table(Table(COLUMNS, rows, "none"), named="entity")
    assert led[0] == ["zone?entity=A-1", ""]


def test_of_a_long_table_the_first_rows_are_shown_and_all_are_counted(panel_store):
    count = session.known().metric("location_quotient").height
    assert count > 300
    page = opened("metric.py", lang="en", name="location_quotient")
    assert f"The first 300 of {count} are shown." in said(page)
    assert [len(each.value) for each in page.dataframe][-1] == 300


def test_a_table_that_is_shown_whole_counts_nothing(monkeypatch):
    told = []
    monkeypatch.setattr(table, "_MOST", 2)
    monkeypatch.setattr(st, "caption", told.append)
    rows = tuple({"entity": Cell.of(name)} for name in "AB")
    table.table(Table(COLUMNS, rows, "none"))
    assert told == []
    table.table(Table(COLUMNS, (*rows, *rows), "none"))
    assert told == [Language("ru").t("The first {shown} of {all} are shown.", shown=2, all=4)]


@pytest.mark.parametrize("pressed", [None, {"row": 1, "label": ""}])
def test_a_press_that_leads_nowhere_goes_nowhere(monkeypatch, pressed):
    monkeypatch.setattr(st, "session_state", {"key": pressed})
    monkeypatch.setattr(st, "switch_page", lambda *_, **__: pytest.fail("went somewhere"))
    table.follow("key", pl.Series(["explain?name=x", ""]))


def test_a_press_goes_to_the_page_with_what_the_address_says(monkeypatch):
    went = []
    monkeypatch.setattr(st, "session_state", {"key": {"row": 1, "label": "Explain"}})
    monkeypatch.setattr(st, "switch_page", lambda page, query_params: went.append((page.stem, query_params)))
    table.follow("key", pl.Series(["explain?name=x", "explain?name=y&entity=%D0%9E%D0%AD%D0%97&figure=a~b"]))
    assert went == [("explain", {"name": "y", "entity": "ОЭЗ", "figure": "a~b"})]


def test_two_tables_of_the_same_rows_stand_on_one_page(bundled_store):
    page = opened("explain.py", lang="en", name="standing", entity="FR-POLE-EUROBIOMED")
    assert page.error == []
    assert len(page.dataframe) > 1
