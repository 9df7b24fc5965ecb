"""The OpenAPI document: what ninja derives from the operations, with the problems and scopes that it does not know of."""

from functools import cache
from typing import Any, Final

from django.utils.translation import override
from ninja import NinjaAPI

from minassa.api import problems
from minassa.api.policy import FAULTS_FIELD, SCOPE_FIELD

METHODS: Final = frozenset({"get", "post", "put", "patch", "delete"})
_PROBLEM: Final = problems.Problem.__name__
_RETRY_AFTER: Final = {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}}


@cache
def described(api: NinjaAPI) -> dict[str, Any]:
    """The document, made once for a process. In English: it is read by programs and their authors."""
    with override("en"):
        document: dict[str, Any] = dict(api.get_openapi_schema())
    document["components"]["schemas"].update(_problem_schemas())
    for path in document["paths"].values():
        for method, operation in path.items():
            if method in METHODS:
                _complete(operation)
    return document


def _problem_schemas() -> dict[str, Any]:
    schema = problems.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**schema.pop("$defs"), _PROBLEM: schema}


def _complete(operation: dict[str, Any]) -> None:
    """Add the statuses of faults, say in words what scope a token needs, and mend what ninja gets wrong."""
    for parameter in operation.get("parameters", ()):
        parameter.pop("examples", None)  # a list here is JSON Schema's, not OpenAPI's; the schema below has it too
    answers = {str(status): answer for status, answer in operation["responses"].items()}
    faults = set(operation.pop(FAULTS_FIELD))
    faults |= {422} if operation.get("parameters") or "requestBody" in operation else set()
    faults |= {411, 413, 415} if "requestBody" in operation else set()
    answers |= {str(status): _problem(status) for status in sorted(faults)}
    if "429" in answers:
        answers["429"]["headers"] = {"Retry-After": _RETRY_AFTER}
    operation["responses"] = answers
    scope = operation.get(SCOPE_FIELD)
    needs = f"A token needs the scope `{scope}`." if scope else "Tokens cannot do this." if scope == "" else ""
    operation["summary"] = operation.get("description", operation["summary"]).split("\n")[0].split(". ")[0].rstrip(".")
    operation["description"] = "\n\n".join(filter(None, (operation.get("description", ""), needs)))


def _problem(status: int) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{_PROBLEM}"}
    with override("en"):
        description = str(problems.TITLES[status])
    return {"description": description, "content": {problems.MEDIA_TYPE: {"schema": schema}}}
