"""Is each way of writing a figure read as what it says, and what may be another figure refused?"""

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import UserError
from loaders import clean
from loaders.text import cells, footnotes
from tests.conftest import examples, text_table

NBSP, THIN, NARROW = "\u00a0", "\u2009", "\u202f"
NOTE = "carries a footnote mark"
UNSURE = "may be a number with a footnote"
UNIT = "names a unit or a scale"
WORDS = "is told in words"


def read(*texts, own=(), decimal=None, qualified=True, footnotes="keep", units=True, missing=None):
    """What a column says."""
    return cells.figures(
        pl.Series(texts, dtype=pl.String),
        pl.Series([place in own for place in range(len(texts))], dtype=pl.Boolean),
        name="t.csv",
        column="Plan",
        decimal=decimal,
        missing=clean.not_reported() if missing is None else missing,
        qualified=qualified,
        footnotes=footnotes,
        units=units,
    )


def told(text, **options):
    """What one cell says, without what it does not say."""
    row = read(text, **options).row(0, named=True)
    return {name: said for name, said in row.items() if said not in (None, False)}


def is_refused(text, **options):
    """Whether the text stands as it was, which no number does, and nothing is said of it."""
    said = told(text, **options)
    said.pop("problem", None)
    return said == {"number": text} and not cells_of_a_number(text)


def cells_of_a_number(text):
    return pl.Series([text]).cast(pl.Float64, strict=False).is_finite().fill_null(False)[0]


def same(table, **options):
    """Each row of the table says what its cell says; an empty cell of the table is nothing said."""
    expected = text_table(table)
    for row in expected.iter_rows(named=True):
        wanted = {name: said for name, said in row.items() if said is not None and name != "text"}
        found = told(row["text"], **options)
        found = {name: said for name, said in found.items() if name not in ("is_scaled", "also")}
        assert found == wanted, row["text"]


@pytest.mark.parametrize(
    "text",
    [
        "1 234 5",
        "12 3456",
        "12 34 567",
        "20224)",
        "12 345)",
        "1 23)",
        "-1)",
        "3,141 59",
        "1,23,45",
        "12.34.567",
        "1,2,3",
        "30.09.2019",
        "0 123",
    ],
)
def test_what_may_be_another_number_is_refused_even_where_notes_are_kept(text):
    assert is_refused(text, decimal=",")
    assert UNSURE in told(text, decimal=",")["problem"]


@pytest.mark.parametrize(
    "text",
    [
        "10²",
        "×10⁶",
        "5½",
        "5-",
        "--5",
        "-(5)",
        "(-5)",
        "() 5",
        "(5)3",
        "5 (3)",
        "5 m",
        "5 kr",
        "5 cr",
        "5 mm",
        "5 md",
        "500 ft",
        "1 место",
        "5 p",
        "¥5",
        "млн 5",
        "чел. 5",
        "No. 5",
        "5 EUR USD",
        "5 млн тыс.",
        "5 руб./га",
        "5,5 млн 600 тыс.",
        "5 млн 1600 тыс.",
        "5 млн 600",
        "5 гульденов",
        "RUB5",
        "1e999999",
        "1e400 руб.",
        "#DIV/0!",
        "#VALUE!",
        "NaN",
        "inf",
        "-inf",
        "12-10",
        "500 – 1,2 млрд",
        "более более 5",
        "до 5 и более",
        "10 и 12",
        "2019-09-30",
        "12_000",
        "0x10",
        "much",
    ],
)
def test_what_is_no_figure_stays_as_it_is_and_passes_for_none(text):
    assert is_refused(text, missing=["-"]) or text in ("NaN", "inf", "-inf")
    assert not cells_of_a_number(told(text, missing=["-"])["number"])


def test_a_note_is_refused_with_its_reason_unless_notes_are_kept():
    for text in ("14555902,0 4", "123*", "123¹", "1 234,5 [2]", "12 300²)", "5a)", "123 4)"):
        assert is_refused(text, footnotes="refuse")
        assert NOTE in told(text, footnotes="refuse")["problem"]


def test_a_note_is_kept_beside_its_figure():
    same(
        """
        text          | number   | note
        14555902,0 4  | 14555902 | 4
        123*          | 123      | *
        123 **        | 123      | **
        123¹          | 123      | 1
        123¹²         | 123      | 12
        1 234,5 [2]   | 1234.5   | 2
        12 300²)      | 12300    | 2
        5a)           | 5        | a
        123 4)        | 123      | 4
        ...3)         |          | 3
        x 2)          |          | 2
        """
    )
    same("text | number | unit | note\n18,5 руб.* | 18.5 | RUB | *\n500 м² | 500 | M2 |\n500 м² 1) | 500 | M2 | 1")


def test_a_power_of_ten_in_a_column_of_notes_is_not_ten():
    assert is_refused("10²")
    assert is_refused("5 ×10²")


def test_units_and_words_are_refused_with_what_to_say_where_they_are_not_expected():
    assert UNIT in told("18,13 %", units=False)["problem"]
    assert UNIT in told("18,5 млрд руб.", units=False)["problem"]
    assert WORDS in told("более 150", qualified=False)["problem"]
    assert told("18,5", units=False, qualified=False) == {"number": "18.5"}


@pytest.mark.parametrize("text", ["н/д", "Н/Д", "-", "–", "…", "...", "NULL", "N/A", "#N/A", "x", "х", None])
def test_not_reported_is_neither_zero_nor_wrong(text):
    assert told(text) == {}


def test_zero_is_zero_in_all_its_spellings():
    assert read("0", "-0", "0,0", "−0,00", "0 %", "0.0", decimal=",")["number"].to_list()[:5] == [
        "0",
        "0",
        "0.0",
        "0.00",
        "0",
    ]
    assert told("-0.0")["number"] in ("-0.0", "0.0")  # read as 0 by numbers.plain


def test_a_word_of_the_mapping_is_not_reported_even_where_it_is_a_number():
    assert read("-999", "5", missing=["-999"])["number"].to_list() == [None, "5"]


def test_numbers_are_read_as_they_are_written():
    same(
        f"""
        text                 | number
        1 234,5              | 1234.5
        1,234.5              | 1234.5
        1.234,5              | 1234.5
        1{NBSP}234,5         | 1234.5
        1{NARROW}234{THIN}567 | 1234567
        1'234.5              | 1234.5
        1’234’567            | 1234567
        (1 234)              | -1234
        (1 234,50)           | -1234.50
        −5                   | -5
        - 5                  | -5
        –5                   | -5
        +5                   | +5
        12,34,567            | 1234567
        1,23,45,678.9        | 12345678.9
        １２３４              | 1234
        １，２３４．５         | 1234.5
        ١٢٣٤٫٥               | 1234.5
        ١٬٢٣٤٬٥٦٧            | 1234567
        1,5e+06              | 1.5e+06
        2e3                  | 2e3
        ,5                   | .5
        """
    )


def test_words_for_scale_and_unit_count():
    same(
        """
        text                     | number         | unit
        18,13 %                  | 18.13          | PT
        18,5 млрд руб.           | 18500000000    | RUB
        13 млрд 605 млн руб.     | 13605000000    | RUB
        1 млн 20 тыс. 300 руб.   | 1020300        | RUB
        5 руб. 30 коп.           | 5.3            | RUB
        2.886,7 ha               | 2886.7         | HA
        $1.2bn                   | 1200000000     | USD
        -$5                      | -5             | USD
        ($1.2m)                  | -1200000       | USD
        US$ 3.5 million          | 3500000        | USD
        € 3,4 Mio.               | 3400000        | EUR
        5 M€                     | 5000000        | EUR
        12 k€                    | 12000          | EUR
        7 Mds d'euros            | 7000000000     | EUR
        895,39 mil. Kč           | 895390000      | CZK
        2,5 mld. zł              | 2500000000     | PLN
        3 tūkst. eurų            | 3000           | EUR
        1,2 тыс. чел.            | 1200           | JOB
        Rs 12,34,567.50          | 1234567.5      | INR
        5 crore                  | 50000000       |
        ₹ 2 lakh crore           | 2000000000000  | INR
        500 м2                   | 500            | M2
        40 km²                   | 4000           | HA
        5k                       | 5000           |
        Rs.5                     | 5              | INR
        """
    )


def test_words_that_qualify_a_figure_are_kept():
    same(
        """
        text                    | number      | comparator | lower       | upper       | unit
        более 150               | 150         | >          |             |             |
        Свыше 1,5 тыс. чел.     | 1500        | >          |             |             | JOB
        не менее 5              | 5           | >=         |             |             |
        до 500 млн              | 500000000   | <=         |             |             |
        около 18,5 млрд         | 18500000000 | ~          |             |             |
        порядка 7               | 7           | ~          |             |             |
        почти 500               | 500         | ~          | 450         | 500         |
        более чем 7             | 7           | >          |             |             |
        не более 7              | 7           | <=         |             |             |
        150 и более             | 150         | >=         |             |             |
        150+                    | 150         | >=         |             |             |
        150+ компаний           | 150         | >=         |             |             | COUNT
        >150                    | 150         | >          |             |             |
        ≈ 150                   | 150         | ~          |             |             |
        more than 5             | 5           | >          |             |             |
        up to $5m               | 5000000     | <=         |             |             | USD
        at least 5              | 5           | >=         |             |             |
        about 5                 | 5           | ~          |             |             |
        mehr als 5              | 5           | >          |             |             |
        knapp 10                | 10          | ~          | 9           | 10          |
        plus de 5               | 5           | >          |             |             |
        více než 5              | 5           | >          |             |             |
        co najmniej 5           | 5           | >=         |             |             |
        daugiau nei 5           | 5           | >          |             |             |
        10–12 млрд              |             | ..         | 10000000000 | 12000000000 |
        от 10 до 12 млн руб.    |             | ..         | 10000000    | 12000000    | RUB
        500 тыс. – 1,2 млн руб. |             | ..         | 500000      | 1200000     | RUB
        between 10 and 12       |             | ..         | 10          | 12          |
        10-12                   |             | ..         | 10          | 12          |
        $10–12m                 |             | ..         | 10000000    | 12000000    | USD
        20-30 %                 |             | ..         | 20          | 30          | PT
        10–12 тыс. м2           |             | ..         | 10000       | 12000       | M2
        """
    )


def test_the_format_is_decided_over_all_cells_of_the_column():
    assert read("1,234", "более 5,5 млн")["number"].to_list() == ["1.234", "5500000"]
    assert read("1.234", "14555902,0 4")["number"].to_list() == ["1234", "14555902"]
    assert read("1,234", "12,34,567")["number"].to_list() == ["1234", "1234567"]


@pytest.mark.parametrize(
    "texts", [("1,234",), ("1.234",), ("1,234 млн",), ("1.234", "5"), ("1.5", "2,5"), ("more than 1,234",)]
)
def test_a_column_that_could_mean_either_is_asked_about(texts):
    with pytest.raises(UserError, match="is the decimal sign a point or a comma"):
        read(*texts)
    assert read(*texts, decimal=",").height == len(texts)


def test_a_number_with_the_other_decimal_sign_is_refused_where_the_mapping_says_the_sign():
    found = read("1.5", "1234.567", "1.234", "1,5", decimal=",")
    assert found["number"].to_list() == ["1.5", "1234.567", "1234", "1.5"]
    wrong = "{found} is not written with the decimal sign of its column"
    assert found["problem"].to_list() == [wrong, wrong, None, None]
    assert read("1,5", "1.5e+03", decimal=".")["problem"].to_list() == [wrong, None]


def test_a_space_before_the_decimal_sign_makes_no_other_number():
    same("text | number\n2 973 ,9 | 2973.9\n44 603 ,6 | 44603.6")


def test_the_numbers_of_a_workbook_are_what_they_are():
    assert read("1.234", "1,234 млн", own=[0], decimal=",")["number"].to_list() == ["1.234", "1234000"]
    assert read("1.234", own=[0])["number"].to_list() == ["1.234"]
    assert read("1.234", "5,5", own=[0])["number"].to_list() == ["1.234", "5.5"]


def test_a_unit_without_scale_beside_scaled_figures_says_that_its_scale_is_one():
    assert read("3 млн руб.", "500 руб.", "7")["is_scaled"].to_list() == [True, True, False]
    assert read("500 руб.", "7")["is_scaled"].to_list() == [False, False]


def test_every_row_has_its_own_answer_in_the_order_of_the_file():
    texts = ["5", None, "18 %", "x", "5", "более 7", "5"]
    found = read(*texts)
    assert found["number"].to_list() == ["5", None, "18", None, "5", "7", "5"]
    assert found.columns == list(read("5").columns) == list(read().columns)
    assert found.schema == read("5").schema


GROUPS = [" ", NBSP, THIN, NARROW, "'", "’", "."]
STYLES = [(group, ",") for group in (*GROUPS, "")] + [(group, ".") for group in (" ", NBSP, "'", ",", "")]
SCALES = [
    ("", 1),
    (" тыс.", 1000),
    (" млн", 10**6),
    (" млрд руб.", 10**9),
    (" Mio. €", 10**6),
    ("bn", 10**9),
    (" mil. Kč", 10**6),
    (" %", 1),
]
NOTES = ["", "*", "¹", " [2]", " 3)"]
DIGITS = ["0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९"]


def written(number, style, digits=DIGITS[0]):
    group, mark = style
    whole, _, fraction = f"{abs(number):f}".partition(".")
    text = f"{int(whole):,}".replace(",", group) + (mark + fraction if fraction else "")
    return ("−" if number < 0 else "") + text.translate(str.maketrans(DIGITS[0], digits))


NUMBER = (
    st.decimals(-(10**9), 10**9, places=3, allow_nan=False)
    | st.decimals(-(10**6), 10**6, places=1)
    | st.integers(-(10**12), 10**12).map(Decimal)
)
EITHER = "is the decimal sign a point or a comma"


@settings(max_examples=examples(300), deadline=None)
@given(
    st.lists(st.tuples(NUMBER, st.sampled_from(SCALES), st.sampled_from(NOTES)), min_size=1, max_size=6),
    st.sampled_from(STYLES),
    st.sampled_from(DIGITS),
)
def test_any_number_in_any_format_comes_back_equal_or_as_a_question(rows, style, digits):
    texts = [written(number, style, digits) + scale + note for number, (scale, _), note in rows]
    try:
        found = read(*texts)
    except UserError as error:
        assert EITHER in str(error)
        return
    for row, text, (number, (_, scale), _) in zip(found.iter_rows(named=True), texts, rows, strict=True):
        assert row["problem"] or row["number"] == text or Decimal(row["number"]) == number * scale


@settings(max_examples=examples(200), deadline=None)
@given(st.lists(NUMBER, min_size=1, max_size=6), st.sampled_from(STYLES))
def test_plain_numbers_are_never_refused(values, style):
    texts = [written(value, style) for value in values]
    try:
        found = read(*texts)
    except UserError as error:
        assert EITHER in str(error)
        return
    assert [Decimal(number) for number in found["number"]] == values


PIECES = [
    "1",
    "2",
    "34",
    "567",
    "0",
    " ",
    NBSP,
    ",",
    ".",
    "'",
    "(",
    ")",
    "-",
    "−",
    "+",
    "%",
    "е",
    "E",
    "e",
    "²",
    "³",
    "¹",
    "*",
    "[",
    "]",
    "млн",
    "тыс",
    "руб.",
    "$",
    "€",
    "bn",
    "m",
    "более ",
    "до ",
    "от ",
    "–",
    "and",
    "или",
    "½",
    "٤",
    "#",
    "\u2028",
    "x",
]


@settings(max_examples=examples(300), deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(PIECES), max_size=8).map("".join) | st.text(max_size=15), min_size=1, max_size=4),
    st.sampled_from([None, ".", ","]),
    st.booleans(),
    st.sampled_from(["refuse", "keep"]),
    st.booleans(),
)
def test_any_text_at_all_is_read_refused_or_asked_about(texts, decimal, qualified, notes, units):
    try:
        found = read(*texts, decimal=decimal, qualified=qualified, footnotes=notes, units=units)
    except UserError as error:
        assert EITHER in str(error)
        return
    assert found.height == len(texts)


@settings(max_examples=examples(250), deadline=None)
@given(
    st.text(st.sampled_from("0123456789., '()-−+*¹²)[]\u00a0"), min_size=1, max_size=12), st.sampled_from([".", ","])
)
def test_no_digit_is_lost_or_won(text, mark):
    said = told(text, decimal=mark, qualified=False)
    number = said.get("number", text)
    if number == text:
        return
    digits = "".join(letter for letter in text if letter in "0123456789")
    note = "".join(letter for letter in said.get("note", "") if letter.isdigit())
    kept = number.replace(".", "").replace("-", "")
    expected = digits.removesuffix(note) if note and not any(letter in text for letter in "¹²") else digits
    assert kept.strip("0") == expected.strip("0")


def test_the_year_of_a_heading_is_told_from_its_note():
    assert footnotes.split_year("20224)") == ("2022", "4")
    assert footnotes.split_year("2022 г.") == ("2022", None)
    assert footnotes.split_year("2022²") == ("2022", "2")
    assert footnotes.split_year("2022*") == ("2022", "*")
    for text in ("20224", "2022 4", "22024)", "202", "2022-2023", "٢٠٢٢", ""):
        assert footnotes.split_year(text) is None


@pytest.mark.parametrize("text", ["1,2E+09", "1.23E+05", "-1,5E+06", "1,2E9", "1E+05"])
def test_a_number_that_a_spreadsheet_has_rounded_is_refused(text):
    found = read(text, "5", decimal="," if "," in text else ".", qualified=False)
    assert found["problem"][0].startswith("{found} has lost its last digits in a spreadsheet")


def test_a_rounded_number_is_about_so_much_where_words_are_taken():
    found = read("1,2E+09", decimal=",").row(0, named=True)
    assert [found[key] for key in ("number", "comparator", "lower", "upper")] == [
        "1200000000",
        "~",
        "1150000000",
        "1250000000",
    ]


@pytest.mark.parametrize(
    ("text", "number"), [("1.2e+09", "1.2e+09"), ("1.2E9", "1.2E9"), ("1.23457E+05", "1.23457E+05")]
)
def test_a_number_that_a_program_writes_whole_stays(text, number):
    found = read(text, decimal=".").row(0, named=True)
    assert (found["number"], found["problem"]) == (number, None)
