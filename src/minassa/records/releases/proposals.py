"""Proposals: what others than the owner would change in a record. Only the owner changes it, and says why it does not."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from minassa.access import (
    Actor,
    Label,
    Opened,
    Parcel,
    Step,
    Tlp,
    door,
    ever_sent,
    is_local,
    marks,
    next_version,
    release,
    system_actor,
)
from minassa.base import Conflict, Invalid, NotFound, Refused, new_id
from minassa.records import faults, rows
from minassa.records.acts import PROPOSAL_LIST, RECORD_ANSWER, RECORD_BOOKS, RECORD_PROPOSE
from minassa.records.items import CONTROL, Item, checked
from minassa.records.models import Proposal, Record
from minassa.records.releases.types import KIND, ProposalState, ProposalView, stream_of
from minassa.records.views import without_guarded
from minassa.records.vocabulary import schema

LONGEST: Final = 2_000
MOST_LISTED: Final = 200
_ASKED: Final = frozenset({"proposal", "text", "properties"})
_ANSWERED: Final = frozenset({"proposal", "state", "answer"})


def propose_change(  # noqa: PLR0913 - a proposal's parts, and why the record is used
    actor: Actor,
    *,
    record: UUID,
    text: str,
    properties: Mapping[str, Iterable[str]] | None = None,
    purpose: str = "",
    case: str = "",
) -> ProposalView:
    """Propose a change to another agency's record: in words, and as the new values of properties where one has them.

    It goes to the owner agency alone, under the record's marks. Raises NotFound, Invalid.
    """
    said = _said(text, faults.PROPOSAL_EMPTY)
    with door(actor, RECORD_PROPOSE, purpose=purpose, case=case, subject=f"record:{record}") as opened:
        row = _found(record)
        old = opened.label_of(row.label_id)
        opened.note(owner=old.owner)
        if actor.agency is None or old.owner == actor.agency:
            raise Invalid(faults.OWN_RECORD)
        values = _values(row.schema, row, properties or {})
        label = _towards(old, by=actor.agency, to=old.owner)
        own = new_id()
        made = Proposal.objects.create(
            id=own,
            label_id=opened.intern(label),
            record=row.id,
            owner=old.owner,
            by=actor.agency,
            text=said,
            content=json.dumps(values),
            created=opened.context.at,
        )
        _speak(opened, row.id, label, old.owner, {"proposal": str(own), "text": said, "properties": values})
        return _view(made, opened)


def answer_proposal(  # noqa: PLR0913 - an answer's parts, and why the record is used
    actor: Actor, *, proposal: UUID, accept: bool, answer: str = "", purpose: str = "", case: str = ""
) -> ProposalView:
    """Accept or refuse, for the owner agency, what another proposed; refusing needs a reason.

    Accepting changes the record to the proposed values, where there are any; its copies are corrected by that. Raises
    NotFound, Invalid, Conflict where it was answered already.
    """
    from minassa.records.service import amend_record  # noqa: PLC0415 - amending tells recipients, through this package

    said = _said(answer, faults.ANSWER_REASON) if answer.strip() or not accept else ""
    with door(actor, RECORD_ANSWER, purpose=purpose, case=case, subject=f"proposal:{proposal}") as opened:
        row = Proposal.objects.get(id=proposal)
        opened.note(owner=row.owner, by=row.by, accepted=accept)
        if row.owner != actor.agency:
            raise NotFound(faults.NOT_FOUND)
        record, state = _found(row.record), ProposalState.ACCEPTED if accept else ProposalState.REFUSED
        values: dict[str, list[str]] = json.loads(row.content)
        _claim(row.id, state, said, opened)
        if accept and values:
            whole = {**rows.item_of(record).properties, **values}
            amend_record(actor, id=record.id, version=record.version, properties=whole, case=case)
        told = {"proposal": str(row.id), "state": state.value, "answer": said}
        label = _towards(opened.label_of(row.label_id), by=row.owner, to=row.by)
        _speak(opened, row.record, label, row.by, told)
        return _view(Proposal.objects.get(id=proposal), opened)


def list_proposals(
    actor: Actor, *, record: UUID | None = None, waiting: bool = False, purpose: str = ""
) -> tuple[ProposalView, ...]:
    """Proposals that the actor's agency made or received, newest first: about one record, or those not answered yet."""
    with door(actor, PROPOSAL_LIST, purpose=purpose) as opened:
        rows = Proposal.objects.order_by("-created", "-id")
        if record is not None:
            rows = rows.filter(record=record)
        if waiting:
            rows = rows.filter(state=ProposalState.WAITING.value)
        return tuple(_view(row, opened) for row in rows[:MOST_LISTED])


def receive_message(opened: Opened, parcel: Parcel) -> None:
    """Take in a proposal from an agency that was given the record, or the owner's answer to one of ours."""
    if parcel.content.keys() == _ANSWERED:
        _take_answer(opened, parcel)
    elif parcel.content.keys() == _ASKED:
        _take_proposal(opened, parcel)
    else:
        raise Invalid(faults.FOREIGN_FORM, part="message")


def drop_about(record: UUID) -> None:
    """Forget the proposals about a record that was withdrawn or deleted: they repeat what it said."""
    with door(system_actor("records-exchange"), RECORD_BOOKS):
        Proposal.objects.filter(record=record).delete()


def _take_proposal(opened: Opened, parcel: Parcel) -> None:
    row = _found(parcel.about)
    owner = opened.label_of(row.label_id).owner
    given = ever_sent([parcel.stream], owner).get(parcel.stream, frozenset())
    if not is_local(owner) or parcel.owner not in given:
        raise Refused(faults.NOT_RELEASED)
    text, values = parcel.content["text"], parcel.content["properties"]
    if (
        not isinstance(text, str)
        or not isinstance(values, Mapping)
        or not all(isinstance(one, list) for one in values.values())
    ):
        raise Invalid(faults.FOREIGN_FORM, part="message")
    Proposal.objects.create(
        id=_id(parcel),
        label_id=opened.intern(parcel.label),
        record=row.id,
        owner=owner,
        by=parcel.owner,
        text=_said(text, faults.PROPOSAL_EMPTY),
        content=json.dumps(_values(row.schema, row, values)),
        created=opened.context.at,
    )


def _take_answer(opened: Opened, parcel: Parcel) -> None:
    row = Proposal.objects.filter(id=_id(parcel), record=parcel.about, owner=parcel.owner).first()
    state, answer = parcel.content["state"], parcel.content["answer"]
    if row is None or state not in [ProposalState.ACCEPTED, ProposalState.REFUSED] or not isinstance(answer, str):
        raise Invalid(faults.FOREIGN_FORM, part="message")
    row.state, row.answer, row.answered_at = state, CONTROL.sub("", answer)[:LONGEST], opened.context.at
    row.save(update_fields=["state", "answer", "answered_at"])


def _claim(proposal: UUID, state: ProposalState, answer: str, opened: Opened) -> None:
    """Write the answer, once: the row stands under the label of who proposed, so the node itself writes it."""
    with door(system_actor("records-exchange"), RECORD_BOOKS):
        open_ = Proposal.objects.filter(id=proposal, state=ProposalState.WAITING.value)
        if open_.update(state=state.value, answer=answer, answered_at=opened.context.at) != 1:
            raise Conflict(faults.PROPOSAL_ANSWERED)


def _speak(opened: Opened, record: UUID, label: Label, to: UUID, content: Mapping[str, Any]) -> None:
    stream = stream_of(record)
    parcel = Parcel(
        id=new_id(),
        kind=KIND,
        stream=stream,
        version=next_version(stream, label.owner),
        step=Step.MESSAGE,
        owner=label.owner,
        label=label,
        content=content,
        at=opened.context.at,
    )
    release(opened, parcel, to={f"agency:{to}"})


def _towards(label: Label, *, by: UUID, to: UUID) -> Label:
    """The marks of what is said about something: no wider than its own, and for the other agency alone (R04)."""
    persons = {one for one in label.audience if one.startswith("user:")} if label.tlp is Tlp.RED else set()
    tlp = label.tlp if label.tlp.width < Tlp.AMBER.width else Tlp.AMBER
    return replace(label, owner=by, tlp=tlp, audience=frozenset({f"agency:{to}"} | persons))


def _found(record: UUID) -> Record:
    row = Record.objects.filter(id=record).first()
    if row is None:
        raise NotFound(faults.NOT_FOUND)
    return row


def _values(of: str, row: Record, given: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """The proposed values, checked as the record's own would be, without what only the owner's people see."""
    values = {name: tuple(each) for name, each in given.items()}
    if not all(isinstance(one, str) for each in values.values() for one in each):
        raise Invalid(faults.FOREIGN_FORM, part="message")
    changed = checked(Item(str(row.id), of, {**rows.item_of(row).properties, **values}))
    wanted = {name: changed.properties.get(name, ()) for name in values}
    return {name: list(each) for name, each in without_guarded(schema(of), wanted).items()}


def _said(text: str, code: str) -> str:
    said = CONTROL.sub("", text).strip()
    if not said or len(said) > LONGEST:
        raise Invalid(code, limit=LONGEST)
    return said


def _id(parcel: Parcel) -> UUID:
    try:
        return UUID(str(parcel.content["proposal"]))
    except ValueError as error:
        raise Invalid(faults.FOREIGN_FORM, part="message") from error


def _view(row: Proposal, opened: Opened) -> ProposalView:
    values = json.loads(row.content)
    return ProposalView(
        id=row.id,
        record=row.record,
        owner=row.owner,
        by=row.by,
        mine=row.by == opened.actor.agency,
        text=row.text,
        properties=MappingProxyType({name: tuple(each) for name, each in values.items()}),
        state=ProposalState(row.state),
        answer=row.answer,
        created=row.created,
        answered_at=row.answered_at,
        marks=marks(opened.label_of(row.label_id)),
    )
