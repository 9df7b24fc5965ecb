from minassa.access import Role
from minassa.access.models import User
from tests.api.conftest import Program
from tests.factories import make_agency, make_community, make_user


def test_a_program_learns_whom_a_label_can_address(analyst: User, program: Program) -> None:
    other = make_agency()
    community = make_community(other, analyst)
    client = program("people:read")
    assert {str(other.id), str(analyst.agency_id)} <= {one["id"] for one in client.get("/api/v1/agencies").json()}
    told = next(one for one in client.get("/api/v1/communities").json() if one["id"] == str(community.id))
    assert (told["agencies"], told["people"]) == ([str(other.id)], [str(analyst.id)])


def test_of_other_agencies_only_contacts_are_shown(analyst: User, program: Program) -> None:
    other = make_agency()
    contact, hidden = make_user(other, (Role.LIAISON_OFFICER,)), make_user(other, (Role.ANALYST,))
    client = program("people:read")
    shown = {one["username"] for one in client.get("/api/v1/people").json()}
    assert {analyst.username, contact.username} <= shown
    assert hidden.username not in shown
    whole = client.get("/api/v1/people").content.decode()
    assert "password" not in whole
    assert [one["username"] for one in client.get(f"/api/v1/people?agency={other.id}").json()] == [contact.username]
