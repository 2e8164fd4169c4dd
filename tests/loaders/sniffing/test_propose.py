"""The mapping that is proposed: it is accepted as it stands, or says what is open by the name of the key."""

import tomllib

import polars as pl
import pytest

from data.errors import UserError
from loaders import mapping
from loaders.known import Known
from loaders.raw import ReadOptions
from loaders.run import read
from loaders.sniff import look, sniff
from loaders.sniffing import propose
from loaders.sniffing.heading_words import meanings
from loaders.sniffing.period_in_text import find
from loaders.sniffing.toml_text import Line, block, value
from loaders.text.units import after_name
from tests.conftest import ROOT, shared_file
from tests.loaders.conftest import KNOWN, workbook
from tests.loaders.test_sniff import QUARTER, file_of, seen


def proposed(text, name="report.csv", known=None, **grid):
    return tomllib.loads(propose.mapping(sniff(seen(text, name, **grid)), known))


def loaded(text, tmp_path, name="report.csv"):
    path = tmp_path / "mapping.toml"
    path.write_text(propose.mapping(sniff(seen(text, name))), encoding="utf-8")
    return mapping.load(path)[0]


def test_a_quarterly_report_is_accepted_as_it_is(tmp_path):
    found = loaded(QUARTER, tmp_path)
    assert found.entity.find.tax_number == "ИНН"
    assert found.fields.period.title == r"(?i)[IV]{1,3}\s+квартал\s+20\d\d"
    assert found.fields.period.as_ == "words"
    told = [
        (each.column, each.indicator.value, each.scenario.value, each.unit.value, int(each.scale))
        for each in found.values
    ]
    assert told == [
        ("Инвестиции / план", "investment", "target", "RUB", 1_000_000),
        ("Инвестиции / факт", "investment", "actual", "RUB", 1_000_000),
        ("Создано рабочих мест / план", "jobs_created", "target", "JOB", 1),
        ("Создано рабочих мест / факт", "jobs_created", "actual", "JOB", 1),
    ]
    assert found.values[0].qualified
    assert found.read.end.pattern == "(?i)^генеральный директор"
    assert [(each.column, each.pattern, each.equals) for each in found.skip] == [
        ("Резидент", None, ["2"]),
        ("Резидент", "(?i)^итого", []),
        ("№", None, ["Первая площадка"]),
    ]


def test_plan_and_fact_beside_each_other_with_indicators_in_a_column():
    found = proposed("""
ОЭЗ | Показатель | Период | Ед. изм. | План | Факт
Дубна | Объём инвестиций | III кв. 2019 | млн руб. | 1 200,5 | 1 100,0
Дубна | Рабочие места | III кв. 2019 | ед. | 100 | 98
""")
    codes = {"Объём инвестиций": "investment", "Рабочие места": "jobs"}
    assert [each["scenario"] for each in found["values"]] == ["target", "actual"]
    assert found["values"][0]["indicator"] == {"column": "Показатель", "codes": codes}
    assert found["values"][0]["unit"] == {"column": "Ед. изм.", "as": "words", "codes": {"ед.": "JOB"}}
    assert found["fields"]["period"] == {"column": "Период", "as": "words"}
    assert found["fields"]["basis"]["codes"] == {"Объём инвестиций": "period", "Рабочие места": "stock"}


def test_years_side_by_side_become_one_pattern():
    found = proposed("Выручка, тыс. руб.\nЗона | 2021 | 20224) | 2023\nДубна | 1,5 | 2 | 3\nЛипецк | 1 | 2 | 3\n4) нет")
    (each,) = found["values"]
    names = pl.Series(["2021", "20224)", "2030", "Зона", "2021 г."])
    assert names.filter(names.str.contains(each["columns"])).to_list() == ["2021", "20224)", "2030"]
    assert each["period"] == {"heading": "year", "as": "year"}
    assert (each["indicator"], each["unit"], each["scale"]) == ("revenue", "RUB", "1000")


def test_parts_of_a_year_side_by_side_keep_their_words():
    text = "Инвестиции, млн руб.\nЗона | январь-март 2019 | январь-июнь 2019\nДубна | 1,5 | 2\nЛипецк | 1 | 2"
    (each,) = proposed(text)["values"]
    assert each["period"] == {"heading": "period", "as": "words"}


def test_a_company_that_comes_back_makes_projects():
    found = proposed("""
Company | Award date | Investment, USD
Sun | 2019-03-01 | 10
Sun | 2020-03-01 | 20
Moon | 2019-03-01 | 30
""")
    assert found["entity"]["key"] == ["Company", "Award date"]
    assert found["entity"]["kind"] == "project"
    assert [each["role"] for each in found["memberships"]] == ["organisation"]


def test_what_is_not_said_is_open_and_named(tmp_path):
    with pytest.raises(UserError) as told:
        loaded("Zone | Investment\nDubna | 10\nLipetsk | 20", tmp_path)
    assert "fields.scenario: found 'TODO'" in str(told.value)
    assert "values[1].unit: found 'TODO'" in str(told.value)


@pytest.mark.parametrize("words", ["Bs milhões", "тугриков, т.", "kr"])
def test_a_unit_that_is_not_understood_leaves_the_scale_open_too(words):
    found = proposed(f"Зона | Инвестиции 2019 ({words})\nДубна | 10\nЛипецк | 20")["values"][0]
    assert (found["unit"], found["scale"]) == ("TODO", "TODO")


def test_a_unit_in_the_cells_leaves_no_scale_open():
    found = proposed("Зона | Инвестиции 2019\nДубна | 10 млн руб.\nЛипецк | 20 тыс. руб.")["values"][0]
    assert found["units"]
    assert "scale" not in found


def test_years_over_two_calendar_years_ask_for_the_month_they_start_in():
    found = proposed("SEZ | FY | Investment (Rs. crore)\nKandla | 2018-19 | 1,23,456.78\nNoida | 2018-19 | 2,345.60")
    assert found["read"] == {"fiscal_year_starts": "TODO"}
    assert found["fields"]["period"] == {"column": "FY", "as": "words"}
    wide = proposed("SEZ | Investment, Rs. crore, FY2018-19 | Investment, Rs. crore, FY2019-20\nKandla | 12 | 13")
    assert wide["read"]["fiscal_year_starts"] == "TODO"
    assert wide["values"][0]["period"] == {"heading": "period", "as": "words"}


def test_what_is_left_open_anywhere_is_told_before_any_row_is_read(tmp_path):
    with pytest.raises(UserError, match=r"still open: entity\.code"):
        loaded("Год | Инвестиции, млн руб.\n2018 | 10\n2019 | 20\n2020 | 30", tmp_path)


@pytest.mark.parametrize(
    ("heading", "means", "code"),
    [
        ("Nakłady inwestycyjne", "indicator", "investment"),
        ("Nová pracovní místa", "indicator", "jobs_created"),
        ("Beschäftigte / Ist", "scenario", "actual"),
        ("Θέσεις εργασίας", "indicator", "jobs"),
        ("固定资产投资额", "indicator", "investment"),
        ("Індустріальний парк", "entity", "zone"),
        ("Yatırım gerçekleşen", "scenario", "actual"),
        ("고용인원", "indicator", "jobs"),
    ],
)
def test_headings_of_many_languages(heading, means, code):
    assert meanings(heading)[means].code == code


def test_what_others_put_in_is_not_what_residents_did():
    found = proposed("""
Зона | Вложено резидентами, млн руб., 2019 | Вложено из бюджета, млн руб., 2019
Дубна | 100 | 20
Липецк | 200 | 30
""")
    told = [(each["column"], each["indicator"]) for each in found["values"]]
    assert told == [("Вложено резидентами, млн руб., 2019", "investment")]
    assert found["fields"]["scope"] == "residents"


def test_a_column_of_figures_that_are_told_in_words_is_not_left_out_in_silence():
    text = propose.mapping(sniff(seen("Зона | Инвестиции, 2019\nДубна | '1234\nЛипецк | уточняется", "r.csv")))
    assert "#   Инвестиции, 2019: '1234; уточняется" in text


def test_formulas_without_a_result_are_figures_that_will_be_refused():
    found = proposed("Зона | Инвестиции 2019, руб.\nДубна | #REF!\nЛипецк | #ДЕЛ/0!\nТомск | 100")
    assert [each["column"] for each in found["values"]] == ["Инвестиции 2019, руб."]


def test_a_share_of_an_indicator_in_a_cell_is_not_the_indicator():
    found = proposed("Зона | Показатель | 2019\nДубна | Экспорт | 5\nДубна | Доля экспорта | 10")
    assert found["values"][0]["indicator"]["codes"] == {"Экспорт": "exports"}


@pytest.mark.parametrize(
    "heading",
    [
        "Инвестиции в ценах 2010 г., млн руб.",
        "Инвестиции с 2006 года, млн руб.",
        "Investment since 2006, RUB mn",
        "Investment (2010 prices), RUB mn",
        "Индекс инвестиций, млн руб. (2010 = 100)",
    ],
)
def test_the_year_of_prices_or_of_the_beginning_is_not_when(heading):
    assert find(heading) is None


def test_years_from_one_to_another_are_when():
    assert find("Инвестиции с 2018 по 2020").period == "2018/2020"
    assert find("План на 2020 год").period == "2020"


def test_what_is_counted_since_a_year_is_cumulative():
    found = proposed("Отчёт на 01.01.2020\nЗона | Инвестиции с 2006 г., млн руб.\nДубна | 100\nЛипецк | 200")
    assert found["fields"]["basis"] == "cumulative"
    assert found["fields"]["period"]["title"] == r"(?i)на\s+\d{1,2}\.\d{1,2}\.20\d\d"


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("Зона | Квартал | Инвестиции 2019, млн руб.\nДубна | I | 1\nЛипецк | I | 2", ["2019-Q1", "2019-Q1"]),
        (
            "Зона | Год | Квартал | Инвестиции, млн руб.\nДубна | 2019 | 1 | 1\nДубна | 2019 | 3 | 2",
            ["2019-Q1", "2019-Q3"],
        ),
        ("Zone | Month | Investment 2018, EUR | Investment 2019, EUR\nA | 2 | 3 | 4", ["2018-02", "2019-02"]),
        (
            "Инвестиции за 2019 год, млн руб.\nЗона | Квартал | Факт\nДубна | II кв. | 1\nЛипецк | I кв. | 2",
            ["2019-Q1", "2019-Q2"],
        ),
    ],
)
def test_a_quarter_or_a_month_in_a_column_of_its_own_is_no_whole_year(heading, said, tmp_path):
    data = "\n".join(";".join(cell.strip() for cell in line.split("|")) for line in heading.splitlines()).encode()
    path = tmp_path / "mine.toml"
    path.write_text(propose.mapping(look(data, "r.csv")), encoding="utf-8")
    batch = read(data, "r.csv", KNOWN, mapping=path)
    assert batch.refused_count == 0
    assert sorted(batch.frames["observation"]["period"]) == said


def test_a_quarter_of_which_no_year_is_told_leaves_it_open():
    found = proposed("Зона | Квартал | Инвестиции, млн руб.\nДубна | 1 | 1\nЛипецк | 1 | 5")
    assert found["fields"]["period"]["year"] == "TODO"


def test_the_sheets_that_are_not_read_are_told():
    sheets = {year: [["ОЭЗ", "Инвестиции, млн руб."], ["Дубна", 1], ["Липецк", 2]] for year in ("2018", "2019")}
    assert 'sheet = "2018"    # not read: 2019' in propose.mapping(look(workbook(sheets), "r.xlsx"))


def test_headings_and_numbers_that_are_cut_at_their_commas_are_not_loaded_as_they_are():
    cut = "ОЭЗ,Год,Инвестиции, млн руб.\nДубна,2019,1,5\nЛипецк,2019,2,5\nТомск,2019,3,0\n"
    assert 'delimiter = "TODO"' in propose.mapping(look(cut.encode(), "r.csv"))
    whole = 'ОЭЗ,Год,"Инвестиции, млн руб.",чел.\nДубна,2019,"1,5",10\nЛипецк,2019,"2,5",20\n'
    assert "delimiter" not in propose.mapping(look(whole.encode(), "r.csv"))
    named = "Company,Tax number,Jobs,Jobs created,Year\nSun,7707083893,100,5,2019\nEast,7736050003,200,7,2019\n"
    assert "delimiter" not in propose.mapping(look(named.encode(), "r.csv"))


@pytest.mark.parametrize("heading", ["Год создания", "Year established", "Rok założenia", "Год подписания"])
def test_the_year_something_began_is_not_when_its_figures_are(heading):
    found = proposed(f"Зона | {heading} | Инвестиции, млн руб.\nДубна | 2005 | 1\nЛипецк | 2006 | 2\nТомск | 2007 | 3")
    assert found["fields"]["period"] == "TODO"


def test_figures_that_look_like_years_are_figures():
    found = proposed("Зона | Инвестиции 2019, млн руб.\nДубна | 2000\nЛипецк | 1999\nТомск | 2010")
    assert [each["column"] for each in found["values"]] == ["Инвестиции 2019, млн руб."]


def test_currency_signs_may_stand_before_the_figures():
    found = proposed("Zone | Year | Investment\nA | 2019 | €1,234.50\nB | 2019 | -€ 2,000.00")["values"][0]
    assert (found["column"], found["units"]) == ("Investment", True)


def test_soft_hyphens_hide_no_word_and_no_number():
    found = proposed("Зона | Инвести\u00adции 2019, млн руб.\nДубна | 1\u200b234,5\nЛипецк | 2,5")["values"][0]
    assert (found["indicator"], found["scale"]) == ("investment", "1000000")


def test_the_parts_of_a_row_are_not_counted_beside_it():
    found = proposed("ОЭЗ | Инвестиции 2019, млн руб.\nДубна | 100\nв т.ч. Север | 60\nиз них: Юг | 40\nЛипецк | 250")
    left_out = [text for rule in found["skip"] for text in rule["equals"]]
    assert left_out == ["в т.ч. Север", "из них: Юг"]


def test_names_that_are_indented_may_be_summed_by_the_row_above():
    text = "ОЭЗ;Инвестиции 2019, млн руб.\nДубна;300\n  Альфа;100\n  Бета;200\nЛипецк;50\n"
    assert "# some names are indented" in propose.mapping(look(text.encode(), "r.csv"))
    assert "indented" not in propose.mapping(look(text.replace("  ", "").encode(), "r.csv"))


def test_per_cent_of_a_plan_is_no_money():
    found = proposed("Зона | Год | Инвестиции, % к плану | Инвестиции, млн руб.\nДубна | 2019 | 95 | 100")
    assert [each["column"] for each in found["values"]] == ["Инвестиции, млн руб."]


def test_an_encoding_that_a_person_said_stands_in_the_mapping():
    text = "Bölge;Yıl;Yatırım (milyon TL)\nGebze;2019;1.234,5\nTuzla;2019;850,0\n".encode("cp1254")
    found = tomllib.loads(propose.mapping(look(text, "tr.csv", ReadOptions(encoding="cp1254"))))
    assert found["read"]["encoding"] == "cp1254"


def test_by_whom_is_not_whom():
    found = proposed("Год | Вложено резидентами\n2018 | более 100 млн\n2019 | уточняется\n2020 | нет")
    assert "find" not in found["entity"] or found["entity"].get("kind") != "organisation"


def test_a_number_that_can_be_read_two_ways_is_open(tmp_path):
    with pytest.raises(UserError, match=r"read.decimal: found 'TODO'"):
        loaded("Zone | Jobs, 2019\nDubna | 1,234\nLipetsk | 2,345", tmp_path)


def test_a_share_of_an_indicator_is_not_the_indicator():
    text = propose.mapping(
        sniff(seen("Зона | Инвестиции, млн руб. 2019 | Доля инвестиций, %\nДубна | 1,5 | 10\nЛипецк | 2 | 9"))
    )
    assert [each["column"] for each in tomllib.loads(text)["values"]] == ["Инвестиции, млн руб. 2019"]
    assert "#   Доля инвестиций, %" in text


def test_two_columns_of_one_indicator_are_told_apart_or_left_out():
    text = (
        "Зона | Инвестиции малых, млн руб. 2019 | Инвестиции крупных, млн руб. 2019\nДубна | 1,5 | 10\nЛипецк | 2 | 9"
    )
    assert proposed(text)["values"][0]["indicator"] == "TODO"
    text = text.replace("Инвестиции крупных", "Инвестиции всего")
    assert [each["column"] for each in proposed(text)["values"]] == ["Инвестиции всего, млн руб. 2019"]


def test_known_zones_are_not_made_again():
    text = "Зона | Выручка, млн руб. 2019\nДубна | 1,5\nЛипецк | 2"
    assert proposed(text)["entity"]["may_create"] is True
    known = Known(entities=frozenset({"DUBNA"}), names={"дубна": "DUBNA"})
    assert proposed(text, known=known)["entity"]["may_create"] is False


@pytest.mark.parametrize("name", ["", '"', "'\\", "a\u007fb", "\ud800", "x\ty", "=cmd", "#", "a.b"])
def test_any_heading_and_file_name_can_be_written(name):
    heading = f"Выручка, руб. 2019 {name.encode('utf-8', 'replace').decode()}"
    assert tomllib.loads(propose.mapping(sniff(file_of([["Зона", heading], ["Дубна", "1"], ["Липецк", "2"]], name))))


@pytest.mark.parametrize(
    ("given", "written"),
    [(True, "true"), (["a"], '["a"]'), ({"a b": 1}, '{ "a b" = 1 }'), (r"^\d", r"'^\d'"), ("a'\\", '"a\'\\\\"')],
)
def test_values_are_written_as_toml(given, written):
    assert value(given) == written
    assert tomllib.loads(f"a = {written}") == {"a": given}


def test_a_block_of_nothing_is_nothing():
    assert block("[read]", [Line("sheet", None)]) == ""


@pytest.mark.parametrize(
    ("heading", "means", "code"),
    [
        ("Объём инвестиций резидентов, план", "indicator", "investment"),
        ("Вложено иностранных инвестиций", "indicator", "foreign_investment"),
        ("Создано новых рабочих мест", "indicator", "jobs_created"),
        ("NewJobOpportunity", "indicator", "jobs_created"),
        ("contracted_jobs_created", "scenario", "commitment"),
        ("Фактически освоено", "scenario", "actual"),
        ("Инвестыции", "indicator", None),
        ("Lead Beneficiary", "entity", "organisation"),
        ("Особая экономическая зона", "entity", "zone"),
    ],
)
def test_headings_of_the_field_are_known(heading, means, code):
    found = meanings(heading).get(means)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("План на 2017 год, млн руб.", "2017 год"),
        ("за январь-сентябрь 2018 г.", "январь-сентябрь 2018 г."),
        ("Отчёт за III квартал 2019 года", "III квартал 2019 года"),
        ("на 01.10.2019", "на 01.10.2019"),
        ("20224)", "2022"),
        ("Исполнение 12017 штук", None),
        ("Q3 2019", "Q3 2019"),
    ],
)
def test_periods_are_found_in_titles(text, words):
    found = find(text)
    assert (found.words if found else None) == words


FILES = sorted(path for path in (ROOT / "tests" / "loaders" / "files").glob("*.*") if ".golden." not in path.name)
FIXTURES = [
    "austria_projects.csv",
    "austria_projects.xlsx",
    "bangladesh_enterprises.csv",
    "bangladesh_zones.csv",
    "chicago_tif.csv",
    "costa_rica_free_zone_gdp.csv",
    "czech_incentives.csv",
    "france_operations.xls",
    "iowa_contracts_head.csv",
    "iowa_not_proceeding_head.csv",
    "lithuania_applications.csv",
    "moscow_enterprises_form.db",
    "ny_ida_projects_head.csv",
    "rosstat_innovation.xls",
    "rosstat_shipments.xlsx",
    "russia_macro_annual.csv",
    "russia_macro_quarter.csv",
    "tennessee_grants.xlsx",
    "wales_projects.xlsx",
]


def _is_answered(path, tmp_path):
    try:
        text = propose.mapping(look(path, path.name))
    except UserError as error:  # a database of several tables: which one is a question
        assert "read.records" in str(error)
        return
    (tmp_path / "mapping.toml").write_text(text, encoding="utf-8")
    try:
        mapping.load(tmp_path / "mapping.toml")
    except UserError as error:
        assert not propose.is_ready(text), str(error)
        assert "TODO" in str(error)
        assert all("TODO" in line for line in str(error).splitlines()), str(error)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_proposal_for_a_form_is_accepted_or_names_what_is_open(path, tmp_path):
    _is_answered(path, tmp_path)


@pytest.mark.parametrize("name", FIXTURES)
def test_the_proposal_for_a_real_file_is_accepted_or_names_what_is_open(name, tmp_path):
    _is_answered(shared_file(f"fixtures/{name}"), tmp_path)


def test_quarters_in_roman_numerals_under_their_years_are_quarters():
    head = [["Объём инвестиций резидентов, млн руб."], ["Зона", 2018, "", 2019, ""], ["", "I", "II", "I", "II"]]
    text = propose.mapping(look(workbook({"A": [*head, ["Дубна", 1, 2, 3, 4], ["Липецк", 5, 6, 7, 8]]}), "q.xlsx"))
    assert r"columns = '^(?P<period>\d{4} / I|\d{4} / II)$'" in text
    assert 'period = { heading = "period", as = "words" }' in text


def test_what_was_reached_since_january_is_proposed_as_such_where_indicators_stand_in_a_column():
    table = "Зона;Показатель;янв-фев 2019\nДубна;Инвестиции, руб.;4,0\nДубна;Рабочие места, чел.;30\n"
    text = propose.mapping(look(table.encode(), "months.csv"))
    assert '"Инвестиции, руб." = "ytd", "Рабочие места, чел." = "stock"' in text
    assert 'period = "2019-02"' in text


@pytest.mark.parametrize(
    ("text", "period", "basis"),
    [
        ("Приложение № 1 к приказу от 12.03.2018 № 45", None, None),
        ("Приказ от 12 марта 2018 г. № 45", None, None),
        ("Formed on March 12, 2018", None, None),
        ("с 01.01.2019 по 30.09.2019", None, None),
        ("Report for the third quarter of 2019", "2019-Q3", None),
        ("Отчёт за третий квартал 2019 года", "2019-Q3", None),
        ("nine months of 2019", "2019-09", "ytd"),
        ("на 1 октября 2019 г.", "2019-09", "stock"),
        ("as of 30 September 2019", "2019-09", "stock"),
        ("Zpráva za III. čtvrtletí 2019", "2019-Q3", None),
        ("3e trimestre 2019", "2019-Q3", None),
        ("Exports FY 2019", None, None),
        ("Exports 2018/19", None, None),
        ("Выручка за последний квартал 2019 года", None, None),
        ("Объём инвестиций на 2017 год", "2017", None),
    ],
)
def test_a_part_of_a_year_is_no_whole_year_and_a_day_no_period(text, period, basis):
    found = find(text)
    assert ((found.period, found.basis) if found else (None, None)) == (period, basis)


TITLED = "Зона;Инвестиции, руб.;Рабочие места\nДубна;1;4\nЛипецк;2;5\n"


@pytest.mark.parametrize(
    ("above", "next_time", "period", "basis"),
    [
        ("Отчёт за 2019 год", "Отчёт за 2020 год", "2020", "period"),
        ("Отчёт за 2019 год, к 2018 году", "Отчёт за 2020 год, к 2019 году", "2020", "period"),
        ("Отчёт за III квартал 2019 года", "Отчёт за IV квартал 2019 года", "2019-Q4", "period"),
        ("Отчёт за третий квартал 2019 г.", "Отчёт за четвёртый квартал 2019 г.", "2019-Q4", "period"),
        ("Отчёт за 9 месяцев 2019 г.", "Отчёт за 3 месяца 2020 г.", "2020-03", "ytd"),
        ("за январь-сентябрь 2019 г.", "за январь – июнь 2020 г.", "2020-06", "ytd"),
        ("Приказ от 12.03.2018\nза март 2019 года", "Приказ от 12.03.2018\nза май 2020 года", "2020-05", "period"),
        ("Report for Q3 2019", "Report for Q1 2020", "2020-Q1", "period"),
    ],
)
def test_the_file_of_the_next_period_loads_under_its_own_title(tmp_path, above, next_time, period, basis):
    path = tmp_path / "mine.toml"
    proposal = propose.mapping(look(f"{above}\n\n{TITLED}".encode(), "report.csv"))
    path.write_text(proposal.replace('"TODO"', '"actual"'), encoding="utf-8")
    batch = read(f"{next_time}\n\n{TITLED}".encode(), "next.csv", KNOWN, mapping=path)
    told = batch.frames["observation"].select("indicator", "period", "basis").unique(maintain_order=True).rows()
    assert told == [("investment", period, basis), ("jobs", period, "stock")]


@pytest.mark.parametrize(
    ("above", "period"),
    [
        ("План на 2020 год и отчёт за 2019 год", "TODO"),
        ("Отчёт за 2019 год, targets for 2020", "TODO"),
        ("Отчёт за 9 месяцев о выполнении плана на 2019 год", "TODO"),
        ("План на 2020 год", {"title": r"(?i)20\d\d\s+год", "as": "words"}),
    ],
)
def test_the_period_of_a_plan_is_not_that_of_the_report(above, period):
    told = tomllib.loads(propose.mapping(look(f"{above}\n\n{TITLED}".encode(), "plan.csv")))
    assert told["fields"]["period"] == period


def test_what_is_counted_since_the_beginning_is_cumulative_on_any_day():
    above = "Накопленным итогом с начала реализации на 01.01.2020"
    told = tomllib.loads(propose.mapping(look(f"{above}\n\n{TITLED}".encode(), "since.csv")))
    assert [each["basis"] for each in told["values"]] == ["cumulative", "stock"]


def test_titles_that_name_several_periods_ask_which():
    text = propose.mapping(look(f"Сравнение: 2019 год и 2018 год\n\n{TITLED}".encode(), "two.csv"))
    assert 'period = "TODO"    # TODO: which one? The title names 2019 год; 2018 год' in text


def test_a_period_that_only_the_name_of_the_file_says_is_a_constant():
    text = propose.mapping(look(TITLED.encode(), "report 2019.csv"))
    assert 'period = "2019"    # guessed from a name' in text


def test_what_stood_on_a_day_asks_since_when_it_is_counted():
    text = propose.mapping(look(f"Сведения на 01.10.2019\n\n{TITLED}".encode(), "day.csv"))
    assert 'basis = "TODO"' in text
    assert 'basis = "stock"' in text


def test_units_beside_the_names_of_indicators_are_read_row_by_row(tmp_path):
    table = (
        "Отчёт за 2019 год\nЗона;Показатель;Факт\nДубна;Инвестиции, млн руб.;4,5\nДубна;Рабочие места;30\n"
        "Дубна;Выручка (тыс. руб.);7\nЛипецк;Инвестиции, млн руб.;5\nЛипецк;Налоги уплаченные;1\n"
    ).encode()
    text = propose.mapping(look(table, "rows.csv"))
    assert 'unit = { column = "Показатель", as = "words", codes = { "Рабочие места" = "JOB" } }' in text
    assert "TODO: no unit is named by Налоги уплаченные: their rows are refused" in text
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    batch = read(table, "rows.csv", KNOWN, mapping=tmp_path / "mine.toml")
    assert batch.frames["observation"].select("indicator", "value", "unit").rows() == [
        ("investment", 4.5e6, "RUB"),
        ("jobs", 30.0, "JOB"),
        ("revenue", 7000.0, "RUB"),
        ("investment", 5e6, "RUB"),
    ]
    assert batch.refused["source_row"].to_list() == ["row 7"]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Инвестиции, млн руб.", ("RUB", 1_000_000)),
        ("Exports (USD thousand)", ("USD", 1000)),
        ("тыс. долл. США, руб.", None),
        ("Инвестиции", None),
        ("Доход, в ценах 2018", None),
        ("Выручка, млн", None),
    ],
)
def test_a_unit_after_a_name_is_one_where_the_name_holds_no_other(text, unit):
    found = after_name(text)
    assert ((found.unit, int(found.scale)) if found else None) == unit
