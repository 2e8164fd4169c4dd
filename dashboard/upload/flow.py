"""How does a file get from a person into the store on a page: seen, read, mended, and only then stored?"""

from collections.abc import Callable
from dataclasses import replace

import polars as pl
import streamlit as st

from dashboard import jobs, session
from dashboard.format import escape_markdown as plain
from dashboard.loads.loading import store_batch
from dashboard.page import Page
from dashboard.upload import answers, dropped, mapping_form, own_mapping, parts, preview, reading, seen, unread
from dashboard.upload.own_mapping import KIND, OWN
from dashboard.upload.reading import File, Way
from data.batch import Batch
from data.errors import UserError
from data.snapshot import Snapshot
from loaders.run import loaders
from loaders.sniffing.sniffed import Sniffed


def show(page: Page) -> None:
    """A file is dropped, seen and read; its rows are shown, and stored when a person says so."""
    t = page.language.t
    left, right = st.columns([2, 1])
    with left:
        file = dropped.given(page)
    with right:
        kind = st.selectbox(
            t("Kind of file"),
            ["", *loaders(), OWN],
            format_func=lambda name: _kind(page, name),
            key=KIND,
            persist_state="session",
        )
    if file is None:
        reading.forget()
        return
    with st.spinner(t("Reading the file; you may leave this page and come back."), show_time=True):
        with right:
            first, way = _outside(page, file, Way(_loader(file, kind)))
        if way is None:
            st.info(t("There are several files in this archive: say which one is to be read."))
            return
        found = _shown(page, file, way, first)
    if found is None or not found.rows or way.loader:
        _told(page, file, way, found, None)
        return
    own_mapping.begun((file.sha256, way), lambda: reading.proposed(file, found, way))
    answers.kept(page, file.sha256)
    _asked(page, file, way, found, is_chosen=kind == OWN)


def stored() -> None:
    """Makes room for the next file once this one is in the store."""
    dropped.put_away()
    st.session_state[KIND] = ""


def _loader(file: File, kind: str) -> str | None:
    """The loader a person chose, or the one the headings tell; None is a mapping of one's own."""
    return None if kind == OWN else kind or reading.loader_of(file)


def _outside(page: Page, file: File, way: Way) -> tuple[Sniffed | None, Way | None]:
    """The way with the part of the file and the rows of the heading where a person says other ones than are found, and
    what is seen without that; None while one of several files must be said."""
    key = f"{dropped.number()}-{file.sha256}"
    names = reading.members(file)
    if names:
        way = replace(way, parts=parts.member(page.language, names, f"member-{key}"))
        if not way.parts:
            return None, None
    found = reading.seen(file, way.options)
    if found is None:
        return None, way
    said = parts.sheet(page.language, found, f"sheet-{key}-{way.parts}")
    heading = parts.heading_rows(page.language, f"heading-{key}")
    # A mapping names a file of an archive and the list within it by the same key.
    return found, replace(way, parts=tuple((dict(way.parts) | dict(said)).items()), heading=heading)


def _shown(page: Page, file: File, way: Way, first: Sniffed | None) -> Sniffed | None:
    """What is seen of the part that is read, told in a line."""
    fits = _fitting(page, file, way, first)
    options = replace(way, parts=(("sheet", fits[0]),)) if fits and not way.parts else way
    found = reading.seen(file, options.options)
    if found:
        st.caption(plain(f"{page.language.t('Seen')}: {seen.in_words(found, page.language)}"))
    return found


def _fitting(page: Page, file: File, way: Way, found: Sniffed | None) -> list[str]:
    """The sheets that fit the loader; where several do, that is told: each of them is a load of its own."""
    mapping = reading.shipped(way)
    if found is None or mapping is None:
        return []
    fits = parts.fitting(file.content, file.name, file.sha256, mapping, found)
    if len(fits) > 1:
        told = page.language.t(
            "{count} sheets fit: {names}. One is read at a time; choose which, and load the file again for the others.",
            count=len(fits),
            names=", ".join(f"«{name}»" for name in fits),
        )
        st.info(plain(told))
    return fits


def _kind(page: Page, name: str) -> str:
    t = page.language.t
    if not name:
        return t("by its headings")
    return t("as the answers below say") if name == OWN else loaders()[name].get(page.language.code, name)


def _asked(page: Page, file: File, way: Way, found: Sniffed, is_chosen: bool) -> None:
    """A file of no known kind: what it means is asked; once nothing is open it is read."""
    t = page.language.t
    st.header(t("What this file means"))
    counted = st.container()
    mapping_form.show(page, found, is_folded=own_mapping.was_whole())
    try:
        count = mapping_form.open_questions()
    except UserError as error:
        st.error(plain(t(error.message, **error.details)))
        return
    if count and not is_chosen:
        counted.info(t("No kind of file that is known fits these headings alone. Say below what they mean."))
    if count:
        said = page.language.n("{count} question is open.", "{count} questions are open.", count)
        counted.warning(f"{said} {t('The file is read when they are answered.')}", icon=":material/help:")
        return
    counted.success(t("No question is open: this is how the file is read."), icon=":material/check:")
    left = unread.unread(found, own_mapping.text())
    if left:
        counted.warning(plain(unread.in_words(left, page.language)), icon=":material/visibility_off:")
    _told(page, file, way, found, own_mapping.text())


def _told(page: Page, file: File, way: Way, found: Sniffed | None, mapping: str | None) -> None:
    """What the file would bring, or in words why it cannot be read."""
    t = page.language.t
    left, right = st.columns([2, 1])
    with left:
        replaces = _replaced(page, file.name)
    by = right.text_input(t("Your name"), key="load-by", persist_state="session")
    try:
        with st.spinner(t("Reading the file; you may leave this page and come back."), show_time=True):
            batch = reading.batch(file, way, mapping, replaces)
    except UserError as error:
        st.error(plain(t(error.message, **error.details)))
        return
    st.header(t("What it would bring"))
    preview.show(page, batch, found, by)
    _offer(page, batch, by, replaces)


def _offer(page: Page, batch: Batch, by: str, replaces: int | None) -> None:
    t = page.language.t
    if not batch.accepted:
        st.warning(t("No row could be accepted, so there is nothing to store."))
    elif st.button(t("Store these rows"), type="primary", icon=":material/save:", key="store"):
        jobs.start(batch.name, _stored(page, batch, by, replaces))
        st.rerun()


def _replaced(page: Page, name: str) -> int | None:
    """The load whose place this file takes; the last one of the same name is told."""
    t = page.language.t
    standing = session.store().loads().filter(pl.col("withdrawn_at").is_null()).sort("id", descending=True)
    names = dict(standing.select("id", "name").iter_rows())
    found: int = st.selectbox(
        t("In place of"),
        [0, *names],
        format_func=lambda number: f"{number}: {names[number]}" if number else t("nothing: it stands beside the rest"),
        key=f"replaces-{dropped.number()}",
        persist_state="session",
    )
    same = [number for number, each in names.items() if each == name]
    if same and not found:
        st.caption(t("A file of this name is load {load}. If this one corrects it, choose it here.", load=same[0]))
    return found or None


def _stored(page: Page, batch: Batch, by: str, replaces: int | None) -> Callable[[jobs.Tell], str]:
    """The work of storing, in words; it needs nothing of the page once it has begun."""
    t = page.language.t
    storing = t("Storing {rows} rows of {name} …", rows=batch.accepted, name=batch.name)
    preparing = t("Preparing the figures for all pages …")

    def work(tell: jobs.Tell) -> str:
        tell(plain(storing))
        record = store_batch(batch, by=by or "dashboard", replaces=replaces)
        tell(plain(preparing))
        Snapshot.of(session.store())
        return t(
            "{name} is load {load}; data version {version}.", name=batch.name, load=record.load, version=record.version
        )

    return work
