"""The faults of this room: what can be wrong with a meeting, and what to do about it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.base.errors import fault_code

NO_EDITION: Final = fault_code(
    "meetings.no-edition",
    _("There is no such edition, or it is not for you."),
    _("Look in the list of meetings."),
)
NOT_YOUR_EDITION: Final = fault_code(
    "meetings.not-your-edition",
    _("The edition is prepared by another secretariat."),
    _("Ask the secretariat that prepares it."),
)
NO_SESSION: Final = fault_code(
    "meetings.no-session",
    _("There is no such session, or it is not for you."),
    _("Look in the agenda of the edition."),
)
NO_VERSION: Final = fault_code(
    "meetings.no-version",
    _("There is no agenda of this number."),
    _("Choose one of the versions that the agenda names."),
)
NUMBER_TAKEN: Final = fault_code(
    "meetings.number-taken",
    _("There is an edition number %(number)s already."),
    _("Change that one, or choose another number."),
)
DATES: Final = fault_code(
    "meetings.dates",
    _("An edition has a number from 1 to 999, and lasts from one to %(most)s days, the last not before the first."),
    _("Correct the number and the two dates."),
)
DAYS_IN_USE: Final = fault_code(
    "meetings.days-in-use",
    _("Sessions are planned on days that the edition would lose."),
    _("Move or remove these sessions first."),
)
COUNTRY: Final = fault_code(
    "meetings.country",
    _("A country is its two letters after ISO 3166-1."),
    _("Choose the country in the list."),
)
ZONE: Final = fault_code(
    "meetings.zone",
    _("There is no such time zone."),
    _("Choose one of the list, such as Africa/Casablanca."),
)
LEAPT_OVER: Final = fault_code(
    "meetings.leapt-over",
    _("The clock leaps over this hour on that day."),
    _("Choose an hour before or after the change of the clock."),
)
SPAN: Final = fault_code(
    "meetings.span",
    _("A session ends after it begins, on the same day."),
    _("Correct the two hours."),
)
DAY_FULL: Final = fault_code(
    "meetings.day-full",
    _("The day would last past midnight."),
    _("Shorten a session or move one to another day."),
)
OTHER_DAY: Final = fault_code(
    "meetings.other-day",
    _("This day, or this session, is not where the session shall go."),
    _("Load the plan again and choose a day of the edition."),
)
OVERLAP: Final = fault_code(
    "meetings.overlap",
    _("Two sessions would be in %(room)s at %(at)s."),
    _("Give one of them another hour or another room."),
)
AGENDA_EMPTY: Final = fault_code(
    "meetings.agenda-empty",
    _("The plan has no session yet."),
    _("Plan at least one session before the agenda is released."),
)
TOO_MANY_SESSIONS: Final = fault_code(
    "meetings.too-many-sessions",
    _("An edition has at most %(most)s sessions."),
    _("Put several items into one session."),
)
TOO_MANY_NAMED: Final = fault_code(
    "meetings.too-many-named",
    _("A session names at most %(most)s chairs and as many speakers."),
    _("Name those who matter most for the session."),
)
CHANNELS: Final = fault_code(
    "meetings.channels",
    _("A language of interpretation is unknown, or named twice."),
    _("Choose each language once."),
)
TEXT: Final = fault_code(
    "meetings.text",
    _("A text is missing, longer than %(limit)s characters, or holds characters that cannot be shown."),
    _("Write it in plain words, in at least one language of the platform."),
)
NO_CIRCLE: Final = fault_code(
    "meetings.no-circle",
    _("This edition was held, and only facts are kept of it."),
    _("Invite to an edition that is in preparation."),
)
INVITATION: Final = fault_code(
    "meetings.invitation",
    _("An invitation goes to an active agency of this node, for one to %(most)s people."),
    _("Choose the agency in the list, and correct the number."),
)
OTHER_KIND: Final = fault_code(
    "meetings.other-kind",
    _("This agency is invited as another kind of delegation."),
    _("Keep the kind: what observers and members see differs, and was seen already."),
)
NO_DELEGATION: Final = fault_code(
    "meetings.no-delegation",
    _("There is no such delegation, or its people are not for you."),
    _("Look in the list of delegations of the edition."),
)
NOT_YOUR_DELEGATION: Final = fault_code(
    "meetings.not-your-delegation",
    _("Each delegation names its own people."),
    _("Ask the delegation's focal point."),
)
NO_DELEGATE: Final = fault_code(
    "meetings.no-delegate",
    _("There is no such person in this delegation, or they are not for you to see."),
    _("Look at the delegation's page."),
)
QUOTA: Final = fault_code(
    "meetings.quota",
    _("Your delegation has %(quota)s places."),
    _("Take somebody back, or ask the secretariat for more places."),
)
TWO_HEADS: Final = fault_code(
    "meetings.two-heads",
    _("A delegation has one head."),
    _("Name one head of delegation only."),
)
LANGUAGES: Final = fault_code(
    "meetings.languages",
    _("A language is unknown."),
    _("Choose among the languages of the African Union."),
)
NOT_YOUR_PERSON: Final = fault_code(
    "meetings.not-your-person",
    _("The login is not of your agency."),
    _("Choose somebody of your agency, or none."),
)
NOTHING_NOMINATED: Final = fault_code(
    "meetings.nothing-nominated",
    _("Nobody waits to be nominated."),
    _("Name somebody first."),
)
NOT_NOMINATED: Final = fault_code(
    "meetings.not-nominated",
    _("This person is not nominated now."),
    _("Load the page again: the delegation has changed what it said."),
)
REASON: Final = fault_code(
    "meetings.reason",
    _("A refusal has a reason."),
    _("Say in a line why; the delegation reads it."),
)
NO_BADGE: Final = fault_code(
    "meetings.no-badge",
    _("This badge opens nothing here: it is unknown, for another meeting, or not valid any more."),
    _("Look for the person in the list, or send them to the accreditation desk."),
)
NOT_A_DAY: Final = fault_code(
    "meetings.not-a-day",
    _("The edition does not take place today."),
    _("Check people in on the days of the edition."),
)
NOT_PUBLIC: Final = fault_code(
    "meetings.not-public",
    _("There is no public page of this edition."),
    _("Look in the list of public editions."),
)
WAITS_ALREADY: Final = fault_code(
    "meetings.waits-already",
    _("Your delegation is on the list of speakers already."),
    _("Wait for your turn, or leave the list and ask again."),
)
TURN_OVER: Final = fault_code(
    "meetings.turn-over",
    _("This cannot be done with the speaker as the list stands now."),
    _("Load the page again: it shows who waits, speaks and has spoken."),
)
TURN_MINUTES: Final = fault_code(
    "meetings.turn-minutes",
    _("A speaker has from one to %(most)s minutes."),
    _("Correct the number of minutes."),
)
NO_TURN: Final = fault_code(
    "meetings.no-turn",
    _("There is no such speaker on the list, or the session is not for you."),
    _("Load the session's page again."),
)
NO_PAPER: Final = fault_code(
    "meetings.no-paper",
    _("There is no such paper, or it is not for you yet."),
    _("Look at the session's page."),
)
NO_STATEMENT: Final = fault_code(
    "meetings.no-statement",
    _("There is no such statement, or it is not your delegation's."),
    _("Look at the session's page."),
)
ORIGINAL_MISSING: Final = fault_code(
    "meetings.original-missing",
    _("The statement is missing in the language in which it is spoken."),
    _("Write the original first; translations may follow."),
)
SPOKEN_STAYS: Final = fault_code(
    "meetings.spoken-stays",
    _("The statement was delivered: what was spoken stays as it was spoken."),
    _("Add translations only; say in a new statement what is to be corrected."),
)
NO_RECORD: Final = fault_code(
    "meetings.no-record",
    _("Nothing is written down of this session yet."),
    _("Write the record first, then release it."),
)
POINTS: Final = fault_code(
    "meetings.recommendations",
    _("A session takes up at most %(most)s recommendations, of final evaluations that you may see."),
    _("Choose among those that the plan of the agenda offers."),
)
OTHER_POINT: Final = fault_code(
    "meetings.other-recommendation",
    _("The session does not take this recommendation up."),
    _("Load the session's page again: it shows what the agenda in force says."),
)
TOO_MANY_POINTS: Final = fault_code(
    "meetings.too-many-points",
    _("A record has at most %(most)s decisions and as many action points."),
    _("Put several into one."),
)
NOT_ITS_DAY: Final = fault_code(
    "meetings.not-its-day",
    _("Attendance is put down on the session's day: by badge on that day only, by the list afterwards too."),
    _("Use the list for a session that is over; wait for the day of one that is to come."),
)
CLOSED_TO_OBSERVERS: Final = fault_code(
    "meetings.closed-to-observers",
    _("This session is not open to observers."),
    _("Show the person the sessions that are open to observers."),
)
LETTER_MISSING: Final = fault_code(
    "meetings.letter-missing",
    _("There is no letter yet that the secretariat could read."),
    _("Attach the letter as a file; where it waits for a scan or for a confirmation, finish that first."),
)
LETTER_SENT: Final = fault_code(
    "meetings.letter-sent",
    _("The letter is with the secretariat, or accepted."),
    _("Wait for the secretariat; where it returns the letter, attach a new one."),
)
LETTER_NOT_SENT: Final = fault_code(
    "meetings.letter-not-sent",
    _("There is no letter to decide on."),
    _("Load the page again: the delegation has not sent it, or it is decided."),
)
NO_LINK: Final = fault_code(
    "meetings.no-link",
    _("There is no such calendar link."),
    _("Make a new link on the page of the calendar."),
)
