"""Where browsers report what the content security policy stopped."""

import json
import logging
from typing import Final

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from minassa.web.policy import PUBLIC, Ask, page

log = logging.getLogger(__name__)
LONGEST_REPORT: Final = 16_384
_WORD: Final = 80


@csrf_exempt
@page(PUBLIC, methods=("POST",))
def policy_report(request: Ask) -> HttpResponse:
    """Note the stopped directive in the log. Addresses and samples are left out: they may hold names (S22)."""
    if int(request.headers.get("Content-Length") or 0) > LONGEST_REPORT:
        return HttpResponse(status=413)
    try:
        report = json.loads(request.body)
    except ValueError:
        return HttpResponse(status=400)
    body = report.get("csp-report") if isinstance(report, dict) else None
    if not isinstance(body, dict):
        return HttpResponse(status=400)
    directive = str(body.get("effective-directive") or body.get("violated-directive") or "unknown")[:_WORD]
    log.warning(
        "content security policy stopped a %s", "".join(one for one in directive if one.isalnum() or one == "-")
    )
    return HttpResponse(status=204)
