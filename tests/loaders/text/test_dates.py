"""Is a day read in digits and words of any language, and never as another day?"""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import UserError
from loaders.text import dates
from tests.conftest import examples, text_table

QUESTION = r"column Signed: does the day or the month come first\? Found: "


def days(*texts, **options):
    return dates.days(pl.Series(texts, dtype=pl.String), name="t.csv", column="Signed", **options).to_list()


@pytest.mark.parametrize(
    "text",
    [
        "31.02.2019",
        "30.02.2019",
        "2019-02-30",
        "2019-13",
        "2019-00-10",
        "99.99.2019",
        "9.30.2019",
        "30.09.0019",
        "30.09.19",
        "30-Sep-55",
        "Sep-19",
        "30 сентября",
        "30 мартобря 2019",
        "30 Sep 2019 2020",
        "3 4 Sep 2019",
        "30 Sep Oct 2019",
        "сентябрь",
        "43738",
        "2019.5",
        "20191399",
        "с 30.09.2019",
        "30.09.2019 - 31.10.2019",
        "х",
        "1",
        "0000-00-00",
    ],
)
def test_what_is_no_sure_day_is_none(text):
    assert days(text) == [None]


def test_a_day_is_read_as_it_is_written():
    expected = text_table("""
        text                        | day
        30.09.2019                  | 2019-09-30
        30.09.2019 г.               | 2019-09-30
        30. 9. 2019                 | 2019-09-30
        30/09/2019                  | 2019-09-30
        9/30/2019                   | 2019-09-30
        7/21/1999 12:00 AM          | 1999-07-21
        2019-09-30                  | 2019-09-30
        2019-9-3                    | 2019-09-03
        2019/09/30                  | 2019-09-30
        2019.09.30                  | 2019-09-30
        2019-09-30T00:00:00         | 2019-09-30
        2019-09-30T00:00:00.000Z    | 2019-09-30
        2019-09-30 00:00:00+03:00   | 2019-09-30
        30.09.2019 0:00:00          | 2019-09-30
        20190930                    | 2019-09-30
        30 сентября 2019 г.         | 2019-09-30
        30 сентября 2019 года       | 2019-09-30
        30-Sep-19                   | 2019-09-30
        1-Jan-99                    | 1999-01-01
        30 Sep 2019                 | 2019-09-30
        Sep 30, 2019                | 2019-09-30
        30th of September 2019      | 2019-09-30
        30. September 2019          | 2019-09-30
        1. März 2019                | 2019-03-01
        1er août 2019               | 2019-08-01
        30 de septiembre de 2019    | 2019-09-30
        30. září 2019               | 2019-09-30
        30 września 2019            | 2019-09-30
        2019 m. rugsėjo 30 d.       | 2019-09-30
        2019年9月30日                 | 2019-09-30
        červenec 1998               | 1998-07
        září 1998                   | 1998-09
        сент. 2019                  | 2019-09
        09.2019                     | 2019-09
        2019-09                     | 2019-09
        2019                        | 2019
        ٣٠.٠٩.٢٠١٩                  | 2019-09-30
    """)
    for text, day in expected.iter_rows():
        assert days(text) == [day], text


def test_the_column_shows_which_of_day_and_month_comes_first():
    assert days("01/02/2019", "13/02/2019") == ["2019-02-01", "2019-02-13"]
    assert days("01/02/2019", "02/13/2019") == ["2019-01-02", "2019-02-13"]
    assert days("01-02-2019", "13-02-2019", "2019-03-04") == ["2019-02-01", "2019-02-13", "2019-03-04"]
    assert days("05/05/2019") == ["2019-05-05"]


@pytest.mark.parametrize("texts", [("01/02/2019",), ("13/02/2019", "02/13/2019"), ("01-02-2019", "05/05/2019")])
def test_a_column_that_does_not_show_it_is_asked_about(texts):
    with pytest.raises(UserError, match=QUESTION):
        days(*texts)


def test_the_mapping_decides_and_a_day_against_it_is_refused():
    assert days("01/02/2019", order="mdy") == ["2019-01-02"]
    assert days("01/02/2019", "13/02/2019", order="mdy") == ["2019-01-02", None]
    assert days("01.02.2019", order="mdy") == ["2019-01-02"]
    assert days("30.09.19", "30.09.55", order="dmy") == ["2019-09-30", None]
    assert days("01/02/2019", order="ymd") == [None]


def test_a_serial_number_is_a_day_only_where_the_epoch_is_told():
    assert days("43738", "43738.5", "2019", epoch=1900) == ["2019-09-30", "2019-09-30", "2019"]
    assert days("42276", epoch=1904) == ["2019-09-30"]
    assert days("43738") == [None]


def test_a_period_is_taken_from_a_date():
    cells = pl.Series(["2019.0", "2019Q3", "2019-q2", "30.09.2019", "2019-09", "2019", None, "x"])
    assert dates.periods(cells, "year").to_list() == ["2019"] * 6 + [None, None]
    assert dates.periods(cells, "quarter").to_list() == [
        None,
        "2019-Q3",
        "2019-Q2",
        "2019-Q3",
        "2019-Q3",
        None,
        None,
        None,
    ]
    assert dates.periods(cells, "month").to_list() == [None, None, None, "2019-09", "2019-09", None, None, None]


DAY = st.dates(date(1990, 1, 1), date(2036, 12, 31))
FORMS = [
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y-%m-%dT%H:%M:%S",
    "%d-%b-%Y",
    "%B %d, %Y",
    "%d %B %Y",
    "%d-%b-%y",
    "%Y%m%d",
]


@settings(max_examples=examples(200), deadline=None)
@given(st.lists(DAY, min_size=1, max_size=5), st.sampled_from(FORMS))
def test_any_day_in_any_form_comes_back_or_is_asked_about(some, form):
    try:
        found = days(*(day.strftime(form) for day in some))
    except UserError as error:
        assert "does the day or the month come first" in str(error)
        return
    assert found == [day.isoformat() for day in some]


@settings(max_examples=examples(100), deadline=None)
@given(DAY, st.sampled_from([1900, 1904]))
def test_any_serial_number_comes_back(day, epoch):
    start = date(1899, 12, 30) if epoch == 1900 else date(1904, 1, 1)
    assert days(str((day - start) // timedelta(days=1)), epoch=epoch) == [day.isoformat()]


MONTHS = [(word, month) for word, month in dates.month_names().items() if month]


@settings(max_examples=examples(150), deadline=None)
@given(DAY, st.sampled_from(MONTHS))
def test_every_name_of_a_month_is_read(day, named):
    word, month = named
    assert days(f"{word.title()} {day.year}") == [f"{day.year}-{month:02d}"]
    assert days(f"{min(day.day, 28)} {word} {day.year}") == [f"{day.year}-{month:02d}-{min(day.day, 28):02d}"]


@settings(max_examples=examples(200), deadline=None)
@given(
    st.lists(
        st.text(max_size=20) | st.text(st.sampled_from("0123456789./-: TZсептябряSep年月日г"), max_size=14), max_size=4
    ),
    st.sampled_from([None, "dmy", "mdy", "ymd"]),
    st.sampled_from([None, 1900, 1904]),
)
def test_any_text_is_a_day_or_none_or_a_question(texts, order, epoch):
    try:
        found = days(*texts, order=order, epoch=epoch)
    except UserError as error:
        assert "does the day or the month come first" in str(error)
        return
    assert len(found) == len(texts)
    assert all(day is None or len(day) in (4, 7, 10) for day in found)
    for unit in dates.ACCEPTED:
        if order and unit != "day":
            dates.periods(pl.Series(texts, dtype=pl.String), unit, order)
