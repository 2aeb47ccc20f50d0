"""Names of members: which encoding they were written in, and what of them may be shown as a path."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from extractor.readers import encoding

#: Codecs of names that do not say theirs: Russian and Ukrainian DOS (the zip tools of Windows), Windows, Unix of old,
#: and the one that the zip format means.
_CODECS: Final = ("cp866", "cp1251", "cp1125", "koi8-u", "cp437")
_DRIVE: Final = re.compile(r"\A[A-Za-z]:(?=/|\Z)")
_UNSHOWABLE: Final = re.compile("[\0\ud800-\udfff]")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
#: Files that systems and office programs leave behind and nobody wrote.
_DEBRIS: Final = re.compile(
    r"(?:.*/)?(?:\.DS_Store|Thumbs\.db|desktop\.ini|~\$[^/]*|\._[^/]*)\Z|(?:.*/)?__MACOSX/.*", re.DOTALL
)
#: Names judged together; more do not change the verdict.
_SAMPLE: Final = 4000


def codec(names: Iterable[bytes]) -> str:
    """The codec that most likely wrote these names, which are one archive's and not all ASCII."""
    joined = b" ".join(n for n in names if not n.isascii())[:_SAMPLE]
    try:
        joined.decode("utf-8")
    except UnicodeDecodeError:
        return max(_CODECS, key=lambda c: encoding.likeness(" ".join(_LETTERS.findall(joined.decode(c, "replace")))))
    return "utf-8"


def decoded(name: bytes, name_codec: str | None = None) -> str:
    """One name as text, by `name_codec` or by what it looks like."""
    if name.isascii():
        return name.decode("ascii")
    return name.decode(name_codec or codec([name]), "replace")


def inner_path(name: str) -> str:
    """The member's place as it may be shown: parts joined by "/", with nothing that leads up or out of the archive.

    It is never a path of ours: nothing is written where it says."""
    shown = _DRIVE.sub("", _UNSHOWABLE.sub("\ufffd", name).replace("\\", "/"))
    return "/".join(p for p in shown.split("/") if p.strip() not in ("", ".", "..")) or "unnamed"


def is_debris(path: str) -> bool:
    """Is this a file that a system left behind, such as a folder's thumbnails or an office program's lock?"""
    return _DEBRIS.match(path) is not None
