"""What can go wrong with a backup, its key, or a restore, and what to do about it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.base import fault_code

NO_LOCK: Final = fault_code(
    "backup.no-lock",
    _("Nobody is named who could open the backup, and a backup is never written in the clear."),
    _("Name recipients in [backup] of node.toml or with --recipient, or give a passphrase with --passphrase-file."),
)
TWO_LOCKS: Final = fault_code(
    "backup.two-locks",
    _("A backup is locked either with keys or with a passphrase, not with both."),
    _("Leave out the recipients or the passphrase."),
)
BAD_RECIPIENT: Final = fault_code(
    "backup.bad-recipient",
    _("%(recipient)s is not a public key that a backup can be locked with."),
    _("Use an age key (age1...) or an SSH key (ssh-ed25519 or ssh-rsa)."),
)
BAD_KEY_FILE: Final = fault_code(
    "backup.bad-key-file",
    _("The file %(path)s holds no private key that can be used."),
    _("Name the age key file (AGE-SECRET-KEY-1...) or an SSH private key without a password."),
)
WEAK_PASSPHRASE: Final = fault_code(
    "backup.weak-passphrase",
    _("The passphrase is shorter than %(least)s characters."),
    _("Use six or more words that do not belong together, or a key file made with --new-key."),
)
WRONG_KEY: Final = fault_code(
    "backup.wrong-key",
    _("What you gave does not open this backup."),
    _(
        "Give the key file or the passphrase with which it was locked; both key files where it was locked for two persons. Nothing was changed."
    ),
)
SECOND_KEY: Final = fault_code(
    "backup.second-key",
    _("This backup opens with two keys of two persons, and only one of them was given."),
    _("Name both key files with --identity. Nothing was changed."),
)
NOT_A_BACKUP: Final = fault_code(
    "backup.not-a-backup",
    _("%(path)s is not a backup of a node."),
    _("Name a file that `minassa backup` wrote."),
)
DAMAGED: Final = fault_code(
    "backup.damaged",
    _("The backup is damaged or was cut off: %(part)s is not as it was written."),
    _("Use another copy of it, or another backup. Nothing was changed."),
)
FILE_EXISTS: Final = fault_code(
    "backup.file-exists",
    _("%(path)s exists already, and a backup does not overwrite anything."),
    _("Name another file, such as one with today's date in its name."),
)
RUNNING: Final = fault_code(
    "backup.running",
    _("Another backup or restore of this node is running."),
    _("Wait until it has ended."),
)
NO_ROOM: Final = fault_code(
    "backup.no-room",
    _("There is no room left on the disk: %(place)s could not be written."),
    _("Make room, or name another place. Nothing half-done was left behind."),
)
UNREADABLE: Final = fault_code(
    "backup.unreadable",
    _("%(path)s cannot be read or written: %(reason)s."),
    _("Correct the name or the rights of the file."),
)
CHANGING: Final = fault_code(
    "backup.changing",
    _("%(path)s became shorter while it was read."),
    _("Repeat the backup."),
)
NO_PROGRAM: Final = fault_code(
    "backup.no-program",
    _("PostgreSQL's program %(program)s is not installed on this machine."),
    _("Install PostgreSQL's client programs, of the server's version or newer."),
)
PROGRAM_FAILED: Final = fault_code(
    "backup.program-failed",
    _("PostgreSQL's %(program)s did not succeed: %(reason)s"),
    _("docs/deploy.md describes the roles and the database that it needs."),
)
UNSOUND: Final = fault_code(
    "backup.unsound",
    _("The database is damaged: %(reason)s"),
    _("Stop the node and look at its disk; keep the last good backup."),
)
NOT_EMPTY: Final = fault_code(
    "backup.not-empty",
    _("There is something in %(home)s already."),
    _("Name an empty folder with --home; or say --replace, which keeps what is there beside it under another name."),
)
STILL_RUNS: Final = fault_code(
    "backup.still-runs",
    _("The node in %(home)s is running."),
    _("End `minassa serve` and `minassa work` first; what they wrote meanwhile would be lost."),
)
DATABASE_NOT_EMPTY: Final = fault_code(
    "backup.database-not-empty",
    _("The database %(database)s is not empty, and a restore never writes over one."),
    _("Make a new one that %(owner)s owns, and name it with --database."),
)
BAD_DATABASE: Final = fault_code(
    "backup.bad-database",
    _("%(database)s cannot be a database's name."),
    _("Use letters of the Latin alphabet, digits and underscores."),
)
OTHER_ENGINE: Final = fault_code(
    "backup.other-engine",
    _("The backup holds a database of the kind %(engine)s, and the settings name another kind."),
    _('Use settings with engine = "%(engine)s".'),
)
OTHER_NODE: Final = fault_code(
    "backup.other-node",
    _("The backup is not one of the node in %(home)s: another log's key signed it (%(log)s)."),
    _("Name a backup of this node, or restore that node into a folder of its own."),
)
NEWER: Final = fault_code(
    "backup.newer",
    _("The backup comes from a newer version of Minassa (%(version)s)."),
    _("Install that version or a later one, and repeat."),
)
ONE_PERSON: Final = fault_code(
    "backup.one-person",
    _("One person could restore this backup alone: it is not locked with the keys of two."),
    _("Say --alone to restore it all the same. The audit log and a notice to every supervisor will tell."),
)
LOG_BROKEN: Final = fault_code(
    "backup.log-broken",
    _("The audit log in the backup does not hold: %(fault)s"),
    _("Use another backup; or say --despite-log to restore it as it is. The log will tell."),
)
NO_LEDGER: Final = fault_code(
    "backup.no-ledger",
    _("There is no ledger of what was removed after the backup: what was withdrawn or revoked since would come back."),
    _("Name a copy of the folder `ledger` with --ledger; or say --without-ledger, and have it repeated by hand."),
)
LEDGER_BROKEN: Final = fault_code(
    "backup.ledger-broken",
    _("The ledger of removals was altered at entry %(entry)s."),
    _("Name an unaltered copy with --ledger; or say --without-ledger, and have each withdrawal repeated by hand."),
)
LEDGER_SHORT: Final = fault_code(
    "backup.ledger-short",
    _(
        "The ledger does not have the line with which it ended when this backup was made: its end was cut off, or it is another one's."
    ),
    _("Name the newest copy with --ledger; or say --without-ledger, and have each withdrawal repeated by hand."),
)
NOT_SWAPPED: Final = fault_code(
    "backup.not-swapped",
    _("The node was restored in %(place)s, but that folder could not be moved to its place: %(reason)s."),
    _("Move it to %(home)s yourself, then start the node."),
)
