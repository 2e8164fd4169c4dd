"""Whom a spelling means."""

import polars as pl

from loaders.known import Known, Lookup, by_name, by_tax_number, fold
from tests.conftest import text_table

ENTITIES = """
    code  | name_en     | name_ru
    ALPHA | Alpha Works | ООО «Альфа»
    BETA  | Twins       | Бета
    GAMMA | Twins       |
"""
ALIASES = """
    spelling   | kind       | entity
    Альфа-град | name       | ALPHA
    бета       | name       | GAMMA
    7735000000 | tax_number | ALPHA
    7735000000 | tax_number | BETA
"""


def names():
    return by_name(text_table(ENTITIES), text_table(ALIASES))


def test_a_name_of_two_entities_means_nobody():
    assert fold("Twins") not in names()


def test_nothing_known_gives_no_name():
    nothing = pl.DataFrame(schema=dict.fromkeys(("code", "name_en", "name_ru"), pl.String))
    nobody = pl.DataFrame(schema=dict.fromkeys(("spelling", "kind", "entity"), pl.String))
    assert by_name(nothing, nobody) == {}
    assert by_tax_number(nobody) == {}
    assert Known().history is None


def test_capitals_quotes_and_spaces_make_no_difference():
    assert {names()[fold(text)] for text in ('ооо  "альфа"', "ООО „Альфа“", "alpha works", "альфа-ГРАД")} == {"ALPHA"}


def test_an_alias_comes_before_a_name_and_a_later_one_before_an_earlier():
    assert names()[fold("Бета")] == "GAMMA"
    assert by_tax_number(text_table(ALIASES)) == {"7735000000": "BETA"}


def test_nothing_is_read_before_it_is_asked_for():
    asked = []
    lookup = Lookup(lambda: asked.append("") or {"a": "A"})
    known = Known(names=lookup)
    assert asked == []
    assert (known.names.get("a"), known.names.get("b"), len(known.names), list(known.names)) == ("A", None, 1, ["a"])
    assert asked == [""]
