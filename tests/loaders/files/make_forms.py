"""How do the small files of the forms look that no editor writes: workbooks, pages, old encodings?

`python tests/loaders/files/make_forms.py` writes them again. Zones, residents, figures and tax numbers are invented.
"""

from datetime import date, datetime
from pathlib import Path

import xlsxwriter

FILES = Path(__file__).parent
NBSP = "\u00a0"


def book(name, sheet_name, rows, merged):
    """A workbook of one sheet: rows of cells, then the merged ranges (as Excel names them) with their texts."""
    path = FILES / name
    with xlsxwriter.Workbook(path, {"default_date_format": "dd.mm.yyyy"}) as workbook:
        workbook.set_properties({"created": datetime(2019, 10, 14)})
        sheet = workbook.add_worksheet(sheet_name)
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell is not None:
                    sheet.write(place, column, cell)
        for cells, text in merged.items():
            sheet.merge_range(cells, text, workbook.add_format({"align": "center", "bold": True}))


def quarterly_report():
    """Two heading rows of merged cells, numbers of columns, sections, totals, a footnote, notes and a signature."""
    kinds = ["План", "Факт"]
    book(
        "quarterly_report.xlsx",
        "III квартал",
        [
            [],
            [],
            [],
            [],
            [None, None, *kinds, *kinds, *kinds, *kinds],
            [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
            [],
            [1, "ОЭЗ «Северная»", 1200.5, 1350.25, 800, 790.4, 96, 101.7, 150, 162],
            [2, "ОЭЗ «Заречная»", 640, f"598,75{NBSP}1)", 410, "н/д", 44.5, 41, 80, 64],
            [None, "Итого по разделу", 1840.5, 1949, 1210, 790.4, 140.5, 142.7, 230, 226],
            [],
            [3, "ОЭЗ «Научная»", f"1{NBSP}005,0", f"1{NBSP}212,5", 300, 318, 20, 25.5, 40, 47],
            [None, "Итого", 2845.5, 3161.5, 1510, 1108.4, 160.5, 168.2, 270, 273],
            [],
            ["1) Без учёта инвестиций в инфраструктуру."],
            ["Примечание: данные за III квартал предварительные."],
            [],
            ["Генеральный директор", None, None, "______________", "И. И. Иванов"],
        ],
        {
            "A1:J1": "Отчёт управляющей компании о результатах деятельности ОЭЗ",
            "A2:J2": "за III квартал 2019 года, млн руб.",
            "A4:A5": "№ п/п",
            "B4:B5": "ОЭЗ",
            "C4:D4": "Объём инвестиций",
            "E4:F4": "Выручка",
            "G4:H4": "Уплачено налогов",
            "I4:J4": "Создано рабочих мест, ед.",
            "A7:J7": "Промышленно-производственные зоны",
            "A11:J11": "Технико-внедренческие зоны",
        },
    )


def resident_register():
    """Years under a merged heading, days as Excel keeps them, tax numbers as texts."""
    book(
        "resident_register.xlsx",
        "Реестр",
        [
            [],
            [],
            ["", "", "", "", "", "Номер", "Дата", "Статус", 2019, 2020, 2021, "Всего", 2019, 2020, 2021],
            [
                *(1, "ООО «Лаб-Оптика»", "9901000010", "ОЭЗ «Северная»", "приборостроение"),
                *("С-01/2018", date(2018, 4, 16), "действует", 120.5, 80, "-", 200.5, 40, 65, 65),
            ],
            [
                *(2, "АО «Микроника»", "9901000027", "ОЭЗ «Северная»", "микроэлектроника"),
                *("С-02/2018", date(2018, 11, 1), "действует", f"1{NBSP}450,0", 900, 150, 2500, 110, 240, 260),
            ],
            [
                *(3, "ООО «Старт-Пласт»", "9901000034", "ОЭЗ «Заречная»", "новые материалы"),
                *("З-07", date(2016, 2, 29), "расторгнуто", 30, 30, 30, 90, 12, 12, 12),
            ],
            [
                *(4, "ИП Орлова А. Б.", "990200000105", "ОЭЗ «Заречная»", "медицинские изделия"),
                *("З-11/2019", date(2019, 6, 3), "действует", 8, 12.5, 4, 24.5, 5, 9, 11),
            ],
            [None, "Итого", None, None, None, None, None, None, 1578.5, 992.5, 154, 2725, 155, 314, 336],
        ],
        {
            "A1:O1": "Реестр резидентов особых экономических зон по состоянию на 01.10.2019",
            "A2:A3": "№ п/п",
            "B2:B3": "Резидент",
            "C2:C3": "ИНН",
            "D2:D3": "ОЭЗ",
            "E2:E3": "Вид деятельности",
            "F2:H2": "Соглашение",
            "I2:L2": "Обязательства по инвестициям, млн руб.",
            "M2:O2": "Рабочие места на конец года",
        },
    )


JOBS = f"""Сведения о рабочих местах резидентов ОЭЗ;;;;;;
за 2019 год;;;;;;
№;Резидент;ИНН;I квартал;II квартал;III квартал;IV квартал
1;"ООО ""Лаб-Оптика\""";9901000010;31;36;41;н/д
2;АО «Микроника»;9901000027;1{NBSP}004;1{NBSP}036;1{NBSP}107;
3;ИП Орлова А. Б.;;;2;5;
;Итого:;;1{NBSP}035;1{NBSP}074;1{NBSP}153;
"""

PIPELINE = [
    "№ проекта|Проект|Инициатор|ОЭЗ|Объём инвестиций|Заявка|Наблюдательный совет|Соглашение|Строительство|"
    "Ввод в эксплуатацию (план)|Ввод в эксплуатацию (факт)",
    "П-101|Завод оптических модулей|ООО «Лаб-Оптика»|ОЭЗ «Северная»|1,2 млрд руб.|15.01.2017|20.03.2017|"
    "16.04.2018|01.09.2018|31.12.2019|12.11.2019",
    "П-102|Центр микроэлектроники|АО «Микроника»|ОЭЗ «Северная»|более 2 500 млн руб.|03.02.2018|05.06.2018|"
    "01.11.2018|10.04.2019|30.06.2021|",
    "П-103|Опытное производство|ИП Орлова А. Б.|ОЭЗ «Заречная»|около 24,5 млн руб.|11.03.2019||03.06.2019||31.12.2020|",
]

TARGETS = """Целевые показатели развития ОЭЗ и кластеров
ОЭЗ или кластер\tПоказатель\tЕд. изм.\t2019\t2020\t2021
ОЭЗ «Северная»\tОбъём инвестиций\tмлрд руб.\t4,8\t5,25\t6
\tРабочие места\tрабочих мест\t1 500\t1 700\t2 000
\tКоличество резидентов\tед.\t24\t28\t31
Кластер «Оптика»\tВыручка\tмлн руб.\t730,5\t815\t900 2)
\tКоличество участников\tед.\t45\t52\t…
Примечание: план 2021 года — проект.
2) С учётом новых участников.
"""


def page(rows):
    """A page that a portal calls .xls: a heading over the whole table, a line break in a heading, entities."""
    cells = [row.split("|") for row in rows]
    head = "".join(f"<th>{cell.replace(' (', '<br>(')}</th>" for cell in cells[0])
    body = "".join("<tr>" + "".join(f"<td>{cell}&nbsp;</td>" for cell in row) + "</tr>\n" for row in cells[1:])
    return (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251"></head><body>\n'
        f'<table border="1"><tr><td colspan="{len(cells[0])}"><b>Портфель проектов на 01.12.2019</b></td></tr>\n'
        f"<tr>{head}</tr>\n{body}</table></body></html>\n"
    ).encode("cp1251")


def main():
    """Every file, again."""
    quarterly_report()
    resident_register()
    (FILES / "jobs_per_resident.csv").write_bytes(JOBS.replace("\n", "\r\n").encode("cp1251"))
    (FILES / "project_pipeline.xls").write_bytes(page(PIPELINE))
    (FILES / "yearly_targets.txt").write_bytes(b"\xff\xfe" + TARGETS.replace("\n", "\r\n").encode("utf-16-le"))


if __name__ == "__main__":
    main()
