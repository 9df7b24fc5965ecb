import pytest

from minassa.screening.identifiers import is_iban, normalised, query_keys


@pytest.mark.parametrize(
    ("kind", "stored", "typed"),
    [
        ("passport", "EX 000-1117", "ex0001117"),
        ("national-id", "1-78-09-44621-80", "1780944621 80"),
        ("phone", "+222 25 55 01 07", "0022225550107"),
        ("phone", "2225550107", "222 555 0107"),
        ("iban", "GB33BUKB20201555555555", "gb33 bukb 2020 1555 5555 55"),
        ("wallet", "0x8576ACC5C05d6ce88f4e49bf65bdf0c62f91353c", "0x8576acc5c05D6ce88f4e49bf65bdf0c62f91353c"),
        ("wallet", "1JUToCyRL5UwgeucjnFAagKs4v1YqhjT1d", " 1JUToCyRL5UwgeucjnFAagKs4v1YqhjT1d"),
        ("email", "Office@Bahari.example", "office@bahari.example"),
        ("website", "https://www.bahari.example/", "bahari.example"),
    ],
)
def test_an_identifier_is_found_however_it_is_typed(kind: str, stored: str, typed: str) -> None:
    assert normalised(kind, stored) in query_keys(typed)


def test_a_wallet_whose_case_differs_is_another_wallet() -> None:
    stored = normalised("wallet", "1JUToCyRL5UwgeucjnFAagKs4v1YqhjT1d")
    assert stored not in query_keys("1jutocyrl5uwgeucjnfaagks4v1yqhjt1d")


def test_what_is_too_short_identifies_nobody() -> None:
    assert normalised("passport", "12") == ""
    assert query_keys(" - ") == frozenset()


def test_iban_check_digits() -> None:
    assert is_iban("GB33 BUKB 2020 1555 5555 55")
    assert not is_iban("GB34BUKB20201555555555")
    assert not is_iban("passport 123")
