"""The frame around every page: title, navigation, language and day."""

import streamlit as st

from dashboard import bar, newer, page, present, style
from dashboard.serve import is_read_only

st.set_page_config(page_title="ОЭЗ · SEZ", page_icon=str(page.ICON), layout="wide")

place = st.container(horizontal=True, vertical_alignment="bottom", key="bar")
with place:
    language = bar.choose_language()
st.html(style.of(language))

pages = [
    st.Page(
        page.VIEWS / "overview.py",
        title=language.t("Overview"),
        icon=":material/dashboard:",
        default=True,
    ),
    st.Page(page.VIEWS / "zone.py", title=language.t("Zone or cluster"), icon=":material/factory:", url_path="zone"),
    st.Page(
        page.VIEWS / "compare.py", title=language.t("Compare"), icon=":material/compare_arrows:", url_path="compare"
    ),
    st.Page(page.VIEWS / "residents.py", title=language.t("Residents"), icon=":material/groups:", url_path="residents"),
    st.Page(
        page.VIEWS / "pipeline.py", title=language.t("Pipeline"), icon=":material/filter_alt:", url_path="pipeline"
    ),
    st.Page(page.VIEWS / "metric.py", title=language.t("Metrics"), icon=":material/functions:", url_path="metric"),
    st.Page(page.VIEWS / "explain.py", title=language.t("Explain"), icon=":material/account_tree:", url_path="explain"),
    st.Page(page.VIEWS / "data.py", title=language.t("Data"), icon=":material/database:", url_path="data"),
    st.Page(
        page.VIEWS / "summaries.py", title=language.t("Summaries"), icon=":material/download:", url_path="summaries"
    ),
    st.Page(page.VIEWS / "methods.py", title=language.t("Methods"), icon=":material/menu_book:", url_path="methods"),
]
shown = st.navigation(pages, position="hidden" if present.is_on() else "top")
with place:
    bar.choose(shown.url_path or "overview", language)
bar.notices(language)
if is_read_only():
    st.caption(language.t("Read only: figures can be seen and downloaded, not changed."))
if present.is_on():
    present.show(language)
else:
    with newer.watched(language, has_forms=shown.url_path == "data"):
        shown.run()
