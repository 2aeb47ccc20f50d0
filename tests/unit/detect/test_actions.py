"""Clauses that tell of actions: predicates, borders, and what the model makes of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor import layout, readers, text
from extractor.assemble.narrative import THRESHOLD
from extractor.detect import actions
from extractor.detect.actions_clauses import clauses_of, predicates_of, tokens_of
from extractor.detect.actions_model import Model, shipped
from extractor.detect.actions_nouns import Named, agent, objected, subject
from extractor.detect.actions_trim import extent
from extractor.detect.actions_words import verb
from extractor.schema.analysis import Language
from extractor.schema.facts import Action


def split(sentence: str, language: Language = "uk") -> list[str]:
    """The extents of the sentence's clauses."""
    places = [extent(sentence, c, language) for c in clauses_of(sentence, 0, len(sentence), language)]
    return [sentence[a:b] for a, b in places]


@pytest.mark.parametrize(
    ("sentence", "clauses"),
    [
        (
            "Оглянуто двори, складено три акти, винесено припис.",
            ["Оглянуто двори", "складено три акти", "винесено припис"],
        ),
        ("Організовано та проведено два ярмарки.", ["Організовано та проведено два ярмарки"]),
        (
            "Сільрада повідомляє, що комунальниками пофарбовано паркан.",
            ["Сільрада повідомляє", "комунальниками пофарбовано паркан"],
        ),
        # what the doer says of the act, and what came of it, are no words of the act
        ("Суд відмовив у позові, посилаючись на строк давності.", ["Суд відмовив у позові"]),
        (
            "Відділ провів огляд в ході якого складено три акти.",
            ["складено три акти", "Відділ провів огляд"],
        ),
        (
            "Крім того, староста провів схід, на якому обрано делегатів.",
            ["обрано делегатів", "староста провів схід"],
        ),
        (
            "Бібліотекарі допомогли читачам, які втратили квитки.",
            ["втратили квитки", "Бібліотекарі допомогли читачам, які втратили квитки"],
        ),
        (
            "На виконання доручення голови, 4 травня 2022 року, рятувальники обстежили ліс.",
            ["4 травня 2022 року, рятувальники обстежили ліс"],
        ),
        # a comma between genitives of the subject ends no ground; the one behind the ground does
        (
            "Відповідно до плану, з 8 травня керівники шкіл, клубів та бібліотек оглянули дахи.",
            ["з 8 травня керівники шкіл, клубів та бібліотек оглянули дахи"],
        ),
        (
            "Відповідно до плану керівники шкіл, клубів та бібліотек оглянули дахи.",
            ["Відповідно до плану керівники шкіл, клубів та бібліотек оглянули дахи"],
        ),
        (
            "Відповідно до законів, фахівцями служби та відділу оглянуто дахи.",
            ["фахівцями служби та відділу оглянуто дахи"],
        ),
        # either is done to the one object
        (
            "Перераховано на картки або доставлено листоношами 300 пенсій.",
            ["Перераховано на картки або доставлено листоношами 300 пенсій"],
        ),
        (
            "Щоб зігріти хворих, фонд «Зоря» передав ковдри.",
            ["Щоб зігріти хворих, фонд «Зоря» передав ковдри"],
        ),
        ("Щоб зігріти хворих, селяни зібрали дрова.", ["Щоб зігріти хворих, селяни зібрали дрова"]),
        ("Были рады всем, кто пришёл на субботник.", ["Были рады всем, кто пришёл на субботник"]),
        ("Також були зібрані ліки та передані шпиталю.", ["були зібрані ліки", "передані шпиталю"]),
        ("За словами майстра, дах уже перекрили.", ["дах уже перекрили"]),
        # an hour and a sum are one word each
        ("О 9:30 на станцію прибув потяг.", ["О 9:30 на станцію прибув потяг"]),
        ("Суд стягнув з фірми 6,19 млн грн шкоди.", ["Суд стягнув з фірми 6,19 млн грн шкоди"]),
        ("Рада закрила тир, оскільки строк оренди минув.", ["Рада закрила тир"]),
        (
            "Відділ вніс 5 подань, за результатами розгляду яких покарано двох сторожів.",
            ["покарано двох сторожів", "Відділ вніс 5 подань"],
        ),
        # which ones, not what came of it
        (
            "Відділ виплатив громадам, на території яких працюють табори, 350 тис. грн.",
            ["Відділ виплатив громадам, на території яких працюють табори, 350 тис. грн"],
        ),
        (
            "Фонд передав генератори лікарням, у будівлях яких облаштовано укриття, та школам.",
            [
                "облаштовано укриття",
                "Фонд передав генератори лікарням, у будівлях яких облаштовано укриття, та школам",
            ],
        ),
        ("У клубі «Надія провела всіх» встановлено двері.", ["У клубі «Надія провела всіх» встановлено двері"]),
        ("Виявили 9 порушень та видали припис.", ["Виявили 9 порушень", "видали припис"]),
        ("Видаліть старий запис та збережіть новий.", []),
        # «та» goes on with the verb before a relative clause where its form says so, the comma left out
        (
            "Визначено послуги, яких вони потребують та надіслано два листи.",
            ["Визначено послуги, яких вони потребують", "надіслано два листи"],
        ),
        (
            "Відзначено майстрів, які бережуть ремесло та навчають дітей.",
            ["Відзначено майстрів, які бережуть ремесло та навчають дітей"],
        ),
        (
            "Староста оглянув міст, який тріснув та перекрито стрічкою.",
            ["тріснув та перекрито стрічкою", "тріснув та перекрито стрічкою", "Староста оглянув міст"],
        ),
        # of what a deed was made a paper
        ("Перевірено три клуби, про що складено акт.", ["складено акт", "Перевірено три клуби"]),
        ("Сільрада повідомила, що складено акт.", ["Сільрада повідомила", "складено акт"]),
        # a share of them has a fact of its own
        (
            "Лісники загасили 7 пожеж, 3 з яких виникли вночі.",
            ["виникли вночі", "Лісники загасили 7 пожеж"],
        ),
        (
            "Лісники загасили 7 пожеж, які виникли вночі.",
            ["виникли вночі", "Лісники загасили 7 пожеж, які виникли вночі"],
        ),
        # what a colon brings in has a subject of its own where it is done; who acts may stand before the colon
        (
            "Голова оглянув ремонт мосту: зміцнення опор ведеться у дві зміни.",
            ["Голова оглянув ремонт мосту", "зміцнення опор ведеться у дві зміни"],
        ),
        (
            "Лісники вжили заходів: трьом бригадам заборонили рубку.",
            [
                "Лісники вжили заходів: трьом бригадам",
                "заборонили рубку",
            ],
        ),
    ],
)
def test_clauses(sentence: str, clauses: list[str]) -> None:
    assert split(sentence) == clauses


def test_what_somebody_had_done_before_is_no_word_of_the_act() -> None:
    told = "Совет наградил команду, выигравшую осенний кубок."
    assert split(told, "ru") == ["Совет наградил команду"]
    told = "Совет принял правила, запрещающие стоянку."
    assert split(told, "ru") == ["Совет принял правила, запрещающие стоянку"]


def test_the_auxiliary_of_one_is_singular() -> None:
    for word, plural in (("будет", False), ("будут", True), ("были", True), ("было", False)):
        found = verb(word, "ru")
        assert found is not None
        assert found.plural is plural, word


@pytest.mark.parametrize(
    ("sentence", "lemma"),
    [
        ("Завершити ремонт бригада має до травня.", "завершити"),
        ("Бригада має завершити ремонт до травня.", "завершити"),
        ("Вони хочуть завершити ремонт, бригада має три дні.", "мати"),
    ],
)
def test_the_infinitive_of_a_modal_may_stand_before_it(sentence: str, lemma: str) -> None:
    *_, last = predicates_of(tokens_of(sentence, 0, len(sentence)), "uk")
    assert (last.modal, last.verb.lemma) == ("має", lemma)


def test_unbalanced_quotes_hide_nothing() -> None:
    assert split("Товариством «Центр «Промінь» розпочато ремонт.") == ["Товариством «Центр «Промінь» розпочато ремонт"]


def found(page: str) -> list[tuple[str, str, str]]:
    analysis = text.analyse(layout.parse(readers.read(page.encode(), "новина.txt")))
    return [
        (page[s.start : s.end], s.value.type, s.value.status)
        for s in actions.detect(analysis, [])
        if isinstance(s.value, Action) and s.score >= THRESHOLD
    ]


NEWS = """\
У Вербівці відкрили бібліотеку
12 Травня, 2021 о 10:30

12 травня 2021 року відділом культури проведено нараду бібліотекарів. Придбано 300 нових книг для читальної зали.

«Ми дуже раді цій події», – сказала жителька села Марія.
"""


def test_reported_actions_are_told_from_speech() -> None:
    assert found(NEWS) == [
        ("12 травня 2021 року відділом культури проведено нараду бібліотекарів", "event", "done"),
        ("Придбано 300 нових книг для читальної зали", "activity", "done"),
    ]


@pytest.mark.parametrize(
    "speech",
    [
        "– Ми відремонтували 5 шкіл, – каже голова Петро Сич. – Торік придбано два автобуси.",
        "«Ми відремонтували 5 шкіл. Торік придбано два автобуси», – каже голова.",
        "Голова зазначив:\n\n– Торік придбано два автобуси. Відремонтовано 5 шкіл.",
    ],
)
def test_own_words_of_people_are_no_reports(speech: str) -> None:
    page = f"Новини громади\n12 Травня, 2021 о 10:30\n\n{speech}\n\nПридбано 300 нових книг.\n"
    assert [words for words, *_ in found(page)] == ["Придбано 300 нових книг"]


def test_a_dash_before_an_item_quotes_nobody() -> None:
    page = "Новини громади\n12 Травня, 2021 о 10:30\n\n– Придбано 300 нових книг – для трьох шкіл.\n"
    assert len(found(page)) == 1


def test_the_dash_of_an_item_is_no_mark_of_speech() -> None:
    page = "Новини громади\n12 Травня, 2021 о 10:30\n\nЗа тиждень:\n\n- Відремонтовано {}.\n\n- Придбано книги.\n"
    assert "speech_marks" not in features_of(page.format("клуб"), "Відремонтовано")
    spoken = "Голова каже про клуб.\n\n- Відремонтовано клуб, - каже він.\n\n- Придбано книги, - додає вчитель.\n"
    assert "speech_marks" in features_of(f"Новини громади\n12 Травня, 2021 о 10:30\n\n{spoken}", "Відремонтовано")
    alone = "Зібрали сход.\n\n- Відремонтовано клуб. Далі буде школа.\n\nСхід закрито.\n"
    assert "speech_marks" in features_of(f"Новини громади\n12 Травня, 2021 о 10:30\n\n{alone}", "Відремонтовано")


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        ("«Ми прибрали двір. Потім товариство «Дуб» посадило липи», - розповів голова.", True),
        ("Клуб «Дуб» прибрав двір. Потім товариство «Липа» посадило квіти.", False),
        ("ТОВ «Клуб «Дуб» прибрало двір. Потім товариство «Липа» посадило квіти.", False),
    ],
)
def test_speech_goes_on_behind_a_name_in_quotation_marks(words: str, quoted: bool) -> None:
    page = f"Новини громади\n12 Травня, 2021 о 10:30\n\n{words}\n"
    assert ("quoted" in features_of(page, "Потім товариство")) is quoted


def test_a_headline_printed_again_tells_nothing() -> None:
    page = "Придбано 300 нових книг\n12 Травня, 2021 о 10:30\n\nПридбано 300 нових книг!\n\nПроведено ремонт клубу.\n"
    assert [words for words, *_ in found(page)] == ["Проведено ремонт клубу"]


def test_what_takes_place_is_an_event() -> None:
    page = "Новини громади\n12 Травня, 2021 о 10:30\n\n12 травня в селі відбулося запалення свічок.\n"
    assert [kind for _, kind, _ in found(page)] == ["event"]


def test_what_somebody_is_charged_with_is_a_task() -> None:
    page = "Новини громади\n12 Травня, 2021 о 10:30\n\nГолова ради доручив відділу освіти провести огляд садків.\n"
    assert [kind for _, kind, _ in found(page)] == ["task"]


@pytest.mark.parametrize(
    "told",
    [
        "Директор, якому доручили керувати школою, відкрив новий клас.",
        "Рада, яка доручила відділу освіти підготувати школи, затвердила бюджет.",
    ],
)
def test_who_was_once_charged_has_done_what_the_clause_says(told: str) -> None:
    page = f"Новини громади\n12 Травня, 2021 о 10:30\n\n{told}\n"
    assert [kind for _, kind, _ in found(page)] == ["activity"]


def test_a_word_of_stress_opens_no_list() -> None:
    assert split("Саме Іван Верба відкрив музей.") == ["Саме Іван Верба відкрив музей"]
    for opening in ("А саме ", "А саме: ", "Саме: ", "Саме, "):
        assert split(f"{opening}відремонтовано дах школи.") == ["відремонтовано дах школи"]


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("12 травня в парку проведено толоку та суботник.", "event"),
        ("12 травня працівники бібліотеки провели виховну годину для учнів.", "event"),
        ("У громаді проведено низку святкових заходів для родин.", "event"),
        ("З батьками проведено профілактичні бесіди щодо догляду за дітьми.", "activity"),
        ("У громаді проведено заходи з енергозбереження.", "activity"),
        ("Відремонтовано зал, де торік проходив матч команд.", "activity"),
    ],
)
def test_talks_are_no_events_and_festivities_are(told: str, kind: str) -> None:
    assert [k for _, k, _ in found(f"Новини громади\n12 Травня, 2021 о 10:30\n\n{told}\n")] == [kind]


def test_a_session_that_is_convened_is_an_event() -> None:
    page = "Новини громади\n12 Травня, 2021 о 10:30\n\n20 травня о 10 годині скликається сесія селищної ради.\n"
    assert [kind for _, kind, _ in found(page)] == ["event"]


def test_taking_part_belongs_to_the_event() -> None:
    page = "Новини\n12 Травня, 2021 о 10:30\n\n{}\n"
    assert found(page.format("У нараді 12 травня взяли участь директори шкіл громади.")) == []
    assert len(found(page.format("Проведено 4 наради, у яких взяли участь директори шкіл."))) == 1


def test_a_total_divided_and_what_a_house_is_there_for_are_no_acts() -> None:
    page = "Новини\n12 Травня, 2021 о 10:30\n\nУ громаді зібрано 40 тис. грн для шпиталю.{}\n"
    assert len(found(page.format(""))) == 1
    assert len(found(page.format(" Від учителів зібрано 12,5 тис. грн, лікарів - 8 тис. грн, рятувальників - 6."))) == 1
    assert len(found(page.format(" Шпиталь обслуговує 6,8 тис. містян."))) == 1


def test_counts_of_things_done_are_no_shares_of_a_sum() -> None:
    page = (
        "Новини\n12 Травня, 2021 о 10:30\n\nЦентр надання соціальних послуг провів для мешканців безкоштовні заняття: "
        "семінари - 12, тренінги - 8, лекції - 15.\n"
    )
    assert [kind for _, kind, _ in found(page)] == ["event"]


def test_awarding_is_no_speech() -> None:
    page = "Свято\n12 Травня, 2021 о 10:30\n\n{}\n"
    award = page.format("12 травня голова громади відзначив учителів грамотами.")
    speech = page.format("12 травня голова громади відзначив, що учителі старалися.")
    assert len(found(award)) == 1
    assert found(speech) == []


def test_probabilities_are_probabilities() -> None:
    model = shipped()
    speech, done = model.probability(["class.speech", "speech_marks"]), model.probability(["form.impersonal.perf"])
    assert 0 < speech < done < 1


def test_both_fits_are_shipped() -> None:
    assert shipped("free").alone.keys() != shipped("all").alone.keys()
    assert all(0 < shipped(fit).probability([]) < 0.5 for fit in ("all", "free"))


def test_the_word_of_the_tagger_is_weighed_with_the_features() -> None:
    blind = Model({"": 0.0, "figure": 1.0})
    seeing = Model(blind.alone, {"": -1.0, "alone": 0.5, "told": 2.0})
    assert blind.probability(["figure"], 3.0) == blind.probability(["figure"])
    assert seeing.probability(["figure"]) == blind.probability(["figure"])
    assert seeing.probability(["figure"], 0.25) == 0.5
    assert seeing.probability(["figure"], 0.5) > 0.5


def test_the_tagger_speaks_of_the_words_of_the_clause() -> None:
    analysis = text.analyse(layout.parse(readers.read(NEWS.encode(), "новина.txt")))
    assert actions.told(analysis, (0, 10)) is None
    heard = replace(analysis, told=((0, -2.0), (4, 1.0), (8, 3.0), (12, 9.0)))
    assert actions.told(heard, (4, 12)) == 2.0
    assert actions.told(heard, (5, 8)) is None


NAMED = Named(bodies=frozenset(), people=frozenset())


@pytest.mark.parametrize(
    ("sentence", "language", "doer", "by", "done"),
    [
        ("Виконком затвердив план.", "uk", "body", "none", "paper"),
        ("Комісією обстежено двори.", "uk", "thing", "body", "thing"),
        ("Начальник привітав учнів.", "uk", "official", "none", "people"),
        ("Вони виділили кошти.", "uk", "pronoun", "none", "money"),
        ("У селі відбулася нарада.", "uk", "event", "none", "event"),
        ("Студенты отремонтировали дорогу.", "ru", "people", "none", "thing"),
        ("В городе прошёл дождь.", "ru", "thing", "none", "thing"),
        ("По итогам проверки прокуратура внесла представление.", "ru", "body", "none", "thing"),
        ("В июле 2020 года совет закупил новые парты.", "ru", "body", "none", "thing"),
        ("К уборке привлечены новые бригады и 5 машин.", "ru", "body", "none", "body"),
        ("Голова ради та староста оглянули криницю.", "uk", "official", "none", "thing"),
        ("У лікарні встановлять томограф.", "uk", "none", "none", "thing"),
        ("Видано понад 200 довідок.", "uk", "none", "none", "thing"),
        ("Видано понад план.", "uk", "none", "none", "none"),
    ],
)
def test_kinds_of_nouns(sentence: str, language: Language, doer: str, by: str, done: str) -> None:
    clause = clauses_of(sentence, 0, len(sentence), language)[0]
    assert subject(clause, language, NAMED).kind == doer
    assert agent(clause, language, NAMED).kind == by
    assert objected(clause, language, NAMED).kind == done


def test_named_bodies_and_people_are_known_by_their_place() -> None:
    sentence = "Автодор підписав договір."
    clause = clauses_of(sentence, 0, len(sentence), "uk")[0]
    assert subject(clause, "uk", Named(frozenset((0,)), frozenset())).kind == "body"
    assert subject(clause, "uk", Named(frozenset(), frozenset((0,)))).kind == "person"


def features_of(page: str, words: str) -> set[str]:
    """The features of the first clause whose extent begins with these words."""
    analysis = text.analyse(layout.parse(readers.read(page.encode(), "новина.txt")))
    return next(set(names) for _, (a, b), names in actions.candidates(analysis, []) if page[a:b].startswith(words))


def test_features_tell_news_from_what_was_before() -> None:
    told = "У вівторок рада придбала автобус.\n\nНагадаємо, торік рада продала трактор."
    page = f"Новини\n12 Травня, 2021 о 10:30\n\n{told}\n"
    assert features_of(page, "У вівторок") >= {"now", "object.thing", "verb.придбати"}
    before = features_of(page, "торік рада")
    assert before >= {"formerly", "recalls"}
    assert "now" not in before


def test_features_look_no_further_than_near() -> None:
    page = "Новини\n12 Травня, 2021 о 10:30\n\nРада придбала автобус{}, повідомляє сайт.\n"
    assert "informed" in features_of(page.format(""), "Рада придбала")
    assert "informed" not in features_of(page.format(", рада придбала трактор" * 200), "Рада придбала")
