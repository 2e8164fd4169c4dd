"""How does a file get from a person into the store on a page: seen, read, mended, and only then stored?"""

import hashlib
from dataclasses import dataclass

import streamlit as st

from dashboard import alias_form, own_mapping, preview, seen, session
from dashboard.format import escape_markdown as plain
from dashboard.loading import known_codes, store_batch
from dashboard.own_mapping import KIND, OWN
from dashboard.page import Page
from data.batch import Batch
from data.errors import UserError
from data.snapshot import Snapshot
from loaders import sniff
from loaders.run import loaders, read
from loaders.sniffed import Sniffed

_SEEN = "seen"
_READ = "upload"


@dataclass(frozen=True)
class _File:
    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def show(page: Page) -> None:
    """A file is dropped, seen and read; its rows are shown, and stored when a person says so."""
    t = page.language.t
    given = st.file_uploader(
        t("A table in any common format: CSV, Excel, ODS, HTML, JSON, Parquet …"),
        key=f"file-{st.session_state.get('uploads', 0)}",
    )
    kind = st.selectbox(t("Kind of file"), ["", *loaders(), OWN], format_func=lambda name: _kind(page, name), key=KIND)
    if given is None:
        return
    file = _File(given.name, given.getvalue())
    found = _seen(file)
    if found:
        st.caption(plain(f"{t('Seen')}: {seen.in_words(found, page.language)}"))
    batch = _told(page, file, kind)
    own_mapping.box(page, file.sha256, found, is_open=batch is None)
    if batch:
        preview.show(page, batch, found)
        alias_form.show(page, batch)
        _offer(page, batch)


def _kind(page: Page, name: str) -> str:
    t = page.language.t
    if not name:
        return t("by its headings")
    return t("as the mapping below says") if name == OWN else loaders()[name].get(page.language.code, name)


def _seen(file: _File) -> Sniffed | None:
    """What is in the file; None where that cannot be said, which reading it will explain."""
    kept = st.session_state.get(_SEEN)
    if not kept or kept[0] != file.sha256:
        try:
            kept = (file.sha256, sniff.look(file.content, file.name))
        except UserError:
            kept = (file.sha256, None)
        st.session_state[_SEEN] = kept
    found: Sniffed | None = kept[1]
    return found


def _told(page: Page, file: _File, kind: str) -> Batch | None:
    """The file as a batch; None where it cannot be read, with the reason in words."""
    try:
        return _batch(file, kind)
    except UserError as error:
        st.error(plain(page.language.t(error.message, **error.details)))
        return None


def _batch(file: _File, kind: str) -> Batch:
    """Read once, not again on every click."""
    mapping = own_mapping.tried() if kind == OWN else None
    key = (file.sha256, file.name, kind, mapping, session.store().version())
    kept = st.session_state.get(_READ)
    if not kept or kept[0] != key:
        kept = (key, _read(file, kind, mapping))
        st.session_state[_READ] = kept
    batch: Batch = kept[1]
    return batch


def _read(file: _File, kind: str, mapping: str | None) -> Batch:
    known = known_codes(session.store())
    if kind != OWN:
        return read(file.content, file.name, known, loader=kind or None)
    if mapping is None:
        raise UserError("Write or upload a mapping below, and try it.")
    with own_mapping.as_file(mapping) as path:
        return read(file.content, file.name, known, mapping=path)


def _offer(page: Page, batch: Batch) -> None:
    t = page.language.t
    if not batch.accepted or not st.button(t("Store these rows"), type="primary", icon=":material/save:"):
        return
    record = store_batch(batch, by="dashboard")
    Snapshot.of(session.store())
    st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1
    for name in (_READ, _SEEN):
        st.session_state.pop(name, None)
    st.session_state["done"] = t(
        "{name} is load {load}; data version {version}.", name=batch.name, load=record.load, version=record.version
    )
    st.rerun()
