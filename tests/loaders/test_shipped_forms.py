"""What goes wrong in an office: forms filled in by hand, each refused or asked about where a figure could be wrong."""

import re
from dataclasses import replace

import polars as pl
import pytest

from data import codelist
from data.errors import UserError
from loaders import mapping
from loaders.run import read
from tests.loaders.conftest import workbook
from tests.loaders.mapped_text import balance, refusals, rows_of
from tests.loaders.test_forms import FILES, known

REPORT = """Отчёт управляющей компании;;;;;;;;;
за III квартал 2019 года, млн руб.;;;;;;;;;
№ п/п;ОЭЗ;Объём инвестиций;;Выручка;;Уплачено налогов;;Создано рабочих мест, ед.;
;;План;Факт;План;Факт;План;Факт;План;Факт
1;ОЭЗ «Северная»;1 200,5;1 350,2;800;790,4;96;101,7;150;162
2;ОЭЗ «Заречная»;640;598,7;410;н/д;44,5;41;80;64
;Итого;1 840,5;1 948,9;1 210;790,4;140,5;142,7;230;226
"""
REGISTER = """Реестр резидентов;;;;;;;;;;
Резидент;ИНН;ОЭЗ;Вид деятельности;Соглашение;;;Обязательства по инвестициям, млн руб.;;;Рабочие места на конец года
;;;;Номер;Дата;Статус;2019;2020;Всего;2019
ООО «Лаб-Оптика»;9901000010;ОЭЗ «Северная»;приборы;С-01;16.04.2018;действует;120,5;80;200,5;40
АО «Микроника»;9901000027;ОЭЗ «Северная»;чипы;С-02;01.11.2018;действует;1 450,0;900;2 350;110
"""
JOBS = """за 2019 год;;;;;
Резидент;ИНН;I квартал;II квартал;III квартал;IV квартал
ООО «Лаб-Оптика»;9901000010;31;36;41;
АО «Микроника»;9901000027;104;136;107;
"""


def changed(text, *pairs):
    """A form with some of its texts changed."""
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


def load(text, name="form.csv"):
    return read(text.encode(), name, known())


def with_many():
    """More known entities than are told one by one."""
    return replace(known(), entities=known().entities | {f"RU-ORG-{number}" for number in range(20)})


def warnings(batch):
    return [str(warning) for warning in batch.warnings]


def test_the_report_as_text_is_the_same_report():
    batch = load(REPORT)
    assert (batch.loader, balance(batch)) == ("quarterly_report", (3, 2, 0, 1))
    assert warnings(batch) == []


def test_an_unknown_zone_is_refused_with_the_three_nearest():
    batch = read(changed(REPORT, ("ОЭЗ «Заречная»", "ОЭЗ «Зареченская»")).encode(), "report.csv", with_many())
    assert refusals(batch) == ["row 6, ОЭЗ: ОЭЗ «Зареченская» is not a known zone, cluster or organisation"]
    nearest = batch.refused["accepted"][0]
    assert nearest.startswith("INV-RIVER (оэз заречная)") and len(re.findall(r"\(", nearest)) == 3
    assert balance(batch) == (3, 1, 1, 1)


def test_an_unknown_resident_is_refused_with_the_three_nearest():
    batch = read(changed(JOBS, ("АО «Микроника»;9901000027", "АО «Микрон»;")).encode(), "jobs.csv", with_many())
    assert refusals(batch) == ["row 4, Резидент: АО «Микрон» is not a known zone, cluster or organisation"]
    nearest = batch.refused["accepted"][0]
    assert nearest.startswith("RU-ORG-9901000027 (ао микроника)") and len(re.findall(r"\(", nearest)) == 3


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("9901000028", "a digit is mistyped"),
        ("990100002", "is not a tax number"),
        ("АО", "is not a tax number"),
    ],
)
def test_a_tax_number_that_cannot_be_is_refused(number, problem):
    for form in (REGISTER, JOBS):
        batch = load(changed(form, ("9901000027", number)))
        assert len(refusals(batch)) == 1 and problem in refusals(batch)[0] and ", ИНН: " in refusals(batch)[0]
        assert {row[0] for row in rows_of(batch, "entity")} == {"RU-ORG-9901000010"}


def test_a_number_format_that_may_be_two_is_asked_about():
    odd = changed(
        REGISTER,
        ("120,5;80;200,5;40", "1,205;2,800;4,005;40"),
        ("1 450,0;900;2 350;110", "1,450;2,900;4,350;110"),
    )
    with pytest.raises(UserError, match=r"form\.csv.*Обязательства по инвестициям(?s:.*)decimal"):
        load(odd)


def test_a_total_that_does_not_add_up_is_told():
    batch = load(changed(REPORT, ("1 948,9", "1 984,9")))
    assert balance(batch) == (3, 2, 0, 1)
    assert len(warnings(batch)) == 1 and "1984.9" in warnings(batch)[0] and "1948.9" in warnings(batch)[0]
    batch = load(changed(REGISTER, ("2 350", "2 530")))
    assert len(warnings(batch)) == 1 and "row 5" in warnings(batch)[0] and "Всего" in warnings(batch)[0]


def test_a_zone_told_twice_is_refused():
    batch = load(changed(REPORT, ("2;ОЭЗ «Заречная»", "2;ОЭЗ «Северная»")))
    assert {line.split(",")[0] for line in refusals(batch)} == {"row 5", "row 6"}
    assert balance(batch) == (3, 0, 2, 1)


def test_the_report_of_another_unit_is_another_amount_and_without_one_it_is_asked_about():
    of = pl.col("indicator") == "investment"
    thousands = load(changed(REPORT, ("млн руб.", "тыс. руб."))).frames["observation"].filter(of)
    assert thousands["value"].to_list() == [1_200_500.0, 640_000.0, 1_350_200.0, 598_700.0]
    with pytest.raises(
        UserError, match=r"no text above the heading fits(?s:.*)Say values\[1\]\.unit in quarterly_report"
    ):
        load(changed(REPORT, (", млн руб.", "")))


@pytest.mark.parametrize(
    ("title", "period", "basis"),
    [
        ("за III квартал 2019 года", "2019-Q3", "period"),
        ("за 3 квартал 2019 г.", "2019-Q3", "period"),
        ("за 3-й квартал 2019 г.", "2019-Q3", "period"),
        ("за 9 месяцев 2019 года", "2019-09", "ytd"),
        ("за 1 полугодие 2019 г.", "2019-01/2019-06", "period"),
        ("за I полугодие 2019 г.", "2019-01/2019-06", "period"),
        ("за январь – сентябрь 2019 г.", "2019-09", "ytd"),
        ("за III квартал 2019 г. (нарастающим итогом с начала года)", "2019-Q3", "ytd"),
        ("Нарастающим итогом за 9 мес. 2019 года", "2019-09", "ytd"),
    ],
)
def test_the_title_says_which_part_of_the_year(title, period, basis):
    batch = load(changed(REPORT, ("за III квартал 2019 года", title)))
    assert set(rows_of(batch, "period", "basis")) == {(period, basis)}


def test_a_report_for_a_year_or_for_none_is_asked_about():
    for title in ("за 2019 год", "за отчётный период"):
        with pytest.raises(UserError, match=r"no text above the heading fits(?s:.*)fields\.period"):
            load(changed(REPORT, ("за III квартал 2019 года", title)))


def test_an_agreement_that_is_no_longer_in_force_brings_nothing():
    batch = load(changed(REGISTER, ("01.11.2018;действует", "01.11.2018;Расторгнуто")))
    assert balance(batch) == (2, 1, 0, 1)
    assert rows_of(batch, "party_a", table="agreement") == [("RU-ORG-9901000010",)]


def test_a_date_that_may_be_two_is_asked_about():
    with pytest.raises(UserError, match=r"Соглашение / Дата(?s:.*)dates"):
        load(changed(REGISTER, ("16.04.2018", "06/04/2018"), ("01.11.2018", "01/11/2018")))


PIPELINE = [
    *("№ проекта", "Проект", "Инициатор", "ОЭЗ", "Объём инвестиций", "Заявка", "Наблюдательный совет", "Соглашение"),
    *("Строительство", "Ввод в эксплуатацию (план)", "Ввод в эксплуатацию (факт)"),
]


@pytest.mark.parametrize(
    ("amount", "planned", "problem"),
    [
        ("1 200", "31.12.2020", "Объём инвестиций: the cell is empty"),
        ("много", "31.12.2020", "Объём инвестиций: много is not a number"),
        ("5 млн руб.", "", "Ввод в эксплуатацию (план): the cell is empty"),
        ("5 млн руб.", "скоро", "Ввод в эксплуатацию (план): скоро is not a date"),
    ],
)
def test_a_project_without_unit_or_day_is_refused(amount, planned, problem):
    row = ["П-1", "Завод", "АО «Микроника»", "ОЭЗ «Северная»", amount, "15.01.2017", "", "", "", planned, ""]
    batch = read(workbook({"Проекты": [PIPELINE, row]}), "pipeline.xlsx", known())
    assert f"Проекты!2, {problem}" in refusals(batch)
    assert balance(batch) == (1, 0, 1, 0)


def test_a_target_in_an_unknown_unit_or_of_an_unknown_indicator_is_refused():
    table = (
        "ОЭЗ или кластер;Показатель;Ед. изм.;2019\n"
        "ОЭЗ «Северная»;Выручка;мешков;5\n"
        "ОЭЗ «Северная»;Настроение;млн руб.;5\n"
        "ОЭЗ «Северная»;Экспорт;млн долл. США;5\n"
    )
    batch = load(table)
    assert [line.split(":")[0] for line in refusals(batch)] == ["row 2, Ед. изм.", "row 3, Показатель"]
    assert rows_of(batch, "indicator", "value", "unit") == [("exports", 5_000_000.0, "USD")]


def test_a_member_of_an_unknown_cluster_or_from_nowhere_is_refused():
    table = (
        "Cluster,Member,Type of member,Country,Joined,Left\n"
        "Cluster “Optics”,Alfa,SME,CZE,2016-03-01,\n"
        "Cluster “Lasers”,Beta,SME,CZE,2016-03-01,\n"
        "Cluster “Optics”,Gamma,SME,Atlantis,2016-03-01,\n"
    )
    batch = load(table)
    found = {line.split(":")[0] for line in refusals(batch)}
    assert {"row 3, Cluster", "row 4, Country"} <= found
    assert rows_of(batch, "member", table="membership") == [("ORG-ALFA",)]


SDMX = (FILES / "sdmx_csv.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("INV-NORTH,investment,2018", "XX,investment,2018", "REF_AREA"),
        ("investment,2018", "happiness,2018", "INDICATOR"),
        (",2018,", ",2018-W05,", "TIME_PERIOD"),
        ("412.5,EUR,6", "412.5,EUR,million", "UNIT_MULT"),
        ("412.5,EUR,6", "412.5,HL,6", "UNIT_MEASURE"),
        ("412.5,EUR,6,A", "412.5,EUR,6,Z", "OBS_STATUS"),
        ("412.5,EUR", "much,EUR", "OBS_VALUE"),
    ],
)
def test_a_code_of_sdmx_that_is_unknown_refuses_its_row(old, new, where):
    batch = load(changed(SDMX, (old, new)))
    assert {line.split(":")[0] for line in refusals(batch)} == {f"row 2, {where}"}
    assert balance(batch) == (6, 5, 1, 0)


def test_sdmx_takes_every_level_as_a_level():
    levels = set(codelist.codes("indicator").filter(pl.col("kind") == "stock")["id"])
    for name in ("sdmx_csv", "sdmx_csv_2"):
        codes = mapping.load(mapping.shipped()[name])[0].fields.basis.codes
        assert (set(codes), set(codes.values())) == (levels, {"stock"})


def test_the_files_that_no_editor_writes_are_as_they_were_made(tmp_path, monkeypatch):
    from tests.loaders.files import make_forms

    monkeypatch.setattr(make_forms, "FILES", tmp_path)
    make_forms.main()
    made = sorted(path.name for path in tmp_path.iterdir())
    assert len(made) == 5
    assert [name for name in made if (tmp_path / name).read_bytes() != (FILES / name).read_bytes()] == []
