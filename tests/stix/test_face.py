"""The room as others meet it: a sorted face, no Django, no code of the validator's package, and a page that tells the truth."""

import re
import subprocess
import sys
from pathlib import Path

import minassa.stix as face
from minassa.stix import EXTENSION, HANDLING, LIMITS, TABLE, TLP_IDS, Markings, PatternCode, marking_refs
from minassa.stix.schemas import validator
from minassa.stix.types import SENTENCES

PAGE = (Path(__file__).parents[2] / "docs" / "stix.md").read_text(encoding="utf-8")


def test_all_that_the_face_exports_is_there() -> None:
    assert len(set(face.__all__)) == len(face.__all__)
    assert all(getattr(face, name) is not None for name in face.__all__)


def test_the_room_is_pure_and_takes_only_the_data_of_the_validators_package() -> None:
    use = (
        "import sys, minassa.stix as s;"
        "s.check_object(b'{}'); s.check_object({'type': 'identity', 'id': 'x', 'spec_version': '2.1'});"
        "s.match_pattern(\"[url:value MATCHES 'a']\", []);"
        "found = {n.split('.')[0] for n in sys.modules};"
        "print(sorted(found & {'django', 'stix2validator', 'stix2', 'stix2patterns', 'stix2matcher', 'antlr4', 'requests', 'httpx'}))"
    )
    done = subprocess.run([sys.executable, "-c", use], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_each_schema_is_compiled_once() -> None:
    assert validator("identity") is validator("identity")


def test_the_page_has_the_table_of_the_codec() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| `([\w-]+)` \|", PAGE, re.MULTILINE))
    assert rows == {name: row.type for name, row in TABLE.items()}


def test_the_page_names_what_travels_and_what_is_refused() -> None:
    named = [EXTENSION, *TLP_IDS.values(), *(code.value for code in (*SENTENCES, *PatternCode))]
    named += [ref for code in HANDLING for ref in marking_refs(Markings(handling=frozenset({code})))]
    named += [f"{value:,}" for value in (LIMITS.objects, LIMITS.values, LIMITS.depth)]
    assert [one for one in named if one not in PAGE] == []
