"""A TAXII client for tests: Django's own, with the headers of the standard."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.test import Client

from minassa.access.models import User
from tests.api.conftest import a_token
from tests.exchange.taxii.made import TAXII

BOTH = ("taxii.read", "taxii.write")
ROOT = "/taxii2/node/"


@dataclass
class Program:
    """A program of one person, with a token."""

    token: str
    client: Client

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(path, query, headers=self.headers())

    def post(self, collection: UUID, body: bytes, **headers: str) -> Any:
        return self.client.post(objects(collection), body, content_type=TAXII, headers={**self.headers(), **headers})

    def delete(self, path: str, query: str = "") -> Any:
        return self.client.delete(f"{path}{query}", headers=self.headers())

    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}", "accept": TAXII}


def program(user: User, *scopes: str) -> Program:
    return Program(a_token(user, *(scopes or BOTH)), Client(raise_request_exception=False))


def objects(collection: UUID) -> str:
    return f"{ROOT}collections/{collection}/objects/"


def manifest(collection: UUID) -> str:
    return f"{ROOT}collections/{collection}/manifest/"


def body_of(answer: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer.content)
    return found
