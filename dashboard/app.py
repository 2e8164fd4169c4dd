"""The frame around every page: title, navigation, language and day."""

import streamlit as st

from dashboard import bar, newer, page, present
from dashboard.serve import is_read_only

st.set_page_config(page_title="ОЭЗ · SEZ", page_icon=str(page.ICON), layout="wide")

# Fixed text, nothing from data: less air, a line under each row of a list, small words dark enough to be read.
st.html("""<style>
[data-testid="stMainBlockContainer"] { padding-top: 4.2rem; padding-bottom: 3rem; }
[data-testid="stMainBlockContainer"] h1 { font-size: 1.9rem; padding: 0.4rem 0; }
[data-testid="stMainBlockContainer"] h2 { font-size: 1.35rem; padding: 0.6rem 0 0.2rem; }
[data-testid="stMainBlockContainer"] h3 { font-size: 1.1rem; padding: 0.5rem 0 0.2rem; }
[class*="st-key-line-"] { border-top: 1px solid rgba(128, 128, 128, 0.3); padding: 0.35rem 0 0.25rem; }
[class*="st-key-line-"] p { margin-bottom: 0; }
[class*="st-key-line-"] :is([data-testid="stMarkdownContainer"], [data-testid="stCaptionContainer"]) {
  margin-bottom: 0;
}
[class*="st-key-line-"] [data-testid="stHorizontalBlock"] { gap: 0.2rem 1rem; }
[class*="st-key-line-"] a { padding-left: 0; }
[class*="st-key-line-"] a p { font-weight: 600; white-space: normal; overflow: visible; line-height: 1.3; }
[class*="st-key-line-"] a { height: auto; }
[class*="st-key-line-"] [data-testid="stElementContainer"]:has(> [data-testid="stPageLink"]) { margin: 0; }
[class*="st-key-line-"] a[href^="explain?"] p { font-weight: 400; }
[data-testid="stMainBlockContainer"] [data-testid="stPageLink"] a { padding-left: 0; background: transparent; }
[data-testid="stMainBlockContainer"] [data-testid="stPageLink"] a p { text-decoration: underline; }
[class*="st-key-tile-"] p { margin-bottom: 0; }
[class*="st-key-tile-"] :is([data-testid="stMarkdownContainer"], [data-testid="stCaptionContainer"]) {
  margin-bottom: 0;
}
[class*="st-key-tile-"] strong { font-size: 1.3rem; }
.st-key-bar > div { max-width: 22rem; }
[data-testid="stLayoutWrapper"]:has(> [class*="st-key-rows-of-"]):not(:focus-within):not(:has(details[open])) {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
}
@media (max-width: 640px) { [data-testid="stColumn"]:not(:has([data-testid="stElementContainer"])) { display: none; } }
[data-testid="stCaptionContainer"] { color: inherit; opacity: 0.8; }
[data-tag] { background: transparent !important; border: 1px solid currentColor; }
[data-tag], [data-tag] :is(span, button) { color: inherit !important; }
.js-plotly-plot .main-svg text:not(.hoverlayer text) { fill: currentColor !important; }
</style>""")

place = st.container(horizontal=True, vertical_alignment="bottom", key="bar")
with place:
    language = bar.choose_language()

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
