"""How do pages look beyond Streamlit's theme?

Fixed text and words of our own catalogue, nothing from data: less air, a line under each row of a list, links that look
like links, small words dark enough to be read, the box of rows seen once the keyboard is in it, and Streamlit's box for
files, which speaks English only, in the words of the page.
"""

import json

import streamlit as st

from dashboard.language import Language

_RULES = """
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
"""
_BOX = '[data-testid="stFileUploaderDropzone"] > span button p'
_SIZE = '[data-testid="stFileUploaderDropzoneInstructions"] span'


def of(language: Language) -> str:
    """The style of every page, as the one piece of HTML that a page has."""
    size = language.t("up to {size} MB", size=st.get_option("server.maxUploadSize"))
    said = _in_place_of(_BOX, language.t("Choose a file")) + _in_place_of(_SIZE, size)
    return f"<style>{_RULES}{said}</style>"


def _in_place_of(place: str, text: str) -> str:
    quoted = json.dumps(text.replace("<", ""), ensure_ascii=False)
    return f"{place} {{ font-size: 0; }}\n{place}::after {{ content: {quoted}; font-size: 0.875rem; }}\n"
