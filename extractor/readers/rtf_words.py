"""What the control words of RTF mean to a reader. Source: Rich Text Format specification 1.9.1."""

from __future__ import annotations

from typing import Final

#: Words that stand for characters.
CHARACTERS: Final = {
    "tab": "\t",
    "line": "\n",
    "softline": "\n",
    "page": "\n",
    "column": "\n",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
}
#: Signs after a backslash that stand for characters: non-breaking space and hyphen, and the escaped signs.
SIGNS: Final = {"~": "\u00a0", "_": "-", "-": "", ":": "", "|": "", "\\": "\\", "{": "{", "}": "}"}
#: Destinations whose text is no part of what is displayed, or displayed elsewhere.
SILENT: Final = frozenset(
    (
        "colortbl info pict objdata objclass objname objalias objsect fldinst annotation atnid atnauthor atnref atndate"
        " atnicn atnparent atrfstart atrfend xe tc tcn rxe txe bkmkstart bkmkend bkmkpub pn sp shprslt nonshppict"
        " listtable listoverridetable listpicture revtbl rsidtbl filetbl private template generator themedata"
        " colorschememapping latentstyles datastore pgdsctbl mmathPr xmlnstbl userprops docvar nonesttables ftnsep"
        " ftnsepc ftncn aftnsep aftnsepc aftncn keycode formfield falt panose background ud0"
    ).split()
)
#: Destinations marked as ignorable that hold displayed text all the same.
SHOWN_THOUGH_STARRED: Final = frozenset("shpinst shptxt do dptxbxtext ud nesttableprops footnote".split())
#: Destinations that are stories of their own.
HEADERS: Final = frozenset("header headerl headerr headerf".split())
FOOTERS: Final = frozenset("footer footerl footerr footerf".split())
BOXES: Final = frozenset("shptxt dptxbxtext".split())
LIST_TEXTS: Final = frozenset("listtext pntext".split())

#: \fcharset → codec. 0 and 1 mean the document's own code page, 2 a font of signs.
CHARSETS: Final = {
    77: "mac-roman",
    89: "mac-cyrillic",
    128: "cp932",
    129: "cp949",
    134: "gbk",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
}
SIGNS_CHARSET: Final = 2
