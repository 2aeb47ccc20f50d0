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
