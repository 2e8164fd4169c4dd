"""Do unit words mean one thing each, and is what may mean two not guessed?"""

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import codelist
from loaders.text import units
from tests.conftest import text_table

WORDS = Path(units.__file__).parent.with_name("words")


@pytest.mark.parametrize(
    "text", ["kr", "¥", "m", "т", "руб. долл.", "тыс. млн", "руб./га", "", " ", "()", "of", "план", "5", "млн 5"]
)
def test_what_is_not_known_or_means_two_things_is_not_guessed(text):
    assert units.phrase_of(text) is None
    assert units.read(pl.Series([text])).drop("also").row(0) == (None, "1", False)


def test_unit_and_scale_are_read_together():
    expected = text_table("""
        text                 | unit  | scale
        млн руб.             | RUB   | 1000000
        тыс.руб.             | RUB   | 1000
        тыс. рублей          | RUB   | 1000
        т.р.                 | RUB   | 1000
        тыс. долларов США    | USD   | 1000
        млрд долл. США       | USD   | 1000000000
        USD mn               | USD   | 1000000
        US$ million          | USD   | 1000000
        EUR thousand         | EUR   | 1000
        TEUR                 | EUR   | 1000
        T€                   | EUR   | 1000
        Mio. EUR             | EUR   | 1000000
        Mrd. €               | EUR   | 1000000000
        k€                   | EUR   | 1000
        milliers d'euros     | EUR   | 1000
        Mds €                | EUR   | 1000000000
        mil. Kč              | CZK   | 1000000
        tis. Kč              | CZK   | 1000
        mln zł               | PLN   | 1000000
        bln zł               | PLN   | 1000000000000
        tūkst. Eur           | EUR   | 1000
        Rs crore             | INR   | 10000000
        £m                   | GBP   | 1000000
        RUB '000             | RUB   | 1000
        £ m                  | GBP   | 1000000
        тыс. чел.            | JOB   | 1000
        чел.                 | JOB   | 1
        jobs                 | JOB   | 1
        га                   | HA    | 1
        тыс. кв. м           | M2    | 1000
        м²                   | M2    | 1
        кв.м                 | M2    | 1
        ед.                  | COUNT | 1
        шт.                  | COUNT | 1
        %                    | PT    | 1
        раз                  | RATIO | 1
        млн                  |       | 1000000
    """)
    for text, unit, scale in expected.iter_rows():
        if scale:
            found = units.read(pl.Series([text])).drop("also")
            assert found.row(0) == (unit, scale, True), text


def test_people_and_pieces_are_what_the_indicator_is_measured_in():
    expected = text_table("""
        text         | indicator    | unit
        ед.          | jobs_created | JOB
        ед.          | residents    | COUNT
        ед.          | investment   | COUNT
        тыс. чел.    | members      | COUNT
        чел.         | jobs         | JOB
        чел.         | nonsense     | JOB
        рабочих мест | residents    | JOB
        компаний     | jobs         | COUNT
        млн руб.     | jobs         | RUB
        млн          | jobs         |
    """)
    read = units.read(expected["text"])
    assert units.fitting(read["unit"], read["also"], expected["indicator"]).to_list() == expected["unit"].to_list()


def test_a_title_names_its_unit_in_brackets_after_a_comma_or_a_preposition():
    for title in (
        "Объём инвестиций, млн руб.",
        "Инвестиции (млн рублей)",
        "Объём инвестиций в млн руб.",
        "План / млн руб.",
    ):
        assert units.in_title(title) == units.Phrase("RUB", Decimal(1000000), True)
    assert units.in_title("Investment") is None
    assert units.in_title("Investment in kr") is None
    assert units.in_title("Investment (USD mn, EUR mn)") is None


def test_titles_name_their_units_in_many_languages_or_leave_them_open():
    expected = text_table("""
        title                           | unit | scale
        Инвестиции (в тысячах рублей)   | RUB  | 1000
        В миллионах рублей              | RUB  | 1000000
        Инвестиции, рублей (в млн)      | RUB  | 1000000
        Інвестиції, тис. грн            | UAH  | 1000
        Инвестициялар, мың теңге        | KZT  | 1000
        Nakłady w mln zł                | PLN  | 1000000
        Investice v tis. Kč             | CZK  | 1000
        Investitionen in Mio. EUR       | EUR  | 1000000
        Επενδύσεις (εκατ. €)            | EUR  | 1000000
        Yatırım (bin TL)                | TRY  | 1000
        投资额（万元）                    | CNY  | 10000
        投資額(億円)                      | JPY  | 100000000
        투자액(억원)                      | KRW  | 100000000
        Investment (EUR 000s)           | EUR  | 1000
        Investment, EUR (thousand)      | EUR  | 1000
        Investimento (R$ milhões)       | BRL  | 1000000
        Инвестиции (рублей, т.)         |      |
        Инвестиции (т.) рублей, всего   |      |
        Инвестиции, руб., всего         | RUB  | 1
        Vốn đầu tư (tỷ đồng)            | VND  | 1000000000
        Angaben in Tsd. EUR bzw. Mio. t |      |
        Investice, mil Kč               |      |
    """)
    for title, unit, scale in expected.iter_rows():
        found = units.in_title(title)
        assert (found and (found.unit, f"{found.scale:f}")) == ((unit, scale) if unit else None), title


def test_every_unit_named_in_the_list_of_words_exists():
    table = pl.read_csv(WORDS / "units.csv", infer_schema=False)
    assert set(table["unit"].drop_nulls().str.split("|").explode()) <= set(codelist.ids("unit"))
    assert all(Decimal(scale) > 0 for scale in table["scale"])
    for word, unit, scale in table.select("word", "unit", "scale").iter_rows():
        found = units.phrase_of(word)
        told = found and "|".join(each for each in (found.unit, found.also) if each)
        assert found is None or (told or None, found.scale) == (unit, Decimal(scale)), word
        assert found or (unit is None and scale == "1"), word


def test_every_currency_is_known_by_its_code():
    for code in codelist.ids("unit"):
        if codelist.quantities(code) == ("money",):
            assert units.phrase_of(code) == units.Phrase(code, Decimal(1), False)


@pytest.mark.parametrize(
    ("name", "keys", "meaning"),
    [
        ("units", ["word"], ["unit", "scale"]),
        ("qualifiers", ["word", "place"], ["comparator"]),
        ("months", ["word"], ["month"]),
        ("periods", ["word"], ["kind"]),
        ("not_reported", ["word"], ["word"]),
        ("rows", ["word"], ["means"]),
        ("headings", ["word", "means"], ["code"]),
    ],
)
def test_no_word_means_two_things(name, keys, meaning):
    table = pl.read_csv(WORDS / f"{name}.csv", infer_schema=False).with_columns(pl.col("word").str.to_lowercase())
    assert table.group_by(keys).agg(pl.struct(meaning).n_unique().alias("meanings"))["meanings"].max() == 1
    assert not table["word"].is_null().any()


@given(st.text(max_size=20))
def test_any_text_has_an_answer(text):
    assert units.read(pl.Series([text])).height == 1
    units.in_title(text)
