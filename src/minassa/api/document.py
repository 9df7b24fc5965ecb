"""The OpenAPI document: what ninja derives from the operations, with the problems and scopes that it does not know of."""

from functools import cache
from typing import Any, Final

from ninja import NinjaAPI

from minassa.api import problems
from minassa.api.policy import SCOPE_FIELD

METHODS: Final = frozenset({"get", "post", "put", "patch", "delete"})
_RETRY_AFTER: Final = {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}}


@cache
def described(api: NinjaAPI) -> dict[str, Any]:
    """The document, made once for a process. In English: it is read by programs and their authors."""
    document: dict[str, Any] = dict(api.get_openapi_schema())
    for path in document["paths"].values():
        for method, operation in path.items():
            if method in METHODS:
                _complete(operation)
    return document


def _complete(operation: dict[str, Any]) -> None:
    answers = {str(status): answer for status, answer in operation["responses"].items()}
    if operation.get("parameters") or "requestBody" in operation:
        answers["422"] = _problem("A field is missing or cannot be taken.")
    if "requestBody" in operation:
        answers["413"] = _problem("The body is too large.")
        answers["415"] = _problem("The body is of another type.")
    for status, answer in answers.items():
        if int(status) >= 400:
            answers[status] = _problem(answer["description"])
    if "429" in answers:
        answers["429"]["headers"] = {"Retry-After": _RETRY_AFTER}
    operation["responses"] = dict(sorted(answers.items()))
    scope = operation.get(SCOPE_FIELD)
    if scope:
        operation["description"] = f"{operation.get('description', '')}\n\nA token needs the scope `{scope}`.".strip()


def _problem(description: str) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{problems.Problem.__name__}"}
    return {"description": description, "content": {problems.MEDIA_TYPE: {"schema": schema}}}
