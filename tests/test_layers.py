"""Who may import whom, and where may a library be imported?"""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAY = {
    "data": {"data"},
    "metrics": {"metrics", "data"},
    "loaders": {"loaders", "data"},
    "dashboard": {"dashboard", "metrics", "loaders", "data"},
}
HOME = {
    "sqlalchemy": {"data"},
    "alembic": {"data"},
    "psycopg": {"data"},
    "streamlit": {"dashboard"},
    "plotly": {"dashboard"},
    "xlsxwriter": {"dashboard"},
    "pandas": {"loaders"},
    "fastexcel": {"loaders"},
    "narwhals": {"metrics"},
}
MODULES = [path for room in MAY for path in sorted((ROOT / room).rglob("*.py"))]


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_imports_only_what_it_may(path):
    room = path.relative_to(ROOT).parts[0]
    names = imported(path)
    assert names & set(MAY) <= MAY[room]
    assert {library for library in names & set(HOME) if room not in HOME[library]} == set()


def test_no_other_module_parses_foreign_bytes():
    parsers = {"fastexcel", "python_calamine", "openpyxl", "xlrd", "lxml"}
    found = {path.stem for path in MODULES if imported(path) & parsers}
    assert found == {"workbook", "sheet_marks", "ods_marks", "html_table", "spreadsheet_xml", "spreadsheet_xml_styles"}


def test_what_parses_foreign_bytes_is_imported_in_the_child_and_by_what_forks_it():
    readers = {"workbook", "sheet_marks", "ods_marks", "html_table", "spreadsheet_xml", "json_rows", "sqlite_file"}
    readers |= {"xlsb_records", "spreadsheet_xml_styles"}
    ways = {"formats", "source", *readers}
    ways_in = "|".join(ways)
    importing = re.compile(
        rf"^\s*from loaders(\.parsers)?(\.({ways_in}) | import ([^\n(]*|\([^)]*)\b({ways_in})\b)", re.M
    )
    found = {path.stem for path in MODULES if importing.search(path.read_text(encoding="utf-8"))}
    assert found == {"fork_server", "formats", "source", "workbook", "ods_marks", "xlsb_records", "spreadsheet_xml"}


def test_no_file_of_the_dashboard_takes_the_name_of_a_room():
    # `streamlit run` puts dashboard/ first on the path; a folder `pages` there switches on another kind of app.
    names = {path.stem for path in (ROOT / "dashboard").iterdir()}
    assert names & {*MAY, "pages", "tests"} == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_which_question_it_answers(path):
    text = path.read_text(encoding="utf-8")
    assert not text.strip() or ast.get_docstring(ast.parse(text))
