"""What can be downloaded? A writer a format, one content for all."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dashboard.language import Language
from dashboard.reports.model import Summary
from dashboard.reports.summary import summary
from dashboard.session import Known
from data.errors import UserError


@dataclass(frozen=True)
class Writer:
    """A format: what it is called, its MIME type, what stands in the file, and who writes it.

    `holds` is a sentence for the page, in English as the catalogues have it; `build` turns a summary into bytes.
    """

    name: str
    mime: str
    holds: Callable[[Language], str]
    build: Callable[[Summary], bytes]


def _xlsx(content: Summary) -> bytes:
    from dashboard.reports import xlsx  # xlsxwriter is slow to import, and most pages never write

    return xlsx.build(content)


def _csv(content: Summary) -> bytes:
    from dashboard.reports import csv

    return csv.build(content)


#: What a summary can be written as, by the ending of the file. A further format is one more line and its writer.
WRITERS = {
    "xlsx": Writer(
        "XLSX",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda language: language.t("A workbook: a first sheet in words, then a sheet for everything it rests on."),
        _xlsx,
    ),
    "csv": Writer(
        "CSV",
        "text/csv",
        lambda language: language.t("Every published figure as a row with its source; for other programs."),
        _csv,
    ),
}
MIME = {ending: writer.mime for ending, writer in WRITERS.items()}


def build(content: Summary, format: str) -> bytes:
    """A summary in the bytes of a format."""
    return WRITERS[format].build(content)


def write(known: Known, entity: str | None, language: str, format: str, out: Path) -> None:
    """Writes the summary of an entity, or of everything, to a file. Raises UserError where it cannot."""
    content = build(summary(known, entity, Language.of(language)[0]), format)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise UserError("{file} cannot be written: {cause}.", file=out, cause=error.strerror or error) from error
