import json
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest

from minassa.base import canonical_json
from minassa.screening.publishers import sources
from minassa.screening.types import ListedSubject
from tests.data import shared_data
from tests.screening.samples import FOLDER, SAMPLES, read_whole


@pytest.mark.parametrize("source", sorted(SAMPLES))
def test_the_sample_of_each_source_reads_as_expected(source: str) -> None:
    expected = json.loads((FOLDER / f"{source}.expected.json").read_text(encoding="utf-8"))
    published, subjects = read_whole(source, SAMPLES[source])
    filled = [{key: value for key, value in one.to_json().items() if value not in ([], "")} for one in subjects]
    assert {"published": published, "subjects": json.loads(json.dumps(filled))} == expected


def test_every_source_has_a_sample_an_expected_output_and_official_addresses() -> None:
    assert set(SAMPLES) == {source.key for source in sources()}
    assert len({source.number for source in sources()}) == len(sources())
    for source in sources():
        assert (FOLDER / f"{source.key}.expected.json").is_file()
        assert source.addresses
        assert all(url.startswith("https://") for _part, url in source.addresses)


@pytest.mark.parametrize("source", sorted(SAMPLES))
def test_samples_say_that_they_are_an_exercise(source: str) -> None:
    path = SAMPLES[source]
    for one in sorted(path.iterdir()) if path.is_dir() else [path]:
        if one.name in {"alt.csv", "add.csv"}:
            continue
        assert "EXERCISE" in one.read_text(encoding="utf-8-sig") or one.name == "sdn_comments.csv"


@pytest.mark.parametrize(
    ("source", "file", "kinds"),
    [
        ("un-sc", "sanctions/un_consolidated_2026-02-27.xml.gz", {"person": 730, "organisation": 273}),
        (
            "ofac-sdn",
            "sanctions/ofac_2021-07",
            {"person": 4620, "organisation": 3673, "vessel": 406, "aircraft": 277},
        ),
        ("eu-fsf", "sanctions/eu_fsf_2018_sample60.csv", {"organisation": 7}),
        ("uk-ofsi", "sanctions/uk_conlist_2018_sample50.csv", {"organisation": 18, "person": 12}),
        ("ca-sema", "sanctions/ca_sema_2020_sample30.xml", {"organisation": 30}),
    ],
)
def test_real_lists_are_read_whole(source: str, file: str, kinds: dict[str, int]) -> None:
    _published, subjects = read_whole(source, shared_data(file))
    assert Counter(one.kind.value for one in subjects) == kinds
    assert len({one.ref for one in subjects}) == len(subjects)
    assert all(one.ref == one.ref.strip() and one.names for one in subjects)


@pytest.fixture(scope="module")
def united_nations() -> dict[str, ListedSubject]:
    path = shared_data("sanctions/un_consolidated_2026-02-27.xml.gz")
    return {one.ref: one for one in read_whole("un-sc", path)[1]}


def test_un_aliases_joined_by_semicolons_are_apart(united_nations: dict[str, ListedSubject]) -> None:
    names = {name for one in united_nations.values() for name in (*one.names, *one.weak_names)}
    assert {"Halen Bakhtiar", "Haleh Bakhtiari", "Haleh Bakhtiyar", "M. Javad Kareemi Sabet"} <= names
    assert not [name for name in names if ";" in name]


def test_un_arabic_in_brackets_is_a_name_in_the_original_script(united_nations: dict[str, ListedSubject]) -> None:
    with_arabic = [one for one in united_nations.values() if "ابو مهاجر" in one.original_names]
    assert len(with_arabic) == 1
    assert "Abou Mouhadjir" in (*with_arabic[0].names, *with_arabic[0].weak_names)
    everything = [name for one in united_nations.values() for name in (*one.names, *one.weak_names)]
    assert not [name for name in everything if "(" in name]


def test_un_acronyms_are_weak_names_and_remarks_in_brackets_are_none(united_nations: dict[str, ListedSubject]) -> None:
    weak = {name for one in united_nations.values() for name in one.weak_names}
    every = weak | {name for one in united_nations.values() for name in one.names}
    assert {"MUJAO", "AQAP", "ISIS-GS"} <= weak
    assert not {"COMBAT NAME", "previously listed as", "PAKISTAN", "KENYA"} & every


def test_un_births_keep_their_precision(united_nations: dict[str, ListedSubject]) -> None:
    seen = Counter(birth.precision.value for one in united_nations.values() for birth in one.births)
    assert seen == {"exact": 454, "year": 262, "approximate": 116, "between": 31, "month": 4, "unknown": 3}


def test_ofac_persons_have_their_surname_last_and_remarks_are_read() -> None:
    _published, subjects = read_whole("ofac-sdn", shared_data("sanctions/ofac_2021-07"))
    by_ref = {one.ref: one for one in subjects}
    syawal = by_ref["7928"]
    assert syawal.names[0] == "Yassin SYAWAL"
    assert set(syawal.weak_names) == {"ABU MUAMAR", "ABU SETA", "MAHMUD", "AGUS SALIM"}
    assert syawal.births[0].first == "1962-09-03"
    assert syawal.country_codes == {"id"}
    numbers = {(one.kind, one.value, one.country) for one in by_ref["11971"].identifiers}
    assert numbers == {
        ("passport", "DA0002521", "Guinea-Bissau"),
        ("passport", "DA0000780", "Guinea-Bissau"),
        ("national-id", "112248", "Guinea-Bissau"),
    }


def test_ofac_remarks_go_on_in_the_comments() -> None:
    _published, subjects = read_whole("ofac-sdn", shared_data("sanctions/ofac_2021-07"))
    by_ref = {one.ref: one for one in subjects}
    assert "snowsjohn" in by_ref["28263"].weak_names
    wallets = {one.value for one in by_ref["29703"].identifiers if one.kind == "wallet"}
    assert "0x8576acc5c05d6ce88f4e49bf65bdf0c62f91353c" in wallets
    assert any(fact.kind == "linked-to" and fact.text == "LAZARUS GROUP" for fact in by_ref["28264"].facts)


def test_uk_rows_of_one_group_are_one_subject() -> None:
    _published, subjects = read_whole("uk-ofsi", shared_data("sanctions/uk_conlist_2018_sample50.csv"))
    by_ref = {one.ref: one for one in subjects}
    assert by_ref["12728"].names[0] == "Mohammed Ali NASR"
    assert "Mohammed Ali NASER" in by_ref["12728"].names
    assert {birth.first for birth in by_ref["13090"].births} == {"1981-01-01", "1982-01-01"}
    assert len(by_ref["11282"].addresses) == 4


def test_texts_that_an_encoding_destroyed_are_no_names() -> None:
    _published, subjects = read_whole("eu-fsf", shared_data("sanctions/eu_fsf_2018_sample60.csv"))
    assert not [name for one in subjects for name in one.names if name.count("?") > len(name) / 2]


def test_a_subject_survives_storage(tmp_path: Path) -> None:
    for source, path in SAMPLES.items():
        for one in read_whole(source, path)[1]:
            again = ListedSubject.from_json(json.loads(json.dumps(one.to_json())))
            assert again == one
            assert one.fingerprint() == sha256(canonical_json(one.to_json())).hexdigest()
            assert again.fingerprint() == one.fingerprint()
