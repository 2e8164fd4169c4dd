"""What does a summary say? One content for the page and for every file."""

import re
from typing import Any

import polars as pl

from dashboard import format as write
from dashboard.language import Language
from dashboard.nearest import nearest
from dashboard.reports import pairs as paired
from dashboard.reports.model import Cell, Chart, Column, Row, Section, Summary, Table
from dashboard.reports.words import Words
from dashboard.session import Known

_MOST_BARS = 15


def summary(known: Known, entity: str | None, language: Language) -> Summary:
    """The summary of one entity, or of everything known where none is named."""
    return _of_entity(known, entity, language) if entity else _of_everything(known, language)


def _of_everything(known: Known, language: Language) -> Summary:
    words = Words(known, language)
    rows = paired.headlines(known)
    sections = (
        Section("overview", language.t("Targets and actual figures"), overview_sentences(known, language), pair_table(words, rows)),
        Section("without_target", language.t("Without a target"), (), known_table(words, paired.without_target(known))),
        Section("pairs", language.t("All targets"), (), pair_table(words, paired.pairs(known))),
        Section("figures", language.t("All figures"), (), figure_table(words, _figures(known, None))),
        Section("contradictions", language.t("Contradictions"), (), contradiction_table(words, _of(known, "contradictions", None))),
        *metric_sections(words, None),
        Section("sources", language.t("Sources"), (), source_table(words, None)),
    )
    return Summary(
        title=language.t("Zones and clusters: targets and actual figures"),
        facts=facts(known, language),
        sections=sections,
        file_stem=file_stem(known, None, language),
        chart=_attainment_chart(words, rows),
    )


def _of_entity(known: Known, entity: str, language: Language) -> Summary:
    words = Words(known, language)
    rows = paired.pairs(known, entity)
    figures = _figures(known, entity)
    sections = (
        Section("overview", language.t("Targets and actual figures"), entity_sentences(words, entity, rows), pair_table(words, rows)),
        Section("figures", language.t("All figures"), (), figure_table(words, figures)),
        Section(
            "contradictions", language.t("Contradictions"), (), contradiction_table(words, _of(known, "contradictions", entity))
        ),
        *metric_sections(words, entity),
        Section("sources", language.t("Sources"), (), source_table(words, figures)),
    )
    return Summary(
        title=words.entity(entity),
        facts=facts(known, language),
        sections=sections,
        file_stem=file_stem(known, entity, language),
        chart=_attainment_chart(words, rows),
    )


def file_stem(known: Known, entity: str | None, language: Language) -> str:
    """The name of a download without its ending: whom it is about, data version, day, language."""
    whom = re.sub(r"[^a-z0-9]+", "-", (entity or "summary").lower()).strip("-")
    return "-".join(["sez", whom, f"v{known.version}", *([str(known.as_of)] if known.as_of else []), language.code])


def facts(known: Known, language: Language) -> tuple[str, ...]:
    """What stands under every title: as known when, which data version, up to when the figures reach."""
    day = (
        language.t("As known on {day}", day=write.date(known.as_of, language))
        if known.as_of
        else language.t("As known now")
    )
    published = known.table("observation")["published_on"].max()
    newest = language.t("newest source: {day}", day=write.date(published, language)) if published else ""
    version = language.t("data version {version}", version=known.version)
    said = [" · ".join(part for part in (day, newest, version) if part)]
    if known.hidden:
        said.append(
            language.n(
                "{count} figure without a publication date is not counted: it became known with its load, later.",
                "{count} figures without a publication date are not counted: they became known with their load, later.",
                known.hidden,
            )
        )
    return tuple(said)


def overview_sentences(known: Known, language: Language) -> tuple[str, ...]:
    """How many zones and clusters have a target, for how many of those an actual is known, and how they stand."""
    rows = paired.headlines(known)
    total = known.table("entity").filter(pl.col("kind").is_in(paired.LISTED)).height
    if not total:
        return (language.t("Nothing has been loaded yet: load figures on the page “Data”, or run `sez demo`."),)
    matched = sum(row["actual_period"] is not None for row in rows)
    first = language.t(
        "Of {total} zones and clusters {with_target} have a published target, and {matched} of those an actual figure to "
        "hold against it.",
        total=total,
        with_target=len(rows),
        matched=matched,
    )
    counted: dict[str, int] = {}
    for row in rows:
        counted[row["standing"]] = counted.get(row["standing"], 0) + 1
    parts = [f"{language.title('standing', code).lower()} — {count}" for code, count in sorted(counted.items(), key=_by_urgency)]
    return (first, language.t("How they stand: {parts}.", parts=", ".join(parts))) if parts else (first,)


def entity_sentences(words: Words, entity: str, rows: list[dict[str, Any]]) -> tuple[str, ...]:
    """One sentence for each target: what was to be reached, what is known, how it stands and why; then what is near."""
    language = words.language
    if not rows:
        return (language.t("No target has been published; the figures below are what is known."),)
    said = []
    for row in rows:
        said.append(pair_sentence(words, row))
        if row["actual_period"] is None:
            said += [near_sentence(words, found) for found in nearest(words.known, row)]
    return tuple(dict.fromkeys(said))


def pair_sentence(words: Words, row: dict[str, Any]) -> str:
    """A target, its actual figure and the verdict, in one sentence of arithmetic."""
    language = words.language
    target = words.figure(row, "target").text
    head = language.t(
        "{indicator} ({scope}): target {target} {when}.",
        indicator=words.indicator(row["indicator"]),
        scope=words.scope(row["scope"]),
        target=target,
        when=words.period(row["period"], row["basis"]),
    )
    if row["actual_period"] is None:
        actual = language.t("Actual: not published.")
    else:
        actual = language.t(
            "Actual: {actual} {when}{share}.",
            actual=words.figure(row, "actual").text,
            when=words.period(row["actual_period"], row["basis"]),
            share=f" — {words.percent(row).text}" if words.percent(row).text else "",
        )
    verdict = verdict_text(words, row)
    return f"{head} {actual} {verdict}"


def verdict_text(words: Words, row: dict[str, Any]) -> str:
    """The standing, and the sentence of its reason where there is one."""
    standing = words.language.title("standing", row["standing"])
    return f"{standing}. {words.sentence('reason', row['reason'])}" if row["reason"] else f"{standing}."


def near_sentence(words: Words, row: dict[str, Any]) -> str:
    """A figure that is near a target without its own, named as what it is: no comparison."""
    return words.language.t(
        "Nearest known: {entity}, {scope} — {figure} {when} ({source}).",
        entity=words.entity(row["entity"]),
        scope=words.scope(row["scope"]),
        figure=words.figure(row).text,
        when=words.period(row["period"], row["basis"]),
        source=words.publisher(row["source"]),
    )


def pair_table(words: Words, rows: list[dict[str, Any]]) -> Table:
    """Targets with their actual figures: as texts, as numbers, and as who published them."""
    t = words.language.t
    columns = (
        Column("entity", t("Zone or cluster"), width=34),
        Column("indicator", t("Indicator"), width=24),
        Column("scope", t("Whom it counts"), width=20),
        Column("basis", t("Basis"), width=18),
        Column("unit", t("Unit"), width=14),
        Column("actual", t("Actual"), "number", 20),
        Column("actual_sign", t("Actual: sign"), width=8),
        Column("actual_lower", t("Actual: at least"), "number", 20),
        Column("actual_upper", t("Actual: at most"), "number", 20),
        Column("actual_period", t("Actual: period"), width=20),
        Column("target", t("Target"), "number", 20),
        Column("target_sign", t("Target: sign"), width=8),
        Column("target_period", t("Target: period"), width=20),
        Column("attainment", t("Attainment, %"), "percent", 13),
        Column("attainment_lower", t("Attainment: at least, %"), "percent", 13),
        Column("attainment_upper", t("Attainment: at most, %"), "percent", 13),
        Column("standing", t("Standing"), width=20),
        Column("reason", t("Why"), width=40),
        Column("actual_source", t("Source of the actual figure"), width=44),
        Column("target_source", t("Source of the target"), width=44),
    )
    return Table(columns, tuple(pair_row(words, row) for row in rows), t("No target has been published."))


def pair_row(words: Words, row: dict[str, Any]) -> Row:
    """One pair as cells; `code` and `age` are for the page."""
    has_actual = row["actual_period"] is not None
    return {
        **_series_cells(words, row),
        "code": Cell.of(row["entity"]),
        "actual": words.figure(row, "actual"),
        **words.parts(row, "actual"),
        "actual_period": Cell.of(words.period(row["actual_period"], row["basis"])),
        "age": Cell.of(words.age(row["actual_end"]) if has_actual else ""),
        "target": words.figure(row, "target"),
        **words.parts(row, "target"),
        "target_period": Cell.of(words.period(row["period"], row["basis"])),
        "attainment": words.percent(row),
        "attainment_lower": Cell("", row["lower"]),
        "attainment_upper": Cell("", row["upper"]),
        "standing": Cell.of(words.language.title("standing", row["standing"])),
        "standing_code": Cell.of(row["standing"]),
        "reason": Cell.of(words.sentence("reason", row["reason"]) if row["reason"] else ""),
        "actual_publisher": Cell.of(words.publisher(row["actual_source"])),
        "target_publisher": Cell.of(words.publisher(row["target_source"])),
        "actual_source": Cell.of(words.source(row["actual_source"])),
        "target_source": Cell.of(words.source(row["target_source"])),
    }


def attainment_frame(rows: list[dict[str, Any]], shown: list[Row]) -> pl.DataFrame:
    """What the chart of attainments draws: the pairs with a share, each with its label, ends and standing."""
    drawn = [
        {
            "label": f"{row['entity'].text}: {row['indicator'].text}, {row['target_period'].text}",
            **{name: pair[name] for name in ("value", "lower", "upper", "standing", "reason")},
        }
        for pair, row in zip(rows, shown, strict=True)
        if pair["value"] is not None
    ]
    schema = {"label": pl.String, **dict.fromkeys(("value", "lower", "upper"), pl.Float64)}
    return pl.DataFrame(drawn[:_MOST_BARS], schema={**schema, "standing": pl.String, "reason": pl.String})


def known_table(words: Words, rows: list[dict[str, Any]]) -> Table:
    """Entities without a target, and the foremost thing known of each."""
    t = words.language.t
    columns = (Column("entity", t("Zone or cluster"), width=34), *_figure_columns(words)[1:])
    return Table(columns, tuple(figure_row(words, row) for row in rows), t("Every zone and cluster has a target."))


def figure_table(words: Words, rows: list[dict[str, Any]]) -> Table:
    """Every figure: value, sign, ends, unit, period, scenario, status, source and row."""
    return Table(
        _figure_columns(words),
        tuple(figure_row(words, row) for row in rows),
        words.language.t("No figure has been loaded for this entity."),
    )


def _figure_columns(words: Words) -> tuple[Column, ...]:
    t = words.language.t
    return (
        Column("entity", t("Entity"), width=34),
        Column("indicator", t("Indicator"), width=24),
        Column("scope", t("Whom it counts"), width=20),
        Column("basis", t("Basis"), width=18),
        Column("scenario", t("Scenario"), width=14),
        Column("period", t("Period"), width=20),
        Column("value", t("Value"), "number", 20),
        Column("value_sign", t("Sign"), width=8),
        Column("value_lower", t("At least"), "number", 20),
        Column("value_upper", t("At most"), "number", 20),
        Column("unit", t("Unit"), width=14),
        Column("status", t("Status"), width=18),
        Column("current", t("Counts"), width=14),
        Column("source", t("Source"), width=44),
        Column("row", t("File row"), width=22),
        Column("note", t("Note"), width=44),
    )


def figure_row(words: Words, row: dict[str, Any]) -> Row:
    """One published figure as cells; an entity of which nothing is known has only its name."""
    if row.get("indicator") is None:
        return {
            "entity": Cell.of(words.entity(row["entity"])),
            "code": Cell.of(row["entity"]),
            "value": Cell(write.not_reported(words.language)),
        }
    t = words.language.t
    counts = t("yes") if row.get("is_current", True) else t("another figure wins")
    return {
        **_series_cells(words, row),
        "code": Cell.of(row["entity"]),
        "scenario": Cell.of(words.language.title("scenario", row["scenario"])),
        "period": Cell.of(words.period(row["period"], row["basis"])),
        "age": Cell.of(words.age(row["end_month"])),
        "value": words.figure(row),
        **words.parts(row),
        "status": Cell.of(words.language.title("status", row["status"])),
        "current": Cell.of(counts),
        "publisher": Cell.of(words.publisher(row["source"])),
        "source": Cell.of(words.source(row["source"])),
        "row": Cell.of(row["source_row"]),
        "note": Cell.of("; ".join(part for part in (row["locator"], row["note"]) if part)),
    }


def contradiction_table(words: Words, rows: list[dict[str, Any]]) -> Table:
    """Pairs of published figures that cannot both be right, each with both sources."""
    t = words.language.t
    columns = (
        Column("entity", t("Entity"), width=34),
        Column("indicator", t("Indicator"), width=24),
        Column("scope", t("Whom it counts"), width=20),
        Column("rule", t("What disagrees"), width=34),
        Column("first", t("One figure"), "number", 20),
        Column("first_period", t("Period of the one"), width=20),
        Column("first_source", t("Source of the one"), width=44),
        Column("second", t("The other figure"), "number", 20),
        Column("second_period", t("Period of the other"), width=20),
        Column("second_source", t("Source of the other"), width=44),
    )
    return Table(
        columns, tuple(_contradiction_row(words, row) for row in rows), t("No two published figures contradict each other.")
    )


def _contradiction_row(words: Words, row: dict[str, Any]) -> Row:
    return {
        **_series_cells(words, row),
        "code": Cell.of(row["entity"]),
        "rule": Cell.of(words.language.title("contradiction_rule", row["rule"])),
        "first": words.figure(row),
        "first_period": Cell.of(words.period(row["period"], row["basis"])),
        "first_source": Cell.of(words.source(row["source"])),
        "second": words.figure(row, "other_value", row["other_unit"]),
        "second_period": Cell.of(words.period(row["other_period"], row["other_basis"])),
        "second_source": Cell.of(words.source(row["other_source"])),
    }


def metric_sections(words: Words, entity: str | None) -> tuple[Section, ...]:
    """Every metric there is, as computed: a new metric file has its place here without an edit."""
    from metrics.registry import METRICS

    shown = [metric for metric in METRICS.values() if metric.id != "contradictions"]
    return tuple(
        Section(
            f"metric-{metric.id}",
            metric.title.get(words.language.code) or metric.title["en"],
            (),
            metric_table(words, metric.id, entity),
        )
        for metric in shown
    )


def metric_table(words: Words, name: str, entity: str | None) -> Table:
    """A metric's rows under the columns every metric has, then the dimensions its passport declares."""
    from metrics.registry import METRICS

    t = words.language.t
    metric = METRICS[name]
    columns = (
        Column("entity", t("Entity"), width=34),
        Column("indicator", t("Indicator"), width=24),
        Column("scope", t("Whom it counts"), width=20),
        Column("basis", t("Basis"), width=18),
        Column("period", t("Period"), width=20),
        Column("value", t("Value"), "number", 20),
        Column("value_lower", t("At least"), "number", 20),
        Column("value_upper", t("At most"), "number", 20),
        Column("unit", t("Unit"), width=14),
        Column("coverage", t("Coverage"), "number", 12),
        Column("reason", t("Why"), width=34),
        *(Column(f"dim-{dimension}", dimension, "number", 16) for dimension in metric.dimensions),
    )
    rows = _of(words.known, name, entity)
    return Table(columns, tuple(_metric_row(words, metric, row) for row in rows), t("No figure of this metric is known."))


def _metric_row(words: Words, metric: Any, row: dict[str, Any]) -> Row:
    unit = row["unit"] if metric.unit == "series" else metric.unit
    return {
        **_series_cells(words, row),
        "unit": Cell.of(words.unit(unit)),
        "code": Cell.of(row["entity"]),
        "period": Cell.of(words.period(row["period"], row["basis"])),
        "value": words.figure(row, "value", unit),
        **words.parts(row),
        "coverage": Cell("" if row["coverage"] is None else str(row["coverage"]), row["coverage"]),
        "reason": Cell.of(words.language.title("reason", row["reason"]) if row["reason"] else ""),
        **{f"dim-{name}": _plain(words, name, row[name]) for name in metric.dimensions},
    }


def _plain(words: Words, name: str, value: Any) -> Cell:
    """A dimension's value: a code by its title where a list has it, a flag as a word, a number as a number."""
    if value is None:
        return Cell("")
    if isinstance(value, bool):
        return Cell.of(words.language.t("yes") if value else words.language.t("no"))
    if isinstance(value, int | float):
        return Cell(str(value), value)
    listed = {"standing", "scenario", "basis", "impact", "role"}
    return Cell.of(words.language.title(name, value) if name in listed else str(value))


def source_table(words: Words, figures: list[dict[str, Any]] | None) -> Table:
    """Where the figures were published; of the figures given, or all."""
    t = words.language.t
    columns = (
        Column("code", t("Code"), width=24),
        Column("title", t("Title"), width=60),
        Column("publisher", t("Publisher"), width=30),
        Column("published", t("Published"), width=16),
        Column("kind", t("Kind"), width=18),
        Column("url", t("Address"), "link", 60),
    )
    used = None if figures is None else {row["source"] for row in figures}
    rows = [row for row in words.known.table("source").sort("code").to_dicts() if used is None or row["code"] in used]
    return Table(columns, tuple(_source_row(words, row) for row in rows), t("No source has been loaded."))


def _source_row(words: Words, row: dict[str, Any]) -> Row:
    return {
        "code": Cell.of(row["code"]),
        "title": Cell.of(row["title"]),
        "publisher": Cell.of(row["publisher"]),
        "published": Cell.of(write.date(row["published"], words.language)),
        "kind": Cell.of(words.language.title("source_kind", row["kind"]) if row["kind"] else ""),
        "url": Cell.of(row["url"]),
    }


def _series_cells(words: Words, row: dict[str, Any]) -> Row:
    return {
        "entity": Cell.of(words.entity(row["entity"])),
        "indicator": Cell.of(words.indicator(row["indicator"])),
        "scope": Cell.of(words.scope(row["scope"])),
        "basis": Cell.of(words.basis(row["basis"])),
        "unit": Cell.of(words.unit(row["unit"])),
    }


def _figures(known: Known, entity: str | None) -> list[dict[str, Any]]:
    rows = known.table("history").join(known.table("indicator").select("indicator", "headline"), on="indicator", how="left")
    if entity:
        rows = rows.filter(pl.col("entity") == entity)
    order = ["entity", "headline", "indicator", "scope", "basis", "unit", "end_month", "scenario", "is_current", "source"]
    return rows.sort(order, nulls_last=True, descending=[c == "is_current" for c in order]).to_dicts()


def _of(known: Known, metric: str, entity: str | None) -> list[dict[str, Any]]:
    rows = known.metric(metric)
    rows = rows.filter(pl.col("entity") == entity) if entity else rows
    return rows.sort("entity", "indicator", "scope", "basis", "unit", "period").to_dicts()


def _attainment_chart(words: Words, rows: list[dict[str, Any]]) -> Chart | None:
    shown = [row for row in rows if row["value"] is not None][:_MOST_BARS]
    if not shown:
        return None
    t = words.language.t
    return Chart(
        title=t("Attainment of targets"),
        categories=tuple(
            f"{words.entity(row['entity'])}: {words.indicator(row['indicator'])}, {row['period']}" for row in shown
        ),
        actual=tuple(row["value"] for row in shown),
        target=tuple(100.0 for _ in shown),
        unit="%",
        actual_title=t("Actual, % of target"),
        target_title=t("Target"),
    )


def _by_urgency(item: tuple[str, int]) -> int:
    return paired.urgency(item[0])
