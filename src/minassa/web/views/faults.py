"""Pages for what goes wrong outside the services: no such address, a refused form, a bug of ours."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from minassa.base import Fault, Invalid, NotFound, Refused, Unavailable
from minassa.web.faults import BAD_REQUEST, FORM_REFUSED, NO_PAGE, OUR_FAULT
from minassa.web.middleware import fault_page
from minassa.web.shell import plain_shell


def no_page(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the same page for what is absent and what is hidden (S14)."""
    return fault_page(request, exception if isinstance(exception, NotFound) else NotFound(NO_PAGE))


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 raised by Django itself."""
    return fault_page(request, exception if isinstance(exception, Fault) else Refused(FORM_REFUSED))


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the right token; `reason` is Django's and stays in its log."""
    del reason
    return fault_page(request, Refused(FORM_REFUSED))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: malformed input that no view saw."""
    del exception
    response = fault_page(request, Invalid(BAD_REQUEST))
    response.status_code = 400
    return response


def our_fault(request: HttpRequest) -> HttpResponse:
    """500: a bug of ours. Asks neither session nor database, because those may be what failed."""
    fault = Unavailable(OUR_FAULT)
    shown = {"what": fault.what, "next_step": fault.next_step, "code": fault.code}
    page = render_to_string("web/fault.html", {"fault": shown, "shell": plain_shell(request)})
    return HttpResponse(page, status=500)
