"""What can be wrong with a list, in sentences. `%(where)s` is a file part, row or reference; never a name."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.base import fault_code

_MEND = _("Fetch the list again from its publisher; nothing was changed, and the version in force stays.")

SOURCE_UNKNOWN: Final = fault_code(
    "screening.source-unknown",
    _("There is no list source “%(source)s”."),
    _("Use one of: %(known)s."),
)
FILE_MISSING: Final = fault_code(
    "screening.file-missing",
    _("There is no file or folder at “%(path)s”."),
    _("Check the path and try again."),
)
PART_MISSING: Final = fault_code(
    "screening.part-missing",
    _("The list needs the file “%(part)s”, which is not in what was given."),
    _("Give the folder or the archive that holds the complete set."),
)
PARTS_UNCLEAR: Final = fault_code(
    "screening.parts-unclear",
    _("There is more than one file that could be the list, or none."),
    _("Give the one file (.xml, .csv or .json, compressed or not)."),
)
ARCHIVE_BROKEN: Final = fault_code(
    "screening.archive-broken",
    _("The compressed file “%(where)s” is damaged or cut off."),
    _MEND,
)
ARCHIVE_REFUSED: Final = fault_code(
    "screening.archive-refused",
    _("The archive “%(where)s” holds what a list never holds: too many files, a path, a link or a password."),
    _MEND,
)
TOO_LARGE: Final = fault_code(
    "screening.too-large",
    _("“%(where)s” unpacks to more than a list may hold, as a decompression bomb does."),
    _MEND,
)
TOO_MANY: Final = fault_code(
    "screening.too-many-subjects",
    _("The file holds more than %(limit)s subjects."),
    _("Check that it is the right file, or split it."),
)
XML_BROKEN: Final = fault_code(
    "screening.xml-broken",
    _("The file is not well-formed XML (line %(line)s)."),
    _MEND,
)
XML_REFUSED: Final = fault_code(
    "screening.xml-refused",
    _("The XML declares a document type or entities, which a list never does and an attack does."),
    _MEND,
)
ENCODING: Final = fault_code(
    "screening.encoding-wrong",
    _("The file is not in the encoding of this list (line %(line)s)."),
    _MEND,
)
CSV_BROKEN: Final = fault_code(
    "screening.csv-broken",
    _("Line %(line)s of the file is not a row of this list."),
    _MEND,
)
HEADER_MISSING: Final = fault_code(
    "screening.header-missing",
    _("The file does not begin with the column names of this list; missing: %(columns)s."),
    _("Give the file as its publisher offers it, with its header line."),
)
JSON_BROKEN: Final = fault_code(
    "screening.json-broken",
    _("Line %(line)s of the file is not a FollowTheMoney entity in JSON."),
    _MEND,
)
FORMAT_UNKNOWN: Final = fault_code(
    "screening.format-unknown",
    _("The file is not in the format of this list: no listed subject was found."),
    _("Check that the file belongs to the source that was named."),
)
NAME_TOO_LONG: Final = fault_code(
    "screening.name-too-long",
    _("A name at %(where)s is longer than %(limit)s characters."),
    _MEND,
)
NAME_MISSING: Final = fault_code(
    "screening.name-missing",
    _("The subject at %(where)s has no name."),
    _MEND,
)
REF_MISSING: Final = fault_code(
    "screening.reference-missing",
    _("The subject at %(where)s has no reference of the list."),
    _MEND,
)
REF_TWICE: Final = fault_code(
    "screening.reference-twice",
    _("The reference %(where)s stands twice in the list."),
    _MEND,
)
CONTROL_CHARACTERS: Final = fault_code(
    "screening.control-characters",
    _("The text at %(where)s holds NUL bytes or control characters."),
    _MEND,
)
DIRECTION_OVERRIDE: Final = fault_code(
    "screening.direction-override",
    _("The text at %(where)s holds characters that turn the direction of writing around, which can disguise a name."),
    _MEND,
)
FELL: Final = fault_code(
    "screening.list-fell",
    _("The list fell from %(before)s to %(after)s subjects, by more than a tenth. It is in quarantine."),
    _(
        "The version in force stays. See the difference with `minassa lists review %(source)s`, then run `minassa lists accept %(source)s`."
    ),
)
NOTHING_WAITS: Final = fault_code(
    "screening.nothing-waits",
    _("No version of %(source)s waits in quarantine."),
    _("See `minassa lists status`."),
)
CANNOT_ACCEPT: Final = fault_code(
    "screening.cannot-accept",
    _("The version of %(source)s in quarantine cannot be read, so it cannot be accepted."),
    _MEND,
)
VERSION_UNKNOWN: Final = fault_code(
    "screening.version-unknown",
    _("%(source)s has no version %(number)s."),
    _("See `minassa lists status`."),
)
SUBJECT_UNKNOWN: Final = fault_code(
    "screening.subject-unknown",
    _("%(source)s has no subject with the reference %(ref)s."),
    _("Check the reference, or search by name."),
)
REASON_MISSING: Final = fault_code(
    "screening.reason-missing",
    _("A judgement needs a reason of at most %(limit)s characters."),
    _("Write why this is, or is not, the person who was asked about."),
)
NO_PERSON: Final = fault_code(
    "screening.person-needed",
    _("Only people of an agency judge hits and keep checks."),
    _("Log in as a person of an agency."),
)
LISTS_GONE: Final = fault_code(
    "screening.versions-gone",
    _("This node has not had the versions of the lists that were asked: it may have been restored from a backup."),
    _("Begin again; then the versions in force are asked."),
)
