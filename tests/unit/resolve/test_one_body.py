from __future__ import annotations

import pytest

from extractor.resolve.organisations import merge
from extractor.schema.analysis import Language
from extractor.schema.facts import Organisation


def merged(*names: str, language: Language = "uk") -> list[Organisation]:
    mentions = [Organisation(name=n, spans=((10 * i, 10 * i + 5),)) for i, n in enumerate(names)]
    return merge(mentions, language)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        # one body under a full name, a short one and an acronym
        (["Зразківська селищна рада", "селищна рада"], ["Зразківська селищна рада"]),
        (
            ["Зразківська РДА", "Зразківська районна державна адміністрація"],
            ["Зразківська районна державна адміністрація"],
        ),
        (
            ["облдержадміністрація", "Лугівська обласна державна адміністрація"],
            ["Лугівська обласна державна адміністрація"],
        ),
        (["МОЗ", "Міністерство охорони здоров'я України"], ["Міністерство охорони здоров'я України"]),
        (
            ["Спілка зразкових ветеранів Лугівщини", "СЗВЛ"],
            ["Спілка зразкових ветеранів Лугівщини"],
        ),
        (["ТОВ «Ясен»", "фірма «Ясен»", "«Ясен»"], ["ТОВ «Ясен»"]),
        (["благодійний фонд «Ясен»", "Фонд “Ясен”"], ["благодійний фонд «Ясен»"]),
        # long names put together of a place and a trade are each their own
        (["КП «Озернеськводоканал»", "КП «Озернеськтепло»"], ["КП «Озернеськводоканал»", "КП «Озернеськтепло»"]),
        (
            ["служба у справах дітей", "служба у справах дітей Зразківської селищної ради", "Зразківська селищна рада"],
            ["служба у справах дітей Зразківської селищної ради", "Зразківська селищна рада"],
        ),
        # two that could be meant: the short form stays by itself
        (
            ["Зразківська селищна рада", "Лугівська селищна рада", "селищна рада"],
            ["Зразківська селищна рада", "Лугівська селищна рада", "селищна рада"],
        ),
        # the innermost of nested names says which firm it is; a foreign name is one without its word for a medium
        (["ТОВ «Лугівське підприємство «Ясен»", "фірма «Ясен»"], ["ТОВ «Лугівське підприємство «Ясен»"]),
        (["ДП «Дуб» ВАТ «Ясен»", "ВАТ «Ясен»", "ДП «Дуб»"], ["ДП «Дуб» ВАТ «Ясен»", "ВАТ «Ясен»"]),
        (["Sample", "ІА SAMPLE"], ["ІА SAMPLE"]),
        (["уряд Лугівської Республіки", "уряд республіки"], ["уряд Лугівської Республіки"]),
        # alike, but different bodies
        (
            ["лугівське відділення партії «Ясен»", "партія «Ясен»"],
            ["лугівське відділення партії «Ясен»", "партія «Ясен»"],
        ),
        (
            ["Лугівська районна державна адміністрація Калинівської області", "облдержадміністрація"],
            ["Лугівська районна державна адміністрація Калинівської області", "облдержадміністрація"],
        ),
        (["ТОВ «Ясен»", "ТОВ «Ясен Плюс»"], ["ТОВ «Ясен»", "ТОВ «Ясен Плюс»"]),
        (
            ["відділ освіти Зразківської міської ради", "Зразківська міська рада"],
            ["відділ освіти Зразківської міської ради", "Зразківська міська рада"],
        ),
        (
            ["Головне управління статистики", "відділ обліку Головного управління статистики"],
            ["Головне управління статистики", "відділ обліку Головного управління статистики"],
        ),
    ],
)
def test_one_organisation_a_body(names: list[str], expected: list[str]) -> None:
    assert [o.name for o in merged(*names)] == expected


@pytest.mark.parametrize(
    ("names", "language", "expected"),
    [
        # the country may be left out, and the place; words run together
        (["Федеральная пробная служба России", "ФПС России"], "ru", ["Федеральная пробная служба России"]),
        (["Лугівська міська військова адміністрація", "МВА"], "uk", ["Лугівська міська військова адміністрація"]),
        (
            ["Министерство строительства Лесной области", "Минстрой"],
            "ru",
            ["Министерство строительства Лесной области"],
        ),
        (["Национальный банк Лесной Республики", "Нацбанк"], "ru", ["Национальный банк Лесной Республики"]),
        (["Лесной областной исполнительный комитет", "облисполком"], "ru", ["Лесной областной исполнительный комитет"]),
        # which of two it is, they do not say
        (
            ["Міністерство культури та освіти", "Міністерство культури і спорту", "Мінкульт"],
            "uk",
            ["Міністерство культури та освіти", "Міністерство культури і спорту", "Мінкульт"],
        ),
        # letters for a territory, behind who rules it only
        (
            ["Администрация муниципального образования «Лесное»", "администрация МО «Лесное»"],
            "ru",
            ["Администрация муниципального образования «Лесное»"],
        ),
        (["Рада ГО «Луг»", "Рада громадської організації «Луг»"], "uk", ["Рада громадської організації «Луг»"]),
        (["Совет ГО «Лес»", "Совет городского округа «Лес»"], "ru", ["Совет городского округа «Лес»"]),
        (["МО «Лугова»", "міжнародна організація «Лугова»"], "uk", ["міжнародна організація «Лугова»"]),
    ],
)
def test_short_names_join(names: list[str], language: Language, expected: list[str]) -> None:
    assert [o.name for o in merged(*names, language=language)] == expected


@pytest.mark.parametrize(
    ("language", "short", "full"),
    [
        ("uk", "Мінсоцполітики", "Міністерство соціальної політики України"),
        ("uk", "Держстат", "Державна служба статистики України"),
        ("uk", "Держкомзем", "Державний комітет земельних ресурсів"),
        ("uk", "Нацполіція", "Національна поліція України"),
        ("ru", "Минстрой России", "Министерство строительства Российской Федерации"),
        ("ru", "Росстат", "Федеральная служба государственной статистики"),
        ("ru", "Росархив", "Федеральное архивное агентство"),
        ("ru", "Роструд", "Федеральная служба по труду"),
    ],
)
def test_words_run_together(language: Language, short: str, full: str) -> None:
    assert [o.name for o in merged(short, full, language=language)] == [full]


@pytest.mark.parametrize(
    ("language", "names"),
    [
        # whose department it is does not make it the ministry of its field
        ("ru", ["Минстрой", "отдел строительства Министерства обороны"]),
        ("uk", ["Мінкульт", "відділ культури Міністерства оборони"]),
        # what the ministry is of stands first in its name
        ("uk", ["Мінспорт", "Міністерство культури та спорту"]),
        # the country's is not an area's, whichever way it is called further on
        ("ru", ["Минстрой России", "Министерство строительства Озерной области"]),
        ("ru", ["Минстрой России", "Минстрой", "Министерство строительства Озерной области"]),
        # companies
        ("ru", ["Роснефть", "Федеральное агентство по нефтепродуктам"]),
        ("ru", ["Роспечать", "Федеральное агентство по печному делу"]),
        ("ru", ["Росгаз", "Федеральное агентство по газификации"]),
    ],
)
def test_words_run_together_that_another_body_is_meant_by(language: Language, names: list[str]) -> None:
    assert names[-1] not in {m for o in merged(*names, language=language) for m in (o.name, *o.aliases) if o.aliases}


def test_the_fullest_name_wins_and_the_others_are_aliases() -> None:
    (body,) = merged("селищна рада", "Зразківська селищна рада", "Селищна рада")
    assert body.name == "Зразківська селищна рада"
    assert body.aliases == ("селищна рада",)
    assert body.spans == ((0, 5), (10, 15), (20, 25))


def test_an_acronym_is_noted() -> None:
    (body,) = merged("Міністерство освіти і науки України", "МОН")
    assert body.acronym == "МОН"


def test_the_authority_behind_a_unit_is_its_parent() -> None:
    unit = Organisation(name="відділ освіти Зразківської міської ради", spans=((0, 39),))
    council = Organisation(name="Зразківська міська рада", spans=((14, 39),))
    assert [(o.name, o.parent) for o in merge([unit, council], "uk")] == [
        (unit.name, council.name),
        (council.name, None),
    ]


def test_a_company_and_its_charity_of_one_name_are_two() -> None:
    mentions = [
        Organisation(name="ТОВ «Ясен»", kind="company", spans=((0, 5),)),
        Organisation(name="благодійний фонд «Ясен»", kind="charity", spans=((10, 15),)),
        Organisation(name="ТОВ «Ясен»", kind="company", spans=((20, 25),)),
    ]
    assert [o.name for o in merge(mentions, "uk")] == ["ТОВ «Ясен»", "благодійний фонд «Ясен»"]
