"""An EXERCISE sanctions list in the shape in which OpenSanctions publishes: some of its subjects are also records.

A listed person is spelt otherwise than in the records, as on real lists, so that the check has something to show.
"""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import orjson

from minassa.node.exercise.invented import SAID, SEED, Person
from minassa.node.exercise.words import FAMILIES, INVENTED, MEN, ORGANISATIONS, WOMEN

SUBJECTS: Final = 200
FROM_RECORDS: Final = 80


def write_list(people: list[Person], path: Path) -> int:
    """Write the list into a file; the number of its subjects."""
    chance = random.Random(f"{SEED}:list")  # noqa: S311 - the same data at every run is the point
    known = chance.sample(people, min(FROM_RECORDS, len(people)))
    fresh = (_new_person(chance, number) for number in range(SUBJECTS))
    lines = [*(_listed(one, number, chance) for number, one in enumerate(known, start=1))]
    lines += [_organisation(chance, len(lines) + number) for number in range(1, 31)]
    while len(lines) < SUBJECTS:
        lines.append(_listed(next(fresh), len(lines) + 1, chance))
    with path.open("wb") as file:
        for line in _with_sanctions(lines):
            file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
    return len(lines)


def _new_person(chance: random.Random, number: int) -> Person:
    given = chance.choice(WOMEN if number % 5 == 0 else MEN)
    year = chance.randint(1955, 2000)
    return Person(given, chance.choice(MEN), chance.choice(FAMILIES), str(year), "ml", f"EXL{number:06d}")


def _listed(one: Person, number: int, chance: random.Random) -> dict[str, object]:
    form = chance.choice((1, 2))
    properties: dict[str, list[str]] = {
        "name": [one.written(form)],
        "alias": [one.written(3 - form, whole=False)],
        "birthDate": [one.birth[:4]],
        "nationality": [one.country],
        "topics": ["sanction"],
        "notes": [SAID],
    }
    if number % 2:
        properties["alias"].append(one.written(0))
    if number % 3 == 0:
        properties["passportNumber"] = [one.document]
    if number % 7 == 0:
        properties["weakAlias"] = [f"Abou {one.family.french}"]
    return {"id": f"EXL-{number:04d}", "schema": "Person", "target": True, "properties": properties}


def _organisation(chance: random.Random, number: int) -> dict[str, object]:
    schema, arabic, french, english = chance.choice(ORGANISATIONS)
    invented = f"{chance.choice(INVENTED)} {chance.randint(2, 99)}"
    kind = "Company" if schema == "Company" else "Organization"
    properties = {
        "name": [english.format(invented)],
        "alias": [french.format(invented), arabic.format(invented)],
        "topics": ["sanction"],
        "notes": [SAID],
    }
    return {"id": f"EXL-{number:04d}", "schema": kind, "target": True, "properties": properties}


def _with_sanctions(lines: list[dict[str, object]]) -> Iterator[dict[str, object]]:
    for line in lines:
        yield line
        yield {
            "id": f"{line['id']}-S",
            "schema": "Sanction",
            "properties": {
                "entity": [line["id"]],
                "authority": ["EXERCISE Committee"],
                "program": ["EXERCISE programme"],
                "listingDate": ["2026-01-15"],
            },
        }
