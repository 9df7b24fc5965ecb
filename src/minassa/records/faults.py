"""The faults of this room: what can be wrong with a record, an import or a search, and what to do about it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.base.errors import fault_code

NOT_FOUND: Final = fault_code(
    "records.not-found",
    _("There is no such record, or you may not see it."),
    _("Check the address, or search for the record."),
)
NOT_VALID: Final = fault_code(
    "records.not-valid",
    _("The record cannot be kept as it is: %(count)s of its values must be mended."),
    _("Mend the values named below and send it again."),
)
ABSTRACT: Final = fault_code(
    "records.abstract-schema",
    _("%(schema)s is a family of kinds, not a kind of record."),
    _("Choose a kind such as person, organisation or vehicle."),
)
UNKNOWN_PROPERTY: Final = fault_code(
    "records.unknown-property",
    _("A record of the kind %(schema)s has no property called %(property)s."),
    _("Remove it or choose another property."),
)
LEFT_OUT_PROPERTY: Final = fault_code(
    "records.forbidden-property",
    _("The property %(property)s is not kept on this platform."),
    _("Remove it. The documentation of records tells why."),
)
REQUIRED: Final = fault_code(
    "records.required",
    _("%(property)s is missing."),
    _("Give it at least one value."),
)
NOT_TEXT: Final = fault_code(
    "records.not-text",
    _("%(property)s holds something other than text."),
    _("Write each value as text or as a number."),
)
TOO_LONG: Final = fault_code(
    "records.too-long",
    _("A value of %(property)s is longer than %(limit)s characters."),
    _("Shorten it, or keep the long text in a document."),
)
TOO_MANY: Final = fault_code(
    "records.too-many",
    _("%(property)s has more than %(limit)s values."),
    _("Keep the values that matter, or split the record."),
)
CONTROL: Final = fault_code(
    "records.control-characters",
    _("A value of %(property)s holds characters that cannot be shown."),
    _("Remove them: they are often left behind by copying from another program."),
)
DIRECTION: Final = fault_code(
    "records.direction-marks",
    _("A value of %(property)s holds marks that turn the direction of writing."),
    _("Type the value anew: such marks can hide what a number or an address says."),
)
BAD_ID: Final = fault_code(
    "records.bad-id",
    _("The reference of this row cannot be used."),
    _("Use up to 255 letters, digits, dots, hyphens, underscores or colons."),
)
BAD_JSON: Final = fault_code(
    "records.bad-json",
    _("This line is not a JSON object."),
    _("Write one JSON object a line, in UTF-8."),
)
BAD_ENTITY: Final = fault_code(
    "records.bad-entity",
    _("This line is not a FollowTheMoney record: %(part)s is missing or has the wrong shape."),
    _("Each line needs id, schema, and properties with lists of texts."),
)
LINE_TOO_LONG: Final = fault_code(
    "records.line-too-long",
    _("This line is longer than %(limit)s characters."),
    _("Split the record or shorten its texts."),
)
BAD_ENCODING: Final = fault_code(
    "records.bad-encoding",
    _("The file is not written in UTF-8."),
    _("Save it again as UTF-8 and repeat the import."),
)
NO_HEADER: Final = fault_code(
    "records.no-header",
    _("The first row does not name the columns."),
    _("Begin the table with a row of property names, such as name, birthDate, nationality."),
)
UNKNOWN_COLUMN: Final = fault_code(
    "records.unknown-column",
    _("The column %(column)s does not belong to a record of the kind %(schema)s."),
    _("Rename the column to a property's name, or remove it."),
)
COLUMN_TWICE: Final = fault_code(
    "records.column-twice",
    _("The column %(column)s stands twice in the table."),
    _("Keep one of them; several values stand in one cell, with | between them."),
)
NO_SCHEMA: Final = fault_code(
    "records.no-schema",
    _("The table does not say what kind of records it holds."),
    _("Name the kind with the import, or add a column called schema."),
)
BAD_TABLE: Final = fault_code(
    "records.bad-table",
    _("The table cannot be read after row %(row)s."),
    _("Check the quotation marks in that row."),
)
ROW_LENGTH: Final = fault_code(
    "records.row-length",
    _("This row has more cells than the first row has columns."),
    _("Check the separators and quotation marks of this row."),
)
NOT_A_FORMAT: Final = fault_code(
    "records.not-a-format",
    _("%(format)s is not a format that can be read here."),
    _("Use ftm (FollowTheMoney JSON lines) or csv."),
)
BAD_GRADING: Final = fault_code(
    "records.bad-grading",
    _("%(grade)s is not a grade of the scheme %(scheme)s."),
    _("Choose the scheme and the grades from the lists."),
)
LEGAL_BASIS: Final = fault_code(
    "records.legal-basis",
    _("The record does not say on what legal basis it is held."),
    _("Name the law, order or agreement that allows it, in up to %(limit)s characters."),
)
PURPOSE: Final = fault_code(
    "records.purpose",
    _("The record does not say for what purpose it is held."),
    _("Choose a purpose from the list."),
)
HANDLING: Final = fault_code(
    "records.handling",
    _("The record has no handling code."),
    _("Choose at least one of H0, H1, H2 and H3."),
)
REVIEW: Final = fault_code(
    "records.review-date",
    _("The day of review must lie between tomorrow and %(latest)s."),
    _("Choose an earlier day; the record can be kept longer at its review."),
)
NOT_OWN: Final = fault_code(
    "records.not-own",
    _("A record belongs to the agency of the person who writes it."),
    _("Give it your own agency's label."),
)
ORIGIN_TAKEN: Final = fault_code(
    "records.reference-taken",
    _("Your agency already has a record with this reference."),
    _("Amend that record, or give this one another reference."),
)
CHANGED_MEANWHILE: Final = fault_code(
    "records.changed-meanwhile",
    _("Somebody else changed this record since you opened it."),
    _("Read the record again, then make your change anew."),
)
HELD: Final = fault_code(
    "records.held",
    _("A legal hold keeps this record from deletion until %(until)s."),
    _("Wait until that day, or ask a second person to agree that the hold is lifted."),
)
NOT_HELD: Final = fault_code(
    "records.not-held",
    _("No legal hold stands on this record."),
    _("Load the record again."),
)
HOLD_DAY: Final = fault_code(
    "records.hold-day",
    _("A legal hold ends between tomorrow and %(latest)s."),
    _("Choose an earlier day; a hold can be placed anew before it ends."),
)
KEEP_REASON: Final = fault_code(
    "records.keep-reason",
    _("A record is kept longer only for a stated reason."),
    _("Write why the record is still needed, in up to %(limit)s characters."),
)
TWICE: Final = fault_code(
    "records.twice",
    _("This row, or another with its reference, stands in the file already."),
    _("Keep one row for each reference; several values stand in one cell or list."),
)
NO_TWIN: Final = fault_code(
    "records.no-twin",
    _("There is no such pair of records, or you may not see both."),
    _("Go back to the list of suspected duplicates."),
)
TWIN_DECIDED: Final = fault_code(
    "records.twin-decided",
    _("Somebody else has judged this pair meanwhile, or taken the judgement back."),
    _("Load the list again."),
)
NO_DECISION: Final = fault_code(
    "records.no-decision",
    _("Pairs are asked for as waiting, same or other."),
    _("Leave it empty, or use same or other."),
)
QUERY_EMPTY: Final = fault_code(
    "records.query-empty",
    _("There is no word in the search that can be found."),
    _("Type at least one name, word or number."),
)
EXPORT_TOO_LARGE: Final = fault_code(
    "records.export-too-large",
    _("An export of more than %(limit)s records needs a second person."),
    _("Ask a supervisor to approve the export, or choose fewer records."),
)
WIDEN_ALONE: Final = fault_code(
    "records.widen-alone",
    _("A record that opens to more people is not changed in the same step."),
    _("First change what it says; then ask for the wider label."),
)
OTHER_THAN_GRANTED: Final = fault_code(
    "records.other-than-granted",
    _("The second person agreed to something else."),
    _("Ask again for exactly what you mean to do."),
)
ENDS_FIRST: Final = fault_code(
    "records.ends-first",
    _("A link can only be released to agencies that were given both of its ends."),
    _("Release the records that it links first, then the link."),
)
ALREADY_THERE: Final = fault_code(
    "records.already-there",
    _("All of these agencies have this record under these handling marks already."),
    _("Choose other recipients or other handling marks."),
)
NOT_RELEASED: Final = fault_code(
    "records.not-released",
    _("None of these agencies has this record from you."),
    _("Look at the record's list of releases."),
)
WITHDRAWN_HERE: Final = fault_code(
    "records.withdrawn",
    _("Its owner agency has withdrawn this. It is not brought in again."),
    _("Ask the owner agency. Its name is on the page of what your agency received."),
)
DEADLINE: Final = fault_code(
    "records.deadline",
    _("The deadline is past, or more than %(days)s days away."),
    _("Choose a moment within that time."),
)
REASON_UNKNOWN: Final = fault_code(
    "records.reason-unknown",
    _("This reason is not one of those that can be given."),
    _("Choose one from the list of reasons."),
)
FOREIGN_FORM: Final = fault_code(
    "records.foreign-form",
    _("The record that was sent is not in the form that this node knows: %(part)s."),
    _("Ask the sender to bring its node up to date and to send it again."),
)
OWN_RECORD: Final = fault_code(
    "records.own-record",
    _("This is your own agency's record."),
    _("Change it yourself: proposals are for records of other agencies."),
)
PROPOSAL_EMPTY: Final = fault_code(
    "records.proposal-empty",
    _("A proposal says what should change and why, in at most %(limit)s letters."),
    _("Write what should change and why."),
)
PROPOSAL_ANSWERED: Final = fault_code(
    "records.proposal-answered",
    _("This proposal has been answered already."),
    _("Load the page again."),
)
ANSWER_REASON: Final = fault_code(
    "records.answer-reason",
    _("Who proposed a change is told why it is refused, in at most %(limit)s letters."),
    _("Write the reason."),
)
TOO_MANY_SUBJECTS: Final = fault_code(
    "records.too-many-subjects",
    _("Between one and %(most)s records can be explored at once."),
    _("Choose some of them."),
)
UNKNOWN_TIE: Final = fault_code(
    "records.unknown-tie",
    _("There is no kind of link called %(kind)s."),
    _("Choose one of the kinds in the list."),
)
GRAPH_IN_THE_MAKING: Final = fault_code(
    "records.graph-in-the-making",
    _("Very many records are new, and the links among them are still being prepared."),
    _("Try again in a few minutes."),
)
NO_DIAGRAM: Final = fault_code(
    "records.no-diagram",
    _("There is no such diagram, or you may not open it."),
    _("Look at the list of diagrams."),
)
DIAGRAM_FORM: Final = fault_code(
    "records.diagram-form",
    _("This is not a diagram in the form that this node reads: %(part)s."),
    _("Bring in a file that was exported as JSON. The documentation of records describes it."),
)
DIAGRAM_WORDS: Final = fault_code(
    "records.diagram-words",
    _(
        "A diagram has a title of at most 200 letters; a note or a comment has at most %(limit)s, and a comment says something."
    ),
    _("Shorten it, or write what is missing."),
)
DIAGRAM_MARKS: Final = fault_code(
    "records.diagram-marks",
    _(
        "A diagram is shared under TLP:AMBER+STRICT, AMBER or GREEN, with a handling code, with those who are named; GREEN alone may be for all."
    ),
    _("Choose recipients and handling marks that go together."),
)
DIAGRAM_NOT_YOURS: Final = fault_code(
    "records.diagram-not-yours",
    _("This is another agency's diagram."),
    _("Comment on it, or keep a diagram of your own."),
)
DIAGRAM_CHANGED: Final = fault_code(
    "records.diagram-changed",
    _("Somebody else changed this diagram since you opened it."),
    _("Open it again, or keep yours as a new one."),
)
