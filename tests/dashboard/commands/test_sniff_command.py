"""`sez sniff`: the report a person reads, and a mapping that `sez load` takes as it is."""

import json
import sqlite3
import tomllib
from contextlib import closing

import pytest

from dashboard.commands import sniff_report, sniff_words
from dashboard.language import Language
from data.errors import fill
from loaders.sniff import look
from loaders.sniffing.sniff_rows import NOTE_MARKS
from tests.conftest import shared_file
from tests.dashboard.ways import run
from tests.loaders.conftest import workbook
from tests.loaders.test_forms import FILES as FORMS

LONG = """ОЭЗ;Показатель;Период;Ед. изм.;План;Факт
Дубна;Объём инвестиций;III кв. 2019;млн руб.;1 200,5;1 100,0
Дубна;Количество созданных рабочих мест;III кв. 2019;ед.;100;98
Липецк;Объём инвестиций;III кв. 2019;млн руб.;2 200,5;2 100,0
Липецк;Количество созданных рабочих мест;III кв. 2019;ед.;200;н/д
"""
SIDE_BY_SIDE = [
    ["Отчёт управляющей компании ОЭЗ за III квартал 2019 года"],
    ["млн руб."],
    [],
    ["№ п/п", "Резидент", "ИНН", "Объём инвестиций", "", "Создано рабочих мест, ед.", ""],
    ["", "", "", "план", "факт", "план", "факт"],
    [1, 2, 3, 4, 5, 6, 7],
    [1, "ООО «Заря»", "7707083893", 100.5, 90.25, 10, 9],
    [2, "АО Восток", "7736050003", 50, 55, 5, "н/д"],
    ["", "Итого", "", 150.5, 145.25, 15, 9],
    [],
    ["Генеральный директор ____________ Иванов И.И."],
]
WIDE = """Выручка резидентов зон, тыс. рублей
Зона\t2017\t2018\t2019
Дубна\t1 000,5\t2 000\t…
Липецк\t1 100,5\t2 100\t3 100
Всего\t2 101\t4 100\t3 100
Примечание: … нет данных
"""
REGISTER = """Наименование резидента;ИНН;№ соглашения;Дата соглашения;Обязательства по инвестициям, млн руб. 2020 г.;\
Обязательства по инвестициям, млн руб. 2021 г.;Регион
ООО Заря;7707083893;С-1/2019;15.03.2019;100,5;200,25;Тульская область
АО Восток;7736050003;С-2/2019;16.04.2019;10,5;20,25;Тульская область
"""
JOBS = "Company,Tax number,Jobs,Jobs created,Period\nSun Ltd,7707083893,100,5,2019-Q3\nEast,7736050003,200,7,2019-Q3\n"


@pytest.fixture
def files(tmp_path, store):
    (tmp_path / "report.xlsx").write_bytes(workbook({"Отчёт": SIDE_BY_SIDE}))
    (tmp_path / "long.csv").write_text(LONG, encoding="cp1251")
    (tmp_path / "wide.tsv").write_text(WIDE, encoding="utf-16")
    (tmp_path / "register.csv").write_text(REGISTER, encoding="utf-8-sig")
    (tmp_path / "jobs.csv").write_text(JOBS, encoding="utf-8")
    return tmp_path


def test_a_file_that_is_not_there_is_told(files):
    assert "there is no such file" in run("sniff", str(files / "none.csv"), fails=True)


def test_a_file_without_a_table_is_told(files):
    (files / "empty.csv").write_text("\n\n")
    assert "empty.csv" in run("sniff", str(files / "empty.csv"), fails=True)


@pytest.mark.parametrize("rows", ["0", "x", "1-2-3", "-1"])
def test_rows_that_are_none_are_told(files, rows):
    assert "--heading" in run("sniff", str(files / "jobs.csv"), f"--heading={rows}", fails=True)


def test_a_mapping_is_never_written_over(files):
    (files / "mine.toml").write_text("mine")
    told = run("sniff", str(files / "jobs.csv"), "--write", str(files / "mine.toml"), fails=True)
    assert "is there already" in told
    assert (files / "mine.toml").read_text() == "mine"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("report.xlsx", "5 rows read = 2 accepted + 0 refused + 3 skipped"),
        ("long.csv", "4 rows read = 4 accepted + 0 refused + 0 skipped"),
        ("wide.tsv", "4 rows read = 2 accepted + 0 refused + 2 skipped"),
        ("register.csv", "2 rows read = 2 accepted + 0 refused + 0 skipped"),
        ("jobs.csv", "2 rows read = 2 accepted + 0 refused + 0 skipped"),
    ],
)
def test_what_is_printed_is_a_mapping_that_loads_as_it_is(files, name, told):
    printed = run("sniff", str(files / name))
    (files / "mine.toml").write_text(printed, encoding="utf-8")
    assert told in run("load", str(files / name), "--mapping", str(files / "mine.toml"))


def test_the_report_says_what_a_person_would_ask(files):
    told = run("sniff", str(files / "report.xlsx"))
    for words in (
        "Heading: rows 4-5",
        "data: rows 7-9",
        "RUB x 1000000",
        "period 2019-Q3",
        "Итого",
        "Investment, target",
    ):
        assert words in told


def test_a_database_of_several_tables_asks_which_one(files):
    with closing(sqlite3.connect(files / "two.db")) as base:
        base.executescript(
            "create table a (Zone text, Jobs int); insert into a values ('x', 1); create table b (c int)"
        )
    assert "--records" in run("sniff", str(files / "two.db"), fails=True)
    assert 'records = "a"' in run("sniff", str(files / "two.db"), "--records", "a")


def test_machines_are_answered_in_json(files):
    answer = json.loads(run("sniff", str(files / "long.csv"), "--json"))
    assert (answer["format"], answer["encoding"], answer["delimiter"]) == ("text", "cp1251", ";")
    assert answer["columns"][4]["shapes"]["decimal"] == ","
    assert answer["is_ready"]
    assert tomllib.loads(answer["mapping"])["fields"]["scope"] == "all"


def test_looking_at_a_file_makes_no_database(files, tmp_path, monkeypatch):
    monkeypatch.setenv("SEZ_DATABASE", f"sqlite:///{tmp_path / 'none.db'}")
    run("sniff", str(files / "jobs.csv"))
    assert not (tmp_path / "none.db").exists()


def test_signs_that_steer_a_terminal_are_not_printed(files):
    (files / "bad.csv").write_text("name,Jobs 2019\na\x1b[31mb,1\nc\x1b]0;x\x07,2\n")
    assert "\x1b" not in run("sniff", str(files / "bad.csv"))


def test_rosstat_is_seen_with_its_footnotes():
    told = run("sniff", str(shared_file("fixtures/rosstat_innovation.xls")))
    assert "Heading: rows 6-7" in told
    assert "2022, note 4)" in told


def test_a_file_that_a_form_knows_needs_no_mapping(files):
    known = FORMS / "quarterly_report.xlsx"
    assert "Known as quarterly_report: sez load quarterly_report.xlsx" in run("sniff", known).splitlines()[0]
    assert json.loads(run("sniff", known, "--json"))["loader"] == "quarterly_report"
    assert "Known as" not in run("sniff", files / "long.csv")


def test_quarters_under_a_title_that_says_the_year_and_what_is_counted_are_figures(files):
    own = files / "own.toml"
    run("sniff", FORMS / "jobs_per_resident.csv", "--write", own)
    (value,) = tomllib.loads(own.read_text(encoding="utf-8"))["values"]
    assert value["indicator"] == "jobs" and value["period"] == {
        "heading": "period",
        "as": "words",
        "year": {"title": r"20\d\d\s+год"},
    }


def test_a_mapping_that_asks_for_nothing_there_is_told_why(files):
    own = files / "own.toml"
    form = FORMS / "jobs_per_resident.csv"
    own.write_text(
        'title = { en = "a", ru = "а" }\nmatch = ["Резидент"]\n[entity]\nfind = { name = "Резидент" }\n'
        'kind = "organisation"\nmay_create = true\n[[skip]]\ncolumn = "Резидент"\nempty = false\nreason = "not wanted"\n',
        encoding="utf-8",
    )
    assert "not wanted: 4" in run("load", form, "--mapping", own, fails=True)


def _marked(monkeypatch):
    """A language that shows what it was asked to say."""
    monkeypatch.setattr(Language, "t", lambda self, text, /, **details: "«" + fill(text, details) + "»")


def test_all_of_the_report_is_said_by_the_readers_language(files, monkeypatch):
    _marked(monkeypatch)
    lines = list(sniff_report.told(look(files / "report.xlsx", "report.xlsx"), Language("ru")))
    assert [line for line in lines if line.strip() and "«" not in line and ": " not in line] == []
    told = "\n".join(lines)
    assert "Объём инвестиций / план" in told and "Инвестиции" in told and "Investment" not in told
    assert "«a row that numbers the columns»" in told and "«the word итого»" in told


def test_every_reason_a_row_is_left_out_for_is_said(monkeypatch):
    _marked(monkeypatch)
    reasons = [*NOTE_MARKS.values(), "a row that numbers the columns", "under the table", "another table"]
    reasons += ["its figures are the sums of the other rows", "one text alone in its row", "the word итого"]
    assert [each for each in reasons if not sniff_words.why(each, Language("ru")).startswith("«")] == []


def test_errors_are_said_in_the_language_too(files):
    (files / "none.csv").write_text("\n\n")
    told = {lang: run("sniff", files / "none.csv", "--lang", lang, fails=True) for lang in ("ru", "en")}
    assert told["ru"] != told["en"]
    assert "none.csv" in told["ru"]
