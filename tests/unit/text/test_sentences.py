import pytest

from extractor.text import sentences


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Кожна отримала по 15 тис. грн. У вересні відкрито центр.", 2),
        ("Виділено 3 млн руб. Работы начались.", 2),
        ("Придбано 5 шт. «Зоря» відкрилася.", 2),
        ("Вартість 5 грн. за штуку.", 1),
        ("Це 40 тис. дол. США на рік.", 1),
        ("Сума 5 млн. Грн не вистачило.", 1),
        ("Зустріч на вул. Садовій.", 1),
        ("Голова І. Коваль прибув. Нараду проведено.", 2),
    ],
)
def test_where_sentences_end(text: str, count: int) -> None:
    found = sentences.split(text, 0, len(text))
    assert len(found) == count
    assert " ".join(text[a:b] for a, b in found) == text
