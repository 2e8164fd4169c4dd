"""How the dashboard is served: settings, headers, and who may reach what."""

import os
import re
import socket
import subprocess
import sys
import tomllib

import pytest

from dashboard import serve
from data.errors import UserError
from tests.conftest import ROOT
from tests.dashboard.ways import ask, free_port, served

SETTINGS = {
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    "runner.postScriptGC": False,
    "server.allowedHosts": ["localhost", "127.0.0.1", "[::1]"],
    "server.disconnectedSessionTTL": 120,
    "server.enableAgentApi": False,
    "server.enableCORS": True,
    "server.enableStaticServing": False,
    "server.enableXsrfProtection": True,
    "server.fileWatcherType": "none",
    "server.maxCacheDataSize": "500mb",
    "server.maxUploadSize": 25,
    "server.showEmailPrompt": False,
}


def test_the_settings_are_those_that_are_safe():
    told = tomllib.loads((ROOT / "dashboard/.streamlit/config.toml").read_text())
    assert {name: told[name.split(".")[0]].get(name.split(".")[1]) for name in SETTINGS} == SETTINGS


def test_streamlit_takes_the_settings_from_the_file():
    # In a process of its own: Streamlit reads its settings once.
    names = sorted(SETTINGS)
    code = (
        "from dashboard.serve import _app; _app('127.0.0.1');"
        f"from streamlit import config; print([config.get_option(n) for n in {names}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert done.stdout.strip().splitlines()[-1] == str([SETTINGS[name] for name in names])


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.5", "example.org", ""])
def test_an_open_address_is_refused(address):
    with pytest.raises(UserError, match="--read-only"):
        serve.serve(address, 8599, read_only=False)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "localhost", "127.9.9.9"])
def test_an_address_of_this_machine_is_its_own(address):
    assert serve.is_own(address)


def test_a_port_in_use_is_told():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UserError, match="cannot be used"):
            serve.serve("127.0.0.1", taken.getsockname()[1], read_only=False)


@pytest.mark.parametrize(("read_only", "begun"), [(False, ["children", "pages"]), (True, ["pages"])])
def test_the_first_file_does_not_wait_for_a_process_of_its_own(monkeypatch, read_only, begun):
    told = []
    monkeypatch.setenv(serve.READ_ONLY, "")
    monkeypatch.setattr(serve.CHILDREN, "start", lambda: told.append("children"))
    monkeypatch.setattr(serve, "_app", lambda _: None)
    monkeypatch.setattr("uvicorn.run", lambda *_, **__: told.append("pages"))
    serve.serve("127.0.0.1", free_port(), read_only)
    assert told == begun


def test_a_served_dashboard_answers_with_safe_headers_and_closed_doors(bundled_store):
    with served() as port:
        status, headers, body = ask(port, "GET", "/")
        assert status == 200
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"] == "frame-ancestors 'self'"
        assert "server" not in headers
        assert ask(port, "GET", "/_stcore/metrics")[0] == 403
        assert ask(port, "GET", "/media/nothing")[1].get("cache-control") == "no-store"
        upgrade = {
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
        }
        for host in ("evil.example", "evil.example:8501"):
            hostile = {**upgrade, "Host": host, "Origin": f"http://{host}"}
            assert ask(port, "GET", "/_stcore/stream", **hostile)[0] in (400, 403, 404)
        assert re.search(rb"<title>", body)


def test_a_read_only_server_takes_no_upload(bundled_store):
    with served("--read-only") as port:
        assert ask(port, "PUT", "/_stcore/upload_file/x/y")[0] == 403
        assert ask(port, "POST", "/_stcore/upload_file/x/y")[0] == 403
