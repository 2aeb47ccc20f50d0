"""Writes the .pdf sources of the golden tests: python tests/golden/pdf/make_sources.py. The same bytes each time."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "unit" / "readers"))

from pdf_writer import Pdf  # noqa: E402 - its folder is known only now

POINTS = [
    "1. Затвердити Програму підтримки молоді громади на 2025-2027 роки (далі – Програма), що додається.",
    "2. Відділу освіти, культури та спорту до 15 лютого 2025 року розробити план заходів з виконання Програми та "
    "забезпечити соціально-психологічний супровід дітей-сиріт і дітей, які залишилися без батьківської опіки.",
    "3. Фінансовому управлінню передбачити у бюджеті громади на 2025 рік 1 250,5 тис. гривень на виконання Програми.",
    "4. Старостам сіл щокварталу, до 5 числа наступного місяця, інформувати відділ освіти, культури та спорту про "
    "потребу молоді в робочих місцях, гуртках і спортивних майданчиках, а також про стан уже відкритих закладів.",
    "5. Контроль за виконанням цього рішення покласти на заступника голови з гуманітарних питань.",
]


def decision() -> Pdf:
    """A decision over two pages: running head, page numbers, first line indents, signatures, a registry's stamp."""
    made = Pdf()
    page = made.page()
    page.text(210, 60, "СЕЛИЩНА РАДА", font="bold", size=14)
    page.text(200, 90, "РІШЕННЯ", font="bold", size=14, spacing=6)
    page.text(72, 120, "14 січня 2025 року")
    page.text(270, 120, "с. Вербове")
    page.text(460, 120, "№ 12/3-25")
    page.lines(72, 150, ["Про Програму підтримки", "молоді громади"], font="bold")
    y = page.paragraph(
        200,
        "Відповідно до статті 26 Закону України «Про місцеве самоврядування в Україні», розглянувши пропозиції "
        "відділу освіти, культури та спорту, селищна рада",
        indent=36,
    )
    page.text(108, y, "ВИРІШИЛА:")
    y += 14.4
    for point in POINTS * 3:
        if y > 740:
            page.text(290, 800, str(len(made.sheets)), size=10)
            page = made.page()
            page.text(380, 40, "Продовження рішення № 12/3-25", size=9)
            y = 72
        y = page.paragraph(y, point, indent=36)
    page.lines(72, y + 30, ["Селищний голова"], font="bold")
    page.text(400, y + 30, "Ганна ТКАЧ", font="bold")
    page.text(72, y + 60, "Секретар ради")
    page.text(400, y + 60, "П. Р. Дуб")
    page.text(290, 800, str(len(made.sheets)), size=10)
    page.text(575, 500, "Зареєстровано 15.01.2025", size=8, turn=90)
    return made


def plan() -> Pdf:
    """A plan with cells merged over rows, continued on a page that repeats the header and breaks a row."""
    made = Pdf()
    widths = [90.0, 160.0, 110.0, 70.0]
    head = ["Завдання", "Захід", "Відповідальні", "Строк"]
    page = made.page()
    page.text(230, 60, "ПЛАН ЗАХОДІВ", font="bold")
    page.table(
        72,
        80,
        widths,
        [
            head,
            ["Безпека дітей", "1. Обстежити укриття в закладах освіти", "Відділ освіти; старости", "до 01.03.2025"],
            ["^", "2. Провести навчання з надання допомоги", "Центр безпеки (за згодою)", "щокварталу"],
            [
                "Зайнятість молоді",
                "3. Організувати ярмарок вакансій для випускників шкіл",
                "Центр зайнятості",
                "червень",
            ],
            ["^", "4. Укласти угоди з роботодавцями про", "Відділ економіки", "2025 рік"],
        ],
    )
    page.text(290, 800, "1", size=10)
    page = made.page()
    page.table(
        72,
        60,
        widths,
        [
            head,
            ["", "стажування студентів", "", ""],
            ["Дозвілля", "5. Відкрити молодіжний простір", "Відділ культури", "до 31.12.2025"],
        ],
    )
    page.text(290, 800, "2", size=10)
    return made


def letter() -> Pdf:
    """A letter with a letterhead in two columns, a list, a table without lines, a footnote."""
    made = Pdf()
    page = made.page()
    page.lines(72, 60, ["УПРАВЛІННЯ ЕКОНОМІКИ", "районної державної", "адміністрації"], size=11, step=13)
    page.lines(330, 60, ["Головам сільських,", "селищних та міських", "територіальних громад"], size=11, step=13)
    page.text(72, 130, "03.02.2025 № 118/04")
    page.text(330, 130, "На № 55 від 20.01.2025")
    y = page.paragraph(
        170, "Управління економіки надсилає показники розвитку та просить до 20 лютого 2025 року:", indent=36
    )
    y = page.lines(108, y, ["• уточнити кількість підприємств;", "• подати перелік інвестиційних проєктів."])
    rows = [
        ["Показник", "Одиниця", "2023", "2024"],
        ["Підприємства", "од.", "148", "156"],
        ["Робочі місця", "осіб", "2310", "2405"],
        ["Інвестиції*", "млн грн", "38,4", "41,9"],
    ]
    for row in rows:
        for x, cell in zip((72, 230, 330, 420), row, strict=True):
            page.text(x, y + 15, cell)
        y += 16
    page.text(72, y + 60, "Начальник управління")
    page.text(400, y + 60, "Олег МАЗУР")
    page.text(72, 780, "* За оперативними даними.", size=8)
    return made


def mixed() -> Pdf:
    """A page of text, a scan without text, a page whose font has a false table of characters."""
    made = Pdf()
    made.page().paragraph(80, POINTS[2], indent=36)
    made.page().picture(0, 0, 595, 842)
    made.page().lines(72, 80, ["Надати звіт про виконання заходів"] * 6, font="private")
    made.page(rotate=90).paragraph(80, POINTS[4], room=350)
    return made


if __name__ == "__main__":
    (HERE / "sources").mkdir(exist_ok=True)
    for make in (decision, plan, letter, mixed):
        (HERE / "sources" / f"{make.__name__}.pdf").write_bytes(make().save())
