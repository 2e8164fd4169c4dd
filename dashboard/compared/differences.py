"""In what do the series of entities that stand side by side differ?

Figures that are counted otherwise are not hidden, and not passed off as the same: what differs is said in words.
"""

from collections.abc import Iterable, Iterator

from dashboard.compared.series import LEAST, Latest, Series, model_of
from dashboard.reports.words import Words


def differences(words: Words, shown: dict[str, Series | None]) -> list[str]:
    """In what the series differ from the one that most have, one sentence each; or that all are counted alike."""
    t = words.language.t
    known = {entity: series for entity, series in shown.items() if series}
    said = [
        t("{entity}: no figure of this indicator is published.", entity=words.entity(entity))
        for entity in shown
        if entity not in known
    ]
    if not known:
        return said
    model = model_of(list(known.values()))
    differing = [sentence for entity, series in known.items() for sentence in _differs(words, entity, series, model)]
    said += _of_length(words, known.values())
    if differing or len(known) < LEAST:
        return [*differing, *said]
    alike = (words.scope(model["scope"]), words.basis(model["basis"]), since(words, model), words.unit(model["unit"]))
    return [t("All are counted alike: {how}.", how=" · ".join(part for part in alike if part)), *said]


def of_latest(words: Words, latest: Latest) -> list[str]:
    """That the latest actual figures are of different times, or from different kinds of source: whose is which."""
    t = words.language.t
    told = {entity: rows["actual"] for entity, rows in latest.items() if "actual" in rows}
    periods = {entity: words.period(row["period"], row["basis"]) for entity, row in told.items()}
    kinds = {entity: words.language.title("source_kind", row["source_kind"] or "") for entity, row in told.items()}
    said = []
    if len({row["end_month"] for row in told.values()}) > 1:
        said.append(t("The latest actual figures are not of one time: {who}.", who=_whose(words, periods)))
    if len(set(kinds.values())) > 1:
        said.append(t("They come from different kinds of source: {who}.", who=_whose(words, kinds)))
    return said


def _whose(words: Words, said: dict[str, str]) -> str:
    unknown = words.language.t("not known")
    return "; ".join(f"{words.entity(entity)} — {text or unknown}" for entity, text in said.items())


def _of_length(words: Words, shown: Iterable[Series]) -> list[str]:
    """That a figure of a quarter stands by one of a year, which are counted alike and are not alike."""
    lengths = {length for series in shown if series["basis"] == "period" for length in series["lengths"]}
    if len(lengths) < LEAST:
        return []
    return [
        words.language.t(
            "Not all periods are of one length: on the chart a line leads from each figure to where its period begins."
        )
    ]


def _differs(words: Words, entity: str, series: Series, model: Series) -> Iterator[str]:
    t, name = words.language.t, words.entity(entity)
    if series["scope"] != model["scope"]:
        own, other = words.scope(series["scope"]), words.scope(model["scope"])
        yield t("{entity} counts others: “{own}”, not “{other}”.", entity=name, own=own, other=other)
    if series["basis"] != model["basis"]:
        own, other = words.basis(series["basis"]), words.basis(model["basis"])
        yield t("{entity} counts over another time: “{own}”, not “{other}”.", entity=name, own=own, other=other)
    elif series["since"] != model["since"]:
        own, other = since(words, series), since(words, model)
        yield t("{entity} counts from another beginning: {own}, not {other}.", entity=name, own=own, other=other)
    if series["unit"] != model["unit"]:
        own, other = words.unit(series["unit"]), words.unit(model["unit"])
        yield t(
            "{entity} is told in another unit, so its chart has a scale of its own: {own}, not {other}.",
            entity=name,
            own=own,
            other=other,
        )


def since(words: Words, series: Series) -> str:
    """From when a cumulative figure counts; nothing for other figures."""
    t = words.language.t
    if series["basis"] != "cumulative":
        return ""
    return t("since {month}", month=words.month(series["since"])) if series["since"] else t("since the beginning")
