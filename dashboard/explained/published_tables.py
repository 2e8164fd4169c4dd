"""In which tables does a page show what is known of one published figure?"""

from typing import Any

from dashboard import format as write
from dashboard.explained import lost, money_words
from dashboard.explained.published import Published
from dashboard.reports.model import Cell, Column, Row, Table
from dashboard.reports.words import Words


def exact(words: Words, row: dict[str, Any]) -> str:
    """A figure with every digit, and between which ends it lies where these are not the figure itself."""
    said = write.figure(
        row["value"], row["lower"], row["upper"], row["comparator"], row["unit"], words.language, compact=False
    )
    ends = [None if row[end] is None else _whole(words, row, row[end]) for end in ("lower", "upper")]
    if row["comparator"] != "~" or None in ends:
        return said
    return words.language.t("{figure}, between {lower} and {upper}", figure=said, lower=ends[0], upper=ends[1])


def told(words: Words, figure: Published) -> Table:
    """Everything that is told of the figure, the one that counts first: by whom, in which file and row, and why not."""
    t = words.language.t
    columns = (
        Column("value", t("Value"), "number"),
        Column("counts", t("Counts")),
        Column("why", t("Why another one counts")),
        Column("status", t("Status")),
        Column("publisher", t("Publisher")),
        Column("kind", t("Kind")),
        Column("published", t("Published")),
        Column("known", t("Known since")),
        Column("file", t("File")),
        Column("row", t("File row")),
        Column("locator", t("Place in the source")),
        Column("note", t("Note")),
    )
    rows = tuple(_told(words, row) for row in figure.rows.iter_rows(named=True))
    return Table(columns, rows, t("Nothing is told of this figure."))


def file(words: Words, row: dict[str, Any]) -> str:
    """The file that brought a figure, and its load."""
    files = dict(words.known.loads().select("id", "name").iter_rows())
    return words.language.t("{file} (load {number})", file=files.get(row["load"], "?"), number=row["load"])


def _told(words: Words, row: dict[str, Any]) -> Row:
    t, language = words.language.t, words.language
    return {
        "value": Cell(exact(words, row), row["value"]),
        "counts": Cell.of(t("yes") if row["is_current"] else t("no")),
        "why": Cell.of(lost.said(row["lost"], language)),
        "status": Cell.of(language.title("status", row["status"])),
        "publisher": Cell.of(row["publisher"] or words.source(row["source"])),
        "kind": Cell.of(language.title("source_kind", row["source_kind"]) if row["source_kind"] else ""),
        "published": Cell.of(write.date(row["published"], language)),
        "known": Cell.of(write.date(row["known_on"], language)),
        "file": Cell.of(file(words, row)),
        "row": Cell.of(words.file_row(row["source_row"])),
        "locator": Cell.of(row["locator"]),
        "note": Cell.of("; ".join(part for part in (row["note"], money_words.of_figure(row, language)) if part)),
    }


def over_time(words: Words, figure: Published) -> Table:
    """Which figure counted from which day on."""
    t = words.language.t
    columns = (
        Column("from", t("From")),
        Column("value", t("Value"), "number"),
        Column("status", t("Status")),
        Column("source", t("Source")),
    )
    rows = tuple(
        {
            "from": Cell.of(write.date(row["from_day"], words.language)),
            "value": Cell(exact(words, row), row["value"]),
            "status": Cell.of(words.language.title("status", row["status"])),
            "source": Cell.of(words.source(row["source"])),
        }
        for row in figure.known.iter_rows(named=True)
    )
    return Table(columns, rows, t("Nothing is told of this figure."))


def _whole(words: Words, row: dict[str, Any], number: float) -> str:
    return write.figure(number, number, number, "=", row["unit"], words.language, compact=False)
