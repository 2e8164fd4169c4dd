"""A strange file is asked about: the answers are the mapping, the mapping is the answers."""

import tomllib

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import session
from dashboard.upload import own_mapping
from loaders import mapping as mapping_file
from tests.dashboard.upload.test_upload import dropped, labels, zones
from tests.dashboard.ways import element, press, said

__all__ = ["zones"]

pytestmark = pytest.mark.usefixtures("nursery")

STRANGE = """Отчёт о работе резидентов;;;;
за III квартал 2019 года;;;;
Площадка;Вложено;Нанято;Вид;Примечание
Зона «Ёлка»;1,234;15;факт;
Зона «Сосна»;2,500;7;факт;уточнено
Зона «Берёза»;много;3;факт;
Зона «Ёлка»;5,000;20;смета;
Итого;8,734;45;;
"""


@pytest.fixture
def page(zones) -> AppTest:
    return dropped("strange.csv", STRANGE.encode())


def box(page: AppTest, label: str, nth: int = 0):
    """The box of a question, by its words; a mark may stand before or after them."""
    own = [each for each in page.selectbox if str(each.key).startswith(("map-", "replaces-"))]
    found = [each for each in own if label in each.label.replace("\\", "")]
    return found[nth]


def answer(page: AppTest, label: str, option: str, nth: int = 0) -> AppTest:
    box(page, label, nth).set_value(option).run()
    assert [error.message for error in page.exception] == []
    return page


def mapping(page: AppTest) -> dict:
    (text,) = [each.value for each in page.text_area if each.label == "Mapping"]
    return tomllib.loads(text)


def answered(page: AppTest) -> AppTest:
    answer(page, "Decimal sign", ".")
    answer(page, "Over which time", "period")
    answer(page, "Indicator", "investment")
    answer(page, "The figures are in", "1")
    return answer(page, "Unit", "RUB")


def test_what_is_open_is_marked_and_nothing_is_read_until_it_is_answered(page):
    assert "questions are open" in said(page)
    marked = [each.label for each in page.selectbox if "▶ open" in each.label]
    assert len(marked) == 3
    assert "Store these rows" not in labels(page)
    assert "What it would bring" not in said(page)


def test_an_answer_is_a_key_of_the_mapping_and_the_rows_are_shown_again(page):
    answered(page)
    assert "No question is open" in page.success[-1].value
    assert mapping(page)["values"][0]["indicator"] == "investment"
    assert "5 rows = 1 accepted + 3 refused + 1 skipped" in said(page)
    assert "Skipped: a total: 1" in said(page)
    assert "много is not a number" in said(page)
    answer(page, "The figures are in", "1000000")
    assert mapping(page)["values"][0]["scale"] == 1000000
    assert "2.5\u00a0billion" in said(page)


def test_a_column_that_no_answer_names_is_told(page):
    answered(page)
    assert "3 columns are not read, as no answer names them: «Нанято», «Вид», «Примечание»." in said(page)
    answer(page, "Scenario", "column: Вид")
    assert "«Вид»" not in page.warning[-1].value


def test_a_column_with_a_word_among_its_figures_may_be_taken_and_says_what_its_heading_says(zones):
    file = "Площадка;Показатель;Ед. изм.;План 2019;Факт 2019\n" + "".join(
        f"Зона «{name}»;Объём инвестиций;млн руб.;{plan};{fact}\n"
        for name, plan, fact in (("Ёлка", 5, "4"), ("Сосна", 6, "abc"), ("Берёза", 7, "опечатка"))
    )
    page = dropped("plan.csv", file.encode())
    if "«Факт 2019»" in said(page):
        answer(page, "Take another column of figures", "Факт 2019")
    (plan, fact) = mapping(page)["values"]
    assert (plan["column"], fact["column"]) == ("План 2019", "Факт 2019")
    assert fact["indicator"] == plan["indicator"]
    assert fact["unit"] == plan["unit"]
    shared = mapping(page)["fields"].get("scenario")
    assert (plan.get("scenario", shared), fact.get("scenario", shared)) == ("target", "actual")
    assert fact.get("period") == plan.get("period")
    assert "abc is not a number" in said(page)


def test_a_column_of_words_is_asked_word_by_word(page):
    answered(page)
    answer(page, "Scenario", "column: Вид")
    assert mapping(page)["fields"]["scenario"] == {"column": "Вид", "codes": {"факт": "actual"}}
    assert "What the words of “Вид” mean" in said(page)
    assert "2 accepted + 2 refused" in said(page)
    answer(page, "смета", "target")
    assert mapping(page)["fields"]["scenario"]["codes"] == {"факт": "actual", "смета": "target"}
    assert "3 accepted + 1 refused" in said(page)


def test_who_writes_the_text_changes_the_form(page):
    answered(page)
    text = element(page, "text_area", "Mapping")
    text.set_value(text.value.replace('unit = "RUB"', 'unit = "USD"')).run()
    assert box(page, "Unit").value == "USD"
    text = element(page, "text_area", "Mapping")
    text.set_value(text.value.replace("[entity]", "[entity")).run()
    assert "is not TOML" in said(page)
    assert "Store these rows" not in labels(page)


def test_another_column_of_figures_is_taken_and_left_out_again(page):
    answered(page)
    answer(page, "Take another column of figures", "Нанято")
    assert "questions are open" in said(page) or "question is open" in said(page)
    assert mapping(page)["values"][1]["column"] == "Нанято"
    answer(page, "Indicator", "jobs_created", nth=1)
    page.button(key="out-1").click().run()
    assert [each["column"] for each in mapping(page)["values"]] == ["Вложено"]


def test_unknown_names_are_refused_where_that_is_the_answer(page):
    answered(page)
    answer(page, "Those not known yet", "false")
    assert "0 accepted + 4 refused" in said(page)
    assert "Store these rows" not in labels(page)


def test_what_a_cell_says_beside_its_number_is_asked(page):
    answered(page)
    for words in ("its cells name units: 18.5 billion RUB", "its cells qualify: more than 150, up to"):
        element(page, "checkbox", words).set_value(True).run()
    answer(page, "A year such as 2018/19 begins in", "4")
    assert [mapping(page)["values"][0][key] for key in ("units", "qualified")] == [True, True]
    assert mapping(page)["read"]["fiscal_year_starts"] == 4


def test_what_the_title_says_is_an_answer(page):
    assert box(page, "When it was").value == "title"
    assert "«III квартал 2019" in said(page)
    answer(page, "When it was", "constant")
    assert mapping(page)["fields"]["period"] == "TODO"
    answer(page, "When it was", "title")
    assert "title" in mapping(page)["fields"]["period"]


def test_all_rows_may_be_about_one(page):
    answered(page)
    answer(page, "Who it is, says", "one")
    assert mapping(page)["entity"] == {"code": "TODO"}
    answer(page, "Whom all rows are about", "ALPHA")
    assert mapping(page)["entity"] == {"code": "ALPHA"}
    assert "No question is open" in page.success[-1].value


def test_a_list_of_names_needs_no_figures(page):
    (tick,) = [each for each in page.checkbox if each.label == "figures"]
    tick.set_value(False).run()
    assert "values" not in mapping(page)
    assert mapping(page)["entity"]["may_create"] is True
    answer(page, "Decimal sign", ".")
    assert "4 accepted" in said(page)


def test_what_the_form_makes_is_a_mapping_that_the_command_line_takes(page, tmp_path):
    answered(page)
    file = tmp_path / "mine.toml"
    (text,) = [each.value for each in page.text_area if each.label == "Mapping"]
    file.write_text(text, encoding="utf-8")
    assert mapping_file.load(file)[0].values[0].column == "Вложено"


def test_stored_rows_are_those_that_were_shown_and_the_next_file_begins_anew(page, zones):
    answered(page)
    answer(page, "Rows that tell one figure twice", "last")
    press(page, "Store these rows")
    assert "is load 2" in page.success[0].value
    figures = session.known().table("observation")
    assert sorted(figures["value"].to_list()) == [2500.0, 5000.0]
    assert page.selectbox(key="kind").value == ""


def test_a_corrected_file_takes_the_place_of_its_load(page, zones):
    press(answer(answered(page), "Rows that tell one figure twice", "last"), "Store these rows")
    again = dropped("strange.csv", STRANGE.replace("2,500", "2,600").encode())
    answer(answered(again), "Rows that tell one figure twice", "last")
    assert "A file of this name is load 2" in said(again)
    answer(again, "In place of", 2)
    # Whom that load alone made known is known no more: the file is read as if the load were gone.
    assert "0 accepted + 4 refused" in said(again)
    answer(again, "Those not known yet", "true")
    press(again, "Store these rows")
    assert sorted(session.known().table("observation")["value"].to_list()) == [2600.0, 5000.0]
    loads = zones.loads()
    assert loads["replaces"].to_list() == [None, None, 2]
    assert loads["withdrawn_at"].is_not_null().to_list() == [False, True, False]


def test_a_load_that_fails_leaves_the_file_and_its_answers(page, zones, monkeypatch):
    from dashboard.upload import flow
    from data.errors import UserError

    def full(*_, **__):
        raise UserError("{file} cannot be written: {cause}.", file="sez.db", cause="no room")

    answer(answered(page), "Rows that tell one figure twice", "last")
    monkeypatch.setattr(flow, "store_batch", full)
    press(page, "Store these rows")
    assert "no room" in said(page)
    assert "Store these rows" in labels(page)
    assert len(zones.loads()) == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('title = { en = "Jobs, Q3: zones", ru = "Места" }', "jobs_q3_zones"),
        ('title = { ru = "Места" }', "mapping"),
        ('title = { en = "../../etc" }', "etc"),
        ("title = 5", "5"),
        ("no TOML", "mapping"),
        ("", "mapping"),
    ],
)
def test_a_load_by_a_mapping_of_ones_own_is_called_after_its_title(text, name):
    assert own_mapping.name_of(text) == name
