"""Corrections applied to an extraction. Pure, and the same whenever it is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pydantic import ValidationError

from extractor.schema.contract import Extraction
from extractor.store.correction import KINDS, LISTS, PARTS, Anchor, Item, Kept

#: Stretches are of the same thing from this share of their union on that they have in common. One half: two spans
#: that are each the half of the other cannot both be meant.
_SAME: Final = 0.5
#: Somebody may add a thing inside another: only what stands on the very same is taken for it.
_VERY_SAME: Final = 0.9
#: What a person said is certain.
_SURE: Final = 1.0
_STATES: Final = {"edit": "edited", "add": "added", "confirm": "confirmed"}


@dataclass(frozen=True, slots=True)
class Applied:
    """A corrected extraction. `states`: confirmed, edited or added, by the path of the item; `paths`: of each
    correction that took effect, by its number, where its item stands now (None where it is rejected); those that did
    not find their place are in `unplaced`."""

    extraction: Extraction
    states: dict[str, str]
    paths: dict[int, str | None]
    unplaced: tuple[int, ...]


@dataclass(slots=True)
class Work:
    """An extraction as JSON while it is changed. `roots` are the spans and names that items had before, which
    corrections are anchored to, and `states` what was said of them; both by identity, the items with them, so that no
    identity is given twice."""

    data: Item
    text: str
    states: dict[int, tuple[Item, str]] = field(default_factory=dict)
    roots: dict[int, tuple[Item, tuple[tuple[int, int], ...], str | None]] = field(default_factory=dict)
    touched: dict[int, Item | None] = field(default_factory=dict)
    unplaced: list[int] = field(default_factory=list)

    def root(self, item: Item) -> tuple[tuple[tuple[int, int], ...], str | None]:
        """The spans and the name of an item as they were when it came."""
        _, stands, label = self.roots.setdefault(id(item), (item, standing(item), item.get("name") or item.get("text")))
        return stands, label


def apply(extraction: Extraction, corrections: Sequence[Kept]) -> Applied:
    """The extraction with what people said of it; itself where nobody said anything."""
    if not corrections:
        return Applied(extraction, {}, {}, ())
    work = worked(extraction, corrections)
    paths = {id(item): path for path, item in walk(work.data)}
    states = {paths[key]: state for key, (_, state) in work.states.items() if key in paths}
    where = {number: None if item is None else paths.get(id(item)) for number, item in work.touched.items()}
    return Applied(Extraction.model_validate(work.data), states, where, tuple(work.unplaced))


def applied(extraction: Extraction, corrections: Sequence[Kept]) -> Applied:
    """The same; corrections that a newer contract no longer allows are left out, and named as unplaced."""
    try:
        return apply(extraction, corrections)
    except ValidationError:
        good: list[Kept] = []
        for correction in corrections:
            with suppress(ValidationError):
                apply(extraction, [*good, correction])
                good.append(correction)
        made = apply(extraction, good)
        bad = {c.id for c in corrections} - {c.id for c in good}
        return replace(made, unplaced=(*made.unplaced, *sorted(bad)))


def worked(extraction: Extraction, corrections: Sequence[Kept]) -> Work:
    """The same, open for more."""
    work = Work(extraction.model_dump(mode="json"), extraction.text)
    for _, item in walk(work.data)[1:]:
        work.root(item)
    for correction in corrections:
        try:
            work.touched[correction.id] = _apply(work, correction)
        except LookupError:
            work.unplaced.append(correction.id)
    _unlink(work.data)
    return work


def walk(data: Item) -> list[tuple[str, Item]]:
    """The items of an extraction with their paths."""
    found: list[tuple[str, Item]] = [("document", data["document"])]
    for name in LISTS.values():
        for item in data[name]:
            found.append((item["id"], item))
            if name == "measures":
                for part in PARTS.values():
                    found += [(f"{item['id']}/{part}/{number}", made) for number, made in enumerate(item[part])]
    return found


def kind_of(path: str) -> str:
    """The kind of the item at a path of an extraction. Raises LookupError where the path is none."""
    if path == "document":
        return "document"
    head, *rest = path.split("/")
    if len(rest) == 2 and rest[0] in PARTS.values():
        return KINDS[rest[0]]
    letters = {"m": "measure", "f": "figure", "o": "organisation", "r": "reference", "p": "person", "l": "place"}
    if rest or head[:1] not in letters:
        raise LookupError(path)
    return letters[head[:1]]


def _apply(work: Work, correction: Kept) -> Item | None:
    """The item that was touched, None where it is gone. Raises LookupError where it has no place."""
    anchor, action = correction.anchor, correction.action
    if anchor.kind == "document":
        return _header(work, correction)
    home = _home(work, anchor)
    item = _found(work, home, anchor, _VERY_SAME if action == "add" else _SAME)
    if action == "reject":
        if item is None:
            raise LookupError(anchor.kind)
        # By identity: two equal items are two.
        home[:] = [other for other in home if other is not item]
        return None
    if item is None:
        item = _put_in(work, home, anchor)
    elif action != "confirm":
        item.update(_linked(work, correction.changes, item))
        if correction.spans and anchor.after is not None:
            item["evidence"] = evidence(work.data, _moved(work, anchor.after))
    if "confidence" in item:
        item["confidence"] = _SURE
    work.states[id(item)] = (item, _STATES[action])
    return item


def _header(work: Work, correction: Kept) -> Item:
    header: Item = work.data["document"]
    if correction.action == "edit":
        header.update(correction.changes)
        placed = _placed(work.text, correction.spans, correction.anchor.quotes)
        for name in correction.changes:
            if placed:
                header["evidence"][name] = evidence(work.data, placed)
    header["confidence"] = _SURE
    work.states[id(header)] = (header, _STATES[correction.action])
    return header


def _home(work: Work, anchor: Anchor) -> list[Item]:
    """The list that the item stands in."""
    if anchor.kind not in PARTS:
        found: list[Item] = work.data[LISTS[anchor.kind]]
        return found
    if anchor.parent is None:
        raise LookupError(anchor.kind)
    measure = _found(work, work.data["measures"], anchor.parent)
    if measure is None:
        measure = _put_in(work, work.data["measures"], anchor.parent)
    parts: list[Item] = measure[PARTS[anchor.kind]]
    return parts


def _found(work: Work, home: list[Item], anchor: Anchor, least: float = _SAME) -> Item | None:
    """The item that stands on the anchor's text, best first; None where none does by the `least` share."""
    placed = _placed(work.text, anchor.spans, anchor.quotes)
    best, most = None, (least, False)
    for item in home:
        stands, label = work.root(item)
        share = _shared(placed, stands) if anchor.spans else float(not stands and label == anchor.label)
        if share >= least and (best is None or (share, label == anchor.label) > most):
            best, most = item, (share, label == anchor.label)
    return best


def standing(item: Item) -> tuple[tuple[int, int], ...]:
    """The stretches of text that an item stands on."""
    return tuple((span["start"], span["end"]) for span in item["evidence"])


def _shared(first: Sequence[tuple[int, int]], second: Sequence[tuple[int, int]]) -> float:
    """Characters that both cover, as a share of those that either does."""
    ours, theirs = _covered(first), _covered(second)
    both = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in ours for b in theirs)
    either = sum(end - start for start, end in (*ours, *theirs)) - both
    return both / either if either else 0.0


def _covered(found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    made: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(made[-1][1], end))
        else:
            made.append((start, end))
    return made


def _placed(text: str, wanted: Sequence[tuple[int, int]], quotes: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where the quotes stand in this text: there, or where they stand nearest; () where one stands nowhere."""
    made: list[tuple[int, int]] = []
    for (start, end), quote in zip(wanted, quotes, strict=False):
        at = start if text[start:end] == quote else _nearest(text, quote, start)
        if at is None:
            return ()
        made.append((at, at + len(quote)))
    return tuple(made)


def _nearest(text: str, quote: str, near: int) -> int | None:
    before = text.rfind(quote, 0, near + len(quote))
    behind = text.find(quote, near)
    places = [at for at in (before, behind) if at >= 0]
    return min(places, key=lambda at: abs(at - near)) if places and quote else None


def _moved(work: Work, after: Item | None) -> tuple[tuple[int, int], ...]:
    """Where an item as a person left it stands in this text. Raises LookupError where its text is gone."""
    if after is None:
        raise LookupError("rejected")
    evidence = after["evidence"]
    placed = _placed(work.text, standing(after), [span["quote"] for span in evidence])
    if not placed and evidence:
        raise LookupError("the text is gone")
    return placed


def _put_in(work: Work, home: list[Item], anchor: Anchor) -> Item:
    """An item that this extraction lacks, as a person left it, in reading order."""
    placed = _moved(work, anchor.after)
    item: Item = {**(anchor.after or {}), "evidence": evidence(work.data, placed)}
    item = {**item, **_linked(work, item, item)}
    if "id" in item:
        taken = [int(other["id"][1:]) for other in home if other["id"][1:].isdigit()]
        item["id"] = f"{item['id'][:1]}{max(taken, default=0) + 1}"
    if anchor.kind == "measure":
        item.update(
            figure_ids=_inside(work.data["figures"], placed),
            reference_ids=_inside(work.data["references"], placed),
            place_ids=_inside(work.data["places"], placed),
            responsible=[{**party, **_linked(work, party, party)} for party in item["responsible"]],
            deadlines=[dict(deadline) for deadline in item["deadlines"]],
        )
        for part in (*item["responsible"], *item["deadlines"]):
            part["evidence"] = evidence(work.data, _moved(work, part))
            work.root(part)
    first = placed[0][0] if placed else 0
    at = next((n for n, other in enumerate(home) if other["evidence"] and other["evidence"][0]["start"] > first), None)
    home.insert(len(home) if at is None else at, item)
    work.root(item)
    return item


def frozen(data: Item, item: Item) -> Item:
    """An item to be kept: the organisations that it names by id, by name too."""
    made = dict(item)
    if isinstance(made.get("organisation_id"), str):
        body = next((o for o in data["organisations"] if o["id"] == made["organisation_id"]), None)
        made["organisation_id"] = {"id": body["id"], "name": body["canonical"] or body["name"]} if body else None
    if "responsible" in made:
        made["responsible"] = [frozen(data, party) for party in made["responsible"]]
    return made


def _linked(work: Work, changes: Mapping[str, Any], item: Item) -> Item:
    """New values with the organisation that they name by the id that it has here; of a person too."""
    made = dict(changes)
    if isinstance(made.get("organisation_id"), dict):
        name = made["organisation_id"]["name"]
        bodies = work.data["organisations"]
        made["organisation_id"] = next((o["id"] for o in bodies if name in (o["canonical"], o["name"])), None)
    if "person_id" in made and made is not item:
        people = work.data["people"]
        made["person_id"] = next((p["id"] for p in people if p["name"] == made.get("name")), None)
    return made


def _inside(items: Sequence[Item], placed: Sequence[tuple[int, int]]) -> list[str]:
    return [
        item["id"] for item in items if any(start <= a and b <= end for a, b in standing(item) for start, end in placed)
    ]


def evidence(data: Item, wanted: Sequence[tuple[int, int]]) -> list[Item]:
    """Evidence on these stretches of the text: with the page where the evidence around tells it, and the box of the
    same stretch where there is one."""
    known = sorted(_all_evidence(data), key=lambda span: (span["start"], span["end"]))
    made = []
    for start, end in wanted:
        same = next((s for s in known if (s["start"], s["end"]) == (start, end)), None)
        before = next((s["page"] for s in reversed(known) if s["start"] <= start), None)
        behind = next((s["page"] for s in known if s["start"] >= start), None)
        page = same["page"] if same else before if before == behind else None
        box = same["bbox"] if same else None
        made.append({"start": start, "end": end, "quote": data["text"][start:end], "page": page, "bbox": box})
    return made


def _all_evidence(data: Item) -> list[Item]:
    found = [span for _, item in walk(data) if isinstance(item["evidence"], list) for span in item["evidence"]]
    return found + [span for name in data["document"]["evidence"].values() for span in name]


def _unlink(data: Item) -> None:
    """No item names another that is not there."""
    there = {name: {item["id"] for item in data[name]} for name in LISTS.values()}
    for measure in data["measures"]:
        for name, listed in (("figure_ids", "figures"), ("reference_ids", "references"), ("place_ids", "places")):
            measure[name] = [identity for identity in measure[name] if identity in there[listed]]
        if measure["fulfils"] and measure["fulfils"]["reference_id"] not in there["references"]:
            measure["fulfils"]["reference_id"] = None
        for party in measure["responsible"]:
            _unlink_party(party, there)
    header = data["document"]
    for party in (*header["addressees"], header["issuer"], header["control"]):
        if party is not None:
            _unlink_party(party, there)
    for name, kind, listed in (
        ("figures", "measure_id", "measures"),
        ("organisations", "parent_id", "organisations"),
        ("people", "organisation_id", "organisations"),
    ):
        for item in data[name]:
            if item[kind] not in there[listed]:
                item[kind] = None


def _unlink_party(party: Item, there: dict[str, set[Any]]) -> None:
    if party["organisation_id"] not in there["organisations"]:
        party["organisation_id"] = None
    if party["person_id"] not in there["people"]:
        party["person_id"] = None
