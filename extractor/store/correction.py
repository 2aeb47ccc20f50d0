"""What people say of an extraction, and how it is carried over to the next one.

A correction names its item by a path in the extraction that the person saw (`m3`, `m3/deadlines/0`,
`m3/responsible/1`, `f2`, `o1`, `r1`, `p1`, `l1`, or `document`), but it is kept with an anchor: the item's kind, the
stretches of text that it stands on, and the item as it was left. In a later extraction the item is the one of its
kind that stands on the same text, whatever its id is then; where there is none, what a person confirmed, edited or
added is put in again, as long as the text still says it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

Action = Literal["edit", "reject", "confirm", "add", "withdraw"]
Kind = Literal["document", "measure", "deadline", "party", "figure", "organisation", "reference", "person", "place"]
#: An item, or the header, as its JSON is.
Item = dict[str, Any]

#: The lists of an extraction, by the kind of their items.
LISTS: Final[dict[str, str]] = {
    "measure": "measures",
    "figure": "figures",
    "organisation": "organisations",
    "reference": "references",
    "person": "people",
    "place": "places",
}
#: The lists of a measure.
PARTS: Final[dict[str, str]] = {"deadline": "deadlines", "party": "responsible"}
KINDS: Final[dict[str, str]] = {name: kind for kind, name in (*LISTS.items(), *PARTS.items())}
#: What may be edited; ids, confidence and evidence follow from what is done, and parts of a measure are items.
FIELDS: Final[dict[str, frozenset[str]]] = {
    "document": frozenset(
        "kind language number date place title issuer addressees in_reply_to signatories drafted_by contacts "
        "approval control".split()
    ),
    "measure": frozenset("number type status text section".split()),
    "deadline": frozenset("kind start end recurrence offset anchor precision".split()),
    "party": frozenset("kind name organisation_id role by_consent".split()),
    "figure": frozenset("value max comparator unit of of_normal period".split()),
    "organisation": frozenset("name canonical kind aliases acronym codes".split()),
    "reference": frozenset("type issuer number date title provisions".split()),
    "person": frozenset("name position organisation_id".split()),
    "place": frozenset("name type katottg".split()),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What one person says at once.

    action: `edit` (other values, other borders), `reject` (there is no such thing), `confirm` (it is right), `add`
        (this was missed), or `withdraw` of an earlier correction.
    item: the path of the item in the corrected extraction; of `add`, of the measure that a deadline or party belongs
        to, else None.
    kind: of the item that `add` makes.
    changes: new values by field, as in the extraction's JSON: those of FIELDS.
    spans: [start, end) of the text: what an added item stands on, an edited one's new borders, or of the document
        where its new values stand.
    withdraws: the number of the correction that is taken back.
    note: for whoever reads the history.
    """

    action: Action
    item: str | None = None
    kind: Kind | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    spans: tuple[tuple[int, int], ...] = ()
    withdraws: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a corrected item stood. `spans` are of the item as the program said it, with their `quotes`; of an item
    that a person added, as added. `label`: its name or text then, for those that stand on the same text or on none.
    `parent`: of the measure that it is a part of. `after`: the item as the correction left it, None where rejected;
    in it, other items are named as {"id", "name"}, as ids shift."""

    kind: str
    spans: tuple[tuple[int, int], ...]
    quotes: tuple[str, ...]
    label: str | None = None
    parent: Anchor | None = None
    after: Item | None = None

    def json(self) -> Item:
        """As it is kept."""
        return {
            "kind": self.kind,
            "spans": [list(span) for span in self.spans],
            "quotes": list(self.quotes),
            "label": self.label,
            "parent": self.parent.json() if self.parent else None,
            "after": self.after,
        }

    @classmethod
    def of(cls, kept: Item) -> Anchor:
        """From what is kept."""
        spans = tuple((int(start), int(end)) for start, end in kept["spans"])
        parent = cls.of(kept["parent"]) if kept["parent"] else None
        return cls(kept["kind"], spans, tuple(kept["quotes"]), kept["label"], parent, kept["after"])


@dataclass(frozen=True, slots=True)
class Kept:
    """A correction as the store has it, ready to be applied to any extraction of its document."""

    id: int
    action: str
    changes: Mapping[str, Any]
    spans: tuple[tuple[int, int], ...]
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Corrected:
    """What became of a correction: its number, the document's new revision, and where the item stands now; None where
    it is rejected."""

    id: int
    document_id: str
    revision: int
    item: str | None


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A line of a document's history. `version`: of the extraction that the person saw; `revision`: of the document
    after it; `old`, `new`: values by field; `quotes`: the text that the item stood on; `withdrawn`: taken back since;
    `placed`: whether it takes effect in the newest extraction."""

    id: int
    at: str
    by: str
    action: str
    kind: str
    item: str | None
    old: Item
    new: Item
    quotes: tuple[str, ...]
    note: str | None
    version: int
    revision: int
    withdrawn: bool
    placed: bool


@dataclass(frozen=True, slots=True)
class Example:
    """A decision of a person, to learn from: `text[start:end]` of the document's text is (`confirm`, `add`), is
    otherwise (`edit`: `fields` are right), or is not (`reject`) a `kind`. Several spans are one thing in parts."""

    document_id: str
    language: str
    text: str
    spans: tuple[tuple[int, int], ...]
    kind: str
    decision: str
    fields: Item
    by: str
    at: str
