"""Full text asked for: hits by relevance, with the places in the text."""

from __future__ import annotations

from dataclasses import fields
from typing import Final

from sqlalchemy import Connection, Float, bindparam, literal_column, select, text

from extractor.store import lemmas, query, read, schema
from extractor.store.cursors import pack, unpack
from extractor.store.filters import Filter, of_documents
from extractor.store.refusals import CursorError
from extractor.store.rows import DocumentRow, Hit, Page, Snippet

_D: Final = schema.documents.c
_CARD: Final = tuple(schema.documents.c[f.name] for f in fields(DocumentRow))
#: What a word counts in the title, the measures, the text, and as another reading.
_WEIGHTS: Final = (8.0, 4.0, 1.0, 0.5)
#: Hits behind this many are asked for by a narrower search: each page counts all before it.
_DEEPEST: Final = 10_000
#: Characters of a document that are looked at for snippets, and of a snippet around its first word.
_LOOKED_AT: Final = 200_000
_AROUND: Final = 90
_SNIPPETS: Final = 3
#: Places that the best are taken from.
_MOST: Final = 200


def search(connection: Connection, asked: str, wanted: Filter, after: str | None, limit: int) -> Page[Hit]:
    """See Store.search."""
    terms = query.parse(asked)
    postgresql = connection.dialect.name == "postgresql"
    made = query.tsquery(terms) if postgresql else query.fts5(terms)
    if made is None:
        return Page([], None)
    skipped = unpack(after, int)[0] if after is not None else 0
    if not 0 <= skipped <= _DEEPEST:
        raise CursorError("the cursor is none of ours, or so deep that a narrower search is asked for")
    if postgresql:
        weights = "'{" + ",".join(str(w / _WEIGHTS[0]) for w in reversed(_WEIGHTS)) + "}'"
        score = f"ts_rank({weights}, vector, CAST(:asked AS tsquery))"
        found = text(f"SELECT doc AS seq, {score} AS score FROM search WHERE vector @@ CAST(:asked AS tsquery)")
    else:
        score = f"-bm25(search, {', '.join(map(str, _WEIGHTS))})"
        found = text(f"SELECT rowid AS seq, {score} AS score FROM search WHERE search MATCH :asked")
    hits = found.bindparams(bindparam("asked", made)).columns(_D.seq, literal_column("score", Float)).subquery("hits")
    rows = connection.execute(
        select(hits.c.score, _D.seq, *_CARD)
        .select_from(schema.documents)
        .join(hits, hits.c.seq == _D.seq)
        .where(*of_documents(wanted, connection.dialect.name))
        .order_by(hits.c.score.desc(), _D.seq.desc())
        .offset(skipped)
        .limit(limit + 1)
    ).all()
    texts = read.texts(connection, [row.seq for row in rows[:limit]])
    items = [
        Hit(DocumentRow(*row[2:]), float(row.score), snippets(texts.get(row.seq, ""), terms)) for row in rows[:limit]
    ]
    return Page(items, pack(skipped + limit) if len(rows) > limit else None)


def snippets(source: str, terms: tuple[query.Term, ...]) -> tuple[Snippet, ...]:
    """The places of a text that hold most of the words asked for, in the order in which they stand."""
    asked = [readings for term in terms if not term.without for readings in term.words]
    begins = [term.words[-1][0] if term.beginning else None for term in terms if not term.without for _ in term.words]
    # Words begin as their lemmas do, but for a few: so that not every word of a long text is looked up.
    heads = {word[:2] for readings in asked for word in readings}
    groups: list[list[tuple[int, int, int]]] = []
    for start, end in lemmas.words(source[:_LOOKED_AT]):
        plain = lemmas.key(source[start:end])
        if plain[:2] not in heads:
            continue
        which = _meant(plain, lemmas.asked(source[start:end]), asked, begins)
        if which is None:
            continue
        if groups and end - groups[-1][0][0] <= _AROUND:
            groups[-1].append((start, end, which))
        else:
            groups.append([(start, end, which)])
        if len(groups) > _MOST:
            break
    best = sorted(groups, key=lambda group: (-len({which for *_, which in group}), group[0][0]))[:_SNIPPETS]
    return tuple(_cut(source, [(a, b) for a, b, _ in group]) for group in sorted(best))


def _meant(plain: str, found: tuple[str, ...], asked: list[tuple[str, ...]], begins: list[str | None]) -> int | None:
    """Which of the words asked for this one is."""
    for number, (readings, begin) in enumerate(zip(asked, begins, strict=True)):
        if not set(found).isdisjoint(readings) or (begin is not None and plain.startswith(begin)):
            return number
    return None


def _cut(source: str, group: list[tuple[int, int]]) -> Snippet:
    """The text around, from the beginning of a word to the end of one."""
    start, end = max(group[0][0] - _AROUND, 0), min(group[0][0] + 2 * _AROUND, len(source))
    end = max(end, group[-1][1])
    if start > 0:
        start = min(source.find(" ", start, group[0][0]) + 1 or start, group[0][0])
    if end < len(source):
        end = max(source.rfind(" ", group[-1][1], end), group[-1][1])
    return Snippet(start, source[start:end], tuple((a - start, b - start) for a, b in group))
