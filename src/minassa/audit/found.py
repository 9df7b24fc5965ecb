"""What can be found wrong with a log, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.audit.types import Verification
from minassa.base import filled

SENTENCES: Final = {
    "altered": _("Line %(line)s was altered."),
    "removed": _("Line %(line)s was removed."),
    "reordered": _("Line %(line)s was reordered: another line stands in its place."),
    "cut-off": _("Line %(line)s and all after it were cut off: a signed checkpoint counts %(size)s lines."),
    "added": _("Line %(line)s was added: no signed checkpoint covers it."),
    "root": _(
        "The lines from %(line)s to %(size)s are not those that were signed in the checkpoint of %(size)s lines."
    ),
    "subtree": _("The stored tree was altered near line %(line)s."),
    "checkpoint-altered": _("The checkpoint of %(size)s lines was altered, or was not signed by this node."),
    "forked": _("Two different checkpoints of %(size)s lines were signed: the log was cut back and then went on."),
    "checkpoint-removed": _("The checkpoint of %(size)s lines was removed."),
    "copies": _("The copies of the checkpoints in the node's folder were altered."),
    "copies-removed": _("The copy of the checkpoint of %(size)s lines was removed from the node's folder."),
    "waiting-altered": _("The waiting line %(id)s was altered, or was not written by this node."),
    "waiting-removed": _("The waiting line %(id)s was removed."),
    "waiting-hidden": _("The line %(id)s was taken off the list of those that wait for their place."),
    "handover": _("The change of the log's keys at %(size)s lines was not signed by the key that it ended."),
    "other-log": _("This is another log than that of the key."),
    "not-export": _("Entry %(entry)s of the file is not one of an exported log."),
    "not-whole": _("The file ends before its last line is covered by a signed checkpoint, or it has none."),
    "against": _("The checkpoint that you named is not one of this log."),
}


class Found(Exception):  # noqa: N818 - the first fault found ends the reading
    """The first thing wrong with a log: a code, the number of the line, and what fills the sentence."""

    def __init__(self, code: str, line: int | None = None, **params: object) -> None:
        super().__init__(code)
        self.code, self.line, self.params = code, line, params

    def verdict(self, *, size: int, waiting: int = 0) -> Verification:
        """The verdict that this fault ends a reading with."""
        told = self.sentence()
        return Verification(ok=False, size=size, waiting=waiting, code=self.code, first_fault=told, line=self.line)

    def sentence(self) -> str:
        """What a person is told, in the active language."""
        return filled(SENTENCES[self.code], {"line": self.line, **self.params})
