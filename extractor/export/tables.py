"""The tables that an extraction is laid out in: names, columns, types, keys. CSV, Excel, Parquet and the data package
share them; rows.py fills them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from extractor.export.options import TableName

Type = Literal["string", "integer", "number", "boolean", "date"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its stable name, its type, and its heading for people."""

    name: str
    type: Type
    title: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `key` names the columns that tell its rows apart; `of` the tables whose keys it repeats: an id of
    the measures stands in the column measure_id, of the documents in document_id."""

    name: TableName
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    of: tuple[TableName, ...] = ("documents",)

    def column(self, name: str) -> int:
        """The place of a column."""
        return next(i for i, c in enumerate(self.columns) if c.name == name)


_HEADINGS: Final[dict[str, str]] = {
    "document_id": "Документ",
    "filename": "Файл",
    "sha256": "SHA-256",
    "media_type": "Тип файлу",
    "bytes": "Байтів",
    "pages": "Сторінок",
    "ocr": "Розпізнано",
    "status": "Стан",
    "kind": "Вид",
    "language": "Мова",
    "number": "№",
    "date": "Дата",
    "place": "Місце",
    "title": "Назва",
    "issuer": "Видавник",
    "addressees": "Адресати",
    "signatories": "Підписали",
    "drafted_by": "Виконавець листа",
    "control": "Контроль",
    "approved_by": "Ким затверджено",
    "approved_number": "№ затвердження",
    "approved_date": "Дата затвердження",
    "measures": "Заходів",
    "warnings": "Попереджень",
    "confidence": "Упевненість",
    "container": "З архіву чи листа",
    "version": "Версія програми",
    "measure_id": "Захід",
    "document_kind": "Вид документа",
    "document_number": "№ документа",
    "document_date": "Дата документа",
    "type": "Тип",
    "section": "Розділ",
    "text": "Зміст",
    "responsible": "Відповідальні",
    "deadline": "Строк",
    "due": "До дня",
    "recurrence": "Повторення",
    "figures": "Показники",
    "references": "Підстави",
    "places": "Місця",
    "fulfils": "На виконання пункту",
    "page": "Сторінка",
    "quote": "Уривок",
    "deadline_no": "№ строку",
    "measure": "Захід (зміст)",
    "start": "Від",
    "end": "До",
    "offset": "Тривалість",
    "anchor": "Від чого",
    "precision": "Точність",
    "party_no": "№ особи",
    "where": "Де названо",
    "name": "Найменування",
    "role": "Роль",
    "by_consent": "За згодою",
    "organisation_id": "Орган",
    "person_id": "Особа",
    "figure_id": "Показник",
    "value": "Значення",
    "max": "Найбільше",
    "comparator": "Порівняння",
    "unit": "Одиниця",
    "code": "Код",
    "of": "Чого",
    "of_normal": "Чого (початкова форма)",
    "period_start": "Період від",
    "period_end": "Період до",
    "canonical": "Повна назва",
    "acronym": "Скорочення",
    "aliases": "Інші назви",
    "edrpou": "ЄДРПОУ",
    "katottg": "КАТОТТГ",
    "registry_id": "Код реєстру",
    "parent_id": "Вищий орган",
    "mentions": "Згадок",
    "reference_id": "Посилання",
    "provisions": "Статті й пункти",
    "position": "Посада",
    "place_id": "Місце",
    "warning_no": "№ попередження",
    "message": "Попередження",
    "item": "Чого стосується",
    "item_id": "Кого чи чого",
    "evidence_no": "№ уривка",
    "x0": "Ліворуч, пт",
    "top": "Зверху, пт",
    "x1": "Праворуч, пт",
    "bottom": "Знизу, пт",
}
_TYPES: Final[dict[Type, str]] = {
    "integer": "bytes pages measures warnings page deadline_no party_no mentions warning_no evidence_no",
    "number": "confidence value max x0 top x1 bottom",
    "boolean": "ocr by_consent",
    "date": "date approved_date document_date due start end period_start period_end",
}
_TYPE: Final = {name: kind for kind, names in _TYPES.items() for name in names.split()}


def _table(
    name: TableName, title: str, columns: str, key: str, of: tuple[TableName, ...] = ("documents",), **types: Type
) -> Table:
    return Table(
        name,
        title,
        tuple(Column(c, types.get(c, _TYPE.get(c, "string")), _HEADINGS[c]) for c in columns.split()),
        tuple(key.split()),
        of,
    )


TABLES: Final[tuple[Table, ...]] = (
    _table(
        "documents",
        "Документи",
        "document_id filename kind number date title issuer addressees signatories drafted_by control place "
        "approved_by approved_number approved_date status language pages ocr measures warnings confidence container "
        "media_type bytes sha256 version",
        "document_id",
        of=(),
    ),
    _table(
        "measures",
        "Заходи",
        "document_id measure_id document_kind document_number document_date issuer number type status text section "
        "responsible deadline due recurrence figures references places fulfils confidence page quote",
        "document_id measure_id",
    ),
    _table(
        "deadlines",
        "Строки",
        "document_id measure_id deadline_no text kind start end due recurrence offset anchor precision measure status "
        "responsible confidence page quote",
        "document_id measure_id deadline_no",
        of=("documents", "measures"),
    ),
    _table(
        "parties",
        "Відповідальні",
        "document_id party_no where measure_id name kind role by_consent organisation_id person_id page quote",
        "document_id party_no",
        of=("documents", "measures", "organisations", "people"),
    ),
    _table(
        "figures",
        "Показники",
        "document_id figure_id value max comparator unit code of of_normal period_start period_end measure_id "
        "confidence page quote",
        "document_id figure_id",
        of=("documents", "measures"),
    ),
    _table(
        "organisations",
        "Органи",
        "document_id organisation_id name canonical kind acronym aliases edrpou katottg registry_id parent_id "
        "mentions page quote",
        "document_id organisation_id",
    ),
    _table(
        "references",
        "Посилання",
        "document_id reference_id type issuer number date title provisions page quote",
        "document_id reference_id",
    ),
    _table(
        "people",
        "Особи",
        "document_id person_id name position organisation_id page quote",
        "document_id person_id",
        of=("documents", "organisations"),
    ),
    _table("places", "Місця", "document_id place_id name type katottg page quote", "document_id place_id"),
    _table(
        "warnings",
        "Попередження",
        "document_id warning_no code message page quote",
        "document_id warning_no",
    ),
    _table(
        "evidence",
        "Уривки",
        "document_id evidence_no item item_id quote page start end x0 top x1 bottom",
        "document_id evidence_no",
        start="integer",
        end="integer",
    ),
)
TABLE: Final[dict[TableName, Table]] = {t.name: t for t in TABLES}
#: The column in which a row of another table names a row of this one.
ID_COLUMN: Final[dict[TableName, str]] = {
    "documents": "document_id",
    "measures": "measure_id",
    "figures": "figure_id",
    "organisations": "organisation_id",
    "references": "reference_id",
    "people": "person_id",
    "places": "place_id",
}
