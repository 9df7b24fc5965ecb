"""What can go wrong with cases: each code with its sentence and the next step."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.base import fault_code

NOT_FOUND: Final = fault_code(
    "cases.not-found",
    _("There is no case here that you may see."),
    _("Check the address, or go back to the list of cases."),
)
NOT_YOURS: Final = fault_code(
    "cases.not-yours",
    _("Another agency works on this case."),
    _("Ask that agency through your liaison officer."),
)
NO_PERSON: Final = fault_code(
    "cases.person-needed",
    _("Only people of an agency work on cases."),
    _("Log in as a person of an agency."),
)
STATE: Final = fault_code(
    "cases.state",
    _("That cannot be done with the case as it stands now."),
    _("Load the page again to see how it stands."),
)
CHANGED: Final = fault_code(
    "cases.changed",
    _("Somebody else worked on the case meanwhile."),
    _("Load the page again and repeat."),
)
TEXT: Final = fault_code(
    "cases.text",
    _("A text is needed here, of at most %(most)s characters."),
    _("Write it in a sentence or two."),
)
EVIDENCE: Final = fault_code(
    "cases.evidence",
    _(
        "A case needs evidence: 1 to %(most)s pieces, each with a title and at most %(lines)s lines of at most %(length)s characters."
    ),
    _("Leave out what does not belong to the case."),
)
THING: Final = fault_code(
    "cases.thing",
    _("That is no reference to something of this platform, or there are more than %(most)s."),
    _("Copy the reference or the address of the page, such as record:… ."),
)
SECOND_PERSON: Final = fault_code(
    "cases.second-person",
    _("Whoever proposed a decision does not agree to it."),
    _("A second person of your agency looks at it."),
)
ASSIGNEE: Final = fault_code(
    "cases.assignee",
    _("That person does not work on cases, or may not see what this case is made of."),
    _("Choose somebody of your agency who may see all of its evidence."),
)
DUE: Final = fault_code(
    "cases.due",
    _("The deadline lies in the past."),
    _("Choose a later day."),
)
SELF: Final = fault_code(
    "cases.same-case",
    _("A case cannot be merged with itself."),
    _("Choose another case."),
)
SPLIT: Final = fault_code(
    "cases.split",
    _("To split a case, choose some of its evidence, and leave some."),
    _("Choose at least one piece, and not all."),
)
HIT_GONE: Final = fault_code(
    "cases.hit-gone",
    _("The question does not find this match any more."),
    _("Ask the check again and look at what it finds now."),
)
