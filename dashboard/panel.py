"""What happens where a part of a page fails?"""

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.runtime.scriptrunner import RerunException, StopException

from dashboard.format import escape_markdown
from dashboard.language import Language
from data.errors import UserError

_LOG = logging.getLogger("sez.dashboard")


@contextmanager
def panel(language: Language) -> Iterator[None]:
    """A part of a page: a person's fault is told there, a fault of ours gets a number that the log has too."""
    try:
        yield
    except (RerunException, StopException):
        raise
    except UserError as error:
        st.error(escape_markdown(language.t(error.message, **error.details)))
    except Exception:  # the boundary of a panel: the rest of the page stands
        number = uuid.uuid4().hex[:8]
        _LOG.exception("panel failed, number %s", number)
        st.error(
            language.t("This part could not be shown. The log has the cause under number {number}.", number=number)
        )
