"""What can be done from the command line?

Heavy imports wait inside the commands, so that `sez --help` answers at once.
"""

import sys
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboard.commands import office, sniffing

app = typer.Typer(
    name="sez",
    help="Investment and KPI figures of special economic zones and innovation clusters: load, compute, explain, show.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)
new = typer.Typer(help="Begin something of your own.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(new, name="new")


class TableFormat(StrEnum):
    """How a table is written."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"


class RowFormat(StrEnum):
    """How many rows are written."""

    csv = "csv"
    json = "json"
    parquet = "parquet"


class ReportFormat(StrEnum):
    """The kinds of summary there are."""

    xlsx = "xlsx"


class GraphFormat(StrEnum):
    """How the graph of metrics is drawn."""

    text = "text"
    dot = "dot"
    mermaid = "mermaid"


class ReportLanguage(StrEnum):
    """The languages a summary is written in."""

    ru = "ru"
    en = "en"


Entity = Annotated[str | None, typer.Option(help="Code or exact name of a zone, cluster, organisation or group.")]
Indicator = Annotated[str | None, typer.Option(help="Id of an indicator, for example investment.")]
AsOf = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As known on this day.")]
Currency = Annotated[str | None, typer.Option(help="Tell every amount in this currency: USD, EUR, RUB …")]
Prices = Annotated[int | None, typer.Option(help="Tell every amount in the prices of this year.")]
DataVersion = Annotated[int | None, typer.Option(min=0, help="As stored at an earlier data version.")]
Out = Annotated[Path | None, typer.Option(help="Write to this file instead of the terminal.")]
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


@app.command()
def demo(
    panel: Annotated[bool, typer.Option("--panel", help="And an invented zone with residents and projects.")] = False,
    seed: Annotated[int, typer.Option(min=0, help="From which the invented zone is made.")] = 1,
) -> None:
    """Load the bundled published figures, their sources, exchange rates and deflators; what is there is left alone."""
    from dashboard.loads.demo_panel import load_panel
    from dashboard.loads.shipped import load_bundled

    for line in load_bundled():
        typer.echo(line)
    for line in load_panel(seed) if panel else ():
        typer.echo(line)


@app.command()
def migrate() -> None:
    """Bring the database to the shape this program needs; an SQLite file is copied first."""
    from data.database import connect
    from data.migrate import migrate as upgrade
    from data.settings import Settings

    before, after = upgrade(connect(Settings.of().database))
    typer.echo(f"Revision {after}, as before." if before == after else f"Revision {before or 'none'} -> {after}.")


@app.command()
def load(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help="CSV, XLSX, XLS, ODS, JSON … files; or one address: postgresql://USER@HOST/DATABASE, the password in "
            "PGPASSWORD.",
        ),
    ],
    loader: Annotated[str | None, typer.Option(help="Name of a loader (see `sez load --help` in the README).")] = None,
    mapping: Annotated[Path | None, typer.Option(help="A mapping file (TOML) of your own.")] = None,
    table: Annotated[str | None, typer.Option(help="With an address: the table or view to read.")] = None,
    query: Annotated[str | None, typer.Option(help="With an address: the SELECT whose answer to read.")] = None,
    replaces: Annotated[int | None, typer.Option(help="Number of the load that this file takes the place of.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and check, store nothing.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Store nothing if any row is refused or warned of.")] = False,
    json: Json = False,
) -> None:
    """Load files: each is one transaction. Refused rows go to FILE.refused.csv, to be mended and loaded again."""
    _start_reading()
    from dashboard.loads.arrivals import arrivals
    from dashboard.loads.loading import Request, load_all

    request = Request(loader=loader, mapping=mapping, replaces=replaces, dry_run=dry_run, strict=strict)
    if not load_all(arrivals(files, table, query), request, as_json=json):
        raise typer.Exit(1)


@app.command()
def sources(json: Json = False) -> None:
    """List where the figures were published."""
    from dashboard.output import show

    show(_known().table("source").drop("load", "source_row"), "json" if json else "table")


@app.command()
def loads(json: Json = False) -> None:
    """List every load: which file, who, when, how many rows, and whether it was withdrawn."""
    from dashboard import session
    from dashboard.output import show

    store = session.store()
    if not json:
        typer.echo(f"Database: {store.engine.url.render_as_string(hide_password=True)}, version {store.version()}")
    wide = ["sha256", "loader_sha256", "skipped_reasons", "warnings", "withdrawn_by", "withdrawn_note"]
    found = store.loads()
    show(found if json else found.drop(wide), "json" if json else "table")


@app.command()
def withdraw(
    load: Annotated[int, typer.Argument(metavar="LOAD", help="Number of the load.")],
    note: Annotated[str | None, typer.Option(help="Why.")] = None,
) -> None:
    """Take a load back. Nothing is deleted: earlier data versions still show it."""
    from dashboard import session

    version = session.store().withdraw(load, note=note)
    typer.echo(f"Load {load} is withdrawn; data version {version}.")


@app.command()
def observations(
    entity: Entity = None,
    indicator: Indicator = None,
    scenario: Annotated[str | None, typer.Option(help="actual, target, commitment or forecast.")] = None,
    as_of: AsOf = None,
    data_version: DataVersion = None,
    currency: Currency = None,
    prices: Prices = None,
    format: Annotated[RowFormat, typer.Option(help="How rows are written.")] = RowFormat.csv,
    out: Out = None,
) -> None:
    """Write every row that stands, with is_current (does it win its key?) and known_on (since when is it known?)."""
    from dashboard.output import show
    from dashboard.select import rows

    known = _known(as_of, data_version, currency, prices)
    show(rows(known, "history", entity=entity, indicator=indicator, scenario=scenario), format, out)


@app.command()
def metrics(
    json: Json = False,
    graph: Annotated[GraphFormat | None, typer.Option(help="Draw who uses whom instead.")] = None,
    table: Annotated[bool, typer.Option("--table", help="Write the table of a README instead.")] = False,
) -> None:
    """List the metrics: what each says, its unit, which way is better, what it is computed from."""
    if graph:
        from dashboard.commands.metric_graph import drawn

        typer.echo(drawn(graph.value))
        return
    if table:
        from dashboard.commands.metric_table import markdown

        typer.echo(markdown())
        return
    from dashboard.output import show
    from dashboard.select import passports

    show(passports(), "json" if json else "table")


@new.command("metric")
def new_metric(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its id, in snake_case; also the name of its file.")],
) -> None:
    """Write the module of a new metric and its test, to be changed; in the first folder of SEZ_METRICS if it is set."""
    from dashboard.commands.new_metric import write

    for path in write(name):
        typer.echo(path)


@app.command()
def metric(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Id of a metric; `sez metrics` lists them.")],
    entity: Entity = None,
    indicator: Indicator = None,
    period: Annotated[str | None, typer.Option(help="2017, 2017-Q3, 2017-09 or 2016-09/2019-03.")] = None,
    as_of: AsOf = None,
    data_version: DataVersion = None,
    currency: Currency = None,
    prices: Prices = None,
    format: Annotated[TableFormat, typer.Option(help="How rows are written.")] = TableFormat.table,
    out: Out = None,
) -> None:
    """Compute a metric."""
    from dashboard.output import show
    from dashboard.select import rows

    known = _known(as_of, data_version, currency, prices)
    show(rows(known, name, entity=entity, indicator=indicator, period=period), format, out)


@app.command()
def explain(
    name: Annotated[
        str, typer.Argument(metavar="METRIC", help="Id of a metric; “observation” for a published figure.")
    ],
    entity: Annotated[str, typer.Option(help="Code or exact name.")],
    indicator: Annotated[str, typer.Option(help="Id of an indicator.")],
    period: Annotated[str, typer.Option(help="The period of the figure.")],
    scope: Annotated[str | None, typer.Option(help="Needed where several figures fit.")] = None,
    basis: Annotated[str | None, typer.Option(help="Needed where several figures fit.")] = None,
    unit: Annotated[str | None, typer.Option(help="Needed where several figures fit.")] = None,
    scenario: Annotated[str | None, typer.Option(help="Of a published figure: its kind.")] = None,
    as_of: AsOf = None,
    data_version: DataVersion = None,
    currency: Currency = None,
    prices: Prices = None,
) -> None:
    """Explain a figure: its formula, its inputs, and the rows and files they came from."""
    from dashboard.explained.explain import explain as explained

    wanted = {"scope": scope, "basis": basis, "unit": unit, "scenario": scenario}
    known = _known(as_of, data_version, currency, prices)
    typer.echo(explained(known, name, entity=entity, indicator=indicator, period=period, **wanted))


@app.command()
def report(
    out: Annotated[Path, typer.Option(help="The file to write.")],
    format: Annotated[ReportFormat, typer.Option(help="Kind of file.")] = ReportFormat.xlsx,
    entity: Entity = None,
    as_of: AsOf = None,
    data_version: DataVersion = None,
    currency: Currency = None,
    prices: Prices = None,
    lang: Annotated[ReportLanguage, typer.Option(help="Language of the file.")] = ReportLanguage.ru,
) -> None:
    """Write a summary of one entity, or of everything, as a file."""
    from dashboard.commands.progress import shown
    from dashboard.reports import write
    from dashboard.select import entity_code

    known = _known(as_of, data_version, currency, prices)
    code = entity_code(known, entity) if entity else None
    for path in shown([out], "Writing"):
        write(known, code, lang.value, format.value, path)
    typer.echo(f"{out}: data version {known.version}")


@app.command()
def serve(
    address: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8501,
    read_only: Annotated[bool, typer.Option("--read-only", help="Show everything, change nothing.")] = False,
) -> None:
    """Serve the dashboard. Any address but this machine's own needs --read-only: there is no sign-in yet."""
    from dashboard.serve import serve as run

    run(address, port, read_only)


for _command in (*office.COMMANDS, *sniffing.COMMANDS):
    app.command()(_command)


def main() -> None:
    """The command `sez`: a fault of the user's is told in words and exits 1; a fault of ours keeps its traceback."""
    from data.errors import UserError

    try:
        app()
    except UserError as error:
        typer.secho(str(error), err=True, fg=typer.colors.RED if sys.stderr.isatty() else None)
        sys.exit(1)
    except BrokenPipeError:  # the reader of our output, `head` say, has gone
        sys.stderr.close()
        sys.exit(0)


def _start_reading() -> None:
    """The imports of what reads files run beside our own."""
    from loaders.children import CHILDREN

    CHILDREN.start()


def _known(
    as_of: datetime | None = None, version: int | None = None, currency: str | None = None, prices: int | None = None
) -> Any:
    from dashboard import session

    day: date | None = as_of.date() if as_of else None
    return session.known(as_of=day, version=version, currency=currency, prices=prices)


if __name__ == "__main__":
    main()
