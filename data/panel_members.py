"""Who is in the invented zone, since when, and who tells of it? See `data/panel.py`: nobody's, every one."""

import numpy as np
import polars as pl

PREFIX = "INV-"
ZONE = "INV-ZONE"
RESIDENTS, FIRST, YEARS = 60, 2014, 12
QUARTERS = 4 * YEARS
_LEFT = {7: 26, 23: 39}  # resident → the last quarter it was there
_SECTORS = {
    "microelectronics": "микроэлектроника",
    "optics": "оптика",
    "medical devices": "медицинские изделия",
    "new materials": "новые материалы",
    "instruments": "приборостроение",
    "software": "программное обеспечение",
}


def residents(rng: np.random.Generator) -> pl.DataFrame:
    """number, code, sector; `entry` and `last` quarter, 0 is the first; what each will have invested and hired."""
    number = np.arange(1, RESIDENTS + 1)
    names = pl.Series("sector", list(_SECTORS), dtype=pl.String)
    return pl.DataFrame(
        {
            "number": number,
            "entry": np.sort(rng.integers(0, 34, RESIDENTS)),
            "sector": names.gather(rng.integers(0, len(_SECTORS), RESIDENTS)),
            "total": np.round(rng.lognormal(np.log(900e6), 0.8, RESIDENTS), -6),
            "staff": np.round(rng.lognormal(np.log(90), 0.6, RESIDENTS)) + 5,
            "zeal": rng.uniform(0.6, 1.25, RESIDENTS),
        }
    ).with_columns(
        code=pl.format("INV-R-{}", pl.col("number").cast(pl.String).str.zfill(2)),
        last=pl.col("number").replace_strict(_LEFT, default=QUARTERS - 1, return_dtype=pl.Int64),
        year=FIRST + pl.col("entry") // 4,
    )


def quarter_text() -> pl.Expr:
    """The quarter as a period: 2019-Q3; 0 is the first."""
    return pl.format("{}-Q{}", FIRST + pl.col("quarter") // 4, pl.col("quarter") % 4 + 1)


def sources() -> pl.DataFrame:
    """Reports by quarter, those that came late, agreements by year, plans, restatements, a newspaper."""
    quarters = pl.DataFrame({"quarter": np.arange(QUARTERS)}).select(
        code=pl.format("INV-REPORT-{}", quarter_text()),
        title=pl.format("Report {} (invented / вымышлено)", quarter_text()),
        published=pl.date(FIRST + pl.col("quarter") // 4, pl.col("quarter") % 4 * 3 + 1, 1).dt.offset_by("4mo12d"),
    )
    years = pl.DataFrame({"year": np.arange(FIRST, FIRST + YEARS)})
    late = years.filter(pl.col("year") < 2024).select(
        code=pl.format("INV-LATE-{}", "year"),
        title=pl.format("Late reports for {} (invented / вымышлено)", "year"),
        published=pl.date(pl.col("year") + 2, 6, 30),
    )
    agreed = years.select(
        code=pl.format("INV-AGREEMENTS-{}", "year"),
        title=pl.format("Register of agreements, {} (invented / вымышлено)", "year"),
        published=pl.date("year", 12, 30),
    )
    single = pl.DataFrame(
        {
            "code": ["INV-PLAN-2014", "INV-PLAN-2019", "INV-RESTATED-2018", "INV-RESTATED-2021", "INV-NEWS-2021"],
            "title": ["Plan", "Lowered plan", "Restatement for 2018", "Restatement for 2021", "Newspaper"],
            "published": ["2014-02-03", "2019-11-15", "2019-10-01", "2022-10-03", "2021-09-09"],
        }
    ).with_columns(pl.format("{} (invented / вымышлено)", "title").alias("title"), pl.col("published").str.to_date())
    is_news = pl.col("code") == "INV-NEWS-2021"
    return pl.concat([quarters, late, agreed, single]).with_columns(
        publisher=pl.when(is_news)
        .then(pl.lit("Newspaper (invented)"))
        .otherwise(pl.lit("Managing company (invented)")),
        kind=pl.lit("synthetic"),
    )


def entities(residents: pl.DataFrame) -> pl.DataFrame:
    """The zone and its residents, named in both languages."""
    zone = pl.DataFrame(
        {
            "code": [ZONE],
            "kind": ["zone"],
            "name_en": ["Zone (invented)"],
            "name_ru": ["ОЭЗ (вымышлено)"],
            "sector": [None],
        },
        schema_overrides={"sector": pl.String},
    )
    sector_ru = pl.col("sector").replace_strict(_SECTORS, return_dtype=pl.String)
    others = residents.select(
        "code",
        kind=pl.lit("organisation"),
        name_en=pl.format("Resident {}, {} (invented)", "number", "sector"),
        name_ru=pl.format("Резидент {}, {} (вымышлено)", "number", sector_ru),
        sector="sector",
    )
    return pl.concat([zone, others])


def membership(residents: pl.DataFrame) -> pl.DataFrame:
    """From when each resident was there, and until when, where it left."""
    stays = pl.col("last") == QUARTERS - 1
    return residents.select(
        member="code",
        of=pl.lit(ZONE),
        role=pl.lit("resident"),
        **{"from": pl.format("{}-{}", "year", (pl.col("entry") % 4 * 3 + 1).cast(pl.String).str.zfill(2))},
        to=pl.when(~stays).then(
            pl.format("{}-{}", FIRST + pl.col("last") // 4, (pl.col("last") % 4 * 3 + 3).cast(pl.String).str.zfill(2))
        ),
    )


def agreements(residents: pl.DataFrame) -> pl.DataFrame:
    """One agreement for each resident: what it will have invested, and by when."""
    return residents.select(
        code=pl.format("INV-A-{}", pl.col("code").str.strip_prefix(PREFIX)),
        kind=pl.lit("residency"),
        signed=pl.format("{}-{}-01", "year", (pl.col("entry") % 4 * 3 + 1).cast(pl.String).str.zfill(2)),
        party_a="code",
        party_b=pl.lit(ZONE),
        subject_en=pl.lit("Activity as a resident (invented)"),
        subject_ru=pl.lit("Деятельность в качестве резидента (вымышлено)"),
        amount="total",
        currency=pl.lit("RUB"),
        due=(pl.col("year") + 6).cast(pl.String),
        source=pl.format("INV-AGREEMENTS-{}", "year"),
    )
