"""schemathesis asks every operation of the document what its schema allows, and what it does not, with a real token."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from minassa import audit
from minassa.access import Role, scopes
from minassa.access.labels import forget_labels
from minassa.api.document import described
from minassa.api.urls import api
from minassa.screening import import_list
from tests.api.conftest import a_token
from tests.api.test_lists import SAMPLES
from tests.factories import actor_for, make_agency, make_user
from tests.records.made import add

MANY = 100
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.unsupported_method,
]


@pytest.fixture
def one_connection() -> Iterator[None]:
    """All requests in the transaction of the test, as Django's own test client has it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """The token of somebody who may read everything, on a node with a list, a record and a sealed log: made once."""
    with django_db_blocker.unblock(), transaction.atomic():
        user = make_user(make_agency(), (Role.ANALYST, Role.SUPERVISOR))
        actor = actor_for(user)
        import_list(actor, source="un-sc", path=SAMPLES / "un-sc.xml")
        add(actor, "EXERCISE Awa Diallo", origin="ex-1")
        audit.seal()
        yield {"Authorization": f"Bearer {a_token(user, *scopes())}", "Accept-Encoding": "identity"}
        transaction.set_rollback(True)


@pytest.fixture
def headers(planted: dict[str, str], django_db_blocker: Any, one_connection: None) -> Iterator[dict[str, str]]:
    """The same for each operation: what one of them did is gone before the next."""
    with django_db_blocker.unblock(), transaction.atomic():
        forget_labels()
        yield planted
        transaction.set_rollback(True)


document = schemathesis.openapi.from_dict(described(api))
document.app = WSGIHandler()
# A list of more values than are allowed may also be more bytes than are allowed.
document.config.checks.negative_data_rejection.expected_statuses.append("413")
document.config.update(base_url="http://localhost")
PHASES = (Phase.explicit, Phase.generate) if settings().max_examples > MANY else (Phase.explicit,)
"""About a hundred questions an operation at the edges of its schema, the same ones each time; with `--hypothesis-profile=deep` others too."""


@schemathesis.serializer("application/x-ndjson")
def _lines(_context: Any, value: Any) -> bytes:
    """What is generated for JSON lines is sent as it is."""
    return value if isinstance(value, bytes) else str(value).encode(errors="surrogatepass")


@document.parametrize()
@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    database=None,
    phases=PHASES,
    suppress_health_check=list(HealthCheck),
)
def test_no_question_that_can_be_written_breaks_the_api(case: Case[Any], headers: dict[str, str]) -> None:
    cache.clear()
    case.call_and_validate(headers=headers, checks=CHECKS)
