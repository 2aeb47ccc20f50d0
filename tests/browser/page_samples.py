"""What the browser tests send, in words of our own, and what hostile senders would."""

from __future__ import annotations

from pathlib import Path

CORPUS = Path(__file__).parents[2] / "corpus" / "documents"

ORDER = """\
ВЕРБІВСЬКА РАЙОННА ДЕРЖАВНА АДМІНІСТРАЦІЯ

РОЗПОРЯДЖЕННЯ

04 березня 2030 року                м. Вербів                № 57

Про підготовку до весняного паводку

З метою захисту населення району зобов’язую:

1. Відділу цивільного захисту районної державної адміністрації до 15 березня 2030 року перевірити 12 захисних дамб.
2. Вербівському районному управлінню водного господарства щомісяця до 5 числа інформувати районну державну \
адміністрацію про рівень води.
3. Виконавчим комітетам сільських рад до 01.04.2030 підготувати 40 човнів.
4. Рекомендувати комунальному підприємству «Вербівводоканал» очистити 8 кілометрів каналів.

Голова                                                Олена СТЕЦЬ
"""

#: The texts and names of strangers who try to have a browser run what they wrote.
PAYLOADS = (
    '<script>alert("xss1")</script>',
    "<img src=x onerror=alert(2)>",
    '"><svg/onload=alert(3)>',
    "javascript:alert(4)",
    "{{7*7}}${7*7}<%= 7*7 %>",
    "'; DROP TABLE measures;--",
    '</td></table><iframe src="//evil.example">',
    "&lt;script&gt;alert(5)&lt;/script&gt;",
)


def hostile(payload: str, number: int) -> bytes:
    """An order that says the payload wherever a field is read from."""
    return f"""\
ВЕРБІВСЬКА РАЙОННА РАДА {payload}

РІШЕННЯ

0{number + 1} березня 2030 року                № {number}/{payload}

Про благоустрій {payload}

1. Відділу освіти {payload} до 15 березня 2030 року провести 3 наради {payload}.
2. Комунальному підприємству «{payload}» до 1 травня 2030 року висадити 50 дерев {payload}.

Голова                                                {payload}
""".encode()
