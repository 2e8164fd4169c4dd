"""What stands above every page: language, entity, years, and what is chosen more rarely?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import polars as pl
import streamlit as st

from dashboard import address, session, whom
from dashboard.format import escape_markdown as plain
from dashboard.language import DEFAULT, Language, languages
from dashboard.narrow import Years, narrowed
from dashboard.panel import panel
from dashboard.reports.words import Words
from dashboard.session import Known
from data import codelist

_STATE = "bar"


@dataclass(frozen=True)
class Choice:
    """What the bar says, every value one that there is; None and the empty text are no choice."""

    day: date | None = None
    currency: str = ""
    prices: str = ""
    years: Years | None = None
    scenario: str = ""
    #: Of whom the page speaks; of whom it was asked for and cannot.
    entity: str = ""
    other: str = ""
    #: What the address asks for and there is not, by the names of its parts.
    odd: tuple[str, ...] = ()

    def known(self) -> Known:
        """What is known on the day, in the money."""
        prices = int(self.prices) if self.prices else None
        return session.known(self.day, currency=self.currency or None, prices=prices)


def choice() -> Choice:
    """What the bar of this run says."""
    found = st.session_state.get(_STATE)
    return found if isinstance(found, Choice) else Choice()


def choose_language() -> Language:
    """The language switch: in the address as `lang`, else Russian."""
    codes = languages()
    first = Language.of(address.told("lang"))[0]
    code = address.select(
        first.t("Language"),
        "lang",
        codes,
        DEFAULT,
        lambda code: (Language(code).locale.language_name or code).capitalize(),
        first,
    )
    return Language(code)


def choose(view: str, language: Language) -> None:
    """Every other choice: the entity, the years, and behind a button what is chosen rarely.

    What the bar says is kept for `choice`.
    """
    known, told = _told()
    st.session_state[_STATE] = told
    with panel(language):
        st.session_state[_STATE] = told = _of_whom(view, told, language)
    with st.popover(_years_label(told, language), icon=":material/date_range:", key="bar-years"), panel(language):
        _years(known, told, language)
    with st.popover(_more_label(told, language), icon=":material/tune:", key="bar-more"), panel(language):
        _more(known, told, language)


def notices(language: Language) -> None:
    """What the address asks for and there is not, and how many figures the bar hides."""
    told = choice()
    for name in told.odd:
        address.warn(name, language)
    with panel(language):
        for line in _said(told, language):
            st.caption(plain(line))


def filters(language: Language) -> str:
    """By what the bar leaves figures out, in words; empty where it leaves none out."""
    told = choice()
    years = language.t("years {first}–{last}", first=told.years[0], last=told.years[1]) if told.years else ""
    scenario = language.title("scenario", told.scenario) if told.scenario else ""
    return ", ".join(part for part in (years, scenario) if part)


def _currencies(known: Known) -> tuple[str, ...]:
    """The currencies that amounts can be told in: those that have a rate; none is as published."""
    rate = known.table("rate")
    return ("", *pl.concat([rate["currency_base"], rate["currency_quote"]]).unique().sort())


def _price_years(known: Known) -> tuple[str, ...]:
    """The years in whose prices amounts can be told, the newest first; none is as published."""
    deflator = known.table("deflator").filter(kind="gdp_deflator")
    return ("", *map(str, deflator["year"].unique().sort(descending=True)))


def _money(known: Known) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The currencies and the years of prices to choose from."""
    return known.shared("money", lambda: (_currencies(known), _price_years(known)))


def _told() -> tuple[Known, Choice]:
    """What the address says of the whole product, and what is known on its day, as published."""
    day, *odd_day = _asked("as_of", lambda text: not text or address.is_day(text))
    years, *odd_years = _asked("period", lambda text: not text or address.as_years(text) is not None)
    known_on = address.as_day(day)
    known = session.known(known_on)
    currencies, price_years = _money(known)
    currency, *odd_currency = _asked("currency", currencies.__contains__)
    prices, *odd_prices = _asked("prices", price_years.__contains__)
    scenario, *odd_scenario = _asked("scenario", ["", *codelist.ids("scenario")].__contains__)
    odd = (*odd_day, *odd_years, *odd_currency, *odd_prices, *odd_scenario)
    return known, Choice(known_on, currency, prices, address.as_years(years), scenario, odd=odd)


def _asked(name: str, allowed: Callable[[str], bool]) -> tuple[str, ...]:
    """The value of a parameter, and its name where the address held one that is not allowed."""
    value, is_odd = address.chosen(name, allowed, "")
    return (value, name) if is_odd else (value,)


def _of_whom(view: str, told: Choice, language: Language) -> Choice:
    """The box of entities. Of whom this page cannot speak stays chosen for the other pages."""
    known = told.known()
    words, codes, asked = Words(known, language), whom.choices(known, view, language), address.told("entity")
    value = asked if asked in codes else next(iter(codes), "")
    is_known = not (asked and codes) or asked in known.table("entity")["code"]
    address.keep("entity", asked if is_known else "", is_shown=asked in codes)
    st.selectbox(
        language.t("Entity"),
        codes or [""],
        format_func=lambda code: words.entity(code) if code else language.t("all"),
        **address.bound("entity", value),
    )
    if not is_known:
        return replace(told, entity=value, odd=(*told.odd, "entity"))
    return replace(told, entity=value, other=asked if codes and value != asked else "")


def _years_label(told: Choice, language: Language) -> str:
    return f"{told.years[0]}–{told.years[1]}" if told.years else language.t("All years")


def _years(known: Known, told: Choice, language: Language) -> None:
    """From the first year that is known to the last."""
    extent = known.extent
    months = extent["start_month"], extent["end_month"]
    first, last = (month // 12 if month is not None else date.today().year for month in months)
    ends = (min(first, told.years[0]), max(last, told.years[1])) if told.years else (first, last)
    labels = (language.t("From the year"), language.t("To the year"))
    address.years(labels, "period", range(ends[0], ends[1] + 1), told.years)


def _more_label(told: Choice, language: Language) -> str:
    """How many of the choices behind the button are made."""
    count = sum(map(bool, (told.day, told.currency, told.prices, told.scenario)))
    return language.t("More ({count})", count=count) if count else language.t("More")


def _more(known: Known, told: Choice, language: Language) -> None:
    t = language.t
    currencies, price_years = _money(known)
    as_published = t("as published")
    address.day(t("As known on"), "as_of", told.day)

    def money(code: str) -> str:
        return f"{code}, {language.title('unit', code)}" if code else as_published

    def kind(code: str) -> str:
        return language.title("scenario", code) if code else t("all")

    address.box(t("Amounts in"), "currency", currencies, told.currency, money)
    address.box(t("Prices of"), "prices", price_years, told.prices, lambda year: year or as_published)
    address.box(t("Scenario"), "scenario", ["", *codelist.ids("scenario")], told.scenario, kind)
    st.caption(t("Beside a plan the actual figures stay; what is computed is never computed anew."))


def _said(told: Choice, language: Language) -> Iterator[str]:
    """Of whom the page cannot speak; how many published figures the bar leaves out."""
    if not told.other and not filters(language):
        return
    known = told.known()
    words = Words(known, language)
    if told.other:
        yield language.t(
            "This page has nothing of {entity}; it shows {other}.",
            entity=words.entity(told.other),
            other=words.entity(told.entity) if told.entity else language.t("all"),
        )
    if filters(language):
        own = known.rows_of(told.entity, "observation") if told.entity else known.table("observation")
        left_out = own.height - narrowed(own, told.years, told.scenario or None).height
        yield language.n(
            "The filter ({filter}) hides {count} of {total} published figures.",
            "The filter ({filter}) hides {count} of {total} published figures.",
            left_out,
            filter=filters(language),
            total=own.height,
        )
