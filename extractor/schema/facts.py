"""Facts in their inner form: frozen, with offsets instead of quotes; contract.py is their form on the wire.

Field meanings are those of the output contract (docs/contract.md). `spans` are (start, end) offsets into the
canonical text; `rule` names what produced the fact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Offsets = tuple[tuple[int, int], ...]

DocumentKind = Literal["order", "decision", "decree", "law", "letter", "news", "plan", "report", "protocol", "other"]
PartyKind = Literal["organisation", "official", "group", "person"]
Role = Literal["executor", "co_executor", "controller", "supporter"]
MeasureType = Literal[
    "task", "approval", "recommendation", "reporting", "control", "repeal", "amendment", "commencement", "event",
    "activity",
]  # fmt: skip
Status = Literal["planned", "ongoing", "done"]
DeadlineKind = Literal["by", "on", "during", "recurring", "relative", "permanent"]
Anchor = Literal["document_date", "publication", "event"]
Precision = Literal["day", "month", "quarter", "half_year", "year"]
Comparator = Literal["eq", "gt", "ge", "lt", "le", "approx"]
UnitKind = Literal["count", "money", "percent", "length", "area", "mass", "volume", "energy", "other"]
OrganisationKind = Literal[
    "state", "local_government", "institution", "ngo", "charity", "international", "company", "media", "other"
]
ReferenceType = Literal[
    "law", "code", "decree", "resolution", "order", "instruction", "decision", "letter", "programme", "strategy",
    "convention", "other",
]  # fmt: skip
PlaceType = Literal["oblast", "raion", "hromada", "city", "settlement", "village", "country", "other"]


@dataclass(frozen=True, slots=True)
class Party:
    """Who acts or is addressed. `name` is nominative with the shared words of a list put back. An anaphoric
    party («вони», «Центр») has the spans of its own mention and the name of its antecedent."""

    kind: PartyKind
    name: str
    spans: Offsets
    role: Role = "executor"
    by_consent: bool = False
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """When. ISO dates, inclusive; RFC 5545 recurrence without the RRULE: prefix; ISO 8601 duration as offset."""

    kind: DeadlineKind
    start: str | None = None
    end: str | None = None
    recurrence: str | None = None
    offset: str | None = None
    anchor: Anchor | None = None
    precision: Precision = "day"
    spans: Offsets = ()
    score: float = 1.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity. `value` in whole units (1,2 млн → 1200000); `of_span` is what is counted, as printed."""

    value: float | int
    maximum: float | int | None = None
    comparator: Comparator = "eq"
    unit: UnitKind = "count"
    code: str | None = None
    of: str | None = None
    of_normal: str | None = None
    of_span: tuple[int, int] | None = None
    period: tuple[str | None, str | None] | None = None
    spans: Offsets = ()
    score: float = 1.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Organisation:
    """One body. As the value of a Span it is one mention; `resolve` makes one of all mentions of a body."""

    name: str
    kind: OrganisationKind = "other"
    acronym: str | None = None
    aliases: tuple[str, ...] = ()
    canonical: str | None = None
    parent: str | None = None
    spans: Offsets = ()
    score: float = 1.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """An act or document that is cited."""

    type: ReferenceType
    issuer: str | None = None
    number: str | None = None
    date: str | None = None
    title: str | None = None
    provisions: tuple[str, ...] = ()
    spans: Offsets = ()
    score: float = 1.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A person; `name` nominative, surname given-name patronymic as far as known."""

    name: str
    position: str | None = None
    organisation: str | None = None
    spans: Offsets = ()
    score: float = 1.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place; `name` nominative without the word of its type."""

    name: str
    type: PlaceType = "other"
    spans: Offsets = ()
    score: float = 1.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """An action that a clause of running text tells of, before its parties are linked.

    `verb` is the offset of its predicate, `passive` whether that is impersonal or passive («проведено»), `first`
    whether the clause is the first of its sentence."""

    type: MeasureType
    status: Status
    verb: int
    passive: bool = False
    first: bool = True


@dataclass(frozen=True, slots=True)
class Measure:
    """One action of the document; `text` has its debris out, `spans` say where it was read."""

    type: MeasureType
    text: str
    spans: Offsets
    number: str | None = None
    status: Status = "planned"
    section: tuple[str, ...] = ()
    responsible: tuple[Party, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    fulfils: tuple[int, str] | None = None
    score: float = 1.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signed, as printed; `position` with line breaks as spaces."""

    name: str
    position: str | None
    spans: Offsets


@dataclass(frozen=True, slots=True)
class Head:
    """The document's card. `evidence` has the offsets of each field that was read."""

    kind: DocumentKind = "other"
    language: str = "uk"
    languages: tuple[tuple[str, float], ...] = ()
    number: str | None = None
    date: str | None = None
    place: str | None = None
    title: str | None = None
    issuer: Party | None = None
    addressees: tuple[Party, ...] = ()
    in_reply_to: tuple[tuple[str, str | None], ...] = ()
    signatories: tuple[Signatory, ...] = ()
    drafted_by: tuple[str, str | None] | None = None
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    address: str | None = None
    approval: tuple[str | None, str | None, str | None] | None = None
    control: Party | None = None
    evidence: tuple[tuple[str, Offsets], ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Alert:
    """A warning for the clerk; codes are listed in docs/warnings.md."""

    code: str
    message: str
    spans: Offsets = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """All that assemble found, in reading order."""

    head: Head
    measures: tuple[Measure, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    figures: tuple[Figure, ...] = ()
    references: tuple[Reference, ...] = ()
    people: tuple[Person, ...] = ()
    places: tuple[Place, ...] = ()
    warnings: tuple[Alert, ...] = ()
