"""How does a test reach the product: a page, a browser, a server, a command?"""

import http.client
import io
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from streamlit.testing.v1 import AppTest

from dashboard import cli
from dashboard.page import VIEWS
from tests import chromium

APP = VIEWS.parent / "app.py"
PAGES = sorted(path.name for path in VIEWS.glob("*.py") if path.name != "__init__.py")
HOSTILE = "<img src=x onerror=alert(1)> **bold** [link](javascript:alert(1)) :red[x] $a$ `c` =1+1"
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SEZ = [sys.executable, "-m", "dashboard.cli"]


def sez_after(code: str) -> list[str]:
    """The product's command after a line of Python, such as one that makes it less patient."""
    return [sys.executable, "-c", f"{code}\nfrom dashboard.cli import main\nmain()"]


def opened(view: str, **address: str) -> AppTest:
    """A page at an address, in a new session, as from a link."""
    return _went(AppTest.from_file(APP, default_timeout=60), view, address)


def reached(view: str, **address: str) -> AppTest:
    """A page at an address, in the session of somebody who has just seen the overview."""
    return _went(AppTest.from_file(APP, default_timeout=60).run(), view, address)


def _went(page: AppTest, view: str, address: dict[str, str]) -> AppTest:
    if view != "overview.py":
        page.switch_page(f"views/{view}")
    for name, value in address.items():
        page.query_params[name] = value
    page.run()
    assert [error.message for error in page.exception] == []
    return page


def said(page: AppTest) -> str:
    """Everything a page says, as one text without markdown's backslashes."""
    kinds = (page.title, page.header, page.subheader, page.markdown, page.caption, page.info, page.warning, page.error)
    texts = [str(element.value) for kind in kinds for element in kind]
    texts += [link.label for link in page.page_link]
    tables = [frame.value.to_csv() for frame in page.dataframe]
    return re.sub(r"\\(.)", r"\1", "\n".join([*texts, *tables]))


def element(page: AppTest, kind: str, label: str):
    """The one element of a kind that has the label."""
    (found,) = [each for each in getattr(page, kind) if each.label == label]
    return found


def press(page: AppTest, label: str) -> AppTest:
    """The page after a button was pressed."""
    element(page, "button", label).click().run()
    assert [error.message for error in page.exception] == []
    return page


@contextmanager
def browsed(sez: Sequence[str] = SEZ) -> Iterator[Page]:
    """A Chromium that may reach this machine only, at the dashboard's first page."""
    with served(sez=sez) as port, chrome() as browser, seen(browser, port) as opened:
        yield opened


@contextmanager
def chrome() -> Iterator[Browser]:
    """A Chromium, for one test or for all of a module: each has a profile of its own."""
    path = chromium.find()
    assert path, chromium.HELP
    expect.set_options(timeout=30_000)  # the first page of a version computes everything, on a machine that may be busy
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        yield browser
        browser.close()


@contextmanager
def seen(browser: Browser, port: int) -> Iterator[Page]:
    """The dashboard's first page in a profile that knows nothing; it may ask this machine only."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900}, locale="ru-RU")
    opened.set_default_timeout(30_000)
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(f"http://localhost:{port}/")
    yield opened
    opened.close()
    elsewhere = [url for url in asked if not re.match(r"(http|ws)://localhost:|data:|blob:", url)]
    assert elsewhere == []


def at_rest(page: Page) -> None:
    """Waits until the page is drawn: nothing runs, nothing is a sketch, and for a third of a second nothing changes."""
    page.locator("[data-testid=stMain] h1").first.wait_for()
    page.wait_for_function(_IS_DRAWN)
    page.evaluate(_RESTS)


_IS_DRAWN = """() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-testid=stSkeleton], [data-testid=stStatusWidget]')
    && [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(each => each.querySelector('.main-svg'))"""
_RESTS = """() => new Promise(done => {
    let still = setTimeout(rest, 350);
    setTimeout(rest, 10000);
    const watch = new MutationObserver(() => { clearTimeout(still); still = setTimeout(rest, 350); });
    function rest() { watch.disconnect(); done(); }
    watch.observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
})"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(*options: str, sez: Sequence[str] = SEZ, **settings: str):
    """A server in a process of its own, with settings of its environment; ended by its id."""
    port = free_port()
    command = [*sez, "serve", "--port", str(port), *options]
    said = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    server = subprocess.Popen(command, env=os.environ | settings, **said)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until and server.poll() is None:
            try:
                if ask(port, "GET", "/_stcore/health")[0] == 200:
                    break
            except OSError:
                time.sleep(0.2)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=20)


def ask(port: int, method: str, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of an answer of this machine."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def run(*arguments: object, fails: bool = False) -> str:
    """What `sez` prints; with `fails` it must end with 1, and what it says of that is told.

    It runs in this process, which has done the imports; that it runs as a command of its own, test_cli and test_readme
    show.
    """
    code, out, error = _ended(list(map(str, arguments)))
    assert (code == 1) == fails and code in (0, 1), error
    return error if fails else out


def _ended(arguments: list[str]) -> tuple[object, str, str]:
    """How the command ended, and what it wrote."""
    out, error = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(error):
        patch.setattr(sys, "argv", ["sez", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
    return ended.value.code or 0, out.getvalue(), error.getvalue()
