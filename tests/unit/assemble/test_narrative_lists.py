from __future__ import annotations

import pytest

from extractor import pipeline
from extractor.settings import Settings

HEAD = "Звіт про роботу служби у справах дітей за 2021 рік\n\n"


def told(body: str) -> list[tuple[str, list[str]]]:
    found = pipeline.extract((HEAD + body).encode(), settings=Settings()).measures
    return [(m.text, [p.name for p in m.responsible]) for m in found]


def test_each_item_under_a_verb_is_an_act_of_whom_the_verb_names() -> None:
    lead = "За звітний період службою у справах дітей організовано та проведено"
    items = ["10 засідань комісії з питань захисту прав дитини", "3 рейди по місцях відпочинку молоді"]
    body = f"{lead}:\n- {items[0]};\n- {items[1]}.\n"
    assert told(body) == [(f"{lead} {item}", ["служба у справах дітей"]) for item in items]


def test_the_parts_of_an_item_are_no_acts() -> None:
    lead = "За звітний період службою у справах дітей організовано та проведено"
    body = f"{lead}:\n- 10 засідань комісії, з них:\n- 4 виїзні засідання;\n- 6 засідань у ліцеях.\n"
    assert [text for text, _ in told(body)] == [f"{lead} 10 засідань комісії"]


@pytest.mark.parametrize(
    "body",
    [
        "Службою проведено 10 засідань комісії:\n- 4 виїзні засідання;\n- 6 засідань у ліцеях.\n",
        "Службою у справах дітей проведено таке:\n- 4 виїзні засідання;\n- 6 засідань у ліцеях.\n",
        "Службою у справах дітей проведено:\n- 4 виїзні засідання.\n\nРоботу буде продовжено.\n",
        "Службою у справах дітей проведено:\n- надали 40 порад;\n- оглянули 6 осель.\n",
    ],
)
def test_no_list_of_acts(body: str) -> None:
    assert not any(" 4 виїзні" in text or "проведено оглянули" in text for text, _ in told(body))


LED = "На сесії депутати селищної ради {}:\n• виділили 300 тисяч гривень на ремонт клубу;\n• внесли зміни до бюджету.\n"


def test_words_that_only_lead_to_a_list_are_no_act_and_name_who_acts_in_it() -> None:
    assert told(LED.format("ухвалили низку важливих рішень")) == [
        ("виділили 300 тисяч гривень на ремонт клубу", ["депутати селищної ради"]),
        ("внесли зміни до бюджету", ["депутати селищної ради"]),
    ]


@pytest.mark.parametrize(
    ("words", "kept", "who"),
    [
        # the list tells of what others did, or of more than the clause says
        ("заслухали звіт комунального підприємства", True, []),
        ("затвердили Програму благоустрою громади", True, []),
        ("нагородили волонтерів, які виконали такі роботи", True, []),
    ],
)
def test_acts_before_a_list(words: str, kept: bool, who: list[str]) -> None:
    found = told(LED.format(words))
    assert any(words.split(maxsplit=1)[0] in text for text, _ in found) is kept
    assert [names for text, names in found if text.startswith("внесли")] in ([who], [])


def test_a_lead_whose_items_tell_of_nothing_is_kept() -> None:
    lead = "Депутати селищної ради ухвалили такі рішення"
    assert [text for text, _ in told(f"{lead}:\n- № 4 «Про бюджет»;\n- № 5 «Про присвоєння звання».\n")] == [lead]
