"""Writes the .docx sources of the golden tests: python tests/golden/make_docx.py. The same bytes each time."""

from __future__ import annotations

import zipfile
from pathlib import Path

OUT = Path(__file__).parent / "docx" / "sources"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
WPS = (
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties and f"<w:rPr>{properties}</w:rPr>"}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(inner: str, properties: str = "") -> str:
    inner = inner if inner.startswith("<") or not inner else run(inner)
    return f"<w:p>{properties and f'<w:pPr>{properties}</w:pPr>'}{inner}</w:p>"


def listed(number: int, level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def tc(inner: str, properties: str = "") -> str:
    inner = inner if inner.startswith(("<w:p", "<w:tbl")) else p(inner)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def lvl(at: int, form: str, text: str, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(number: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


NUMBERING = "".join(
    [
        abstract(1, lvl(0, "decimal", "%1."), lvl(1, "decimal", "%1.%2."), lvl(2, "russianLower", "%3)")),
        abstract(2, lvl(0, "upperRoman", "%1."), lvl(1, "lowerLetter", "%2)")),
        abstract(3, lvl(0, "bullet", chr(0xF0B7))),
        abstract(4, lvl(0, "decimal", "%1")),
        abstract(5, lvl(0, "decimal", "Розділ %1", '<w:pStyle w:val="Section"/>')),
        *(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(1, 6)),
        '<w:num w:numId="6"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>",
    ]
)
STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr>'
    '<w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Section"><w:name w:val="Section"/><w:basedOn w:val="1"/>'
    '<w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>'
)


def write(name: str, body: str, *, parts: dict[str, tuple[str, str]] | None = None) -> None:
    """`parts`: kind → (element name, inner XML) of further parts, which the body refers to as rKIND."""
    further = {"numbering": ("numbering", NUMBERING), "styles": ("styles", STYLES), **(parts or {})}
    document = f"<w:document {W} {R} {MC} {WPS}><w:body>{body}</w:body></w:document>"
    relations = "".join(f'<Relationship Id="r{kind}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>' for kind in further)
    files = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": document,
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>',
        **{f"word/{kind}.xml": f"<w:{tag} {W} {R}>{inner}</w:{tag}>" for kind, (tag, inner) in further.items()},
    }
    OUT.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(OUT / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            archive.writestr(zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0)), head + content)


def lists() -> None:
    """Numbers of lists: levels, restarts, letters, Roman numerals, numbers by style."""
    write(
        "lists.docx",
        p("Про підготовку закладів до зими", '<w:pStyle w:val="1"/>')
        + p("Загальні положення", '<w:pStyle w:val="Section"/>')
        + p("Відділу освіти:", listed(1, 0))
        + p("перевірити котельні;", listed(1, 1))
        + p("скласти акти:", listed(1, 1))
        + p("по школах;", listed(1, 2))
        + p("по садках.", listed(1, 2))
        + p("Відділу культури доповісти до 01.10.2022.", listed(1, 0))
        + p("оглянути клуби;", listed(1, 1))
        + p("Прикінцеві положення", '<w:pStyle w:val="Section"/>')
        + p("Інший список починається знову.", listed(6, 0))
        + p("Частина перша", listed(2, 0))
        + p("літера", listed(2, 1))
        + p("Частина друга", listed(2, 0))
        + p("літера знову", listed(2, 1))
        + p("позначка", listed(3, 0)),
    )


def table() -> None:
    """A plan: numbers by list in the first column, merged cells, a table in a cell, a deleted row."""
    down, more = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    write(
        "table.docx",
        p("План заходів")
        + tbl(
            tr(tc("№"), tc("Захід"), tc("Виконавець"), tc("Строк")),
            tr(tc("Розділ 1. Благоустрій", '<w:gridSpan w:val="4"/>')),
            tr(tc(p("", listed(4, 0))), tc("Висадити дерева"), tc("КП «Парк»", down), tc("квітень 2022 року")),
            tr(
                tc(p("", listed(4, 0))),
                tc(p("Полагодити лави") + p("та огорожі")),
                tc("", more),
                tc("до 01.06.2022"),
            ),
            tr(tc("х"), tc("вилучено"), tc("х"), tc("х"), properties="<w:trPr><w:del/></w:trPr>"),
            tr(
                tc(p("", listed(4, 0))),
                tc(tbl(tr(tc("вода"), tc("5 шт.")), tr(tc("світло"), tc("7 шт."))) + p("усього")),
                tc("Відділ ЖКГ"),
                tc("постійно"),
            ),
        )
        + p("Секретар ради")
        + tbl(tr(tc(p("Текст у рамці") + p("другий рядок")))),
    )


def changes() -> None:
    """Tracked changes, fields, notes, boxes, controls, hidden text, headers."""
    box = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>"
        + p("Текст у полі")
        + "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>"
        + p("Текст у полі")
        + "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE \\@ "dd.MM.yyyy"</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("12.05.2022")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    write(
        "changes.docx",
        p(
            run("Лист від ")
            + field
            + run(" про ")
            + f"<w:del><w:r><w:delText>старе</w:delText></w:r></w:del><w:ins>{run('нове')}</w:ins>"
            + f"<w:moveFrom>{run(' пішло')}</w:moveFrom><w:moveTo>{run(' прийшло')}</w:moveTo>"
        )
        + p(
            run("Перший рядок")
            + "<w:r><w:br/></w:r>"
            + run("та його решта")
            + "<w:r><w:tab/></w:r>"
            + run("після табуляції")
        )
        + p(run("Злитий ") + run("прихований", "<w:vanish/>"), "<w:rPr><w:del/></w:rPr>")
        + p("абзац")
        + p(run("Стаття про воду") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run(", яку змінено"))
        + p(run("Абзац із полем") + box)
        + f"<w:sdt><w:sdtPr/><w:sdtContent>{p('У елементі керування')}</w:sdtContent></w:sdt>"
        + p(
            run("Перенос у сло\u00adві")
            + "<w:r><w:softHyphen/></w:r>"
            + run(" і ")
            + f'<w:hyperlink r:id="x">{run("посилання")}</w:hyperlink>'
            + '<w:r><w:noBreakHyphen/><w:sym w:font="Symbol" w:char="F0B0"/></w:r>'
        )
        + '<w:sectPr><w:headerReference w:type="default" r:id="rheader"/><w:footerReference w:type="default" '
        'r:id="rfooter"/></w:sectPr>',
        parts={
            "header": ("hdr", p("Виконавчий комітет")),
            "footer": ("ftr", p("Сторінка з адресою: вул. Садова, 1")),
            "footnotes": ("footnotes", f'<w:footnote w:id="2">{p("Закон про воду.")}</w:footnote>'),
        },
    )


if __name__ == "__main__":
    lists()
    table()
    changes()
