"""The faults of this room: what can be wrong with a request, and what to do about it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.base.errors import fault_code

NOT_FOUND: Final = fault_code(
    "liaison.not-found",
    _("There is no such request, or it is not your agency's."),
    _("Check the address, or look in the list of requests."),
)
OUT_OF_TURN: Final = fault_code(
    "liaison.out-of-turn",
    _("This cannot be done with the request as it stands now."),
    _("Load the page again: it shows what can be done next."),
)
NEVER_ASKED: Final = fault_code(
    "liaison.never-asked",
    _("The other agency answers to something that was not asked, or out of turn."),
    _("Nothing was kept. If it happens again, call the other agency's duty contact."),
)
NOT_A_PARTY: Final = fault_code(
    "liaison.not-a-party",
    _("The message comes from an agency that is no party to this request."),
    _("Nothing was kept. Tell your node administrator."),
)
MESSAGE_WRONG: Final = fault_code(
    "liaison.message-wrong",
    _("The message has not the form that requests have on this platform."),
    _("Nothing was kept. The sender's node should be brought up to date."),
)
TEXT: Final = fault_code(
    "liaison.text",
    _("A text is missing, longer than %(limit)s characters, or holds characters that cannot be shown."),
    _("Write it in plain words, in one part or in several messages."),
)
TLP: Final = fault_code(
    "liaison.request-tlp",
    _("A request is between two agencies: its traffic light is AMBER+STRICT, AMBER or GREEN."),
    _("Choose one of these. TLP:RED is for named persons and TLP:CLEAR for everybody; neither fits a request."),
)
TOO_WIDE: Final = fault_code(
    "liaison.label-too-wide",
    _("The handling marks of the message are wider than those of the request."),
    _("Choose the same traffic light as the request, or a narrower one."),
)
HANDLING: Final = fault_code(
    "liaison.handling",
    _("The message has no handling code."),
    _("Choose at least one of H0, H1, H2 and H3."),
)
RECIPIENTS: Final = fault_code(
    "liaison.recipients",
    _("A request goes to one to twenty other agencies that are active here."),
    _("Choose the agencies that shall answer."),
)
FILE_STRANGE: Final = fault_code(
    "liaison.file-strange",
    _("%(name)s is not a file of your agency about this request."),
    _("Attach it to the request first, then send it."),
)
FILE_WAITS: Final = fault_code(
    "liaison.file-waits",
    _(
        "%(name)s cannot leave yet: it waits for the virus scanner, or for somebody who confirms that it may leave as it is."
    ),
    _("Open the file's page: it shows what it waits for."),
)
FILE_MARKS: Final = fault_code(
    "liaison.file-marks",
    _("%(name)s has handling codes that the message has not."),
    _("Give the message the codes of its files too."),
)
FILES_LARGE: Final = fault_code(
    "liaison.files-large",
    _("With a message go at most %(files)s files, together at most %(most)s MB."),
    _("Send fewer or smaller ones, or in several messages."),
)
TERMS: Final = fault_code(
    "liaison.terms",
    _("What is asked for or offered is not described as its kind needs it."),
    _("Assistance has a field, languages, a place and days; a training also its places and how it is held."),
)
DAYS: Final = fault_code(
    "liaison.days",
    _("The days do not fit: the last one is before the first, too far from it, or already past."),
    _("Choose a first and a last day, at most two years apart."),
)
SEATS: Final = fault_code(
    "liaison.seats",
    _("A training offers 1 to %(most)s places, and more are not given away than it offers."),
    _("Choose fewer people, or change how many places there are."),
)
TENDER: Final = fault_code(
    "liaison.tender",
    _("The offer does not say who would come and when."),
    _("Say how many persons you offer, in which languages, and from which day to which."),
)
NOMINEES: Final = fault_code(
    "liaison.nominees",
    _("Nobody is nominated, or somebody without a function or a name."),
    _("Write one person a line: the function, then the name. Only the organiser's agency sees the names."),
)
CHOSEN: Final = fault_code(
    "liaison.chosen",
    _("Somebody was chosen who was not nominated, or not confirmed before."),
    _("Load the page again and choose among those whom it shows."),
)
RATED_LONG_AGO: Final = fault_code(
    "liaison.rated-long-ago",
    _("A rating can be changed for %(days)s days; this one is older."),
    _("It stays as it is. Write what you want to add to the other agency."),
)
STARS: Final = fault_code(
    "liaison.stars",
    _("A rating is a number from 1 to 5."),
    _("Choose 5 for very good and 1 for very poor."),
)
PURPOSE: Final = fault_code(
    "liaison.purpose",
    _("The request does not say for what purpose it asks."),
    _("Choose a purpose from the list."),
)
URGENCY: Final = fault_code(
    "liaison.urgency",
    _("The request does not say how urgent it is."),
    _("Choose routine, priority or urgent."),
)
CARE_MISSING: Final = fault_code(
    "liaison.care-missing",
    _("The human-rights questions are not all answered."),
    _("Answer each of the four questions; they are asked for every exchange."),
)
NOT_NEUTRAL: Final = fault_code(
    "liaison.not-neutral",
    _("It is not confirmed that the exchange is free of political, military, religious or racial grounds."),
    _("Confirm it, or do not send. The secretariat's legal officer advises in doubtful cases."),
)
ASSURANCE_MISSING: Final = fault_code(
    "liaison.assurance-missing",
    _("A risk was named, but not what is done about it."),
    _("Write which assurance is given or relied on, and by whom."),
)
BARRED: Final = fault_code(
    "liaison.rights-bar",
    _("This must not be sent: there is a real risk of torture, or of sending somebody back into danger."),
    _("Do not send it. If you were asked, refuse with the reason “human rights”, and tell your supervisor."),
)
REASON: Final = fault_code(
    "liaison.reason",
    _("A refusal or a part of an answer needs a reason from the list."),
    _("Choose the reason that fits best; it is an ordinary outcome."),
)
ASSIGNEE: Final = fault_code(
    "liaison.assignee",
    _("A request is assigned to somebody of your own agency who works with content."),
    _("Choose another person."),
)
OTHER_THAN_GRANTED: Final = fault_code(
    "liaison.other-than-granted",
    _("The second person agreed to something else."),
    _("Ask again for exactly what you mean to send."),
)
NO_APPROVAL_NEEDED: Final = fault_code(
    "liaison.no-approval-needed",
    _("This needs no second person."),
    _("Send it directly."),
)
NO_ALERT: Final = fault_code(
    "liaison.no-alert",
    _("There is no such alert, or you may not see it."),
    _("Check the address, or look in the list of alerts."),
)
NOT_YOUR_ALERT: Final = fault_code(
    "liaison.not-your-alert",
    _("An alert is changed by the agency that issued it alone."),
    _("Tell the issuing agency what should be changed."),
)
ALERT_OVER: Final = fault_code(
    "liaison.alert-over",
    _("This cannot be done with the alert as it stands now."),
    _("Load the page again. An alert that was stood down stays as it is; issue a new one."),
)
ALERT_UNKNOWN: Final = fault_code(
    "liaison.alert-unknown",
    _("The version does not belong to an alert of this sender that is known here."),
    _("Nothing was kept. The sender should issue the alert anew."),
)
ALERT_TLP: Final = fault_code(
    "liaison.alert-tlp",
    _("An alert is for agencies: it cannot be TLP:RED, which names persons."),
    _("Choose AMBER+STRICT or a wider level."),
)
NOTHING_OWED: Final = fault_code(
    "liaison.nothing-owed",
    _("Your agency has nothing to acknowledge here."),
    _("Somebody of your agency may have done it already; load the page again."),
)
VALID_UNTIL: Final = fault_code(
    "liaison.valid-until",
    _("The alert would be over before it is issued."),
    _("Choose a later moment, or leave it open."),
)
COUNTRIES: Final = fault_code(
    "liaison.countries",
    _("A country is not one of the two-letter codes."),
    _("Choose the countries from the list."),
)
TOO_MANY_RECORDS: Final = fault_code(
    "liaison.too-many-records",
    _("An alert refers to at most %(limit)s records."),
    _("Choose those that matter most."),
)
NO_CONTACT: Final = fault_code(
    "liaison.no-contact",
    _("There is no such duty contact, or you may not see it."),
    _("Look in the list of duty contacts."),
)
NOT_YOUR_CONTACT: Final = fault_code(
    "liaison.not-your-contact",
    _("A duty contact is kept by its own agency alone."),
    _("Tell that agency what is not right any more."),
)
ZONE: Final = fault_code(
    "liaison.zone",
    _("This is not the name of a time zone."),
    _("Choose one from the list, such as Africa/Bamako."),
)
SHIFTS: Final = fault_code(
    "liaison.shifts",
    _("A contact that is not there round the clock states its hours."),
    _("Give the hours of at least one day, or choose “round the clock”."),
)
CHANNELS: Final = fault_code(
    "liaison.channels",
    _("A duty contact has at least one way to be reached, and at most twenty."),
    _("Give a phone number or an address."),
)
LANGUAGES: Final = fault_code(
    "liaison.languages",
    _("A duty contact speaks at least one language, given as a two-letter code."),
    _("Give the languages, the best spoken first, such as fr ar."),
)
ROSTER: Final = fault_code(
    "liaison.roster",
    _("A turn in the roster ends before it begins, or there are more than a hundred."),
    _("Correct the roster; past turns can be left out."),
)
NO_LOOKOUT: Final = fault_code(
    "liaison.no-lookout",
    _("There is no such lookout, or you may not see it."),
    _("Check the address, or look in the list of lookouts."),
)
NOT_YOUR_LOOKOUT: Final = fault_code(
    "liaison.not-your-lookout",
    _("A lookout is changed by the agency that issued it alone."),
    _("Accept or decline it, or ask its owner."),
)
OWN_LOOKOUT: Final = fault_code(
    "liaison.own-lookout",
    _("Your agency does not answer its own lookout."),
    _("Withdraw it if it is not needed any more."),
)
LOOKOUT_OVER: Final = fault_code(
    "liaison.lookout-over",
    _("This cannot be done with the lookout as it stands now."),
    _("Load the page again. One that has expired or was withdrawn is issued anew."),
)
LOOKOUT_UNKNOWN: Final = fault_code(
    "liaison.lookout-unknown",
    _("The message does not belong to a lookout of this sender that is known here."),
    _("Nothing was kept. The sender should issue the lookout anew."),
)
NOT_ASKED: Final = fault_code(
    "liaison.not-asked",
    _("The message comes from an agency that was not asked to look out."),
    _("Nothing was kept. Tell your node administrator."),
)
NOTHING_SOUGHT: Final = fault_code(
    "liaison.nothing-sought",
    _("A lookout needs a name of a person, or a number by which it is recognised, and at most twenty of each."),
    _("Give a name, a passport, a plate or a document's number with at least four letters or digits."),
)
EXPIRY: Final = fault_code(
    "liaison.expiry",
    _("A lookout ends between now and a year from now."),
    _("Choose an earlier day; it can be renewed with a reason."),
)
SECOND_PERSON: Final = fault_code(
    "liaison.second-person",
    _("A risk was named: whoever issues the lookout cannot be who wrote it."),
    _("Ask another supervisor to issue it."),
)
NO_REPORT: Final = fault_code(
    "liaison.no-report",
    _("There is no such report, or you may not see it."),
    _("Check the address, or look in the list of reports."),
)
NOT_YOUR_REPORT: Final = fault_code(
    "liaison.not-your-report",
    _("Only the agency that wrote a report changes it."),
    _("Ask the agency that wrote it."),
)
REPORT_OTHER_STATE: Final = fault_code(
    "liaison.report-other-state",
    _("This cannot be done with the report as it stands now."),
    _("Load the page again. What was taken back stays so; write a new report."),
)
REPORT_PARTS: Final = fault_code(
    "liaison.report-parts",
    _("A report needs at least the situation, and what is not known."),
    _("Fill both parts. If nothing is open, say why."),
)
REPORT_JUDGEMENTS: Final = fault_code(
    "liaison.report-judgements",
    _("A report has at most %(limit)s key judgements."),
    _("Keep those on which somebody decides."),
)
REPORT_PERIOD: Final = fault_code(
    "liaison.report-period",
    _("The period ends before it begins."),
    _("Correct the two days."),
)
REPORT_SOURCE: Final = fault_code(
    "liaison.report-source",
    _("The report names a record that is not there, or that you may not see."),
    _("Take it out of the records it draws from."),
)
REPORT_TLP: Final = fault_code(
    "liaison.report-tlp",
    _("A report is for agencies, and one of its sources names persons only (TLP:RED)."),
    _("Take that record out, with what the report says from it, or ask its owner for a wider release."),
)
REPORT_FIGURES: Final = fault_code(
    "liaison.report-figures",
    _("The report's figures were made for other readers or narrower marks, or what they count has changed since."),
    _("Make the figures anew for the marks and recipients that the report has now, then release it."),
)
REPORT_FOREIGN: Final = fault_code(
    "liaison.report-foreign",
    _("The report draws from another agency's record, which may not be passed on."),
    _("Ask the record's owner, or take it out with what the report says from it."),
)
REPORT_BOUND: Final = fault_code(
    "liaison.report-bound",
    _("The report draws from a record that is bound to a purpose or a time, which cannot be released with it."),
    _("Take that record out with what the report says from it, or change its label first."),
)
NO_EXPERTISE: Final = fault_code(
    "liaison.no-expertise",
    _("There is no such entry in the directory of expertise, or you may not see it."),
    _("Look in the directory of expertise."),
)
NOT_YOUR_EXPERTISE: Final = fault_code(
    "liaison.not-your-expertise",
    _("What an agency offers is kept by that agency alone."),
    _("Tell that agency what is not right any more."),
)
EXPERTISE_LANGUAGES: Final = fault_code(
    "liaison.expertise-languages",
    _("Expertise is offered in at least one language and at most twelve, each given as a two-letter code."),
    _("Give the languages, the best spoken first, such as fr ar."),
)
EXPERTISE_OVER: Final = fault_code(
    "liaison.expertise-over",
    _("The last day of this offer has passed."),
    _("Give a later day, leave the day empty, or remove the entry."),
)
NO_PRACTICE: Final = fault_code(
    "liaison.no-practice",
    _("There is no such good practice or lesson, or you may not see it."),
    _("Check the address, or look in the list."),
)
NOT_YOUR_PRACTICE: Final = fault_code(
    "liaison.not-your-practice",
    _("Only the agency that wrote a good practice or lesson changes it."),
    _("Ask the agency that wrote it."),
)
PRACTICE_OTHER_STATE: Final = fault_code(
    "liaison.practice-other-state",
    _("This cannot be done with the document as it stands now."),
    _("Load the page again. What was taken back stays so; write a new one."),
)
