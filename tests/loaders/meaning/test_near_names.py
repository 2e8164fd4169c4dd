"""Names of a file in, the warnings about spellings that are hardly others out."""

import polars as pl
import pytest

from loaders.known import Known
from loaders.meaning import near_names
from loaders.raw import ROW, RawTable
from tests.loaders.mapped_text import FIELDS, HEAD, PLAN, SOURCE, mapped

NEW = """
[entity]
find = { name = "Зона" }
kind = "organisation"
prefix = "ORG-"
may_create = true
"""
MAPPING = HEAD + SOURCE + NEW + FIELDS + PLAN
NUMBERED = MAPPING.replace('name = "Зона"', 'name = "Зона", tax_number = "ИНН"')

RAW = RawTable("t", "", "csv", None, [], pl.DataFrame(), pl.Series([], dtype=pl.UInt32), pl.DataFrame(), pl.DataFrame())


def warned(tmp_path, *names, known=Known(), mapping=MAPPING):
    rows = "\n".join(f"{name} | 5 | {7707083893 if place else 7736050003}" for place, name in enumerate(names))
    batch = mapped(tmp_path, mapping, f"Зона | План | ИНН\n{rows}", known)
    return [str(each) for each in batch.warnings if "new entity" in str(each)]


@pytest.mark.parametrize(
    "other",
    [
        "ООО Ромашка1",
        "Ромашка ООО",
        "ООО «РОМАШКА»*",
        "Ромашкa",  # the last letter is Latin
        "Общество с ограниченной ответственностью Ромашка",
        "ООО «Ро-машка»²",
    ],
)
def test_a_second_spelling_of_a_company_is_told(tmp_path, other):
    first, *_ = warned(tmp_path, "ООО «Ромашка»", other)
    assert first.startswith(
        f"row 3: {' '.join(other.split())} becomes a new entity, and is nearly ООО «Ромашка» (row 2)"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Звёздный", "Звездный"),
        ("Alpha Ltd", "ALPHA LIMITED"),
        ("Société Alpha SARL", "SARL Société Alpha"),
        ("株式会社アルファ", "株式会社 アルファ"),
        ("Alpha Sp. z o.o.", "Alpha spółka z ograniczoną odpowiedzialnością"),
    ],
)
def test_spellings_of_many_languages(tmp_path, one, other):
    assert len(warned(tmp_path, one, other)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Завод 1", "Завод 2"),
        ("Завод № 1", "Завод"),
        ("ООО Ромашка", "АО Ромашка"),
        ("Ромашка", "Рябина"),
        ("Alpha Ltd", "Alpha Energy Ltd"),
    ],
)
def test_other_companies_are_not_told(tmp_path, one, other):
    assert warned(tmp_path, one, other) == []


def test_a_spelling_of_one_that_is_known_is_told_with_its_code(tmp_path):
    known = Known(entities=frozenset({"ROM"}), names={"ооо ромашка": "ROM"})
    assert "is nearly ооо ромашка (ROM)" in warned(tmp_path, "Ромашка ООО", known=known)[0]


def test_tax_numbers_tell_companies_apart(tmp_path):
    assert warned(tmp_path, "ООО Ромашка", "Ромашка", mapping=NUMBERED) == []


def test_the_mark_of_a_footnote_is_told_even_where_no_other_name_is_near(tmp_path):
    assert warned(tmp_path, "Alpha Ltd²", "Beta*") == [
        "row 2: Alpha Ltd² becomes a new entity; what stands at its end may be the mark of a footnote",
        "row 3: Beta* becomes a new entity; what stands at its end may be the mark of a footnote",
    ]


def test_thousands_of_one_name_are_not_held_against_each_other(monkeypatch):
    count, asked = 3_000, []
    names = ["ИП Иванов", *["Иванов ИП"] * (count - 1)]
    codes = [f"ORG-{place}" for place in range(count)]
    entities = pl.DataFrame(
        {"code": codes, "name_ru": names, "name_en": names, ROW: range(2, count + 2)}, schema_overrides={ROW: pl.UInt32}
    )
    aliases = pl.DataFrame({"kind": ["tax_number"] * count, "entity": codes})
    is_near = near_names._is_near
    monkeypatch.setattr(near_names, "_is_near", lambda *told: asked.append(1) or is_near(*told))
    assert near_names.warnings(RAW, entities, aliases, Known()) == ()
    assert len(asked) < 3 * count
    told = near_names.warnings(RAW, entities, aliases.clear(), Known())
    assert [row for row, _ in told] == list(range(3, 23))
