"""Does a figure say what was published, and does a name stay a name?"""

import datetime
import html
from decimal import Decimal

import pytest
from babel.numbers import parse_decimal
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dashboard import format as written
from dashboard.language import Language
from data.errors import UserError

RU, EN = Language("ru"), Language("en")
FLOATS = st.none() | st.floats(allow_nan=True, allow_infinity=True)


def spaced(text: str) -> str:
    """A plain space where a figure has one that does not break."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def shown(line: str) -> tuple:
    """comparator value lower upper unit, as in a table."""
    comparator, *numbers, unit = line.split()
    value, lower, upper = (None if cell == "." else float(cell) for cell in numbers)
    return value, lower, upper, None if comparator == "?" else comparator, unit


@pytest.mark.parametrize(
    ("line", "ru", "en"),
    [
        ("=  .      .      .      RUB", "—", "—"),
        ("?  .      .      .      PT", "—", "—"),
        ("=  nan    nan    nan    RUB", "—", "—"),
        ("=  0      0      0      RUB", "0 ₽", "₽0"),
        ("?  1282.89 1282.89 1282.89 JOB", "1 283", "1,283"),
        ("=  1282.89 1282.89 1282.89 HA", "1 282,89 га", "1,282.89 ha"),
        ("?  340.54 340.54 340.54 HA", "340,5 га", "340.5 ha"),
        ("=  -0.0   -0.0   -0.0   RUB", "0 ₽", "₽0"),
        ("=  153e9  153e9  153e9  RUB", "153 млрд ₽", "₽153 billion"),
        ("=  18.5e9 18.5e9 18.5e9 RUB", "18,5 млрд ₽", "₽18.5 billion"),
        ("~  18.5e9 18.4e9 18.6e9 RUB", "≈ 18,5 млрд ₽", "≈ ₽18.5 billion"),
        ("=  13605000000 . . RUB", "13,61 млрд ₽", "₽13.61 billion"),
        ("=  2.4e9  2.4e9  2.4e9  EUR", "2,4 млрд €", "€2.4 billion"),
        ("=  42e12  42e12  42e12  RUB", "42 трлн ₽", "₽42 trillion"),
        ("=  999960000 . . AED", "1 млрд AED", "AED 1 billion"),
        ("=  999949 999949 999949 RUB", "999 949 ₽", "₽999,949"),
        ("=  -1.25e9 . . PLN", "−1,25 млрд PLN", "−PLN 1.25 billion"),
        ("=  5e9    5e9    5e9    XTS", "5 млрд XTS", "XTS 5 billion"),
        (">  150    150    .      COUNT", "> 150", "> 150"),
        (">= 1469   1469   .      COUNT", "≥ 1 469", "≥ 1,469"),
        ("<= 5e8    .      5e8    USD", "≤ 500 млн $", "≤ $500 million"),
        (".. .      12     15     COUNT", "12–15", "12–15"),
        (".. .      12000  15000  COUNT", "12 000 – 15 000", "12,000–15,000"),
        (".. .      12e9   14e9   RUB", "12–14 млрд ₽", "₽12–14 billion"),
        (".. .      900e6  1.2e9  USD", "900 млн $ – 1,2 млрд $", "$900 million – $1.2 billion"),
        (".. .      -5     3      PT", "−5 % – 3 %", "−5% – 3%"),
        (".. .      7      7      COUNT", "7", "7"),
        ("?  33.333 33.333 .      PT", "≥ 33,3 %", "≥ 33.3%"),
        ("?  .      .      80     PT", "≤ 80 %", "≤ 80%"),
        ("?  97.41  96.2   98.1   PT", "≈ 97,4 %", "≈ 97.4%"),
        ("?  137    137    137    PT", "137 %", "137%"),
        ("=  85.2   85.2   85.2   PT", "85,2 %", "85.2%"),
        ("=  0.0312 0.0312 0.0312 PT", "0,031 %", "0.031%"),
        ("=  207.5  207.5  207.5  HA", "207,5 га", "207.5 ha"),
        ("~  10000  9500   10500  M2", "≈ 10 000 м²", "≈ 10,000 m²"),
        ("=  137425 137425 137425 JOB", "137 425", "137,425"),
        ("=  2.58   2.58   2.58   RATIO", "2,58", "2.58"),
    ],
)
def test_a_figure_reads_as_people_write_it(line, ru, en):
    assert spaced(written.figure(*shown(line), RU)) == ru
    assert spaced(written.figure(*shown(line), EN)) == en


def test_no_space_of_a_figure_breaks_the_line():
    assert " " not in written.figure(None, 900e6, 1.2e9, "..", "USD", RU)
    assert written.figure(153e9, None, None, "=", "RUB", RU) == "153\u00a0млрд\u00a0₽"


def test_the_full_form_keeps_every_digit():
    assert spaced(written.figure(13_605_000_000, None, None, "=", "RUB", RU, compact=False)) == "13 605 000 000 ₽"
    assert spaced(written.figure(33.3333, 33.3333, None, None, "PT", EN, compact=False)) == "≥ 33.3333%"


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from([RU, EN]))
def test_the_full_form_read_back_is_the_number(value, language):
    text = written.figure(value, value, value, "=", "COUNT", language, compact=False)
    assert parse_decimal(text.replace("−", "-"), locale=language.locale) == Decimal(repr(value))


@given(FLOATS, FLOATS, FLOATS, st.sampled_from([None, "=", ">", "<=", "~", "..", "?"]), st.booleans())
def test_no_number_breaks_a_figure_or_reads_minus_zero(value, lower, upper, comparator, compact):
    for unit in ("RUB", "PT", "COUNT", "HA", "XXX"):
        text = written.figure(value, lower, upper, comparator, unit, RU, compact)
        assert text
        assert not text.startswith("−0\u00a0")


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_two_counts_never_look_the_same(one, other):
    texts = {written.figure(count, count, count, "=", "COUNT", RU) for count in (one, other)}
    assert len(texts) == len({one, other})


def test_a_figure_that_was_not_reported_is_said_so_in_words():
    assert written.not_reported(EN) == "not reported"
    assert written.not_reported(RU) == "нет данных"


@pytest.mark.parametrize(
    ("largest", "unit", "divisor", "ru", "en"),
    [
        (153e9, "RUB", 1e9, "млрд ₽", "₽ billion"),
        (5e5, "RUB", 1, "₽", "₽"),
        (0, "RUB", 1, "₽", "₽"),
        (3e8, "AED", 1e6, "млн AED", "AED million"),
        (5000, "JOB", 1, "рабочие места", "jobs"),
        (100, "PT", 1, "%", "%"),
        (7e6, "M2", 1, "м²", "m²"),
    ],
)
def test_an_axis_says_its_unit_once(largest, unit, divisor, ru, en):
    assert written.axis_scale(largest, unit, RU) == (divisor, ru.replace(" ", "\u00a0") if unit != "JOB" else ru)
    assert spaced(written.axis_scale(largest, unit, EN)[1]) == en


@pytest.mark.parametrize(
    ("text", "basis", "ru", "en"),
    [
        ("2017", None, "2017", "2017"),
        ("2017-Q3", "period", "III кв. 2017", "Q3 2017"),
        ("2019-03", None, "март 2019", "March 2019"),
        ("2016-09/2019-03", None, "сент. 2016 – март 2019", "Sept 2016 – Mar 2019"),
        ("2019-04/2019-09", "period", "апр. – сент. 2019", "Apr – Sept 2019"),
        ("2020/2026", "cumulative", "2020–2026", "2020–2026"),
        ("2016-09/2019-03", "cumulative", "сент. 2016 – март 2019", "Sept 2016 – Mar 2019"),
        ("2019-Q2", "ytd", "6 мес. 2019", "6 months of 2019"),
        ("2019-01", "ytd", "1 мес. 2019", "1 month of 2019"),
        ("2019", "ytd", "2019", "2019"),
        ("2017", "cumulative", "к концу 2017 года", "to the end of 2017"),
        ("2019-03", "cumulative", "к концу марта 2019", "to the end of March 2019"),
        ("2019-Q3", "cumulative", "к концу III кв. 2019", "to the end of Q3 2019"),
        ("2017", "stock", "на конец 2017 года", "at the end of 2017"),
        ("2019-05", "stock", "на конец мая 2019", "at the end of May 2019"),
        ("2019-Q1", "stock", "на конец I кв. 2019", "at the end of Q1 2019"),
        ("2012-04/2013-03", "stock", "на конец марта 2013", "at the end of March 2013"),
    ],
)
def test_a_period_is_said_in_the_right_case(text, basis, ru, en):
    assert written.period(text, RU, basis) == ru
    assert written.period(text, EN, basis) == en


def test_a_year_to_date_told_by_its_quarter_counts_all_its_months():
    assert written.period("2019-Q3", RU, "ytd") == "9 мес. 2019"
    assert written.period("2019-01/2019-09", EN, "ytd") == "9 months of 2019"
    assert written.period("2019-04/2019-09", EN, "ytd") == "Apr – Sept 2019"


def test_a_period_that_is_none_is_refused():
    with pytest.raises(UserError):
        written.period("спустя год", RU)


@pytest.mark.parametrize(
    ("value", "ru", "en"),
    [
        (None, "дата неизвестна", "date unknown"),
        ("2019-03-27", "27 марта 2019 г.", "27 March 2019"),
        (datetime.date(2019, 3, 27), "27 марта 2019 г.", "27 March 2019"),
        ("2020-06", "июнь 2020", "June 2020"),
        ("2020", "2020", "2020"),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(value, ru, en):
    assert spaced(written.date(value, RU)) == ru
    assert written.date(value, EN) == en


@pytest.mark.parametrize(
    ("months", "ru", "en"),
    [
        (0, "менее месяца назад", "less than a month ago"),
        (1, "1 месяц назад", "1 month ago"),
        (5, "5 месяцев назад", "5 months ago"),
        (12, "1 год назад", "1 year ago"),
        (23, "23 месяца назад", "23 months ago"),
        (24, "2 года назад", "2 years ago"),
        (89, "7 лет назад", "7 years ago"),
        (-5, "через 5 месяцев", "in 5 months"),
    ],
)
def test_an_age_counts_with_the_right_form(months, ru, en):
    assert written.age(months, RU) == ru
    assert written.age(months, EN) == en


@given(st.text())
def test_a_name_in_markdown_shows_letter_by_letter(name):
    expected = " ".join(name.split())
    paragraph = MarkdownIt("commonmark").render(written.escape_markdown(name))
    assert " ".join(html.unescape(paragraph.removeprefix("<p>").removesuffix("</p>\n")).split()) == expected.replace(
        "\0", "\ufffd"
    )


@pytest.mark.parametrize(
    "name", ["> 150", "$5 and $6", ":red[hot]", "# one", "1. one", "- one", "a\n\n# b", "    code"]
)
def test_a_name_never_becomes_markup(name):
    escaped = written.escape_markdown(name)
    assert MarkdownIt("commonmark").render(escaped).count("<") == 2
    assert "\n" not in escaped
    assert all(escaped[place - 1] == "\\" for place, letter in enumerate(escaped) if letter in "$:[]#>")


@given(st.text())
def test_a_name_in_html_reads_back_and_opens_no_tag(name):
    escaped = written.escape_html(name)
    assert html.unescape(escaped) == html.unescape(html.escape(name, quote=False))
    assert not set("<>$") & set(escaped)
