"""The kind of a document: rules, features, and the model that weighs them."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest

from extractor import layout, readers, text
from extractor.data import load
from extractor.detect import head_kind, kind_model
from extractor.detect.kind_features import Parts, features, headline_of, of_words, readings
from extractor.detect.kind_model import KINDS, Weights
from extractor.layout.zones_view import kind_of
from extractor.schema.analysis import Analysis, Language
from extractor.schema.facts import DocumentKind

ACCOUNT = """Допомога ветеранам громади
14 травня, 2021 о 10:20

На території громади проживає 94 ветерани, у тому числі 7 осіб з інвалідністю.

З початку року 12 особам надано допомогу на суму 31 тис. грн, 5 особам відремонтовано житло.
"""
STORY = """У громаді відкрили бібліотеку
14 травня, 2021 о 10:20

Сьогодні, 14 травня, у Вербівці відкрили нову бібліотеку. Про це повідомила директорка закладу.
"""
ORDER = """ВЕРБІВСЬКА МІСЬКА РАДА

РОЗПОРЯДЖЕННЯ

14.05.2021 № 15

Про чергування

1. Скласти графік чергування до 20.05.2021.
"""


def analysed(source: str) -> Analysis:
    return text.analyse(layout.parse(readers.read(source.encode(), "документ.txt")))


@pytest.mark.parametrize("cue", [*load("kinds")["cue"], *load("kinds")["word"]], ids=lambda c: c["id"])
def test_cues(cue: dict[str, Any]) -> None:
    for example in cue["examples"]:
        assert cue["id"] in cues_in(example, cue.get("scope")), example
    for example in cue["counterexamples"]:
        assert cue["id"] not in cues_in(example, cue.get("scope")), example


def cues_in(example: str, scope: str | None) -> set[str]:
    title, text_ = (example, "") if scope == "title" else ("", example)
    tail = example if scope == "tail" else ""
    return {name for name, _ in of_words(Parts(title, text_, (), tail, heads=(example,)))}


@pytest.mark.parametrize("row", load("kinds")["row"], ids=lambda r: r["id"])
def test_rows(row: dict[str, Any]) -> None:
    for example in row["examples"]:
        assert re.search(row["pattern"], example), example
    for example in row["counterexamples"]:
        assert not re.search(row["pattern"], example), example


@pytest.mark.parametrize("verb", load("kinds")["verb"], ids=lambda v: v["id"])
def test_verbs_are_no_nouns_that_end_like_them(verb: dict[str, Any]) -> None:
    def told(title: str, language: Language) -> bool:
        return f"title.{verb['form']}" in dict(of_words(Parts(title, "", (), language=language)))

    for language in get_args(Language):
        for example in verb["examples"][language]:
            assert told(example, language), example
        for example in verb["counterexamples"][language]:
            assert not told(example, language), example


@pytest.mark.parametrize("run", ["12 ", "7,", "-1осіб"])
def test_a_row_without_end_is_seen_by_its_ends(run: str) -> None:
    told = features(analysed(f"Звіт громади\n\nПогода.\n\n{run * 16_000} слово"))
    summed = features(analysed(f"Звіт громади\n\nПогода.\n\n- витрати {run * 16_000} на суму 4 млн грн"))
    assert told["share.sums"] == 0
    assert summed["share.sums"] == summed["share.items"] > 0


def test_a_first_line_stands_for_a_headline() -> None:
    assert "title.form" in features(analysed("Пам'ятка пасажиру\n\nПроїзд оплачується на вході.\n\nКвиток зберігають."))
    minutes = "Витяг\n\nПротокол наради\n\nПрисутні: Бойко, Гук.\n\nСлухали: про ремонт.\n\nГолосували одноголосно."
    assert {"names.protocol", "lead.meeting", "tail.voted"} <= features(analysed(minutes)).keys()


def test_the_first_line_that_names_a_kind_heads_the_paper() -> None:
    found = features(analysed("Звіт директора\n\nПлан доповіді\n\n- кадри\n\n- харчування\n\nШкола працювала рік."))
    assert "head.report" in found
    assert "head.plan" not in found


def test_days_hours_and_numbers_of_papers_count_nothing() -> None:
    dated = "Збори відбулися 14.05.2021 о 10:30, рішення № 15 діє у 2021/2022 роках, наступні збори 3 червня."
    assert features(analysed(f"Збори громади\n\n{dated}"))["figures"] == 0
    assert features(analysed("Збори громади\n\nПрийшли 48 осіб, зібрали 12 400 грн, 3 дрони."))["figures"] > 0


PAGE = """Про чергування
14 травня, 2021 о 10:20

ВЕРБІВСЬКА МІСЬКА РАДА

{line}

Відповідно до закону про місцеве самоврядування:

1. Скласти графік чергування.
"""


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("РІШЕННЯ № 12-22/23", "decision"),
        ("Р І Ш Е Н Н Я", "decision"),
        ("РОЗПОРЯДЖЕННЯ від 13.05.2021 № 15", "order"),
        ("РОЗПОРЯДЖЕННЯ № 15-р від 13 травня 2021 року", "order"),
        ("РІШЕННЯ 13.05.2021 р. № 15-VIII м. ВЕРБІВКА", "decision"),
        ("РІШЕННЯ «13» травня 2021 року Вербівка № 15", "decision"),
        ("Рішення ради", None),
        ("РІШЕННЯ РАДИ ДОПОМОЖЕ ЖИТЕЛЯМ", None),
        ("ПОРЯДОК ДЕННИЙ", None),
    ],
)
def test_a_page_that_prints_an_act(line: str, rule: str | None) -> None:
    found = head_kind.ruled(analysed(PAGE.format(line=line)))
    assert (found.kind if found.rule in ("printed", "named") else None) == rule


TOLD = """У громаді відбулася сесія
14 травня, 2021 о 10:20

Сьогодні, 14 травня, у Вербівці зібралися депутати. Про це повідомила голова ради.

{above}{line}

Депутати підтримали кошторис, розповіла голова. Школи отримають автобуси.
"""
ABOVE = "Ремонт вулиці триває, сказав майстер.\n\n" * 6


@pytest.mark.parametrize("above", ["", ABOVE], ids=["near", "far"])
@pytest.mark.parametrize(
    "line",
    [
        "РІШЕННЯ 21 СЕСІЇ: ЩО УХВАЛИЛИ ОБРАНЦІ",
        "РІШЕННЯ ВІД РАЙОННОЇ РАДИ ОТРИМАЛИ ДВА ЛІЦЕЇ",
        "РІШЕННЯ від 13.05.2021 ОСКАРЖЕНО В СУДІ",
        "НАКАЗ №7 УПРАВЛІННЯ ОСКАРЖИЛИ БАТЬКИ",
        "НАКАЗ № 7 - СКАСОВАНО",
        "ЗАКОН №3210 ПІДТРИМАВ ПАРЛАМЕНТ",
        "УКАЗ 3 ЧЕРВНЯ: ЩО ЗМІНИТЬСЯ",
        "РЕШЕНИЕ ОТ ДЕПУТАТОВ ПОЛУЧИЛИ ШКОЛЫ",
    ],
)
def test_a_subheading_that_speaks_of_an_act_heads_none(line: str, above: str) -> None:
    analysis = analysed(TOLD.format(line=line, above=above))
    assert head_kind.kind(analysis)[0] == "news"
    assert not [name for name in features(analysis) if name.startswith("heads.")]


DIGEST = "Що ухвалила рада\n14 травня, 2021 о 10:20\n\nУ Вербівці засідали депутати.\n\n"


def test_a_page_that_lists_acts_is_a_digest() -> None:
    listed = "РІШЕННЯ №15\n\nПро бюджет\n\nРОЗПОРЯДЖЕННЯ №16\n\nПро дороги\n\n"
    assert head_kind.ruled(analysed(DIGEST + listed)).rule == "page"
    disposes = "РІШЕННЯ №15\n\nПро бюджет\n\nРада ВИРІШИЛА:\n\n1. Затвердити бюджет.\n\nРІШЕННЯ №16\n\nПро дороги"
    assert head_kind.ruled(analysed(DIGEST + disposes)).kind == "decision"


@pytest.mark.parametrize(
    ("above", "kind"),
    [
        ("Звіт про роботу сільського клубу за 2018 рік", "report"),
        ("Річний план роботи сільського клубу", "plan"),
        ("Звіт про роботу сільського клубу за 2018 рік заслухано на сесії.", None),
    ],
)
def test_a_line_below_a_menu_heads_the_text_as_a_headline_does(above: str, kind: str | None) -> None:
    prose = "Упродовж року у клубі діяли гуртки, працівники готували вечори, ремонтували сцену, шили костюми. " * 3
    found = head_kind.ruled(analysed(f"«\n\n»\n\nРоздрукувати Сторінку\n\n{above}\n\n{prose}\n\n{prose}"))
    assert (found.kind if found.rule in ("headline_below", "first_lines") else None) == kind


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("МІНІСТЕРСТВО ЛІСІВ Л И С Т", True),
        ("МІНІСТЕРСТВО ЛІСІВ ЛИСТ", False),
        ("МІНІСТЕРСТВО ЛІСІВ І А Б", False),
    ],
)
def test_a_spaced_out_word_at_the_end_of_a_letterhead_names_the_kind(line: str, named: bool) -> None:
    assert ("letter" in [found[0] for r in readings(line) if (found := kind_of(r))]) is named


def test_a_telephone_is_no_headline() -> None:
    page = "(04742) 2-14-60\n\nПриймальня\n\nПро чергування\n\nРада постановляє:\n\n1. Скласти графік чергування."
    headline = headline_of(analysed(page))
    assert headline is None or "2-14-60" not in analysed(page).plain[headline.start : headline.end]
    assert head_kind.ruled(analysed(page)).kind == "decree"


SIGNED = """Розпорядження голови «Про нічні чергування»

{lead}

Дружинники вийдуть на вулиці з восьмої вечора.
"""


@pytest.mark.parametrize(
    ("lead", "kind"),
    [
        ("Голова Вербівки Степан Гай підписав розпорядження про чергування дружинників.", "news"),
        ("Керуючись статтею 42 закону, скласти графік чергування дружинників.", "order"),
        ("Голова підписав розпорядження, тому зобов'язую:", "order"),
        ("Враховуючи, що рада ухвалила рішення про безпеку, скласти графік чергування.", "order"),
    ],
)
def test_news_of_an_act_under_its_name(lead: str, kind: str) -> None:
    assert head_kind.ruled(analysed(SIGNED.format(lead=lead))).kind == kind


def test_minutes_hold_decisions() -> None:
    minutes = "ПРОТОКОЛ № 3\n\nПрисутні: 12 депутатів.\n\nРІШЕННЯ\n\nДорогу полагодити.\n\n"
    assert head_kind.ruled(analysed(DIGEST + minutes)).kind == "protocol"


def test_what_begins_like_a_kind_and_is_none() -> None:
    told = load("head")["no_kind"]
    assert not any(map(kind_of, told["examples"]))
    assert all(map(kind_of, told["counterexamples"]))


#: Papers in our own words, none of them among the samples that the model learns from.
PAPERS = {
    "letter": """До мешканців вулиці Лісової
14 травня, 2021 о 10:20

Шановні мешканці!

Просимо вас до 20 травня звільнити узбіччя від машин: бригада замінить труби. Звертаємо вашу увагу, що воду вимкнуть.

Дякуємо за розуміння.

З повагою
голова громади Степан ГАЙ
""",
    "report": """Підтримка багатодітних родин
14 травня, 2021 о 10:20

На обліку у громаді перебуває 61 багатодітна родина, у них виховується 204 дитини.

Упродовж чотирьох місяців 33 родинам надано допомогу на суму 48 тис. грн, оздоровлено 19 дітей.

За кошти бюджету придбано 27 шкільних наборів, відремонтовано 2 будинки.
""",
    "news": """У родину Петренків завітали з подарунками
14 травня, 2021 о 10:20

Вчора, 13 травня, директорка центру Ольга Сорока відвідала багатодітну родину. Дітям вручили книжки та ласощі.

«Таких родин у громаді понад шістдесят», – розповіла вона.
""",
    "protocol": """Протокол зборів мешканців

Головував: Степан Гай. Присутні: 34 особи.

Порядок денний: ремонт криниці.

Слухали: старосту про ціну робіт.

Ухвалили: зібрати кошти до 1 червня.

Голосували одноголосно. Секретар зборів О. Мак
""",
    "other": """Правила відвідування басейну

1. Загальні положення
1.1. Ці правила обов'язкові для всіх відвідувачів.
1.2. Басейн працює щодня.

2. Відвідувачам забороняється
2.1. Бігати по доріжках.
2.2. Приносити скляний посуд.
""",
}


@pytest.mark.parametrize("kind", PAPERS)
def test_the_shipped_model_tells_papers(kind: str) -> None:
    assert head_kind.kind(analysed(PAPERS[kind]))[0] == kind


@pytest.mark.parametrize(
    ("source", "held", "missing"),
    [
        (ACCOUNT, {"quiet", "quiet.figures", "text.people", "title"}, {"title.past", "lead.story"}),
        (STORY, {"title.past", "lead.story", "text.said"}, {"quiet", "quiet.figures"}),
        (ORDER, {"role.point", "role.letterhead"}, {"lead.story", "text.said"}),
    ],
)
def test_features(source: str, held: set[str], missing: set[str]) -> None:
    found = features(analysed(source))
    assert held <= found.keys()
    assert not missing & found.keys()
    assert all(0 <= value <= 1 for value in found.values())


def test_the_rules_name_themselves() -> None:
    assert head_kind.ruled(analysed(ORDER)).rule == "named"
    assert head_kind.ruled(analysed(STORY)).rule == "page"


def test_probabilities_follow_the_weights() -> None:
    held = features(analysed(ACCOUNT))
    even = kind_model.distribution(held, "news", "page", Weights({}, {}))
    assert even == pytest.approx(dict.fromkeys(KINDS, 0.1))
    loud = Weights({"agrees.page": 1.0}, {"report": {"quiet": 3.0}})
    found = kind_model.distribution(held, "news", "page", loud)
    assert max(found, key=lambda k: found[k]) == "report"
    assert sum(found.values()) == pytest.approx(1)
    sharper = kind_model.distribution(held, "news", "page", Weights(loud.shared, loud.own, 2.0))
    assert sharper["report"] > found["report"]


@pytest.mark.parametrize(
    ("probable", "rule", "kind"),
    [
        ({"news": 0.3, "report": 0.5}, "page", "report"),
        ({"news": 0.4, "report": 0.5}, "page", "news"),
        ({"news": 0.1, "report": 0.9}, "named", "news"),
        # Nothing is looked for in a paper of no kind.
        ({"news": 0.2, "report": 0.35, "other": 0.45}, "page", "report"),
        ({"news": 0.2, "report": 0.2, "other": 0.6}, "page", "other"),
    ],
)
def test_when_a_rule_is_overruled(probable: dict[DocumentKind, float], rule: str, kind: str) -> None:
    assert kind_model.chosen({**dict.fromkeys(KINDS, 0.0), **probable}, "news", rule) == kind


def test_an_act_stays_one_unless_another_kind_is_sure() -> None:
    none = dict.fromkeys(KINDS, 0.0)
    assert kind_model.chosen({**none, "decree": 0.1, "plan": 0.6}, "decree", "clause") == "decree"
    assert kind_model.chosen({**none, "decree": 0.1, "plan": 0.8}, "decree", "clause") == "plan"
    assert kind_model.chosen({**none, "decree": 0.1, "order": 0.6}, "decree", "clause") == "order"


def test_the_model_overrules_guesses_but_no_named_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kind_model, "shipped", lambda: Weights({}, {"report": {"": 5.0}}))
    assert head_kind.kind(analysed(STORY))[0] == "report"
    found, span, sure = head_kind.kind(analysed(ORDER))
    assert found == "order"
    assert span is not None
    assert sure < 0.1


def test_without_the_model_the_rules_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kind_model, "shipped", lambda: None)
    assert head_kind.kind(analysed(STORY))[::2] == ("news", 0.9)


def test_training_names_the_features_that_the_model_weighs() -> None:
    held = {"quiet": 1.0, "figures": 0.5}
    named = kind_model.names(held, "report", "news", "page")
    weights = Weights({name: 0.3 for name in named if ":" not in name}, {"report": {}})
    own = {name.partition(":")[2]: 0.7 for name in named if ":" in name}
    full = Weights(weights.shared, {"report": own})
    expected = sum((0.7 if ":" in name else 0.3) * value for name, value in named.items())
    assert kind_model.logit(held, "report", "news", "page", full) == pytest.approx(expected)
