"""The faults of this room: what can be wrong, and what to do about it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.base.errors import fault_code

NO_STRATEGY: Final = fault_code(
    "programmes.no-strategy",
    _("There is no such strategy, or you may not see it."),
    _("Check the address, or look in the list of programmes."),
)
NO_COMMITMENT: Final = fault_code(
    "programmes.no-commitment",
    _("There is no such commitment, or you may not see it."),
    _("Check the address, or look in the list of commitments."),
)
NO_PROGRAMME: Final = fault_code(
    "programmes.no-programme",
    _("There is no such programme, or you may not see it."),
    _("Check the address, or look in the list of programmes."),
)
NO_PART: Final = fault_code(
    "programmes.no-part",
    _("The programme has no such part."),
    _("Load the page again: it may have been removed meanwhile."),
)
NO_PERIOD: Final = fault_code(
    "programmes.no-period",
    _("There is no such reporting period, or you may not see it."),
    _("Check the address, or open the programme's page."),
)
NO_REPORT: Final = fault_code(
    "programmes.no-report",
    _("There is no such progress report, or you may not see it."),
    _("Check the address, or open the programme's page."),
)
NO_EVALUATION: Final = fault_code(
    "programmes.no-evaluation",
    _("There is no such evaluation, or you may not see it."),
    _("Check the address, or open the programme's page."),
)
NOT_YOURS: Final = fault_code(
    "programmes.not-yours",
    _("This belongs to another agency, which alone changes it."),
    _("Write to that agency, or to the secretariat."),
)
OTHER_STATE: Final = fault_code(
    "programmes.other-state",
    _("This cannot be done as it stands now."),
    _("Load the page again: it shows what can be done next."),
)
TEXT: Final = fault_code(
    "programmes.text",
    _("A text is missing, longer than %(limit)s characters, or holds characters that cannot be shown."),
    _("Write it in plain words, or attach the long text as a document."),
)
DAYS: Final = fault_code(
    "programmes.days",
    _("The days do not fit: an end lies before its beginning, or outside the programme."),
    _("Mend the days and send it again."),
)
NUMBER: Final = fault_code(
    "programmes.number",
    _("A number is missing, negative where it cannot be, or has more than fifteen digits."),
    _("Write plain digits, with a point or comma before the decimals."),
)
COUNTRY: Final = fault_code(
    "programmes.country",
    _("A country or currency is not known by this code."),
    _("Use the two-letter code of the country and the three-letter code of the currency (ISO 3166, ISO 4217)."),
)
EQUAL: Final = fault_code(
    "programmes.target-equals-baseline",
    _("The target equals the baseline, so no progress can be measured."),
    _("If the level shall be held, choose the direction “maintain”; otherwise set another target."),
)
CONTRADICTS: Final = fault_code(
    "programmes.target-contradicts",
    _("The target lies on the other side of the baseline than the direction says."),
    _("Change the direction, the baseline or the target."),
)
ZERO: Final = fault_code(
    "programmes.maintain-nothing",
    _("A level of zero cannot be maintained: no share of it can be told."),
    _("Choose “decrease” with the baseline from which it shall fall, or another target."),
)
LEVEL: Final = fault_code(
    "programmes.level",
    _(
        "A result stands under one of a higher level: activities under outputs, outputs under outcomes, outcomes under impacts."
    ),
    _("Choose another parent, or another level."),
)
COMPOSITE: Final = fault_code(
    "programmes.composite",
    _("A composite index is context, never a programme's result."),
    _("Keep it as context, and choose an indicator that the programme itself can move."),
)
INCOMPLETE: Final = fault_code(
    "programmes.incomplete",
    _(
        "The framework is not complete: it needs an outcome, an output, and for each of both an indicator with a target."
    ),
    _("Add what is missing, then adopt the programme."),
)
FROZEN: Final = fault_code(
    "programmes.frozen",
    _("The programme is adopted: its results, indicators and baselines are fixed."),
    _("Change a target with a reason: the old one stays visible. For another framework, plan another programme."),
)
REASON: Final = fault_code(
    "programmes.reason",
    _("A target of an adopted programme changes only with a reason."),
    _("Say why: everybody who reads the programme sees it beside the old target."),
)
TLP: Final = fault_code(
    "programmes.tlp",
    _("TLP:RED is for named persons; a programme is for an agency at least."),
    _("Choose another level."),
)
AUDIENCE: Final = fault_code(
    "programmes.audience",
    _("The recipients do not fit the traffic light."),
    _(
        "Name agencies or communities for TLP:AMBER; nobody for the whole platform (TLP:GREEN) or everybody (TLP:CLEAR)."
    ),
)
PERIOD_SHUT: Final = fault_code(
    "programmes.period-shut",
    _("The reporting period is not open."),
    _("Wait until it opens; a period that is over is opened again by a supervisor, with a new last day."),
)
VALUE: Final = fault_code(
    "programmes.value",
    _("A reported value does not fit its indicator: %(indicator)s."),
    _("A percentage is given with its numerator and denominator, a number without; a value has its day."),
)
CELLS: Final = fault_code(
    "programmes.cells",
    _("The parts of a value do not fit its indicator or do not make its whole: %(indicator)s."),
    _("Split by what the indicator names, and mend the parts or the whole."),
)
EVIDENCE: Final = fault_code(
    "programmes.evidence",
    _("Whoever reports cannot call their own values verified."),
    _("Choose “documented” and name the source; the secretariat's review verifies."),
)
EMPTY_REPORT: Final = fault_code(
    "programmes.empty-report",
    _("A report says in words what was done and what was not, even where no value is known."),
    _("Write what was done and what failed; leave a value blank where it is not known."),
)
OWN_JUDGEMENT: Final = fault_code(
    "programmes.own-judgement",
    _("Whoever submitted a report does not judge it."),
    _("Ask another supervisor, or the secretariat."),
)
NOTE: Final = fault_code(
    "programmes.note",
    _("A report is returned with a note that says what to mend."),
    _("Write the note."),
)
SHEET: Final = fault_code(
    "programmes.sheet",
    _("The file is not the workbook of this report, or it is damaged."),
    _("Download the workbook from the report's page, fill it in, and bring it back."),
)
CRITERIA: Final = fault_code(
    "programmes.criteria",
    _(
        "An evaluation is not complete: each criterion needs a score with its justification, and the text says what failed and what the limits are."
    ),
    _("Write what is missing, then finish the evaluation."),
)
NO_REPLY: Final = fault_code(
    "programmes.no-reply",
    _("The programme's agency has not replied, and its time has not passed."),
    _("Wait for the reply, or until twenty-one days have passed since it was asked for."),
)
IDENTIFIER: Final = fault_code(
    "programmes.identifier",
    _("The organisation's identifier has three to eighty signs, without blanks and without / & | ?."),
    _("Write it as in the public register, for example XM-DAC-41122."),
)
CODES: Final = fault_code(
    "programmes.codes",
    _("A code is not in the lists of IATI that programmes use."),
    _("Choose the sectors, places, targets and kinds of documents from the lists."),
)
SHARES: Final = fault_code(
    "programmes.shares",
    _("The percentages of the sectors, and those of the places, sum to exactly 100, each above 0."),
    _("Correct the percentages; leave nothing out, or the sum is wrong."),
)
LINK: Final = fault_code(
    "programmes.link",
    _("A document is linked by its full address on the web, beginning with https://."),
    _("Copy the address from the browser; it holds no name and no password."),
)
NOTHING_LEAVES: Final = fault_code(
    "programmes.nothing-leaves",
    _("None of these programmes can leave: their marks hold them, or something is missing."),
    _("Look at the preview: it says for each of them why."),
)
EXPORT_TOO_LARGE: Final = fault_code(
    "programmes.export-too-large",
    _("So many programmes at once leave only when a second person agrees: at most %(limit)s without."),
    _("Choose fewer, or ask a colleague to agree to exactly these."),
)
OTHER_THAN_GRANTED: Final = fault_code(
    "programmes.other-than-granted",
    _("Your colleague agreed to something else than what you do now."),
    _("Export exactly what was agreed to, or ask again."),
)
NO_ACTIVITY: Final = fault_code(
    "programmes.no-activity",
    _("There is no such activity of a partner, or you may not see it."),
    _("Look in the list of partners' activities."),
)
ENTITIES: Final = fault_code(
    "programmes.entities",
    _("The file declares a document type or entities, which can hide anything: it is refused."),
    _("Ask its publisher for a plain file of IATI."),
)
BROKEN: Final = fault_code(
    "programmes.broken",
    _("The file is no XML, or it is cut off, at line %(line)s."),
    _("Download it again; it can be unpacked first where it is compressed."),
)
NO_ACTIVITIES: Final = fault_code(
    "programmes.no-activities",
    _("The file holds no activity of IATI."),
    _("Choose a file of activities; files of organisations are another format."),
)
TOO_MANY_ACTIVITIES: Final = fault_code(
    "programmes.too-many-activities",
    _("The file holds more than %(limit)s activities."),
    _("Choose the activities of your region and sector at the publisher's, and bring these in."),
)
PARCEL: Final = fault_code(
    "programmes.parcel",
    _("What came from another node is no programme of this platform."),
    _("Ask the agency that sent it whether its node runs the same version."),
)
