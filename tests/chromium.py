"""Is there a Chromium for the browser test, and if not, can one be had?"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HELP = """No Chromium was found and none could be installed. The browser test needs one. Do one of these, then try again:
    apt-get install chromium                            (Debian, Ubuntu; as root)
    .venv/bin/playwright install --with-deps chromium   (elsewhere)
    SEZ_CHROMIUM=/path/to/chrome make test              (one that is already there)"""


def find() -> str | None:
    """The path of a Chromium: the one named by SEZ_CHROMIUM, one on the path, or Playwright's own."""
    named = os.environ.get("SEZ_CHROMIUM")
    if named:
        return named
    return next(filter(None, map(shutil.which, _NAMES)), None) or _playwrights()


def _playwrights() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> None:
    """Debian's package where we may install it, else Playwright's download."""
    if os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], env=environment, check=False)
    if not find():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


if __name__ == "__main__":
    if not find():
        print("Getting a Chromium for the browser test …", flush=True)
        install()
    if not find():
        sys.exit(HELP)
    print(f"Chromium: {find()}")
