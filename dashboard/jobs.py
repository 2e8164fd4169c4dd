"""Which long work goes on behind the pages, and how is it waited for without being bound to it?

A job runs in a thread of its own; the page that began it shows how far it has come, and may be left: the work goes on.
"""

import threading
import time
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any, TypeVar

import streamlit as st

from dashboard.language import Language

#: Whoever stores excludes whoever else does, so there is nothing to gain from a second.
_WORKER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sez-job")
#: Files are read beside one another: each by a process of its own.
_READERS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="sez-read")
_LOCK = threading.Lock()
_GOING: list["Job"] = []
_KEPT = "job"
_GLANCE = 0.1  # seconds between two looks at a job
Tell = Callable[[str], None]
T = TypeVar("T")


@dataclass(eq=False)
class Job:
    """One piece of work: what it is called, the step it has come to, and what it comes to in the end."""

    name: str
    step: str = ""
    began: float = field(default_factory=time.monotonic)
    outcome: Future[str] = field(default_factory=Future)

    def tell(self, step: str) -> None:
        """Says which step it has come to."""
        self.step = step


def start(name: str, work: Callable[[Tell], str]) -> None:
    """Begins work for this session; what it gives back in the end is said on the page."""
    job = Job(name)
    with _LOCK:
        _GOING.append(job)
    st.session_state[_KEPT] = job
    _WORKER.submit(_run, job, work)


def going() -> list[str]:
    """The names of all work that goes on, of this session and of others."""
    with _LOCK:
        return [job.name for job in _GOING]


def once(name: str, of: Hashable, work: Callable[[], T], key: Hashable = None) -> T:
    """What work comes to, begun once in a session for `of`, and waited for; for another `of` it is begun anew.

    Under one `of` several keys may stand beside one another. Raises what the work raised. Who leaves the page does not
    stop the work, and finds it by coming back.
    """
    kept: tuple[Hashable, dict[Hashable, Future[Any]]] | None = st.session_state.get(name)
    if kept is None or kept[0] != of:
        forget(name)
        st.session_state[name] = kept = (of, {})
    if key not in kept[1]:
        kept[1][key] = _READERS.submit(work)
    outcome: Future[T] = kept[1][key]
    if not outcome.done():
        _wait(outcome)
    if outcome.exception():
        kept[1].pop(key, None)  # what failed is tried again: the cause may have gone
    return outcome.result()


def forget(name: str) -> None:
    """Nothing is kept of what was begun under a name; what has not begun yet never does."""
    for outcome in st.session_state.pop(name, (None, {}))[1].values():
        outcome.cancel()


def awaited(language: Language) -> str | None:
    """What the work of this session came to, once; None where there is none. Shows the steps until then.

    Raises what the work raised. Who leaves the page does not stop the work, and finds it again by coming back.
    """
    job: Job | None = st.session_state.get(_KEPT)
    if job is None:
        return None
    if not job.outcome.done():
        _watch(job, language)
    st.session_state.pop(_KEPT, None)
    return job.outcome.result()


def _wait(outcome: Future[Any]) -> None:
    place = st.empty()
    while not outcome.done():
        place.empty()  # here Streamlit may end this run
        wait([outcome], _GLANCE)


def _watch(job: Job, language: Language) -> None:
    """A line with the step and the seconds; every look lets Streamlit end this run, never the work."""
    t = language.t
    place = st.empty()
    with st.spinner(t("Working; you may leave this page, the work goes on."), show_time=True):
        while not job.outcome.done():
            place.caption(job.step)
            time.sleep(_GLANCE)
    place.empty()


def _run(job: Job, work: Callable[[Tell], str]) -> None:
    try:
        job.outcome.set_result(work(job.tell))
    except BaseException as error:  # told by whoever waits for it, in the panel of the page
        job.outcome.set_exception(error)
    finally:
        with _LOCK:
            _GOING.remove(job)
