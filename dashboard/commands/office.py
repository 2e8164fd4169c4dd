"""What can an office do from the command line beyond loading: correct figures, see what changed?

Heavy imports wait inside the commands, so that `sez --help` answers at once.
"""

import json as written
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

Text = Annotated[str | None, typer.Option()]
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
By = Annotated[str | None, typer.Option(help="Who did it; the user of this machine where nobody is named.")]
Note = Annotated[str | None, typer.Option(help="Why, or what should be known about it.")]


class ChangeFormat(StrEnum):
    """How changes are written."""

    table = "table"
    csv = "csv"
    json = "json"


def set(
    entity: Annotated[str, typer.Option(help="Code or exact name.")],
    indicator: Annotated[str, typer.Option(help="Id of an indicator, for example investment.")],
    scope: Annotated[str, typer.Option(help="Whom it counts: residents, members, all …")],
    basis: Annotated[str, typer.Option(help="period, ytd, cumulative or stock.")],
    scenario: Annotated[str, typer.Option(help="actual, target, commitment or forecast.")],
    period: Annotated[str, typer.Option(help="2017, 2017-Q3, 2017-09 or 2016-09/2019-03.")],
    unit: Annotated[str, typer.Option(help="RUB, USD, COUNT, JOB …")],
    value: Annotated[str, typer.Option(help="The number in that unit; empty: not reported.")] = "",
    comparator: Annotated[str, typer.Option(help="As published: = > >= < <= ~ or .. (a range).")] = "=",
    lower: Annotated[str, typer.Option(help="Lower end of a range.")] = "",
    upper: Annotated[str, typer.Option(help="Upper end of a range.")] = "",
    status: Annotated[str, typer.Option(help="A normal, P provisional, E estimated, U low reliability …")] = "A",
    source: Annotated[str | None, typer.Option(help="Code of a source (`sez sources`), or describe a new one:")] = None,
    source_title: Annotated[str | None, typer.Option(help="Title of a new source.")] = None,
    publisher: Annotated[str, typer.Option(help="Who published it.")] = "",
    published: Annotated[str, typer.Option(help="When: 2020-06-17, 2020-06 or 2020.")] = "",
    url: Annotated[str, typer.Option(help="Where.")] = "",
    source_kind: Annotated[str, typer.Option(help="government, register, managing company, press …")] = "",
    locator: Annotated[str, typer.Option(help="Where in the source: page 4, table 2.")] = "",
    note: Note = None,
    by: By = None,
    json: Json = False,
) -> None:
    """Enter or correct one figure: it passes every check of a file and is a load, to be withdrawn like any other."""
    from dashboard import session
    from dashboard.loads import by_hand
    from dashboard.select import entity_code

    known = session.known()
    key = (entity_code(known, entity), indicator, scope, basis, scenario, period, unit)
    said = (value, comparator, lower, upper, status, locator, note or "")
    new = by_hand.described(source, source_title, publisher, source_kind, published, url)
    batch = by_hand.draft(session.store(), by_hand.Figure(*key, source or "", *said), new)
    record = by_hand.enter(session.store(), known, batch, by)
    _tell(by_hand.outcome(known, session.known(), batch, record), json)


def retract(
    entity: Annotated[str, typer.Option(help="Code or exact name.")],
    indicator: Text = None,
    scope: Text = None,
    basis: Text = None,
    scenario: Text = None,
    period: Text = None,
    unit: Text = None,
    source: Annotated[str | None, typer.Option(help="Code of the source that said it.")] = None,
    note: Note = None,
    by: By = None,
    json: Json = False,
) -> None:
    """Take one figure back: say as much of its key as makes it the only one. Earlier data versions still show it."""
    from dashboard import session
    from dashboard.loads import by_hand
    from dashboard.select import entity_code
    from data.schema import KEY

    known = session.known()
    key = (entity_code(known, entity), indicator, scope, basis, scenario, period, unit)
    wanted = dict(zip(KEY, key, strict=True)) | {"source": source}
    batch = by_hand.retraction(session.store(), known, wanted, note or "")
    record = by_hand.enter(session.store(), known, batch, by)
    _tell(by_hand.outcome(known, session.known(), batch, record), json)


def changes(
    start: Annotated[int | None, typer.Option("--from", min=0, help="Data version to compare with.")] = None,
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day (UTC) to compare with.")] = None,
    to: Annotated[int | None, typer.Option(min=0, help="Data version that is looked at; the newest if none.")] = None,
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As known on this day.")] = None,
    format: Annotated[ChangeFormat, typer.Option(help="How rows are written.")] = ChangeFormat.table,
    out: Annotated[Path | None, typer.Option(help="Write to this file instead of the terminal.")] = None,
) -> None:
    """Say what changed: figures added, revised, withdrawn or retracted, and the standings that moved."""
    from dashboard.output import show
    from dashboard.trust import changes as changed

    first, last = changed.versions(start, since.date() if since else None, to)
    if format is ChangeFormat.table:
        typer.echo(f"From data version {first} to {last}")
    show(changed.changes(first, last, as_of.date() if as_of else None), format, out)


def export(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A new or empty folder.")],
    data_version: Annotated[int | None, typer.Option(min=0, help="As stored at an earlier data version.")] = None,
) -> None:
    """Write all that stands as native files, which `sez load FOLDER/*.csv` reads back to an equal database."""
    from dashboard import session
    from dashboard.commands import export as exported

    for name, rows in exported.export(session.known(version=data_version), folder).items():
        typer.echo(f"{folder / name}: {rows} rows")


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that is not there yet.")],
) -> None:
    """Keep the whole database as one file, also while others load. On PostgreSQL this needs pg_dump."""
    from dashboard import session
    from data import backup as kept

    kept.backup(session.store(), file)
    version = kept.version_of(file)
    typer.echo(f"{file}: the whole database" if version is None else f"{file}: data version {version}")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `sez backup` wrote.")],
    replace: Annotated[bool, typer.Option("--replace", help="Put it in the place of a database with loads.")] = False,
) -> None:
    """Put a backup in the place of the database; a copy of what was there is kept. Restart `sez serve` after it."""
    from dashboard import session
    from data.backup import restore as put_back

    kept = put_back(session.store(), file, replace)
    typer.echo(f"{file} is restored." + (f" What was there before: {kept}" if kept else ""))


def check(json: Json = False) -> None:
    """Look for anything wrong with store, snapshot, codelists and metrics; exits with 1 where something is."""
    from dashboard import session
    from dashboard.commands.check import findings

    found = findings(session.store())
    if json:
        typer.echo(written.dumps([vars(finding) for finding in found], ensure_ascii=False))
    else:
        typer.echo("\n".join(map(str, found)) or "Nothing is wrong.")
    if found:
        raise typer.Exit(1)


def _tell(answer: dict[str, Any], as_json: bool) -> None:
    from dashboard.loads import by_hand

    typer.echo(written.dumps(answer, ensure_ascii=False, default=str) if as_json else by_hand.in_words(answer))


#: The commands of this file, by name; `sez` takes them in.
COMMANDS: tuple[Callable[..., None], ...] = (set, retract, changes, export, backup, restore, check)
