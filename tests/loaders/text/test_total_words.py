"""Is the name of a total told from that of a company?"""

import pytest

from loaders.text import total_words
from tests.conftest import text_table


def test_a_total_is_known_in_many_languages():
    expected = text_table("""
        text                 | sure
        Итого                | true
        Всего по ОЭЗ         | true
        Разом по парках      | true
        Барлығы              | true
        Razem / Total        | true
        Celkem               | true
        Zwischensumme        | true
        Total général        | true
        Σύνολο:              | true
        Toplam               | true
        합계                   | true
        小計                   | true
        Average              | true
        в т.ч. Площадка 1    | true
        of which Site North  | true
        Российская Федерация | false
        Summa                | false
    """)
    for text, sure in expected.iter_rows():
        assert total_words.total_word(text), text
        assert total_words.names_nobody(text) == (sure == "true"), text


@pytest.mark.parametrize(
    "text", ["Total SA", "Итоговое собрание", "Totalenergies", "Razemski", "기계", "", "Gesamtschule"]
)
def test_what_begins_like_a_total_is_none(text):
    assert total_words.total_word(text) is None
    assert not total_words.names_nobody(text)
