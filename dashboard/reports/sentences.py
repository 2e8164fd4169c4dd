"""What does a summary say in words, made of arithmetic only?"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import polars as pl

from dashboard import format as write
from dashboard.cards import scoreboard
from dashboard.explained import money_words
from dashboard.explained.nearest import nearest
from dashboard.language import Language
from dashboard.reports import pairs as paired
from dashboard.reports.words import Words
from dashboard.session import Known

#: Of these it is certain that they are behind their plan.
_IS_BEHIND = ("missed", "behind")
Within = Callable[[pl.DataFrame], pl.DataFrame]


def file_stem(known: Known, entity: str | None, language: Language) -> str:
    """The name of a download without its ending: whom it is about, data version, day, money, language."""
    whom = re.sub(r"[^a-z0-9]+", "-", (entity or "summary").lower()).strip("-")
    day = [str(known.as_of)] if known.as_of else []
    return "-".join(["sez", whom, f"v{known.version}", *day, *money_words.file_parts(known), language.code])


def facts(known: Known, language: Language, entity: str | None = None) -> tuple[str, ...]:
    """What stands under every title: as known when, which data version, up to when the figures reach, what is invented.

    `entity` is the one that is shown, where it is one.
    """
    day = (
        language.t("As known on {day}", day=write.date(known.as_of, language))
        if known.as_of
        else language.t("As known now")
    )
    published = known.extent["published_on"]
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
    return (*said, *money_words.facts(known, language), *_of_invented(known, language, entity))


def _of_invented(known: Known, language: Language, entity: str | None) -> Iterator[str]:
    invented = paired.invented(known)
    if entity in invented:
        yield language.t("Invented for demonstration: every figure here was made up by a program and describes nobody.")
    elif entity is None and invented:
        yield language.n(
            "{count} of the entities known here is invented for demonstration: its name says so, its figures describe "
            "nobody, and no figure of a real entity includes them.",
            "{count} of the entities known here are invented for demonstration: their names say so, their figures "
            "describe nobody, and no figure of a real entity includes them.",
            len(invented),
        )


def nothing_loaded(language: Language) -> str:
    """What to do where there is no figure yet."""
    return language.t("Nothing has been loaded yet: load figures on the page “Data”, or run `sez demo`.")


def of_everything(known: Known, language: Language, within: Within | None = None) -> tuple[str, ...]:
    """How many zones and clusters have a target, how many of those an actual, how they stand, who is furthest behind.

    `within` leaves out what the page does not show.
    """
    within = within or scoreboard.as_it_is
    invented = paired.invented(known)
    leads = scoreboard.leading(known, within).to_dicts()
    rows = [row for row in leads if row["entity"] not in invented]
    held = scoreboard.with_actual(known, within) - invented
    listed = known.table("entity").filter(pl.col("kind").is_in(paired.LISTED))["code"]
    total = sum(code not in invented for code in listed)
    if not len(listed):
        return (nothing_loaded(language),)
    first = language.t(
        "Of {total} zones and clusters {with_target} have a published target, "
        "and {matched} of those an actual figure to hold against it.",
        total=total,
        with_target=len(rows),
        matched=len(held),
    )
    counted: dict[str, int] = {}
    for row in rows:
        counted[row["standing"]] = counted.get(row["standing"], 0) + 1
    parts = [
        f"{language.title('standing', code).lower()} — {count}"
        for code, count in sorted(counted.items(), key=_by_urgency)
    ]
    told = language.t("Each by its target that is furthest behind: {parts}.", parts=", ".join(parts))
    return (first, *([told] if parts else []), *_furthest_behind(Words(known, language), rows))


def _furthest_behind(words: Words, leads: list[dict[str, Any]]) -> Iterator[str]:
    """Whose share of a target is lowest of those that missed theirs, else of those behind; nobody where none is."""
    behind = [row for row in leads if row["standing"] in _IS_BEHIND and row["value"] is not None]
    for row in behind[:1]:
        yield words.language.t(
            "Furthest behind: {entity}, {share} of its target ({indicator}, {period}).",
            entity=words.entity(row["entity"]),
            share=words.percent(row).text,
            indicator=words.indicator(row["indicator"]),
            period=words.period(row["period"], row["basis"]),
        )


def of_entity(words: Words, rows: list[dict[str, Any]]) -> tuple[str, ...]:
    """One sentence for each target: what was to be reached, what is known, how it stands and why; then what is near."""
    language = words.language
    if not rows:
        return (language.t("No target has been published; the figures below are what is known."),)
    said = []
    for row in rows:
        said.append(pair(words, row))
        if row["actual_period"] is None:
            said += [near(words, found) for found in nearest(words.known, row)]
    return tuple(dict.fromkeys(said))


def pair(words: Words, row: dict[str, Any]) -> str:
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
    return f"{head} {actual} {verdict(words, row)}"


def verdict(words: Words, row: dict[str, Any]) -> str:
    """The standing, and the sentence of its reason where there is one."""
    standing = words.language.title("standing", row["standing"])
    return f"{standing}. {words.sentence('reason', row['reason'])}" if row["reason"] else f"{standing}."


def near(words: Words, row: dict[str, Any]) -> str:
    """A figure that is near a target without its own, named as what it is: no comparison."""
    return words.language.t(
        "Nearest known: {entity}, {scope}, {scenario} — {figure} {when} ({source}).",
        entity=words.entity(row["entity"]),
        scope=words.scope(row["scope"]).lower(),
        scenario=words.language.title("scenario", row["scenario"]).lower(),
        figure=words.figure(row).text,
        when=words.period(row["period"], row["basis"]),
        source=words.publisher(row["source"]),
    )


def _by_urgency(item: tuple[str, int]) -> int:
    return paired.urgency(item[0])
