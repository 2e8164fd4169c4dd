"""Is a period read as reports name it, with its basis, and never as another period?"""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import period
from loaders.text import period_words
from loaders.text.period_words import FISCAL, FISCAL_NAMED
from tests.conftest import examples, text_table


def read(*texts, year=None, **options):
    years = None if year is None else pl.Series(year, dtype=pl.String)
    return period_words.read(pl.Series(texts, dtype=pl.String), years, **options)


def told(text, **options):
    return read(text, **options).row(0)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "20195",
        "2019 2020",
        "2019-",
        "-2019",
        "2019-13",
        "2020-Q5",
        "5 кв. 2019",
        "0 кв. 2019",
        "H3 2019",
        "13 мес. 2019",
        "III квартал",
        "сентябрь",
        "сентябрь-январь 2019",
        "2021-2019",
        "на 15.09.2019",
        "на 31.02.2019",
        "30.09.2019",
        "31 декабря 2019",
        "99.2019",
        "0999",
        "9 000 мес. 2019",
        "план 2019",
        "2019-W05",
        "2019 W5",
        "w 5 2019",
        "2019-W05-1",
        "2019 (оценка)",
        None,
    ],
)
def test_what_names_no_period_is_none(text):
    assert told(text) == (None, None, None)


@pytest.mark.parametrize(
    "text", ["2018/19", "2018/2019", "2018-2019", "2018–19", "FY 2018/19", "FY2019", "2011-12", "1999-2000"]
)
def test_a_year_over_two_calendar_years_is_refused_until_its_start_is_told(text):
    assert told(text) == (None, None, FISCAL)


def test_the_month_in_which_a_fiscal_year_starts_makes_it_a_period():
    assert told("2018/19", fiscal_year_starts=4)[0] == "2018-04/2019-03"
    assert told("2018-2019", fiscal_year_starts=7)[0] == "2018-07/2019-06"
    assert told("2011-12", fiscal_year_starts=4)[0] == "2011-04/2012-03"
    assert told("1999/00", fiscal_year_starts=10)[0] == "1999-10/2000-09"
    assert told("FY2019", fiscal_year_starts=4) == (None, None, FISCAL_NAMED)
    assert told("FY2019", fiscal_year_starts=1)[0] == "2019"
    assert told("2019", fiscal_year_starts=4)[0] == "2019"


def test_other_cells_of_the_column_show_that_it_holds_months():
    assert read("2011-12", "2012-09")["period"].to_list() == ["2011-12", "2012-09"]
    assert read("2011-12", "2012-13")["problem"].to_list() == [FISCAL, FISCAL]


def test_a_period_is_read_as_reports_name_it():
    expected = text_table("""
        text                             | period          | basis
        2017                             | 2017            |
        2017 г.                          | 2017            |
        2017 год                         | 2017            |
        за 2017 год                      | 2017            |
        на 2017 год                      | 2017            |
        rok 2017                         | 2017            |
        III кв. 2019                     | 2019-Q3         |
        ІІІ квартал 2019                 | 2019-Q3         |
        3 квартал 2019 года              | 2019-Q3         |
        третий квартал 2019 г.           | 2019-Q3         |
        3-й квартал 2019 г.              | 2019-Q3         |
        Q3 2019                          | 2019-Q3         |
        2019-Q3                          | 2019-Q3         |
        2019Q3                           | 2019-Q3         |
        1Q2019                           | 2019-Q1         |
        3Q19                             | 2019-Q3         |
        3rd quarter of 2019              | 2019-Q3         |
        3. Quartal 2019                  | 2019-Q3         |
        3. čtvrtletí 2019                | 2019-Q3         |
        III kwartał 2019                 | 2019-Q3         |
        2019 m. III ketv.                | 2019-Q3         |
        H1 2019                          | 2019-01/2019-06 |
        2019-S2                          | 2019-07/2019-12 |
        1 полугодие 2019                 | 2019-01/2019-06 |
        II полугодие 2019 г.             | 2019-07/2019-12 |
        первое полугодие 2019 года       | 2019-01/2019-06 |
        1 п/г 2019                       | 2019-01/2019-06 |
        1st half of 2019                 | 2019-01/2019-06 |
        9 мес. 2019                      | 2019-09         | ytd
        за 9 месяцев 2019 года           | 2019-09         | ytd
        2019 год, 9 мес.                 | 2019-09         | ytd
        9M 2019                          | 2019-09         | ytd
        январь-сентябрь 2019             | 2019-09         | ytd
        январь – сентябрь 2019 г.        | 2019-09         | ytd
        янв.-сент. 2019                  | 2019-09         | ytd
        с января по сентябрь 2019        | 2019-09         | ytd
        Jan-Sep 2019                     | 2019-09         | ytd
        I-III кв. 2019                   | 2019-09         | ytd
        12 мес. 2019                     | 2019-12         | ytd
        Q3 2019 YTD                      | 2019-Q3         | ytd
        H1 2019 YTD                      | 2019-06         | ytd
        апрель-июнь 2019                 | 2019-Q2         |
        II-III кв. 2019                  | 2019-04/2019-09 |
        январь 2019                      | 2019-01         |
        сент. 2019                       | 2019-09         |
        září 2019                        | 2019-09         |
        2019M09                          | 2019-09         |
        09.2019                          | 2019-09         |
        9/2019                           | 2019-09         |
        2019-09                          | 2019-09         |
        2019-2021                        | 2019/2021       |
        2016-09/2019-03                  | 2016-09/2019-03 |
        декабрь 2018 - март 2019         | 2018-12/2019-03 |
        на 01.10.2019                    | 2019-09         | stock
        на 30.09.2019                    | 2019-09         | stock
        на 1 января 2020 г.              | 2019-12         | stock
        по состоянию на 01.01.2020       | 2019-12         | stock
        as of 31.12.2019                 | 2019-12         | stock
        на конец 2019 года               | 2019            | stock
        на начало 2020 г.                | 2019-12         | stock
        на конец III кв. 2019            | 2019-Q3         | stock
    """)
    for text, wanted, basis in expected.iter_rows():
        assert told(text) == (wanted, basis, None), text


def test_another_column_tells_the_year():
    found = read("I квартал", "январь-сентябрь", "2018", None, "II кв.", year=["2019", "2019", "2019", "2019", "x"])
    assert found["period"].to_list() == ["2019-Q1", "2019-09", "2018", None, None]
    found = read("I квартал", "II квартал", "III квартал", year=["2019 г.", "2019 год", "III кв. 2019"])
    assert found["period"].to_list() == ["2019-Q1", "2019-Q2", None]


MONTHS = [
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
]


def spelled(found):
    """The ways to write a period in words."""
    year, first = divmod(found.start_month, 12)
    last_year, last = divmod(found.end_month, 12)
    if found.frequency == 12 and first == 0:
        return [f"{year}", f"{year} год", f"за {year} г."]
    if found.frequency == 1:
        return [f"{MONTHS[first]} {year}", f"{first + 1:02d}.{year}", f"{year}M{first + 1:02d}"]
    if found.frequency == 3 and first % 3 == 0:
        return [f"{first // 3 + 1} кв. {year}", f"Q{first // 3 + 1} {year}", f"{year}-Q{first // 3 + 1}"]
    return [f"{MONTHS[first]} {year} - {MONTHS[last]} {last_year}", found.text]


STARTS = st.integers(12 * 1990, 12 * 2040)
PERIODS = st.one_of(
    st.builds(period.Period, STARTS, st.just(0)).map(lambda each: period.Period(each.start_month, each.start_month)),
    STARTS.map(lambda start: period.Period(start // 3 * 3, start // 3 * 3 + 2)),
    STARTS.map(lambda start: period.Period(start // 12 * 12, start // 12 * 12 + 11)),
    st.builds(lambda start, length: period.Period(start, start + length), STARTS, st.integers(1, 60)),
)


@settings(max_examples=examples(300), deadline=None)
@given(PERIODS)
def test_every_period_written_in_words_comes_back_or_is_asked_about(found):
    for text in spelled(found):
        said, _, problem = told(text)
        assert said == found.text or problem == FISCAL, text


LETTERS = "0123456789 -–/.,QHMmкв.мес.гIіяфнаFYT"


@settings(max_examples=examples(300), deadline=None)
@given(st.text(max_size=20) | st.text(st.sampled_from(LETTERS), max_size=16), st.sampled_from([None, 1, 4]))
def test_any_text_is_a_period_or_none(text, starts):
    said, basis, _ = told(text, fiscal_year_starts=starts)
    assert said is None or period.parse(said).text == said
    assert basis in (None, "ytd", "stock")
    assert told(text, year=["2019"])[1] in (None, "ytd", "stock")


@pytest.mark.parametrize(
    ("text", "period", "basis"),
    [
        ("2018 / I", "2018-Q1", None),
        ("2018 г. / IV", "2018-Q4", None),
        ("2018 / III квартал", "2018-Q3", None),
        ("2018 / январь", "2018-01", None),
        ("2018 / январь-июнь", "2018-06", "ytd"),
        ("2018 / 9 мес.", "2018-09", "ytd"),
        ("2018 / I полугодие", "2018-01/2018-06", None),
        ("2018 / V", None, None),
    ],
)
def test_a_part_of_a_year_under_its_year(text, period, basis):
    assert period_words.read(pl.Series([text])).row(0)[:2] == (period, basis)


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("янв.20", "2020-01"),
        ("май-19", "2019-05"),
        ("Jan-20", "2020-01"),
        ("Jan'20", "2020-01"),
        ("Q1'20", "2020-Q1"),
        ("2H19", "2019-07/2019-12"),
        ("1кв20", "2020-Q1"),
        ("IVкв2019", "2019-Q4"),
        ("2020M01", "2020-01"),
        ("9М2020", "2020-09"),
        ("за 2019 год", "2019"),
        ("平成30年", "2018"),
        ("令和元年", "2019"),
        ("2020年第一季度", "2020-Q1"),
        ("2020年上半年", "2020-01/2020-06"),
        ("2020年1-6月", "2020-06"),
        ("2020년 1분기", "2020-Q1"),
        ("พ.ศ. 2563", "2020"),
        ("Quý I/2020", "2020-Q1"),
        ("2020 жылғы 1-тоқсан", "2020-Q1"),
        ("2020-yil 1-chorak", "2020-Q1"),
        ("2020. gada 1. ceturksnis", "2020-Q1"),
        ("الربع الأول ٢٠٢٠", "2020-Q1"),
    ],
)
def test_periods_as_offices_of_many_countries_write_them(said, period):
    assert period_words.read(pl.Series([said]))["period"].to_list() == [period]


@pytest.mark.parametrize(
    "said", ["20-янв", "Jan 20", "янв.45", "2563", "1399", "۱۳۹۹", "2020E", "H30", "Q1FY20", "H1 FY2019-20", "2020.1"]
)
def test_what_may_be_a_day_another_calendar_or_an_estimate_is_no_period(said):
    assert period_words.read(pl.Series([said]))["period"].to_list() == [None]


@pytest.mark.parametrize(
    ("said", "starts", "period"),
    [
        ("H1 FY2019-20", 4, "2019-04/2019-09"),
        ("Q1 FY 2019-20", 4, "2019-Q2"),
        ("FY2019/20 Q4", 7, "2020-Q2"),
        ("令和元年度", 4, "2019-04/2020-03"),
        ("2019年度", 1, "2019"),
    ],
)
def test_parts_of_years_that_start_in_another_month(said, starts, period):
    assert period_words.read(pl.Series([said]), fiscal_year_starts=starts)["period"].to_list() == [period]
    assert period_words.read(pl.Series([said]))["problem"].to_list() == [FISCAL]


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("12 months to June 2019", "2018-07/2019-06"),
        ("9 months ended 30 September 2019", "2019-01/2019-09"),
        ("year ended 31 March 2020", "2019-04/2020-03"),
        ("FYE 3/2020", "2019-04/2020-03"),
        ("year ended 15 March 2020", None),
        ("99 months to June 2019", None),
    ],
)
def test_months_that_end_with_a_month_are_no_month(said, period):
    assert period_words.read(pl.Series([said]))["period"].to_list() == [period]
