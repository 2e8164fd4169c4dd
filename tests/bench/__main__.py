"""How fast is it, as ratios, and in how much memory? python -m tests.bench [--load N] [--rows N] [--runs N] [--only PART]"""

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from tests.bench import pages
from tests.bench.twins import TWINS

NOTES = """
Seconds are wall clock at the median, each job in a process of its own; cpu are processor seconds of all its threads and
children, which other work on the machine disturbs less. Verdicts go by wall clock. Peak memory is that of the job's
process or of its largest child. Every answer is checked equal to the product's before it is timed. All but PostgreSQL
read Parquet anew at each run. The three questions are computed with metrics.interval in tests/bench/product.py.
Loading misses its aims because SQLite keeps rows: even a copy from one file of it to another, without any program that
binds values, takes several times the bare Parquet, and more than a quarter of all that pandas does. The driver's binding
comes on top, and checking: what is worth a look in a million figures takes a fifth of the processor. pandas writes 11
columns, unchecked, without an index, and Polars none of it.
Memory of a load is held against what the file takes in memory as text, both without the floor, which is what a process
holds that has done its imports and opened nothing; and as a whole against the bytes on disk. A frame of text takes 16
bytes for each cell, so words that repeat are numbers from the child on. Largest is the building of the snapshot, which
holds all columns of every standing row; before that the checks, which hold the file's figures beside its rows. SQLite
keeps the pages of a load until it commits, so that others can read meanwhile. A
workbook in memory is what fastexcel alone takes.
A workbook's child is forked from a process that has done the imports; the first file waits for them. It reads each cell
as text, which takes the reader half as long again as numbers do, and looks at the XML a second time, on the other core.
A twin of a metric gives its key and numbers for these figures alone, and no reasons; it counts on what the metric
cannot: that nothing is unknown, no two figures of a series end together, no limit is a target. Twins compare texts;
metrics compare the numbers that the snapshot gives to series, and begin with the first and last figures that it marks,
for a tenth of the processor that its building takes. Pairing also says why there is no figure, what the starting point
was, which target is next and which is last, and brings the texts of both figures. All metrics together are those of one
session, which keeps what it computed. A zone spends a third of its time on building expressions that run on any engine.
Where hand-written Polars itself is not 15 times as fast as pandas, the product, which runs on it, cannot be.
"""


@dataclass(frozen=True)
class Measured:
    """One job's median."""

    seconds: float
    processor: float
    megabytes: float
    floor: float
    own: float
    child: float


class Bench:
    """Runs each job once, in a process of its own, and keeps what it took."""

    def __init__(self, folder: Path, rows: int, runs: int) -> None:
        self.folder, self.rows, self.runs = folder, rows, runs

    def run(self, job: str, runs: int | None = None) -> Measured | str:
        """What the job took, or the last line of why it could not be measured."""
        command = [
            sys.executable,
            "-m",
            "tests.bench.jobs",
            job,
            str(self.folder),
            str(self.rows),
            str(runs or self.runs),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            return (done.stderr.strip().splitlines() or ["no reason was given"])[-1]
        return Measured(**json.loads(done.stdout))

    def prepare(self, job: str) -> None:
        """A job without which the others are worth nothing."""
        found = self.run(job, 1)
        if isinstance(found, str):
            sys.exit(f"{job} failed: {found}")


def main() -> int:
    """Print one line for each aim."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--load", type=int, help="observations in the file that is loaded")
    parser.add_argument("--rows", type=int, default=5_000_000, help="observations in the snapshot")
    parser.add_argument("--runs", type=int, default=5, help="how often each question is asked")
    parser.add_argument("--only", choices=("loading", "workbook", "answers", "metrics", "pages"), help="one part of it")
    given = parser.parse_args()
    load = given.load or min(given.rows, 1_000_000)
    with tempfile.TemporaryDirectory(prefix="sez-bench-") as folder:
        parts = {
            "loading": _loading(Bench(Path(folder), load, min(given.runs, 3))),
            "workbook": _workbook(Bench(Path(folder), given.rows, min(given.runs, 3))),
            "answers": _answers(given, Path(folder)),
            "metrics": _metrics(given, Path(folder)),
            "pages": _pages(Bench(Path(folder) / "pages", min(given.rows, 1_000_000), max(given.runs, 5))),
        }
        for line in chain.from_iterable(lines for part, lines in parts.items() if given.only in (None, part)):
            print(line, flush=True)
    print(NOTES)
    return 0


def _loading(bench: Bench) -> Iterator[str]:
    yield f"{bench.rows:,} observations from CSV: read, checked, stored in SQLite, snapshot built"
    yield _HEAD
    bench.prepare("prepare_csv")
    own = bench.run("load_product")
    alone = bench.run("insert")
    inside = bench.run("copy_inside")
    yield _line("load: of it the database", "", own, alone, lambda a, b: (f"{b.seconds / a.seconds:.0%}", None))
    yield _line(
        "load: SQLite copying the rows by itself", "", own, inside, lambda a, b: (f"{b.seconds / a.seconds:.0%}", None)
    )
    size = int((bench.folder / "observations.size").read_text()) / 2**20
    text = bench.run("hold_text")
    yield _line(
        "load: peak memory, to the file in memory",
        "≤ 4 × file",
        own,
        text,
        lambda a, b: _held(_above(a), _above(b)),
    )
    yield _line(
        "load: peak memory, to the file on disk", "≤ 4 × file", own, None, lambda a, _: _held(a.megabytes, size)
    )
    if isinstance(own, Measured) and isinstance(text, Measured):
        yield (
            f"load: this process at most {own.own:.0f} MB, its child {own.child:.0f} MB; the floor, which no file is "
            f"responsible for, {own.floor:.0f} MB; the file {size:.0f} MB on disk, {_above(text):.0f} MB as Polars "
            "holds its cells as text"
        )
    yield from _compared(own, bench.run("load_polars"), "load: polars read_csv + write_parquet", most=8)
    yield from _compared(own, bench.run("load_pandas"), "load: pandas read_csv + to_sql", least=4)


def _held(megabytes: float, size: float) -> tuple[str, bool]:
    return f"{megabytes / size:.1f} ×", megabytes <= 4 * size


def _above(found: Measured) -> float:
    return found.megabytes - found.floor


def _workbook(bench: Bench) -> Iterator[str]:
    yield "\n200,000 rows from XLSX, read as text in a child process"
    yield _HEAD
    bench.prepare("prepare_xlsx")
    own, bare, slow = (bench.run(f"xlsx_{who}") for who in ("product", "fastexcel", "pandas"))
    yield _line(
        "workbook: fastexcel alone",
        "≤ 1.5 × + 0.3 s",
        own,
        bare,
        lambda a, b: (_times(a, b) + " ×", a.seconds <= 1.5 * b.seconds + 0.3),
    )
    yield from _compared(own, slow, "workbook: pandas with openpyxl", least=8)
    yield _line(
        "workbook: peak memory, to fastexcel's",
        "≤ 4 × file",
        own,
        bare,
        lambda a, b: _held(_above(a), _above(b)),
    )


def _answers(given: argparse.Namespace, folder: Path) -> Iterator[str]:
    bench = Bench(folder, given.rows, given.runs)
    yield f"\n{bench.rows:,} observations in 21 loads"
    yield _HEAD
    bench.prepare("prepare_panel")
    built = bench.run("build", min(given.runs, 3))
    yield _line("build the snapshot", "≤ 5 s", built, None, lambda own, _: (f"{own.seconds:.2f} s", own.seconds <= 5))
    bench.prepare("check")
    own = {question: bench.run(f"product_{question}") for question in ("scorecard", "trajectory", "lagging")}
    for question, found in own.items():
        yield from _compared(found, bench.run(f"polars_{question}"), f"{question}: polars by hand", most=2)
        yield from _compared(found, bench.run(f"pandas_{question}"), f"{question}: pandas by hand", least=15)
    yield from _compared(own["scorecard"], bench.run("duckdb_scorecard"), "scorecard: DuckDB, raw Parquet")
    yield from _compared(own["scorecard"], bench.run("postgres_scorecard"), "scorecard: PostgreSQL, indexed", least=8)
    zone = own["trajectory"]
    yield _line("one zone", "≤ 20 ms", zone, None, lambda z, _: (f"{z.seconds * 1000:.0f} ms", z.seconds <= 0.02))


def _metrics(given: argparse.Namespace, folder: Path) -> Iterator[str]:
    bench = Bench(folder, given.rows, given.runs)
    yield f"\n{bench.rows:,} observations, then plans, obligations and 5,000 projects"
    yield _HEAD
    if given.only:
        bench.prepare("prepare_panel")
    bench.prepare("prepare_plans")
    bench.prepare("build")
    bench.prepare("check_metrics")
    for name in TWINS:
        yield from _compared(bench.run(f"metric_{name}"), bench.run(f"twin_{name}"), f"{name}: polars by hand", most=2)
    whole = bench.run("metrics_together", 1)
    yield _line(
        "all metrics together",
        "≤ 3 GiB",
        whole,
        None,
        lambda all_of_them, _: (f"{all_of_them.megabytes / 1024:.1f} GiB", all_of_them.megabytes <= 3 * 1024),
    )
    yield _within(5.0, bench.run("metrics_of_a_page", 1), "a page's metrics after a load")
    yield _within(0.5, bench.run("draw_projects", 1), "10,000 draws of 5,000 projects")


def _pages(bench: Bench) -> Iterator[str]:
    yield f"\n{bench.rows:,} observations, then plans, obligations and 5,000 projects: pages, on a server of their own"
    yield _HEAD
    bench.folder.mkdir()
    bench.prepare("prepare_panel")
    bench.prepare("prepare_plans")
    bench.prepare("build")
    with pages.served(f"sqlite:///{bench.folder}/panel/sez.db", bench.folder / "panel" / "snapshot") as server:
        known = asyncio.run(pages.figures(server))
        if known < bench.rows:
            sys.exit(f"the dashboard knows {known:,} figures only")
        for name in pages.PAGES:
            found = asyncio.run(pages.warm(server, name, bench.runs))
            told = f"{found.processor * 1000:.0f} ms ({found.charts} charts, {found.bytes / 1000:.0f} kB sent)"
            yield _told(f"page {name}, warm", "≤ 150 ms", told, found.processor <= 0.15)
            figure = found.largest_figure / 1000
            yield _told(f"page {name}, largest figure", "≤ 200 kB", f"{figure:.0f} kB", figure <= 200)
        many = asyncio.run(pages.crowd(server))
        slowest = many.slowest_but_five
        yield _told("50 sessions, 95 of 100 openings", "≤ 3 s", f"{slowest:.2f} s", slowest <= 3)
        each = many.processor / len(many.seconds)
        yield _told("50 sessions, processor of an opening", "≤ 100 ms", f"{each * 1000:.0f} ms", each <= 0.1)
        held = many.megabytes_a_session
        yield _told("memory of an idle session", "≤ 3 MB", f"{held:.1f} MB", held <= 3)


def _told(what: str, aim: str, said: str, is_met: bool) -> str:
    cells = (what, aim, said, "met" if is_met else "missed")
    return "".join(cell.ljust(width) for cell, width in zip(cells, (*_WIDTHS[:2], 44, 8), strict=True)).rstrip()


def _within(most: float, found: Measured | str, what: str) -> str:
    return _line(what, f"≤ {most:g} s", found, None, lambda own, _: (f"{own.seconds:.2f} s", own.seconds <= most))


Verdict = Callable[[Measured, Measured], tuple[str, bool | None]]
_WIDTHS = (42, 16, 30, 8, 28, 28)
_HEAD = "".join(
    text.ljust(width)
    for text, width in zip(
        ("what", "aim", "measured", "", "product (cpu, peak)", "other (cpu, peak)"), _WIDTHS, strict=True
    )
)


def _compared(
    own: Measured | str, other: Measured | str, what: str, most: float | None = None, least: float | None = None
) -> Iterator[str]:
    """The product against another: at most so many times its time, or at least so many times faster."""
    if most:
        yield _line(
            what,
            f"≤ {most} ×",
            own,
            other,
            lambda a, b: (_times(a, b) + " ×", a.seconds <= most * b.seconds),
        )
    else:
        yield _line(
            what,
            f"≥ {least} × faster" if least else "",
            own,
            other,
            lambda a, b: (_times(b, a) + " × faster", b.seconds >= least * a.seconds if least else None),
        )


def _times(more: Measured, less: Measured) -> str:
    """How many times as long by the clock, and in processor seconds, where the work is in the job's own process."""
    is_elsewhere = more.processor < more.seconds / 20
    cpu = "" if is_elsewhere else f" ({more.processor / less.processor:.1f} cpu)"
    return f"{more.seconds / less.seconds:.1f}{cpu}"


def _line(what: str, aim: str, own: Measured | str, other: Measured | str | None, verdict: Verdict) -> str:
    failed = own if isinstance(own, str) else other if isinstance(other, str) else None
    if failed or isinstance(own, str) or isinstance(other, str):
        return f"{what.ljust(_WIDTHS[0])}{aim.ljust(_WIDTHS[1])}not measured: {failed}"
    said, is_met = verdict(own, other or own)
    judged = {True: "met", False: "missed", None: ""}[is_met]
    cells = (what, aim, said, judged, _shown(own), _shown(other) if other else "")
    return "".join(cell.ljust(width) for cell, width in zip(cells, _WIDTHS, strict=True)).rstrip()


def _shown(found: Measured) -> str:
    return f"{found.seconds:.3g} s ({found.processor:.3g}, {found.megabytes:,.0f} MB)"


if __name__ == "__main__":
    sys.exit(main())
