"""Invented records: people, organisations, accounts, phones, vehicles, incidents and links, the same at every run.

Nothing here is drawn from life: see `words`. Numbers come from ranges that nobody is given (+999), documents begin with
EX, addresses end in example.org, and every text says EXERCISE.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from minassa.node.exercise.words import (
    FAMILIES,
    GOODS,
    INVENTED,
    JOBS,
    MEN,
    ORGANISATIONS,
    RELATIONS,
    ROLES,
    TACTICS,
    TIES,
    VEHICLES,
    WOMEN,
    Word,
)

SEED: Final = 20260
SAID: Final = "EXERCISE: invented, belongs to nobody."

Values = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person: the words of their name, and what else is known of them."""

    given: Word
    father: Word
    family: Word
    birth: str
    country: str
    document: str

    def written(self, form: int, *, whole: bool = True) -> str:
        """The name in one spelling, with the father's name or without."""
        parts = (self.given, self.father, self.family) if whole else (self.given, self.family)
        return " ".join(part.written(form) for part in parts)


@dataclass(slots=True)
class Invented:
    """An agency's invented records, in the order in which they are imported: things before the links between them."""

    country: str
    people: list[Person] = field(default_factory=list)
    lines: list[dict[str, object]] = field(default_factory=list)

    def add(self, schema: str, **values: str | list[str]) -> str:
        """Add one record and give its reference."""
        reference = f"EX-{self.country.upper()}-{len(self.lines) + 1:04d}"
        properties = {name: [value] if isinstance(value, str) else value for name, value in values.items()}
        properties.setdefault("summary", [SAID])
        self.lines.append({"id": reference, "schema": schema, "properties": properties})
        return reference


def invent(country: str, *, count: int) -> Invented:
    """The records of one agency: about half people, a quarter links, the rest what they own, use and do."""
    chance = random.Random(f"{SEED}:{country}")  # noqa: S311 - the same data at every run is the point
    made = Invented(country)
    people = [_person(made, chance, number) for number in range(count * 45 // 100)]
    groups = [_organisation(made, chance) for _ in range(count * 8 // 100)]
    things = [
        *(_phone(made, chance, number) for number in range(count * 7 // 100)),
        *(_account(made, number) for number in range(count * 4 // 100)),
        *(_vehicle(made, chance, number) for number in range(count * 4 // 100)),
        *(_wallet(made, number) for number in range(count * 1 // 100)),
    ]
    places = [_place(made, chance, number) for number in range(max(3, count * 3 // 100))]
    for number in range(count * 6 // 100):
        _happening(made, chance, number, places)
    _routes(made, chance, places)
    links = _links(made, chance, people, groups, things)
    while len(made.lines) < count:
        next(links)
    return made


def _person(made: Invented, chance: random.Random, number: int) -> str:
    woman = chance.random() < 0.25
    one = Person(
        given=chance.choice(WOMEN if woman else MEN),
        father=chance.choice(MEN),
        family=chance.choice(FAMILIES),
        birth=_birth(chance),
        country=made.country,
        document=f"EX{made.country.upper()}{number:06d}",
    )
    made.people.append(one)
    form = chance.choice((0, 0, 1, 1, 2))
    others = [
        one.written(each, whole=chance.random() < 0.5) for each in chance.sample(range(3), chance.choice((0, 1, 2)))
    ]
    more: Values = {"alias": others} if others else {}
    if chance.random() < 0.5:
        more["passportNumber"] = [one.document]
    if chance.random() < 0.3:
        more["weakAlias"] = [f"Abou {one.family.french}"]
    return made.add(
        "Person",
        name=one.written(form),
        birthDate=one.birth,
        nationality=made.country,
        gender="female" if woman else "male",
        notes="EXERCISE: internal note, seen by the owner's people only.",
        **more,
    )


def _birth(chance: random.Random) -> str:
    year, month, day = chance.randint(1955, 2003), chance.randint(1, 12), chance.randint(1, 28)
    return chance.choice((f"{year}", f"{year}-{month:02d}", *[f"{year}-{month:02d}-{day:02d}"] * 3))


def _organisation(made: Invented, chance: random.Random) -> str:
    schema, *patterns = chance.choice(ORGANISATIONS)
    invented, form = chance.choice(INVENTED), chance.randrange(3)
    names = [pattern.format(f"{invented} {chance.randint(2, 99)}") for pattern in patterns]
    return made.add(
        schema, name=names[form], alias=[name for name in names if name != names[form]], country=made.country
    )


def _phone(made: Invented, chance: random.Random, number: int) -> str:
    where = sum(map(ord, made.country))
    return made.add(
        "PhoneLine",
        phone=f"+999 {where:04d} {number:05d}",
        carrier=f"EXERCISE Telecom {chance.randint(1, 3)}",
        country=made.country,
    )


def _account(made: Invented, number: int) -> str:
    return made.add(
        "BankAccount",
        accountNumber=f"EXERCISE-{made.country.upper()}-{number:06d}",
        bankName="EXERCISE Bank",
        country=made.country,
    )


def _vehicle(made: Invented, chance: random.Random, number: int) -> str:
    return made.add(
        "Vehicle",
        registrationNumber=f"EX {number:04d} {made.country.upper()}",
        type=chance.choice(VEHICLES),
        country=made.country,
    )


def _wallet(made: Invented, number: int) -> str:
    return made.add("CryptoWallet", publicKey=f"EXERCISEwallet{made.country}{number:06d}", currency="XBT")


def _place(made: Invented, chance: random.Random, number: int) -> str:
    return made.add(
        "Place",
        name=f"EXERCISE {chance.choice(INVENTED)} {number + 1}",
        placeType=chance.choice(("crossing point", "market", "village", "warehouse")),
        country=made.country,
        precision="5000",
    )


def _happening(made: Invented, chance: random.Random, number: int, places: list[str]) -> None:
    date = f"2026-{chance.randint(1, 10):02d}-{chance.randint(1, 28):02d}"
    place = chance.choice(places)
    if number % 3:
        tactic = chance.choice(TACTICS)
        made.add("Incident", name=f"EXERCISE {tactic} {number + 1}", date=date, tactic=tactic, place=place)
        return
    goods = chance.choice(GOODS)
    made.add(
        "Seizure",
        name=f"EXERCISE seizure of {goods} {number + 1}",
        date=date,
        goods=goods,
        quantity=str(chance.randint(1, 900)),
        place=place,
    )


def _routes(made: Invented, chance: random.Random, places: list[str]) -> None:
    route = made.add("Route", name=f"EXERCISE route {chance.choice(INVENTED)}", commodity=chance.choice(GOODS))
    for order, (start, end) in enumerate(pairwise(places), start=1):
        made.add("RouteLeg", route=route, order=str(order), fromPlace=start, toPlace=end)
        if order == 3:
            return


def _links(
    made: Invented, chance: random.Random, people: list[str], groups: list[str], things: list[str]
) -> Iterator[str]:
    """Links without end: family, associates, members, directors, owners, payments."""
    kinds = {reference["id"]: str(reference["schema"]) for reference in made.lines}
    companies = [one for one in groups if kinds[one] == "Company"] or groups
    while True:
        one, other = chance.sample(people, 2)
        yield made.add("Family", person=one, relative=other, relationship=chance.choice(RELATIONS))
        one, other = chance.sample(people, 2)
        yield made.add("Associate", person=one, associate=other, relationship=chance.choice(TIES))
        member, group = chance.choice(people), chance.choice(groups)
        yield made.add("Membership", member=member, organization=group, role=chance.choice(ROLES))
        director, company = chance.choice(people), chance.choice(companies)
        yield made.add("Directorship", director=director, organization=company, role=chance.choice(JOBS))
        thing = chance.choice(things)
        if kinds[thing] == "CryptoWallet":
            yield made.add("UnknownLink", subject=chance.choice(people), object=thing, role="uses")
        else:
            yield made.add("Ownership", owner=chance.choice(people), asset=thing)
        payer, payee = chance.sample(people, 2)
        yield made.add(
            "Payment",
            payer=payer,
            beneficiary=payee,
            amount=str(chance.randint(50, 9_000) * 100),
            currency="XTS",
            date=f"2026-{chance.randint(1, 10):02d}",
        )
