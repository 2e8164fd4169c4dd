"""What does `sez sniff` do: look at a file, say what is in it, propose a mapping?

Heavy imports wait inside the command, so that `sez --help` answers at once.
"""

import json as written
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dashboard.language import Language
    from loaders.known import Known
    from loaders.raw import ReadOptions
    from loaders.sniffing.sniffed import Sniffed


class ReportLanguage(StrEnum):
    """The languages a file is told in."""

    ru = "ru"
    en = "en"


def sniff(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, XLSX, XLS, ODS, HTML, JSON … as it came.")],
    sheet: Annotated[str | None, typer.Option(help="Name of the sheet, or its number from 1.")] = None,
    records: Annotated[
        str | None, typer.Option(help="Table of a database, list of a JSON file, file in a .zip.")
    ] = None,
    encoding: Annotated[str | None, typer.Option(help="cp1251, utf-8 … where what is guessed is wrong.")] = None,
    heading: Annotated[str | None, typer.Option(help="Row of the heading, or first-last: 4 or 4-6.")] = None,
    write: Annotated[Path | None, typer.Option(help="Write the mapping to this file, which must be new.")] = None,
    lang: Annotated[ReportLanguage, typer.Option(help="Language of what is said.")] = ReportLanguage.en,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Say what a file holds and print a mapping to start from: `sez sniff FILE > MINE.toml`. Nothing is loaded."""
    from dashboard.language import Language
    from data.errors import UserError

    language, _ = Language.of(lang.value)
    try:
        _sniffed(file, sheet, records, encoding, heading, write, json, language)
    except UserError as error:
        raise UserError(language.t(error.message, **error.details)) from error


def _sniffed(
    file: Path,
    sheet: str | None,
    records: str | None,
    encoding: str | None,
    heading: str | None,
    write: Path | None,
    json: bool,
    language: "Language",
) -> None:
    from dashboard.commands import sniff_report
    from loaders.raw import ReadOptions
    from loaders.sniffing import propose
    from loaders.sniffing.toml_text import commented, printable

    options = ReadOptions(sheet=_sheet(sheet), encoding=encoding, heading_rows=_rows(heading), records=records)
    seen = _looked(file, options, language)
    mapping = propose.mapping(seen, _known())
    if write:
        _write(write, mapping)
    loader = _loader_of(file) if options == ReadOptions() else None
    if json:
        answer = sniff_report.as_json(seen, mapping, propose.is_ready(mapping)) | {"loader": loader}
        typer.echo(written.dumps(answer, ensure_ascii=False, default=str))
        return
    lines = [printable(line).rstrip() for line in sniff_report.told(seen, language)]
    if loader:
        known = language.t("Known as {loader}: sez load {file} reads it as it is", loader=loader, file=file.name)
        lines.insert(0, printable(known))
    if write:
        typer.echo("\n".join([*lines, "", language.t("The mapping is written: {file}", file=str(write))]))
    else:
        typer.echo(commented("\n".join(lines)) + "\n" + mapping)


def _looked(file: Path, options: "ReadOptions", language: "Language") -> "Sniffed":
    from data.errors import UserError
    from loaders.sniff import look

    try:
        return look(file, file.name, options)
    except UserError as error:
        if "read.records" not in error.message:
            raise
        reason = language.t(error.message, **error.details)
        raise UserError("{reason}\nHere: sez sniff {file} --records NAME", reason=reason, file=file.name) from error


def _loader_of(file: Path) -> str | None:
    """The loader that knows the headings of the file, so that it needs no mapping; None where none or several do."""
    from data.errors import UserError
    from loaders import detected
    from loaders.run import loaders

    try:
        found, _ = detected.loader_of(file, file.name, loaders())
    except UserError:
        return None
    return found.stem if isinstance(found, Path) else found


def _known() -> "Known | None":
    """Whom the database knows; None where there is none yet: looking at a file makes no database."""
    from dashboard import session
    from dashboard.loads.loading import known_codes
    from data.errors import UserError
    from data.settings import Settings

    address = Settings.of().database
    if address.startswith("sqlite:///") and not Path(address.removeprefix("sqlite:///")).exists():
        return None
    try:
        return known_codes(session.store())
    except UserError:
        return None


def _sheet(text: str | None) -> str | int | None:
    return int(text) if text and text.isascii() and text.isdigit() else text


def _rows(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    from data.errors import UserError

    parts = text.split("-")
    if len(parts) > 2 or not all(part.isascii() and part.isdigit() and int(part) for part in parts):
        raise UserError("--heading: found {found}; accepted: a row such as 4, or first-last such as 4-6.", found=text)
    return int(parts[0]), int(parts[-1])


def _write(file: Path, mapping: str) -> None:
    from data.errors import UserError

    try:
        with file.open("x", encoding="utf-8") as new:
            new.write(mapping)
    except FileExistsError as error:
        raise UserError("{file} is there already; say another name.", file=str(file)) from error
    except OSError as error:
        raise UserError("{file} cannot be written: {reason}.", file=str(file), reason=str(error)) from error


#: The commands of this file, by name; `sez` takes them in.
COMMANDS: tuple[Callable[..., None], ...] = (sniff,)
