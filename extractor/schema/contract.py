"""The output contract, version 1, as Pydantic models: what goes over the wire. docs/contract.md explains it.

The JSON Schema in extractor/schema/extraction.schema.json is generated from these models and compared in a test:
adding an optional field is a minor version, anything else a major one.
"""

from __future__ import annotations

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from extractor.schema.facts import (
    Anchor,
    Comparator,
    DeadlineKind,
    DocumentKind,
    MeasureType,
    OrganisationKind,
    PartyKind,
    PlaceType,
    Precision,
    ReferenceType,
    Role,
    Status,
    UnitKind,
)

SCHEMA_VERSION: Final = "1.1"


class Wire(BaseModel):
    """Base of the contract's objects: closed, immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Span(Wire):
    """A stretch of the canonical text: `text[start:end] == quote`, offsets in Unicode code points."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    quote: str
    page: int | None = Field(default=None, ge=1, description="1-based")
    bbox: tuple[float, float, float, float] | None = Field(default=None, description="x0, top, x1, bottom in points")


class Producer(Wire):
    """The program that made the extraction."""

    name: str
    version: str
    models: dict[str, str] = {}


class Container(Wire):
    """The archive, mail or signed container that a document was taken from, and where it stood there."""

    filename: str | None
    sha256: str
    path: str = Field(description='inside the container, parts joined by "/"; never a path of the file system')
    depth: int = Field(ge=1, description="how many containers stand around the document")


class Mail(Wire):
    """A mail's header fields; `date` is ISO 8601 with the sender's offset."""

    sender: str | None
    to: list[str] = []
    cc: list[str] = []
    subject: str | None
    date: str | None


class Signature(Wire):
    """What an electronic signature says of itself; `verified` is null where nothing was verified, with the reason."""

    signer: str | None
    organisation: str | None
    edrpou: str | None
    signed_at: str | None = Field(description="ISO 8601, UTC, by the signer's own clock")
    stamped_at: str | None = Field(description="ISO 8601, UTC, by a time stamp authority")
    verified: None = None
    reason: str


class Source(Wire):
    """Facts of the input. `filename` of a document inside a container is "archive.zip/path/inside.docx"."""

    filename: str | None
    sha256: str
    media_type: str
    bytes: int
    pages: int | None
    reader: str
    ocr: bool
    encoding: str | None
    container: Container | None = None
    mail: Mail | None = None
    signatures: list[Signature] = []


class Party(Wire):
    """Who acts, or is addressed."""

    kind: PartyKind
    name: str
    organisation_id: str | None = None
    person_id: str | None = None
    role: Role = "executor"
    by_consent: bool = False
    evidence: list[Span]


class ReplyTo(Wire):
    """The paper that this one answers."""

    number: str | None
    date: str | None


class Signatory(Wire):
    """Who signed."""

    name: str
    position: str | None


class Drafter(Wire):
    """Who drafted the paper."""

    name: str
    phone: str | None


class Contacts(Wire):
    """The issuer's contacts, as printed."""

    emails: list[str] = []
    phones: list[str] = []
    urls: list[str] = []
    address: str | None = None


class Approval(Wire):
    """The «ЗАТВЕРДЖЕНО» block of an annexed plan."""

    by: str | None
    number: str | None
    date: str | None


class Header(Wire):
    """The registration card."""

    kind: DocumentKind
    language: Literal["uk", "ru"]
    languages: dict[str, float] = {}
    number: str | None = None
    date: str | None = None
    place: str | None = None
    title: str | None = None
    issuer: Party | None = None
    addressees: list[Party] = []
    in_reply_to: list[ReplyTo] = []
    signatories: list[Signatory] = []
    drafted_by: Drafter | None = None
    contacts: Contacts = Contacts()
    approval: Approval | None = None
    control: Party | None = None
    confidence: float = Field(default=1.0, ge=0, le=1)
    evidence: dict[str, list[Span]] = {}


class Deadline(Wire):
    """When. Dates are ISO and inclusive, recurrence an RFC 5545 RRULE value, offset an ISO 8601 duration."""

    text: str
    kind: DeadlineKind
    start: str | None = None
    end: str | None = None
    recurrence: str | None = None
    offset: str | None = None
    anchor: Anchor | None = None
    precision: Precision = "day"
    confidence: float = Field(default=1.0, ge=0, le=1)
    evidence: list[Span]


class Fulfils(Wire):
    """The item of an act that a report answers."""

    reference_id: str | None
    item: str


class Measure(Wire):
    """One action that a body is to do, is doing, or has done."""

    id: str
    number: str | None = None
    type: MeasureType
    status: Status
    text: str
    section: list[str] = []
    responsible: list[Party] = []
    deadlines: list[Deadline] = []
    figure_ids: list[str] = []
    reference_ids: list[str] = []
    place_ids: list[str] = []
    fulfils: Fulfils | None = None
    confidence: float = Field(default=1.0, ge=0, le=1)
    evidence: list[Span]


class Unit(Wire):
    """What a figure is measured in; `code` is ISO 4217, "%", or the SI symbol."""

    kind: UnitKind
    code: str | None = None


class Period(Wire):
    """An interval, inclusive."""

    start: str | None
    end: str | None


class Figure(Wire):
    """A quantity of something, money, or a share."""

    id: str
    value: int | float
    max: int | float | None = None
    comparator: Comparator = "eq"
    unit: Unit
    of: str | None = None
    of_normal: str | None = None
    period: Period | None = None
    measure_id: str | None = None
    confidence: float = Field(default=1.0, ge=0, le=1)
    evidence: list[Span]


class Codes(Wire):
    """Codes of an organisation where a registry given by the user says so."""

    edrpou: str | None = None
    katottg_of_seat: str | None = None
    registry_id: str | None = None


class Organisation(Wire):
    """One body, however often and by whatever name the document calls it."""

    id: str
    name: str
    canonical: str | None = None
    kind: OrganisationKind = "other"
    aliases: list[str] = []
    acronym: str | None = None
    codes: Codes = Codes()
    parent_id: str | None = None
    evidence: list[Span]


class Reference(Wire):
    """A legal act or document that is cited."""

    id: str
    type: ReferenceType
    issuer: str | None = None
    number: str | None = None
    date: str | None = None
    title: str | None = None
    provisions: list[str] = []
    evidence: list[Span]


class Person(Wire):
    """A person; the name is nominative."""

    id: str
    name: str
    position: str | None = None
    organisation_id: str | None = None
    evidence: list[Span]


class Place(Wire):
    """A place; the name is nominative."""

    id: str
    name: str
    type: PlaceType = "other"
    katottg: str | None = None
    evidence: list[Span]


class Warning(Wire):  # noqa: A001 - the contract's own name
    """What a clerk would need to know."""

    code: str
    message: str
    evidence: list[Span] = []


class Extraction(Wire):
    """One document's extraction."""

    schema_version: Literal["1.1"] = SCHEMA_VERSION
    status: Literal["complete", "partial"]
    producer: Producer
    source: Source
    text: str
    document: Header
    measures: list[Measure] = []
    organisations: list[Organisation] = []
    figures: list[Figure] = []
    references: list[Reference] = []
    people: list[Person] = []
    places: list[Place] = []
    warnings: list[Warning] = []


class FailureError(Wire):
    """Why a document could not be read; codes are those of extractor.errors.SOURCE_CODES."""

    code: str
    message: str


class FailedSource(Wire):
    """Facts of the input, as far as known."""

    filename: str | None = None
    sha256: str | None = None
    media_type: str | None = None
    bytes: int | None = None
    container: Container | None = None


class Failure(Wire):
    """In place of an Extraction, where one is owed."""

    schema_version: Literal["1.1"] = SCHEMA_VERSION
    status: Literal["failed"] = "failed"
    source: FailedSource
    error: FailureError
