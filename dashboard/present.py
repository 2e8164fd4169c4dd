"""What does a screen on the wall show: one zone after the other, by itself?

`?present=1` in the address of any page; `zones=A,B` names whom, `seconds=30` how long each. Whatever is newest is shown
at each turn.
"""

import streamlit as st

from dashboard import page
from dashboard.cards import scoreboard
from dashboard.charts.chart_parts import CONFIG
from dashboard.charts.drawing import Drawing
from dashboard.charts.trajectory import trajectory
from dashboard.format import escape_markdown as plain
from dashboard.language import Language
from dashboard.page import Page, panel
from dashboard.reports.sentences import facts
from dashboard.zone import drawable
from dashboard.zone.tiles import tiles

_SECONDS, _LEAST, _MOST_SECONDS = 20, 5, 600
_MOST = 12
#: Pixels of the letters in the chart.
_LETTERS = 18
_TURN, _PAUSED = "present-turn", "present-paused"

# Fixed text, nothing from data: no chrome, and letters that are read from the other end of a room.
_LOOK = """<style>
[data-testid="stHeader"], .st-key-bar { display: none; }
[data-testid="stMainBlockContainer"] { padding: 1.5rem 3vw; max-width: none; }
@media (min-width: 1000px) { html { font-size: 20px; } }
</style>"""


def is_on() -> bool:
    """Does the address ask for it?"""
    return st.query_params.get("present") == "1"


def show(language: Language) -> None:
    """Turns through the zones until somebody pauses it or leaves."""
    st.html(_LOOK)
    st.fragment(lambda: _turn(language), run_every=_seconds())()


def zones(current: Page) -> list[str]:
    """Whom the address names, as far as they are known; else the twelve with a target that are furthest behind."""
    named = [code for code in st.query_params.get("zones", "").split(",") if code]
    if named:
        codes = set(current.known.table("entity")["code"])
        return [code for code in named if code in codes]
    return scoreboard.leading(current.known)["entity"].head(_MOST).to_list()


def _seconds() -> int:
    told = st.query_params.get("seconds", "")
    asked = int(told) if told.isascii() and told.isdigit() and len(told) < 5 else _SECONDS
    return min(max(asked, _LEAST), _MOST_SECONDS)


def _turn(language: Language) -> None:
    with panel(language):
        current = page.current()
        codes = zones(current)
        if not codes:
            page.nothing(current)
            return
        turn = st.session_state.get(_TURN, 0) % len(codes)
        _slide(current, codes[turn])
        _steps(language, turn, len(codes))
        if not st.session_state.get(_PAUSED):
            st.session_state[_TURN] = turn + 1


def _slide(current: Page, code: str) -> None:
    st.title(plain(current.words.entity(code)))
    tiles(current, code)
    series = next(iter(drawable.series(current, code).values()), None)
    if series:
        rows = drawable.history(current, code, series)
        is_actual = rows["scenario"] == "actual"
        title = drawable.title(current.words, series)
        ahead = drawable.outlook(current, code, series)
        chart = trajectory(rows.filter(is_actual), rows.filter(~is_actual), current.language, title, outlook=ahead)
        _enlarge(chart.drawing)
        st.plotly_chart(chart.drawing.as_it_is(), config=CONFIG, alt=chart.sentence, key="figure-present")
        st.markdown(plain(chart.sentence))
    st.caption(plain(" · ".join(facts(current.known, current.language, code))))


def _enlarge(drawing: Drawing) -> None:
    """Every letter of a chart as large as those of its axes: the numbers beside marks and the title have their own."""
    letters = {"font": {"size": _LETTERS}}
    notes = [
        {**note, **letters, "yshift": 1.4 * note.get("yshift", 0)} for note in drawing.layout.get("annotations", [])
    ]
    drawing.update_layout(**letters, title={"font": {"size": _LETTERS + 2}}, annotations=notes)
    drawing.update_xaxes(title=letters)


def _steps(language: Language, turn: int, count: int) -> None:
    """What moves by itself can be stopped: back, pause, on, and out."""
    with st.container(horizontal=True, vertical_alignment="center", key="present-steps"):
        st.caption(language.t("{number} of {count}", number=turn + 1, count=count))
        st.button(language.t("Back"), on_click=_go, args=(turn - 1,))
        is_paused = bool(st.session_state.get(_PAUSED))
        label = language.t("Go on") if is_paused else language.t("Pause")
        st.button(label, on_click=_pause, args=(not is_paused, turn))
        st.button(language.t("Next"), on_click=_go, args=(turn + 1,))
        if st.button(language.t("Leave")):
            st.query_params.pop("present", None)
            st.rerun()


def _pause(is_paused: bool, turn: int) -> None:
    st.session_state[_PAUSED] = is_paused
    _go(turn)


def _go(turn: int) -> None:
    st.session_state[_TURN] = turn
