"""Files, searches and findings behind the door, on both engines."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from minassa.access import Role, Tlp, door, system_actor
from minassa.access.models import LabelRow
from minassa.base import Conflict, Invalid, NotFound
from minassa.transactions import (
    FileOptions,
    begin_search,
    bring_file,
    decide_finding,
    drop_file,
    finding_table,
    import_file,
    keep_the_clock,
    list_files,
    list_findings,
    list_searches,
    money_around,
    money_of_finding,
    read_file,
    read_finding,
    read_search,
    refused_table,
    run,
    take_file,
    taking,
)
from minassa.transactions.acts import TRANSACTIONS_WORK
from minassa.transactions.homes import folder, home_of
from minassa.transactions.models import TransactionFile
from minassa.transactions.searching import run_waiting
from minassa.transactions.taking import take_waiting
from tests.factories import an_actor, make_agency
from tests.records.made import GROUND, PURPOSE, own_label
from tests.transactions.made import FUNNEL, HEADS, ORDINARY, brought, table

pytestmark = [pytest.mark.store, pytest.mark.django_db(transaction=True)]


def test_a_file_is_taken_in_and_what_is_found_keeps_its_decision_until_its_transactions_change() -> None:
    actor = an_actor(Role.FIU_ANALYST)
    bad = [
        "2026-03-01,EXA,EXB,-5,XOF,B1",
        "2026-03-01,EXA,EXB,99999999999999999,XOF,B2",
        "2026-02-30,EXA,EXB,5,XOF,B3",
        "2999-01-01,EXA,EXB,5,XOF,B4",
        "2026-03-01,,,5,XOF,B5",
        "2026-03-01,EXA,EXB,5,,B6",
        '2026-03-01,EXA,"=HYPERLINK(1)",0,XOF,B7',
        ORDINARY[0],
    ]
    file = brought(actor, [*ORDINARY, *FUNNEL, "2026-03-04,EXA,EXB,12,MAD,M1", *bad])
    assert (file.state, file.rows, file.refused) == ("done", 15, 8)
    assert dict(file.currencies) == {"XOF": 14, "MAD": 1}
    told = b"".join(refused_table(actor, id=file.id)).decode()
    assert [line.split(",")[1].removeprefix("transactions.row-") for line in told.splitlines()[1:]] == [
        "negative", "absurd", "date", "day", "account", "currency", "nothing", "twice",
    ]  # fmt: skip
    assert ",'=HYPERLINK" not in told, "the cell stands within its row, which is guarded by its beginning"

    begin_search(actor, files=[file.id], purpose=PURPOSE)
    assert run_waiting()
    (search,) = list_searches(actor)
    assert (search.state, search.waits) == ("done", ())
    by_rule = {one.name: one for one in search.told}
    assert (by_rule["funnel"].count, by_rule["funnel"].new) == (1, 1)
    assert by_rule["structuring"].without == ("MAD", "XOF"), "no threshold is shipped for them, and the search says so"
    found = next(one for one in list_findings(actor).rows if one.rule == "funnel")
    assert (found.subjects, found.count, found.total) == (("EXFUNNEL",), 6, Decimal(3_900_000))
    seen = read_finding(actor, id=found.id)
    assert [one.reference for one in seen.transactions] == ["F1", "F2", "F3", "F4", "F5", "F9"]
    with pytest.raises(Invalid):
        decide_finding(actor, id=found.id, state="dismissed", version=seen.version)
    decide_finding(actor, id=found.id, state="dismissed", reason="EXERCISE tontine", version=seen.version)
    with pytest.raises(Conflict):
        decide_finding(actor, id=found.id, state="kept", version=seen.version)

    run(actor, id=begin_search(actor, files=[file.id], purpose=PURPOSE, at_once=True))
    assert all(one.rule != "funnel" for one in list_findings(actor).rows), "the same finding does not return"
    more = brought(actor, ["2026-03-06 08:00,EXP9,EXFUNNEL,300000,XOF,F6"], name="more.csv")
    again = read_search(actor, id=begin_search(actor, files=[file.id, more.id], purpose=PURPOSE, at_once=True))
    done = run(actor, id=again.id)
    assert {one.name: (one.new, one.changed) for one in done.told}["funnel"] == (0, 1)
    back = next(one for one in list_findings(actor).rows if one.rule == "funnel")
    assert back.before is not None
    assert (back.before.state, back.before.reason, back.before.came, back.before.went) == (
        "dismissed",
        "EXERCISE tontine",
        1,
        0,
    )


def test_what_another_agency_or_person_may_not_see_is_not_there_nor_counted_nor_exported() -> None:
    actor, stranger = an_actor(Role.FIU_ANALYST), an_actor(Role.FIU_ANALYST)
    file = brought(actor, FUNNEL)
    search = begin_search(actor, files=[file.id], purpose=PURPOSE, at_once=True)
    run(actor, id=search)
    found = list_findings(actor).rows[0]
    assert not list_files(stranger)
    assert not list_searches(stranger)
    assert not list_findings(stranger).rows
    assert not list_findings(stranger, search=search).rows
    for attempt in (
        lambda: read_file(stranger, id=file.id),
        lambda: drop_file(stranger, id=file.id),
        lambda: list(refused_table(stranger, id=file.id)),
        lambda: begin_search(stranger, files=[file.id], purpose=PURPOSE),
        lambda: read_search(stranger, id=search),
        lambda: run(stranger, id=search),
        lambda: read_finding(stranger, id=found.id),
        lambda: decide_finding(stranger, id=found.id, state="kept", version="x"),
        lambda: list(finding_table(stranger, id=found.id)),
        lambda: money_of_finding(stranger, id=found.id),
        lambda: money_around(stranger, file=file.id, account="EXFUNNEL"),
    ):
        with pytest.raises(NotFound):
            attempt()
    # The same file, the same accounts: a stranger's own copy neither collides with the hidden one nor changes it.
    own = brought(stranger, FUNNEL)
    run(stranger, id=begin_search(stranger, files=[own.id], purpose=PURPOSE, at_once=True))
    assert list_findings(stranger).rows[0].id != found.id
    drop_file(stranger, id=own.id)
    assert read_finding(actor, id=found.id).row.count == found.count


def test_a_red_file_stays_with_its_person_and_what_is_found_in_it_too() -> None:
    agency = make_agency()
    actor, colleague = an_actor(Role.FIU_ANALYST, agency=agency), an_actor(Role.FIU_ANALYST, agency=agency)

    red = brought(actor, FUNNEL, tlp=Tlp.RED, audience=[f"user:{actor.user_id}"])
    plain = brought(actor, ORDINARY, name="plain.csv")
    run(actor, id=begin_search(actor, files=[plain.id, red.id], purpose=PURPOSE, at_once=True))
    assert list_findings(actor).rows
    assert not list_findings(colleague).rows
    assert [one.name for one in list_files(colleague)] == ["plain.csv"]
    assert LabelRow.objects.exists()


def test_a_file_is_deleted_with_its_transactions_and_findings_and_on_its_day_of_review(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    actor = an_actor(Role.FIU_ANALYST)
    file, other = brought(actor, FUNNEL), brought(actor, ORDINARY, name="other.csv")
    run(actor, id=begin_search(actor, files=[file.id, other.id], purpose=PURPOSE, at_once=True))
    stray = folder() / "0192f0c5-0000-7000-8000-000000000000"
    stray.mkdir()
    assert home_of(file.id).folder.is_dir()
    drop_file(actor, id=file.id)
    assert not home_of(file.id).folder.exists()
    assert not list_findings(actor).rows
    assert not list_searches(actor)
    assert keep_the_clock() == 0
    assert not stray.exists(), "a folder that no row names is swept"
    with door(system_actor("transactions"), TRANSACTIONS_WORK):
        TransactionFile.objects.filter(id=other.id).update(review_on="2020-01-01")
    assert keep_the_clock() == 1
    assert not list_files(actor)
    assert not home_of(other.id).folder.exists()


def test_columns_are_remembered_and_a_file_is_brought_once() -> None:
    actor = an_actor(Role.FIU_ANALYST)
    heads = "Quand;Qui;Combien;Vers"
    content = table(["09/03/2026;EXA;1 250,00;EXB"], heads)
    label = own_label(actor)
    asked = bring_file(actor, name="a.csv", content=content, label=label, ground=GROUND)
    assert asked.proposed == {}
    with pytest.raises(Invalid):
        take_file(actor, id=asked.id, columns={"date": 0}, options=FileOptions())
    columns = {"date": 0, "payer": 1, "amount": 2, "payee": 3}
    take_file(actor, id=asked.id, columns=columns, options=FileOptions("utf-8", "dmy", "XOF"))
    assert take_waiting()
    assert read_file(actor, id=asked.id).rows == 1
    with pytest.raises(Conflict):
        bring_file(actor, name="b.csv", content=content, label=label, ground=GROUND)
    following = bring_file(actor, name="c.csv", content=content + b"\n", label=label, ground=GROUND)
    assert following.is_remembered
    assert (following.proposed, following.options) == (columns, FileOptions("utf-8", "dmy", "XOF"))
    for content in (b"", b"\x00\x01", b"a,b\n", b"PK\x03\x04nothing"):
        with pytest.raises(Invalid):
            bring_file(actor, name="bad", content=content, label=label, ground=GROUND)


def test_what_is_cut_off_goes_on_after_its_last_part_by_clock_and_by_command(monkeypatch: pytest.MonkeyPatch) -> None:
    actor = an_actor(Role.FIU_ANALYST)
    rows = [f"2026-01-{1 + number % 28:02} 10:00,EXA,EXB,{number + 1},XOF,R{number}" for number in range(250)]
    content = table([*rows[:100], "broken", *rows[100:]])
    monkeypatch.setattr(taking, "PART", 60)
    asked = bring_file(actor, name="a.csv", content=content, label=own_label(actor), ground=GROUND)
    take_file(actor, id=asked.id, columns=asked.proposed or {}, options=FileOptions("utf-8"))
    assert take_waiting(seconds=0)
    half = read_file(actor, id=asked.id)
    assert (half.state, half.rows) == ("waiting", 60)
    # A process that was killed in the middle of a part leaves this behind.
    (home_of(asked.id).parts / "000000000121.parquet.writing").write_bytes(b"half")
    turns = 0
    while take_waiting(seconds=0):
        turns += 1
    done = read_file(actor, id=asked.id)
    assert (done.state, done.rows, done.refused) == ("done", 250, 1)
    assert turns > 3
    assert {one.name for one in home_of(asked.id).folder.iterdir()} == {"rows.parquet", "refused.parquet"}
    drop_file(actor, id=asked.id)

    def killed(rows: int, _refused: int) -> None:
        if rows >= 120:
            raise KeyboardInterrupt

    words: dict[str, Any] = {
        "name": "a.csv",
        "columns": {},
        "options": FileOptions(),
        "label": own_label(actor),
        "ground": GROUND,
    }
    with pytest.raises(KeyboardInterrupt):
        import_file(actor, file=BytesIO(content), told=killed, **words)
    again = import_file(actor, file=BytesIO(content), **words)
    assert (again.rows, again.refused) == (250, 1)
    with pytest.raises(Conflict):
        import_file(actor, file=BytesIO(content), **words)
    assert Path(settings.MINASSA.home) in home_of(again.id).folder.parents, "a backup takes the node's whole folder"
    assert (home_of(again.id).folder / "rows.parquet").stat().st_mode & 0o077 == 0


def test_the_graph_of_money_shows_flows_of_a_finding_and_around_an_account() -> None:
    actor = an_actor(Role.FIU_ANALYST)
    file = brought(actor, [*FUNNEL, *ORDINARY, "2026-03-02,EXP1,EXP2,70,XOF,Z"], heads=HEADS)
    run(actor, id=begin_search(actor, files=[file.id], purpose=PURPOSE, at_once=True))
    found = next(one for one in list_findings(actor).rows if one.rule == "funnel")
    money = money_of_finding(actor, id=found.id)
    assert (money.flows[0].payer, money.flows[0].payee, money.flows[0].total) == ("EXFUNNEL", "", Decimal(1_900_000))
    assert sum(count for _day, _code, count, _total in money.days) == 6
    around = money_around(actor, file=file.id, account="ex-funnel")
    assert {(one.payer, one.payee) for one in around.flows} == {
        *((f"EXP{one}", "EXFUNNEL") for one in range(1, 6)),
        ("EXFUNNEL", ""),
        ("EXP1", "EXP2"),
    }
    with pytest.raises(NotFound):
        money_around(actor, file=file.id, account="EXNOBODY")
