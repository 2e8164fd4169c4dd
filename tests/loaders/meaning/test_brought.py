from loaders.run import Known
from tests.loaders.mapped_text import SOURCE, balance, mapped, refusals, rows_of

HEAD = 'title = { en = "Pipeline", ru = "Воронка" }\nmatch = ["Проект"]\n'
PROJECT = '[entity]\ncode = { column = "Проект" }\n'
KNOWN = Known(frozenset({"P-1", "P-2", "ALABUGA"}))
BY_WORD = """
[[stages]]
stage = { column = "Стадия", codes = { "заявка" = "application", "соглашение" = "agreement" } }
entered = { column = "Дата" }
"""
BY_COLUMN = """
[[stages]]
stage = "application"
entered = { column = "Заявка" }
left = { column = "Соглашение" }

[[stages]]
stage = "agreement"
entered = { column = "Соглашение" }
"""


def test_a_stage_and_its_day_stand_in_one_row(tmp_path):
    table = """
        Проект | Стадия     | Дата
        P-1    | Заявка     | 17.06.2019
        P-1    | Соглашение | 2020-01-31
        P-2    | танцы      | 31.01.2020
        P-2    | заявка     |
        P-3    | заявка     | 31.01.2020
    """
    batch = mapped(tmp_path, HEAD + SOURCE + PROJECT + BY_WORD, table, KNOWN)
    assert rows_of(batch, "project", "stage", "entered", "left", "source", table="stage") == [
        ("P-1", "application", "2019-06-17", None, "REPORT"),
        ("P-1", "agreement", "2020-01-31", None, "REPORT"),
    ]
    assert refusals(batch) == [
        "row 4, Стадия: танцы is not one of the codes",
        "row 5, Дата: the cell is empty",
        "row 6, Проект: P-3 is not a known zone, cluster or organisation",
    ]


def test_each_stage_may_have_a_column_of_its_own_and_a_row_without_any_brings_nothing(tmp_path):
    table = """
        Проект | Заявка     | Соглашение
        P-1    | 17.06.2019 | 31.01.2020
        P-2    | 18.06.2019 | н/д
        P-2    |            |
    """
    batch = mapped(tmp_path, HEAD + SOURCE + PROJECT + BY_COLUMN, table, KNOWN)
    assert rows_of(batch, "project", "stage", "entered", "left", table="stage") == [
        ("P-1", "application", "2019-06-17", "2020-01-31"),
        ("P-2", "application", "2019-06-18", None),
        ("P-1", "agreement", "2020-01-31", None),
    ]
    assert batch.skipped_rows.rows() == [("row 4", "the row brings nothing")]
    assert balance(batch) == (3, 2, 0, 1)


def test_one_stage_that_is_left_on_two_days_is_refused(tmp_path):
    table = "Проект | Заявка | Соглашение\nP-1 | 17.06.2019 | 31.01.2020\nP-1 | 17.06.2019 | 31.01.2021\n"
    batch = mapped(tmp_path, HEAD + SOURCE + PROJECT + BY_COLUMN, table, KNOWN)
    assert refusals(batch)[0] == "row 2, project: the rows 2, 3 say different things of the same thing"
    assert balance(batch) == (2, 0, 2, 0)


AGREEMENT = """
[[agreements]]
code = { column = "Номер" }
prefix = "AGR-"
kind = "residency"
signed = { column = "Дата" }
due = { column = "Срок" }
party_b = "ALABUGA"
subject_ru = { column = "Предмет" }
amount = "Сумма"
scale = 1_000_000
currency = "RUB"
"""


def test_an_agreement_stands_beside_its_party(tmp_path):
    table = """
        Проект | Номер   | Дата       | Срок | Предмет | Сумма
        P-1    | 5-2019  | 17.06.2019 | 2029 | завод   | 1 234,5
        P-2    | № 6/19  | 17.06.2019 |      |         |
        P-2    |         |            |      |         |
        P-2    | 7       | 17.06.2019 |      |         | много
    """
    batch = mapped(tmp_path, HEAD + SOURCE + PROJECT + AGREEMENT, table, KNOWN)
    columns = ("code", "kind", "signed", "due", "party_a", "party_b", "amount", "currency", "source")
    told = rows_of(batch, *columns, table="agreement")
    assert told[0] == (
        *("AGR-5-2019", "residency", "2019-06-17", "2029", "P-1", "ALABUGA"),
        *(1_234_500_000.0, "RUB", "REPORT"),
    )
    assert told[1][0].startswith("AGR-NO-6-19-") and told[1][6] is None
    assert refusals(batch) == ["row 5, Сумма: много is not a number"]
    assert batch.skipped_rows.rows() == [("row 4", "the row brings nothing")]


def test_one_agreement_told_differently_is_refused(tmp_path):
    table = """
        Проект | Номер | Дата       | Срок | Предмет | Сумма
        P-1    | A-1   | 17.06.2019 | 2029 | завод   | 1
        P-1    | A-1   | 17.06.2019 | 2029 | завод   | 2
        P-2    | A-2   | 17.06.2019 | 2029 | завод   | 2
    """
    batch = mapped(tmp_path, HEAD + SOURCE + PROJECT + AGREEMENT, table, KNOWN)
    assert refusals(batch)[0] == "row 2, code: the rows 2, 3 say different things of the same thing"
    assert rows_of(batch, "code", table="agreement") == [("AGR-A-2",)]


def test_agreements_need_no_entity(tmp_path):
    mapping = HEAD + SOURCE + AGREEMENT + 'party_a = { column = "Проект" }\n'
    table = "Проект | Номер | Дата | Срок | Предмет | Сумма\nООО Икс | A-1 | 17.06.2019 | 2029 | завод | 1\n"
    assert rows_of(mapped(tmp_path, mapping, table, KNOWN), "code", "party_a", table="agreement") == [
        ("AGR-A-1", "ООО Икс")
    ]


def test_entities_alone_may_be_brought(tmp_path):
    mapping = HEAD + SOURCE + '[entity]\nkey = ["Проект"]\nkind = "project"\nprefix = "RU-"\nmay_create = true\n'
    batch = mapped(tmp_path, mapping, "Проект\nОдин\nДва\nодин\n", KNOWN)
    assert rows_of(batch, "kind", "name_en", table="entity") == [("project", "Один"), ("project", "Два")]
    assert balance(batch) == (3, 3, 0, 0)
