"""Words for people and pieces mean what the indicator is measured in."""

import pytest

from tests.loaders.mapped_text import FIELDS, HEAD, SOURCE, ZONES, mapped, refusals, rows_of


def test_pieces_are_jobs_of_an_indicator_of_jobs_and_a_real_contradiction_is_refused(tmp_path):
    fields = FIELDS.replace('unit = "RUB"', 'unit = { column = "Ед", as = "words" }')
    value = """
        [[values]]
        column = "План"
        indicator = { column = "Что", codes = { "места" = "jobs_created", "резиденты" = "residents" } }
        units = true
    """
    batch = mapped(
        tmp_path,
        HEAD + SOURCE + ZONES + fields.replace("cumulative", "stock") + value.replace("jobs_created", "jobs"),
        """
        Зона    | Что       | Ед       | План
        Алабуга | места     | тыс. ед. | 2
        Дубна   | резиденты | чел.     | 3
        Липецк  | места     |          | 4 шт.
        Липецк  | резиденты | раб. мест| 5
        """,
    )
    assert rows_of(batch, "indicator", "value", "unit") == [
        ("jobs", 2000.0, "JOB"),
        ("residents", 3.0, "COUNT"),
        ("jobs", 4.0, "JOB"),
    ]
    assert refusals(batch) == ["row 5, План: the unit JOB does not measure this indicator"]


UNITS = '[[values]]\ncolumn = "План"\nindicator = "investment"\nunits = true\n'
BARE = """
    Зона    | План
    Алабуга | 850,5 млн руб.
    Дубна   | 1,2 млрд руб.
    Липецк  | {}
"""


def test_a_number_without_the_scale_that_others_of_its_column_name_is_refused(tmp_path):
    mapping = HEAD + SOURCE + ZONES + FIELDS + UNITS
    batch = mapped(tmp_path, mapping, BARE.format("900"))
    assert rows_of(batch, "entity", "value") == [("ALABUGA", 850_500_000), ("DUBNA", 1_200_000_000)]
    assert refusals(batch) == [
        "row 4, План: 900 names no scale, as other numbers of its column do: say the scale of this column to read it"
    ]
    assert rows_of(mapped(tmp_path, mapping, BARE.format("0")), "value")[2] == (0,)
    said = mapped(tmp_path, mapping + "scale = 1\n", BARE.format("900"))
    assert rows_of(said, "value")[2] == (900,)


@pytest.mark.parametrize("units", ["true", "false"])
def test_a_share_among_per_cents_is_refused(tmp_path, units):
    fields = FIELDS.replace('"RUB"', '"PT"').replace("cumulative", "period")
    value = f'[[values]]\ncolumn = "План"\nindicator = "investment_growth_yoy"\nunits = {units}\n'
    table = "Зона | План\nАлабуга | 85 %\nДубна | 0,85\nЛипецк | 92,5"
    batch = mapped(tmp_path, HEAD + SOURCE + ZONES + fields + value, table)
    told = "row 3, План: 0,85 may be a share or per cent: other numbers of its column bear %"
    assert told in refusals(batch)
    assert rows_of(batch, "value")[-1] == (92.5,)
