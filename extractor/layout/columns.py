"""Which column of a table is what: by its header's words, or without a header by its content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final, cast

from extractor.data import load
from extractor.layout import columns_model
from extractor.layout.columns_features import Cells
from extractor.schema.outline import ColumnRole

#: A cell that is nothing but a time: how a deadline column looks without its head.
_TIME: Final = re.compile(
    r"(?:до |по |з |с |від |не пізніше |протягом |упродовж |в течение )?"
    r"(?:\d{1,2}[.-]\d{1,2}[.-](?:19|20)?\d\d|(?:\d{1,2} )?[а-яіїє]{3,9}(?: ?- ?[а-яіїє]{3,9})? (?:19|20)\d\d"
    r"|[IVXІХ]{1,3}(?: ?[-,] ?[IVXІХ]{1,3})? (?:квартал|півріччя|полугодие|кв)"
    r"|(?:19|20)\d\d(?: ?- ?(?:19|20)\d\d)?(?: ?рр?\.?| рок[иу]| рік| год[ы]?)?"
    r"|постійно|постоянно|щоміс\w+|щокварт\w+|щорічно|щороку|ежемес\w+|ежекварт\w+|ежегодно|протягом року"
    r"|в течение года)",
    re.IGNORECASE,
)
#: A table without a head is taken for a plan where the model is this sure; the contract's own line between no and yes.
TAKEN: Final = 0.5
#: How sure the rule is where there is no model.
_RULED: Final = 0.98
#: A head of a column of dates is no longer, in characters.
_SHORT_HEAD: Final = 40
_NUMBER: Final = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,3}[.)]?\Z")
#: How the name of an action begins: an infinitive or the noun of an action.
_ACTION: Final = re.compile(
    r"(?:[\w'-]+ ){0,2}?(?:[\w'-]{3,}(?:ти|тися|ть|ться|ння|ття|ція|ение|ание|тие|ация)|участь|участие|контроль|ремонт|"
    r"перевірка|проверка|підготовка|подготовка|розробка|разработка|засідання|заседание|нарада|совещание|семінар|семинар|"
    r"конкурс|рейд|день|свято|праздник|закупівля|закупка)\b",
    re.IGNORECASE,
)
_BODY: Final = re.compile(
    r"департамент|управлінн|відділ|адміністраці|виконком|виконавч|міністерств|мін[а-яіє]{3,}|центр|служб|рада\b|ради\b|"
    r"комітет|агентств|управлени|отдел|администраци|министерств|комитет|голов[аи]|директор|начальник|за згодою|"
    r"по согласованию|\bОДА\b|\bРДА\b|\bКМУ\b",
    re.IGNORECASE,
)


@cache
def _patterns() -> tuple[tuple[ColumnRole, re.Pattern[str]], ...]:
    entries = load("plans")["column"]
    return tuple((cast(ColumnRole, e["role"]), re.compile(e["pattern"])) for e in entries)


_BROKEN: Final = re.compile(r"(?<=[а-яіїєґ]{3})-\s?(?=[а-яіїєґ]{2})")


def role_of(header: str) -> ColumnRole | None:
    """The role that a header cell's words name; None where they name none."""
    words = " ".join(header.lower().split())
    if not words or len(words) > 150:
        return None
    # a narrow column breaks its head: «Відповідаль-ний»
    forms = dict.fromkeys((words, _BROKEN.sub("", words)))
    found = next((role for form in forms for role, pattern in _patterns() if pattern.search(form)), None)
    # «Завершення розроблення стандартів …» is what to do, not the head of a column of ends
    return None if found in ("start", "end") and len(words) > _SHORT_HEAD else found


def by_header(cells: Sequence[str]) -> tuple[ColumnRole, ...] | None:
    """The roles of a header row's columns, or None when the row is no head of a plan.

    A plan's head names a measure (or else a task) and who or when."""
    roles = [role_of(c) for c in cells]
    if "measure" not in roles:
        if "goal" not in roles:
            return None
        roles[len(roles) - 1 - roles[::-1].index("goal")] = "measure"
    if not {"responsible", "deadline", "start", "end"} & set(roles):
        return None
    if roles[0] is None and not cells[0].strip():
        roles[0] = "number"
    return _one_measure([r or "other" for r in roles])


def _one_measure(roles: list[ColumnRole]) -> tuple[ColumnRole, ...]:
    """Of several columns that speak of measures the last before who and when is it; those before it are goals."""
    at = [i for i, r in enumerate(roles) if r == "measure"]
    for i in at[:-1]:
        roles[i] = "goal" if at[-1] - i < 4 else "measure"
    return tuple(roles)


def by_cells(columns: Sequence[Cells]) -> tuple[tuple[ColumnRole, ...], float] | None:
    """The roles of columns that have no head, and how probable it is that the table is a plan and the column of its
    measures the right one: by models/columns, without it by the rule. None when this is no plan."""
    weights = columns_model.shipped()
    if weights is None:
        ruled = by_content([[cell or "" for cell in column] for column in columns])
        return None if ruled is None else (ruled, _RULED)
    found = columns_model.read(columns, weights)
    return None if found is None or found.probability < TAKEN else (found.roles, found.probability)


def by_content(columns: Sequence[Sequence[str]]) -> tuple[ColumnRole, ...] | None:
    """The roles of columns that have no head, from their cells; None when this is no plan."""
    shares = [_share(c) for c in columns]
    roles: list[ColumnRole] = ["other"] * len(columns)
    for i, (numbers, times, bodies, _) in enumerate(shares):
        if numbers >= 0.6 and i == 0:
            roles[i] = "number"
        elif times >= 0.6:
            roles[i] = "deadline"
        elif bodies >= 0.6:
            roles[i] = "responsible"
    rest = [(shares[i][3], i) for i, r in enumerate(roles) if r == "other"]
    if not rest or "deadline" not in roles or ("responsible" not in roles and "number" not in roles):
        return None
    measure = max(rest)[1]
    if _share_of_actions(columns[measure]) < (0.3 if "responsible" in roles else 0.5):
        return None
    roles[measure] = "measure"
    dates = [i for i, r in enumerate(roles) if r == "deadline"]
    if len(dates) == 2:
        roles[dates[0]], roles[dates[1]] = "start", "end"
    return tuple(roles)


def _share_of_actions(cells: Sequence[str]) -> float:
    full = [c.strip() for c in cells if c.strip()]
    return sum(_ACTION.match(c) is not None for c in full) / len(full) if full else 0.0


def _share(cells: Sequence[str]) -> tuple[float, float, float, float]:
    """Shares of cells that are numbers, times, bodies; and the mean length."""
    full = [" ".join(c.split()) for c in cells if c.strip()]
    if not full:
        return 0.0, 0.0, 0.0, 0.0
    n = len(full)
    return (
        sum(bool(_NUMBER.match(c)) for c in full) / n,
        sum(bool(_TIME.match(c)) and len(c) < 60 for c in full) / n,
        sum(bool(_BODY.search(c)) for c in full) / n,
        sum(map(len, full)) / n,
    )
