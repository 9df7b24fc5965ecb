"""What leaves: the outcome of every transaction of a file, as CSV, as JSON lines or as a status report, and those that could not be screened."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC
from enum import StrEnum
from typing import Any, Final
from uuid import UUID
from xml.sax.saxutils import escape

import orjson

from minassa.access import Actor, door
from minassa.base import Conflict, now
from minassa.base.cells import guarded
from minassa.payments import faults
from minassa.payments.acts import PAYMENT_EXPORT, PAYMENT_LIST
from minassa.payments.files import file_row
from minassa.payments.models import PaymentPart, StoppedPayment
from minassa.payments.service import sentence_of
from minassa.payments.storing import reference_of, unpacked
from minassa.payments.types import FileState, Outcome, State

COLUMNS: Final = (
    "number", "message", "reference", "uetr", "amount", "currency", "outcome", "why", "state", "list", "ref", "score", "part", "problem",
)  # fmt: skip
_BAD_COLUMNS: Final = ("number", "reference", "problem", "raw")
_PARTS: Final = 20


class AnswerForm(StrEnum):
    """In which form the answer is written."""

    CSV = "csv"
    JSON = "json"
    STATUS = "status"


def answer_file(actor: Actor, *, id: UUID, form: AnswerForm) -> Iterator[bytes]:  # noqa: A002 - the word that every room uses
    """The outcomes of a file that is done, in the order of its transactions. Raises NotFound, and Conflict before its end."""
    with door(actor, PAYMENT_EXPORT, subject=f"payment-file:{id}") as opened:
        row = file_row(opened, id)
        opened.note(owner=opened.label_of(row.label_id).owner, form=form.value)
        if row.state != FileState.DONE.value:
            raise Conflict(faults.NOT_WHOLE)
    return {AnswerForm.CSV: _csv, AnswerForm.JSON: _json, AnswerForm.STATUS: _status}[form](actor, id)


def bad_file(actor: Actor, *, id: UUID) -> Iterator[bytes]:  # noqa: A002 - the word that every room uses
    """The transactions that could not be screened, each with what is wrong in the active language and its own part of the file."""
    with door(actor, PAYMENT_EXPORT, subject=f"payment-file:{id}") as opened:
        row = file_row(opened, id)
        opened.note(owner=opened.label_of(row.label_id).owner, form="bad")
    yield "\ufeff".encode()
    yield _row(_BAD_COLUMNS)
    for part in _parts(actor, id, "bad"):
        for one in unpacked(part):
            yield _row(
                (
                    str(one["number"] or ""),
                    reference_of(one["references"]),
                    " ".join(sentence_of(problem, value) for problem, value in one["problems"]),
                    one["raw"],
                )
            )


def _parts(actor: Actor, file: UUID, column: str) -> Iterator[bytes]:
    """The parts of a file in order, some at a time: no door is held open between two of them."""
    after = 0
    while True:
        with door(actor, PAYMENT_LIST):
            found = PaymentPart.objects.filter(file_id=file, first__gt=after).order_by("first")
            some = list(found.values_list("first", column)[:_PARTS])
        if not some:
            return
        for first, held in some:
            yield bytes(held)
            after = first


def _lines(actor: Actor, file: UUID) -> Iterator[dict[str, Any]]:
    """Each outcome with the state of its decision now."""
    for part in _parts(actor, file, "answers"):
        lines = unpacked(part)
        ids = [UUID(one["stopped"]) for one in lines if one["stopped"]]
        states: dict[UUID, str] = {}
        if ids:
            with door(actor, PAYMENT_LIST):
                states = dict(StoppedPayment.objects.filter(id__in=ids).values_list("id", "state"))
        for one in lines:
            one["state"] = states.get(UUID(one["stopped"]), "") if one["stopped"] else ""
            yield one


def _csv(actor: Actor, file: UUID) -> Iterator[bytes]:
    yield "\ufeff".encode()
    yield _row(COLUMNS)
    for one in _lines(actor, file):
        references, hits = one["references"], one["hits"]
        best = max(hits, key=lambda hit: hit["score"], default=None)
        yield _row(
            (
                str(one["number"]),
                references.get("message", ""),
                reference_of(references),
                references.get("uetr", ""),
                one["amount"],
                one["currency"],
                one["outcome"],
                one["why"],
                one["state"],
                "; ".join(dict.fromkeys(hit["source"] for hit in hits)),
                "; ".join(dict.fromkeys(hit["ref"] for hit in hits if hit["ref"])),
                f"{best['score']:.4f}" if best else "",
                "; ".join(dict.fromkeys(hit["path"] for hit in hits)),
                " ".join(sentence_of(problem, value) for problem, value in one["problems"]),
            )
        )


def _json(actor: Actor, file: UUID) -> Iterator[bytes]:
    for one in _lines(actor, file):
        yield orjson.dumps(one, option=orjson.OPT_APPEND_NEWLINE)


def _row(cells: tuple[str, ...]) -> bytes:
    held = io.StringIO()
    csv.writer(held).writerow(map(guarded, cells))
    return held.getvalue().encode()


# What the receiving system is told: accepted, waits, or refused. The shape is that of pain.002 and pacs.002 with fewer elements.
_STATUS: Final = {
    "": "ACCP",
    State.STOPPED: "PDNG",
    State.ASKED: "PDNG",
    State.RELEASED: "ACCP",
    State.CONFIRMED: "RJCT",
}
_REASON: Final = {"": "", State.STOPPED: "NARR", State.ASKED: "NARR", State.RELEASED: "", State.CONFIRMED: "RR04"}
_ROOTS: Final = {"pain.001": ("pain.002.001.10", "CstmrPmtStsRpt"), "pacs.00": ("pacs.002.001.10", "FIToFIPmtStsRpt")}


def _status(actor: Actor, file: UUID) -> Iterator[bytes]:
    root, begun = "", False
    for one in _lines(actor, file):
        if not begun:
            name, root = next(
                (found for sort, found in _ROOTS.items() if one["sort"].startswith(sort)), _ROOTS["pain.001"]
            )
            begun = True
            yield (
                f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:minassa:status:1" shape="{name}"><{root}>'
                f"<GrpHdr><MsgId>{file.hex}</MsgId><CreDtTm>{now().astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</CreDtTm></GrpHdr>\n"
            ).encode()
        yield _status_line(one).encode()
    if begun:
        yield f"</{root}></Document>\n".encode()


def _status_line(one: dict[str, Any]) -> str:
    references, state = one["references"], one["state"]
    is_bad = one["outcome"] == Outcome.BAD.value
    status, reason = ("RJCT", "NARR") if is_bad else (_STATUS[state], _REASON[state])
    told = "".join(
        f"<{name}>{escape(references[key])}</{name}>"
        for key, name in (
            ("message", "OrgnlMsgId"), ("batch", "OrgnlPmtInfId"), ("instruction", "OrgnlInstrId"),
            ("end-to-end", "OrgnlEndToEndId"), ("transaction", "OrgnlTxId"), ("uetr", "OrgnlUETR"),
        )
        if key in references
    )  # fmt: skip
    why = f"<StsRsnInf><Rsn><Cd>{reason}</Cd></Rsn></StsRsnInf>" if reason else ""
    return f"<TxInfAndSts><StsId>{one['number']}</StsId>{told}<TxSts>{status}</TxSts>{why}</TxInfAndSts>\n"
