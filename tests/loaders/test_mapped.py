from datetime import date
from pathlib import Path

import polars as pl
import pytest

from data.errors import UserError
from loaders.run import Known, read
from tests.conftest import shared_file
from tests.loaders.conftest import KNOWN, workbook

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
code = { column = "Зона", codes = { "Алабуга" = "ALABUGA", "Дубна" = "DUBNA" } }

[fields]
basis = "cumulative"
scope = "residents"
scenario = "target"
period = { column = "Год", as = "year" }

[[values]]
column = "План"
indicator = "investment"
unit = "RUB"
scale = 1_000_000
"""


@pytest.fixture
def load(tmp_path):
    def loaded(content, mapping=REST, known=KNOWN):
        path = tmp_path / "report.toml"
        path.write_text(HEAD + mapping, encoding="utf-8")
        data = content if isinstance(content, bytes) else content.encode()
        return read(data, "report.csv", known, mapping=path)

    return loaded


def values(batch, *columns):
    return batch.frames["observation"].select(columns or ("entity", "period", "value")).rows()


def test_words_become_codes_and_millions_become_units(load):
    batch = load("Зона;Год;План\nАлабуга;2019;1 234,5\nдубна;31.12.2020;0,07\n")
    assert values(batch) == [("ALABUGA", "2019", 1234500000.0), ("DUBNA", "2020", 70000.0)]


def test_headings_may_differ_in_capitals_and_spaces(load):
    assert load("ЗОНА ; год;  План\nАлабуга;2019;1\n").accepted == 1


def test_a_heading_that_is_missing_is_named_with_the_key_that_wants_it(load):
    with pytest.raises(UserError) as caught:
        load("Зона;План\nАлабуга;1\n")
    assert str(caught.value) == (
        "report.csv: no column 'Год'.\nFound: Зона, План.\nRename the heading, or change fields.period in report.toml."
    )


def test_a_heading_that_comes_twice_is_not_guessed_at(load):
    with pytest.raises(UserError, match="'План' stands there more than once"):
        load("Зона;Год;План;План\nАлабуга;2019;1;2\n")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("Марс;2019;1", "row 2, Зона: Марс is not a known zone, cluster or organisation"),
        (";2019;1", "row 2, Зона: the cell is empty"),
        ("Алабуга;soon;1", "row 2, Год: soon is not a date"),
        ("Алабуга;30.02.2019;1", "row 2, Год: 30.02.2019 is not a date"),
        ("Алабуга;;1", "row 2, Год: the cell is empty"),
        ("Алабуга;2019;много", "row 2, План: много is not a number"),
        (
            "Алабуга;2019;20224)",
            "row 2, План: 20224) may be a number with a footnote glued to it, or a mistyped number",
        ),
        (
            "Алабуга;2019;более 150",
            "row 2, План: более 150 is told in words: say qualified = true of this column to read it",
        ),
        ("Алабуга;2019;1000000000000000", "row 2, План: 1000000000000000000000 is too large"),
    ],
)
def test_a_wrong_cell_is_refused_with_the_name_of_its_column(load, refused, row, problem):
    batch = load(f"Зона;Год;План\n{row}\nДубна;2019;1\n")
    assert refused(batch) == [problem]
    assert (batch.read, batch.accepted, batch.refused_count) == (2, 1, 1)


@pytest.mark.parametrize("word", ["", "н/д", "Н/Д", "-", "—", "…", "NULL", "N/A"])
def test_the_usual_words_mean_not_reported(load, word):
    batch = load(f"Зона;Год;План\nАлабуга;2019;{word}\n")
    assert values(batch, "value", "status") == [(None, "O")]


def test_the_mapping_may_say_which_words_mean_not_reported(load, refused):
    mapping = '[read]\nmissing = ["секрет"]\n' + REST
    assert values(load("Зона;Год;План\nАлабуга;2019;Секрет\n", mapping), "value", "status") == [(None, "O")]
    assert refused(load("Зона;Год;План\nАлабуга;2019;н/д\n", mapping)) == ["row 2, План: н/д is not a number"]


def test_an_ambiguous_column_is_a_question_that_the_mapping_answers(load):
    text = "Зона;Год;План\nАлабуга;2019;1,234\n"
    with pytest.raises(UserError, match="column План: is the decimal sign a point or a comma"):
        load(text)
    assert values(load(text, '[read]\ndecimal = ","\n' + REST), "value") == [(1234000.0,)]
    assert values(load(text, '[read]\ndecimal = "."\n' + REST), "value") == [(1234000000.0,)]


@pytest.mark.parametrize(
    ("cell", "comparator", "value", "lower", "upper"),
    [
        ("более 150", ">", 150, 150, None),
        ("Свыше 1 500", ">", 1500, 1500, None),
        ("не менее 150", ">=", 150, 150, None),
        ("до 500", "<=", 500, None, 500),
        ("менее 500", "<", 500, None, 500),
        ("около 18,5", "~", 18.5, 18.45, 18.55),
        ("≈ 18,5", "~", 18.5, 18.45, 18.55),
        ("почти 200", "~", 200, 180, 200),
        ("nearly 200", "~", 200, 180, 200),
        ("more than 150", ">", 150, 150, None),
        ("up to 500", "<=", 500, None, 500),
        (">150", ">", 150, 150, None),
        ("150", "=", 150, 150, 150),
    ],
)
def test_a_qualified_figure_keeps_its_bounds(load, cell, comparator, value, lower, upper):
    batch = load(f"Зона;Год;План\nАлабуга;2019;{cell}\n", REST.replace("scale = 1_000_000", "qualified = true"))
    assert values(batch, "comparator", "value", "lower", "upper") == [(comparator, value, lower, upper)]


def test_the_scale_reaches_the_bounds(load):
    batch = load("Зона;Год;План\nАлабуга;2019;около 18,5\n", REST + "qualified = true\n")
    assert values(batch, "value", "lower", "upper") == [(18500000.0, 18450000.0, 18550000.0)]


def test_rows_that_are_no_data_are_skipped_with_the_reason(load):
    skip = '[[skip]]\ncolumn = "Зона"\nequals = ["Итого"]\nreason = "a total"\n\n[[skip]]\ncolumn = "Зона"\nempty = true\nreason = "a legend"\n'
    batch = load("Зона;Год;План\nАлабуга;2019;1\nИТОГО;;x\n;;legend\n", REST + skip)
    assert batch.skipped_rows.rows() == [("row 3", "a total"), ("row 4", "a legend")]
    assert (batch.read, batch.accepted, batch.refused_count, batch.skipped) == (3, 1, 0, 2)


def test_one_row_may_give_several_values_and_is_refused_as_a_whole(load, refused):
    second = '\n[[values]]\ncolumn = "Факт"\nindicator = "investment"\nscenario = "actual"\nunit = "RUB"\n'
    batch = load("Зона;Год;План;Факт\nАлабуга;2019;1;2\nДубна;2019;1;two\n", REST + second)
    assert values(batch, "entity", "scenario", "value") == [
        ("ALABUGA", "target", 1000000.0),
        ("ALABUGA", "actual", 2.0),
    ]
    assert refused(batch) == ["row 3, Факт: two is not a number"]


def test_a_column_may_say_the_unit_and_the_scenario(load):
    mapping = REST.replace('unit = "RUB"', 'unit = { column = "Ед.", codes = { "руб." = "RUB", "долл." = "USD" } }')
    mapping = mapping.replace('"target"', '{ column = "Вид", codes = { "план" = "target", "факт" = "actual" } }')
    batch = load("Зона;Год;План;Ед.;Вид\nАлабуга;2019;1;руб.;Факт\nДубна;2019;1;долл.;План\n", mapping)
    assert values(batch, "unit", "scenario") == [("RUB", "actual"), ("USD", "target")]


def test_excels_own_numbers_are_not_read_as_text(load):
    rows = [["Зона", "Год", "План"], ["Алабуга", 2019, 1.234], ["Дубна", 2019, "1.234,5"]]
    batch = load(workbook({"Отчёт": rows}), REST.replace("scale = 1_000_000", ""))
    assert values(batch, "value") == [(1.234,), (1234.5,)]
    assert batch.frames["observation"]["source_row"].to_list() == ["Отчёт!2", "Отчёт!3"]


def test_a_text_that_looks_like_a_number_is_asked_about_though_excel_has_numbers(load):
    rows = [["Зона", "Год", "План"], ["Алабуга", 2019, 7.5], ["Дубна", 2019, "1.234"]]
    with pytest.raises(UserError, match=r"Found: 1\.234\."):
        load(workbook({"Отчёт": rows}))


def test_rows_count_as_excel_counts_and_empty_ones_are_none(load):
    rows = [
        [],
        ["Отчёт за год"],
        ["Зона", "Год", "План"],
        ["Алабуга", date(2019, 12, 31), 1],
        [],
        ["Дубна", 2019, 2],
        ["  "],
    ]
    batch = load(workbook({"Отчёт": rows}), "[read]\nheading_rows = 3\n" + REST)
    assert batch.frames["observation"]["source_row"].to_list() == ["Отчёт!4", "Отчёт!6"]
    assert batch.read == 2


def test_a_formulas_error_is_refused_and_no_empty_cell(load, refused):
    import io

    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("A")
    sheet.write_row(0, 0, ["Зона", "Год", "План"])
    sheet.write_row(1, 0, ["Алабуга", 2019])
    sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")
    book.close()
    assert refused(load(out.getvalue())) == ["A!2, План: #DIV/0! is not a number"]


CREATES = REST.replace(
    'code = { column = "Зона", codes = { "Алабуга" = "ALABUGA", "Дубна" = "DUBNA" } }',
    'kind = "organisation"\nkey = ["Зона"]\nprefix = "RU-"\nmay_create = true',
)


def test_a_new_entity_is_made_once_with_a_code_that_stays(load):
    text = "Зона;Год;План\nООО «Микрон»;2018;1\nООО  «МИКРОН»;2019;2\nAcme;2019;3\n"
    first = load(text, CREATES, Known())
    assert first.frames["entity"].select("kind", "name_en").rows() == [
        ("organisation", "ООО «Микрон»"),
        ("organisation", "Acme"),
    ]
    assert first.frames["entity"]["code"][1] == "RU-ACME"
    alone = load("Зона;Год;План\nООО «Микрон»;2020;1\n", CREATES, Known())
    assert alone.frames["entity"]["code"][0] == first.frames["entity"]["code"][0]


def test_two_names_never_share_a_code():
    from loaders.text.codes import code_of

    names = [
        ["Van Buren"],
        ["Van-Buren"],
        ["Van", "Buren"],
        ["VanBuren"],
        ["Вань Бурен"],
        ["Váñ Buren"],
        ["№ 1"],
        ["№ 2"],
        ["x" * 50],
        ["x" * 51],
    ]
    assert len({code_of(name) for name in names}) == len(names)
    assert code_of(["Van Buren"]) == code_of(["van  BUREN"]) == "VAN-BUREN"
    assert code_of(["../etc/passwd"]).startswith("ETC-PASSWD-")


def test_a_refused_row_makes_no_entity(load):
    batch = load("Зона;Год;План\nAcme;2019;two\nOther;2019;1\n", CREATES, Known())
    assert batch.frames["entity"]["code"].to_list() == ["RU-OTHER"]


def test_an_entity_that_may_not_be_made_must_be_known(load, refused):
    batch = load("Зона;Год;План\nAcme;2019;1\n", CREATES.replace("may_create = true", ""), Known())
    assert refused(batch) == ["row 2, Зона: RU-ACME is not a known zone, cluster or organisation"]


def test_one_code_for_two_kinds_of_things_is_an_error(load):
    member = '\n[[memberships]]\ncolumn = "Зона"\nkind = "region"\nrole = "county"\nprefix = "RU-"\nmay_create = true\n'
    with pytest.raises(UserError, match="would stand for a organisation and a region"):
        load("Зона;Год;План\nAcme;2019;1\n", CREATES + member, Known())


def test_tennessee_made_up_has_the_traps_of_the_real_one():
    path = Path(__file__).with_name("files") / "tennessee_grants.csv"
    batch = read(path, path.name, Known())
    assert (batch.loader, batch.read, batch.accepted) == ("tennessee_grants", 4, 4)
    assert [str(warning) for warning in batch.warnings if "total" in str(warning)] == [
        "row 4: grants_total is 45000, but none of its parts fjtap, fidp, ed is reported"
    ]
    kinds = batch.frames["entity"]["kind"].value_counts().sort("kind").rows()
    assert kinds == [("organisation", 3), ("project", 4), ("region", 2)]
    roles = batch.frames["membership"]["role"].value_counts().sort("role").rows()
    assert roles == [("county", 4), ("organisation", 4)]
    assert values(batch, "value", "status").count((None, "O")) == 1


def test_tennessee_reaches_its_totals():
    path = shared_file("fixtures/tennessee_grants.xlsx")
    batch = read(path, path.name, Known())
    totals = batch.frames["observation"].group_by("indicator").agg(pl.col("value").sum()).sort("indicator")
    assert (batch.read, batch.accepted, batch.refused_count, batch.skipped) == (902, 902, 0, 0)
    assert totals.rows() == [("investment", 24_186_278_996.0), ("jobs_created", 137_425.0)]
    assert [str(warning) for warning in batch.warnings if "total" in str(warning)] == [
        "ecd!666: grants_total is 45000, but none of its parts fjtap, fidp, ed is reported"
    ]
    assert batch.frames["entity"].group_by("kind").len().sort("kind").rows() == [
        ("organisation", 764),
        ("project", 902),
        ("region", 88),
    ]
