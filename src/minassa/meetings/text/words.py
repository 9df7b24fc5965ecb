"""The words of a declaration's text in the reader's language."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minassa.meetings.text.concordance import Discord
from minassa.meetings.text.proofs import ProofKind
from minassa.meetings.text.rules import (
    Agreement,
    Hindrance,
    ParagraphKind,
    Position,
    ProposalKind,
    ProposalState,
    StatementKind,
    TextState,
)

TEXT_STATES: Final[Mapping[TextState, Promise]] = {
    TextState.ZERO_DRAFT: _("Zero draft"),
    TextState.NEGOTIATING: _("In negotiation"),
    TextState.CLEAN: _("Clean text"),
    TextState.SILENCE: _("Under silence"),
    TextState.ADOPTED: _("Adopted"),
    TextState.CONCORDANCE: _("Languages being aligned for signature"),
    TextState.SIGNED: _("Signed"),
    TextState.PUBLISHED: _("Published"),
    TextState.CORRIGENDUM: _("Published, a corrigendum in preparation"),
}
PARAGRAPH_KINDS: Final[Mapping[ParagraphKind, Promise]] = {
    ParagraphKind.PREAMBULAR: _("Preamble"),
    ParagraphKind.OPERATIVE: _("Operative paragraphs"),
}
AGREEMENTS: Final[Mapping[Agreement, Promise]] = {
    Agreement.OPEN: pgettext_lazy("a paragraph", "Open"),
    Agreement.AD_REFERENDUM: _("Agreed ad referendum"),
    Agreement.AGREED: _("Agreed"),
}
PROPOSAL_KINDS: Final[Mapping[ProposalKind, Promise]] = {
    ProposalKind.ADD: _("New paragraph"),
    ProposalKind.REPLACE: _("New wording"),
    ProposalKind.DELETE: _("Deletion"),
    ProposalKind.MOVE: _("Another place"),
}
PROPOSAL_STATES: Final[Mapping[ProposalState, Promise]] = {
    ProposalState.DRAFT: _("Draft of your delegation"),
    ProposalState.TABLED: _("On the table"),
    ProposalState.WITHDRAWN: _("Taken back"),
    ProposalState.ACCEPTED: _("Taken into the text"),
    ProposalState.NOT_RETAINED: _("Not retained"),
}
POSITIONS: Final[Mapping[Position, Promise]] = {
    Position.SUPPORT: _("Supports"),
    Position.CAN_LIVE_WITH: _("Can live with it"),
    Position.RESERVE: _("Reserves its position"),
    Position.OPPOSE: _("Opposes"),
}
STATEMENT_KINDS: Final[Mapping[StatementKind, Promise]] = {
    StatementKind.RESERVATION: _("Reservation"),
    StatementKind.EXPLANATION: _("Explanation of position"),
    StatementKind.DISSOCIATION: _("Dissociation"),
}
HINDRANCES: Final[Mapping[Hindrance, Promise]] = {
    Hindrance.EMPTY: _("The text has no paragraphs"),
    Hindrance.BRACKET: _("Something is in brackets"),
    Hindrance.OPEN: _("The paragraph is not agreed"),
    Hindrance.MISSING: _("A language is missing"),
    Hindrance.STALE: _("A language is outdated"),
}
DISCORDS: Final[Mapping[Discord, Promise]] = {
    Discord.ORDER: _("Paragraphs or their numbers differ"),
    Discord.MISSING: _("A language is missing"),
    Discord.FIGURES: _("Figures differ"),
    Discord.DATES: _("Dates differ"),
    Discord.YEARS: _("Years differ"),
}
EVENTS: Final[Mapping[str, Promise]] = {
    "written": _("Written"),
    "translated": _("Translated"),
    "corrected": _("Corrected"),
    "settled": _("Settled by the chair"),
    "moved": _("Moved"),
    "removed": _("Taken out"),
    "reopened": _("Opened again"),
    "ad-referendum": _("Agreed ad referendum"),
    "agreed": _("Agreed"),
}
SILENCE_STATES: Final[Mapping[str, Promise]] = {
    "running": _("The clock runs"),
    "broken": _("Broken by an objection"),
    "ended": _("Ended without an objection"),
}
PROOF_KINDS: Final[Mapping[ProofKind, Promise]] = {
    ProofKind.KEY: _("Key of the agency"),
    ProofKind.PASSKEY: _("Passkey of the head"),
    ProofKind.CERTIFICATE: _("Certificate of the agency"),
}
