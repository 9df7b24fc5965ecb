"""The tables that can come in, and what their columns mean. Headings are known by the words that operators and banks write."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.base.errors import Text

_MARKS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Column:
    """One thing that a row can say: its name, what it is called, and the headings under which sources have it."""

    name: str
    label: Text
    is_needed: bool = False
    known_as: str = ""


@dataclass(frozen=True, slots=True)
class FlowSort:
    """One sort of table: the kind of record that a row becomes, and its columns."""

    name: str
    label: Text
    schema: str
    columns: tuple[Column, ...]

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns without which no row can be read."""
        return tuple(one.name for one in self.columns if one.is_needed)

    def guessed(self, heads: Sequence[str]) -> dict[str, str]:
        """For each heading of a file, the column that it probably means; headings that mean nothing here are left out."""
        found: dict[str, str] = {}
        for head in heads:
            plain = _MARKS.sub("", head).casefold()
            for one in self.columns:
                known = {_MARKS.sub("", each).casefold() for each in (one.name, *one.known_as.split("|"))}
                if plain in known and one.name not in found.values():
                    found[head] = one.name
                    break
        return found


_DATE: Final = "date|day|datetime|timestamp|start time|start|date heure|jour|data|data hora|التاريخ|تاريخ"
_REFERENCE: Final = Column(
    "reference", _("Reference in the source"), known_as="id|ref|record id|référence|reference|referência|المرجع"
)
_TIME: Final = Column("time", _("Time"), known_as="hour|clock|heure|hora|الوقت")

CALLS: Final = FlowSort(
    "calls",
    _("Calls and messages between phone lines"),
    "Call",
    (
        Column(
            "caller",
            _("Caller's number"),
            is_needed=True,
            known_as="calling|calling number|a number|from|source|appelant|numéro appelant|chamador|origem|المتصل|رقم المتصل",
        ),
        Column(
            "callee",
            _("Called number"),
            is_needed=True,
            known_as="called|called number|b number|to|receiver|destination|appelé|numéro appelé|chamado|destino|المتصل به|الرقم المطلوب",
        ),
        Column("date", _("Date"), is_needed=True, known_as=_DATE),
        _TIME,
        Column("duration", _("Duration"), known_as="seconds|length|durée|duração|المدة"),
        Column("kind", _("Kind of call"), known_as="type|call type|service|nature|tipo|النوع"),
        Column("cell", _("Cell"), known_as="cell id|cgi|cellule|antenne|célula|الخلية"),
        Column("place", _("Place"), known_as="location|site|lieu|local|المكان"),
        _REFERENCE,
    ),
)

PAYMENTS: Final = FlowSort(
    "payments",
    _("Payments between accounts"),
    "Payment",
    (
        Column(
            "payer_account",
            _("Payer's account"),
            is_needed=True,
            known_as="from account|debtor account|sender account|payer|from|compte débiteur|compte payeur|conta pagador|حساب الدافع",
        ),
        Column("payer_name", _("Payer's name"), known_as="sender|debtor|nom du payeur|nome do pagador|اسم الدافع"),
        Column(
            "payee_account",
            _("Beneficiary's account"),
            is_needed=True,
            known_as="to account|creditor account|receiver account|beneficiary account|payee|to|compte créditeur|compte bénéficiaire"
            "|conta beneficiário|حساب المستفيد",
        ),
        Column(
            "payee_name",
            _("Beneficiary's name"),
            known_as="receiver|creditor|beneficiary|nom du bénéficiaire|nome do beneficiário|اسم المستفيد",
        ),
        Column("amount", _("Amount"), is_needed=True, known_as="sum|value|montant|valor|quantia|المبلغ"),
        Column("currency", _("Currency"), known_as="ccy|devise|monnaie|moeda|العملة"),
        Column("date", _("Date"), is_needed=True, known_as=_DATE),
        _TIME,
        Column("purpose", _("Purpose of the payment"), known_as="remittance|details|motif|libellé|finalidade|الغرض"),
        _REFERENCE,
    ),
)

TRAVEL: Final = FlowSort(
    "travel",
    _("Journeys of people"),
    "Trip",
    (
        Column(
            "document",
            _("Number of the travel document"),
            is_needed=True,
            known_as="passport|passport number|document number|id|passeport|numéro du document|passaporte|رقم الجواز|جواز السفر",
        ),
        Column(
            "traveller", _("Traveller"), known_as="name|passenger|nom|voyageur|passager|nome|passageiro|المسافر|الاسم"
        ),
        Column("from", _("Start"), is_needed=True, known_as="origin|departure|de|départ|origem|partida|من"),
        Column("to", _("End"), is_needed=True, known_as="destination|arrival|à|arrivée|destino|chegada|إلى"),
        Column(
            "date",
            _("Departed on"),
            is_needed=True,
            known_as=f"departed|departure date|date de départ|data de partida|{_DATE}",
        ),
        _TIME,
        Column("arrived", _("Arrived on"), known_as="arrival date|date d'arrivée|data de chegada|تاريخ الوصول"),
        Column(
            "vehicle",
            _("Plate, ship or flight"),
            known_as="flight|plate|vessel|vol|plaque|véhicule|voo|matrícula|المركبة|الرحلة",
        ),
        Column(
            "reference", _("Reference in the source"), known_as="ref|record id|référence|reference|referência|المرجع"
        ),
    ),
)

SORTS: Final[Mapping[str, FlowSort]] = {one.name: one for one in (CALLS, PAYMENTS, TRAVEL)}
