from __future__ import annotations

import pytest

from extractor import readers
from extractor.errors import SourceError
from extractor.readers import html_dates
from extractor.schema.document import Document
from extractor.settings import Settings

PARAGRAPH = "Міська рада відкрила нову бібліотеку на сто двадцять місць у центрі міста. " * 3


def read(markup: str, settings: Settings | None = None) -> Document:
    return readers.read(markup.encode(), "a.html", settings=settings or Settings())


def page(article: str, *, head: str = "", around: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head><title>Новина | Сайт ради</title>{head}</head><body><header><nav><a href=/>Меню"
        f"</a></nav></header><main><h1>Новина</h1>{article}</main>{around}<footer>© Сайт</footer></body></html>"
    )


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>а</p><p>б</p>", "а\nб"),
        ("<p>а\n  <b>б</b>в</p>", "а бв"),
        ("<div>а<div>б</div>в</div>", "а\nб\nв"),
        ("<p>Про воду<br>і ліс</p>", "Про воду\nі ліс"),
        ("<p>а&nbsp;б&shy;в</p>", "а\u00a0бв"),
        ("<pre>а\n  б</pre>", "а\nб"),
        ("<ol><li>а<li>б</ol>", "1. а\n2. б"),
        ("<ol type=a start=3><li>а<li value=9>б</ol>", "c. а\ni. б"),
        ("<ol type=I reversed><li>а<li>б</ol>", "II. а\nI. б"),
        ("<ul><li>а<li>– б</ul>", "- а\n– б"),
        ("<ol><li>2.1. своє число</ol>", "2.1. своє число"),
        ("<p>а<script>б</script><!-- в --><style>г</style></p>", "а"),
        ("<table><tr><td>а<td>б<tr><td colspan=2>в</table>", "а\tб\nв\t"),
        ("<table><tr><td rowspan=2>а<td>б<tr><td>в</table>", "а\tб\n\tв"),
        ("<table><tr><td>одна колонка<tr><td>другий рядок</table>", "одна колонка\nдругий рядок"),
        (
            "<table><tr><td>а<td><table><tr><td>б<td>в</table>довший текст клітини</table>",
            "а\tб в\nдовший текст клітини",
        ),
    ],
)
def test_bare_document(body: str, text: str) -> None:
    assert read(f"<html><body>{body}</body></html>").text == text


def test_furniture_is_left_out() -> None:
    document = read(
        page(
            f"<p>{PARAGRAPH}</p><p>Департамент культури</p><div class='share-links'>Поділитися</div>"
            "<h3>Читайте також</h3><ul><li><a href=1>Інша новина міста</a></ul>",
            around="<aside>Погода +5</aside><div class=sidebar><a href=2>Архів</a></div>",
        )
    )
    assert document.text == f"Новина\n{PARAGRAPH.strip()}\nДепартамент культури"


def test_a_site_laid_out_by_a_table() -> None:
    menu = "".join(f"<a href={i}>Розділ {i}</a><br>" for i in range(20))
    document = read(
        f"<html><head><title>Рада - Відкрили бібліотеку в центрі</title></head><body><table><tr><td>{menu}</td><td>"
        f"<div>Відкрили бібліотеку в центрі</div><div>14.09.2018</div>{PARAGRAPH}<br><br>Відділ культури</td></tr>"
        "</table></body></html>"
    )
    assert document.text == f"Відкрили бібліотеку в центрі\n14.09.2018\n{PARAGRAPH.strip()}\nВідділ культури"
    assert [h.value for h in document.hints] == ["Відкрили бібліотеку в центрі", "2018-09-14"]


def test_names_of_attached_files_stay() -> None:
    document = read(page("<time>14.09.2018</time><main><p><a href=1>Рішення про бюджет</a></p></main>"))
    assert document.text == "Новина\n14.09.2018\nРішення про бюджет"


def test_a_sentence_that_begins_like_a_label_stays() -> None:
    document = read(page(f"<p>{PARAGRAPH}</p><p>Рекомендуємо мешканцям міста не виходити надвір під час бурі.</p>"))
    assert document.text.endswith("під час бурі.")


def test_a_furniture_name_does_not_drop_most_of_the_text() -> None:
    document = read(page(f"<div class='widget social'><p>{PARAGRAPH}</p></div>"))
    assert PARAGRAPH.strip() in document.text


def test_headline_of_the_markup_comes_first() -> None:
    markup = page(f"<p>{PARAGRAPH}</p>", head="<meta property=og:title content='Назва новини'>").replace(
        "<h1>Новина</h1>", ""
    )
    document = read(markup)
    assert document.text.startswith("Назва новини\n")
    assert document.hints[0].field == "title"


@pytest.mark.parametrize(
    ("head", "line", "value", "quoted"),
    [
        ("", "11 Серпня, 2021 о 10:49", "2021-08-11", True),
        ("", "Опубліковано 05.03.2020 09:15", "2020-03-05", True),
        ("", "3 мая 2019 г., 12:00", "2019-05-03", True),
        ("<meta property='article:published_time' content='2022-02-01T10:00:00+02:00'>", "", "2022-02-01", False),
        (
            '<script type="application/ld+json">{"@graph":[{"datePublished":"2020-12-31"}]}</script>',
            "",
            "2020-12-31",
            False,
        ),
        ("", "31.02.2020", None, False),
        ("", "", None, False),
    ],
)
def test_day_of_publication(head: str, line: str, value: str | None, quoted: bool) -> None:
    document = read(page(f"<div>{line}</div><p>{PARAGRAPH}</p>", head=head))
    hints = [h for h in document.hints if h.field == "published"]
    assert [h.value for h in hints] == ([value] if value else [])
    assert all((h.end > h.start) is quoted for h in hints)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("11 Серпня, 2021 о 10:49", "2021-08-11"),
        ("1 листопада 2022 року", "2022-11-01"),
        ("7 марта 2018", "2018-03-07"),
        ("2020-01-02", "2020-01-02"),
        ("12 Вербів 2020", None),
        ("тел. 12.13.2020", None),
    ],
)
def test_printed_dates(text: str, value: str | None) -> None:
    found = html_dates.printed(text)
    assert (found[0] if found else None) == value


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "ul><li"])
def test_deep_nesting_loses_no_text(tag: str) -> None:
    opened = f"<{tag}>" * 5000
    document = read(f"<html><body><p>початок</p>{opened}дно<p>кінець</p></body></html>")
    assert [w for w in ("початок", "дно", "кінець") if w in document.text] == ["початок", "дно", "кінець"]


def test_spans_are_limited() -> None:
    cells = "<td colspan=1000 rowspan=60>а" * 3
    with pytest.raises(SourceError) as error:
        read(f"<html><body><table>{f'<tr>{cells}' * 60}</table>", Settings(max_cells=10_000))
    assert error.value.code == "limit_cells"


def test_charset_of_the_markup() -> None:
    markup = "<html><head><meta charset='windows-1251'></head><body><p>Про ґанок</p></body></html>"
    document = readers.read(markup.encode("cp1251"), "a.html")
    assert (document.text, document.source.encoding) == ("Про ґанок", "cp1251")


def test_thousands_of_attributes_are_left_out_and_the_text_stays() -> None:
    attributes = " ".join(f'a{i}="1"' for i in range(3_000))
    assert read(f"<html><body><p {attributes}>Розклад руху</p><p>Далі</p></body></html>").text == "Розклад руху\nДалі"


def test_many_comments_before_the_page_cost_no_time() -> None:
    """A pattern that may part them in every way would not end in a lifetime."""
    assert read("<!-- -->" * 900 + "текст").source.reader == "text"


def test_a_tag_that_goes_on_and_on_is_a_tag() -> None:
    attributes = " ".join(f"a{number}=1" for number in range(20_000))
    document = read(f"<meta charset=utf-8><p {attributes}>Провести нараду</p>")
    assert (document.source.reader, document.text) == ("html", "Провести нараду")
