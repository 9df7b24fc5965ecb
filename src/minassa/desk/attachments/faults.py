"""What can be wrong with a file that somebody attaches or reads, and what to do about it."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minassa.base import fault_code

NO_TARGET: Final = fault_code(
    "desk.attachment-no-target",
    _("Nothing can be attached here."),
    _("Open the record or request again, and attach the file there."),
)
NAME: Final = fault_code(
    "desk.attachment-name",
    _("The file's name cannot be used."),
    _("Use at most %(most)s characters, without a path, invisible signs, or a second ending such as .exe."),
)
KIND: Final = fault_code(
    "desk.attachment-kind",
    _("Files of this kind are not taken."),
    _("Taken are: %(taken)s. Save the file as one of them."),
)
CONTENT: Final = fault_code(
    "desk.attachment-content",
    _("The content of the file is not what its name says."),
    _("Open it in the program that made it and save it again under the right ending."),
)
SIZE: Final = fault_code(
    "desk.attachment-size",
    _("The file is empty, or larger than %(most)s MB."),
    _("Send it in parts, or make the pictures in it smaller."),
)
QUOTA: Final = fault_code(
    "desk.attachment-quota",
    _("With this file you would hold more than %(most)s MB of attachments."),
    _("Delete attachments that are not needed any more, then attach it again."),
)
PICTURE: Final = fault_code(
    "desk.attachment-picture",
    _("The picture is damaged, animated, or has more than %(most)s million pixels."),
    _("Save it again as a plain PNG or JPEG picture, smaller if need be."),
)
ARCHIVE: Final = fault_code(
    "desk.attachment-archive",
    _(
        "The file cannot be opened safely: it unpacks into too much, is nested too deep, damaged or locked with a password, or it "
        "holds links, paths or files of other kinds (%(part)s)."
    ),
    _("Pack only files of the kinds that are taken, without a password, and attach it again."),
)
MARKUP: Final = fault_code(
    "desk.attachment-markup",
    _("A part of the document is not well formed, or declares entities or a document type."),
    _("Open it in the program that made it and save it as a new document."),
)
ACTIVE: Final = fault_code(
    "desk.attachment-active",
    _("The document holds macros, scripts or embedded programs, or fetches something from outside when it is opened."),
    _("Save it without them, or print it into a PDF, and attach that."),
)
LOCKED: Final = fault_code(
    "desk.attachment-locked",
    _("The PDF is locked with a password or with restrictions, so it cannot be checked or stripped."),
    _("Save it without a password and without restrictions, or print it into a new PDF, and attach that."),
)
HANDLING: Final = fault_code(
    "desk.attachment-handling",
    _("A file needs a handling code."),
    _("Choose at least one of H0 to H3."),
)
TOO_WIDE: Final = fault_code(
    "desk.attachment-too-wide",
    _("The handling marks of the file are wider than those of what it is attached to."),
    _("Choose the same traffic light and the same readers, or fewer."),
)
INFECTED: Final = fault_code(
    "desk.attachment-infected",
    _("The virus scanner found something in this file. It was not kept."),
    _("Do not open it. Tell the security officer of your agency."),
)
IN_QUARANTINE: Final = fault_code(
    "desk.attachment-in-quarantine",
    _("This file waits in quarantine until the virus scanner has looked at it."),
    _("Try again later. If it stays, ask the node administrator whether the scanner answers."),
)
SEALED: Final = fault_code(
    "desk.attachment-sealed",
    _("The original stays with its owner."),
    _("Read the shared form, or ask the owner for what you need."),
)
NOTHING_TO_CONFIRM: Final = fault_code(
    "desk.attachment-nothing-to-confirm",
    _("Nothing about this file waits for a confirmation."),
    _("Load the page again."),
)
SECOND_PERSON: Final = fault_code(
    "desk.attachment-second-person",
    _("A file is taken back within a day, by whoever attached it."),
    _("Ask a second person to agree that it is deleted."),
)
OTHER_THAN_GRANTED: Final = fault_code(
    "desk.attachment-other-than-granted",
    _("The agreement was given for something else."),
    _("Ask again for what you need now."),
)
FOREIGN_PARCEL: Final = fault_code(
    "desk.file-parcel-wrong",
    _("What came is no parcel of a file as this platform sends it."),
    _("The sender's node must be mended or brought up to date; nothing of it was kept."),
)
PIECES: Final = fault_code(
    "desk.file-pieces",
    _("The pieces of the file do not fit together."),
    _("Ask the sender to withdraw the file and to release it anew."),
)
NOT_YET: Final = fault_code(
    "desk.file-not-yet",
    _("What the file belongs to is not here yet, or too much of the sender's waits to be completed."),
    _("Nothing needs to be done: the sender's node offers it again."),
)
NOT_THEIRS: Final = fault_code(
    "desk.file-not-theirs",
    _("The sender attaches a file to what is not its own."),
    _("Only the owner of a record, an alert or a report sends files about it."),
)
WITHDRAWN_HERE: Final = fault_code(
    "desk.file-withdrawn-here",
    _("This file was withdrawn from your agency by its owner, and does not come back."),
    _("Ask the owner agency. Files that were withdrawn are not attached again, whatever their name."),
)
CANNOT_LEAVE: Final = fault_code(
    "desk.file-cannot-leave",
    _("The file %(name)s cannot leave: %(why)s."),
    _("Leave it out, or see to it first: confirm what could not be stripped, or wait for the virus scanner."),
)
TOO_MANY: Final = fault_code(
    "desk.files-too-many",
    _("More than %(most)s files do not go with one release."),
    _("Leave some out, and release them after it."),
)
WHY_IT_STAYS: Final[Mapping[str, Promise]] = {
    "source": _("it was marked as one that can tell who a source is"),
    "unproven": _("nobody has confirmed that it may leave as it is"),
    "quarantine": _("it waits for the virus scanner"),
    "marks": _("its own marks do not allow it"),
    "present": _("they have it already"),
}
FILE_MARKS: Final = fault_code(
    "desk.file-marks",
    _("The file %(name)s bears marks under which it cannot go to these agencies."),
    _("Leave it out, or release it under marks that name the same persons and purposes."),
)
NOBODY_HAS_IT: Final = fault_code(
    "desk.file-nobody-has-it",
    _("None of the chosen agencies has this file."),
    _("Look at the file's page: it says who has it."),
)
OWN_FILE: Final = fault_code(
    "desk.file-own",
    _("The file is your agency's own."),
    _("Take it back within a day, or ask a second person to agree that it is deleted."),
)
REASON: Final = fault_code(
    "desk.file-reason",
    _("A reason is needed."),
    _("Choose one of the reasons."),
)
HELD: Final = fault_code(
    "desk.file-held",
    _("A legal hold keeps what the file is attached to, and the file with it."),
    _("Wait until the hold ends, or have it lifted by two persons."),
)
ON_ITS_WAY: Final = fault_code(
    "desk.file-on-its-way",
    _("The file goes with a message that has not arrived yet."),
    _("Delete it when the message has arrived: the partners' page says what waits."),
)
NOT_STORED: Final = fault_code(
    "desk.attachment-not-stored",
    _("The file could not be stored; the disk may be full. Nothing was kept."),
    _("Tell the node administrator, and try again later."),
)
LOST: Final = fault_code(
    "desk.attachment-lost",
    _("The stored file is missing or damaged, so it is not shown."),
    _("Tell the node administrator: it must come back from a backup."),
)
NO_KEY: Final = fault_code(
    "desk.attachment-no-key",
    _("The key of the attachments is missing or damaged."),
    _("Restore the folder 'secrets' from a backup, or run `minassa init` for a new node."),
)
