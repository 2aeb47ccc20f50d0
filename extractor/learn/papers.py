"""Made-up papers whose lines have known roles: the forms and words of corpus/blocks, put together by chance.

The same seed gives the same papers on every machine. A paper belongs to a form, so that a model can be asked about
forms that it has not seen."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

from extractor.learn.papers_words import ANNEX, APPROVED, FROM, NAMED, OF, TITLES, WORDS, YEAR

HOME: Final = Path(__file__).parents[2] / "corpus" / "blocks"
#: Papers of a form in each language.
PAPERS: Final = 14
#: A line with its role; an empty text is a blank line.
Line = tuple[str, str]


@dataclass(frozen=True)
class Paper:
    """A paper: its form, its language, and its lines with their roles."""

    form: str
    language: str
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The lines, one under another."""
        return "\n".join(text for _, text in self.lines)


def made(seed: int = 0) -> Iterator[Paper]:
    """All papers, in the order of the forms."""
    forms = tomllib.loads((HOME / "forms.toml").read_text(encoding="utf-8"))["form"]
    words = tomllib.loads((HOME / "words.toml").read_text(encoding="utf-8"))
    for form in forms:
        for language in form.get("languages", ("uk", "ru")):
            for k in range(PAPERS):
                maker = _Maker(Random(f"{seed} {form['id']} {language} {k}"), language, words[language])
                yield Paper(form["id"], language, tuple(maker.paper(form["parts"])))


def menus() -> tuple[list[str], list[str]]:
    """What stands above and below the text on pages, in both languages."""
    words = tomllib.loads((HOME / "words.toml").read_text(encoding="utf-8"))
    above, below = (
        [line for language in ("uk", "ru") for line in words[language][name].split("\n")[1:-1]]
        for name in ("page_above", "page_below")
    )
    return above, below


def _listed(words: str | list[str]) -> list[str]:
    """A list, lines, names parted by «/», or words."""
    if isinstance(words, list):
        return words
    if "\n" in words:
        return words.split("\n")[1:-1]
    return words.split("/" if "/" in words else None)


class _Maker:
    """Draws the lines of one paper, of one layout throughout."""

    def __init__(self, random: Random, language: str, words: Mapping[str, Any]) -> None:
        self.random, self.language = random, language
        self.words: dict[str, list[str]] = {name: _listed(words[name]) for name in words}
        self.town = self.choice(self.words["towns"])
        self.subject = self.choice(self.words["subjects"])
        self.broken = random.random() < 0.75
        self.between, self.inside = random.choice(((1, 0), (1, 0), (1, 0), (0, 0), (1, 1), (2, 0), (2, 1)))
        self.indented = random.random() < 0.25

    def paper(self, parts: list[str]) -> Iterator[Line]:
        """The lines of the parts, with blank lines and indents as this paper has them."""
        first = True
        for part in parts:
            if part.endswith("?") and self.random.random() < 0.5:
                continue
            role, _, style = part.removesuffix("?").partition(":")
            lines = getattr(self, f"_{role}")(style)
            if not first and role != "drafter":
                yield from [("", "")] * (self.between if self.random.random() < 0.9 else 1 - min(1, self.between))
            first = False
            centred = self.indented and role in ("letterhead", "kind", "addressee", "annex")
            for k, line in enumerate(lines):
                if k and self.inside:
                    yield "", ""
                indent = " " * (40 if role in ("addressee", "annex") else 20) if centred else ""
                yield role, indent + line

    def choice(self, options: Any) -> str:
        """One of a list, a tuple or a string of words."""
        return str(self.random.choice(options))

    def _lines(self, text: str, *, broken: bool | None = None) -> list[str]:
        """A text as lines, where this paper breaks it."""
        return text.split("/") if (self.broken if broken is None else broken) else [text.replace("/", " ")]

    def _name(self, *, dative: bool = False, capitals: bool | None = None) -> str:
        surnames = self.words["surnames"]
        surname = self.choice([s.partition("|")[2 if dative else 0] for s in surnames])
        given = self.choice(self.words["given"])
        initials = (
            f"{given[0]}.{self.choice(' ' if self.random.random() < 0.3 else ('', ' '))}"
            + self.choice("АВІМОПР" if self.language == "uk" else "АВИМОПР")
            + "."
        )
        if capitals is None:
            capitals = self.random.random() < 0.4
        if dative:
            return self.choice((f"{surname} {initials}", f"{initials} {surname}", f"{initials}{surname}"))
        if self.random.random() < 0.5:
            return f"{initials}{self.choice(('', ' '))}{surname.upper() if capitals else surname}"
        return f"{given} {surname.upper() if capitals else surname}"

    def _official(self, *, dative: bool = False) -> str:
        return self.choice(self.words["officials"]).split("|")[int(dative)]

    def _body_of(self, case: int = 0) -> str:
        return self.choice(self.words["bodies"]).split("|")[case]

    def _date(self) -> str:
        day, month, year = self.random.randint(1, 28), self.random.randint(1, 12), self.random.randint(2005, 2026)
        word, ends = self.words["months"][month - 1], YEAR[self.language]
        return self.choice((
            f"{day:02}.{month:02}.{year}", f"{day:02}.{month:02}.{year} {ends[0]}.", f"{day} {word} {year} {ends}",
            f"{day:02} {word} {year} {ends}", f"«{day:02}» {word} {year}{self.choice(('', ' '))}{ends}",
            f"{day:02}.{month:02}.{year}{ends[0]}.", f"{day:02}/{month:02}/{year}",
        ))  # fmt: skip

    def _number(self) -> str:
        n = self.random.randint(1, 999)
        sign = self.choice(("№ ", "№ ", "№", "№  ", "N "))
        return sign + self.choice((f"{n}", f"{n}-р", f"{n}/{n % 37}", f"{n % 40}-{n % 9}/VІІ", f"{n % 90:02}-{n}/24"))

    def _place(self) -> str:
        return self.choice(
            (f"{WORDS[self.language]['town']} {self.town}", f"с. {self.town}", f"с.{self.town}", self.town)
        )

    def _letterhead(self, style: str) -> list[str]:
        place = self.choice(self.words["genitive_places"])
        body = self._body_of()
        if style == "state":
            return [self.choice(self.words["states"])]
        if style == "contacts":
            street = "вул. Садова" if self.language == "uk" else "ул. Садовая"
            return [
                f"{street}, {self.random.randint(1, 90)}, {self._place()}, {self.random.randint(10000, 99999)}",
                f"тел. ({self.random.randint(1000, 9999)}) 2-{self.random.randint(10, 99)}-40, rada@lypa.example",
            ][: self.random.randint(1, 2)]
        if style == "whose":
            return self._lines(self.choice((self._official().split("/")[0].lower(), self._body_of(1))))
        if style == "heads":
            return [f"{a}{' ' * 40}{a}" for a in self._body_of(1).split(" ", 1)]
        if style == "sitting":
            return [self.choice(self.words["sittings"]), *self._lines(self._body_of(1))][: self.random.randint(1, 2)]
        if style == "from":
            return [f"{WORDS[self.language]['from']} {self._name()}", WORDS[self.language]["live"]][
                : self.random.randint(1, 2)
            ]
        if style == "lines":
            return [*body.split("/"), *place.split(" ", 1)]
        lines = self._lines(body)
        if self.random.random() < 0.5 and "/" not in body:
            lines.append(place)
        return lines if style == "plain" else [line.upper() for line in lines]

    def _kind(self, style: str) -> list[str]:
        if style == "protocol":
            word = WORDS[self.language]["protocol"]
            return [self.choice((word, f"{word} № {self.random.randint(1, 99)}", " ".join(word)))]
        date, number = f"{FROM[self.language]} {self._date()}", self._number()
        if style == "letter":
            return [f"{WORDS[self.language]['letter']} {self._body_of(1)} {number} {date}".replace("/", " ")]
        if style == "named":
            word = self.choice(NAMED[self.language])
            return [
                self.choice(
                    (f"{word} {date} {number}", f"{word} {number} {date}", f"{word} {number} {date} {self._place()}")
                )
            ]
        word = self.choice(self.words["acts"])
        if style == "plain":
            return [self.choice((word.capitalize(), f"{word} {self._number()}", word))]
        gap = self.choice((" ", " ", "  "))
        return [gap.join(word) if style == "spaced" else word]

    def _requisite(self, style: str) -> list[str]:
        date, number, place = self._date(), self._number(), self._place()
        wide = " " * self.random.choice((3, 10, 30, 60))
        before = FROM[self.language] + " "
        match style:
            case "row":
                dated = self.choice((date, before + date))
                return [
                    self.choice((f"{dated}{wide}{number}", f"{dated}{wide}{place}{wide}{number}", f"{dated} {number}"))
                ]
            case "rows":
                rows = [self.choice((date, before + date)), number, place]
                if self.random.random() < 0.5:
                    rows = [f"{rows[0]}{wide}{number}", place]
                elif self.random.random() < 0.3:
                    rows = [place, rows[0], number]
                return rows
            case "session":
                return [self.choice(self.words["sessions"])]
            case "draft":
                return [WORDS[self.language]["draft"]]
            case "blank":
                return ["_" * 14, place]
            case "place":
                return [place]
            case "number":
                return [f"{number} {before}{date}"]
        hour = f"{self.random.randint(7, 20)}:{self.random.randint(10, 59)}"
        return [self.choice((f"{date} {hour}", date, f"{date}, {hour}", f"{hour} {date}"))]

    def _title(self, style: str) -> list[str]:
        if style == "headline":
            return [self.choice(self.words["headlines"])]
        if style == "headline_caps":
            return [self.choice(self.words["headlines"]).upper()]
        if style == "protocol":
            return [
                " ".join(
                    (
                        WORDS[self.language]["protocol"].capitalize(),
                        self.choice(self.words["sittings"]),
                        self._number(),
                    )
                )
            ]
        if style in ("appeal", "plea"):
            return [self.choice(TITLES[self.language][style])]
        if style in OF[self.language]:
            rest = self._lines(self.choice(OF[self.language][style]))
            word = self.choice(TITLES[self.language][style])
            return [word, *rest] if self.broken else [f"{word} {rest[0]}", *rest[1:]]
        subject = self.subject if style in ("same", "whole") else self.choice(self.words["subjects"])
        lines = self._lines(subject, broken=False if style == "whole" else None)
        if style == "caps":
            return [line.upper() for line in lines]
        if style == "quoted":
            return ["«" + lines[0], *lines[1:-1], lines[-1] + "»"] if len(lines) > 1 else [f"«{lines[0]}»"]
        return lines

    def _addressee(self, style: str) -> list[str]:
        if style == "group":
            return self._lines(self.choice(self.words["groups"]))
        if style == "body":
            return self._lines(self._body_of(2))
        official, name = self._official(dative=True), self._name(dative=True)
        body = self._body_of(1).replace("/", " ")
        own = [f"{official} {body}"] if self.random.random() < 0.4 else [official, body]
        if "," in official or "Україн" in official or self.random.random() < 0.3:
            own = [official]
        return [line for part in own for line in self._lines(part)] + ([name] if self.random.random() < 0.8 else [])

    def _reply(self, _style: str) -> list[str]:
        return [f"{WORDS[self.language]['reply']} {self.random.randint(1, 999)} {FROM[self.language]} {self._date()}"]

    def _heading(self, _style: str) -> list[str]:
        heading = self.choice(self.words["headings"])
        return [self.choice((heading, heading, f"{self.random.randint(1, 7)}. {heading}", f"ІІ. {heading}"))]

    def _annex(self, style: str) -> list[str]:
        row = f"{FROM[self.language]} {self._date()} {self._number()}"
        if style == "to":
            word, *to = ANNEX[self.language]
            return [
                self.choice((word, f"{word} 1", f"{word} № 2")),
                f"{self.choice(to)} {self._body_of(1)}".replace("/", " "),
                row,
            ]
        return [
            self.choice(APPROVED[self.language]),
            *self._lines(f"{ANNEX[self.language][1].split()[1]} {self._body_of(1)}"),
            row,
        ]

    def _signature(self, style: str) -> list[str]:
        official = self._official()
        body = self._body_of(1).replace("/", " ") if self.random.random() < 0.4 else ""
        position = [*self._lines(official), body] if body else self._lines(official)
        name = self._name(capitals=False if style.startswith("plain") else None)
        wide = " " * self.random.choice((1, 3, 10, 40))
        match style:
            case "row" | "plain":
                return [*position[:-1], f"{position[-1]}{wide}{name}"]
            case "stack" | "plain_stack":
                return [*position, name]
            case "glued":
                return [*position[:-1], f"{position[-1]} {name.replace('. ', '.')}"]
            case "stack_glued":
                return [*position, name.replace(". ", ".").upper()]
            case "name_first":
                return [f"{name}, {' '.join(position).lower()}{self.choice(('.', ''))}"]
            case "name":
                return [name]
        body = self._body_of(1).replace("/", " ")
        return [self.choice((f"{WORDS[self.language]['service']} {body}", self._body_of().replace("/", " ")))]

    def _drafter(self, style: str) -> list[str]:
        phone = f"{self.random.randint(2, 9)}-{self.random.randint(10, 99)}-{self.random.randint(10, 99)}"
        name = self._name(capitals=False)
        if style == "named":
            return [f"{self.choice(self.words['drafters'])}: {name}, тел. {phone}"]
        return self.random.choice(([f"{name} {phone}"], [name, phone], [name.split()[-1] + " " + phone]))

    def _furniture(self, style: str) -> list[str]:
        if style == "meta":
            return self.random.sample(self.words["page_meta"], self.random.randint(1, 3))
        if style == "card":
            return self.random.sample(self.words["page_meta"], self.random.randint(3, 6))
        many = self.random.randint(1, 9) if style == "above" else self.random.randint(1, 7)
        lines = self.random.sample(self.words[f"page_{style}"], many)
        if style == "below" and self.random.random() < 0.5:
            lines[self.random.randint(1, many) :] = self.random.sample(
                self.words["headlines"], self.random.randint(1, 4)
            )
        bullet = self.choice(("", "", "", "", "", "• "))
        return [bullet + line for line in lines]

    def _body(self, style: str) -> list[str]:
        sentences = self.words["sentences"]
        match style:
            case "act":
                return self._act()
            case "points":
                return self._points()
            case "letter" | "news" | "minutes":
                lines = self.random.sample(sentences, self.random.randint(1, 4))
                if style == "news" and self.random.random() < 0.3:
                    lines.insert(self.random.randint(0, len(lines)), self.choice(self.words["regards"]) + "!")
                if style == "minutes":
                    lines = [self.choice(self.words["present"]), *lines, self.choice(self.words["present"])]
                return [" ".join(lines)] if self.random.random() < 0.15 and style != "minutes" else lines
            case "salutation" | "regards":
                return [self.choice(self.words[f"{style}s".replace("ss", "s")])]
            case "list" | "when" | "week" | "figures":
                return self._items(style)
            case "present" | "members" | "acquainted":
                return self._people(style)
        phone = f"тел. 2-{self.random.randint(10, 99)}-{self.random.randint(10, 99)}"
        return [WORDS[self.language].get(style, phone)]

    def _people(self, style: str) -> list[str]:
        """Who was there, who is a member, who has read it."""
        if style == "acquainted":
            return [WORDS[self.language][style], *(self._name() for _ in range(self.random.randint(1, 4)))]
        lead = [self.choice(self.words["present"])] if style == "present" else []
        return lead + [self._member(k + 1) for k in range(self.random.randint(3, 8))]

    def _items(self, style: str) -> list[str]:
        """Short lines of running text: lists, terms, what is when, what comes to how many."""
        things, whens = self.words["things"], self.words["whens"]
        hour = f"{self.random.randint(8, 19)}:{self.choice(('00', '30', '15'))}"
        if style == "when":
            return [
                line.format(date=self._date(), hour=hour, place=self._place()) for line in self.random.sample(whens, 3)
            ]
        if style == "week":
            day = self.choice((f"{self._date()}", f"{self._date()} ({self.choice(self.words['days'])})"))
            return [day, *(f"{hour} {self.choice(('', '- '))}{t}" for t in self.random.sample(things, 2))]
        mark = self.choice(("- ", "- ", "– ", "• ", "", "{}. "))
        kinds = (
            "{t}",
            "{t};",
            "{t} - {n}",
            "{t}: {n}",
            "{t} – {n} ({n}%)",
            "{n} {t}",
            "{name}",
            "{name}, {t}",
            "с. {town} - {n}",
        )
        kind = self.choice(kinds if style == "list" else kinds[2:6])
        return [
            mark.format(k + 1)
            + kind.format(t=t, n=self.random.randint(1, 900), name=self._name(), town=self.choice(self.words["towns"]))
            for k, t in enumerate(self.random.sample(things, self.random.randint(2, 7)))
        ]

    def _member(self, k: int) -> str:
        name, post = self._name(), self._official().replace("/", " ").lower()
        dash = self.choice((" - ", " – ", ", "))
        return self.choice((f"{name}{dash}{post}", f"{k}. {name}{dash}{post};", f"{name}, {post};", name))

    def _act(self) -> list[str]:
        grounds, operative = self.choice(self.words["grounds"]), self.choice(self.words["operative"])
        alone = grounds.endswith(":") or self.random.random() < 0.35
        head = [grounds] if grounds.endswith(":") else [grounds, operative] if alone else [f"{grounds} {operative}"]
        return (head if self.random.random() < 0.9 else []) + self._points()

    def _points(self) -> list[str]:
        points = self.random.sample(self.words["points"], self.random.randint(1, 6))
        mark = self.choice(("{}. ", "{}.", "{}. ", "{}) ", "- "))
        return [mark.format(k + 1) + p for k, p in enumerate(points)]
