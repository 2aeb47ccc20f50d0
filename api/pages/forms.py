"""Forms of corrections: which fields an item has, what stands in them, and what a filled form says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from api.errors import Refused
from extractor.schema.contract import Extraction, Organisation, Party, Span, Wire
from extractor.schema.facts import (
    Comparator,
    DeadlineKind,
    DocumentKind,
    MeasureType,
    OrganisationKind,
    PartyKind,
    PlaceType,
    ReferenceType,
    Role,
    Status,
    UnitKind,
)
from extractor.store import Correction
from extractor.store.correction import LISTS, PARTS, Kind

Widget = Literal["text", "area", "date", "number", "select", "check", "body", "name"]
#: What a form adds.
ADDED: Final[tuple[Kind, ...]] = (
    "measure", "party", "deadline", "figure", "organisation", "person", "place", "reference",
)  # fmt: skip
#: The fields that an added item takes from the words that it stands on, where the form leaves them empty.
_NAMED: Final = {
    "measure": "text", "party": "name", "organisation": "name", "person": "name", "place": "name", "reference": "title",
}  # fmt: skip
#: How a border is moved by a word: out makes the stretch longer.
MOVES: Final = ("start_out", "start_in", "end_in", "end_out")
_WORD: Final = re.compile(r"\S+")
#: Names of an item that a form offers.
_NAMES: Final = 50
#: What a form offers where anything of the kind may be typed.
_RULES: Final = (
    "FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=5", "FREQ=MONTHLY;INTERVAL=3",
    "FREQ=MONTHLY;INTERVAL=6", "FREQ=YEARLY",
)  # fmt: skip
_DURATIONS: Final = ("P3D", "P1W", "P10D", "P1M", "P3M")
_NOTHING: Final[Mapping[str, Any]] = {}
#: Letters around a border that are shown with it.
_AROUND: Final = 60


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form. `group`: whose words name the choices; `choices` of a select, or offered to whoever types;
    `label`: the word for it, where that is not its name's; `needed`: the item is none without it; `pattern`: what it
    must look like."""

    name: str
    widget: Widget = "text"
    group: str = ""
    choices: tuple[str, ...] = ()
    label: str = ""
    needed: bool = False
    pattern: str = ""

    @property
    def word(self) -> str:
        """Which of the words of fields names it."""
        return self.label or self.name


class FieldError(ValueError):
    """What a form says in a field cannot be; `field` is its word."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def _choice(name: str, group: str, literal: Any) -> Field:
    return Field(name, "select", group, get_args(literal))


#: The fields of each kind of item, in the order of their form.
FIELDS: Final[dict[str, tuple[Field, ...]]] = {
    "measure": (
        Field("text", "area", needed=True),
        Field("number"),
        _choice("type", "type", MeasureType),
        _choice("status", "status", Status),
    ),
    "party": (
        Field("name", "name", needed=True),
        Field("organisation_id", "body"),
        _choice("kind", "party_kind", PartyKind),
        _choice("role", "role", Role),
        Field("by_consent", "check"),
    ),
    "deadline": (
        _choice("kind", "deadline_kind", DeadlineKind),
        Field("start", "date"),
        Field("end", "date"),
        Field("recurrence", group="recurrence", choices=_RULES),
        Field("offset", group="offset", choices=_DURATIONS),
    ),
    "figure": (
        Field("value", "number", needed=True),
        Field("max", "number"),
        _choice("comparator", "comparator", Comparator),
        _choice("unit", "unit_kind", UnitKind),
        Field("code"),
        Field("of"),
    ),
    "organisation": (
        Field("name", "name", needed=True),
        Field("canonical", "name"),
        _choice("kind", "organisation_kind", OrganisationKind),
        Field("acronym"),
        Field("edrpou", pattern="[0-9]{8,10}"),
    ),
    "person": (
        Field("name", "name", label="person_name", needed=True),
        Field("position"),
        Field("organisation_id", "body"),
    ),
    "place": (
        Field("name", "name", needed=True),
        _choice("type", "place_type", PlaceType),
        Field("katottg", pattern="UA[0-9]{17}"),
    ),
    "reference": (
        _choice("type", "reference_type", ReferenceType),
        Field("issuer"),
        Field("number"),
        Field("date", "date"),
        Field("title", "area"),
    ),
    "header-kind": (_choice("kind", "kind", DocumentKind),),
    "header-number": (Field("number"),),
    "header-date": (Field("date", "date"),),
    "header-title": (Field("title", "area"),),
    "header-place": (Field("place"),),
    "header-issuer": (Field("issuer"),),
}


@dataclass(frozen=True, slots=True)
class Place:
    """An item of a document: its mark's name, its path for the store, its kind, its values, its evidence, and the names
    that the document calls it by."""

    item: str
    path: str
    kind: str
    values: dict[str, Any]
    evidence: list[Span]
    names: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of its form."""
        return FIELDS[self.kind]


def find(extraction: Extraction, item: str) -> Place:
    """The item of this name that has a form. Raises Refused not_found."""
    head, _, rest = item.partition("-")
    if head == "header" and item in FIELDS:
        value = getattr(extraction.document, rest)
        named = value.name if isinstance(value, Party) else value
        return Place(item, "document", item, {rest: named}, extraction.document.evidence.get(rest, []))
    if rest:
        return _part(extraction, item, head, rest)
    for kind, name in LISTS.items():
        found = next((one for one in getattr(extraction, name) if one.id == item), None)
        if found is not None:
            return Place(item, item, kind, _values(found), found.evidence, _names(found))
    raise Refused("not_found", "there is no such item")


def _names(found: Any) -> tuple[str, ...]:
    """The names that the document calls an item by, its own first."""
    if not isinstance(getattr(found, "name", None), str):
        return ()
    others = (found.canonical, *found.aliases) if isinstance(found, Organisation) else ()
    quotes = (" ".join(span.quote.split()) for span in found.evidence)
    return tuple(dict.fromkeys(n for n in (found.name, *others, *quotes) if n))[:_NAMES]


def _part(extraction: Extraction, item: str, measure_id: str, rest: str) -> Place:
    kind, _, position = rest.partition("-")
    measure = next((m for m in extraction.measures if m.id == measure_id), None)
    if measure is None or kind not in PARTS or not position.isdecimal():
        raise Refused("not_found", "there is no such item")
    parts = getattr(measure, PARTS[kind])
    if int(position) >= len(parts):
        raise Refused("not_found", "there is no such item")
    part = parts[int(position)]
    return Place(item, f"{measure_id}/{PARTS[kind]}/{int(position)}", kind, _values(part), part.evidence)


def _values(found: Wire) -> dict[str, Any]:
    values = found.model_dump(mode="json", exclude={"evidence"})
    if "unit" in values:
        values["unit"], values["code"] = values["unit"]["kind"], values["unit"]["code"]
    if "codes" in values:
        values["edrpou"] = values["codes"]["edrpou"]
    return values


def mark_of(path: str | None) -> str | None:
    """The name of the mark of the item at a path of the store."""
    if path is None or path == "document":
        return "requisites" if path else None
    return path.replace("/responsible/", "-party-").replace("/deadlines/", "-deadline-")


def blank(kind: str, words: str) -> dict[str, Any]:
    """What stands in the form of an item that is added on these words of the document."""
    if kind not in ADDED:
        raise Refused("invalid_request", "nothing of this kind is added")
    usual = {"status": "planned", "role": "executor", "comparator": "eq", "unit": "count"}
    first = {"measure": "task", "party": "organisation", "deadline": "by"}.get(kind, "other")
    made = {f.name: first if f.name in ("kind", "type") else usual.get(f.name) for f in FIELDS[kind]}
    return {**made, _NAMED[kind]: words} if kind in _NAMED else made


def overlaid(fields: tuple[Field, ...], values: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The values with those that a form already holds over them, to be shown again."""
    made = dict(values)
    if "start_at" not in given:
        return made
    for field in fields:
        name = f"f_{field.name}"
        if field.widget == "check":
            made[field.name] = given.get(name) == "1"
        elif name in given:
            made[field.name] = given[name]
    return made


def fits(field: Field, value: Any) -> bool:
    """Whether a value looks as the field asks for; none is well."""
    return not (value and field.pattern) or bool(re.fullmatch(field.pattern, str(value)))


def read(
    kind: str, said: Callable[[str], str], *, adding: bool = False, now: Mapping[str, Any] = _NOTHING
) -> dict[str, Any]:
    """What a filled form says, as the extraction's JSON has it; `now`: what the item says, which may stand whatever it
    looks like. Raises FieldError."""
    made: dict[str, Any] = {}
    for field in FIELDS[kind]:
        value = said(f"f_{field.name}")
        if field.widget == "check":
            made[field.name] = value == "1"
        elif field.widget == "number":
            made[field.name] = _number(field.word, value)
        else:
            made[field.name] = value or None
        missing = made[field.name] is None and must(kind, field, adding)
        if missing or not (fits(field, value) or value == now.get(field.name)):
            raise FieldError(field.word)
    if "unit" in made:
        made["unit"] = {"kind": made["unit"], "code": made.pop("code")}
    if "edrpou" in made:
        made["codes"] = {"edrpou": made.pop("edrpou")}
    return made


def must(kind: str, field: Field, adding: bool) -> bool:
    """Whether the field may not be left empty: what is added takes its name from the words that it stands on."""
    return field.needed and not (adding and _NAMED.get(kind) == field.name)


def asked(kind: str, chosen: bool) -> tuple[Field, ...]:
    """The fields of the form of an item that is added: until words are `chosen`, not the one that they fill."""
    return tuple(field for field in FIELDS[kind] if chosen or _NAMED.get(kind) != field.name)


def _number(name: str, value: str) -> int | float | None:
    plain = value.replace("\N{NO-BREAK SPACE}", "").replace(" ", "").replace(",", ".")
    if not plain:
        return None
    try:
        read_ = float(plain)
    except ValueError:
        raise FieldError(name) from None
    if not abs(read_) < 1e18:
        raise FieldError(name)
    return int(read_) if read_ == int(read_) else read_


def changed(place: Place, made: dict[str, Any]) -> dict[str, Any]:
    """What of this is different from what the item says now."""
    now = dict(place.values)
    if "unit" in made:
        now["unit"] = {"kind": now["unit"], "code": now["code"]}
    if "codes" in made:
        made = {**made, "codes": {**now["codes"], **made["codes"]}}
    different = {name: value for name, value in made.items() if value != now.get(name)}
    if isinstance(different.get("issuer"), str):
        different["issuer"] = {"name": different["issuer"]}
    return different


def correction(place: Place, made: dict[str, Any], start: int, end: int, note: str) -> Correction | None:
    """The edit that the form asks for; None where nothing is different."""
    changes = changed(place, made)
    spans = tuple((s.start, s.end) for s in place.evidence)
    moved = ((start, end), *spans[1:]) if end > start else spans
    header = place.path == "document"
    if not changes and (moved == spans or header):
        return None
    return Correction(
        action="edit",
        item=place.path,
        changes=changes,
        spans=moved if header or moved != spans else (),
        note=note or None,
    )


def moved(text: str, start: int, end: int, how: str) -> tuple[int, int]:
    """The borders a word further out or in; never past each other."""
    if how == "start_out":
        before = [m.start() for m in _WORD.finditer(text, max(0, start - 2_000), start)]
        return (before[-1] if before else start), end
    if how == "end_out":
        word = _WORD.search(text, end, end + 2_000)
        return start, (word.end() if word else end)
    inside = [m.span() for m in _WORD.finditer(text, start, end)]
    if len(inside) < 2:
        return start, end
    return (inside[1][0], end) if how == "start_in" else (start, inside[-2][1])


@dataclass(frozen=True, slots=True)
class Quote:
    """Text between two borders, and a little around it."""

    start: int
    end: int
    before: str
    text: str
    after: str


def quote(text: str, start: int, end: int) -> Quote:
    """The stretch as a form shows it."""
    start = min(max(start, 0), len(text))
    end = min(max(end, start), len(text))
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return Quote(start, end, before if start < end else "", text[start:end], after if start < end else "")


def located(text: str, words: str, near: int) -> tuple[int, int] | None:
    """Where the words stand in the text, with any spaces between them: the place nearest to `near`."""
    parts = words.split()
    if not parts or len(words) > 2_000:
        return None
    found = [m.span() for m in re.finditer(r"\s+".join(map(re.escape, parts)), text)]
    return min(found, key=lambda span: abs(span[0] - near)) if found else None
