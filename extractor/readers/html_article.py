"""Which part of a page is the document, and what around it is furniture.

Menus, feeds and footers are told by what they are (nav, aside, ARIA roles), by what their makers call them (class and
id), and by being links more than text. A page without any of these is a bare document and is taken whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from lxml import etree

from extractor.data import load
from extractor.readers.html_flow import SILENT

_WORDS: Final = re.compile(r"[a-z]+")
_DATA: Final = load("html_furniture")
_REGIONS: Final = frozenset(_DATA["regions"])
_ROLES: Final = frozenset(_DATA["roles"])
_CONTENT: Final = frozenset(_DATA["content"])
_SITE_TAGS: Final = frozenset(("nav", "header", "footer", "aside", "main", "article"))
_FURNITURE_TAGS: Final = frozenset(("nav", "footer", "aside", "dialog"))
#: Parts of a text: never furniture for their name alone.
_TEXT_TAGS: Final = frozenset(
    "html body main article p table tbody thead tr td th h1 h2 h3 h4 h5 h6 pre font center".split()
)
_PLACES: Final = re.compile(r"\s+[|»–—:•-]+\s+|\s*::\s*")
_FOLD: Final = re.compile(r"[\W_]+")
#: Share of a page's text that a region called by a furniture name may hold and still be dropped.
_MOST: Final = 0.4
#: Characters beside the headline that make an element the article: one that is an <article>, one that is called so.
_LEAST_SEMANTIC: Final = 12
_LEAST_NAMED: Final = 80


@dataclass(slots=True)
class Page:
    """A parsed page with, for each element, how many characters it shows outside links and within.

    `frames` are tables that place menus and the article beside each other, as old sites do."""

    body: etree._Element
    title: str | None
    dropped: set[etree._Element] = field(default_factory=set)
    plain: dict[etree._Element, int] = field(default_factory=dict)
    links: dict[etree._Element, int] = field(default_factory=dict)
    frames: set[etree._Element] = field(default_factory=set)

    def measure(self) -> None:
        """Count characters under every element that is not dropped."""
        shown: list[tuple[etree._Element, etree._Element | None]] = []  # with its parent, which comes before
        self.plain.clear()
        self.links.clear()
        found: list[tuple[etree._Element, etree._Element | None, bool]] = [(self.body, None, False)]
        while found:
            element, parent, within = found.pop()
            shown.append((element, parent))
            linked = within or element.tag == "a"
            size = _size(element.text)
            for child in element:
                size += _size(child.tail)
                if isinstance(child.tag, str) and child.tag not in SILENT and child not in self.dropped:
                    found.append((child, element, linked))
            (self.links if linked else self.plain)[element] = size
        for element, parent in reversed(shown):
            if parent is not None:
                for counts in (self.plain, self.links):
                    counts[parent] = counts.get(parent, 0) + counts.get(element, 0)


def is_site(page: Page) -> bool:
    """Is this a page of a web site, with furniture around its text? Needs `measure`."""
    if any(next(page.body.iter(tag), None) is not None for tag in _SITE_TAGS):
        return True
    if any(e.get("role") in _ROLES for e in page.body.iter("div", "ul")):
        return True
    links, plain = page.links.get(page.body, 0), page.plain.get(page.body, 0)
    return links > 0.25 * (links + plain) and sum(1 for _ in page.body.iter("a")) > 15


def drop_furniture(page: Page) -> None:
    """Mark regions of furniture as dropped. Needs `measure`, and does it again."""
    whole = page.plain.get(page.body, 0) + 1
    for element in page.body.iterdescendants():
        tag = element.tag
        if not isinstance(tag, str) or tag in _TEXT_TAGS or tag in SILENT:
            continue
        share = page.plain.get(element, 0) / whole
        if tag in _FURNITURE_TAGS or (tag == "header" and not _within_article(element)):
            drop = share < 0.7 and not _has_heading(element, page)
        elif element.get("role") in _ROLES or _names(element) & _REGIONS:
            drop = share < _MOST and not _has_heading(element, page)
        else:
            continue
        if drop:
            page.dropped.add(element)
    page.measure()


def headline(page: Page) -> etree._Element | None:
    """What names the page: the heading that its title repeats, else its only h1, else any element that is the title."""
    title = fold(page.title or "")
    firsts: list[etree._Element] = []
    for element in page.body.iter("h1", "h2", "h3"):
        if element not in page.plain:
            continue
        text = fold(text_content(element))
        if (
            text
            and title
            and (text == title or (len(text) > 15 and (title.startswith(text) or text.startswith(title))))
        ):
            return element
        if element.tag == "h1" and text:
            firsts.append(element)
    if len(firsts) == 1:
        return firsts[0]
    named = (e for e in page.body.iter("div", "p", "td", "span", "b", "strong", "h4", "h5", "h6") if e in page.plain)
    return next((e for e in named if title and e.text and len(e.text) < 500 and fold(e.text) == title), None)


def scope(page: Page, heading: etree._Element | None) -> etree._Element:
    """The element that holds the document: the nearest one around the headline with its text, else the one called
    so, else the one that most text is in."""
    if heading is not None:
        own = page.plain.get(heading, 0)
        whole = page.plain.get(page.body, 0) - own
        outermost = page.body
        for element in heading.iterancestors():
            if element is page.body:
                break
            size = page.plain.get(element, 0) - own
            if _is_content(element):
                outermost = element
            enough = _LEAST_SEMANTIC if _is_semantic(element) else _LEAST_NAMED if _is_content(element) else 0.6 * whole
            if size >= max(enough, 1):
                return element
        return outermost
    named = [e for e in page.body.iter("main", "article", "div") if e in page.plain and _is_semantic(e)]
    best = max(named, key=lambda e: page.plain[e], default=None)
    if best is not None and page.plain[best] >= 0.3 * page.plain.get(page.body, 0):
        return best
    return page.body


def drop_beside(page: Page, within: etree._Element, heading: etree._Element | None) -> None:
    """In `within`, drop what stands beside the main text and is links or bare numbers (views, votes)."""
    current = within
    for _ in range(1000):
        own = page.plain.get(current, 0)
        path = max(current, key=lambda e: page.plain.get(e, 0), default=None)
        for element in current:
            if element is not path and element in page.plain:
                _drop_poor(page, element, heading)
        if path is None or path.tag in ("p", "ul", "ol") or page.plain.get(path, 0) < 0.5 * own or not own:
            break
        if path.tag == "table":
            if not _is_frame(page, path):
                break
            page.frames.add(path)
        current = path


def site_title(root: etree._Element) -> str | None:
    """The page's own title: og:title, else the longest part of <title>, the site's name gone."""
    for element in root.iter("meta"):
        if (element.get("property") or element.get("name") or "").lower() == "og:title":
            shown = " ".join((element.get("content") or "").split())
            if shown:
                return shown
    for element in root.iter("title"):
        shown = " ".join(text_content(element).split())
        if shown:
            return max(_PLACES.split(shown), key=len).strip() or None
    return None


def text_content(element: etree._Element) -> str:
    """All text under an element as it stands in the markup."""
    return "".join(map(str, element.itertext()))


def fold(text: str) -> str:
    """Letters and digits only, small: for comparing titles."""
    return _FOLD.sub("", text).casefold()


def _is_frame(page: Page, table: etree._Element) -> bool:
    """Does a table of an old site hold menus in some cells and the article in one?"""
    cells = [e for e in table.iter("td", "th") if e in page.plain and next(e.iterdescendants("td"), None) is None]
    if len(cells) < 2:
        return False
    largest = max(cells, key=lambda e: page.plain[e])
    others = [e for e in cells if e is not largest]
    linked = sum(page.links.get(e, 0) for e in others)
    return (
        page.plain[largest] >= 0.5 * page.plain[table]
        and linked > sum(page.plain[e] for e in others)
        and sum(1 for cell in others for _ in cell.iter("a")) >= 5
    )


def _drop_poor(page: Page, element: etree._Element, heading: etree._Element | None) -> None:
    if heading is not None and (element is heading or element in set(heading.iterancestors())):
        return
    plain, links = page.plain.get(element, 0), page.links.get(element, 0)
    if links > plain and not _is_semantic(element):
        page.dropped.add(element)
        return
    if plain > 200:
        return
    for part in (element, *element.iterdescendants()):
        if part in page.plain and part.tag not in _TEXT_TAGS and part.tag != "time":
            text = text_content(part).strip()
            if text.isdecimal() and not any(e.tag in ("table", "time") for e in part.iterancestors()):
                page.dropped.add(part)


def _is_semantic(element: etree._Element) -> bool:
    return (
        element.tag in ("main", "article")
        or element.get("role") in ("main", "article")
        or (element.get("itemprop") or "").lower() == "articlebody"
    )


def _is_content(element: etree._Element) -> bool:
    return _is_semantic(element) or (element.tag in ("div", "section") and bool(_names(element) & _CONTENT))


def _within_article(element: etree._Element) -> bool:
    return any(e.tag in ("article", "main") for e in element.iterancestors())


def _has_heading(element: etree._Element, page: Page) -> bool:
    """Does the region hold the page's headline?"""
    title = fold(page.title or "")
    for heading in element.iter("h1"):
        text = fold(text_content(heading))
        if text and (not title or text == title or (len(text) > 15 and title.startswith(text))):
            return True
    return False


def _names(element: etree._Element) -> frozenset[str]:
    return _words(element.get("class") or "", element.get("id") or "")


@lru_cache(maxsize=5_000)
def _words(classes: str, name: str) -> frozenset[str]:
    """Remembered, as the pages of a site are made alike."""
    return frozenset(_WORDS.findall(f"{classes} {name}".lower()))


def _size(text: str | None) -> int:
    return len(text.strip()) if text else 0
