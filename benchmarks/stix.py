"""CPU of the border: objects a CPU second for reading with validation, for the codec both ways, and for patterns.

    python -m benchmarks.stix [--rounds 5] [--out benchmarks/out/stix.json]

Reading takes ATT&CK for ICS from the public test data (`MINASSA_DATA`); the rest is made here. Times are this process's own
CPU; the best of the rounds counts, since other work on the machine only ever adds. OASIS's own tools run on a part of the same objects.
"""

import argparse
import json
import lzma
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import stix2
from stix2patterns.v21.pattern import Pattern as TheirPattern
from stix2validator import ValidationOptions, validate_instance

from benchmarks.names.shared import DATA
from minassa.stix import (
    Checked,
    Markings,
    Observed,
    Stamp,
    from_stix,
    match_pattern,
    object_bytes,
    parse_pattern,
    read_envelope,
    to_stix,
    values_of_pattern,
    write_envelope,
)

MADE = datetime(2026, 1, 1, tzinfo=UTC)
STAMP = Stamp("0198b6a0-0000-7000-8000-00000000000a", MADE, MADE, Markings("amber", frozenset({"H1"})))
PATTERN = "[domain-name:value = 'host{0}.exercise.invalid'] OR [file:hashes.'SHA-256' = '{0:064x}']"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    figures = {**reading(options.rounds), **codec(options.rounds), **patterns(options.rounds)}
    for name, value in figures.items():
        print(f"{name:52} {value:>12,.0f} / CPU s")
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps({"peer": "minassa", "per_cpu_second": figures}, indent=1) + "\n")


def rate(count: int, rounds: int, work: Callable[[], object]) -> float:
    """So many things a CPU second, in the best round."""
    best = float("inf")
    for _ in range(rounds):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return count / best


def reading(rounds: int) -> dict[str, float]:
    content = lzma.decompress((DATA / "stix" / "attack_ics_18.1.stix21.json.xz").read_bytes())
    found = [one for one in read_envelope(content) if isinstance(one, Checked)]
    raws = [one.raw for one in found]
    known = [one.object for one in found if one.known][:100]
    return {
        "read and check, ATT&CK for ICS (objects)": rate(len(raws), rounds, lambda: list(read_envelope(content))),
        "write an envelope of stored bytes (objects)": rate(len(raws), rounds, lambda: write_envelope(raws)),
        "  stix2.parse, the same (objects)": rate(
            len(known), 1, lambda: [stix2.parse(one, allow_custom=True) for one in known]
        ),
        "  stix2-validator, the same (objects)": rate(len(known), 1, lambda: validated(known)),
    }


def validated(objects: list[dict[str, object]]) -> None:
    options = ValidationOptions(version="2.1")
    for one in objects:
        validate_instance(one, options)


def codec(rounds: int) -> dict[str, float]:
    people = [person(number) for number in range(5000)]
    objects = [one for record in people for one in to_stix(record, STAMP)]
    return {
        "records to STIX (people)": rate(len(people), rounds, lambda: [to_stix(record, STAMP) for record in people]),
        "records to STIX and to bytes (people)": rate(
            len(people), rounds, lambda: [object_bytes(one) for record in people for one in to_stix(record, STAMP)]
        ),
        "STIX to records (objects)": rate(len(objects), rounds, lambda: from_stix(objects)),
    }


def person(number: int) -> dict[str, object]:
    properties = {
        "name": [f"EXERCISE Person {number}", f"تمرين {number}"],
        "birthDate": ["1984-05-02"],
        "nationality": ["ml", "ne"],
        "phone": [f"+999{number:08}"],
        "passportNumber": [f"EX{number:07}"],
    }
    return {"id": f"exercise-{number}", "schema": "Person", "properties": properties}


def patterns(rounds: int) -> dict[str, float]:
    texts = [PATTERN.format(number) for number in range(5000)]
    parsed = [parse_pattern(text) for text in texts]
    seen = [Observed({"0": {"type": "domain-name", "value": "host17.exercise.invalid"}}, MADE, MADE)]
    return {
        "parse a pattern": rate(len(texts), rounds, lambda: [parse_pattern(text) for text in texts]),
        "values of a pattern, parsing included": rate(
            len(texts), rounds, lambda: [values_of_pattern(text) for text in texts]
        ),
        "match a parsed pattern with one observation": rate(
            len(parsed), rounds, lambda: [match_pattern(one, seen) for one in parsed]
        ),
        "  stix2-patterns, parse the same": rate(200, 1, lambda: [TheirPattern(text) for text in texts[:200]]),
    }


if __name__ == "__main__":
    main()
