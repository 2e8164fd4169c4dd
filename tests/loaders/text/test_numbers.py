from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import UserError
from loaders import refusal
from loaders.raw import ROW
from loaders.text import numbers
from tests.conftest import examples


def read(*texts, decimal=None):
    """The values of a column and the texts refused in it."""
    cells = pl.Series(texts, dtype=pl.String)
    mark = numbers.decimal_mark(cells, "Plan", "t.csv", decimal)
    frame = numbers.written_plainly(cells, mark).to_frame("cell").with_row_index(ROW)
    values, refused = numbers.plain(frame, "cell", "Plan")
    wrong = set(refused[ROW])
    return [None if place in wrong else value for place, value in enumerate(values)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1\u00a0234,5", 1234.5),
        ("1\u202f234,5", 1234.5),
        ("1\u2009234\u2009567,25", 1234567.25),
        ("1'234.5", 1234.5),
        ("−5", -5),
        ("-5", -5),
        ("(1 234)", -1234),
        ("+7", 7),
        ("0,125", 0.125),
        ("1.234.567", 1234567),
        ("1 234,567", 1234.567),
        ("403514,06", 403514.06),
    ],
)
def test_a_number_is_read_as_it_is_written(text, value):
    assert read(text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "14555902,0 4",
        "20224)",
        "1 23",
        "12 34 567",
        "1,2,3",
        "1 234 5",
        "NaN",
        "inf",
        "-inf",
        "1e400",
        "abc",
        "1,5 %",
        "--5",
        "5-",
        "()",
        "١٢",
        "1_000",
    ],
)
def test_what_is_no_number_is_refused_and_never_another_number(text):
    assert read(text, decimal=",") == [None]


@pytest.mark.parametrize("text", ["1" + "0" * 18 + "1", "2e18", "9007199254740993", "12345678901234567"])
def test_a_number_that_cannot_be_kept_is_refused(text):
    assert read(text) == [None]


@pytest.mark.parametrize("text", ["1000000000000000000", "9007199254740992", "153000000000000000"])
def test_a_large_number_that_can_be_kept_is(text):
    assert read(text) == [float(text)]


def test_the_format_is_decided_over_the_whole_column():
    assert read("1,234", "5,5") == [1.234, 5.5]
    assert read("1,234", "5,234.5") == [1234, 5234.5]
    assert read("1.234", "5,5") == [1234, 5.5]


def test_a_column_that_could_mean_either_is_asked_about():
    with pytest.raises(
        UserError, match=r"t.csv, column Plan: is the decimal sign a point or a comma\? Found: 1,234, 5,678"
    ):
        read("1,234", "5,678")
    assert read("1,234", "5,678", decimal=",") == [1.234, 5.678]
    assert read("1,234", "5,678", decimal=".") == [1234, 5678]


def test_a_column_that_shows_both_is_asked_about():
    with pytest.raises(UserError, match=r"Found: 1\.5, 2,5"):
        read("1.5", "2,5")


def test_a_scale_does_not_round():
    scaled = numbers.scaled(pl.Series(["0.07", "18.5", "1.1", None, "x"]), Decimal(1_000_000_000))
    assert scaled.to_list() == ["70000000", "18500000000", "1100000000", None, "x"]


STYLES = [(" ", ","), ("\u00a0", ","), ("\u202f", ","), (".", ","), (",", "."), ("'", "."), ("", "."), ("", ",")]


def written(number, group, mark):
    whole, _, fraction = f"{abs(number):f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", group)
    return ("−" if number < 0 else "") + grouped + (mark + fraction if fraction else "")


NUMBER = st.decimals(-(10**11), 10**11, places=3, allow_nan=False) | st.decimals(-(10**6), 10**6, places=1)


@settings(max_examples=examples(300), deadline=None)
@given(st.lists(NUMBER | st.integers(-(10**12), 10**12).map(Decimal), min_size=1, max_size=5), st.sampled_from(STYLES))
def test_numbers_in_any_style_come_back_equal_or_as_a_question(values, style):
    texts = [written(value, *style) for value in values]
    try:
        found = read(*texts)
    except UserError as error:
        assert "decimal sign" in str(error)
        return
    assert found == [float(value) for value in values]


@settings(max_examples=examples(200), deadline=None)
@given(st.text(st.sampled_from("0123456789., '()-−+eE%\u00a0"), max_size=12), st.sampled_from([".", ","]))
def test_any_text_is_a_number_or_refused(text, mark):
    [found] = read(text, decimal=mark)
    digits = "".join(letter for letter in text if letter.isdigit())
    if found is not None and not set(text) & set("eE"):
        assert f"{abs(Decimal(str(found))):f}".replace(".", "").strip("0") == digits.strip("0")


def test_the_refusal_says_what_is_accepted():
    frame = pl.DataFrame({"cell": ["much"], ROW: [7]}, schema_overrides={ROW: pl.UInt32})
    _, refused = numbers.plain(frame, "cell", "Plan")
    assert refused.rows() == [(7, "Plan", "much", "{found} is not a number", "a number such as 1234.5")]
    assert refusal.none().height == 0


@given(st.lists(st.from_regex(r"[-+−]?[0-9]{0,4}[.,]?[0-9]{0,3}", fullmatch=True)), st.sampled_from(".,"))
def test_a_bare_number_is_read_as_any_other_way_of_writing_it(texts, mark):
    cells = pl.Series(texts, dtype=pl.String)
    bare = cells.filter(numbers.is_bare(cells, mark))
    assert numbers.pointed(bare, mark).to_list() == numbers.written_plainly(bare, mark).to_list()


@pytest.mark.parametrize(
    ("cells", "mark", "doubtful"),
    [
        (["1,5", "1.234", "12345,6"], ",", ["1.234"]),
        (["1 234,5", "2,75", "(1.234)", "100.200"], ",", ["(1.234)", "100.200"]),
        (["1,5", "1234", "12.345"], ",", []),  # four digits stand together in some languages
        (["1,5", "1234", "2.345"], ",", ["2.345"]),
        (["1.234,5", "1.234", "12345"], ",", []),
        (["1.234.567", "1.234", "12345"], ",", []),
        (["1.5", "345.6", "1,234"], ".", []),
        (["1.5", "12345.6", "1,234"], ".", ["1,234"]),
        (["950", "1.234"], ",", []),
    ],
)
def test_a_number_that_alone_is_grouped_may_be_another(cells, mark, doubtful):
    texts = pl.Series(cells)
    found = texts.filter(numbers.is_doubtful(texts, mark, lambda: pl.Series([], dtype=pl.String)))
    assert found.to_list() == doubtful


def test_what_is_told_apart_at_once_counts_too():
    texts = pl.Series(["1.234"])
    assert numbers.is_doubtful(texts, ",", lambda: pl.Series(["12345,6"])).all()
