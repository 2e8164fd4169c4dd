"""How would 150 invented projects of a zone move through its stages? See `data/panel.py`: nobody's, every one."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from data import codelist

_PROJECTS = 150
_FIRST_DAY, _LAST_DAY = date(2014, 2, 1), date(2025, 12, 31)
#: Usual days from entering each stage to entering the next.
_DAYS = np.array([45, 45, 60, 60, 90, 180, 120, 500, 120])
_FAILING = 0.25
#: Ends without success, and stages that other programmes have.
_OFF_THE_PATH = ("rejected", "withdrawn", "implementation", "completed", "no_contract", "terminated")


@dataclass(frozen=True)
class Projects:
    """`rows`: number, code, owner, sector, amount, jobs and `agreed` commissioning; `moves`: a row for each stage."""

    rows: pl.DataFrame
    moves: pl.DataFrame

    @classmethod
    def of(cls, residents: pl.DataFrame, rng: np.random.Generator) -> "Projects":
        """Projects of these residents, each begun after its owner came."""
        owners = residents[rng.integers(0, residents.height, _PROJECTS)]
        begun = pl.Series(rng.integers(0, 3800, _PROJECTS)) + owners["entry"] * 15
        rows = owners.select("sector", owner="code").with_columns(
            number=pl.int_range(1, _PROJECTS + 1),
            begun=begun,
            amount=pl.Series(np.round(rng.lognormal(np.log(350e6), 0.9, _PROJECTS), -6)),
            jobs=pl.Series(np.round(rng.lognormal(np.log(40), 0.6, _PROJECTS)) + 2),
        )
        rows = rows.with_columns(
            code=pl.format("INV-P-{}", pl.col("number").cast(pl.String).str.zfill(3)),
            applied=pl.lit(_FIRST_DAY) + pl.duration(days="begun"),
        ).with_columns(
            agreed=pl.col("applied") + pl.duration(days=int(_DAYS[:8].sum())),
        )
        moves = _moves(rows, rng)
        signed = moves.filter(pl.col("stage") == "agreement").select(code="project", signed="entered")
        return cls(rows.join(signed, on="code", how="left", maintain_order="left"), moves)

    def stages(self) -> pl.DataFrame:
        """The native file of stages."""
        source = pl.format("INV-REPORT-{}-Q{}", pl.col("entered").dt.year(), pl.col("entered").dt.quarter())
        return self.moves.select("project", "stage", "entered", "left", source=source)

    def entities(self) -> pl.DataFrame:
        """The native file of entities."""
        return self.rows.select(
            "code",
            kind=pl.lit("project"),
            name_en=pl.format("Project {} (invented)", "number"),
            name_ru=pl.format("Проект {} (вымышлено)", "number"),
            sector="sector",
        )

    def membership(self, zone: str) -> pl.DataFrame:
        """Each project belongs to its owner and to the zone; it is not counted among either's members."""
        return pl.concat(
            [
                self.rows.select(member="code", of=of, role=pl.lit("project"), **_since("applied"))
                for of in (pl.col("owner"), pl.lit(zone))
            ]
        ).with_columns(to=pl.lit(None, pl.String))

    def agreements(self, zone: str) -> pl.DataFrame:
        """The native file of agreements: those that were signed."""
        return self._signed().select(
            code=pl.format("INV-A-{}", pl.col("code").str.strip_prefix("INV-")),
            kind=pl.lit("project"),
            signed=pl.col("signed").cast(pl.String),
            party_a="owner",
            party_b=pl.lit(zone),
            subject_en=pl.format("Project {} (invented)", "number"),
            subject_ru=pl.format("Проект {} (вымышлено)", "number"),
            amount="amount",
            currency=pl.lit("RUB"),
            due=pl.col("agreed").dt.strftime("%Y-%m"),
            source=_register(),
        )

    def commitments(self) -> pl.DataFrame:
        """What the agreements promise, as observations: the period is the month of the agreed commissioning."""
        promised = self._signed().select(
            entity="code",
            period=pl.col("agreed").dt.strftime("%Y-%m"),
            source=_register(),
            basis=pl.lit("cumulative"),
            scenario=pl.lit("commitment"),
            investment="amount",
            jobs_created="jobs",
        )
        said = ["entity", "period", "source", "basis", "scenario"]
        told = promised.unpivot(["investment", "jobs_created"], index=said, variable_name="indicator")
        return told.with_columns(
            unit=pl.col("indicator").replace_strict(
                {"investment": "RUB", "jobs_created": "JOB"}, return_dtype=pl.String
            )
        )

    def _signed(self) -> pl.DataFrame:
        return self.rows.filter(pl.col("signed").is_not_null())


def _since(column: str) -> dict[str, pl.Expr]:
    return {"from": pl.col(column).dt.strftime("%Y-%m")}


def _register() -> pl.Expr:
    return pl.format("INV-AGREEMENTS-{}", pl.col("signed").dt.year())


def _moves(rows: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """project, stage, entered, left: each project up to the last day, or to where it was rejected or withdrawn."""
    order = [stage for stage in codelist.ids("stage") if stage not in _OFF_THE_PATH]
    days = np.ceil(_DAYS * rng.lognormal(0, 0.35, (_PROJECTS, len(_DAYS)))).astype(np.int64)
    reached = np.concatenate([np.zeros((_PROJECTS, 1), np.int64), days.cumsum(axis=1)], axis=1)
    fails_at = np.where(rng.random(_PROJECTS) < _FAILING, rng.integers(1, 7, _PROJECTS), len(order))
    grid = rows.select("applied", project="code", fails_at=pl.Series(fails_at)).join(
        pl.DataFrame({"place": np.arange(len(order)), "stage": order}), how="cross", maintain_order="left_right"
    )
    ended = pl.when(pl.col("place") < 3).then(pl.lit("rejected")).otherwise(pl.lit("withdrawn"))
    grid = grid.with_columns(reached=pl.Series(reached.ravel())).with_columns(
        entered=pl.col("applied") + pl.duration(days="reached"),
        stage=pl.when(pl.col("place") == pl.col("fails_at")).then(ended).otherwise("stage"),
    )
    there = grid.filter(pl.col("place") <= pl.col("fails_at"), pl.col("entered") <= _LAST_DAY)
    return there.with_columns(left=pl.col("entered").shift(-1).over("project")).select(
        "project", "stage", "entered", "left"
    )
