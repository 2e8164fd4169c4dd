"""How are thousands of hostile files read in a minute? By children that find their libraries loaded.

The product starts a new process for each file, whose imports take most of a second. Here each child is forked from a
process that has done them: all else is the product's own, the limits, the way in and the way out. What only a process of
its own can show is tested in hostile/test_hostile.py, which also holds the two ways against each other.
"""

import io
import json
import os
import resource
import subprocess
import sys
import time
import traceback
from pathlib import Path
from types import SimpleNamespace
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class Nursery:
    """A process that forks a child for each file; `run` stands in for `subprocess.run`."""

    TimeoutExpired = subprocess.TimeoutExpired

    def __init__(self) -> None:
        self.peak_megabytes = 0.0  # of the last child
        self.last_words = ""
        self._mother: subprocess.Popen[str] | None = None

    def run(self, command: list[str], *, input: bytes, env: dict[str, str], timeout: float, **_: Any) -> Any:
        """What `subprocess.run` gives: a return code and what was written to stderr."""
        pipes = self._pipes(command[0], env)
        pipes.stdin.write(json.dumps({"request": input.decode(), "seconds": timeout}) + "\n")
        pipes.stdin.flush()
        answer = json.loads(pipes.stdout.readline())
        self.peak_megabytes, self.last_words = answer["peak"], answer["stderr"]
        if answer["code"] is None:
            raise subprocess.TimeoutExpired(command, timeout)
        return SimpleNamespace(returncode=answer["code"], stderr=answer["stderr"].encode())

    def close(self) -> None:
        """End the process."""
        if self._mother:
            self._mother.communicate()

    def _pipes(self, python: str, env: dict[str, str]) -> Any:
        if self._mother is None:
            self._mother = subprocess.Popen(
                [python, "-m", "tests.loaders.nursery"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=ROOT,
                env=env | {"OPENBLAS_NUM_THREADS": "1"},
                text=True,
            )
        return self._mother


def main() -> None:
    """Fork for each line of stdin, and say how the child ended."""
    import fastexcel  # noqa: F401
    import pyarrow  # noqa: F401

    from loaders import columnar, html_table, json_rows, ods_marks, spreadsheet_xml, sqlite_file, workbook  # noqa: F401

    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(_ended(asked["request"], asked["seconds"])), flush=True)


def _ended(request: str, seconds: float) -> dict[str, Any]:
    last_words = Path(json.loads(request)["out"]) / "stderr"
    child = os.fork()
    if not child:
        _child(request, last_words)
    code, used = _waited(child, seconds)
    said = last_words.read_text(errors="replace")[-4000:] if last_words.exists() else ""
    last_words.unlink(missing_ok=True)
    return {"code": code, "stderr": said, "peak": used.ru_maxrss / 1024}


def _child(request: str, last_words: Path) -> None:
    from loaders import formats

    os.dup2(os.open(last_words, os.O_CREAT | os.O_WRONLY), 2)
    os.chdir(last_words.parent)
    sys.stdin = io.StringIO(request)
    code = 1
    try:
        code = formats.main()
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _waited(child: int, seconds: float) -> tuple[int | None, resource.struct_rusage]:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found, status, used = os.wait4(child, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status), used
        time.sleep(0.002)
    os.kill(child, 9)
    return None, os.wait4(child, 0)[2]


if __name__ == "__main__":
    main()
