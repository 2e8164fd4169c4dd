import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import UserError
from loaders.parsers.encoding import read, to_utf8

RUSSIAN = "Резидент;Объём инвестиций, млн руб.;Рабочие места\nООО «Микрон»;1 234,5;120\nАО «Ангстрем»;18,5;45\n"
CZECH = "Žadatel;Výše investice\nŠkoda Auto a.s., Mladá Boleslav;1 500\nPříbram čistírna, řízení;20\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251"])
def test_russian_text_is_read_without_being_told(encoding):
    assert to_utf8(RUSSIAN.encode(encoding), None, "t.csv").decode() == RUSSIAN


@pytest.mark.parametrize(
    ("encoding", "text"),
    [("cp1251", RUSSIAN), ("koi8-r", RUSSIAN.replace("«", "").replace("»", "")), ("cp1250", CZECH)],
)
def test_what_the_mapping_says_is_taken(encoding, text):
    assert to_utf8(text.encode(encoding), encoding, "t.csv").decode() == text


def test_a_wrong_encoding_is_an_error_and_not_another_text():
    with pytest.raises(UserError, match="not in the encoding ascii"):
        to_utf8(RUSSIAN.encode("cp1251"), "ascii", "t.csv")
    with pytest.raises(UserError, match="no encoding is called klingon"):
        to_utf8(b"a", "klingon", "t.csv")


def test_a_mark_in_the_file_wins_over_the_mapping():
    assert to_utf8(RUSSIAN.encode("utf-8-sig"), "cp1251", "t.csv").decode() == RUSSIAN


def test_half_a_character_spoils_its_cell_and_no_other():
    assert to_utf8(b"a,b\nx\xed\xa0\x80y,1\n", None, "t.csv").decode().count("\ufffd") >= 1
    cut = RUSSIAN.encode()[:-70]
    assert "Резидент" in to_utf8(cut + b"\xd0", None, "t.csv").decode()


POLISH = "Strefa;Województwo;Nakłady\nŁódzka;łódzkie;12,5\nWałbrzyska;dolnośląskie;30\n"
GERMAN = "Bezeichnung;Förderfähige Ausgaben\nMüller GmbH, Österreich;403514,06\nStraße und Brücke;18,13\n"
FRENCH = (
    "Région;Bénéficiaire;Coût éligible\nÎle-de-France;Université de Paris;1234,5\nRhône-Alpes;Société Générale;18\n"
)
GREEK = "Ζώνη;Επενδύσεις\nΑθήνα;1500\nΘεσσαλονίκη;20\n"
KOREAN = "지역;투자액\n인천경제자유구역;1500\n부산진해;200\n"
JAPANESE = "地域,投資額,備考\n東京都の特区,1500,みなとみらい\n大阪府,200,カタカナ\n"
KANJI = "地域,投資額\n東京都特区,1500\n大阪府,200\n"
LITHUANIAN = "Pareiškėjas;Būsena\nUAB Šiaulių žemė;vertinama\n"
SPANISH = "año;régimen;área;índice\n2019;zona franca española;18,5;2\n"
PLAIN_RUSSIAN = RUSSIAN.replace("«", '"').replace("»", '"')


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", RUSSIAN),
        ("cp1251", "Зона;План\nДубна;1,5\n"),
        ("koi8-r", PLAIN_RUSSIAN),
        ("cp866", PLAIN_RUSSIAN),
        ("cp1250", CZECH),
        ("cp1250", POLISH),
        ("cp1252", GERMAN),
        ("cp1252", FRENCH),
        ("cp1252", SPANISH),
        ("cp1253", GREEK),
        ("cp1257", LITHUANIAN),
        ("cp949", KOREAN),
        ("shift_jis", JAPANESE),
        ("shift_jis", KANJI),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_letters_show_the_encoding(encoding, text, end):
    lines = text.replace("\n", end)
    found = read(lines.encode(encoding), None, "t.csv")
    assert found.utf8.decode() == lines
    assert 0.46 <= found.sure <= 1


@pytest.mark.parametrize(
    "data",
    [
        b"a;b\n\xc0\xd0\xe1;1\n",
        b"a;b\n\xd8\xa1\xff\x9d;1\n",
        "地区,投资额\n深圳,1\n".encode("gb18030"),
        "地区,投资额\n深圳经济特区,1500\n".encode("gb18030"),
    ],
)
def test_where_the_letters_do_not_show_it_the_question_is_asked(data):
    with pytest.raises(UserError, match=r"its encoding is not sure. Say it in the mapping: read\.encoding; likely: "):
        to_utf8(data, None, "t.csv")


@pytest.mark.parametrize(
    ("encoding", "word"),
    [
        ("cp1252", "São"),
        ("cp1252", "Île-de-France"),
        ("cp1252", "København"),
        ("cp1250", "Győr"),
        ("cp1253", "Ζώνη"),
        ("shift_jis", "投資額"),
    ],
)
@pytest.mark.parametrize("times", [1, 6])
def test_a_name_that_is_a_word_in_two_encodings_is_asked_for_however_often_it_stands(encoding, word, times):
    with pytest.raises(UserError, match=r"its encoding is not sure"):
        to_utf8(("Zone;Plan\n" + times * f"{word};12\n").encode(encoding), None, "t.csv")


@settings(max_examples=200, deadline=None)
@given(st.binary(min_size=1, max_size=300))
def test_any_bytes_are_a_text_or_a_clear_error(data):
    try:
        to_utf8(data, None, "t.csv").decode()
    except UserError:
        return


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("地域,投資額\n東京,100\n", "shift_jis"),
        ("地区,投资额\n上海,100\n", "gb18030"),
        ("地區,投資額\n台北,100\n", "big5"),
        ("เขต,เงินลงทุน\nระยอง,100\n", "cp874"),
        ("المنطقة,الاستثمار\nدبي,100\n", "cp1256"),
    ],
)
def test_an_unsure_encoding_is_asked_with_what_the_heading_would_read_like(text, encoding):
    with pytest.raises(UserError, match=rf"{encoding} \({text.splitlines()[0]}\)"):
        read(text.encode(encoding), None, "report.csv")


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("mac-cyrillic", "Зона;Инвестиции, млн руб.\nДубна;10\nЛипецк;20"),
        ("mac-cyrillic", "Особая экономическая зона «Дубна»;Факт\nЗа январь-сентябрь 2019 года;5"),
        ("mac-cyrillic", "Резидент;ИНН;Выручка\nООО «Ромашка»;1;2\nАО «Лютик»;3;4\nПАО «Газ»;5;6"),
        ("koi8-r", "ОЭЗ;ППТ\nЕЛАБУГА;5\nТОМСК;6"),
    ],
)
def test_letters_that_another_encoding_makes_words_of_too_are_asked_for_and_not_taken_for_them(encoding, text):
    try:
        assert read(text.encode(encoding), None, "t").utf8.decode() == text
    except UserError as error:
        assert encoding in str(error)
        assert text.split(";")[0] in str(error)
