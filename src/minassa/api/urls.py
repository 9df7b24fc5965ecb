"""The API's addresses, below `/api/v1/`: every one goes over the threshold, and what is no address says so as a problem."""

from typing import Any, Final

from django.http import HttpRequest
from django.urls import URLPattern, re_path
from ninja import NinjaAPI
from ninja.operation import Operation

from minassa import __version__
from minassa.api.document import described
from minassa.api.entrances import Session, Token
from minassa.api.limits import BODY_BYTES, JsonRenderer, StrictParser
from minassa.api.operations import (
    account,
    alerts,
    attachments,
    breaches,
    cases,
    check,
    cyber,
    diagrams,
    directory,
    duty,
    expertise,
    incidents,
    lists,
    lookouts,
    meeting_keeping,
    nexus,
    nexus_found,
    oversight,
    payments,
    picture,
    practices,
    programmes,
    progress,
    records,
    releases,
    reports,
    requests,
    roots,
    safeguards,
    schemata,
    texts,
    transfers,
    twins,
    warnings,
    watches,
)
from minassa.api.policy import LOGIN, declared
from minassa.api.problems import tell_faults
from minassa.api.threshold import JSON, no_address, over_threshold

ABOUT: Final = """Minassa's own API. Programs send `Authorization: Bearer` with a token; tokens have scopes and expire.
Whatever goes wrong is an RFC 9457 problem that says what to do next. What is hidden from you and what does not exist
look the same. Lists are read page by page: pass `next` of one answer as `before` of the next question."""


class Api(NinjaAPI):
    """ninja's API with our names for operations: the function's own."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The operation's id in the document."""
        return operation.view_func.__name__


api: Final = Api(
    title="Minassa",
    version=__version__,
    description=ABOUT,
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
    auth=[Token(), Session()],  # an operation that forgets to declare its policy is closed, not open
    parser=StrictParser(),
    renderer=JsonRenderer(),
)
tell_faults(api)


@api.get("/openapi.json", include_in_schema=False, **declared(LOGIN, dict[str, Any]))
def openapi(request: HttpRequest) -> dict[str, Any]:
    """The description of the API (OpenAPI 3.1)."""
    del request
    return described(api)


for one in (
    account,
    check,
    payments,
    lists,
    transfers,
    twins,  # before `records`: its address would take the word for an id
    watches,
    records,
    nexus,
    nexus_found,
    diagrams,
    releases,
    attachments,
    schemata,
    directory,
    oversight,
    picture,
    roots,
    warnings,
    incidents,
    safeguards,
    breaches,
    cases,
    requests,
    alerts,
    cyber,
    duty,
    lookouts,
    expertise,
    practices,
    reports,
    meeting_keeping,  # with `meetings`, whose router it shares: an address has one
    texts,
    programmes,
    progress,
):
    api.add_router("", one.router)


# What takes another body than JSON: its types, and how many bytes. An address bears the name of its first operation.
BODIES: Final = {
    "import_records": ((transfers.JSON_LINES, transfers.TABLE), transfers.IMPORT_BYTES),
    "import_figures": ((roots.TABLE,), roots.TABLE_BYTES),
    "list_attachments": ((attachments.BYTES,), attachments.MOST_BYTES),
}


def _patterns() -> list[URLPattern]:
    found = [one for one in api.urls[0] if isinstance(one, URLPattern)]
    for one in found:
        one.callback = over_threshold(one.callback, *BODIES.get(one.name or "", ((JSON,), BODY_BYTES)))
    return found


app_name = "api"
urlpatterns: list[URLPattern] = [*_patterns(), re_path(r"", no_address, name="no-address")]
