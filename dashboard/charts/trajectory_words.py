"""What does a figure over time say: when its mark is touched, and in the sentence of its chart?"""

from typing import Any

from dashboard.charts.chart_parts import SCENARIO_SYMBOL, shown
from dashboard.format import date, figure, period
from dashboard.language import Language

Row = dict[str, Any]


def written(row: Row, language: Language) -> str:
    """A row's figure with its sign and unit."""
    return figure(row["value"], row["lower"], row["upper"], row["comparator"], row["unit"], language)


def story(row: Row, language: Language) -> str:
    """What is told when a mark is touched: figure, period, whom it counts, who published it and when."""
    lines = [
        f"{language.title('scenario', row['scenario'])}: {written(row, language)}",
        period(row["period"], language, row["basis"]),
        f"{language.title('scope', row['scope'])} · {language.title('basis', row['basis'])}",
        f"{row.get('publisher') or row['source']}, {date(row.get('published'), language)}",
        language.title("status", row["status"]) if row["status"] != "A" else "",
    ]
    return "<br>".join(shown(line) for line in lines if line)


def sentence(past: list[Row], plan: list[Row], language: Language) -> str:
    """How many figures there are and the latest of each kind, in words."""
    count = len(past) + len(plan)
    said = [
        language.n("The chart shows {count} published figure.", "The chart shows {count} published figures.", count)
    ]
    latest = {row["scenario"]: row for row in (*past, *plan) if row.get("is_current", True)}
    if not past:
        said.append(language.t("No actual figure has been published."))
    said += [_latest(latest[scenario], language) for scenario in SCENARIO_SYMBOL if scenario in latest]
    if not plan:
        said.append(language.t("No target has been published."))
    return " ".join(said)


def _latest(row: Row, language: Language) -> str:
    told = {"figure": written(row, language), "period": period(row["period"], language, row["basis"])}
    match row["scenario"]:
        case "actual":
            return language.t("Latest actual: {figure}, {period}.", **told)
        case "target":
            return language.t("Latest target: {figure}, {period}.", **told)
        case "commitment":
            return language.t("Latest commitment: {figure}, {period}.", **told)
        case _:
            return language.t("Latest forecast: {figure}, {period}.", **told)
