"""Pages, XML and JSON that span, nest, expand and reach out."""

from tests.loaders.hostile.corpus import hostile

HEAD = "<table><tr><th>Зона</th><th>План</th></tr>"
WIDE = "holds a table of more cells than a workbook may have"


def page(rows: str, before: str = "") -> bytes:
    return f"<html><meta charset=utf-8>{before}{HEAD}{rows}</table></html>".encode()


@hostile(WIDE, name="report.xls")
def a_cell_over_a_billion_columns() -> bytes:
    return page('<tr><td colspan="1000000000">x</td></tr>')


@hostile(rows=2, name="report.xls")
def a_cell_over_a_billion_rows() -> bytes:
    return page('<tr><td rowspan="1000000000">x</td><td>1</td></tr><tr><td>2</td></tr>')


@hostile(WIDE, name="report.xls")
def cells_over_30000_rows_and_columns() -> bytes:
    return page('<tr><td rowspan="30000" colspan="30000">x</td></tr>' * 3)


@hostile(WIDE, name="report.xls")
def many_rows_over_16000_columns() -> bytes:
    return page('<tr><td colspan="16000">x</td></tr>' * 2_000)


@hostile(WIDE, name="report.xls")
def rows_that_wide_cells_above_fill() -> bytes:
    return page('<tr><td rowspan="1048576" colspan="16383">x</td></tr>' + "<tr></tr>" * 400)


@hostile(rows=1, name="report.xls")
def spans_that_are_no_numbers() -> bytes:
    return page('<tr><td colspan="-5" rowspan="1e9">x</td><td colspan="²" rowspan="">1</td></tr>')


@hostile("has no heading", name="report.html")
def deep_nesting() -> bytes:
    return b"<html><table><tr><td>" + b"<div>" * 200_000 + b"x"


@hostile(name="report.html", rows=1)
def deep_nesting_in_a_cell() -> bytes:
    return page("<tr><td>" + "<b>" * 200 + "x" + "</b>" * 200 + "</td><td>1</td></tr>")


@hostile("has no heading", name="report.html")
def tables_in_tables() -> bytes:
    return b"<html>" + b"<table><tr><td>" * 3_000


@hostile(rows=1, name="report.html")
def three_thousand_tables() -> bytes:
    return b"<html>" + b"<table><tr><td>a</td></tr></table>" * 3_000 + page("<tr><td>x</td><td>1</td></tr>")


@hostile("without a table", name="report.html")
def tables_that_a_program_would_write() -> bytes:
    return b"<html><script>document.write('<table><tr><td>1</td></tr></table>')</script></html>"


@hostile("is empty", name="report.html")
def an_empty_table() -> bytes:
    return b"<html><table></table></html>"


@hostile(rows=1, name="report.html")
def entities_that_grow_in_a_page() -> bytes:
    ten = {n: f"&e{n - 1};" * 10 for n in range(1, 10)}
    names = "".join(f'<!ENTITY e{n} "{text}">' for n, text in ten.items())
    return f'<!DOCTYPE html [<!ENTITY e0 "ha">{names}]>'.encode() + page("<tr><td>&e9;</td><td>1</td></tr>")


@hostile(rows=1, name="report.html")
def an_entity_from_a_file_in_a_page() -> bytes:
    head = b'<!DOCTYPE html [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
    return head + page("<tr><td>&secret;</td><td>1</td></tr>")


@hostile(rows=1, name="report.html")
def a_page_of_another_encoding_than_it_says() -> bytes:
    return page("<tr><td>x</td><td>1</td></tr>").replace(b"utf-8", b"utf-16")


@hostile(name="report.html", rows=1)
def an_encoding_that_is_a_program() -> bytes:
    return page("<tr><td>x</td><td>1</td></tr>").replace(b"utf-8", b"zlib_codec")


@hostile(name="report.html", rows=1)
def a_cell_of_ten_megabytes() -> bytes:
    return page(f"<tr><td>{'x' * 9_000_000}</td><td>1</td></tr>")


@hostile("without a table", name="report.mht")
def an_archive_of_a_page_without_one() -> bytes:
    return (
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/plain\n\nx\n--x--"
    )


def office(rows: str, head: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{head}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="A"><Table>'
        '<Row><Cell><Data ss:Type="String">Зона</Data></Cell><Cell><Data ss:Type="String">План</Data></Cell></Row>'
        f"{rows}</Table></Worksheet></Workbook>"
    ).encode()


def office_cell(text: str, index: int | None = None) -> str:
    said = f' ss:Index="{index}"' if index else ""
    return f'<Cell{said}><Data ss:Type="String">{text}</Data></Cell>'


OFFICE_ROW = f"<Row>{office_cell('Дубна')}{office_cell('1')}</Row>"


@hostile("damaged XML", name="report.xml")
def entities_that_grow_in_xml() -> bytes:
    ten = {n: f"&e{n - 1};" * 10 for n in range(1, 10)}
    names = "".join(f'<!ENTITY e{n} "{text}">' for n, text in ten.items())
    return office(f"<Row>{office_cell('&e9;')}</Row>", f'<!DOCTYPE w [<!ENTITY e0 "ha">{names}]>')


@hostile(rows=1, name="report.xml")
def an_entity_from_a_file_in_xml() -> bytes:
    head = '<!DOCTYPE w [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
    return office(f"<Row>{office_cell('&secret;')}{office_cell('1')}</Row>", head)


@hostile(WIDE, name="report.xml")
def a_row_of_xml_beyond_the_grid() -> bytes:
    return office(f'<Row ss:Index="2000000000">{office_cell("x")}</Row>')


@hostile(WIDE, name="report.xml")
def a_cell_of_xml_beyond_the_grid() -> bytes:
    return office(f"<Row>{office_cell('x', 2_000_000_000)}</Row>")


@hostile(WIDE, name="report.xml")
def two_cells_of_xml_far_apart() -> bytes:
    return office(f'<Row ss:Index="1048576">{office_cell("x", 16384)}</Row>')


@hostile("damaged XML", name="report.xml")
def a_row_of_xml_that_is_no_number() -> bytes:
    return office(f'<Row ss:Index="two">{office_cell("x")}</Row>')


@hostile("damaged XML", name="report.xml")
def a_row_of_xml_before_the_first() -> bytes:
    return office(f'<Row ss:Index="-5">{office_cell("x")}</Row>' + OFFICE_ROW)


@hostile("damaged XML", name="report.xml")
def a_cell_of_xml_over_another() -> bytes:
    return office(f"<Row>{office_cell('x')}{office_cell('y', 1)}</Row>")


@hostile("damaged XML", name="report.xml")
def deep_nesting_in_xml() -> bytes:
    return office(f"<Row><Cell><Data>{'<b>' * 100_000}")


@hostile("an XML document", name="report.xml")
def xml_of_another_kind() -> bytes:
    return b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


@hostile("is not JSON", name="report.json")
def deep_nesting_in_json() -> bytes:
    return b'{"a":' * 100_000 + b"1" + b"}" * 100_000


@hostile("is not JSON", name="report.json")
def lists_in_lists() -> bytes:
    return b"[" * 100_000 + b"]" * 100_000


@hostile("lists within lists", name="report.json")
def a_cell_of_json_of_lists_in_lists() -> bytes:
    return b'[{"a": ' + b"[" * 900 + b"]" * 900 + b', "b": 1}]'


@hostile("is not JSON: NaN is no JSON", name="report.json")
def not_a_number_in_json() -> bytes:
    return b'[{"a": NaN, "b": 1}]'


@hostile("is not JSON", name="report.json")
def infinity_in_json() -> bytes:
    return b'[{"a": -Infinity, "b": 1}]'


@hostile(rows=3, name="report.json")
def huge_numbers_in_json() -> bytes:
    return b'[{"a": 1e999999999, "b": 1}, {"a": ' + b"9" * 5000 + b', "b": 2}, {"a": 1e-999999999, "b": 3}]'


@hostile("a name comes twice", name="report.json")
def a_name_twice_in_json() -> bytes:
    return b'[{"a": 1, "a": 2}]'


@hostile("columns; a table has 16384 at most", name="report.json")
def every_record_of_json_with_names_of_its_own() -> bytes:
    return b"[" + b",".join(b'{"c%d": %d}' % (n, n) for n in range(20_000)) + b"]"


@hostile(rows=2, name="report.json")
def a_lone_surrogate_in_json() -> bytes:
    return b'[{"a": "\\ud800", "b": 1}, {"a\\udfff": "x", "b": 2}]'


@hostile("is not JSON", name="report.json")
def json_that_stops() -> bytes:
    return b'[{"a": 1, "b": 2}, {"a": 3'


@hostile("is not JSON|line 2", name="report.ndjson")
def lines_of_json_of_which_one_is_none() -> bytes:
    return b'{"a": 1, "b": 2}\n{"a": 1, "b": }\n'


@hostile(rows=1)
def selections_within_selections() -> bytes:
    return f"<table><tr><th>Зона<th>План<tr><td>Дубна<td>{'<select><option>1' * 5_000}</table>".encode()


@hostile(rows=1)
def a_struck_text_of_a_hundred_thousand_parts() -> bytes:
    return f"<table><tr><th>Зона<th>План<tr><td>Дубна<td>{'<s>1</s> ' * 100_000}</table>".encode()
