"""The words of requests in the reader's language: states, urgencies, reasons, human-rights questions."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minassa.liaison.requests.care import Concern, Risk
from minassa.liaison.requests.clock import Urgency
from minassa.liaison.requests.rules import Event, RequestKind, Side, State
from minassa.liaison.requests.terms import Format, Use
from minassa.liaison.requests.types import Reason

REQUEST_KINDS: Final[Mapping[RequestKind, Promise]] = {
    RequestKind.INFORMATION: _("Request for information"),
    RequestKind.ASSISTANCE: _("Request for assistance"),
    RequestKind.TRAINING: _("Offer of training"),
}
REQUEST_STATES: Final[Mapping[tuple[Side, State], Promise]] = {
    (Side.ASKER, State.DRAFT): _("Draft, to be sent by a liaison officer"),
    (Side.ASKER, State.SENT): _("Sent"),
    (Side.ASKER, State.RECEIVED): _("Received there"),
    (Side.ASKER, State.ASSIGNED): _("In hand there"),
    (Side.ASKER, State.QUESTIONED): _("They ask back"),
    (Side.ASKER, State.PARTLY): _("Answered in part"),
    (Side.ASKER, State.ANSWERED): _("Answered"),
    (Side.ASKER, State.REFUSED): _("Refused"),
    (Side.ASKER, State.CLOSED): _("Closed"),
    (Side.ASKER, State.WITHDRAWN): _("Withdrawn"),
    (Side.ANSWERER, State.RECEIVED): _("New, nobody has taken it"),
    (Side.ANSWERER, State.ASSIGNED): _("In hand here"),
    (Side.ANSWERER, State.QUESTIONED): _("We have asked back"),
    (Side.ANSWERER, State.PARTLY): _("We have answered a part"),
    (Side.ANSWERER, State.ANSWERED): _("We have answered"),
    (Side.ANSWERER, State.REFUSED): _("We have refused"),
    (Side.ANSWERER, State.CLOSED): _("Closed"),
    (Side.ANSWERER, State.WITHDRAWN): _("Withdrawn by the asker"),
}
_AGREED: Final[Mapping[tuple[Side, State], Promise]] = {
    (Side.ASKER, State.DONE): _("Done and closed"),
    (Side.ANSWERER, State.DONE): _("Done and closed"),
    (Side.ASKER, State.RETRACTED): _("Taken back by them"),
    (Side.ANSWERER, State.RETRACTED): _("Taken back by us"),
    (Side.ASKER, State.PARTLY): _("They are interested"),
    (Side.ANSWERER, State.PARTLY): _("We are interested"),
    (Side.ASKER, State.REFUSED): _("Declined"),
    (Side.ANSWERER, State.REFUSED): _("We have declined"),
}
_OF_KIND: Final[Mapping[RequestKind, Mapping[tuple[Side, State], Promise]]] = {
    RequestKind.INFORMATION: {},
    RequestKind.ASSISTANCE: {
        **_AGREED,
        (Side.ASKER, State.ANSWERED): _("They offer help"),
        (Side.ANSWERER, State.ANSWERED): _("We have offered help"),
        (Side.ASKER, State.ACCEPTED): _("Their help is accepted"),
        (Side.ANSWERER, State.ACCEPTED): _("Our help is accepted"),
    },
    RequestKind.TRAINING: {
        **_AGREED,
        (Side.ASKER, State.ANSWERED): _("They nominate people"),
        (Side.ANSWERER, State.ANSWERED): _("We have nominated people"),
        (Side.ASKER, State.ACCEPTED): _("Places confirmed"),
        (Side.ANSWERER, State.ACCEPTED): _("Places confirmed to us"),
        (Side.ASKER, State.HELD): _("Training held"),
        (Side.ANSWERER, State.HELD): _("Training held"),
    },
}


def state_name(kind: RequestKind, side: Side, state: State) -> Promise:
    """Where a request of this kind stands, as its side reads it."""
    return _OF_KIND[kind].get((side, state)) or REQUEST_STATES[side, state]


URGENCIES: Final[Mapping[Urgency, Promise]] = {
    Urgency.ROUTINE: _("Routine: an answer within 7 days"),
    Urgency.PRIORITY: _("Priority: an answer within 3 days"),
    Urgency.URGENT: _("Urgent: an answer within 8 hours"),
}
URGENCY_NAMES: Final[Mapping[Urgency, Promise]] = {
    Urgency.ROUTINE: _("Routine"),
    Urgency.PRIORITY: _("Priority"),
    Urgency.URGENT: _("Urgent"),
}
REFUSAL_REASONS: Final[Mapping[Reason, Promise]] = {
    Reason.LEGAL_BAR: _("Our law does not allow it"),
    Reason.HUMAN_RIGHTS: _("Human rights: what might come of it"),
    Reason.NEUTRALITY: _("Political, military, religious or racial matter"),
    Reason.THIRD_PARTY: _("It is another agency's, who has not agreed"),
    Reason.ONGOING: _("It would harm an investigation that is under way"),
    Reason.SOURCE: _("It would put a source at risk"),
    Reason.NO_BASIS: _("The purpose or the legal basis is not enough"),
    Reason.DISPROPORTIONATE: _("It asks for more than the purpose needs"),
    Reason.NOT_COMPETENT: _("Another authority of our country must be asked"),
}
DECLINE_REASONS: Final[Mapping[Reason, Promise]] = {
    Reason.NO_CAPACITY: _("We have nobody free"),
    Reason.NOT_THEN: _("Not on these days"),
    Reason.NO_SKILL: _("We do not have what is needed"),
    Reason.NO_FUNDS: _("We have no means for it"),
    **{
        reason: REFUSAL_REASONS[reason]
        for reason in (
            Reason.LEGAL_BAR,
            Reason.HUMAN_RIGHTS,
            Reason.NEUTRALITY,
            Reason.NO_BASIS,
            Reason.NOT_COMPETENT,
        )
    },
}
"""Why help is not given, or nobody is sent to a training."""
REQUEST_REASONS: Final[Mapping[Reason, Promise]] = {**REFUSAL_REASONS, **DECLINE_REASONS}
USES: Final[Mapping[Use, Promise]] = {
    Use.ADVICE: _("Advice, analysis or teaching alone"),
    Use.OPERATIONS: _("It leads to operations"),
    Use.EQUIPMENT: _("Equipment changes hands"),
}
FORMATS: Final[Mapping[Format, Promise]] = {
    Format.ON_SITE: _("On site"),
    Format.ONLINE: _("Online"),
    Format.MIXED: _("On site and online"),
}
CONCERNS: Final[Mapping[Concern, Promise]] = {
    Concern.TORTURE: _("Could it lead to torture or ill-treatment, or was it obtained by it?"),
    Concern.DEATH_PENALTY: _("Could it lead to the death penalty?"),
    Concern.REFOULEMENT: _("Could it lead to somebody being sent back into danger?"),
    Concern.FAIR_TRIAL: _("Could it be used in a trial that is not fair?"),
}
RISKS: Final[Mapping[Risk, Promise]] = {
    Risk.NONE: _("No"),
    Risk.ASSURED: _("There is a risk, met by an assurance"),
    Risk.REAL: _("There is a real risk"),
}
REQUEST_EVENTS: Final[Mapping[Event, Promise]] = {
    Event.ASK: _("Request"),
    Event.RECEIPT: _("Received"),
    Event.TAKE: _("Taken in hand"),
    Event.QUESTION: _("Question back"),
    Event.CLARIFY: _("Clarification"),
    Event.PART: _("Answer in part"),
    Event.FULL: _("Answer"),
    Event.REFUSE: _("Refusal"),
    Event.INTEREST: _("Interest"),
    Event.OFFER: _("Offer of help"),
    Event.NOMINATE: _("Nominations"),
    Event.RETRACT: _("Taken back"),
    Event.ACCEPT: _("Offer accepted"),
    Event.CONFIRM: _("Places confirmed"),
    Event.ATTEND: _("Attendance"),
    Event.RATE: _("Rating"),
    Event.RERATE: _("Changed rating"),
    Event.CLOSE: _("Closed"),
    Event.WITHDRAW: _("Withdrawn"),
    Event.REMARK: _("Remark"),
}
