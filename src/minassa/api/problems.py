"""Faults as RFC 9457 problems: one shape for whatever goes wrong, in the language that the caller asked for."""

import logging
import secrets
from typing import Any, Final

import orjson
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import Field

from minassa.api import faults
from minassa.api.limits import BODY_BYTES
from minassa.base import Fault, Invalid, NotFound
from minassa.records import InvalidItem
from minassa.records import Problem as WrongProperty
from minassa.safeguards import TooFast

log = logging.getLogger(__name__)

MEDIA_TYPE: Final = "application/problem+json"
TITLES: Final[dict[int, Promise]] = {
    400: _("The request cannot be read"),
    401: _("Not logged in"),
    403: _("Not allowed"),
    404: _("Not found"),
    405: _("Wrong method"),
    409: _("Conflict"),
    411: _("Length needed"),
    413: _("Too large"),
    415: _("Wrong type of body"),
    422: _("The input cannot be taken"),
    429: _("Too many requests"),
    500: _("A fault of this node"),
    502: _("Another node answered wrongly"),
    503: _("Not ready"),
}


class FieldProblem(Schema):
    """One field at fault: where it stands, and what is wrong with it. Never the value itself."""

    field: str = Field(examples=["body.purpose"])
    code: str = Field(examples=["missing"])
    what: str = Field(examples=["Field required"])


class Problem(Schema):
    """What went wrong and what to do next (RFC 9457)."""

    type: str = Field(examples=["urn:minassa:fault:access.purpose-needed"])
    title: str = Field(examples=["Not allowed"])
    status: int = Field(examples=[403])
    detail: str = Field(examples=["This needs a purpose."])
    next_step: str = Field(examples=["Choose the purpose for which you need it, and repeat."])
    fields: list[FieldProblem] | None = None
    reference: str | None = None


def problem(fault: Fault, **more: object) -> HttpResponse:
    """The answer that tells a fault."""
    body = {
        "type": f"urn:minassa:fault:{fault.code}",
        "title": str(TITLES[fault.status]),
        "status": fault.status,
        "detail": fault.what,
        "next_step": fault.next_step,
        **more,
    }
    response = HttpResponse(orjson.dumps(body), status=fault.status, content_type=MEDIA_TYPE)
    if fault.status == faults.LoginNeeded.status:
        response.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(fault, faults.TooMany | TooFast):
        response.headers["Retry-After"] = str(fault.retry_after)
    return response


def tell_faults(api: NinjaAPI) -> None:
    """Have every exception of an operation told as a problem. What no handler knows is a bug, and its trace is logged."""
    api.add_exception_handler(Fault, _of_fault)
    api.add_exception_handler(ValidationError, _of_fields)
    api.add_exception_handler(HttpError, _of_framework)
    api.add_exception_handler(Http404, _of_address)
    api.add_exception_handler(SuspiciousOperation, _of_suspicion)
    api.add_exception_handler(Exception, _of_bug)


def _of_fault(_request: HttpRequest, fault: Any) -> HttpResponse:  # noqa: ANN401 - ninja's handlers take the class too
    if isinstance(fault, InvalidItem):
        return problem(fault, fields=[_property(one) for one in fault.problems])
    return problem(fault)


def _property(one: WrongProperty) -> dict[str, str]:
    return {"field": f"body.properties.{one.where}", "code": one.code, "what": str(one.fault)}


def _of_fields(_request: HttpRequest, error: Any) -> HttpResponse:  # noqa: ANN401 - ninja's handlers take the class too
    return problem(Invalid(faults.FIELDS), fields=[_field(one) for one in error.errors])


def _field(error: dict[str, Any]) -> dict[str, str]:
    """Where and what. The request's models wrap a body under the name of the view's argument, which says nothing."""
    place = [str(part) for part in error["loc"]]
    del place[1:2]
    if place[:1] != ["body"] or len(error["loc"]) < 3:
        place = [str(part) for part in (error["loc"][0], error["loc"][-1])]
    return {"field": ".".join(place), "code": str(error["type"]), "what": str(error["msg"])}


def _of_framework(_request: HttpRequest, error: Any) -> HttpResponse:  # noqa: ANN401 - ninja's handlers take the class too
    if isinstance(error, AuthenticationError):
        return problem(faults.LoginNeeded(faults.LOGIN_NEEDED))
    # ninja wraps whatever the parser raised; our own faults are told as they are.
    cause = error.__cause__
    return problem(cause if isinstance(cause, Fault) else faults.Unread(faults.UNREADABLE))


def _of_address(_request: HttpRequest, _error: Any) -> HttpResponse:  # noqa: ANN401 - ninja's handlers take the class too
    return problem(NotFound(faults.NO_ADDRESS))


def _of_suspicion(_request: HttpRequest, error: Any) -> HttpResponse:  # noqa: ANN401 - ninja's handlers take the class too
    if isinstance(error, RequestDataTooBig):
        return problem(faults.TooLarge(faults.TOO_LARGE, most=BODY_BYTES))
    return problem(faults.Unread(faults.UNREADABLE))


def _of_bug(_request: HttpRequest, error: Any) -> HttpResponse:  # noqa: ANN401 - ninja's handlers take the class too
    reference = secrets.token_hex(4)
    log.error("bug %s", reference, exc_info=error)
    return problem(faults.OurFault(faults.OUR_FAULT), reference=reference)
