"""Bodies of a name that many have («відділ освіти») are one for each authority that they hang on.

What identity.py said when this step was made, over rows and JSON as they were then."""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

#: Documents whose rows are in memory at once.
_TOGETHER: Final = 200
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’ʼ`-][^\W\d_]+)*")
_QUOTED: Final = re.compile(r'[«"“„]\s*\w')
_LATIN: Final = re.compile("[A-Za-z]{2}")
#: «Вирівська», «Каменская»: what a place is called after …
_ADJECTIVE: Final = re.compile(r"\w{3,}(?:ськ|цьк|зьк|ск)(?:а|ий|ий|е|ої|ого|ому|ій|і|их|ая|ое|ие|ой|ого|ому|ом|ую)\Z")
#: … but for these, and for «…ический».
_COMMON: Final = re.compile(
    r"(?:міськ|сільськ|сельск|городск|заміськ|гірськ|морськ|морск|заводськ|заводск|громадськ|гражданск|господарськ"
    r"|людськ|батьківськ|родительск|попечительськ|попечительск|опікунськ|учнівськ|учительськ|учительск|вчительськ"
    r"|викладацьк|студентськ|студенческ|юнацьк|детск|женск|козацьк|селянськ|крестьянск|фермерськ|фермерск|лікарськ"
    r"|медсестринськ|сестринск|медицинск|акушерськ|акушерск|фельдшерськ|фельдшерск|аптекарськ|адвокатськ|адвокатск"
    r"|суддівськ|судейск|депутатськ|депутатск|бухгалтерськ|бухгалтерск|диспетчерськ|диспетчерск|комендантськ"
    r"|християнськ|христианск|католицьк|католическ|рибальськ|мисливськ|шахтарськ|військ|войск|воинск|споживацьк"
    r"|потребительск|видавницьк|издательск|підприємницьк|предпринимательск|волонтерськ|волонтерск|ветеранськ"
    r"|ветеранск|дослідницьк|исследовательск|архітекторськ|авторськ|авторск|банківськ|банковск|профспілковськ"
    r"|консультантськ|консультационн|секретарськ|секретарск|партнерськ|партнерск|президентськ|президентск|парламентськ|парламентск|материнськ|материнск|спортивн)"
    r"|\w+(?:ическ|ческ)(?=\w{2,3}\Z)"
)
#: A place behind the word for what it is, whatever its case: «міста Вирів», «приозерного края».
_PLACE: Final = re.compile(
    r"\b(?:міста|города|села|селища|поселка|посёлка|станицы|хутора|деревни|аула)\s+(?!та\b|і\b|и\b|й\b|або\b|или\b)\w{3,}"
    r"|\b(?!городск|сельск|муниципальн|автономн|федеральн|територіальн|территориальн|об.єднан|міськ|сільськ|селищн|всього"
    r"|всієї|свого|нашого|нашої|этого|всего|своего|данного|административн|адміністративн|соответствующ|відповідн)"
    r"\w+(?:ого|его|ої|ой)\s+(?:краю|края|области|області|району|района|округу|округа|громади|республики|республіки)\b"
)
#: What there is once in a country; it says of no place in it.
_NATIONAL: Final = re.compile(
    r"(?:міністерств|министерств|міністр|министр|прем.єр|премьер|кабінет\w* міністр|кабинет\w* министр|кабмін|кабмин"
    r"|уряд\b|правительств|верховн|конституційн|конституционн|(?:президент|парламент)\w*\Z"
    r"|центральн\w* виборч|центральн\w* избират|генеральн\w* прокур|рахунков\w* палат"
    r"|счетн\w* палат|антимонопольн|служб\w* безпеки|пенсійн\w* фонд|пенсионн\w* фонд|фонд\w* державного майна"
    r"|державн\w* (?:служб|агентств|комітет|інспекц|дум|казначейств)"
    r"|государственн\w* (?:служб|агентств|комитет|инспекц|дум|казначейств)"
    r"|(?:національн|всеукраїнськ|українськ|национальн|всероссийск|российск|федеральн)\w*\s+"
    r"(?:\w+(?:н|ськ|ск|ов)(?:а|ий|е|ої|ого|ому|ій|і|их|ая|ое|ие|ой|ом|ую)\s+)*"
    r"(?:банк|поліц|полиц|гварді|гварди|агентств|бюро|комісі|комисси|комітет|комитет|рад|совет|служб|інспекці|инспекци"
    r"|фонд|академі|академи|інститут|институт|казначейств|собрани|збор|асоціаці|ассоциаци|спілк|союз))"
)
#: What says «of the whole country» and no more.
_COUNTRYWIDE: Final = re.compile(r"національн|всеукраїнськ|українськ|национальн|всероссийск|российск|федеральн")
#: A ministry «области» is none of the country's.
_LOCAL: Final = re.compile(r"\b(?:області|области|краю|края|району|района|громади|округу|округа|міста|города)\b")
_COUNTRY: Final = re.compile(r"(?:україн|росі[йяї]|росси|федерац|республі|республик)")
_COUNTRY_ADJECTIVE: Final = re.compile(rf"{_COUNTRY.pattern}\w*с[ьк]")
#: Short names that say a level and no more.
_LEVELS: Final = frozenset(("ода", "ова", "рда", "рва", "мва", "цнап"))

_CODE: Final = sa.String(32).with_variant(sa.String(32, collation="C"), "postgresql")


def _table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *map(sa.column, columns))


_DOCUMENTS: Final = _table("documents", "seq", "version", "issuer_body")
_EXTRACTIONS: Final = _table("extractions", "doc", "version", "json")
_ORGANISATIONS: Final = _table("organisations", "doc", "id", "ord", "name", "canonical", "body")
_PARTIES: Final = _table("parties", "doc", "ord", "place", "kind", "name", "organisation", "body")
_BODIES: Final = _table("bodies", "id", "name", "key", "lemmas", "kind", "authority", "base")


class Named(NamedTuple):
    """A name and the key of the body that it was taken for."""

    name: str
    key: str


class Paper(NamedTuple):
    """A document's organisations by id, its parties, and what its JSON tells of them."""

    organisations: dict[str, Any]
    parties: list[Any]
    parents: dict[str, str | None]
    spans: dict[str, list[tuple[int, int]]]
    issuer_spans: list[tuple[int, int]]


class Changes(NamedTuple):
    """Rows to be written: new bodies by id, and new ids of bodies where they are named."""

    bodies: dict[str, dict[str, Any]]
    organisations: list[dict[str, Any]]
    parties: list[dict[str, Any]]
    issuers: list[dict[str, Any]]


def upgrade() -> None:
    """Add the columns, and part the bodies of the documents that are there."""
    op.add_column("bodies", sa.Column("authority", _CODE, nullable=True))
    op.add_column("bodies", sa.Column("base", _CODE, nullable=True))
    op.create_index("ix_bodies_base", "bodies", ["base"])
    connection = op.get_bind()
    for docs in _documents(connection):
        papers = _papers(connection, docs)
        changes = Changes({}, [], [], [])
        for doc, paper in papers.items():
            _part(doc, paper, changes)
        _write(connection, changes)
    _forget(connection)


def _documents(connection: sa.Connection) -> Iterator[list[int]]:
    """The numbers of documents that were read, a few at a time."""
    last = -1
    while True:
        query = sa.select(_DOCUMENTS.c.seq).where(_DOCUMENTS.c.seq > last, _DOCUMENTS.c.version > 0)
        docs = list(connection.execute(query.order_by(_DOCUMENTS.c.seq).limit(_TOGETHER)).scalars())
        if not docs:
            return
        yield docs
        last = docs[-1]


def _papers(connection: sa.Connection, docs: Sequence[int]) -> dict[int, Paper]:
    papers = {doc: Paper({}, [], {}, {}, []) for doc in docs}
    key = _BODIES.c.key
    named = sa.select(_ORGANISATIONS, key).join_from(_ORGANISATIONS, _BODIES, _BODIES.c.id == _ORGANISATIONS.c.body)
    named = named.where(_ORGANISATIONS.c.doc.in_(docs)).order_by(_ORGANISATIONS.c.doc, _ORGANISATIONS.c.ord)
    for row in connection.execute(named):
        papers[row.doc].organisations[row.id] = row
    acting = sa.select(_PARTIES, key).join_from(_PARTIES, _BODIES, _BODIES.c.id == _PARTIES.c.body)
    for row in connection.execute(acting.where(_PARTIES.c.doc.in_(docs)).order_by(_PARTIES.c.doc, _PARTIES.c.ord)):
        papers[row.doc].parties.append(row)
    kept = sa.select(_EXTRACTIONS.c.doc, _EXTRACTIONS.c.json).join_from(
        _EXTRACTIONS,
        _DOCUMENTS,
        sa.and_(_DOCUMENTS.c.seq == _EXTRACTIONS.c.doc, _DOCUMENTS.c.version == _EXTRACTIONS.c.version),
    )
    for row in connection.execute(kept.where(_EXTRACTIONS.c.doc.in_(papers))):
        _tell(papers[row.doc], json.loads(zlib.decompress(row.json)))
    return papers


def _tell(paper: Paper, found: Mapping[str, Any]) -> None:
    for organisation in found["organisations"]:
        paper.parents[organisation["id"]] = organisation.get("parent_id")
        paper.spans[organisation["id"]] = _spans(organisation)
    issuer = found["document"].get("issuer")
    paper.issuer_spans.extend(_spans(issuer) if issuer else [])


def _spans(item: Mapping[str, Any]) -> list[tuple[int, int]]:
    return [(span["start"], span["end"]) for span in item["evidence"]]


def _part(doc: int, paper: Paper, changes: Changes) -> None:
    """What changes in a document."""
    highest = _highest(paper)
    ids: dict[str, str] = {}
    for identity, row in paper.organisations.items():
        authority = None
        if row.canonical is None and not settled(row.name):
            near = next((n for n in _above(paper, identity) if settled(n.name)), None)
            authority = near or _other(highest, row.key)
        ids[identity] = _hung(row.body, row.key, authority, changes)
        if ids[identity] != row.body:
            changes.organisations.append({"of": doc, "at": identity, "new": ids[identity]})
    for party in paper.parties:
        if party.organisation in ids:
            new = ids[party.organisation]
        else:
            plain = party.kind == "person" or settled(party.name)
            new = _hung(party.body, party.key, None if plain else _other(highest, party.key), changes)
        if new != party.body:
            changes.parties.append({"of": doc, "at": party.ord, "new": new})
            if party.place == "issuer":
                changes.issuers.append({"of": doc, "new": new})


def _hung(old: str, key: str, authority: Named | None, changes: Changes) -> str:
    """The id of a body; a new one is noted, to be made from the row of the old."""
    if authority is None:
        return old
    new = _identity(f"{key}\0{authority.key}")
    changes.bodies[new] = {"new": new, "above": _identity(authority.key), "old": old}
    return new


def _identity(key: str) -> str:
    return hashlib.sha256(f"body\0{key}".encode()).hexdigest()[:32]


def _other(authority: Named | None, key: str) -> Named | None:
    return None if authority is None or authority.key == key else authority


def _above(paper: Paper, identity: str) -> list[Named]:
    names: list[Named] = []
    seen = {identity}
    at = paper.parents.get(identity)
    while at is not None and at in paper.organisations and at not in seen:
        seen.add(at)
        names.append(_named(paper.organisations[at]))
        at = paper.parents.get(at)
    return names


def _named(row: Any) -> Named:
    return Named(row.canonical or row.name, row.key)


def _highest(paper: Paper) -> Named | None:
    """The authority whose document it is."""
    issuer = next((party for party in paper.parties if party.place == "issuer"), None)
    if issuer is None:
        return None
    if issuer.organisation in paper.organisations:
        own, above = _named(paper.organisations[issuer.organisation]), _above(paper, issuer.organisation)
    else:
        own = Named(issuer.name, issuer.key)
        above = [
            _named(row)
            for identity, row in paper.organisations.items()
            for inside in paper.spans.get(identity, [])
            if any(start < inside[0] and inside[1] <= end for start, end in paper.issuer_spans)
        ]
    highest = next((named for named in reversed(above) if local(named.name)), None)
    return highest or (own if settled(own.name) else None)


def _write(connection: sa.Connection, changes: Changes) -> None:
    old = _BODIES.alias("old")
    new: sa.BindParameter[str] = sa.bindparam("new", type_=sa.String())
    above: sa.BindParameter[str] = sa.bindparam("above", type_=sa.String())
    of: sa.BindParameter[int] = sa.bindparam("of")
    at: sa.BindParameter[Any] = sa.bindparam("at")
    made = sa.select(new, old.c.name, old.c.key, old.c.lemmas, old.c.kind, above, old.c.id)
    made = made.where(old.c.id == sa.bindparam("old"), ~sa.exists().where(_BODIES.c.id == new))
    bodies = sa.insert(_BODIES).from_select(["id", "name", "key", "lemmas", "kind", "authority", "base"], made)
    ours = sa.update(_ORGANISATIONS).where(_ORGANISATIONS.c.doc == of, _ORGANISATIONS.c.id == at).values(body=new)
    parties = sa.update(_PARTIES).where(_PARTIES.c.doc == of, _PARTIES.c.ord == at).values(body=new)
    issuers = sa.update(_DOCUMENTS).where(_DOCUMENTS.c.seq == of).values(issuer_body=new)
    for statement, rows in (
        (bodies, list(changes.bodies.values())),
        (ours, changes.organisations),
        (parties, changes.parties),
        (issuers, changes.issuers),
    ):
        if rows:
            connection.execute(statement, rows)


def _forget(connection: sa.Connection) -> None:
    """Bodies that nobody names any more."""
    parted = _BODIES.alias("parted")
    named = (
        sa.exists().where(_PARTIES.c.body == _BODIES.c.id),
        sa.exists().where(_ORGANISATIONS.c.body == _BODIES.c.id),
    )
    connection.execute(sa.delete(_BODIES).where(sa.exists().where(parted.c.base == _BODIES.c.id), ~sa.or_(*named)))


@lru_cache(maxsize=20_000)
def local(name: str) -> bool:
    """Does the name say which of many it is: by a place, a name in quotation marks, or any other of its own?"""
    if _QUOTED.search(name) or _LATIN.search(name):
        return True
    plain, words = name.casefold(), _WORD.findall(name)
    if name.isupper():
        return plain not in _LEVELS and not _national(plain)
    own = [w for w in words[1:] if w[0].isupper() and not w.isupper() and not _COUNTRY.match(w.casefold())]
    return bool((own and not _national(plain)) or _PLACE.search(plain) or any(map(_after_place, words)))


def _after_place(word: str) -> bool:
    plain = word.casefold()
    of_many = _COMMON.match(plain) or _NATIONAL.match(plain) or _COUNTRYWIDE.match(plain)
    return bool(_ADJECTIVE.match(plain)) and not of_many


def _national(plain: str) -> bool:
    return bool(_NATIONAL.match(plain)) and not _LOCAL.search(plain)


@lru_cache(maxsize=20_000)
def settled(name: str) -> bool:
    """Is one body meant by the name wherever it stands: is it local, or national?"""
    return _national(name.casefold()) or _of_a_country(name) or local(name)


def _of_a_country(name: str) -> bool:
    """Does the name hold a country's? An adjective of it counts with a capital that no first word has."""
    return any(
        _COUNTRY.match(word.casefold())
        and (not _COUNTRY_ADJECTIVE.match(word.casefold()) or (n > 0 and word[0].isupper()))
        for n, word in enumerate(_WORD.findall(name))
    )
