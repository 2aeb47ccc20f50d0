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
