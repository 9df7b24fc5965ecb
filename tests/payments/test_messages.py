"""What is read of payment messages: every kind, every role, bad input of every sort, and memory that does not grow."""

import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from minassa.payments.messages import (
    BrokenOff,
    Event,
    NotPaymentsError,
    NumberKind,
    Party,
    Problem,
    RefusedMarkupError,
    Role,
    Total,
    Transaction,
    read_messages,
)
from tests.payments.made import Pay, camt053, mt103, pacs008, pacs009, pain001

CARD = "4111 1111 1111 1111"


def events(content: str | bytes) -> list[Event]:
    return list(read_messages(io.BytesIO(content if isinstance(content, bytes) else content.encode())))


def payments(content: str | bytes) -> list[Transaction]:
    return [one for one in events(content) if isinstance(one, Transaction)]


def party(one: Transaction, role: Role) -> Party:
    return next(each for each in one.parties if each.role is role)


@pytest.mark.parametrize("version", ["02", "03", "08", "09", "12"])
def test_a_transfer_has_its_parties_with_roles_paths_accounts_and_the_batch_s_debtor(version: str) -> None:
    first, second = payments(pain001([Pay(), Pay(end="EX-2", creditor="EXERCISE Two")], version=version))
    assert (first.sort, first.amount, first.currency, first.day) == (
        f"pain.001.001.{version}", Decimal("1500.00"), "XOF", "2026-11-28",
    )  # fmt: skip
    assert first.references == {
        "message": "EX-MSG-1", "batch": "EX-BATCH-1", "instruction": "I-EX-E2E-1", "end-to-end": "EX-E2E-1",
    }  # fmt: skip
    debtor, creditor = party(second, Role.DEBTOR), party(second, Role.CREDITOR)
    assert (debtor.name, debtor.country) == ("EXERCISE Debtor Company", "ML")
    assert debtor.address == ("EXERCISE 12 River Street, Bamako",)
    assert [(one.kind, one.value) for one in debtor.numbers] == [(NumberKind.IBAN, "GB29NWBK60161331926819")]
    assert creditor.name == "EXERCISE Two"
    assert creditor.path == "Document/CstmrCdtTrfInitn/PmtInf[1]/CdtTrfTxInf[2]/Cdtr"
    assert party(second, Role.ULTIMATE_CREDITOR).name == "EXERCISE End Receiver"
    assert party(second, Role.CREDITOR_AGENT).numbers[0].value == "BUKBGB22"
    assert party(second, Role.INITIATING).name == "EXERCISE Initiator"
    assert second.texts[0].text == "EXERCISE invoice 2231"
    assert not second.problems


def test_customer_transfers_between_banks_tell_persons_by_their_birth_and_document() -> None:
    (one,) = payments(pacs008([Pay()]))
    debtor = party(one, Role.DEBTOR)
    assert (debtor.kind, debtor.birth_date, debtor.numbers[0].value) == ("person", "1980-01-02", "EX0001112")
    assert one.references["uetr"] == "eb6305c9-1f7f-49de-aed0-16487c27b42d"
    assert party(one, Role.INSTRUCTING_AGENT).numbers[0].kind is NumberKind.BIC


def test_transfers_of_banks_have_banks_for_parties_and_the_underlying_customers() -> None:
    (one,) = payments(pacs009())
    names = [(each.role, each.name) for each in one.parties if each.name]
    assert names == [
        (Role.DEBTOR, "EXERCISE Bank of the River"),
        (Role.DEBTOR, "EXERCISE Underlying Payer"),
        (Role.CREDITOR, "EXERCISE Underlying Payee"),
    ]


def test_statements_give_each_detail_and_entries_without_details_and_the_note_behind_them() -> None:
    found = payments(camt053([Pay(end="1"), Pay(end="2")], note="EXERCISE note"))
    assert [one.references.get("end-to-end") for one in found] == ["1", "2", None]
    assert [text.text for text in found[1].texts] == ["EXERCISE invoice 2231", "EXERCISE note"]
    assert found[2].amount == Decimal(75)
    assert party(found[2], Role.ACCOUNT_OWNER).numbers[0].value == "GB29NWBK60161331926819"


def test_mt103_messages_of_one_file_are_read_with_all_their_fields() -> None:
    first, second = payments(mt103() + "$\n" + mt103("EXERCISE OTHER", end="EXREF2"))
    assert (first.amount, first.currency, first.day) == (Decimal(1500), "EUR", "2026-11-27")
    assert second.references["message"] == "EXREF2"
    assert party(first, Role.DEBTOR).address == ("12 RIVER STREET", "BAMAKO")
    assert party(second, Role.CREDITOR).name == "EXERCISE OTHER"
    assert party(first, Role.DEBTOR_AGENT).numbers[0].value == "NWBKGB2L"
    assert [(one.name, [n.value for n in one.numbers]) for one in first.parties if one.role is Role.INTERMEDIARY] == [
        ("", ["12345678"]), ("EXERCISE CORRESPONDENT BANK", []),
    ]  # fmt: skip
    assert [one.text for one in first.texts] == ["EXERCISE 2231", "EXERCISE NOTE SECOND LINE", "ML//EXERCISE"]
    structured = (
        ":50F:/12345678\n1/EXERCISE MOUSSA\n1/KEITA\n2/RIVER STREET 1\n3/ML/BAMAKO\n4/19800102\n7/ML/EX0005522\n"
    )
    (one,) = payments(
        mt103().replace(
            ":50K:/GB29NWBK60161331926819\nEXERCISE AMINATA COULIBALY\n12 RIVER STREET\nBAMAKO\n", structured
        )
    )
    debtor = party(one, Role.DEBTOR)
    assert (debtor.name, debtor.country, debtor.birth_date, debtor.kind) == (
        "EXERCISE MOUSSA KEITA", "ML", "1980-01-02", "person",
    )  # fmt: skip
    assert [number.value for number in debtor.numbers] == ["12345678", "EX0005522"]


def test_numbers_are_told_apart_in_fields_and_in_words_and_no_card_stays_whole() -> None:
    accounts = {
        "<IBAN>GB33BUKB20201555555555</IBAN>": (NumberKind.IBAN, "GB33BUKB20201555555555"),
        "<Othr><Id>4111111111111111</Id></Othr>": (NumberKind.CARD, "4111111111111111"),
        "<Othr><Id>+223-76123456</Id></Othr>": (NumberKind.PHONE, "+22376123456"),
        "<Othr><Id>0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed</Id></Othr>": (
            NumberKind.WALLET, "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
        ),
        "<Othr><Id>0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD</Id></Othr>": (
            NumberKind.ACCOUNT, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD",
        ),
        "<Othr><Id>TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t</Id></Othr>": (NumberKind.WALLET, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
        "<Othr><Id>4111111111111112</Id></Othr>": (NumberKind.ACCOUNT, "4111111111111112"),
    }  # fmt: skip
    for written, expected in accounts.items():
        (one,) = payments(pain001([Pay(account=written)]))
        assert expected in [(number.kind, number.value) for number in party(one, Role.CREDITOR).numbers]
    words = (
        f"card {CARD}, account GB29 NWBK 6016 1331 9268 19, call +223 76 12 34 56, 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
    )
    (one,) = payments(pain001([Pay(text=words, creditor=f"EXERCISE {CARD}")]))
    found = {(number.kind, number.shown) for number in one.numbers}
    assert {
        (NumberKind.CARD, "411111******1111"),
        (NumberKind.PHONE, "+22376123456"),
        (NumberKind.WALLET, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
    } <= found
    assert "411111******1111" in one.texts[0].text
    assert "GB29 NWBK 6016 1331 9268 19" in one.texts[0].text
    assert CARD not in repr(one)
    assert CARD.replace(" ", "") not in repr(one)


@pytest.mark.parametrize(
    ("pay", "problem"),
    [
        (Pay(amount="-5"), Problem.NOT_POSITIVE),
        (Pay(amount="0.00"), Problem.NOT_POSITIVE),
        (Pay(amount="12,50"), Problem.BAD_AMOUNT),
        (Pay(amount="1e9"), Problem.BAD_AMOUNT),
        (Pay(amount="NaN"), Problem.BAD_AMOUNT),
        (Pay(amount="99999999999999999999"), Problem.ABSURD_AMOUNT),
        (Pay(amount=""), Problem.NO_AMOUNT),
        (Pay(currency="ZZZ"), Problem.BAD_CURRENCY),
        (Pay(creditor="EXERCISE \ufffd"), Problem.BROKEN_LETTERS),
    ],
)
def test_a_bad_transaction_says_why_and_those_beside_it_are_good(pay: Pay, problem: Problem) -> None:
    good, bad, after = payments(pain001([Pay(), pay, Pay(end="EX-3")]))
    assert problem in [code for code, _value in bad.problems]
    assert "CdtTrfTxInf" in bad.raw
    assert not good.problems
    assert not after.problems
    assert after.number == 3


def test_cards_are_shortened_in_what_is_given_back_of_a_bad_transaction() -> None:
    (bad,) = payments(pain001([Pay(amount="-1", text=f"EXERCISE {CARD}")]))
    assert CARD not in bad.raw
    assert "411111******1111" in bad.raw


def test_control_totals_are_counted_whatever_the_currencies() -> None:
    content = pain001([Pay(amount="10.5"), Pay(amount="4", currency="EUR")], count="3", total="14.50")
    (total,) = [one for one in events(content) if isinstance(one, Total)]
    assert (total.stated_count, total.count, total.sum, total.adds_up) == (3, 2, Decimal("14.5"), False)
    (right,) = [
        one for one in events(pain001([Pay(amount="10.5")], count="1", total="10.50")) if isinstance(one, Total)
    ]
    assert right.adds_up


def test_a_file_that_is_cut_off_gives_what_stood_before() -> None:
    whole = pain001([Pay(end=f"EX-{number}") for number in range(300)])
    cut = events(whole[: len(whole) // 2])
    assert isinstance(cut[-1], BrokenOff)
    assert 100 < len(cut) < 200
    broken = events(whole.replace("<CdtTrfTxInf>", "<CdtTrfTxInf><oops>", 250).replace("<oops>", "", 249))
    assert isinstance(broken[-1], BrokenOff)
    assert sum(isinstance(one, Transaction) for one in broken) >= 249
    swift = events(mt103() * 2 + mt103()[:200])
    assert [type(one) for one in swift] == [Transaction, Transaction, BrokenOff]


def test_bytes_of_another_encoding_spoil_only_their_own_transaction() -> None:
    text = pain001([Pay(creditor="EXERCISE Société"), Pay(creditor="EXERCISE BROKEN"), Pay(creditor="EXERCISE أحمد")])
    found = payments(text.encode().replace(b"EXERCISE BROKEN", b"EXERCISE Soci\xe9t\xe9"))
    assert [bool(one.problems) for one in found] == [False, True, False]
    latin = pain001([Pay(creditor="EXERCISE Société")]).replace("UTF-8", "ISO-8859-1").encode("latin-1")
    assert party(payments(latin)[0], Role.CREDITOR).name == "EXERCISE Société"
    wide = pain001([Pay(creditor="EXERCISE أحمد")]).replace("UTF-8", "UTF-16").encode("utf-16")
    assert party(payments(wide)[0], Role.CREDITOR).name == "EXERCISE أحمد"


BOMB = '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;">]>'


@pytest.mark.parametrize("prolog", [BOMB, '<!DOCTYPE a SYSTEM "file:///etc/passwd">', "<!doctype a>"])
def test_document_types_are_refused_wherever_they_stand(prolog: str) -> None:
    with pytest.raises(RefusedMarkupError):
        events(pain001([Pay(creditor="&y;")], prolog=prolog))
    with pytest.raises(RefusedMarkupError):
        events(pain001([Pay()], prolog=f"<!--{'x' * 70_000}-->" + prolog))


@pytest.mark.parametrize(
    "content",
    [
        b"", b"hello", b"<a/>", b"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:pain.002.001.03'/>", b"{4:\n:20:x\n-}",
        b"<Document>", b"\x00" * 5000, b"<?xml version='1.0' encoding='utf-7'?><Document/>", b"<" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_payment_message_is_refused(content: bytes) -> None:
    with pytest.raises(NotPaymentsError):
        events(content)


def test_messages_of_another_type_and_without_fields_are_bad_and_told() -> None:
    other, none = payments(mt103().replace("{2:I103", "{2:I202") + mt103().replace(":32A:261127EUR1500,\n", ""))
    assert other.problems == ((Problem.NOT_MT103, "202"),)
    assert none.problems == ((Problem.NO_FIELD, "32A"),)


class Endless(io.RawIOBase):
    """A file that is made while it is read: nobody holds it."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts

    def read(self, _size: int = -1) -> bytes:
        return next(self._parts, b"")


def test_memory_does_not_grow_with_the_file() -> None:
    head, _, rest = pain001([Pay()]).partition("<CdtTrfTxInf>")
    one, _, tail = rest.rpartition("</CdtTrfTxInf>")
    part = f"<CdtTrfTxInf>{one}<SplmtryData>{'EXERCISE ' * 20_000}</SplmtryData></CdtTrfTxInf>".encode()

    def made() -> Iterator[bytes]:
        yield head.encode()
        yield from (part for _ in range(160))
        yield tail.encode()

    held = [_resident() for _ in read_messages(Endless(made()))]
    assert len(held) == 160
    assert max(held[60:]) - held[30] < 8_000_000, "the file is 29 million bytes long"


def _resident() -> int:
    """The bytes of this process that lie in memory."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096


@pytest.mark.parametrize("filler", [b"<X/>" * 16_000, b"y" * 64_000, b"<Nm>" + b"z" * 64_000])
def test_what_never_becomes_a_transaction_is_given_up(filler: bytes) -> None:
    head = pain001([Pay()]).rpartition("</PmtInf>")[0].encode() + b"<CdtTrfTxInf>"

    def made() -> Iterator[bytes]:
        yield head
        while True:
            yield filler

    found = list(read_messages(Endless(made())))
    assert isinstance(found[-1], BrokenOff)
    assert len(found) == 2
