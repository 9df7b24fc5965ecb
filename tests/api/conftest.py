"""Programs and people who ask the API."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from minassa.access import Role
from minassa.access.models import Token, User
from minassa.access.secrets_at_rest import digest_of, new_secret
from minassa.base import now
from tests.factories import make_user

Program = Callable[..., Client]


def a_token(user: User, *scopes: str, life: timedelta = timedelta(days=1)) -> str:
    raw = new_secret("t")
    Token.objects.create(user=user, name="EXERCISE", digest=digest_of(raw), scopes=list(scopes), expires=now() + life)
    return raw


def client_of(raw: str) -> Client:
    return Client(headers={"authorization": f"Bearer {raw}"}, raise_request_exception=True)


@pytest.fixture
def analyst(db: None) -> User:
    return make_user(roles=(Role.ANALYST,))


@pytest.fixture
def program(analyst: User) -> Program:
    """A client with a token of the analyst's, with these scopes."""
    return lambda *scopes: client_of(a_token(analyst, *scopes))
