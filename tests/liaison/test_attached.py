"""Files in requests: each side's own, read by nobody else, never wider than the request, gone with a draft."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import TestCase
from pytest_django import Settings

from minassa import liaison
from minassa.access import Actor, Handling, Label, Role, Tlp
from minassa.access.models import Agency
from minassa.base import Fault, Invalid, NotFound, new_id
from minassa.desk import AttachmentView, attach, list_attachments, read_attachment, thing_label, view_attachment
from minassa.desk.attachments import shelf
from tests.desk import files
from tests.factories import actor_for, make_user
from tests.liaison.scene import CANARY, People, drafted, people, received, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_shelf(settings: Settings, tmp_path: Path) -> None:
    """A shelf of the test's own, with the keys of this run."""
    for name in ("secrets", "audit"):
        (tmp_path / name).symlink_to(settings.MINASSA.home / name, target_is_directory=True)
    settings.MINASSA = replace(settings.MINASSA, home=tmp_path)


@pytest.fixture
def mali() -> People:
    return people("Mali")


@pytest.fixture
def niger() -> People:
    return people("Niger")


def put(actor: Actor, request: UUID, name: str = f"{CANARY} note.txt", **given: Any) -> AttachmentView:
    about = f"request:{request}"
    label = replace(thing_label(actor, about=about), **given)
    return attach(actor, about=about, label=label, name=name, content=f"{CANARY} content".encode())


def names(actor: Actor, request: UUID) -> list[str]:
    return [one.name for one in list_attachments(actor, about=f"request:{request}")]


def test_each_side_attaches_to_its_own_file_and_neither_reads_the_others(mali: People, niger: People) -> None:
    (asked,) = sent(mali, niger.agency)
    got = received(niger)
    ours, theirs = put(mali.analyst, asked, "ours.txt"), put(niger.officer, got, "theirs.txt")
    assert names(mali.chief, asked) == ["ours.txt"]
    assert names(niger.analyst, got) == ["theirs.txt"]
    assert read_attachment(mali.officer, id=ours.id).content == f"{CANARY} content".encode()
    assert ours.marks[0] == "TLP:AMBER+STRICT"
    for actor, request, file in ((mali.officer, got, theirs), (niger.officer, asked, ours)):
        with pytest.raises(NotFound):
            names(actor, request)
        with pytest.raises(NotFound):
            view_attachment(actor, id=file.id)
        with pytest.raises(NotFound):
            attach(actor, about=f"request:{request}", label=file.label, name="x.txt", content=b"EXERCISE")


def test_s17_a_third_agency_finds_nothing_and_absent_looks_the_same(mali: People, niger: People) -> None:
    (asked,) = sent(mali, niger.agency)
    planted = [put(mali.analyst, asked).id, put(niger.analyst, received(niger)).id]
    third = people("Chad")
    for actor in (third.analyst, third.officer, third.chief):
        told = set()
        for request in (asked, received(niger), new_id()):
            with pytest.raises(NotFound) as caught:
                names(actor, request)
            told.add(str(caught.value))
        for file in (*planted, new_id()):
            for look in (view_attachment, read_attachment):
                with pytest.raises(NotFound) as caught:
                    look(actor, id=file)
                told.add(str(caught.value))
        assert CANARY not in str(told)
        assert len(told) == 2


def test_a_file_wider_than_the_request_is_refused_and_nothing_is_kept(mali: People, niger: People) -> None:
    (asked,) = sent(mali, niger.agency)
    wider = (
        {"tlp": Tlp.AMBER},
        {"tlp": Tlp.GREEN},
        {"audience": frozenset({f"agency:{niger.agency.id}"})},
        {"exercise": False},
    )
    for given in wider:
        with pytest.raises(Invalid) as caught:
            put(mali.analyst, asked, **given)
        assert caught.value.code == "desk.attachment-too-wide"
    assert names(mali.analyst, asked) == []
    assert not [one for one in shelf.folder().rglob("*") if one.is_file()]
    put(mali.analyst, asked, handling=frozenset({Handling.H0, Handling.H2}))
    assert len(names(mali.analyst, asked)) == 1


def test_a_draft_has_files_that_stay_when_it_is_sent_and_go_when_it_is_thrown_away(mali: People, niger: People) -> None:
    kept, gone = drafted(mali.analyst, niger.agency), drafted(mali.analyst, niger.agency)
    put(mali.analyst, kept, "kept.txt")
    lost = put(mali.analyst, gone, "gone.txt")
    liaison.send_request(mali.officer, id=kept)
    assert names(mali.officer, kept) == ["kept.txt"]
    assert names(niger.officer, received(niger)) == []
    with TestCase.captureOnCommitCallbacks(execute=True):
        liaison.discard_request(mali.analyst, id=gone)
    with pytest.raises(NotFound):
        view_attachment(mali.analyst, id=lost.id)
    assert len([one for one in shelf.folder().rglob("*") if one.is_file()]) == 1


@pytest.mark.parametrize("key", ["", "x", "0199aa00", "../record"])
def test_a_key_that_is_none_is_absent(mali: People, key: str) -> None:
    with pytest.raises(NotFound):
        thing_label(mali.analyst, about=f"request:{key}")


def test_who_has_no_part_in_requests_attaches_nothing(mali: People, niger: People) -> None:
    (asked,) = sent(mali, niger.agency)
    agency: Agency = mali.agency
    for role in (Role.PROGRAMME_OFFICER, Role.NODE_ADMINISTRATOR, Role.INSPECTOR):
        stranger = actor_for(make_user(agency, (role,)))
        label = Label(agency.id, Tlp.AMBER_STRICT, handling=frozenset({Handling.H0}), exercise=True)
        with pytest.raises(Fault):
            attach(stranger, about=f"request:{asked}", label=label, name="x.txt", content=b"EXERCISE")
    assert names(mali.analyst, asked) == []


def test_a_picture_loses_what_its_camera_wrote(mali: People, niger: People) -> None:
    (asked,) = sent(mali, niger.agency)
    about = f"request:{asked}"
    label = thing_label(mali.analyst, about=about)
    made = attach(mali.analyst, about=about, label=label, name="lorry.jpg", content=files.picture())
    assert files.CANARY.encode() in files.picture()
    assert files.CANARY.encode() not in read_attachment(mali.officer, id=made.id).content
