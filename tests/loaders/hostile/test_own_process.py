"""What only a process of its own can show: it dies alone, leaves nothing, reaches nothing. (I1, I2, I13; M1-M3)

Each guard has its control: without it the same file does harm.
"""

import ast
import http.server
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data.errors import UserError
from loaders import sandbox
from loaders.parsers import archive, html_table
from loaders.sandbox import read_table
from tests.conftest import ROOT
from tests.loaders.hostile import archives, columns, markup, test_hostile, workbooks
from tests.loaders.hostile.corpus import FILES
from tests.loaders.nursery import Nursery

DEADLY = [file for file in FILES if file.deadly]


@pytest.fixture(autouse=True)
def running(monkeypatch):
    """The children of a test of its own; the process that forks them is there before the test looks for what is new."""
    nursery = Nursery()
    monkeypatch.setattr(sandbox, "CHILDREN", nursery)
    nursery.start()
    yield nursery
    nursery.close()


def processes(of):
    """A process and all that it or they started and nobody has waited for, zombies too.

    Asked of the server of children, whose every child is a file's: this process may have a browser, which comes and goes.
    """
    of = str(of)
    there = Path(f"/proc/{of}/task").glob("*/children")
    return {of}.union(*(processes(child) for each in there for child in each.read_text().split()))


@pytest.mark.parametrize("file", DEADLY, ids=str)
def test_what_ends_the_child_ends_nothing_else(file, tmp_path, monkeypatch, running):
    if "was given up" in (file.refused or ""):
        monkeypatch.setattr(sandbox, "time_limit", lambda size: 2)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = processes(running._server.pid)
    with pytest.raises(UserError, match=file.refused) as caught:
        read_table(file.make(), file.name)
    test_hostile.assert_clear(caught.value, file.name)
    assert processes(running._server.pid) == before
    assert list(tmp_path.iterdir()) == []


def test_without_a_child_such_a_workbook_ends_this_process():
    program = "import sys; from loaders.parsers.workbook import Workbook; Workbook(sys.stdin.buffer.read(), 'xlsx', 't').grid(0)"
    data = workbooks.two_cells_far_apart()
    done = subprocess.run([sys.executable, "-c", program], input=data, cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == -6, "the reader no longer aborts: is the child process still needed?"


def test_a_child_that_waits_without_working_is_ended_too(child, monkeypatch):
    monkeypatch.setattr(sandbox, "time_limit", lambda size: 1)
    child("import time; time.sleep(60)")
    server = sandbox.CHILDREN._server.pid
    before = processes(server)
    with pytest.raises(UserError, match="was given up after 1 seconds"):
        read_table(b"a;b\n1;2\n", "t.csv")
    assert processes(server) == before


ASKING = """
from loaders import sandbox
from tests.loaders.nursery import children_that
sandbox.CHILDREN = children_that("import os, time; os.mkdir('begun'); time.sleep(60)")
sandbox.read_table(b"a;b", "t.csv")
"""


def test_a_child_ends_with_whoever_asked_for_it(tmp_path):
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    with subprocess.Popen([sys.executable, "-c", ASKING], cwd=ROOT, env=environment) as asking:
        wait_until(lambda: list(tmp_path.glob("*/begun")))
        started = processes(asking.pid)
        assert len(started) == 3
        asking.kill()
    wait_until(lambda: not any(Path(f"/proc/{each}").exists() for each in started))


def wait_until(holds):
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_server_that_somebody_ended_is_started_again(running):
    assert read_table(b"a;b\n1;2\n", "t.csv").cells.rows() == [("1", "2")]
    os.kill(running._server.pid, 9)
    assert read_table(b"a;b\n1;2\n", "t.csv").cells.rows() == [("1", "2")]


def test_files_read_at_once_do_not_wait_for_one_another(running):
    def read(number):
        return read_table(f"a;b\n{number};2\n".encode(), "t.csv").cells.rows()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(read, range(16))) == [[(str(number), "2")] for number in range(16)]


def test_a_child_holds_no_socket_and_no_file_of_the_process_that_forked_it(child):
    child("""
        import json, os, pathlib
        held = [each for each in pathlib.Path("/proc/self/fd").iterdir() if int(each.name) > 2 and each.exists()]
        pathlib.Path(asked["out"], "answer.json").write_text(json.dumps({"message": f"holds {held}", "details": {}}))
    """)
    with pytest.raises(UserError, match=r"^holds \[\]$"):
        read_table(b"a;b\n", "t.csv")


PARSERS = {
    "fastexcel",
    "python_calamine",
    "openpyxl",
    "xlrd",
    "lxml",
    "sqlite3",
    "html5lib",
    "bs4",
    "zipfile",
    "gzip",
    "odf",
}
#: Modules of the child, and what may use such a library for what is its own.
MAY_PARSE = {
    "archive", "html_table", "kinds", "ods_marks", "sheet_marks", "spreadsheet_xml", "spreadsheet_xml_styles", "sqlite_file", "workbook", "xlsb_records",
}  # fmt: skip


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name.partition(".")[0] for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def test_parsers_of_uploads_are_imported_by_modules_of_the_child_alone():
    importing = {path.stem for path in (ROOT / "loaders").rglob("*.py") if PARSERS & set(imported(path))}
    assert importing <= MAY_PARSE
    parent = {"run", "detected", "mapped", "sandbox", "native", "sniff", "mapping"}
    program = f"import sys; import loaders.{', loaders.'.join(sorted(parent))}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"fastexcel", "python_calamine", "lxml", "openpyxl"} & set(done.stdout.split())


@pytest.fixture
def server():
    """A server on this machine that counts who asks."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as made:
        thread = threading.Thread(target=made.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{made.server_port}", asked
        made.shutdown()
        thread.join()


def reaching_out(url, secret):
    """Files that name what is elsewhere, in every way their formats have."""
    file = secret.as_uri()
    entities = (
        f'<!DOCTYPE x [<!ENTITY % p SYSTEM "{url}/p.dtd"> %p; <!ENTITY e SYSTEM "{file}"><!ENTITY u SYSTEM "{url}/e">]>'
    )
    row = f'<tr><td><img src="{url}/a.png"><iframe src="{file}"></iframe>x&e;</td><td>1</td></tr>'
    return {
        "page.xls": entities.replace("x [", "html [").encode()
        + markup.page(
            row, f'<base href="{url}"><link rel=stylesheet href="{url}/a.css"><script src="{url}/a.js"></script>'
        ),
        "include.html": markup.page(f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{file}"/>' + row),
        "book.xml": markup.office(f"<Row>{markup.office_cell('&e;&u;')}{markup.office_cell('1')}</Row>", entities),
        "sheet.xlsx": workbooks.sheet(workbooks.HEADING + workbooks.texts(("&e;", "1")), head=entities),
        "formula.xlsx": workbooks.formulas(f'=WEBSERVICE("{url}/f")', 5),
        "link.csv": f'Зона;План\n=IMPORTDATA("{url}/c");1\n{file};2\n'.encode(),
        "view.db": columns.database(f"CREATE VIEW zone AS SELECT readfile('{secret}') AS Зона, 1 AS План"),
    }


KINDS = list(reaching_out("http://x", Path("/x")))


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_fetched_and_no_other_file_is_read(kind, server, tmp_path):
    url, asked = server
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret of another file")
    data = reaching_out(url, secret)[kind]
    try:
        said = repr(read_table(data, kind).cells.rows())
    except UserError as error:
        said = str(error)
    assert "the secret" not in said
    assert asked == []


def test_that_no_one_asked_is_seen_by_a_server_that_would_have_told(server):
    import urllib.request

    url, asked = server
    urllib.request.urlopen(f"{url}/control").read()
    assert asked == ["/control"]


def test_without_the_look_at_the_directory_a_bomb_unpacks(monkeypatch):
    bomb = archives.a_bomb_in_gz()
    with pytest.raises(UserError, match="would unpack"):
        archive.unpacked(bomb, None, "t")
    monkeypatch.setattr(archive, "refuse_bomb", lambda *_: None)
    assert len(archive.unpacked(bomb, None, "t")[0]) == 20_000_000


def test_without_the_limit_of_columns_a_cell_grows_as_wide_as_it_says(monkeypatch):
    wide = markup.page('<tr><td colspan="50000">x</td></tr>')
    with pytest.raises(UserError, match="more cells"):
        html_table.Page(wide, "html", None, "t")
    monkeypatch.setattr(html_table, "MOST_COLUMNS", 10**9)
    assert html_table.Page(wide, "html", None, "t").grid(0).cells.width == 50_000


def test_without_limits_of_memory_a_child_takes_what_it_wants(child, monkeypatch):
    """A list of 400 MB in a child that may have 300 MB, and in one that may have more."""
    child(GREEDY)
    monkeypatch.setattr(sandbox, "memory_limit", lambda size: 300 << 20)
    with pytest.raises(UserError, match="more than 300 MB of memory"):
        read_table(b"a;b\n", "t.csv")
    monkeypatch.setattr(sandbox, "memory_limit", lambda size: 2 << 30)
    with pytest.raises(UserError, match="enough"):
        read_table(b"a;b\n", "t.csv")


GREEDY = """
import json, pathlib, resource
resource.setrlimit(resource.RLIMIT_AS, (asked["memory"], asked["memory"]))
held = bytearray(400 << 20)
pathlib.Path(asked["out"], "answer.json").write_text('{"message": "enough", "details": {}}')
"""
