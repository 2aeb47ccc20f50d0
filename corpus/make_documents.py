"""Writes the corpus documents that are no plain text: python corpus/make_documents.py [--font FILE.ttf].

The .docx files come out byte for byte the same each time; the .pdf does with the same font file and fpdf2 version,
and keeps its text with any other. Needs python-docx, and for the PDF fpdf2 and a TrueType font with Cyrillic letters:
without one of them the PDF that is there stays as it is.
"""

from __future__ import annotations

import argparse
import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH

OUT = Path(__file__).parent / "documents"
#: Where free fonts with Cyrillic letters usually lie.
FONTS = (
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    Path("/usr/share/fonts/TTF/DejaVuSans.ttf"),
    Path("/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf"),
)
#: The time that every file claims to be made at.
EPOCH = datetime(2024, 1, 1, tzinfo=UTC)

DIGITAL_HEAD = ("№", "Стратегічна ціль", "Захід", "Початок", "Завершення", "Відповідальні")
#: (goal, measure, start, end, responsible); an empty goal continues the cell above.
DIGITAL_ROWS = (
    (
        "Ціль 1. Зручні послуги для мешканців",
        "Перевести в електронну форму 18 адміністративних послуг",
        "01.02.2022",
        "30.09.2022",
        "Департамент цифрового розвитку, ЦНАП",
    ),
    (
        "",
        "Відкрити 5 віддалених робочих місць адміністратора в старостинських округах",
        "березень 2022",
        "листопад 2022",
        "ЦНАП",
    ),
    (
        "",
        "Провести опитування відвідувачів щодо якості послуг",
        "І квартал 2022 року",
        "IV квартал 2022 року",
        "ЦНАП\nГО «Громадський контроль» (за згодою)",
    ),
    (
        "Ціль 2. Захищені реєстри",
        "Затвердити політику резервного копіювання даних",
        "",
        "01.04.2022",
        "Управління інформаційної безпеки",
    ),
    (
        "",
        "Оновити 140 робочих станцій у виконавчих органах",
        "2022",
        "2023",
        "Департамент цифрового розвитку\nФінансове управління",
    ),
    (
        "Ціль 3. Цифрові навички",
        "Навчити основ кібергігієни не менше 300 посадових осіб",
        "01.05.2022",
        "31.12.2022",
        "Департамент цифрового розвитку; міська бібліотека імені Лесі Українки; "
        "Придністрянський коледж зв’язку (за згодою)",
    ),
    ("", "Запустити сайт «Вчимося разом»", "", "до 15.06.2022", "Відділ зв’язків з громадськістю"),
)

SAFETY_HEAD = ("№ п/п", "Мероприятие", "Срок исполнения", "Ответственный", "Отметка об исполнении")
SAFETY_ROWS = (
    (
        "1",
        "Обследование состояния пешеходных переходов у школ",
        "до 20 августа 2018 г.",
        "Отдел транспорта",
        "Исполнено. Обследовано 26 переходов.",
    ),
    (
        "2",
        "Установка искусственных неровностей",
        "2 квартал 2018 г.",
        "МКУ «Дорожник»",
        "Исполнено частично: установлено 9 неровностей из 11 на сумму 742,3 тыс. руб.",
    ),
    (
        "3",
        "Проведение в школах недели безопасности",
        "сентябрь 2018 г.",
        "Управление образования, ОГИБДД (по согласованию)",
        "Исполнено. Охвачено 3150 учащихся.",
    ),
    ("4", "Обновление паспортов дорожной безопасности", "в течение года", "Управление образования", "Исполняется."),
    (
        "5",
        "Заседание комиссии по безопасности дорожного движения",
        "ежеквартально",
        "Отдел транспорта",
        "Проведено 4 заседания.",
    ),
)

SHELTER_LINES = (
    "ДУБОВЕЦЬКА РАЙОННА ВІЙСЬКОВА АДМІНІСТРАЦІЯ",
    "РОЗПОРЯДЖЕННЯ",
    "22 серпня 2023 року                    м. Дубовець                    № 305",
    "Про облаштування укриттів\nу закладах охорони здоров’я району",
    "Відповідно до статті 15 Закону України «Про правовий режим воєнного стану», рішення Ради оборони району "
    "від 11 серпня 2023 року № 14 зобов’язую:",
    "1. Керівникам комунальних некомерційних підприємств до 01 жовтня 2023 року облаштувати 11 укриттів "
    "загальною площею 1 840 кв. м.",
    "2. Відділу фінансів районної військової адміністрації передбачити на ці цілі 3,6 млн гривень.",
    "3. Дубовецькому районному управлінню ДСНС (за згодою):",
    "1) надати закладам консультації щодо вимог до укриттів;",
    "2) провести повторне обстеження укриттів у листопаді 2023 року.",
    "4. Відділу охорони здоров’я районної військової адміністрації щомісяця до 25 числа доповідати про хід "
    "робіт начальникові районної військової адміністрації.",
    "5. Контроль за виконанням цього розпорядження покласти на заступника начальника районної військової "
    "адміністрації Віктора Маслія.",
    "Начальник                                                                 Андрій ЛЕВЧУК",
)
SHELTER_ANNEX = (
    "Додаток\nдо розпорядження начальника районної військової адміністрації\n22 серпня 2023 року № 305",
    "ГРАФІК\nробіт з облаштування укриттів",
)
SHELTER_ROWS = (
    ("№ з/п", "Найменування робіт", "Виконавець", "Строк виконання"),
    ("1", "Гідроізоляція підвальних приміщень 4 амбулаторій", "КНП «Дубовецький ЦПМСД»", "До 10.09.2023"),
    ("2", "Облаштування запасних виходів", "КНП «Дубовецька районна лікарня»", "Вересень 2023 року"),
    ("3", "Встановлення 7 генераторів", "Відділ охорони здоров’я районної військової адміністрації", "До 15.09.2023"),
    ("4", "Перевірка готовності укриттів", "Комісія з питань укриттів", "25–29 вересня 2023 року"),
)


def main() -> None:
    """Write every document and say what could not be written."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--font", type=Path, help="a TrueType font with Cyrillic letters")
    font = arguments.parse_args().font or next((f for f in FONTS if f.is_file()), None)
    digital_plan(OUT / "plan_uk_digital_services.docx")
    safety_report(OUT / "report_ru_road_safety.docx")
    if font is None:
        print("no font with Cyrillic letters found: the PDF stays as it is")
    else:
        shelter_order(OUT / "order_uk_hospital_shelters.pdf", font)


def digital_plan(path: Path) -> None:
    """A plan with automatic numbers in its first column and goals in cells merged downwards."""
    paper = docx.Document()
    for line in (
        "ЗАТВЕРДЖЕНО",
        "Рішення виконавчого комітету",
        "Придністрянської міської ради",
        "20 січня 2022 року № 31",
    ):
        paper.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for line in (
        "ПЛАН ЗАХОДІВ",
        "з цифрового розвитку Придністрянської міської територіальної громади на 2022–2023 роки",
    ):
        paper.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER
    table = _table(paper, DIGITAL_HEAD, [("", *row) for row in DIGITAL_ROWS])
    for row in table.rows[1:]:
        row.cells[0].paragraphs[0].style = "List Number"
    first = 1
    for at in range(2, len(DIGITAL_ROWS) + 2):
        if at > len(DIGITAL_ROWS) or DIGITAL_ROWS[at - 1][0]:
            if at - first > 1:
                merged = table.cell(first, 1).merge(table.cell(at - 1, 1))
                merged.text = DIGITAL_ROWS[first - 1][0]
            first = at
    paper.add_paragraph()
    paper.add_paragraph("Керуючий справами виконавчого комітету\tСтепан ГУМЕННИЙ")
    _save(paper, path)


def safety_report(path: Path) -> None:
    """A report on a plan: the plan's columns and one more with what was done."""
    paper = docx.Document()
    for line in (
        "ОТДЕЛ ТРАНСПОРТА АДМИНИСТРАЦИИ ГОРОДА НОВОПОЛЬЕ",
        "ОТЧЕТ",
        "об исполнении Плана мероприятий по безопасности дорожного движения в городе Новополье за 2018 год",
    ):
        paper.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER
    paper.add_paragraph(
        "План мероприятий действует на основании постановления администрации города Новополье от 17.01.2018 № 22. "
        "В 2018 году на его реализацию израсходовано 5,1 млн рублей."
    )
    _table(paper, SAFETY_HEAD, SAFETY_ROWS)
    paper.add_paragraph()
    paper.add_paragraph("Число дорожно-транспортных происшествий снизилось на 14 процентов.")
    paper.add_paragraph("Начальник отдела транспорта администрации города\tГ.Р. Мансуров")
    _save(paper, path)


def shelter_order(path: Path, font: Path) -> None:
    """An order with a ruled table annexed on its second page."""
    try:
        from fpdf import FPDF
    except ImportError:
        print("fpdf2 is not installed: the PDF stays as it is")
        return
    paper = FPDF(format="A4")
    paper.set_creation_date(EPOCH)
    paper.set_margins(25, 20, 15)
    paper.add_font("body", fname=str(font))
    paper.set_font("body", size=11)
    paper.add_page()
    for i, line in enumerate(SHELTER_LINES):
        paper.multi_cell(0, 6, line, align="C" if i < 2 else "L", new_x="LMARGIN", new_y="NEXT")
        paper.ln(3)
    paper.add_page()
    paper.set_x(110)
    paper.multi_cell(0, 6, SHELTER_ANNEX[0], align="L", new_x="LMARGIN", new_y="NEXT")
    paper.ln(6)
    paper.multi_cell(0, 6, SHELTER_ANNEX[1], align="C", new_x="LMARGIN", new_y="NEXT")
    paper.ln(4)
    with paper.table(col_widths=(12, 65, 55, 38), text_align="LEFT", first_row_as_headings=False) as table:
        for row in SHELTER_ROWS:
            table.row(row)
    paper.output(str(path))


def _table(paper: docx.document.Document, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Any:
    table: Any = paper.add_table(rows=0, cols=len(head))
    table.style = "Table Grid"
    for row in (head, *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return table


def _save(paper: docx.document.Document, path: Path) -> None:
    """Save with the same bytes each time: the archive's entries get one fixed date."""
    paper.core_properties.created = paper.core_properties.modified = EPOCH
    paper.core_properties.author = "Vytiah"
    raw = io.BytesIO()
    paper.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            target.writestr(zipfile.ZipInfo(entry.filename, EPOCH.timetuple()[:6]), source.read(entry), 8)


if __name__ == "__main__":
    main()
