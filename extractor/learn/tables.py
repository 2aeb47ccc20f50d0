"""Made-up tables whose columns are known: the forms and words of corpus/tables, put together by chance.

The same seed gives the same tables on every machine. A table belongs to a form and to a subject, so that a model can
be asked about forms and words that it has not seen."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

HOME: Final = Path(__file__).parents[2] / "corpus" / "tables"
#: Tables of a form that is a plan, one a subject; of one that is none, in each language.
SUBJECTS: Final = 12
OTHERS: Final = 7
_MONTHS: Final = {
    "uk": ("січень", "лютий", "березень", "квітень", "травень", "червень", "липень", "серпень", "вересень", "жовтень",
           "листопад", "грудень"),
    "ru": ("январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь",
           "декабрь"),
}  # fmt: skip
_OF_MONTH: Final = {
    "uk": ("січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня",
           "листопада", "грудня"),
    "ru": ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
           "декабря"),
}  # fmt: skip
_YEAR: Final = {"uk": ("року", "рік", "роки", "рр."), "ru": ("года", "год", "годы", "гг.")}
_QUARTER: Final = {"uk": ("квартал", "кв.", "півріччя"), "ru": ("квартал", "кв.", "полугодие")}


@dataclass(frozen=True)
class Made:
    """A table: its form and subject, whether it is a plan, the roles of its columns («none» in others), and its cells
    column by column, as layout.columns_features takes them."""

    form: str
    subject: str
    plan: bool
    roles: tuple[str, ...]
    columns: tuple[tuple[str | None, ...], ...]


def made(seed: int = 0) -> Iterator[Made]:
    """All tables, in the order of the forms."""
    forms = tomllib.loads((HOME / "forms.toml").read_text(encoding="utf-8"))
    subjects = tomllib.loads((HOME / "words.toml").read_text(encoding="utf-8"))["domain"]
    for form in forms["form"]:
        if form.get("plan", True):
            chosen = Random(f"{seed} {form['id']}").sample(subjects, SUBJECTS)
        else:
            chosen = [{"id": f"{lang} {k}", "language": lang} for lang in ("uk", "ru") for k in range(OTHERS)]
        for subject in chosen:
            yield _table(form, subject, forms["lists"][subject["language"]], f"{seed} {form['id']} {subject['id']}")


def _table(form: Mapping[str, Any], subject: Mapping[str, Any], lists: Mapping[str, str], seed: str) -> Made:
    random = Random(seed)
    plan = form.get("plan", True)
    named = [c.partition(":")[::2] for c in form["columns"]]
    pool = subject["measures"].split("\n")[1:-1] if plan else []
    rows = random.randint(3, len(pool)) if plan else random.randint(3, 12)
    maker = _Cells(random, subject, lists, rows)
    goals = [i for i, (role, _) in enumerate(named) if role == "goal"]
    columns = [
        maker.goals(form.get("merged", "repeat"), inner=len(goals) > 1 and i == goals[-1])
        if role == "goal"
        else maker.column(role, style)
        for i, (role, style) in enumerate(named)
    ]
    return Made(
        form["id"],
        subject["id"] if plan else form["id"],
        plan,
        tuple(role if plan else "none" for role, _ in named),
        tuple(tuple(c) for c in columns),
    )


class _Cells:
    """Draws the cells of one table, of one style throughout."""

    def __init__(self, random: Random, subject: Mapping[str, Any], lists: Mapping[str, str], rows: int) -> None:
        self.random, self.subject, self.lists, self.rows = random, subject, lists, rows
        self.language: str = subject["language"]
        self.year = random.randint(2016, 2026)
        self.stop = "." if random.random() < 0.2 else ""
        self.groups = [0]
        for _ in range(rows - 1):
            self.groups.append(self.groups[-1] + (random.random() < 0.4))
        self.starts = [random.randint(1, 8) for _ in range(rows)]

    def goals(self, merged: str, *, inner: bool) -> list[str | None]:
        """The cells of goals, each over a group of rows; the inner of two such columns, and one in three others, names
        tasks in the words of measures."""
        tasks = inner or self.random.random() < 0.33
        lines = self.subject["measures" if tasks else "goals"].split("\n")[1:-1]
        self.random.shuffle(lines)
        groups = self.groups if inner else [group // 2 for group in self.groups]
        again = {"span": None, "blank": ""}
        out: list[str | None] = []
        for k, group in enumerate(groups):
            first = k == 0 or groups[k - 1] != group
            out.append(lines[group % len(lines)] if first or merged == "repeat" else again[merged])
        return out

    def column(self, role: str, style: str) -> list[str]:
        """The cells of a column."""
        words = {"measure": "measures", "responsible": "bodies"}.get(role)
        if role == "indicator":
            words = {"result": "results", "measure": "indicators"}.get(style)
        if words is not None:
            return self._words(words)
        if role == "number":
            return self._numbers(style)
        if role in ("start", "end"):
            return [self._end(k, role, style) for k in range(self.rows)]
        if role == "deadline":
            return self._deadlines(style)
        return self._listed(style or role)

    def _words(self, name: str) -> list[str]:
        lines = self.subject[name].split("\n")[1:-1]
        if name == "measures":
            drawn = self.random.sample(lines, self.rows)
            mark = self.random.choice(("", "", "", "; ", ", ", ". ", "\n"))
            longer = [
                line + mark + self.random.choice(lines) if mark and self.random.random() < 0.5 else line
                for line in drawn
            ]
            own = "{}. {}" if self.random.random() < 0.1 else "{1}"
            return [own.format(k + 1, line + self.stop) for k, line in enumerate(longer)]
        mark = self.random.choice(("", "", "; ", ", ", "\n")) if name == "bodies" else ""
        if name == "bodies" and self.random.random() < 0.2:
            return [self.random.choice(lines)] * self.rows
        gaps = 0.0 if self.random.random() < 0.7 else 0.25
        return ["" if self.random.random() < gaps else self._joined(lines, mark) for _ in range(self.rows)]

    def _joined(self, lines: Sequence[str], mark: str) -> str:
        """One line, or two that a mark parts."""
        return mark.join(self.random.sample(lines, self.random.randint(1, 2))) if mark else self.random.choice(lines)

    def _numbers(self, style: str) -> list[str]:
        first = self.random.choice((1, 1, 1, 4, 12))
        if style == "nested":
            label = self.random.choice(("{}.{}", "{}.{}."))
            seen: dict[int, int] = {}
            out = []
            for group in self.groups:
                seen[group] = seen.get(group, 0) + 1
                out.append(label.format(group + 1, seen[group]))
            return out
        label = {"dot": "{}.", "plain": "{}"}[style]
        return [label.format(first + k) for k in range(self.rows)]

    def _end(self, k: int, role: str, style: str) -> str:
        month = self.starts[k] if role == "start" else min(12, self.starts[k] + self.random.randint(0, 4))
        if style == "year":
            return str(self.year + (role == "end") * self.random.randint(0, 3))
        if style == "month":
            return f"{_MONTHS[self.language][month - 1]} {self.year}" + (
                f" {_YEAR[self.language][0]}" if self.year % 2 else ""
            )
        day = 1 if role == "start" else self.random.choice((28, 30, 15, 1))
        mark = "-" if self.year % 3 else "."
        return f"{day:02d}{mark}{month:02d}{mark}{self.year}"

    def _deadlines(self, style: str) -> list[str]:
        by: dict[str, Sequence[Callable[[], str]]] = {
            "by": (self._by,),
            "date": (self._date,),
            "month": (self._month,),
            "quarter": (self._quarter,),
            "year": (self._one_year,),
            "years": (self._years,),
            "day": (self._day,),
            "weekday": (lambda: self._one("weekday"),),
            "recurring": (lambda: self._one("recurring"), lambda: self._one("schedule")),
            "mixed": (self._by, self._month, self._quarter, lambda: self._one("recurring"), self._one_year,
                      lambda: self._one("schedule")),
            "same": (self._one_year,),
        }  # fmt: skip
        ways = by[style]
        odd = () if style in ("day", "weekday", "same", "date") else (lambda: self._one("recurring"),)
        ways = (ways[self.random.randrange(len(ways))],) if style == "by" else ways
        if style in ("same", "years") and self.random.random() < 0.6:
            return [ways[0]()] * self.rows
        return [(self.random.choice(odd) if odd and self.random.random() < 0.2 else self.random.choice(ways))()
                for _ in range(self.rows)]  # fmt: skip

    def _by(self) -> str:
        return f"до {self._date()}"

    def _date(self) -> str:
        day, month = self.random.randint(1, 28), self.random.randint(1, 12)
        of_month = _OF_MONTH[self.language][month - 1]
        year = _YEAR[self.language][0]
        return (f"{day:02d}.{month:02d}.{self.year}", f"{day} {of_month}", f"{day} {of_month} {self.year} {year}",
                f"{day:02d}.{month:02d}")[self.year % 4]  # fmt: skip

    def _month(self) -> str:
        months, k = _MONTHS[self.language], self.random.randint(0, 11)
        if self.random.random() < 0.25:
            return f"{months[k]}-{months[min(11, k + 2)]}" if k < 10 else months[k]
        return (months[k], f"{months[k]} {self.year}", f"{months[k]} {self.year} {_YEAR[self.language][0]}",
                months[k].capitalize())[self.year % 4]  # fmt: skip

    def _quarter(self) -> str:
        k = self.random.randint(0, 3)
        whole, short, half = _QUARTER[self.language]
        if self.random.random() < 0.15:
            return f"{('I', 'II')[k % 2]} {half} {self.year}"
        number = ("I", "II", "III", "IV")[k]
        if self.random.random() < 0.15:
            number = f"{number}-IV" if k < 3 else "IV"
        return (f"{number} {whole}", f"{number} {short}", f"{number} {whole} {self.year} {_YEAR[self.language][0]}",
                f"{k + 1} {whole}")[self.year % 4]  # fmt: skip

    def _one_year(self) -> str:
        return f"{self.year}" if self.year % 2 else f"{self.year} {_YEAR[self.language][1]}"

    def _years(self) -> str:
        first = self.year + self.random.randint(0, 2)
        return (
            f"{first}-{first + self.random.randint(1, 4)}"
            + (f" {_YEAR[self.language][2 + self.year % 2]}", "")[self.year % 3 == 0]
        )

    def _day(self) -> str:
        day = self._date()
        if self.year % 3 == 0:
            return f"{day} {self._one('weekday')}"
        return f"{day}, {self.random.randint(8, 18)}:00" if self.year % 5 == 0 else day

    def _one(self, name: str) -> str:
        return self.random.choice(self.lists[name].split("|"))

    def _listed(self, style: str) -> list[str]:
        made = getattr(self, f"_made_{style}", None)
        if made is not None:
            return [made() for _ in range(self.rows)]
        if style == "count":
            return self._numbers(self.random.choice(("dot", "plain")))
        if style == "empty":
            return [self._one("note") if self.random.random() < 0.15 else "" for _ in range(self.rows)]
        if style in ("requisite", "requisite_value", "act_title", "service", "statistic", "budget_line", "position"):
            items = self.lists[style].split("|")
            self.random.shuffle(items)
            return [items[k % len(items)] for k in range(self.rows)]
        gaps = 0.4 if style == "note" else 0.1
        return ["" if self.random.random() < gaps else self._one(style) for _ in range(self.rows)]

    def _made_sum(self) -> str:
        if self.random.random() < 0.2:
            return self.random.choice(("-", "–", "", "0"))
        value = self.random.randint(5, 90000) / self.random.choice((1, 10, 100))
        return (f"{value:,.2f}".replace(",", " ").replace(".", ","), f"{value:.1f}".replace(".", ","), f"{value:.0f}",
                f"{value:,.0f}".replace(",", " "))[self.year % 4]  # fmt: skip

    _made_money = _made_sum

    def _made_number(self) -> str:
        return self.random.choice((str(self.random.randint(1, 300)), f"{self.random.randint(5, 100)} %", "100", "–"))

    def _made_amount(self) -> str:
        return str(self.random.randint(1, 5000))

    def _made_percent(self) -> str:
        return f"{self.random.randint(100, 1200) / 10:.1f}".replace(".", ",") + self.random.choice(("", " %"))

    def _made_phone(self) -> str:
        digits = f"{self.random.randint(10**5, 10**6 - 1)}"
        return (f"{digits[0]}-{digits[1:3]}-{digits[3:5]}", f"(0{digits[:4]}) {digits[0]}-{digits[1:3]}-{digits[3:5]}",
                f"067 {digits[:3]} {digits[3:5]} {digits[1:3]}")[self.year % 3]  # fmt: skip

    def _made_email(self) -> str:
        return f"{self.random.choice(('rada', 'info', 'office', 'osvita'))}{self.random.randint(1, 40)}@example.org"

    def _made_time(self) -> str:
        return f"{self.random.randint(6, 21)}:{self.random.choice(('00', '15', '30', '45'))}"

    def _made_hours(self) -> str:
        return f"{self.random.randint(8, 10)}:00{self.random.choice(('-', ' – '))}{self.random.randint(12, 18)}:00"

    def _made_date(self) -> str:
        return f"{self.random.randint(1, 28):02d}.{self.random.randint(1, 12):02d}.{self.year}"

    def _made_birth(self) -> str:
        return f"{self.random.randint(1, 28):02d}.{self.random.randint(1, 12):02d}.{self.random.randint(1955, 2000)}"

    def _made_day(self) -> str:
        return self._date()

    def _made_month(self) -> str:
        return self._month()

    def _made_year(self) -> str:
        return str(self.random.randint(1955, self.year))

    def _made_code(self) -> str:
        return f"{self.random.randint(10**7, 10**8 - 1)}-{self.random.randint(0, 9)}"

    def _made_kpkv(self) -> str:
        return f"0{self.random.randint(10**5, 10**6 - 1)}"

    def _made_area(self) -> str:
        return f"{self.random.randint(10, 90000) / 100:.2f}".replace(".", ",")

    def _made_units(self) -> str:
        return self.random.choice(("1", "0,5", "2", "1,0", "0,25", "3"))

    def _made_room(self) -> str:
        return self.random.choice(("12", "5", "214", "каб. 3"))

    def _made_act_number(self) -> str:
        return self.random.choice(("{}", "{}-р", "02-{}", "№ {}")).format(self.random.randint(1, 400))

    def _made_cadastre(self) -> str:
        zone, block = self.random.randint(10000, 99999), self.random.randint(1, 9)
        return f"71206{zone}:0{block}:001:0{self.random.randint(100, 999)}"

    def _made_term(self) -> str:
        number = self.random.choice((1, 5, 10, 14, 30))
        days = {"uk": ("днів", "робочих днів", "календарних днів"), "ru": ("дней", "рабочих дней", "календарных дней")}
        return f"{number} {days[self.language][self.year % 3]}"

    def _made_term_years(self) -> str:
        return f"{self.random.choice((5, 7, 10, 49))} {'років' if self.language == 'uk' else 'лет'}"
