"""A mail as a MIME message: what a message inside an Outlook file is handed on as, the same bytes for the same mail."""

from __future__ import annotations

from base64 import encodebytes
from datetime import datetime
from email.utils import format_datetime
from typing import Final

from extractor.readers.mail_mime import Mail, Part

#: Neither stands in base64, which everything between them is.
_MIXED: Final = "=_mixed"
_BODY: Final = "=_body"


def written(mail: Mail) -> bytes:
    """The message; parts that could not be read are not in it."""
    facts = mail.facts
    fields = {
        "From": facts.sender,
        "To": ", ".join(facts.to),
        "Cc": ", ".join(facts.cc),
        "Subject": facts.subject,
        "Date": format_datetime(datetime.fromisoformat(facts.date)) if facts.date else None,
        "MIME-Version": "1.0",
        "Content-Type": f'multipart/mixed; boundary="{_MIXED}"',
    }
    lines = [f"{name}: {value}" for name, value in fields.items() if value]
    lines += ["", f"--{_MIXED}", f'Content-Type: multipart/alternative; boundary="{_BODY}"', ""]
    for piece in mail.body:
        lines += [f"--{_BODY}", *_leaf(f"text/{piece.kind}; charset=utf-8", piece.text.encode("utf-8", "replace"))]
    lines += [f"--{_BODY}--", ""]
    for part in mail.parts:
        if part.error is None:
            lines += [f"--{_MIXED}", *_attached(part)]
    lines += [f"--{_MIXED}--", ""]
    return "\r\n".join(lines).encode("utf-8", "replace")


def _attached(part: Part) -> list[str]:
    name = part.name.replace("\\", "/").replace('"', "'")
    shown = [f'Content-Disposition: attachment; filename="{name}"']
    if part.decoration:
        return [*shown, "Content-ID: <shown>", *_leaf("image/unknown", part.data)]
    return [*shown, *_leaf("application/octet-stream", part.data)]


def _leaf(kind: str, data: bytes) -> list[str]:
    return [f"Content-Type: {kind}", "Content-Transfer-Encoding: base64", "", encodebytes(data).decode("ascii")]
