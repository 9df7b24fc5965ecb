"""Faults as TAXII error messages (TAXII 2.1, section 3.6), in the language that the caller asked for."""

import logging
import secrets
from typing import Final

import orjson
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from minassa.api import faults
from minassa.api.problems import TITLES
from minassa.api.taxii.media import TAXII
from minassa.base import Fault, fault_code
from minassa.safeguards import TooFast

log = logging.getLogger(__name__)


class NotAcceptable(Fault):
    """The caller takes no answer in TAXII 2.1."""

    status = 406


NOT_ACCEPTABLE: Final = fault_code(
    "taxii.not-acceptable",
    _("This server answers in TAXII 2.1 only."),
    _("Send the header “Accept: application/taxii+json;version=2.1”."),
)
NO_ADDRESS: Final = fault_code(
    "taxii.no-address",
    _("There is no such address, or there is nothing there for you."),
    _("Begin with the discovery address /taxii2/; every address ends with a slash."),
)
FILTER_WRONG: Final = fault_code(
    "taxii.filter-wrong",
    _("The filter %(name)s cannot be read."),
    _("Correct it, or leave it out."),
)
FILTER_UNKNOWN: Final = fault_code(
    "taxii.filter-unknown",
    _("There is no filter %(name)s here."),
    _("Use one of these: %(known)s."),
)
_TITLES: Final = {**TITLES, 406: _("No answer in this form")}
_ASK: Final = 'Basic realm="Minassa TAXII", charset="UTF-8", Bearer realm="Minassa TAXII"'


def told(fault: Fault, *, error_id: str = "") -> HttpResponse:
    """The answer that tells a fault. What is hidden and what is not there give the same one."""
    body = {
        "title": str(_TITLES[fault.status]),
        "description": fault.what,
        "error_code": fault.code,
        "http_status": str(fault.status),
        "details": {"next_step": fault.next_step},
        **({"error_id": error_id} if error_id else {}),
    }
    response = HttpResponse(orjson.dumps(body), status=fault.status, content_type=TAXII)
    if fault.status == faults.LoginNeeded.status:
        response.headers["WWW-Authenticate"] = _ASK
    if isinstance(fault, faults.TooMany | TooFast):
        response.headers["Retry-After"] = str(fault.retry_after)
    return response


def told_bug(error: Exception) -> HttpResponse:
    """The answer to a bug of ours: a number that finds it in the node's log, and nothing of what it was about."""
    reference = secrets.token_hex(4)
    log.error("bug %s", reference, exc_info=error)
    return told(faults.OurFault(faults.OUR_FAULT), error_id=reference)
