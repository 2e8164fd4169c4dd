"""How is the dashboard served?"""

import gc
import importlib
import ipaddress
import os
import pkgutil
import socket
from pathlib import Path
from typing import Any

from data.errors import UserError
from loaders.children import CHILDREN

READ_ONLY = "SEZ_READ_ONLY"
#: What runs by being imported, or is a command.
_NO_PART_OF_PAGES = {"app", "cli", "views", "commands"}


def serve(address: str, port: int, read_only: bool) -> None:
    """Serves until stopped. Raises UserError for an open address without `read_only`, or a port in use."""
    if not read_only and not is_own(address):
        raise UserError(
            "{address} can be reached from other machines and there is no sign-in yet: whoever comes could load and "
            "withdraw.\nServe it with --read-only, or on 127.0.0.1.",
            address=address,
        )
    _check_port(address, port)
    os.environ[READ_ONLY] = "1" if read_only else ""
    import uvicorn
    from streamlit import config

    if not read_only:
        CHILDREN.start()  # the first file does not wait for their imports
    print(
        f"The dashboard is on http://{'localhost' if is_own(address) else address}:{port} (Ctrl+C stops it)", flush=True
    )
    uvicorn.run(
        _app(address),
        host=address,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="websockets-sansio",
        # Off unless asked for, as in Streamlit's own server: packing every message takes a tenth of a page's time.
        ws_per_message_deflate=config.get_option("server.enableWebsocketCompression"),
    )


def is_read_only() -> bool:
    """May pages only show? So it is, too, for whoever did not start the dashboard with `sez serve`."""
    return os.environ.get(READ_ONLY, "1") != ""


def is_own(address: str) -> bool:
    """Can only this machine reach the address?"""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _check_port(address: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise UserError(
                "Port {port} of {address} cannot be used: {cause}. Another one: sez serve --port {other}",
                port=port,
                address=address,
                cause=error.strerror or error,
                other=port + 1 if port < 65535 else 8501,
            ) from error


def _app(address: str) -> Any:
    import streamlit as st
    from starlette.middleware import Middleware
    from streamlit import config

    from dashboard import session
    from dashboard.guard import Guard

    session.known().metric("standing")  # so that the first visitor does not wait
    _settle()
    app = st.App(Path(__file__).with_name("app.py"), middleware=[Middleware(Guard, read_only=is_read_only())])
    if not is_own(address):
        # Other machines call this one by names we cannot know; what they may do is held by --read-only.
        config.set_option("server.allowedHosts", [])
    return app


def _settle() -> None:
    """Takes what is there for good, mostly of the libraries, out of what is looked through for what nobody needs.

    Python looks when enough has been added; Streamlit's looking through everything after each run is switched off.
    """
    for module in pkgutil.walk_packages([str(Path(__file__).parent)], "dashboard."):
        if module.name.split(".")[1] not in _NO_PART_OF_PAGES:
            importlib.import_module(module.name)
    gc.collect()
    gc.freeze()
