import pytest

from minassa import audit
from minassa.access import Role
from tests.api.conftest import a_token, client_of
from tests.factories import make_agency, make_user


def test_a_supervisor_reads_what_concerns_their_own_agency_only(db: None) -> None:
    mine, other = make_agency(), make_agency()
    audit.append(audit.Line("record.read", "done", "system:plant", agency=mine.id, case="EX-mine"))
    audit.append(audit.Line("record.read", "done", "system:plant", agency=other.id, owner=mine.id, case="EX-of-mine"))
    audit.append(audit.Line("record.read", "done", "system:plant", agency=other.id, case="EX-planted"))
    client = client_of(a_token(make_user(mine, (Role.SUPERVISOR,)), "audit:read"))
    told = client.get("/api/v1/audit?action=record.read").json()
    assert [one["case"] for one in told["lines"]] == ["EX-of-mine", "EX-mine"]
    assert "EX-planted" not in client.get(f"/api/v1/audit?agency={other.id}").content.decode()


def test_an_inspector_reads_page_by_page(db: None) -> None:
    for number in range(5):
        audit.append(audit.Line("record.read", "done", "system:plant", case=f"EX-{number}"))
    client = client_of(a_token(make_user(roles=(Role.INSPECTOR,)), "audit:read"))
    first = client.get("/api/v1/audit?action=record.read&size=3").json()
    rest = client.get(f"/api/v1/audit?action=record.read&size=3&before={first['next']}").json()
    assert [one["case"] for one in (*first["lines"], *rest["lines"])] == [f"EX-{n}" for n in (4, 3, 2, 1, 0)]
    assert rest["next"] == ""


@pytest.mark.parametrize(
    "moment", ["1772366400", "0001-01-01T00:00:00+17:00", "2026-03-01T12:00:00", "9999-12-31T23:00:00-23:00"]
)
def test_a_moment_that_is_none_is_refused(db: None, moment: str) -> None:
    client = client_of(a_token(make_user(roles=(Role.INSPECTOR,)), "audit:read"))
    assert client.get("/api/v1/audit", {"since": moment}).status_code == 422


def test_a_moment_may_have_any_offset(db: None) -> None:
    client = client_of(a_token(make_user(roles=(Role.INSPECTOR,)), "audit:read"))
    assert client.get("/api/v1/audit", {"until": "0278-01-27T22:57:19-17:23"}).json()["lines"] == []


def test_an_analyst_does_not_read_the_log(db: None) -> None:
    client = client_of(a_token(make_user(roles=(Role.ANALYST,)), "audit:read"))
    assert client.get("/api/v1/audit").status_code == 403
    assert client.get("/api/v1/audit/checkpoint").status_code == 403


def test_the_checkpoint_is_the_newest_signed_one(db: None) -> None:
    client = client_of(a_token(make_user(roles=(Role.INSPECTOR,)), "audit:read"))
    audit.append(audit.Line("record.read", "done", "system:plant"))
    sealed = audit.seal()
    told = client.get("/api/v1/audit/checkpoint").json()
    assert (told["size"], told["root"], told["note"]) == (sealed.size, sealed.root.hex(), sealed.note)


def test_before_the_first_sealing_there_is_no_checkpoint(db: None) -> None:
    client = client_of(a_token(make_user(roles=(Role.INSPECTOR,)), "audit:read"))
    assert client.get("/api/v1/audit/checkpoint").json()["type"] == "urn:minassa:fault:api.no-checkpoint"
