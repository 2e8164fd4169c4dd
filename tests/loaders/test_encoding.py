import pytest

from data.errors import UserError
from loaders.encoding import to_utf8

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
