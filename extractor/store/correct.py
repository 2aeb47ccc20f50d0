"""Corrections: made sure of, kept, and taken into account, in one transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError
from sqlalchemy import Connection, func, insert, select

from extractor.schema import contract
from extractor.store import apply, change, schema
from extractor.store.correction import (
    FIELDS,
    PARTS,
    Anchor,
    Corrected,
    Correction,
    Example,
    HistoryRow,
    Item,
    Kept,
)
from extractor.store.ledger import kept, withdrawn
from extractor.store.legible import legible
from extractor.store.refusals import ConflictError, CorrectionError, NoDocumentError
from extractor.store.tallies import Changes

if TYPE_CHECKING:
    from extractor.schema.contract import Extraction
    from extractor.store.apply import Applied, Work

_C: Final = schema.corrections.c
_D: Final = schema.documents.c
#: The number of a correction that is being made: behind all others.
_NEW: Final = 2**62
#: What an added item is made of where nobody says more; its name or text is that of the spans.
_MADE: Final[dict[str, tuple[type[contract.Wire], str | None, Item]]] = {
    "measure": (contract.Measure, "text", {"id": "m0", "type": "task", "status": "planned"}),
    "deadline": (contract.Deadline, "text", {"kind": "by"}),
    "party": (contract.Party, "name", {"kind": "organisation"}),
    "figure": (contract.Figure, None, {"id": "f0", "unit": {"kind": "count"}}),
    "organisation": (contract.Organisation, "name", {"id": "o0"}),
    "reference": (contract.Reference, "title", {"id": "r0", "type": "other"}),
    "person": (contract.Person, "name", {"id": "p0"}),
    "place": (contract.Place, "name", {"id": "l0"}),
}


def correct(
    connection: Connection, identity: str, correction: Correction, by: str, token: str, revision: int | None
) -> Corrected:
    """See Store.correct. `token`: of this one call, however often it is tried."""
    row = change.locked(connection, identity)
    if row is None or not row.version:
        raise NoDocumentError("there is no such document, or nothing was found in it to correct")
    done = connection.execute(select(schema.corrections).where(_C.token == token)).one_or_none()
    if done is not None:
        return Corrected(done.id, identity, done.revision, done.item)
    if revision is not None and revision != row.revision:
        raise ConflictError(f"the document has been changed: it is at revision {row.revision}, not {revision}")
    extraction = newest(connection, row)
    before = kept(connection, row.seq)
    old: Item = {}
    if correction.action == "withdraw":
        made = _withdrawn(correction, before)
        after = [c for c in before if c.id != correction.withdraws]
    else:
        made, old = _made(apply.worked(extraction, before), correction)
        after = [*before, made]
    applied = _applied(extraction, after)
    if made.id in applied.unplaced:
        raise CorrectionError("the item was not found in its own document")
    path = applied.paths.get(made.id, correction.item)
    at = change.now()
    number = connection.execute(
        insert(schema.corrections)
        .values(
            doc=row.seq,
            token=token,
            version=row.version,
            revision=row.revision + 1,
            by=legible(by),
            at=at,
            action=correction.action,
            item_kind=made.anchor.kind,
            item=correction.item or path,
            field=", ".join(sorted(correction.changes)) or None,
            old=_json(old),
            new=_json({"changes": dict(made.changes), "spans": made.spans, "withdraws": correction.withdraws}),
            anchor=_json(made.anchor.json()),
            note=legible(correction.note),
        )
        .returning(_C.id)
    ).scalar_one()
    made_rows = change.make(applied.extraction, applied.states)
    counts = Changes()
    change.write_rows(connection, {row.seq: made_rows}, counts)
    count = connection.execute(select(func.count()).where(_C.doc == row.seq)).scalar_one()
    new = change.raise_revision(connection, row, {**made_rows.rows.document, "corrections": count}, at)
    told = {"correction": {"action": correction.action, "kind": made.anchor.kind, "item": path}}
    card = change.card(made_rows.rows, identity, row.sha256, row.version)
    change.announce(connection, [change.News(identity, new, "document.corrected", {**card, **told})], counts)
    return Corrected(number, identity, new, path)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def newest(connection: Connection, row: Any) -> Extraction:
    """The newest extraction of a document, as the program made it."""
    found = select(schema.extractions.c.json).where(
        schema.extractions.c.doc == row.seq, schema.extractions.c.version == row.version
    )
    return change.parsed(connection.execute(found).scalar_one())


def _withdrawn(correction: Correction, before: Sequence[Kept]) -> Kept:
    found = next((c for c in before if c.id == correction.withdraws), None)
    if found is None:
        raise CorrectionError("there is no such correction to withdraw, or it has been withdrawn")
    return replace(found, id=_NEW, changes={}, spans=())


def _made(work: Work, correction: Correction) -> tuple[Kept, Item]:
    """The correction with its anchor, and the values that it changes. Raises CorrectionError."""
    _inside(work.text, correction.spans)
    if correction.action == "add":
        return _added(work, correction), {}
    path = correction.item or ""
    item = dict(apply.walk(work.data)).get(path)
    if item is None:
        raise CorrectionError(f"there is no item {path[:40]!r}")
    kind = apply.kind_of(path)
    if correction.action == "reject" and kind == "document":
        raise CorrectionError("a document cannot be rejected; it can be deleted")
    changes = dict(correction.changes) if correction.action == "edit" else {}
    if correction.action == "edit" and not (changes or correction.spans):
        raise CorrectionError("an edit says what is different: changes or spans")
    _known(kind, changes)
    if kind == "document":
        changes = _parties(work.data, changes, correction.spans)
        quotes = tuple(work.text[start:end] for start, end in correction.spans)
        anchor = Anchor("document", correction.spans, quotes)
        return Kept(_NEW, correction.action, changes, correction.spans, anchor), {n: item[n] for n in changes}
    spans = correction.spans if correction.action == "edit" else ()
    if spans and kind in ("measure", "deadline"):
        changes.setdefault("text", _quoted(work.text, spans))
    old = {name: item[name] for name in changes}
    if spans:
        old["spans"] = apply.standing(item)
    after = None if correction.action == "reject" else _after(work, item, changes, spans)
    changes = apply.frozen(work.data, changes)
    anchor = replace(_anchor(work, kind, item, path), after=after)
    return Kept(_NEW, correction.action, changes, spans, anchor), old


def _after(work: Work, item: Item, changes: Item, spans: Sequence[tuple[int, int]]) -> Item:
    made = {**item, **changes}
    if spans:
        made["evidence"] = apply.evidence(work.data, spans)
    return apply.frozen(work.data, json.loads(_json(made)))


def _added(work: Work, correction: Correction) -> Kept:
    kind = correction.kind or ""
    if kind not in _MADE or not correction.spans:
        raise CorrectionError("what is added has a kind and stands on spans of the text")
    changes = dict(correction.changes)
    _known(kind, changes)
    model, named, usual = _MADE[kind]
    item = {**usual, **changes, "evidence": apply.evidence(work.data, correction.spans)}
    if named is not None:
        item.setdefault(named, _quoted(work.text, correction.spans))
    body = next((o for o in work.data["organisations"] if o["id"] == changes.get("organisation_id")), None)
    if kind == "party" and body is not None and "name" not in changes:
        item["name"] = body["name"]
    try:
        made = model.model_validate(item).model_dump(mode="json")
    except ValidationError as error:
        raise CorrectionError(_first(error)) from error
    quotes = tuple(work.text[start:end] for start, end in correction.spans)
    parent = None
    if kind in PARTS:
        measure = dict(apply.walk(work.data)).get(correction.item or "")
        if measure is None or apply.kind_of(correction.item or "") != "measure":
            raise CorrectionError("a deadline or party is added to a measure: item names it")
        parent = _anchor(work, "measure", measure, correction.item or "")
    after = apply.frozen(work.data, made)
    label = made.get("name") or made.get("text")
    anchor = Anchor(kind, correction.spans, quotes, label, parent, after)
    return Kept(_NEW, "add", apply.frozen(work.data, changes), correction.spans, anchor)


def _anchor(work: Work, kind: str, item: Item, path: str) -> Anchor:
    """Where an item stood when it came, and of a part its measure, so that both can be put in again."""
    spans, label = work.root(item)
    quotes = tuple(work.text[start:end] for start, end in spans)
    parent = None
    if kind in PARTS:
        identity = path.split("/", maxsplit=1)[0]
        measure = next(m for m in work.data["measures"] if m["id"] == identity)
        parent = _anchor(work, "measure", measure, identity)
    return Anchor(kind, spans, quotes, label, parent, _after(work, item, {}, ()))


def _inside(text: str, spans: Sequence[tuple[int, int]]) -> None:
    if any(not 0 <= start < end <= len(text) for start, end in spans):
        raise CorrectionError(f"a span is [start, end) within the {len(text)} characters of the text")
    if len(spans) > 100:
        raise CorrectionError("a thing stands on at most 100 spans")


def _known(kind: str, changes: Item) -> None:
    unknown = sorted(set(changes) - FIELDS[kind])
    if unknown:
        raise CorrectionError(
            f"{unknown[0]!r:.60} of a {kind} cannot be changed; {', '.join(sorted(FIELDS[kind]))} can"
        )


def _parties(data: Item, changes: Item, spans: Sequence[tuple[int, int]]) -> Item:
    """Bodies that a person names stand where the person says."""
    made = dict(changes)
    for name in ("issuer", "control", "addressees"):
        if name not in made:
            continue
        listed = made[name] if isinstance(made[name], list) else [made[name]]
        for number, party in enumerate(listed):
            if isinstance(party, dict):
                whole = {"kind": "organisation", "evidence": apply.evidence(data, spans), **party}
                listed[number] = {"organisation_id": None, "person_id": None, "role": "executor", **whole}
        made[name] = listed if isinstance(made[name], list) else listed[0]
    return made


def _quoted(text: str, spans: Sequence[tuple[int, int]]) -> str:
    return " ".join(" ".join(text[start:end].split()) for start, end in spans)


def _applied(extraction: Extraction, corrections: Sequence[Kept]) -> Applied:
    try:
        return apply.apply(extraction, corrections)
    except ValidationError as error:
        raise CorrectionError(_first(error)) from error


def _first(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"


def history(connection: Connection, identity: str) -> list[HistoryRow]:
    """See Store.history."""
    row = connection.execute(select(schema.documents).where(_D.id == identity)).one_or_none()
    if row is None or not row.version:
        return []
    placed = apply.applied(newest(connection, row), kept(connection, row.seq)).paths
    found = connection.execute(select(schema.corrections).where(_C.doc == row.seq).order_by(_C.id)).all()
    gone = withdrawn(found)
    made = []
    for line in found:
        new, anchor = json.loads(line.new), Anchor.of(json.loads(line.anchor))
        values = dict(new["changes"])
        if new["spans"]:
            values["spans"] = new["spans"]
        if line.action == "withdraw":
            values = {"withdraws": new["withdraws"]}
        made.append(
            HistoryRow(
                id=line.id,
                at=line.at,
                by=line.by,
                action=line.action,
                kind=line.item_kind,
                item=line.item,
                old=json.loads(line.old),
                new=values,
                quotes=anchor.quotes,
                note=line.note,
                version=line.version,
                revision=line.revision,
                withdrawn=line.id in gone,
                placed=line.id in placed or line.action == "withdraw",
            )
        )
    return made


def examples(connection: Connection, after: int, limit: int) -> tuple[list[Example], int | None]:
    """Some decisions behind a correction's number, and where to go on; None at the end."""
    kept_ = schema.extractions
    query = select(schema.corrections, _D.id.label("document_id"), _D.language, kept_.c.json.label("extraction"))
    query = query.join_from(schema.corrections, schema.documents)
    query = query.join(kept_, (kept_.c.doc == _C.doc) & (kept_.c.version == _C.version))
    found = connection.execute(query.where(_C.id > after).order_by(_C.id).limit(limit)).all()
    gone = withdrawn(connection.execute(select(schema.corrections).where(_C.doc.in_({row.doc for row in found}))).all())
    made = [_example(row) for row in found if row.action != "withdraw" and row.id not in gone]
    return made, found[-1].id if len(found) == limit else None


def _example(row: Any) -> Example:
    new, anchor = json.loads(row.new), Anchor.of(json.loads(row.anchor))
    spans = apply.standing(anchor.after) if anchor.after is not None else anchor.spans
    fields = {**json.loads(row.old), **new["changes"]} if row.action == "reject" else dict(new["changes"])
    text = change.parsed(row.extraction).text
    return Example(row.document_id, row.language, text, spans, anchor.kind, row.action, fields, row.by, row.at)
