"""Words for people and pieces mean what the indicator is measured in."""

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
