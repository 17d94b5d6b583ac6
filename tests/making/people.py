"""Made-up patients, strangers whose papers get mixed with theirs, and the many ways their own papers name them."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from recordkeeper.records.dates import PartialDate
from recordkeeper.records.patient import Identifier, Patient, PersonRead

# Women's given names, men's, family names; the languages are those of the names.
_PEOPLE: Mapping[str, tuple[str, str, str]] = {
    "english": (
        "Mary Patricia Jennifer Linda Susan Jessica Sarah Karen Lisa Nancy Margaret Sandra Ashley Emily "
        "Michelle Carol Amanda Dorothy Melissa Deborah Stephanie Rebecca Sharon Laura Cynthia Amy Angela",
        "James Robert John Michael David William Richard Joseph Thomas Christopher Charles Daniel Mark "
        "Steven Andrew Paul Joshua Kenneth Kevin Brian George Timothy Ronald Edward Jason Ryan",
        "Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Moore Jackson Thompson White "
        "Clark Lewis Robinson Walker Hall Allen King Wright Scott Hill Green O'Brien McDonald MacKenzie "
        "Washington Fitzgerald Featherstone",
    ),
    "german": (
        "Anna Petra Sabine Ursula Monika Brigitte Jutta Käthe Gabriele Renate Karin Birgit Ingrid",
        "Hans Peter Jürgen Wolfgang Klaus Günter Uwe Björn Dieter Horst Jörg Heinz Rüdiger Götz",
        "Müller Schmidt Schneider Weiß Schäfer Köhler Krüger Groß Böhm Schröder Löffler von-Arnim Strauß Hübner",
    ),
    "spanish": (
        "María Carmen Ana Isabel Dolores Pilar Rosa Lucía Elena Marta Begoña Concepción Guadalupe Inés",
        "José Antonio Manuel Francisco Luis Javier Miguel Rafael Pedro Ángel Ramón Íñigo Andrés Jesús",
        "García López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz Hernández Muñoz Álvarez Núñez Ibáñez Peña",
    ),
    "polish": (
        "Agnieszka Katarzyna Małgorzata Barbara Ewa Krystyna Elżbieta Joanna",
        "Piotr Krzysztof Andrzej Tomasz Paweł Łukasz Michał Stanisław",
        "Kowalski Nowak Wiśniewski Wójcik Zieliński Łukaszewicz Dąbrowski Żuraw",
    ),
    "vietnamese": (
        "Thị-Hương Minh-Khai Ngọc-Lan Thu-Hà Thanh-Mai",
        "Văn-Hùng Quang-Minh Đức-Anh Hữu-Phước Tuấn-Kiệt",
        "Nguyễn Trần Phạm Đặng Vũ Hoàng Huỳnh",
    ),
    "chinese": (
        "Xiaomei Lihua Xiuying Yanling Meihua Jingyi",
        "Jianguo Xiaoming Zhiqiang Weiguo Haoran Guangming",
        "Wang Zhang Liu Chen Yang Huang Zhao Ouyang",
    ),
}
# The same name in the Latin letters of several countries.
_LATINISED = (
    ("Sergei Tchaikovsky", "Sergey Chaykovskiy", "Serguei Tschaikowski", "Сергей Чайковский"),
    ("Yuri Zhukov", "Iouri Joukov", "Juri Schukow", "Yury Zhukov", "Юрий Жуков"),
    ("Ekaterina Mikhailova", "Yekaterina Mihailova", "Jekaterina Michailowa", "Екатерина Михайлова"),
    ("Natalia Khrushcheva", "Natalya Khrushcheva", "Наталья Хрущева"),
    ("Dmitri Yakovlev", "Dmitry Iakovlev", "Dmitrij Jakowlew", "Дмитрий Яковлев"),
    ("Georgios Papadopoulos", "Giorgos Papadopoulos", "Γεώργιος Παπαδόπουλος"),
    ("Ioannis Christodoulou", "Yannis Hristodoulou", "Ιωάννης Χριστοδούλου"),
    ("Konstantinos Alexiou", "Constantinos Alexiou", "Kostas Alexiou"),
    ("Mohammed Al-Sayed", "Muhammad Elsayed", "Mohamed El Sayed", "Mohammad Alsayed"),
    ("Youssef Haddad", "Yusuf Haddad", "Yousef Hadad"),
    ("Fatima Abdel Rahman", "Fatimah Abdelrahman", "Fatima Abd-el-Rahman"),
    ("Ahmed Hussein", "Ahmad Husain", "Ahmed Hossein"),
)
_NICKNAMES = (
    ("Robert", "Bob"), ("William", "Bill"), ("Richard", "Dick"), ("Margaret", "Peggy"), ("Elizabeth", "Betty"),
    ("James", "Jim"), ("Francisco", "Paco"), ("José", "Pepe"), ("Guadalupe", "Lupe"), ("John", "Jack"),
    ("Katherine", "Kate"), ("Theodore", "Ted"), ("Michael", "Mike"), ("Dorothy", "Dot"), ("Alexander", "Sasha"),
)  # fmt: skip
_MISREAD = {
    "l": "1i", "i": "l1", "o": "0", "e": "c", "c": "e", "m": ("rn",), "n": "u", "u": "v", "h": "b", "s": "5",
    "b": "8", "g": "q", "z": "2", "d": ("cl",), "w": ("vv",), "t": "l", "a": "o", "v": "y",
}  # fmt: skip
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ø": "oe"})


@dataclass(frozen=True, slots=True)
class Somebody:
    """A made-up person with the parts of a name."""

    culture: str
    sex: str
    given: str
    middle: str
    family: tuple[str, ...]
    born: PartialDate
    number: str
    generation: str = ""

    @property
    def name(self) -> str:
        """As the person writes it."""
        family = " ".join(self.family)
        if self.culture in ("vietnamese", "chinese"):
            return " ".join(filter(None, (family, self.given.replace("-", " "), self.generation)))
        return " ".join(filter(None, (self.given, self.middle, family, self.generation)))

    @property
    def patient(self) -> Patient:
        return Patient(self.name, self.born, self.sex, identifiers=(Identifier("General Hospital", self.number),))


@dataclass(frozen=True, slots=True)
class Trial:
    """One record beside one patient, and what is made up about it."""

    case: str
    patient: Patient
    read: PersonRead


def somebody(chance: random.Random) -> Somebody:
    culture = chance.choice([*_PEOPLE, "english", "english", "german", "spanish"])
    women, men, families = _PEOPLE[culture]
    sex = chance.choice("FM")
    given = chance.choice((women if sex == "F" else men).split())
    middle = ""
    if culture in ("english", "german", "polish") and chance.random() < 0.5:
        middle = chance.choice([each for each in (women if sex == "F" else men).split() if each != given])
    count = 2 if culture == "spanish" and chance.random() < 0.7 else 1
    family = [each.replace("-", " ") for each in chance.sample(families.split(), count)]
    if culture in ("english", "german") and chance.random() < 0.15:
        family = ["-".join(chance.sample([each for each in families.split() if "-" not in each], 2))]
    return Somebody(culture, sex, given, middle, tuple(family), _born(chance), f"{chance.randrange(10**8):08}")


def _born(chance: random.Random) -> PartialDate:
    return PartialDate(chance.randint(1930, 2005), chance.randint(1, 12), chance.randint(1, 28))


# How a person is printed

_FORMS: tuple[Callable[[Somebody], str], ...] = (
    lambda who: who.name,
    lambda who: f"{' '.join(who.family)}, {who.given} {who.middle}".strip(),
    lambda who: f"{' '.join(who.family)}, {who.given}".upper(),
    lambda who: f"{' '.join(who.family)}^{who.given}^{who.middle}".rstrip("^"),
    lambda who: f"{who.given} {' '.join(who.family)}",
    lambda who: f"{'Mrs' if who.sex == 'F' else 'Mr'} {who.given} {' '.join(who.family)}",
    lambda who: f"{who.given} {who.middle[:1]} {' '.join(who.family)}",
)


def printed(who: Somebody, chance: random.Random) -> str:
    """A person's name in one of the usual forms."""
    name = chance.choice(_FORMS)(who)
    return f"{name} {who.generation}" if who.generation and who.generation not in name else name


def _read(
    who: Somebody, name: str, *, born: bool = True, number: bool = False, issuer: str = "General Hospital"
) -> PersonRead:
    numbers = (Identifier(issuer, who.number),) if number else ()
    return PersonRead(name, who.born if born else None, "", numbers)


# Strangers

Stranger = Callable[[Somebody, random.Random], tuple[Somebody, bool]]  # who, and whether a birth date is printed


def _other_given(who: Somebody, chance: random.Random, *, sex: str = "") -> tuple[str, str]:
    sex = sex or chance.choice("FM")
    women, men, _ = _PEOPLE[who.culture]
    names = [each for each in (women if sex == "F" else men).split() if each not in (who.given, who.middle)]
    given, middle = chance.sample(names, 2)
    return given, middle if who.middle and chance.random() < 0.5 else ""


def _anybody(who: Somebody, chance: random.Random) -> tuple[Somebody, bool]:
    other = somebody(chance)
    while other.given == who.given and set(other.family) & set(who.family):
        other = somebody(chance)
    return other, chance.random() < 0.7


def _sibling(who: Somebody, chance: random.Random) -> tuple[Somebody, bool]:
    given, middle = _other_given(who, chance)
    return replace(
        who, given=given, middle=middle, born=_born(chance), number=_near(who.number, chance)
    ), chance.random() < 0.7


def _twin(who: Somebody, chance: random.Random) -> tuple[Somebody, bool]:
    given, middle = _other_given(who, chance)
    return replace(who, given=given, middle=middle, number=_near(who.number, chance)), True


def _spouse(who: Somebody, chance: random.Random) -> tuple[Somebody, bool]:
    sex = "M" if who.sex == "F" else "F"
    given, middle = _other_given(who, chance, sex=sex)
    return replace(who, sex=sex, given=given, middle=middle, born=_born(chance)), chance.random() < 0.7


def _namesake(who: Somebody, chance: random.Random) -> tuple[Somebody, bool]:
    return replace(who, born=_another(who.born, chance), number=f"{chance.randrange(10**8):08}"), True


def _name_alone(who: Somebody, chance: random.Random) -> tuple[Somebody, bool]:
    """Somebody of the same name on a paper that tells nothing else, or a number of another place."""
    return _namesake(who, chance)[0], False


def _another(born: PartialDate, chance: random.Random) -> PartialDate:
    other = _born(chance)
    return other if other != born else _another(born, chance)


def _father(who: Somebody, chance: random.Random) -> tuple[Somebody, bool]:
    born = replace(who.born, year=who.born.year - chance.randint(18, 40))
    return replace(who, born=born, generation="Sr."), chance.random() < 0.6


def _mother(who: Somebody, chance: random.Random) -> tuple[Somebody, bool]:
    born = _another(replace(who.born, year=who.born.year - chance.randint(18, 40)), chance)
    return replace(who, born=born), True


def _swapped_digits(who: Somebody, chance: random.Random) -> tuple[Somebody, bool]:
    text = str(who.born)
    for _ in range(50):
        at = chance.choice([2, 5, 8])
        try:
            born = PartialDate.parse(text[:at] + text[at + 1] + text[at] + text[at + 2 :])
        except ValueError:
            born = who.born
        turned = who.born.day <= 12 and chance.random() < 0.4
        born = PartialDate(who.born.year, who.born.day, who.born.month) if turned else born
        if born != who.born:
            return replace(who, born=born, number=_near(who.number, chance)), True
        text = str(_born(chance))
    return _namesake(who, chance)


_SIMILAR = (
    ("Jan", "Jana"), ("Daniel", "Daniela"), ("Anna", "Hanna"), ("Maria", "Marie"), ("Eric", "Erica"), ("Jon"
    , "John"),
    ("Marc", "Mark"), ("Carl", "Karla"), ("Joan", "Jean"), ("Tina", "Lina"), ("Julia", "Juliana"), ("Paul"
    , "Paula"),
    ("Francis", "Frances"), ("Leslie", "Lesley"), ("Alexander", "Alexandra"), ("Christian", "Christina"), ("Ana"
    , "Anna"),
    ("Gabriel", "Gabriela"), ("Sara", "Zara"), ("Andre", "Andrea"), ("Mary", "Maria"), ("Xiaoming", "Xiaomin"),
    ("Michael", "Michaela"), ("Jose", "Josefa"), ("Tim", "Tom"), ("Mia", "Mina"), ("Jack", "Jake"), ("Ian", "Jan"),
)  # fmt: skip


def _similar(who: Somebody, chance: random.Random) -> tuple[Somebody, bool]:
    """A twin with a name much like the patient's; the patient's given name is put into `who` by the caller."""
    return who, True


def _near(number: str, chance: random.Random) -> str:
    """Two neighbouring digits the other way round, or another last digit."""
    at = chance.randrange(len(number) - 1)
    swapped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    return swapped if swapped != number else number[:-1] + str((int(number[-1]) + 1) % 10)


STRANGERS: Mapping[str, Stranger] = {
    "anybody": _anybody,
    "sibling": _sibling,
    "twin": _twin,
    "spouse": _spouse,
    "same name, another birth date": _namesake,
    "same name and nothing else": _name_alone,
    "father": _father,
    "mother of the same name": _mother,
    "birth date with swapped digits": _swapped_digits,
    "twin with a similar name": _similar,
}


def stranger(case: str, chance: random.Random) -> Trial:
    """Somebody else's record beside a patient's library."""
    who = somebody(chance)
    if case == "twin with a similar name":
        pair = chance.sample(chance.choice(_SIMILAR), 2)
        who, other = replace(who, given=pair[0], middle=""), replace(who, given=pair[1], middle="")
        return Trial(case, who.patient, _read(other, printed(other, chance)))
    if case == "father":
        who = replace(who, generation=chance.choice(["Jr.", "Jr.", ""]))
    other, born = STRANGERS[case](who, chance)
    if case == "father" and not who.generation:
        born = True  # unmarked, nothing but the birth date tells them apart
    if case == "father" and who.generation and chance.random() < 0.5:
        other = replace(other, generation="")  # of two, only the son is marked
    same_number = (
        case not in ("anybody", "same name, another birth date", "same name and nothing else")
        and chance.random() < 0.2
    )
    elsewhere = replace(other, number=who.number) if same_number else other
    read = _read(elsewhere, printed(other, chance), born=born, number=chance.random() < 0.3, issuer="Other Clinic")
    return Trial(case, who.patient, read)


# The patient's own records

Own = Callable[[Somebody, random.Random], tuple[Patient, str]]


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.translate(str.maketrans("łŁđĐßø", "lLdDsø")))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _bare(who: Somebody) -> str:
    return f"{who.given} {' '.join(who.family)}"


def _married(who: Somebody, chance: random.Random) -> tuple[Patient, str]:
    new = chance.choice([each for each in _PEOPLE["english"][2].split() if each not in who.family])
    old = " ".join(who.family)
    form = chance.choice(
        ["{g} {n} née {o}", "{g} {n} ({o})", "{n} geb. {o}, {g}", "{g} {n}, formerly {o}", "{n} ({o}), {g}"]
    )
    return who.patient, form.format(g=who.given, n=new, o=old)


def _misread(who: Somebody, chance: random.Random) -> tuple[Patient, str]:
    name = printed(who, chance)
    places = [at for at, letter in enumerate(name) if letter.lower() in _MISREAD]
    at = chance.choice(places)
    return who.patient, name[:at] + chance.choice(list(_MISREAD[name[at].lower()])) + name[at + 1 :]


def _latinised(who: Somebody, chance: random.Random) -> tuple[Patient, str]:
    own, other = chance.sample(chance.choice(_LATINISED), 2)
    return replace(who.patient, name=own), other


def _nickname(who: Somebody, chance: random.Random) -> tuple[Patient, str]:
    formal, nick = chance.choice(_NICKNAMES)
    who = replace(who, culture="english", given=formal)
    form = chance.choice(["{n} {f}", "{f}, {n}", "{g} ({n}) {f}", '{g} "{n}" {f}'])
    return who.patient, form.format(n=nick, g=formal, f=" ".join(who.family))


OWN: Mapping[str, Own] = {
    "usual forms": lambda who, chance: (who.patient, printed(who, chance)),
    "titles and degrees": lambda who, chance: (
        who.patient,
        chance.choice(
            ["Dr. {}", "Prof. Dr. med. {}", "{}, MD", "{}, M.D., Ph.D.", "Frau {}", "Sra. {}", "{} RN"]
        ).format(_bare(who)),
    ),
    "initials": lambda who, chance: (
        who.patient,
        chance.choice(["{i}. {f}", "{f}, {i}", "{f} {i}", "{i}.{m} {f}"]).format(
            i=who.given[0], m=f"{who.middle[:1]}." if who.middle else "", f=" ".join(who.family)
        ),
    ),
    "family name first, no comma": lambda who, _: (who.patient, f"{' '.join(who.family)} {who.given}"),
    "given name first": lambda who, _: (who.patient, f"{who.given.replace('-', ' ')} {' '.join(who.family)}"),
    "no accents, capitals": lambda who, _: (who.patient, _plain(who.name).upper()),
    "umlauts written out": lambda who, _: (who.patient, _bare(who).translate(_UMLAUTS)),
    "one of two family names": lambda who, _: (
        who.patient,
        f"{who.given} {who.family[0].split('-')[0]}",
    ),
    "married name with the maiden name": _married,
    "a letter misread": _misread,
    "other Latin letters": _latinised,
    "nickname": _nickname,
    "DICOM with other scripts": lambda who, _: (
        who.patient,
        f"{' '.join(who.family)}^{who.given}=山田^太郎=やまだ^たろう",
    ),
    "DICOM, cut at sixteen letters": lambda who, _: (
        who.patient,
        f"{' '.join(who.family)}^{who.given}"[:16],
    ),
    "spaces and hyphens elsewhere": lambda who, _: (
        who.patient,
        f"{' '.join(who.family).replace('-', ' ').replace(chr(39), ' ')}, {who.given.replace('-', '')}",
    ),
}


def own(case: str, chance: random.Random) -> Trial:
    """One of the patient's own records."""
    who = somebody(chance)
    patient, name = OWN[case](who, chance)
    read = _read(who, name, born=chance.random() < 0.8, number=chance.random() < 0.2)
    return Trial(case, patient, read)
