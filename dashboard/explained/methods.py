"""What may be read about methods: every metric's passport, the methodologies, and what our words mean?

Nothing is listed here: the passports are those of the metrics there are, the words those of the codelists.
"""

import inspect
from collections.abc import Callable, Mapping

import polars as pl

from dashboard.language import Language, first_sentence, languages
from dashboard.reports.model import Cell, Column, Row, Table
from data import codelist
from data.errors import UserError
from metrics.registry import METRICS, OF_SERIES, Metric, graph

#: The lists whose words stand beside figures, those a reader meets first in front.
GLOSSARY = ("standing", "scenario", "basis", "scope", "status", "reason", "stage", "impact", "comparator", "role")
#: The list of methodologies, where there is one.
METHODOLOGY = "methodology"


def title(metric: Metric, language: Language) -> str:
    """What a metric is called."""
    return metric.title.get(language.code) or metric.title["en"]


def meaning(metric: Metric, language: Language) -> str:
    """The first sentence of a passport: what is measured. The rest of it is in English."""
    return language.t(first_sentence(metric.doc))


def formula(metric: Metric) -> str:
    """The rest of a passport, its lines joined into paragraphs: how it is computed and when it is null."""
    rest = inspect.cleandoc(metric.doc).partition("\n\n")[2]
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in rest.split("\n\n"))


def unit(metric: Metric, language: Language) -> str:
    """The unit of a metric's values, in words."""
    return language.t("of the series") if metric.unit == OF_SERIES else language.title("unit", metric.unit)


def better(metric: Metric, language: Language) -> str:
    """Which way is good, in words."""
    said = {
        "higher": language.t("higher is better"),
        "lower": language.t("lower is better"),
        OF_SERIES: language.t("as of the indicator"),
    }
    return said.get(metric.better, language.t("neither way is better"))


def called(name: str, language: Language) -> str:
    """A metric by its title, a table by the name that the list of tables has for it."""
    return title(METRICS[name], language) if name in METRICS else language.title("table", name)


def used_by(name: str) -> tuple[str, ...]:
    """The metrics that are computed from a metric, by their ids."""
    return tuple(sorted(each for each, inputs in graph().items() if name in inputs))


def found(sought: str, language: Language) -> list[Metric]:
    """The metrics whose passport holds every word that is sought, by title; all where nothing is sought."""
    fits = _fits(sought)
    known = [each for each in METRICS.values() if fits(_spoken(each))]
    return sorted(known, key=lambda each: title(each, language).casefold())


def _spoken(metric: Metric) -> str:
    return " ".join((metric.id, *metric.title.values(), metric.doc, metric.reference, *metric.inputs))


def _fits(sought: str) -> Callable[[str], bool]:
    words = sought.casefold().split()
    return lambda text: all(word in text.casefold() for word in words)


def glossary(name: str, sought: str, language: Language) -> Table:
    """The words of a codelist: how it is said here, what it means, how it is said elsewhere, its code in files."""
    others = [code for code in languages() if code != language.code]
    meanings = _column(name, "text", language.code)
    columns = (
        Column("title", language.t("Word")),
        *([Column("text", language.t("Meaning"))] if any(meanings.values()) else []),
        *(Column(f"title_{code}", _name_of(code)) for code in others),
        Column("code", language.t("Code")),
    )
    rows = [
        {
            "title": Cell.of(language.title(name, code)),
            "text": Cell.of(meanings.get(code)),
            **{f"title_{other}": Cell.of(Language(other).title(name, code)) for other in others},
            "code": Cell.of(code),
        }
        for code in codelist.ids(name)
    ]
    return Table(columns, _sought(rows, sought), language.t("No word of this list fits what is sought."))


def indicators(sought: str, language: Language) -> Table:
    """What is reported to us: each indicator with what it measures and which way is good."""
    others = [code for code in languages() if code != language.code]
    columns = (
        Column("title", language.t("Indicator")),
        Column("quantity", language.t("What it measures")),
        Column("better", language.t("Which way is good")),
        *(Column(f"title_{code}", _name_of(code)) for code in others),
        Column("code", language.t("Code")),
    )
    ways = {"higher": language.t("higher is better"), "lower": language.t("lower is better")}
    rows = [
        {
            "title": Cell.of(language.title("indicator", row["id"])),
            "quantity": Cell.of(language.title("quantity", row["quantity"])),
            "better": Cell.of(ways.get(row["better"], language.t("neither way is better"))),
            **{f"title_{other}": Cell.of(Language(other).title("indicator", row["id"])) for other in others},
            "code": Cell.of(row["id"]),
        }
        for row in codelist.codes("indicator").iter_rows(named=True)
    ]
    return Table(columns, _sought(rows, sought), language.t("No word of this list fits what is sought."))


def methodologies(sought: str, language: Language) -> Table:
    """The methodologies in their editions, and whether somebody has read the source; none where no list is there."""
    columns = (
        Column("title", language.t("Methodology")),
        Column("edition", language.t("Edition")),
        Column("verified", language.t("Verified")),
        Column("parts", language.t("What it weighs")),
        Column("thresholds", language.t("Thresholds")),
        Column("source", language.t("Source")),
        Column("code", language.t("Code")),
    )
    empty = language.t("No methodology is in the lists yet.")
    try:
        known = codelist.codes(METHODOLOGY).to_dicts()
    except (FileNotFoundError, UserError):
        return Table(columns, (), empty)
    rows = [_methodology(row, language) for row in known]
    return Table(columns, _sought(rows, sought), language.t("No word of this list fits what is sought."))


def _methodology(row: Mapping[str, object], language: Language) -> Row:
    return {
        "title": Cell.of(language.title(METHODOLOGY, str(row["id"]))),
        "edition": Cell.of(_text(row, "edition", "valid_from", "from")),
        "verified": Cell.of(_verified(row, language)),
        "parts": Cell.of(_belonging("methodology_part", row["id"], language)),
        "thresholds": Cell.of(_belonging("methodology_threshold", row["id"], language)),
        "source": Cell.of(_text(row, "reference", "source", "url")),
        "code": Cell.of(str(row["id"])),
    }


def _verified(row: Mapping[str, object], language: Language) -> str:
    said = str(row.get("verified", row.get("is_verified")) or "").casefold()
    if said in ("", "false", "no", "0"):
        return language.t("not verified: nobody has read it in the source")
    return language.t("verified") if said in ("true", "yes", "1") else language.t("verified: {how}", how=said)


def _belonging(name: str, methodology: object, language: Language) -> str:
    """The titles of what a list holds for a methodology."""
    try:
        rows = codelist.codes(name)
    except FileNotFoundError:
        return ""
    of_it = rows.filter(pl.col("methodology") == methodology) if "methodology" in rows.columns else rows.clear()
    return "; ".join(language.title(name, code) for code in of_it["id"])


def _text(row: Mapping[str, object], *names: str) -> str:
    return str(next((row[name] for name in names if row.get(name) is not None), ""))


def _column(name: str, column: str, code: str) -> dict[str, str]:
    """A column of words, where the list has it in any language."""
    has_it = any(each.startswith(f"{column}_") for each in codelist.codes(name).columns)
    return codelist.words(name, column, code) if has_it else {}


def _sought(rows: list[Row], sought: str) -> tuple[Row, ...]:
    fits = _fits(sought)
    return tuple(row for row in rows if fits(" ".join(cell.text for cell in row.values())))


def _name_of(code: str) -> str:
    locale = Language(code).locale
    return (locale.language_name or code).capitalize()
