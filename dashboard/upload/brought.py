"""In which words are accepted rows shown that are no figures: entities, sources, memberships, stages …?"""

from collections.abc import Mapping

import polars as pl

from dashboard.language import Language
from dashboard.page import Page
from data import codelist
from data.schema import REFERENCES

#: Which list the codes of a column are of: the same in every table, but for their kinds.
_LISTS = {name: name for name in ("role", "stage", "country", "comparator")}
_KINDS = {"entity": "entity_kind", "source": "source_kind", "agreement": "agreement_kind", "alias": "alias_kind"}
_OURS = ("source_row", "start_month", "end_month")


def rows(page: Page, table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The rows under headings in the page's language, with titles in place of codes and names in place of entities."""
    titles = headings(page.language)
    shown = [name for name in frame.columns if name not in _OURS]
    return pl.DataFrame([_told(page, table, frame[name]).alias(titles.get(name, name)) for name in shown])


def _told(page: Page, table: str, cells: pl.Series) -> pl.Series:
    name = cells.name
    if REFERENCES.get(table, {}).get(name) == "entity":
        return _each(cells, {code: page.words.entity(code) for code in cells.drop_nulls().unique()})
    listed = _KINDS.get(table) if name == "kind" else _LISTS.get(name)
    return _each(cells, codelist.titles(listed, page.language.code)) if listed else cells


def _each(cells: pl.Series, titles: Mapping[str, str]) -> pl.Series:
    """Every code by its title; one that has none stands as it is."""
    return cells.cast(pl.String).replace(titles) if titles else cells


def headings(language: Language) -> dict[str, str]:
    """What the columns of the tables are called."""
    t = language.t
    return {
        "code": t("Code"),
        "kind": t("Kind"),
        "title": t("Title"),
        "name_en": t("Name in English"),
        "name_ru": t("Name in Russian"),
        "part_of": t("Part of"),
        "country": t("Country"),
        "region": t("Region"),
        "sector": t("Sector"),
        "founded": t("Founded"),
        "note": t("Note"),
        "publisher": t("Publisher"),
        "published": t("Published"),
        "url": t("Web address"),
        "language": t("Language"),
        "member": t("Who"),
        "of": t("Belongs to"),
        "role": t("Role"),
        "from": t("From"),
        "to": t("To"),
        "counted": t("Counted in totals"),
        "signed": t("Signed"),
        "party_a": t("First party"),
        "party_b": t("Second party"),
        "subject_en": t("Subject in English"),
        "subject_ru": t("Subject in Russian"),
        "amount": t("Amount"),
        "comparator": t("As published"),
        "currency": t("Currency"),
        "due": t("Due"),
        "source": t("Source"),
        "entity": t("Entity"),
        "rule": t("Rule"),
        "value": t("Value"),
        "meaning_en": t("Meaning in English"),
        "meaning_ru": t("Meaning in Russian"),
        "currency_base": t("Currency"),
        "currency_quote": t("Told in"),
        "period": t("Period"),
        "rate": t("Rate"),
        "year": t("Year"),
        "index": t("Price level"),
        "project": t("Project"),
        "stage": t("Stage"),
        "entered": t("Entered"),
        "left": t("Left"),
        "spelling": t("Spelling"),
    }
