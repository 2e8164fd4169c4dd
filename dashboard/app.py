"""The frame around every page: title, navigation, language and day."""

import streamlit as st

from dashboard import address, page
from dashboard.serve import is_read_only

st.set_page_config(page_title="ОЭЗ · SEZ", page_icon=":material/monitoring:", layout="wide")

bar = st.container(horizontal=True, vertical_alignment="bottom", key="bar")
with bar:
    language = page.choose_language()
    day = address.day(language.t("As known on"), "as_of", language)

pages = [
    st.Page(page.VIEWS / "overview.py", title=language.t("Overview"), icon=":material/dashboard:", url_path="overview", default=True),
    st.Page(page.VIEWS / "zone.py", title=language.t("Zone or cluster"), icon=":material/factory:", url_path="zone"),
    st.Page(page.VIEWS / "metric.py", title=language.t("Metrics"), icon=":material/functions:", url_path="metric"),
    st.Page(page.VIEWS / "data.py", title=language.t("Data"), icon=":material/database:", url_path="data"),
]
shown = st.navigation(pages, position="top")
if is_read_only():
    st.caption(language.t("Read only: figures can be seen and downloaded, not changed."))
shown.run()
