"""What can be downloaded? A writer a format, one content for all."""

from pathlib import Path

from dashboard.language import Language
from dashboard.reports.model import Summary
from dashboard.reports.summary import summary
from dashboard.session import Known
from data.errors import UserError

MIME = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def build(content: Summary, format: str) -> bytes:
    """A summary in the bytes of a format."""
    from dashboard.reports import xlsx

    return {"xlsx": xlsx.build}[format](content)


def write(known: Known, entity: str | None, language: str, format: str, out: Path) -> None:
    """Writes the summary of an entity, or of everything, to a file. Raises UserError where it cannot."""
    content = build(summary(known, entity, Language.of(language)[0]), format)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise UserError("{file} cannot be written: {cause}.", file=out, cause=error.strerror or error) from error
