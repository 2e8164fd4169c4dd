"""A file dropped on the Data page: seen, read, mended, and stored only when a person says so."""

import zipfile
from io import BytesIO

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import session
from data.snapshot import keep
from data.store import Store
from tests.conftest import batch, fitted, observations, sources, text_table
from tests.dashboard.ways import element, opened, press, said

pytestmark = pytest.mark.usefixtures("nursery")

PAPER = "code | publisher | published | kind\nPAPER | Paper | 2019-05 | press"
ZONES = """
    code  | kind | name_en     | name_ru
    ALPHA | zone | Alpha       | Особая зона «Альфа»
    BETA  | zone | Beta        | Особая зона «Бета»
    GAMMA | zone | Gamma       | Технопарк «Гамма»
    DELTA | zone | Delta       | Порт «Дельта»
"""
NATIVE = """entity,indicator,scope,basis,scenario,period,unit,source,value,note
ALPHA,members,members,stock,actual,2019,COUNT,PAPER,40,as printed
ALPHA,members_sme,members,stock,actual,2019,COUNT,PAPER,41,also printed
ALPHA,members,members,stock,actual,2020,COUNT,PAPER,many,a word
"""
REPORT = "Зона;Инвестиции, руб.\nОсобая зона «Альфа»;1 234,5\nЗона Бэта;7\nЗона Бэта;8\n"
MAPPING = """
title = { en = "Report", ru = "Отчёт" }
match = ["Зона"]
duplicates = "sum"
[read]
decimal = ","
[entity]
code = { column = "Зона" }
[fields]
scope = "residents"
basis = "period"
scenario = "actual"
period = "2019"
unit = "RUB"
source = "PAPER"
[[values]]
column = "Инвестиции, руб."
indicator = "investment"
"""


def zone_rows():
    return fitted("entity", text_table(ZONES).with_columns(source_row=pl.lit("row 2")))


@pytest.fixture
def zones(store: Store, writable: None) -> Store:
    keep(store, batch("d.csv", entity=zone_rows(), source=sources(PAPER)))
    return store


def dropped(name: str, content: bytes, **address: str) -> AppTest:
    page = opened("data.py", **({"lang": "en"} | address))
    page.file_uploader[0].set_value((name, content, "application/octet-stream")).run()
    assert [error.message for error in page.exception] == []
    return page


def labels(page: AppTest) -> list[str]:
    return [button.label for button in page.button]


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\x03" * 50, b"<html><body>no table</body></html>"])
def test_a_file_that_is_no_table_is_told_in_words_and_nothing_can_be_stored(zones, content):
    page = dropped("mine.csv", content)
    assert len(page.error) == 1
    assert "Store these rows" not in labels(page)
    assert "number" not in page.error[0].value  # a number stands for a fault of ours


def test_rows_that_fit_no_form_are_told_and_a_mapping_is_proposed(zones):
    page = dropped("report.csv", REPORT.encode("cp1251"))
    assert "No kind of file that is known fits these headings" in said(page)
    assert "questions are open" in said(page)
    assert "heading in row 1" in said(page)
    (box,) = [each for each in page.text_area if each.label == "Mapping"]
    assert "[entity]" in box.value
    assert "Store these rows" not in labels(page)


def test_accepted_refused_and_warned_rows_stand_beside_their_cells_before_anything_is_stored(zones):
    page = dropped("figures.csv", NATIVE.encode())
    text = said(page)
    assert "3 rows = 2 accepted + 1 refused + 0 skipped. Nothing is stored yet." in text
    assert "many is not a number" in text
    assert "Members: SMEs of Alpha in 2019 is 41, more than Members as a whole: 40" in text
    for cell in ("as printed", "also printed", "a word"):
        assert cell in text
    assert "File: note" in text
    assert "Refused rows as XLSX, to mend and load again" in [each.label for each in page.get("download_button")]
    assert len(zones.loads()) == 1
    press(page, "Store these rows")
    assert r"figures\.csv is load 2" in page.success[0].value
    assert session.known().table("observation")["value"].to_list() == [40.0, 41.0]
    assert "Store these rows" not in labels(page)


def tried(page: AppTest, mapping: str) -> AppTest:
    (box,) = [each for each in page.text_area if each.label == "Mapping"]
    box.set_value(mapping).run()
    assert [error.message for error in page.exception] == []
    return page


def test_a_mapping_with_a_fault_is_told_with_its_key(zones):
    page = tried(dropped("report.csv", REPORT.encode()), MAPPING.replace("scope =", "scoop ="))
    assert "no key fields.scoop" in said(page)
    assert "Store these rows" not in labels(page)
    page = tried(page, "no TOML")
    assert "is not TOML" in said(page)


def test_a_spelling_is_accepted_once_and_known_from_then_on(zones):
    page = tried(dropped("report.csv", REPORT.encode("cp1251")), MAPPING)
    assert "1 accepted + 2 refused" in said(page)
    assert "Зона Бэта" in said(page)
    asked = element(page, "selectbox", "“Зона Бэта” (2 rows) means")
    assert asked.value == ""
    assert asked.options[1] == "Beta (BETA)"
    press(page, "Keep what is chosen")
    assert "Say first whom a spelling means" in said(page)
    element(page, "selectbox", "“Зона Бэта” (2 rows) means").set_value("BETA")
    press(page, "Keep what is chosen")
    assert "1 spelling is kept: Зона Бэта means Beta" in page.success[0].value.replace("\\", "")
    assert "3 accepted + 0 refused" in said(page)
    assert "Keep what is chosen" not in labels(page)
    alias = session.known().table("alias")
    assert alias.select("spelling", "kind", "entity").rows() == [("Зона Бэта", "name", "BETA")]
    press(page, "Store these rows")
    current = session.known().table("observation").sort("entity")
    assert current.select("entity", "value").rows() == [("ALPHA", 1234.5), ("BETA", 15.0)]
    assert zones.loads()["loader"].to_list() == ["test", "by hand", "report"]


def test_a_native_file_names_codes_so_no_spelling_is_offered(zones):
    page = dropped("figures.csv", NATIVE.replace("ALPHA", "АЛЬФА").encode())
    assert "is not a known zone" in said(page)
    assert "Keep what is chosen" not in labels(page)


def test_an_accepted_spelling_may_come_back_to_what_it_meant(zones):
    from dashboard.loads.alias import accept
    from dashboard.loads.loading import known_codes
    from data.errors import UserError

    for code in ("ALPHA", "BETA", "ALPHA"):
        accept(zones, {"=1+1": code}, by="test")
    assert known_codes(zones).names["=1+1"] == "ALPHA"
    with pytest.raises(UserError, match="NOBODY is not a known"):
        accept(zones, {"x": "NOBODY", "y": "BETA"}, by="test")


def test_what_ships_is_told_beside_what_stands_in_russian_too(zones):
    keep(
        zones, batch("o.csv", observation=observations("entity | source | period | value\nALPHA | PAPER | 2018 | 5e9"))
    )
    content = (
        "entity,indicator,scope,basis,scenario,period,unit,source,value\n"
        "ALPHA,investment,residents,cumulative,actual,2019,RUB,PAPER,6000000\n"
    )
    page = dropped("figures.csv", content.encode(), lang="ru")
    assert "6000000" in said(page)
    assert page.error == []


def packed(**files: str) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"{name}.csv", text.encode())
    return target.getvalue()


def test_which_file_of_an_archive_is_meant_is_asked(zones):
    page = dropped("both.zip", packed(report=REPORT, other="a;b\n1;2\n"))
    assert "There are several files in this archive" in said(page)
    element(page, "selectbox", "Which file of the archive").set_value("report.csv").run()
    assert "zip report.csv" in said(page)
    (box,) = [each for each in page.text_area if each.label == "Mapping"]
    assert 'records = "report.csv"' in box.value
    page = tried(page, MAPPING.replace("[read]", '[read]\nrecords = "report.csv"'))
    assert "1 accepted + 2 refused" in said(page)


def test_who_leaves_the_page_finds_the_file_again_and_may_put_it_away(zones):
    page = dropped("figures.csv", NATIVE.encode())
    page.switch_page("views/methods.py").run()
    page.switch_page("views/data.py").run()
    assert "figures.csv is still at hand" in said(page)
    assert "2 accepted + 1 refused" in said(page)
    press(page, "Put it away")
    assert "still at hand" not in said(page)
    assert "accepted" not in said(page)


def test_entities_and_sources_are_told_under_headings_and_by_titles(zones):
    page = dropped("entities.csv", b"code,kind,name_en,name_ru\nEPSILON,zone,Epsilon,\n")
    assert "Name in English" in said(page)
    assert "name_en" not in page.dataframe[0].value.columns
    assert page.dataframe[0].value["Kind"].to_list() == ["Zone"]
