"""Grows a name to the right of its head noun: owners, purposes, numbers and quoted names."""

from __future__ import annotations

import re
from typing import Final

from extractor.detect import organisations_places as places
from extractor.detect.organisations_bodies import ROOMS
from extractor.detect.organisations_lexicon import lexicon
from extractor.detect.organisations_name import Name
from extractor.detect.organisations_names import foreign
from extractor.detect.organisations_phrase import people, phrase, plural, quotable
from extractor.detect.organisations_places import DATIVE, GENITIVE, INSTRUMENTAL, LOCATIVE
from extractor.detect.organisations_words import AND, OPENERS, ROMAN, Line

_PARTNERS: Final = re.compile(
    r"співпрац|співробітн|взаємод|зв'язк|комунікац|робот|контакт|сотруднич|взаимодейств|связ|работ"
)
_WATCH: Final = re.compile(r"нагляд|контрол|надзор|спостереж|наблюд|безпе[кц]|безопасн")
#: «комісія зі сприяння проведенню перепису», «комитет по противодействию коррупции».
_HELPS: Final = re.compile(r"сприянн|протиді|запобіган|содейств|противодейств|препятств")
#: «надзору на транспорте», «безпеки у сфері охорони праці».
_FIELDS: Final = ("транспорт", "сфер", "галуз", "дорог")
_GOVERNS: Final = {
    **dict.fromkeys(("з", "із", "зі", "с", "со"), _PARTNERS),
    **dict.fromkeys(("за", "над"), _WATCH),
}
_LIABILITY: Final = frozenset({("с", "ограни"), ("з", "обмеже"), ("із", "обмеже"), ("з", "додатк"), ("с", "дополн")})
#: «комитет по управлению муниципальным имуществом»
_MANAGES: Final = re.compile(r"управл|распоряж|розпорядж")
#: «комісія з виявлення та взяття на облік безхазяйного майна»
_REGISTERS: Final = re.compile(r"взятт|постанов|прийнятт|взяти|постановк")
_REGISTER: Final = ("облік", "учет", "учёт")
#: Of whom councils are: «районна рада ветеранів», «совет депутатов».
_MEMBERS: Final = frozenset(
    "ветеран депутат профспілка профсоюз адвокат суддя судья старейшина старійшина директор жінка женщина".split()
)
#: «подати міністерству інформації про …»: a genitive with this behind it is what is given, and of no name.
_ABOUT: Final = frozenset(("про", "щодо", "о", "об"))
_TOLD: Final = re.compile(r"інформац|звіт|даних|довідк|информац|отч[её]т|справк|данных")
#: What is attached to a greater body: «рада при міністерстві», «комиссия при администрации».
_ATTACHED: Final = re.compile(
    r"рада|совет|комісі|комисси|колегі|коллеги|комітет|комитет|центр|штаб|група|группа|робоча|служба"
)
#: Officials that councils are attached to.
_OFFICIALS: Final = re.compile(r"президент(?:і|ові|е)|губернатор(?:і|ові|е)|голов[іе]|главе|мері|мэре")
#: How the names of bodies among states begin.
_AMONG_STATES: Final = ("міжнародн", "всесвітн", "європейськ", "международн", "всемирн", "европейск")
#: Nouns whose names may be in Latin letters, by what they need.
_NAMED: Final = frozenset(("proper", "purpose"))
#: What Roman numbers in names count: «заклад І-ІІІ ступенів», «атестаційна комісія ІІ рівня».
_LEVEL: Final = ("рівн", "уровн")
_DEGREES: Final = ("ступен", *_LEVEL)
#: «детский сад «Ясень» комбинированного вида»: what kind of institution it is, after its own name.
_KINDS: Final = frozenset("вид тип профиль профіль направленность спрямування".split())
#: «обласний центр з гідрометеорології»: what centres are for, as they are named.
_SCIENCE: Final = re.compile(r"\w+(?:ння|ття|ції|гії|ики)\Z")
#: Acts, by whose number a body's name is followed: «наказом міністерства № 12 від 3 травня».
_ACT: Final = re.compile(
    r"(?:наказ|рішенн|розпорядженн|постанов|лист|приказ|решени|распоряжени|постановлени|письм)\w{0,3}\Z"
)
#: Legal forms whose bodies have numbers: «ЖЕК № 2».
_NUMBERED: Final = frozenset("ЖКП ЖЕК ЖЕД ЖЕУ ЖРЕО ЖРЭО РЭУ ДЕУ ДЭУ АТП".split())
_NAMESAKE: Final = frozenset({"імені", "ім", "имени", "им"})
_NUMBER: Final = frozenset({"№", "N", "No"})
#: No name goes on so far behind its head, in words: the longest that was seen goes on for 27. It bounds the work on
#: chains of genitives, each of which may head a name of its own.
_LONGEST: Final = 40


def right(line: Line, name: Name) -> None:
    """Takes in what follows the head and belongs to the name."""
    _Tail(line, name).grow()


class _Tail:
    """The growth to the right of one name."""

    def __init__(self, line: Line, name: Name) -> None:
        self.line = line
        self.name = name
        self.open = name.head.open_tail
        self.list_cases: frozenset[str] = GENITIVE

    def grow(self) -> None:
        steps = (self.quotation, self.latin, self.number, self.sort, self.namesake, self.settlement, self.purpose,
                 self.location, self.bracket, self.companion, self.attached, self.owner, self.joined,
                 self.listed)  # fmt: skip
        while self._goes_on() and any(step() for step in steps):
            pass

    def _goes_on(self) -> bool:
        """Is there a word at the name's end that may belong to it?"""
        name, line = self.name, self.line
        return name.last < min(len(line), name.at + _LONGEST) and name.last not in line.people

    def quotation(self) -> bool:
        line, name = self.line, self.name
        i = name.last
        if line.text[i] not in OPENERS or name.head.needs == "nothing":
            return False
        if name.quoted:
            return self._owners_name(i)
        if not name.head.open_tail and name.head.needs == "modifier" and line.head(i - 1) is not None:
            return False
        end = line.closing(i)
        if end is not None and places.of_area(line, name, i - 1):
            # «муниципальный район «Зареченский»»: the territory is called so, not the body
            name.last, name.place = end, True
            return True
        if end is None or not quotable(line, i):
            return False
        name.last, name.core, name.quoted, self.open = end, end, True, False
        return True

    def _owners_name(self, i: int) -> bool:
        """«Дочірнє підприємство «А» ВАТ «Б»»: the quoted name of the company that it belongs to."""
        end = self.line.closing(i) if self.line.text[i - 1] in lexicon().legal else None
        if end is None or not quotable(self.line, i):
            return False
        self.name.last = end
        return True

    def latin(self) -> bool:
        """«клуб Sample», «банк Sample & Co»: a name in Latin letters right after a noun for institutions."""
        name = self.name
        end = foreign(self.line, name.last) if name.last == name.at + 1 and name.head.needs in _NAMED else None
        if end is None or not any(map(str.islower, "".join(self.line.text[name.last : end]))):
            return False
        name.last, name.quoted, self.open = end, True, False
        return True

    def number(self) -> bool:
        line, i = self.line, self.name.last
        if ROMAN.fullmatch(line.text[i]):
            upper = "".join(line.text[i + 2 : i + 3])
            j = i + 2 if line.low(i + 1) == "-" and ROMAN.fullmatch(upper) else i  # «І – ІІІ ступенів»
            if line.low(j + 1).startswith(_DEGREES):
                self.name.last, self.name.number = j + 2, True
                self.open = self.open and line.low(j + 1).startswith(_LEVEL)
                return True
        known = (
            self.name.head.open_tail
            or self.name.head.lemma in _NUMBERED
            or self.name.quoted
            or self.name.number
            or self.name.head.kind == "institution"
        )
        if line.text[i] not in _NUMBER or not known or self.name.head.lemma in ROOMS:
            return False
        if i + 1 < len(line) and line.text[i + 1][0].isdigit() and not self._of_act(i + 2):
            self.name.last, self.name.number = i + 2, True
            return True
        return False

    def _of_act(self, i: int) -> bool:
        """«рішенням комісії № 12 від 3.05.2021»: is the number that ends before `i` the act's, its day behind it?"""
        line = self.line
        dated = line.low(i) in ("від", "от") and line.text[i + 1 : i + 2] and line.text[i + 1][0].isdigit()
        return bool(dated) and _ACT.match(line.low(self.name.first - 1)) is not None

    def bracket(self) -> bool:
        """«заклад дошкільної освіти (ясла-садок) «…»»: a gloss between the head and the quoted name."""
        line, i = self.line, self.name.last
        if line.text[i] != "(":
            return False
        for j in (i + 2, i + 3):
            if line.text[j : j + 1] == [")"] and line.text[j + 1 : j + 2] and line.text[j + 1] in OPENERS:
                self.name.last = j + 1
                return True
        return False

    def companion(self) -> bool:
        """«взаємодії з правоохоронними органами», «нагляду за дотриманням»: what a noun of the name governs."""
        line, i = self.line, self.name.last
        if not self.open or not (self.name.tail or self.name.purpose):
            return False
        governs = _GOVERNS.get(line.low(i))
        if governs is not None and governs.match(line.low(i - 1)):
            end = phrase(line, i + 1, INSTRUMENTAL)
        elif line.low(i) == "на" and line.low(i + 1) in _REGISTER and _REGISTERS.match(line.low(i - 1)):
            end = phrase(line, i + 2, GENITIVE) or i + 2
        elif _MANAGES.match(line.low(i - 1)):
            end = phrase(line, i, INSTRUMENTAL)
        elif _HELPS.match(line.low(i - 1)):
            end = phrase(line, i, DATIVE)
        elif line.low(i) in ("на", "у", "в") and _WATCH.search(line.low(i - 1)):
            end = phrase(line, i + 1, LOCATIVE) if line.low(i + 1).startswith(_FIELDS) else None
        else:
            return False
        if end is None:
            return False
        self.name.last, self.list_cases = end, GENITIVE | INSTRUMENTAL
        return True

    def sort(self) -> bool:
        """«комбинированного вида», «компенсуючого типу», behind a quotation or a number."""
        line, name = self.line, self.name
        if not (name.quoted or name.number) or name.head.kind != "institution":
            return False
        end = phrase(line, name.last, GENITIVE)
        if end is None or end - name.last < 2 or line.word(end - 1).lemmas.isdisjoint(_KINDS):
            return False
        name.last = end
        return True

    def namesake(self) -> bool:
        line, i = self.line, self.name.last
        if line.low(i) not in _NAMESAKE:
            return False
        j = i + 1
        while j < min(len(line), i + 9) and (line.text[j] == "." or line.text[j][0].isupper()):
            if line.text[j] == "." and len(line.text[j - 1]) > 3:
                break
            j += 1
        if j <= i + 1 or line.text[j - 1] == ".":
            return False
        self.name.last, self.name.number, self.open = j, True, False
        return True

    def settlement(self) -> bool:
        return places.settlement(self.line, self.name)

    def purpose(self) -> bool:
        """«з питань …», «у справах …», «по делам …», «для дітей», «щодо …», «по + dative»."""
        line, name, known = self.line, self.name, lexicon()
        i = name.last
        low = line.low(i)
        if name.last == name.at + 1 and (low, line.low(i + 1)[:6]) in _LIABILITY:
            name.last = min(i + 3, len(line))
            return True
        if name.quoted or name.head.needs in ("nothing", "name") or not (name.head.open_tail or self._world()):
            return False
        if (low, line.low(i + 1)) in known.purposes:
            end = phrase(line, i + 2, GENITIVE)
            # «по делам молодежи, физической культуре и спорту»: the list slips into the dative
            cases = GENITIVE | DATIVE if low == "по" else GENITIVE
        elif low in ("з", "із", "зі", "щодо", "из") and (
            name.head.needs in ("modifier", "purpose") or self._world() or self._centre(i + 1)
        ):
            end, cases = self._aim(i + 1, GENITIVE), GENITIVE
        elif low == "по" and places.of_town(line, i + 1):
            return False
        elif low == "по" and name.head.needs in ("modifier", "purpose", "proper", "owner"):
            end, cases = self._aim(i + 1, DATIVE), DATIVE
        elif low == "для" and name.head.needs == "proper":
            end, cases = phrase(line, i + 1, GENITIVE), GENITIVE
            if end is None or not people(line, end - 1):
                return False
        else:
            return False
        if end is None:
            return False
        name.last, name.purpose, self.list_cases = end, True, cases | GENITIVE
        self.open = True
        return True

    def _world(self) -> bool:
        """«Міжнародна організація з міграції»: is it a body among states?"""
        return self.line.low(self.name.first).startswith(_AMONG_STATES)

    def _centre(self, i: int) -> bool:
        """«Черкаський обласний центр з гідрометеорології»: a centre with adjectives of its own, and what it is for."""
        named = self.name.head.lemma == "центр" and self.name.first < self.name.at == self.name.last - 1
        return named and _SCIENCE.match(self.line.low(i)) is not None

    def _aim(self, i: int, cases: frozenset[str]) -> int | None:
        """The end of what a commission is there for, or None where the preposition starts something else."""
        line = self.line
        if line.low(i) in lexicon().not_after or (line.capital(i) and cases == GENITIVE):
            return None
        return phrase(line, i, cases, aims=True)

    def location(self) -> bool:
        if not places.location(self.line, self.name):
            return False
        self.open = False
        return True

    def attached(self) -> bool:
        """«комісія … при міській раді»: the body that a council or commission is attached to."""
        line, i = self.line, self.name.last
        fraction = self.name.head.lemma in ("фракція", "фракция") and line.low(i) in ("в", "у")
        if not fraction and (line.low(i) != "при" or not _ATTACHED.match(self.name.head.lemma)):
            return False
        if _OFFICIALS.fullmatch(line.low(i + 1)):
            self.name.last, self.name.tail, self.open = i + 2, True, False
            return True
        end = phrase(line, i + 1, LOCATIVE)
        if end is None:
            return False
        head = line.head(end - 1)
        named = line.acronym(end - 1) or lexicon().compound.match(line.text[end - 1]) is not None
        if not (named or (head is not None and (head.holder or head.unit))) or plural(line, i + 1, end - 1, "loct"):
            return False
        self.name.last, self.name.tail, self.open = end, True, bool(head and head.open_tail)
        self.name.inner.append(end - 1)
        return True

    def owner(self) -> bool:
        """A genitive: what a unit deals with, whose it is, where it is."""
        line, name = self.line, self.name
        i = name.last
        if line.text[i][0].isdigit() and line.acronym(i + 1) and line.acronym(i - 1):
            name.last = i + 2
            return True
        end = phrase(line, i, GENITIVE, aims=name.purpose)
        if end is None or (line.low(end) in _ABOUT and _TOLD.match(line.low(end - 1))):
            return False
        noun = end - 1
        head = line.head(noun)
        known = lexicon()
        body = head is not None and (head.holder or head.unit) and not plural(line, i, noun)
        acronym = line.text[noun] in known.acronyms or line.text[noun] in known.legal
        closed_ok = (
            head is not None
            or line.acronym(noun)
            or bool(line.word(noun).lemmas & (known.areas | _MEMBERS))
            or (any(line.capital(k) for k in range(i, end)) and not line.word(noun).person)
        )
        if not self.open and not closed_ok:
            return False
        if head is not None and head.lemma == name.head.lemma and not name.head.open_tail:
            return False
        name.last, name.tail = end, True
        places.apposed(line, name)
        if body or acronym or known.compound.match(line.text[noun]):
            name.inner.append(noun)
            self.open = bool(head and head.open_tail)
        elif (line.word(noun).lemmas & known.areas and not places.education(line, noun)) or (
            line.capital(noun) and head is None and line.text[noun] not in known.not_bodies
        ):
            self.open = False  # «комітет ЖКГ, транспорту та зв'язку»: a field of work like the others
        return True

    def joined(self) -> bool:
        """«освіти і науки»: one more genitive after «and», unless it names the next body."""
        line, name = self.line, self.name
        i = name.last
        if line.low(i) not in AND or not (name.tail or name.purpose):
            return False
        if not self.open:
            if line.acronym(i - 1) and line.acronym(i + 1) and self.name.head.open_tail:
                name.last = i + 2
                return True
            return False
        end = self._member(i + 1)
        if end is None:
            return False
        name.last = end
        return True

    def listed(self) -> bool:
        """«освіти, молоді та спорту»: commas are taken in only where «and» closes the list."""
        line, name = self.line, self.name
        if line.text[name.last] != "," or not self.open or not (name.tail or name.purpose):
            return False
        end = name.last
        whole = None
        while end < len(line) and line.text[end] == ",":
            more = self._members(end + 1)
            if more is None:
                break
            if any(line.low(k) in AND for k in range(end + 1, more)):
                whole = more
            end = more
        if line.low(end) in AND and self._member(end + 1) is not None:
            whole = end
        if whole is None:
            return False
        name.last = whole
        return True

    def _members(self, i: int) -> int | None:
        """The end of a member of the list with the genitives that follow it; «A та B» inside a member is allowed."""
        end = self._member(i)
        while end is not None:
            more = phrase(self.line, end, GENITIVE)
            if more is None or self._next_body(end, more - 1):
                break
            end = more
        return end

    def _next_body(self, first: int, noun: int) -> bool:
        """Does a phrase of the list name another body, so that the list is one of bodies?"""
        head = self.line.head(noun)
        return head is not None and head.needs != "proper" and not plural(self.line, first, noun)

    def _member(self, i: int) -> int | None:
        line = self.line
        end = phrase(line, i, self.list_cases)
        if end is None:
            end = phrase(line, i + 2, GENITIVE) if (line.low(i), line.low(i + 1)) in lexicon().purposes else None
        if end is None or line.capital(i):
            return None if end is None or line.head(end - 1) or not line.acronym(end - 1) else end
        return None if self._next_body(i, end - 1) else end
