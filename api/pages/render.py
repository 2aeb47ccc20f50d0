"""Templates, what every page is given, and the headers that every page carries."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from api.access import OPEN, Identity
from api.pages import shown
from api.pages.words import COOKIE, LANGUAGES, Language, Words, catalogue, choose, number

#: Scripts, styles and pictures come from here alone; nothing inline, nothing in frames, no plug-ins.
POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Final = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store", "Vary": "Cookie, HX-Request"}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at the page, and in which language."""

    words: Words
    identity: Identity | None
    path: str

    @property
    def language(self) -> Language:
        """The language of the interface."""
        return self.words.language

    @property
    def csrf(self) -> str:
        """What forms send along; empty where no session's cookie speaks for the reader."""
        return (self.identity.csrf if self.identity is not None else None) or ""

    def may(self, scope: Any) -> bool:
        """Whether the reader holds this scope."""
        return self.identity is not None and self.identity.may(scope)


def reader(request: Request, identity: Identity | None) -> Reader:
    """The reader of this request."""
    language = choose(request.cookies.get(COOKIE), request.headers.get("accept-language"))
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return Reader(Words(language), identity, here)


def page(
    reading: Reader, template: str, context: Mapping[str, Any], *, status: int = 200, headers: Mapping[str, str] = {}
) -> HTMLResponse:
    """The template, filled in."""
    html = (
        environment()
        .get_template(template)
        .render(
            **context,
            me=reading,
            t=reading.words,
            lang=reading.language,
            languages=LANGUAGES,
            fixed=_static_url,
        )
    )
    return HTMLResponse(html, status, headers={**HEADERS, **headers})


def wants_fragment(request: Request) -> bool:
    """Did the page's script ask, which puts a part of a page in its place?"""
    asked = request.headers
    return asked.get("hx-request") == "true" and not {"hx-boosted", "hx-history-restore-request"} & set(asked.keys())


@cache
def environment() -> Environment:
    """The templates, read once a process; everything in them is escaped."""
    made = Environment(
        loader=PackageLoader("api.pages", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        day=day,
        moment=moment,
        shown=shown.name,
        lines=shown.text,
        short=shown.short,
        cut=cut,
        size=_size,
        figure=number,
    )
    made.globals.update(query=query, open_name=OPEN.name, advices=catalogue())
    return made


def day(value: str | None) -> str:
    """31.12.2021, as its readers write it; what is no whole date as it is."""
    if value is None:
        return ""
    try:
        return date.fromisoformat(value).strftime("%d.%m.%Y")
    except ValueError:
        return value


def moment(value: str | None) -> str:
    """31.12.2021 09:15, in UTC as it is kept."""
    if value is None:
        return ""
    return f"{day(value[:10])} {value[11:16]}"


def cut(value: str, longest: int) -> str:
    """A name in at most so many characters, as shown.short has them; the whole where the pointer rests on them.

    Keyboards, touch and print never reach that: what is meant to be read (measures, quotations, notes) is whole."""
    short = shown.short(value, longest)
    return short if short == value else Markup('<span title="{}">{}</span>').format(value, short)


def _size(value: int | None, language: Language) -> str:
    if value is None:
        return ""
    for unit, bytes_ in (("MB", 2**20), ("KB", 2**10)):
        if value >= bytes_:
            name = {"MB": "МБ", "KB": "КБ"}[unit] if language == "uk" else unit
            return f"{number(round(value / bytes_, 1), language)} {name}"
    return f"{value} {'Б' if language == 'uk' else 'B'}"


def query(given: Mapping[str, Any], **changed: Any) -> str:
    """The query of an address with these parts changed, None leaving one out; with its question mark."""
    parts = {**given, **changed}
    kept = {k: v for k, v in parts.items() if v not in (None, "", [], ())}
    return "?" + urlencode(kept, doseq=True) if kept else "?"


@cache
def _static_url(name: str) -> Markup:
    """The address of one of our own files, with a sum of its content, so that browsers may keep it for good."""
    data = static_files()[name]
    return Markup(f"/static/{name}?v={hashlib.sha256(data).hexdigest()[:12]}")


@cache
def static_files() -> dict[str, bytes]:
    """Every file that pages load, by its name. Only these are served: no name of a request opens a file."""
    root = files("api.pages").joinpath("static")
    found = {item.name: item.read_bytes() for item in root.iterdir() if item.is_file()}
    vendored = root.joinpath("vendor")
    found |= {item.name: item.read_bytes() for item in vendored.iterdir() if item.name.endswith(".js")}
    return found
