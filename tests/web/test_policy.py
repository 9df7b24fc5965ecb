"""S11: every view declares its policy."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from minassa.access import Act
from minassa.web.policy import ENTERING, LOGIN, PUBLIC

# Whose views are declared elsewhere: the login pages of allauth (tests/web/test_account*.py).
ELSEWHERE = ("allauth.",)
OPEN_TO_ALL = {
    *("about", "language", "theme", "csp-report", "security-contact"),
    "calendar-follow",  # whoever has the link
    *("public-edition", "public-editions", "text-published", "text-published-in", "text-proof"),  # what was published
}


def patterns(within: list[URLPattern | URLResolver] | None = None) -> Iterator[URLPattern]:
    for one in get_resolver().url_patterns if within is None else within:
        if isinstance(one, URLResolver):
            if not str(one.pattern).startswith(("api/", "peer/")):  # these have their own doors, and their own tests
                yield from patterns(one.url_patterns)
        else:
            yield one


def ours() -> list[URLPattern]:
    return [one for one in patterns() if not (one.callback.__module__ or "").startswith(ELSEWHERE)]


def test_every_view_declares_its_policy() -> None:
    found = ours()
    assert len(found) > 4
    assert [one.name for one in found if getattr(one.callback, "policy", None) is None] == []
    declared = [getattr(one.callback, "policy", None) for one in found]
    assert all(isinstance(one, Act) or one in {PUBLIC, ENTERING, LOGIN} for one in declared)


def test_only_these_pages_are_open_to_all() -> None:
    open_to_all = {one.name for one in ours() if getattr(one.callback, "policy", None) is PUBLIC}
    assert open_to_all >= OPEN_TO_ALL
    assert {one for one in open_to_all - OPEN_TO_ALL if not (one or "").startswith(("account", "health"))} == set()


@pytest.mark.django_db
def test_a_visitor_is_sent_to_the_entrance_and_comes_back(visitor: Client) -> None:
    answer = visitor.get("/")
    assert answer.status_code == 302
    assert answer["Location"].endswith("?next=/")


@pytest.mark.django_db
def test_an_unknown_method_is_refused(visitor: Client) -> None:
    assert visitor.get("/language/").status_code == 405
    assert visitor.delete("/about/").status_code == 405
