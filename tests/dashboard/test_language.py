"""Does every sentence have its words, in the right form, and does a third language need only its file?"""

import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from dashboard import language
from dashboard.language import Language

HEADING = """# {title}
msgid ""
msgstr ""
"Language: {locale}\\n"
"Plural-Forms: {plural}\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch):
    """The shipped catalogues beside a made-up language with one sentence of its own."""
    for path in language.FOLDER.glob("*.po"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    heading = HEADING.format(title="Made up.", locale="qaa", plural="nplurals=1; plural=0;")
    (tmp_path / "qaa.po").write_text(heading + 'msgid "Read {file}"\nmsgstr "Lug {file}"\n', encoding="utf-8")
    monkeypatch.setattr(language, "FOLDER", tmp_path)
    return tmp_path


def entries(code: str) -> dict:
    with (language.FOLDER / f"{code}.po").open("rb") as file:
        return {message.id: message for message in read_po(file) if message.id}


def fields(template: str) -> set:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("code", language.languages())
def test_a_catalogue_holds_exactly_what_the_code_says(code, sentences):
    told, said = set(entries(code)), set(sentences)
    assert sorted(map(str, said - told)) == [], "run: python -m dashboard.language"
    assert sorted(map(str, told - said)) == [], "run: python -m dashboard.language"


def test_no_russian_word_is_missing_or_uncertain():
    forms = {key: message.string for key, message in entries("ru").items()}
    missing = [key for key, form in forms.items() if not (all(form) if isinstance(form, tuple) else form)]
    assert missing == []
    assert [key for key, message in entries("ru").items() if message.fuzzy] == []


@pytest.mark.parametrize("code", language.languages())
def test_a_translation_fills_the_same_braces_as_its_key(code):
    for key, message in entries(code).items():
        keys = key if isinstance(key, tuple) else (key,)
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = set().union(*map(fields, keys))
        assert [form for form in forms if form and fields(form) != wanted] == [], key


def test_an_unknown_language_falls_back_to_russian_and_says_so():
    assert Language.of("xx") == (Language("ru"), False)
    assert Language.of("../../etc/passwd") == (Language("ru"), False)
    assert Language.of(None) == (Language("ru"), True)
    assert Language.of("en") == (Language("en"), True)


def test_a_sentence_nobody_translated_is_shown_in_english():
    assert Language("ru").t("Not in any catalogue: {file}", file="a.csv") == "Not in any catalogue: a.csv"
    assert Language("ru").t("") == ""


def test_braces_in_what_is_filled_in_stay_as_they_are():
    assert Language("en").t("Read {file}", file="{0}{x.y}") == "Read {0}{x.y}"


@pytest.mark.parametrize(
    ("count", "ru", "en"),
    [
        (0, "0 резидентов", "0 residents"),
        (1, "1 резидент", "1 resident"),
        (2, "2 резидента", "2 residents"),
        (5, "5 резидентов", "5 residents"),
        (11, "11 резидентов", "11 residents"),
        (21, "21 резидент", "21 residents"),
        (112, "112 резидентов", "112 residents"),
        (1234, "1\u00a0234 резидента", "1,234 residents"),
    ],
)
def test_a_count_takes_its_own_form(folder, count, ru, en):
    words = 'msgid "{count} resident"\nmsgid_plural "{count} residents"\n'
    forms = 'msgstr[0] "{count} резидент"\nmsgstr[1] "{count} резидента"\nmsgstr[2] "{count} резидентов"\n'
    heading = (folder / "ru.po").read_text(encoding="utf-8").partition("\n\n")[0]
    (folder / "ru.po").write_text(f"{heading}\n\n{words}{forms}", encoding="utf-8")
    assert Language("ru").n("{count} resident", "{count} residents", count) == ru
    assert Language("en").n("{count} resident", "{count} residents", count) == en


def test_a_third_language_is_one_file(folder):
    made_up, known = Language.of("qaa")
    assert known
    assert made_up.t("Read {file}", file="a.csv") == "Lug a.csv"
    assert made_up.t("Not in any catalogue") == "Not in any catalogue"
    assert made_up.n("{count} resident", "{count} residents", 1200) == "1,200 residents"
    assert made_up.title("scenario", "target") == "Target"


def test_a_code_no_list_knows_is_shown_as_it_is():
    assert Language("ru").title("indicator", "no_such_indicator") == "no_such_indicator"
    assert Language("ru").title("indicator", "investment") == "Инвестиции"


def test_english_dates_and_numbers_are_those_of_europe():
    assert str(Language("en").locale) == "en_GB"
    assert str(Language("ru").locale) == "ru"


def test_keys_are_found_whoever_says_them_and_nothing_else_is():
    code = """
words.t("One")
n("{count} row", "{count} rows", 2)
raise UserError("Two" " parts: {x}", x=1, problem="three" if x else "four")
t(variable)
other("Five")
self.n(singular, plural, 3)
where(frame, "six {found}", "seven")
t(f"{x}")
"""
    assert language.said_in([code, "def where(rows, problem, accepted=''):\n    pass"]) == {
        "One",
        ("{count} row", "{count} rows"),
        "Two parts: {x}",
        "three",
        "four",
        "six {found}",
        "seven",
    }


def test_a_problem_inside_a_sentence_is_translated_too(folder):
    path = folder / "qaa.po"
    path.write_text(path.read_text(encoding="utf-8") + '\nmsgid "no heading"\nmsgstr "neniu"\n', encoding="utf-8")
    assert Language("qaa").t("Read {file}", file="a") == "Lug a"
    assert Language("qaa").t("{name}: {problem}.", name="no heading", problem="no heading") == "no heading: neniu."


def test_bringing_a_catalogue_up_to_date_keeps_its_words_and_is_done_once(folder):
    path = folder / "qaa.po"
    added, dropped = language.update(path, {"Read {file}", ("{count} row", "{count} rows")})
    assert (added, dropped) == ([str(("{count} row", "{count} rows"))], [])
    once = path.read_bytes()
    assert language.update(path, {"Read {file}", ("{count} row", "{count} rows")}) == ([], [])
    assert path.read_bytes() == once
    assert b"Lug {file}" in once
    assert language.update(path, set())[1] == [str(("{count} row", "{count} rows")), "Read {file}"]
