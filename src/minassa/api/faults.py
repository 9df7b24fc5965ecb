"""What the API itself tells a program when no service is behind it: each code with its sentence and the next step."""

from typing import ClassVar, Final

from django.utils.translation import gettext_lazy as _

from minassa.base import Fault, fault_code


class Unread(Fault):
    """The request cannot be read at all."""

    status = 400


class LoginNeeded(Fault):
    """Neither a valid token nor a session came with the request."""

    status = 401


class WrongMethod(Fault):
    """The address is right, the method is not."""

    status = 405


class LengthNeeded(Fault):
    """A body without its length: the server below would drop it in silence."""

    status = 411


class TooLarge(Fault):
    """More bytes than this operation takes."""

    status = 413


class WrongType(Fault):
    """The body is of another type than this operation takes."""

    status = 415


class TooMany(Fault):
    """More requests than one actor, or one agency, may make in this time."""

    status = 429
    retry_after: int = 1


class OurFault(Fault):
    """A bug of ours."""

    status: ClassVar[int] = 500


NO_ADDRESS: Final = fault_code(
    "api.no-address",
    _("The API has no such address."),
    _("Look it up in the API's description at openapi.json."),
)
CUT_OFF: Final = fault_code(
    "api.cut-off",
    _("The file did not arrive whole. Nothing was kept."),
    _("Send it again."),
)
NO_METHOD: Final = fault_code(
    "api.no-method",
    _("This address does not take the method %(method)s."),
    _("Use one of these methods: %(allowed)s."),
)
LOGIN_NEEDED: Final = fault_code(
    "api.login-needed",
    _("This needs a token, or a person who is logged in."),
    _("Send the token in the header “Authorization: Bearer”, or log in first."),
)
FORM_TOKEN: Final = fault_code(
    "api.form-token",
    _("The request could not be accepted, because it may not come from you."),
    _("Load the page again and repeat, or use a token of your own."),
)
UNREADABLE: Final = fault_code(
    "api.unreadable",
    _("The body of the request is not JSON in UTF-8."),
    _("Correct the body and send it again."),
)
CONTROL_CHARACTER: Final = fault_code(
    "api.control-character",
    _("The request holds a NUL character."),
    _("Take it out and send the request again."),
)
TOO_DEEP: Final = fault_code(
    "api.too-deep",
    _("The JSON of the request is nested deeper than %(most)s levels."),
    _("Send a flatter body."),
)
TOO_LONG: Final = fault_code(
    "api.too-long",
    _("The JSON of the request holds a text longer than %(most)s characters, or more than %(values)s values."),
    _("Send less at once."),
)
TOO_LARGE: Final = fault_code(
    "api.too-large",
    _("The body of the request is larger than %(most)s bytes."),
    _("Send it in several parts."),
)
NO_LENGTH: Final = fault_code(
    "api.no-length",
    _("The request does not say how long its body is."),
    _("Set the header “Content-Length”; bodies in chunks are not taken."),
)
WRONG_TYPE: Final = fault_code(
    "api.wrong-type",
    _("This takes a body of another type."),
    _("Set the header “Content-Type: %(expected)s”."),
)
FIELDS: Final = fault_code(
    "api.fields",
    _("Some fields of the request are missing or cannot be taken as they are."),
    _("Correct the fields that are listed and send the request again."),
)
TOO_MANY: Final = fault_code(
    "api.too-many",
    _("Too many requests came from you or your agency in a short time."),
    _("Wait %(seconds)s seconds and repeat."),
)
OUR_FAULT: Final = fault_code(
    "api.our-fault",
    _("Something went wrong on this node."),
    _("Try again. If it happens again, give the reference to your node administrator."),
)
NOT_READY: Final = fault_code(
    "api.not-ready",
    _("The node cannot reach its database."),
    _("Try again in a minute. If it lasts, tell your node administrator."),
)
NO_CHECKPOINT: Final = fault_code(
    "api.no-checkpoint",
    _("The audit log has not been sealed yet."),
    _("Wait until the node has sealed it, which happens every few seconds, and try again."),
)
NO_SCHEMA: Final = fault_code(
    "api.no-schema",
    _("There is no kind of record with this name."),
    _("Ask for all kinds at the address above this one."),
)
