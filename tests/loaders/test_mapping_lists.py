"""What a mapping says by lists and words: whom a row's member is, why there is no figure, when a fiscal year ends."""

import pytest

from data.errors import UserError
from loaders.run import Known, read
from tests.loaders.conftest import KNOWN

HEAD = """
title = { en = "Report", ru = "Отчёт" }
match = ["Зона", "План"]
"""
REST = """
[source]
code = "REPORT"
title = "Report"
kind = "register"

[entity]
code = { column = "Зона", aliases = "zones" }
kind = { column = "Зона", aliases = "zones", take = "kind" }
name = { column = "Зона", aliases = "zones", take = "name_en" }
part_of = { column = "Зона", aliases = "zones", take = "part_of" }
may_create = true

[fields]
basis = "period"
scope = "all"
scenario = "actual"
period = { column = "Год", as = "year" }

[[values]]
column = "План"
indicator = "investment"
unit = "RUB"
"""
LIST = """spelling,code,kind,name_en,part_of
Россия,RUS,country,Russia,
РФ,RUS,country,Russia,
Дубна,RU-DUBNA,zone,Dubna,RUS
"""


@pytest.fixture
def load(tmp_path):
    def loaded(content, mapping=REST, known=KNOWN, words=LIST):
        path = tmp_path / "report.toml"
        path.write_text(HEAD + mapping, encoding="utf-8")
        (tmp_path / "zones.csv").write_text(words, encoding="utf-8")
        return read(content.encode(), "report.csv", known, mapping=path)

    return loaded


def told(batch, table, *columns):
    return batch.frames[table].select(columns).rows()


def test_a_list_gives_code_kind_name_and_whole(load):
    batch = load("Зона;Год;План\nрф;2019;3\nДубна;2019;1\n", known=Known())
    assert told(batch, "entity", "code", "kind", "name_en", "part_of") == [
        ("RUS", "country", "Russia", None),
        ("RU-DUBNA", "zone", "Dubna", "RUS"),
    ]


def test_a_spelling_that_the_list_does_not_hold_is_refused(load, refused):
    batch = load("Зона;Год;План\nМарс;2019;3\nДубна;2019;1\nРоссия;2019;1\n", known=Known())
    assert "row 2, Зона: Марс is not a code" in refused(batch)[0]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("spelling,code\nРоссия,RUS\n", "a CSV file with the columns spelling and code, kind"),
        (LIST + "россия,RUS,region,Russia,\n", "the spelling 'россия' stands for country and region"),
        (LIST + ",RUS,region,Russia,\n", "row 5: a cell is empty"),
    ],
)
def test_a_list_that_cannot_be_used_is_named(load, words, problem):
    with pytest.raises(UserError, match=problem):
        load("Зона;Год;План\nРоссия;2019;3\n", words=words)


def test_take_without_a_list_is_an_error(load):
    with pytest.raises(UserError, match="take goes with aliases"):
        load("Зона;Год;План\n", REST.replace('aliases = "zones", take = "kind"', 'take = "kind"'))


MEMBER = """
[[memberships]]
of = { column = "Страна", aliases = "zones" }
name = { column = "Страна", aliases = "zones", take = "name_en" }
kind = { column = "Страна", aliases = "zones", take = "kind" }
role = "origin"
may_create = true
"""


def test_two_spellings_of_a_country_are_one_member(load):
    batch = load("Зона;Год;План;Страна\nДубна;2019;1;Россия\nДубна;2020;1;РФ\n", REST + MEMBER, Known())
    assert told(batch, "membership", "member", "of") == [("RU-DUBNA", "RUS")]
    assert ("RUS", "country", "Russia") in told(batch, "entity", "code", "kind", "name_en")


def test_who_may_be_created_by_a_code_needs_a_name(load):
    with pytest.raises(UserError, match="a name where of says the code"):
        load("Зона;Год;План;Страна\n", REST + MEMBER.replace("name = ", "name_ru = "))


REASONS = '[read]\nmissing = { "-" = "M", "…" = "O", "...3)" = "C" }\n'


@pytest.mark.parametrize(("cell", "status"), [("-", "M"), ("…", "O"), ("...3)", "C"), ("", "O")])
def test_the_word_in_the_cell_says_why_there_is_no_figure(load, cell, status):
    batch = load(f"Зона;Год;План\nРоссия;2019;{cell}\nРоссия;2020;5\n", REASONS + REST)
    assert told(batch, "observation", "value", "status") == [(None, status), (5.0, "A")]


def test_a_reason_that_is_a_status_of_figures_is_an_error(load):
    with pytest.raises(UserError, match="'A' is no status of a figure that is not there"):
        load("Зона;Год;План\n", '[read]\nmissing = { "-" = "A" }\n' + REST)


@pytest.mark.parametrize(
    ("day", "period"),
    [("2009-03-31", "2008-04/2009-03"), ("31.12.2010", "2010"), ("2009-03-31T00:00:00", "2008-04/2009-03")],
)
def test_a_fiscal_year_is_the_twelve_months_that_end_with_the_date(load, day, period):
    batch = load(f"Зона;Год;План\nРоссия;{day};3\n", REST.replace('as = "year"', 'as = "year_to"'))
    assert told(batch, "observation", "period") == [(period,)]


MONTHS = REST.replace(
    '{ column = "Год", as = "year" }', '{ column = "Месяц", as = "words", year = { column = "Год" } }'
)


def test_a_month_may_have_become_a_date_in_a_spreadsheet(load, refused):
    text = "Зона;Год;Месяц;План\nРоссия;2006;říjen;1\nРоссия;2006;2006-11-03 00:00:00;2\nРоссия;2007;2006-12-01 00:00:00;3\n"
    batch = load(text, MONTHS)
    assert told(batch, "observation", "period", "value") == [("2006-10", 1.0), ("2006-11", 2.0)]
    assert refused(batch) == ["row 4, Месяц: 2006-12-01 00:00:00 is not a period"]


def test_of_two_mappings_the_one_that_asks_for_more_is_meant():
    from tests.loaders.test_forms import FILES

    for name in ("iowa_contracts", "iowa_not_proceeding"):
        path = FILES / f"{name}.csv"
        assert read(path, path.name, Known()).loader == name
