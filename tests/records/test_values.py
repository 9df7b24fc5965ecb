"""Values: the canonical form beside the raw one, doubts, and keys of equality."""

import pytest

from minassa.records.dates import canonical_date
from minassa.records.values import Cleaned, cleaned, equality_key, query_keys
from minassa.records.vocabulary import schema

PERSON = schema("Person").properties
LINE = schema("PhoneLine").properties
ACCOUNT = schema("BankAccount").properties
VESSEL = schema("Vessel").properties
DEVICE = schema("Device").properties


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1984", "1984"),
        ("1984-03", "1984-03"),
        ("1984-3-7", "1984-03-07"),
        ("1984-03-07T10:11:12", "1984-03-07"),
        ("1984-03-07 10:11:12.5+01:00", "1984-03-07"),
        ("17/03/1984", "1984-03-17"),
        ("03/17/1984", "1984-03-17"),
        ("05.05.1984", "1984-05-05"),
        ("١٩٨٤-٠٣-٠٧", "1984-03-07"),
        ("03/04/1984", None),
        ("1984-02-30", None),
        ("circa 1984", None),
        ("0000", None),
        ("", None),
    ],
)
def test_dates_are_never_more_precise_than_written(written: str, read: str | None) -> None:
    assert canonical_date(written) == read


@pytest.mark.parametrize(
    ("written", "region", "read"),
    [
        ("+223 76 12 34 56", "", Cleaned("+22376123456")),
        ("00223 76 12 34 56", "", Cleaned("+22376123456")),
        ("76 12 34 56", "ml", Cleaned("+22376123456")),
        ("+999 00 000 001", "", Cleaned("+99900000001", doubtful=True)),
        ("76 12 34 56", "", Cleaned("76123456", doubtful=True)),
    ],
)
def test_phones(written: str, region: str, read: Cleaned) -> None:
    assert cleaned(LINE["phone"], written, region=region) == read


@pytest.mark.parametrize(
    ("name", "written", "read"),
    [
        ("nationality", "ML", Cleaned("ml")),
        ("nationality", "MLI", Cleaned("ml")),
        ("nationality", "مالي", Cleaned("ml")),
        ("nationality", "eu", Cleaned("eu")),
        ("nationality", "Atlantis", Cleaned("Atlantis", doubtful=True)),
        ("gender", "Masculin", Cleaned("male")),
        ("gender", "أنثى", Cleaned("female")),
        ("email", "Some.One@Example.ORG", Cleaned("some.one@example.org")),
        ("email", "nobody", Cleaned("nobody", doubtful=True)),
        ("height", "1,82", Cleaned("1,82")),
        ("website", "javascript:alert(1)", Cleaned("javascript:alert(1)", doubtful=True)),
    ],
)
def test_other_values(name: str, written: str, read: Cleaned) -> None:
    assert cleaned(PERSON[name], written) == read


def test_check_digits_raise_a_doubt_and_keep_the_value() -> None:
    assert cleaned(ACCOUNT["iban"], "MA64 0115 1900 0001 2050 0053 4921") == Cleaned("MA64011519000001205000534921")
    assert cleaned(ACCOUNT["iban"], "MA00 0115") == Cleaned("MA00 0115", doubtful=True)
    assert cleaned(VESSEL["imoNumber"], "IMO 9319466") == Cleaned("9319466")
    assert cleaned(VESSEL["imoNumber"], "9319467").doubtful
    assert cleaned(DEVICE["imei"], "35686800-004141-8") == Cleaned("356868000041418")
    assert cleaned(DEVICE["macAddress"], "00-1B-44-11-3A-B7") == Cleaned("00:1b:44:11:3a:b7")


@pytest.mark.parametrize(
    ("name", "stored", "asked"),
    [
        ("passportNumber", "EX 000-001", "ex000001"),
        ("phone", "00223 76 12 34 56", "+223 76123456"),
        ("phone", "+999 00 000 001", "+99900000001"),
        ("email", "A@Example.org", "a@example.org"),
    ],
)
def test_an_identifier_is_found_however_it_is_typed(name: str, stored: str, asked: str) -> None:
    assert equality_key(PERSON[name], stored) in query_keys(asked)


def test_names_and_short_numbers_are_no_identifiers() -> None:
    assert equality_key(PERSON["name"], "Amadou") is None
    assert equality_key(PERSON["idNumber"], "12") is None
    assert query_keys("1") == ()
