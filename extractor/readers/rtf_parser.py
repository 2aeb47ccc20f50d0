"""Bytes of an RTF file → its stories. Everything is read in one pass, without recursion.

striprtf was looked at: it gives text alone, a table as text with bars and no shape; so the format is read here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from extractor.readers import encoding
from extractor.readers.compose import CellCount
from extractor.readers.rtf_story import Place, Story
from extractor.readers.rtf_tables import RowFormat
from extractor.readers.rtf_words import (
    BOXES,
    CHARACTERS,
    CHARSETS,
    FOOTERS,
    HEADERS,
    LIST_TEXTS,
    SHOWN_THOUGH_STARRED,
    SIGNS,
    SIGNS_CHARSET,
    SILENT,
)

_TOKEN: Final = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,10})?[ ]?"
    rb"|\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}\r\n]+)"
    rb"|[\r\n]+|\\",
    re.DOTALL,
)
#: What matters in a group whose text is left out.
_SKIPPED: Final = re.compile(rb"\\bin([0-9]{1,10})[ ]?|\\[\\{}]|[{}]")
_CODE_PAGE: Final = re.compile(rb"\\ansicpg([0-9]{1,5})")
_HEX_RUN: Final = re.compile(rb"(?:\\'[0-9a-fA-F]{2}){2,200}")
_SAMPLE: Final = 4000
_HEAD: Final = 4096


@dataclass(slots=True)
class _State:
    """What a group inherits and its end takes back."""

    codec: str
    skip: int = 1
    hidden: bool = False
    deleted: bool = False
    fonts: bool = False
    font: int = 0
    in_table: bool = False
    depth: int = 1
    outline: int | None = None
    level: int = 0
    list_text: bool = False
    story: Story | None = None


@dataclass(slots=True)
class Parser:
    """Reads one file. After `read`: the stories, the code page, and how many groups were never closed."""

    data: bytes
    max_cells: int
    counted: CellCount = field(init=False)
    codec: str = field(init=False)
    body: Story = field(init=False)
    headers: list[Story] = field(default_factory=list)
    footers: list[Story] = field(default_factory=list)
    notes: list[Story] = field(default_factory=list)
    undecodable: int = 0
    unclosed: int = 0
    _fonts: dict[int, int] = field(default_factory=dict)
    _stack: list[_State] = field(default_factory=list)
    _state: _State = field(init=False)
    _story: Story = field(init=False)
    _bytes: bytearray = field(default_factory=bytearray)
    _to_skip: int = 0
    _starred: bool = False
    _at: int = 0

    def __post_init__(self) -> None:
        self.codec = _codec(self.data)
        self.counted = CellCount(self.max_cells)
        self.body = self._story = Story(self.counted)
        self._state = _State(self.codec)

    def read(self) -> None:
        """Read it all. Raises SourceError: limit_cells."""
        size = len(self.data)
        while self._at < size:
            token = _TOKEN.match(self.data, self._at)
            if token is None:
                self._at += 1
                continue
            self._at = token.end()
            kind = token.lastgroup
            if kind in ("word", "number"):
                number = token["number"]
                self._word(token["word"].decode("ascii"), int(number) if number is not None else None)
            elif kind == "text":
                self._raw(token["text"])
            elif kind == "hex":
                self._raw(bytes.fromhex(token["hex"].decode("ascii")))
            elif kind == "brace":
                self._brace(token["brace"] == b"{")
            elif kind == "sign":
                self._sign(token["sign"].decode("latin-1"))
        self._flush()
        self.unclosed = len(self._stack)
        while self._stack:
            self._brace(opens=False)
        self.body.finish()

    def _brace(self, opens: bool) -> None:
        self._flush()
        self._to_skip = 0
        if opens:
            self._stack.append(self._state)
            self._state = replace(self._state, story=None, list_text=False)
            self._starred = False
            return
        if self._state.story is not None:
            self._story.finish()
            self._story = self._state.story
        if self._state.list_text:
            self._end_list_text()
        if self._stack:
            self._state = self._stack.pop()

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._starred = True
        elif sign in "\r\n":
            self._word("par", None)
        elif sign in SIGNS:
            self._put(SIGNS[sign])

    def _word(self, word: str, number: int | None) -> None:
        starred, self._starred = self._starred, False
        if word == "bin":
            self._at += max(0, min(number or 0, len(self.data) - self._at))
        elif word == "u":
            self._unicode(number or 0)
        elif word in CHARACTERS:
            self._put(CHARACTERS[word])
        elif word in SILENT or (starred and word not in SHOWN_THOUGH_STARRED):
            self._skip_group()
        else:
            self._flush()
            if not (self._destination(word) or self._structure(word, number)):
                self._format(word, number)

    def _destination(self, word: str) -> bool:
        """Begin a destination that is a story of its own, or is read otherwise."""
        kept: list[Story] | None = None
        if word in HEADERS:
            kept = self.headers
        elif word in FOOTERS:
            kept = self.footers
        elif word == "footnote":
            kept = self.notes
        elif word in BOXES:
            kept = self._story.boxes
        if kept is not None:
            story = Story(self.counted)
            kept.append(story)
            self._state.story, self._story = self._story, story
            self._state.in_table, self._state.depth = False, 1
            return True
        if word == "upr":
            self._skip_first_subgroup()
            return True
        if word == "stylesheet":
            self._skip_group()
            return True
        if word == "fonttbl":
            self._state.fonts = True
        elif word in LIST_TEXTS:
            self._state.list_text = True
        return word == "fonttbl" or word in LIST_TEXTS

    def _structure(self, word: str, number: int | None) -> bool:
        """Paragraphs, cells and rows."""
        story = self._story
        if word in ("par", "sect"):
            state = self._state
            depth = state.depth if state.in_table else 0
            story.paragraph(Place(depth, state.outline, state.level))
        elif word == "cell":
            story.cell()
        elif word == "row":
            story.row()
        elif word == "nestcell":
            story.inner_cell()
        elif word == "nestrow":
            story.inner_row()
        elif self._state.depth > 1 and word in ("trowd", "cellx"):
            pass  # the form of a table in a cell: its rows are lines
        elif word == "trowd":
            story.form = RowFormat()
        elif word == "trleft":
            story.form.left = number or 0
        elif word == "cellx":
            story.form.close_cell(number or 0)
        elif word in ("clvmgf", "clvmrg"):
            story.form.open.down = "first" if word == "clvmgf" else "more"
        elif word in ("clmgf", "clmrg"):
            story.form.open.across = "first" if word == "clmgf" else "more"
        else:
            return False
        return True

    def _format(self, word: str, number: int | None) -> None:
        """Words that change the state of the group."""
        state = self._state
        on = number != 0
        if word == "f":
            state.font = number or 0
            state.codec = self._codec_of(state.font)
        elif word == "fcharset" and state.fonts:
            self._fonts[state.font] = number or 0
        elif word == "uc":
            state.skip = max(number if number is not None else 1, 0)
        elif word == "v":
            state.hidden = on
        elif word == "deleted":
            state.deleted = on
        elif word == "plain":
            state.hidden = state.deleted = False
        elif word == "pard":
            state.in_table, state.depth, state.outline, state.level = False, 1, None, 0
        elif word == "intbl":
            state.in_table = on
        elif word == "itap":
            state.depth = max(number or 0, 1)
            state.in_table = bool(number)
        elif word == "outlinelevel":
            state.outline = number if number is not None and 0 <= number < 9 else None
        elif word == "ilvl":
            state.level = min(max(number or 0, 0), 8)

    def _unicode(self, number: int) -> None:
        r"""\uN and the signs after it that stand for it where Unicode is not known."""
        code = number + 0x10000 if number < 0 else number
        if 0 < code < 0x10000:
            self._put(chr(code))
        self._to_skip = self._state.skip

    def _put(self, text: str) -> None:
        if self._to_skip:
            self._to_skip -= 1
            return
        self._flush()
        if not (self._state.hidden or self._state.deleted or self._state.fonts):
            self._story.text.append(text)

    def _raw(self, data: bytes) -> None:
        if self._to_skip:
            dropped = min(self._to_skip, len(data))
            self._to_skip -= dropped
            data = data[dropped:]
        self._bytes += data

    def _flush(self) -> None:
        """Bytes gathered so far, in the code page of their font, are text."""
        if not self._bytes:
            return
        data = bytes(self._bytes)
        self._bytes.clear()
        state = self._state
        if state.hidden or state.deleted or state.fonts:
            return
        if state.codec == "signs":
            self._story.text.append("".join(chr(0xF000 + b) if b >= 0x20 else " " for b in data))
            return
        text = data.decode(state.codec, "replace")
        self.undecodable += text.count("\ufffd")
        self._story.text.append(text)

    def _end_list_text(self) -> None:
        """The number of a list, as the program that saved the file displayed it, with one space after it."""
        text = self._story.text
        shown = "".join(text).strip()
        text.clear()
        if shown:
            self._story.listed = True
            text.append(f"{shown} ")

    def _codec_of(self, font: int) -> str:
        charset = self._fonts.get(font, 0)
        return "signs" if charset == SIGNS_CHARSET else CHARSETS.get(charset, self.codec)

    def _skip_group(self) -> None:
        """Go to the brace that ends the group."""
        self._bytes.clear()
        depth = 0
        for hit in iter(lambda: _SKIPPED.search(self.data, self._at), None):
            self._at = hit.end()
            if hit[1] is not None:
                self._at += min(int(hit[1]), len(self.data) - self._at)
            elif hit[0] == b"{":
                depth += 1
            elif hit[0] == b"}":
                if depth == 0:
                    self._at = hit.start()
                    return
                depth -= 1
        self._at = len(self.data)

    def _skip_first_subgroup(self) -> None:
        r"""\upr holds the same text twice: the first is for programs without Unicode."""
        opening = _SKIPPED.search(self.data, self._at)
        if opening is not None and opening[0] == b"{":
            self._at = opening.end()
            self._skip_group()
            self._at += 1


def _codec(data: bytes) -> str:
    """The code page of text whose font names none. It is what the file declares; where that is no Cyrillic one, or
    none, what the escaped bytes look like."""
    found = _CODE_PAGE.search(data, 0, _HEAD)
    declared = f"cp{found[1].decode()}" if found else "mac-roman" if b"\\mac" in data[:100] else "cp1252"
    if declared in ("cp1251", "cp866", "cp65001"):
        return declared.replace("cp65001", "utf-8")
    sample = bytearray()
    for run in _HEX_RUN.finditer(data):
        sample += bytes.fromhex(run[0].decode("ascii").replace("\\'", "")) + b" "
        if len(sample) > _SAMPLE:
            break
    return encoding.single_byte(bytes(sample), declared) if sample else declared_or_western(declared)


def declared_or_western(codec: str) -> str:
    """`codec` where Python knows it as a code page of bytes, else cp1252."""
    try:
        b"a".decode(codec)
    except (LookupError, UnicodeError):
        return "cp1252"
    return codec
