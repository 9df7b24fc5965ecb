"""What access tells a user when it says no: each code with its sentence and the next step."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.base import fault_code

NOT_ALLOWED: Final = fault_code(
    "access.not-allowed",
    _("Your role does not include this."),
    _("Ask a supervisor of your agency, or a person who has the role for it."),
)
NOT_FOUND: Final = fault_code(
    "access.not-found",
    _("There is nothing here that you can see."),
    _("Check the address, or search for it."),
)
RIGHTS_CHANGED: Final = fault_code(
    "access.rights-changed",
    _("Your rights have changed since you began this."),
    _("Load the page again, or run the command again."),
)
PURPOSE_NEEDED: Final = fault_code(
    "access.purpose-needed",
    _("This needs a purpose."),
    _("Choose the purpose for which you need it, and repeat."),
)
PURPOSE_UNKNOWN: Final = fault_code(
    "access.purpose-unknown",
    _("This purpose is not one of the purposes of the platform."),
    _("Choose one from the list of purposes."),
)
STEP_UP_NEEDED: Final = fault_code(
    "access.step-up-needed",
    _("This needs a fresh proof that it is you."),
    _("Confirm with your passkey or your one-time code, and repeat."),
)
APPROVAL_NEEDED: Final = fault_code(
    "access.approval-needed",
    _("This needs the agreement of a second person."),
    _("Ask for an approval, and repeat when another person has granted it."),
)
APPROVAL_USED: Final = fault_code(
    "access.approval-used",
    _("This approval is not open any more, or it is for something else."),
    _("Ask for a new approval."),
)
APPROVAL_OWN: Final = fault_code(
    "access.approval-own",
    _("Nobody can approve what they asked for themselves, or what concerns their own rights."),
    _("Another person with the right role must decide."),
)
TOKEN_SCOPE: Final = fault_code(
    "access.token-scope",
    _("This token was not made for this."),
    _("Use a token with the scope %(scope)s."),
)
TOKEN_UNKNOWN: Final = fault_code(
    "access.token-unknown",
    _("This token is not valid, or not valid any more."),
    _("Make a new token in your account."),
)
LABEL_INVALID: Final = fault_code(
    "access.label-invalid",
    _("The handling marks cannot be used as they are: the %(part)s is wrong or missing."),
    _("Correct the handling marks. TLP:RED must name the persons who may read it."),
)
LABEL_REFUSED: Final = fault_code(
    "access.label-refused",
    _("You cannot put these handling marks on this."),
    _("Only people of the owner agency can write, and only where they can read afterwards."),
)
NO_ROOM: Final = fault_code(
    "access.no-room",
    _("There is no room left on the disk of the node."),
    _("Whoever runs the node makes room; nothing half-done was left behind, and what waits is tried again by itself."),
)
BUSY: Final = fault_code(
    "access.busy",
    _("The database is busy."),
    _("Wait a moment and repeat."),
)
CHANGED_MEANWHILE: Final = fault_code(
    "access.changed-meanwhile",
    _("This exists already, or something still depends on it."),
    _("Load it again and repeat."),
)
INVITATION_UNKNOWN: Final = fault_code(
    "access.invitation-unknown",
    _("This invitation is not valid, or not valid any more."),
    _("Ask the person who invited you for a new one."),
)
USERNAME_TAKEN: Final = fault_code(
    "access.username-taken",
    _("This login name is taken."),
    _("Choose another login name."),
)
USERNAME_INVALID: Final = fault_code(
    "access.username-invalid",
    _("A login name has 3 to 64 letters, digits, dots, hyphens or underscores."),
    _("Choose another login name."),
)
PASSWORD_WEAK: Final = fault_code(
    "access.password-weak",
    _("This password is too short, too common, or too close to your name."),
    _("Choose a longer one: four or five words that do not belong together are good."),
)
ROLES_INVALID: Final = fault_code(
    "access.roles-invalid",
    _("These roles cannot be held together, or not by this person."),
    _(
        "An inspector has no other role and is appointed from outside the agency; only the secretariat's people have its role."
    ),
)
NODE_EMPTY: Final = fault_code(
    "access.node-empty",
    _("This node has no agency with an analyst yet."),
    _("Run `minassa init`."),
)
LAST_OF_KIND: Final = fault_code(
    "access.last-of-kind",
    _("Nobody else could do this afterwards."),
    _("Give the role to another person first."),
)
NAME_MISSING: Final = fault_code(
    "access.name-missing",
    _("A name is needed, of at most 200 letters."),
    _("Write the name."),
)
NOT_OFFERED: Final = fault_code(
    "access.not-offered",
    _("This choice is not offered."),
    _("Choose one from the list."),
)
TOKEN_INVALID: Final = fault_code(
    "access.token-invalid",
    _("A token needs at least one scope that exists, a person it acts for, and between 1 and 366 days to live."),
    _("Correct the scopes or the days."),
)
REASON_MISSING: Final = fault_code(
    "access.reason-missing",
    _("The second person needs a reason to decide by."),
    _("Write why this is needed."),
)
