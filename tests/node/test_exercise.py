"""EXERCISE data: complete, the same at every run, marked everywhere, and nowhere else."""

import re

import pytest
from django.contrib.auth import get_user_model

from minassa import records, screening
from minassa.access import Role
from minassa.base import Refused, Settings
from minassa.base.settings import Node
from minassa.desk import list_drafts
from minassa.node.exercise import fill, logins
from minassa.node.exercise.invented import invent
from minassa.node.exercise.people import WRITERS, actor_of
from minassa.records.items import Item, checked

PURPOSE = "counter-terrorism"


def texts(country: str) -> list[tuple[str, str, str]]:
    return [
        (str(line["schema"]), name, value)
        for line in invent(country, count=250).lines
        for name, values in line["properties"].items()  # type: ignore[attr-defined] # lines are JSON
        for value in values
    ]


@pytest.mark.parametrize("country", sorted(WRITERS))
def test_invented_records_are_valid_the_same_each_time_and_say_exercise(country: str) -> None:
    made = invent(country, count=250)
    assert made.lines == invent(country, count=250).lines
    assert len(made.lines) == 250
    for line in made.lines:
        item = checked(Item(str(line["id"]), str(line["schema"]), line["properties"]))  # type: ignore[arg-type] # lines are JSON
        assert "EXERCISE" in item.properties["summary"][0]
    assert len({line["id"] for line in made.lines}) == 250


@pytest.mark.parametrize("country", sorted(WRITERS))
def test_numbers_belong_to_nobody(country: str) -> None:
    for schema, name, value in texts(country):
        if name == "phone":
            assert value.startswith("+999 ")
        if name in {"passportNumber", "accountNumber", "publicKey", "registrationNumber"}:
            assert value.startswith("EX"), (schema, name)
        if schema != "Person" and name == "name":
            assert "EXERCISE" in value or "تمرين" in value


def test_links_point_to_records_that_exist() -> None:
    made = invent("ml", count=250)
    known = {line["id"] for line in made.lines}
    for line in made.lines:
        of = records.schema(str(line["schema"]))
        for name, values in line["properties"].items():  # type: ignore[attr-defined] # lines are JSON
            if of.properties[name].type is records.ValueType.REFERENCE:
                assert set(values) <= known


@pytest.mark.django_db
def test_a_filled_node_has_everything_and_a_second_filling_changes_nothing() -> None:
    first = fill()
    users = get_user_model().objects.count()
    assert fill() == first
    assert get_user_model().objects.count() == users == len(first)
    assert {role for one in first for role in one.role.split(", ")} == {role.value for role in Role}
    total = 0
    for username in WRITERS.values():
        actor = actor_of(username)
        before, own = "", 0
        while True:
            page = records.list_records(actor, purpose=PURPOSE, before=before, size=200)
            own += sum(row.mine for row in page.rows)
            assert all("EXERCISE" in row.marks for row in page.rows)
            before = page.next
            if not before:
                break
        total += own
    assert total == 2_000
    (listed,) = [one for one in screening.status(actor_of("analyst")) if one.source == "ftm"]
    assert listed.in_force is not None
    assert listed.in_force.subjects == 200
    assert len(list_drafts(actor_of("analyst"))) == 1
    assert records.due_reviews(actor_of("analyst"))


@pytest.mark.django_db
def test_listed_people_are_found_among_the_records_in_other_spellings() -> None:
    fill()
    actor = actor_of("analyst")
    hits = records.match_names(actor, name="عبد الرحمن التمريني", purpose=PURPOSE, limit=5)
    assert hits
    assert re.search("Tamri|تمري", hits[0].matched_name)


@pytest.mark.django_db
def test_logins_work_and_their_passwords_differ() -> None:
    fill()
    for one in logins():
        user = get_user_model().objects.get(username=one.username)
        assert user.check_password(one.password)
    assert len({one.password for one in logins()}) == len(logins())


@pytest.mark.django_db
def test_only_an_exercise_node_is_filled(settings: object) -> None:
    real = Settings(settings.MINASSA.home, node=Node(exercise=False))  # type: ignore[attr-defined] # pytest-django's settings
    settings.MINASSA = real  # type: ignore[attr-defined] # pytest-django's settings
    with pytest.raises(Refused):
        fill()
    assert get_user_model().objects.count() == 0
