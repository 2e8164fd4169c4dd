"""Letters that another program spoiled before the file was saved are told; letters that are right never are."""

import pytest

from data.errors import UserError
from loaders.parsers.encoding import makes_sense, read
from loaders.parsers.spoiled import spoiled

TABLE = "Зона;Инвестиции, млн руб.\nДубна;10\nЛипецк;20\nАлабуга;30\n"
RIGHT = [
    "ЗОНА;ИНВЕСТИЦИИ\nДУБНА;1\nЛИПЕЦК;2",
    "ООО «РН-ЮГАНСКНЕФТЕГАЗ»;ПАО «НК»;АО «ГМК»;ЦЧР;ЮФО;СЗФО;ЭЭГ",
    "Аймақ;Жоспар\nҚарағанды;1\nАлматы;2",
    "Підприємство;Київ;Харків;їжак",
    "Région;Opération;État\nÎle-de-France;1\nProvence-Alpes-Côte d'Azur;2",
    "Größe;Förderung;Maßnahme\nThüringen;2\nBaden-Württemberg;3",
    "Kőszeg;Győr;Fejér;Tök",
    "PROVENÇAL;ÎLE;RÉUNION;CÔTE",
    "Ελλάδα;Αθήνα;Θεσσαλονίκη",
    "서울;부산;인천",
    "Зона °C;м²;м³\n№ 1;±5;№ 2;№ 3",
    "Вопрос;Ответ\nЧто? Где? Когда???;да",
    "Question;Answer\nWhat???;yes\nWhen????;soon",
    "Að;Þingvellir;Suðurnes;°0¸",
    "Đầu tư;Vốn đăng ký;Tỉnh Bình Dương;Hưng Yên",
    "ÉÈÊËÀÂ;ÔÖÜÛÙ;ÇÑÃÕ",
    "a;b\n?;1\n???;2",
]


@pytest.mark.parametrize("text", RIGHT)
def test_letters_that_are_right_are_not_told(text):
    assert spoiled(text) is None


@pytest.mark.parametrize("taken_for", ["latin-1", "cp1252", "cp1251", "cp866"])
@pytest.mark.parametrize("text", [TABLE, *RIGHT[2:5]])
def test_utf_8_that_was_taken_for_another_encoding_is_told_with_what_it_was(text, taken_for):
    found = spoiled(text.encode().decode(taken_for, "replace"))
    assert found.meant in text


@pytest.mark.parametrize(
    ("own", "taken_for"),
    [("cp1251", "latin-1"), ("cp1251", "cp866"), ("koi8-r", "cp1251"), ("cp866", "cp1251"), ("cp866", "latin-1")],
)
def test_an_alphabet_that_was_taken_for_another_is_told(own, taken_for):
    assert spoiled(TABLE.encode(own).decode(taken_for, "replace")).meant == "Инвестиции"


def test_a_file_of_such_letters_is_refused_unless_the_mapping_says_that_they_are_right():
    bad = TABLE.encode().decode("latin-1").encode()
    for data in (bad, b"\xef\xbb\xbf" + bad):
        with pytest.raises(UserError, match="seems to have been Инвестиции"):
            read(data, None, "t.csv")
    assert read(bad, "utf-8", "t.csv").utf8 == bad
    with pytest.raises(UserError, match="question marks stand where its letters were"):
        read(TABLE.encode("ascii", "replace"), None, "t.csv")


def test_what_a_page_says_of_its_encoding_is_held_against_its_letters():
    wrong = {"utf-8": "cp1251", "iso-8859-1": "cp1251", "koi8-r": "cp1251", "windows-1251": "koi8-r"}
    for said, own in wrong.items():
        assert not makes_sense(TABLE.encode(own), said)
        assert makes_sense(TABLE.encode(own), own)
    assert makes_sense("Région;État;Île;Année;Opération".encode("latin-1"), "iso-8859-1")
    assert makes_sense(TABLE.encode("mac-cyrillic"), "mac-cyrillic")


@pytest.mark.parametrize("half", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_seen_in_long_words_too(half):
    text = "Наименование;Инвестиции\nОсобая экономическая зона Дубна;десять\n"
    assert read(text.encode(half), None, "t").utf8.decode() == text


def test_one_zero_byte_makes_no_utf_16():
    text = TABLE.replace("Липецк", "Липе\0цк")
    assert read(text.encode(), None, "t").utf8.decode() == text
