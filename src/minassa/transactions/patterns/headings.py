"""What the columns of a file of transactions can hold, and the headings under which banks and operators write them.

Two shapes are read: both accounts in a row (who pays, who is paid), or one account, perhaps with its counterparty, and a column that
says whether money came in or went out. Where only one account is named the other side is cash.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_MARKS: Final = re.compile(r"[\W_]+")
_TICKS: Final = re.compile("[\u064b-\u0652\u0640]")
_ALIKE: Final = str.maketrans("أإآىة", "اااية")


@dataclass(frozen=True, slots=True)
class Column:
    """One thing that a row can say: its name, whether every file must have it, and the headings that mean it."""

    name: str
    is_needed: bool = False
    known_as: str = ""


COLUMNS: Final = (
    Column(
        "date",
        is_needed=True,
        known_as="day|datetime|timestamp|value date|booking date|transaction date|txn date|run date|start|step|date opération"
        "|date de l'opération|date valeur|date heure|jour|data|data da operação|data valor|data hora|التاريخ|تاريخ العملية|تاريخ",
    ),
    Column("time", known_as="hour|clock|heure|hora|الوقت|الساعة"),
    Column(
        "payer",
        is_needed=True,
        known_as="payer account|from account|from|debtor account|debtor iban|sender account|sender|originator account|orig|nameorig"
        "|account|account id|account number|iban|msisdn|compte débiteur|compte payeur|compte émetteur|compte|expéditeur"
        "|conta do pagador|conta de origem|conta|remetente|حساب الدافع|حساب المرسل|الحساب|رقم الحساب",
    ),
    Column(
        "payee",
        known_as="payee account|to account|to|creditor account|creditor iban|receiver account|receiver|beneficiary account|dest|bene"
        "|namedest|counterparty|counterparty account|counter party account num|compte créditeur|compte bénéficiaire|destinataire"
        "|contrepartie|conta do beneficiário|conta de destino|destinatário|contraparte|حساب المستفيد|حساب المستلم|الطرف المقابل",
    ),
    Column(
        "amount",
        is_needed=True,
        known_as="sum|value|txn amount orig|base amt|transaction amount|montant|somme|valor|quantia|montante|المبلغ|القيمة",
    ),
    Column("currency", known_as="ccy|currency code|devise|monnaie|moeda|divisa|العملة"),
    Column(
        "direction",
        known_as="debit credit|credit debit|dr cr|d/c|sign|in out|sens|débit crédit|sentido|débito crédito|مدين دائن|الاتجاه",
    ),
    Column(
        "channel",
        known_as="type|transaction type|tx type|txn source type code|method|product|canal|mode|type d'opération|nature|meio|tipo"
        "|tipo de operação|القناة|نوع العملية|النوع",
    ),
    Column("payer_name", known_as="sender name|debtor|debtor name|nom du payeur|nom de l'émetteur|nome do pagador|اسم الدافع|اسم المرسل"),
    Column(
        "payee_name",
        known_as="receiver name|creditor|creditor name|beneficiary|beneficiary name|nom du bénéficiaire|nome do beneficiário|اسم المستفيد",
    ),
    Column("payer_country", known_as="sender country|from country|pays du payeur|pays d'origine|país do pagador|país de origem|بلد الدافع|بلد المرسل"),
    Column(
        "payee_country",
        known_as="receiver country|to country|beneficiary country|pays du bénéficiaire|pays de destination|país do beneficiário"
        "|país de destino|بلد المستفيد|بلد المستلم",
    ),
    Column("reference", known_as="id|ref|txn id|tx id|transaction id|transaction reference|référence|numéro|referência|المرجع|رقم العملية"),
    Column("purpose", known_as="remittance|details|description|narrative|motif|libellé|finalidade|descrição|الغرض|البيان"),
)  # fmt: skip
NAMES: Final = tuple(one.name for one in COLUMNS)


def plain(head: str) -> str:
    """A heading without what writers do differently: case, marks, vowel signs, the forms of alif."""
    return _MARKS.sub("", _TICKS.sub("", head)).casefold().translate(_ALIKE)


_KNOWN: Final[Mapping[str, str]] = {
    plain(each): one.name for one in reversed(COLUMNS) for each in (*one.known_as.split("|"), one.name)
}


def guessed(heads: Sequence[str]) -> dict[str, int]:
    """For each column, the place of the heading that probably means it; the first of several that could."""
    found: dict[str, int] = {}
    for place, head in enumerate(heads):
        meaning = _KNOWN.get(plain(head))
        if meaning is not None:
            found.setdefault(meaning, place)
    return found


def missing(columns: Mapping[str, int]) -> tuple[str, ...]:
    """The columns that every file must have and for which no heading was named."""
    return tuple(one.name for one in COLUMNS if one.is_needed and one.name not in columns)
