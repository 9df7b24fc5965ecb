"""The faults of this room, with what to do about each."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.base import fault_code

NOT_FOUND: Final = fault_code(
    "cyber.not-found",
    _("There is no such indicator, or you may not see it."),
    _("Check the address, or look in the list of indicators."),
)
BAD_CURSOR: Final = fault_code(
    "cyber.bad-cursor",
    _("This is no place in the list."),
    _("Begin again with the newest."),
)
NOTHING_READ: Final = fault_code(
    "cyber.nothing-read",
    _("Nothing in this text is a domain, an address, a hash, an address of mail, a wallet or an account."),
    _("Write one value a line; defanged values such as evil[.]example are read too."),
)
TOO_MANY: Final = fault_code(
    "cyber.too-many",
    _("The text holds more than %(most)s values."),
    _("Divide it and check the parts one after the other."),
)
NOT_TEXT: Final = fault_code(
    "cyber.not-text",
    _("The file is not text in UTF-8."),
    _("Save it as plain text or CSV in UTF-8 and repeat."),
)
NOT_STIX: Final = fault_code(
    "cyber.not-stix",
    _("The file is not a STIX bundle: %(reason)s"),
    _("Ask whoever made it for a bundle of STIX 2.1 or 2.0 in JSON."),
)
NOT_MISP: Final = fault_code(
    "cyber.not-misp",
    _("The file is not an event of MISP."),
    _("Give an event's JSON as MISP exports it, or the folder or ZIP archive of a feed in MISP's format."),
)
NOT_A_MANIFEST: Final = fault_code(
    "cyber.not-a-manifest",
    _("This is not the manifest of a feed in MISP's format, or it names no event."),
    _("Check the address: it ends with /manifest.json. If it is right, tell whoever publishes the feed."),
)
NO_EVENTS: Final = fault_code(
    "cyber.no-events",
    _("There is no event of MISP in this folder or archive."),
    _("Give the folder or archive in which manifest.json stands, or the event's own file."),
)
TOO_MANY_ATTRIBUTES: Final = fault_code(
    "cyber.too-many-attributes",
    _("An event of MISP holds more than %(most)s attributes."),
    _("Ask its author to divide it."),
)
NOT_OWN: Final = fault_code(
    "cyber.not-own",
    _("An import can only be labelled as your own agency's."),
    _("Name your own agency as the owner."),
)
NO_SUCH_KIND: Final = fault_code(
    "cyber.no-such-kind",
    _("%(kind)s is no kind of observable."),
    _("Choose one of: %(kinds)s."),
)
NO_SUCH_FORMAT: Final = fault_code(
    "cyber.no-such-format",
    _("Indicators are not exported as %(format)s."),
    _("Choose one of: %(formats)s."),
)
LIST_OF_ONE_KIND: Final = fault_code(
    "cyber.list-of-one-kind",
    _("A plain list holds one kind of observables."),
    _("Name the kind, such as domain or ipv4."),
)
THREAT_NOT_FOUND: Final = fault_code(
    "cyber.threat-not-found",
    _("There is no such entry, or you may not see it."),
    _("Check the address, or look in the list."),
)
SIGHTING_INVALID: Final = fault_code(
    "cyber.sighting-invalid",
    _("This is no sighting: its count or its times cannot be."),
    _("Count from 1 to 999999999, and put the first time before the last, neither in the future."),
)
SIGHTING_UNKNOWN: Final = fault_code(
    "cyber.sighting-unknown",
    _("The sighting is of an indicator that is not held here."),
    _("Tell it to the agency that owns the indicator."),
)
NOT_A_HASH: Final = fault_code(
    "cyber.not-a-hash",
    _("“%(value)s” is no SHA-256 and no PDQ hash: these are 64 hexadecimal digits."),
    _("Compute the hash anew and paste it whole."),
)
NO_HASHES: Final = fault_code(
    "cyber.no-hashes",
    _("No hash was given, or more than %(most)s."),
    _("Ask for 1 to %(most)s hashes at a time."),
)
NO_HASH_COLUMN: Final = fault_code(
    "cyber.no-hash-column",
    _("The table has neither a column sha256 nor a column pdq, or a column that is not taken: %(columns)s."),
    _("Use the columns sha256, pdq, quality, category and reference, named in the first line. No content is taken."),
)
NOT_A_TABLE: Final = fault_code(
    "cyber.not-a-table",
    _("Line %(line)s of the file is not a row of a table in UTF-8."),
    _("Save the table as CSV in UTF-8 and repeat."),
)
NO_SUCH_CATEGORY: Final = fault_code(
    "cyber.no-such-category",
    _("“%(category)s” is no category of known content."),
    _("Choose one of: %(categories)s."),
)
BAD_QUALITY: Final = fault_code(
    "cyber.bad-quality",
    _("A quality is a whole number from 0 to 100, and belongs to a PDQ hash."),
    _("Correct the column quality, or leave it empty."),
)
CONTENT_NOT_FOUND: Final = fault_code(
    "cyber.content-not-found",
    _("There is no such hash, or it is not your agency's."),
    _("Look in the list of known content."),
)
BAD_REFERENCE: Final = fault_code(
    "cyber.bad-reference",
    _("A reference is at most 120 letters, digits and . : / # - and never an address of the content."),
    _("Write the number by which your agency finds the case."),
)
