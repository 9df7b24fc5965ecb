"""Payments against lists and records: stopped, passed, decided, remembered; files that break off and go on; nobody else sees them."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings

from minassa.access import Actor, Role, Tlp, door
from minassa.audit.models import LineRow
from minassa.base import Conflict, Fault, Invalid, NotFound, Refused
from minassa.desk import list_notices, waiting_on
from minassa.payments import (
    AnswerForm,
    Cause,
    FileState,
    Outcome,
    Screened,
    State,
    answer_file,
    bad_file,
    bring_file,
    confirm_decision,
    decide_payment,
    drop_file,
    list_files,
    list_stopped,
    read_file,
    read_stopped,
    refuse_decision,
    running,
    screen_from_disk,
    screen_message,
)
from minassa.payments.acts import PAYMENT_LIST
from minassa.payments.jobs import screen_files
from minassa.payments.models import PaymentFile, PaymentPart, StoppedPayment
from minassa.screening import import_list
from tests.factories import an_actor, make_agency
from tests.payments.made import LISTED, Pay, mt103, pacs008, pain001
from tests.records.made import add, own_label
from tests.screening.samples import SAMPLES
from tests.screening.test_versions import altered, written

pytestmark = pytest.mark.django_db
PURPOSE = "counter-terrorism"
CARD = "4111111111111111"


@pytest.fixture
def analyst() -> Actor:
    actor = an_actor(Role.FIU_ANALYST)
    import_list(actor, source="un-sc", path=SAMPLES["un-sc"])
    return actor


def ask(actor: Actor, *pays: Pay) -> tuple[Screened, ...]:
    return screen_message(actor, message=pain001(pays), purpose=PURPOSE, case="EX-1")


def refs(one: Screened) -> set[tuple[str, str, str]]:
    return {(found.what, found.role, found.hit.ref) for found in one.found if found.hit}


def test_names_numbers_texts_and_addresses_stop_a_payment_and_say_where(analyst: Actor) -> None:
    clear, name, number, text = ask(
        analyst,
        Pay(),
        Pay(creditor=LISTED),
        Pay(account="<Othr><Id>EX 000-5522</Id></Othr>"),
        Pay(text="EXERCISE rent for the shop of Yusef Ben Salah al Misbahi, november"),
    )
    assert (clear.outcome, clear.why, clear.found) == (Outcome.PASS, Cause.NO_HIT, ())
    assert (name.outcome, name.why) == (Outcome.STOP, Cause.HIT)
    assert ("name", "creditor", "EXi.005") in refs(name)
    assert "EXi.005" in {ref for _what, _role, ref in refs(number)}
    (found,) = [one for one in text.found if one.what == "text"]
    assert found.hit is not None
    assert found.hit.ref == "EXi.005"
    assert found.path.endswith("RmtInf/Ustrd")
    view = read_stopped(analyst, id=name.stopped or pytest.fail("it was not stopped"))
    assert (view.row.creditor, view.row.amount, view.row.currency) == (LISTED, "1500.00", "XOF")
    (swift,) = screen_message(analyst, message=mt103(LISTED.upper()), purpose=PURPOSE)
    assert swift.outcome is Outcome.STOP


def test_records_stop_a_payment_by_every_kind_of_number(analyst: Actor) -> None:
    wallet = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
    add(analyst, "EXERCISE line", schema="PhoneLine", phone="+223 76 12 34 56")
    add(analyst, "EXERCISE wallet", schema="CryptoWallet", publicKey=wallet)
    add(analyst, "EXERCISE account", schema="BankAccount", iban="GB33BUKB20201555555555")
    add(analyst, "EXERCISE card", schema="BankAccount", accountNumber=CARD)
    found = ask(
        analyst,
        Pay(account="<Othr><Id>+223-76123456</Id></Othr>"),
        Pay(text=f"EXERCISE to {wallet.lower()}"),
        Pay(),
        Pay(account=f"<Othr><Id>{CARD}</Id></Othr>", creditor="EXERCISE Card Holder"),
        Pay(account="<Othr><Id>77</Id></Othr>"),
    )
    assert [one.outcome for one in found] == [Outcome.STOP] * 4 + [Outcome.PASS]


def test_a_card_is_nowhere_whole(analyst: Actor) -> None:
    add(analyst, "EXERCISE card", schema="BankAccount", accountNumber=CARD)
    words = f"EXERCISE pay card {CARD} and tell {LISTED}"
    (one,) = ask(analyst, Pay(account=f"<Othr><Id>{CARD}</Id></Othr>", text=words))
    bring_file(
        analyst,
        name="cards.xml",
        content=pain001([Pay(text=words), Pay(amount="-1", text=words)]).encode(),
        purpose=PURPOSE,
    )
    with door(analyst, PAYMENT_LIST):
        waiting = [bytes(row.content) for row in PaymentFile.objects.all()]
    assert all(CARD.encode() not in held for held in waiting)
    screen_files()
    kept = read_stopped(analyst, id=one.stopped or pytest.fail("it was not stopped"))
    assert CARD not in repr(kept)
    (card,) = {number for party in kept.parties for number in party.numbers if number.kind == "card"}
    assert (card.shown, len(card.digest)) == ("411111******1111", 64)
    decide_payment(analyst, id=kept.row.id, verdict=State.RELEASED, reason="EXERCISE another holder")
    assert ask(analyst, Pay(account=f"<Othr><Id>{CARD}</Id></Othr>", text="EXERCISE"))[0].why is Cause.KNOWN
    with door(analyst, PAYMENT_LIST):
        rows = [str([row.content, row.hits, row.reference]) for row in StoppedPayment.objects.all()]
    (file,) = list_files(analyst).rows
    rows += [b"".join(answer_file(analyst, id=file.id, form=form)).decode() for form in AnswerForm]
    rows += [b"".join(bad_file(analyst, id=file.id)).decode(), *(str(line.details) for line in LineRow.objects.all())]
    assert not [row for row in rows if CARD in row]


def test_a_released_payment_s_like_passes_as_known_until_the_evidence_changes(analyst: Actor, tmp_path: Path) -> None:
    pays = (Pay(creditor=LISTED), Pay(text=f"EXERCISE for {LISTED}"))
    for one in ask(analyst, *pays):
        assert one.stopped is not None
        assert (
            decide_payment(analyst, id=one.stopped, verdict=State.RELEASED, reason="EXERCISE born elsewhere")
            is State.RELEASED
        )
    again = ask(analyst, *(replace(one, end="EX-2", amount="9") for one in pays))
    assert [(one.outcome, one.why) for one in again] == [(Outcome.PASS, Cause.KNOWN)] * 2
    assert again[0].found[0].hit is not None
    assert again[0].found[0].hit.judged is not None
    # Another bearer of the name is another question; so is the same one for another agency.
    (other,) = ask(analyst, Pay(creditor=LISTED, account="<Othr><Id>EX-OTHER-1</Id></Othr>"))
    assert other.outcome is Outcome.STOP
    assert ask(an_actor(Role.ANALYST), pays[0])[0].outcome is Outcome.STOP
    import_list(analyst, source="un-sc", path=written(tmp_path, altered()))
    assert [one.outcome for one in ask(analyst, *pays)] == [Outcome.STOP] * 2


def test_a_confirmed_payment_stays_stopped_and_is_decided_once(analyst: Actor) -> None:
    (one,) = ask(analyst, Pay(creditor=LISTED))
    assert one.stopped is not None
    with pytest.raises(Invalid):
        decide_payment(analyst, id=one.stopped, verdict=State.RELEASED, reason=" ")
    decide_payment(analyst, id=one.stopped, verdict=State.CONFIRMED, reason="EXERCISE the same passport")
    with pytest.raises(Conflict):
        decide_payment(analyst, id=one.stopped, verdict=State.RELEASED, reason="EXERCISE no")
    (again,) = ask(analyst, Pay(creditor=LISTED))
    assert again.outcome is Outcome.STOP
    assert again.found[0].hit is not None
    assert again.found[0].hit.judged is not None
    outcomes = LineRow.objects.filter(action="payment.decide").order_by("id").values_list("outcome", flat=True)
    assert len(outcomes) == 2
    assert outcomes[0] != outcomes[1], "the second attempt came too late, and was written down"


def test_where_four_eyes_are_asked_for_a_second_person_confirms(
    analyst: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        settings, "MINASSA", replace(settings.MINASSA, payments=replace(settings.MINASSA.payments, four_eyes=True))
    )
    colleague = _colleague(analyst)
    (one,) = ask(analyst, Pay(creditor=LISTED))
    assert one.stopped is not None
    assert (
        decide_payment(analyst, id=one.stopped, verdict=State.RELEASED, reason="EXERCISE born elsewhere") is State.ASKED
    )
    assert ask(analyst, Pay(creditor=LISTED))[0].outcome is Outcome.STOP
    with pytest.raises(Refused):
        confirm_decision(analyst, id=one.stopped)
    refuse_decision(colleague, id=one.stopped)
    decide_payment(colleague, id=one.stopped, verdict=State.RELEASED, reason="EXERCISE born elsewhere")
    assert confirm_decision(analyst, id=one.stopped) is State.RELEASED
    with pytest.raises(Conflict):
        confirm_decision(analyst, id=one.stopped)
    assert ask(analyst, Pay(creditor=LISTED))[0].why is Cause.KNOWN


def _colleague(actor: Actor) -> Actor:
    from minassa.access.models import Agency  # noqa: PLC0415 - rows of the room below, for the test alone

    return an_actor(Role.SUPERVISOR, agency=Agency.objects.get(id=actor.agency or pytest.fail("they are of an agency")))


def test_a_file_is_screened_by_the_clock_and_answered(analyst: Actor) -> None:
    pays = [
        Pay(end=f"=EX-{number}", creditor=LISTED if number % 40 == 7 else "EXERCISE Grain Cooperative")
        for number in range(120)
    ]
    pays[3] = replace(pays[3], amount="-3")
    content = pain001(pays, count="121", total="5")
    file = bring_file(analyst, name="EXERCISE \u202epay.xml", content=content.encode(), purpose=PURPOSE, case="EX-2")
    assert read_file(analyst, id=file).state is FileState.WAITING
    with pytest.raises(Conflict):
        list(answer_file(analyst, id=file, form=AnswerForm.CSV))
    screen_files()
    found = read_file(analyst, id=file)
    assert (found.state, found.read, found.stopped, found.passed, found.bad) == (FileState.DONE, 120, 3, 116, 1)
    assert "\u202e" not in found.name
    assert (found.mismatches[0].stated_count, found.mismatches[0].count) == (121, 120)
    assert str(found.sums["XOF"]) == "178500.00"
    lines = _table(answer_file(analyst, id=file, form=AnswerForm.CSV))
    assert [line["outcome"] for line in lines].count("stop") == 3
    assert lines[3]["problem"]
    assert lines[7]["ref"] == "EXi.005"
    assert lines[7]["reference"] == "'=EX-7"
    told = [json.loads(line) for line in b"".join(answer_file(analyst, id=file, form=AnswerForm.JSON)).splitlines()]
    assert [one["number"] for one in told] == list(range(1, 121))
    assert LISTED not in str(told)
    (bad,) = _table(bad_file(analyst, id=file))
    assert (bad["number"], bad["reference"]) == ("4", "'=EX-3")
    rows = list_stopped(analyst, file=file).rows
    assert [one.number for one in rows] == [88, 48, 8]
    decide_payment(analyst, id=rows[0].id, verdict=State.RELEASED, reason="EXERCISE no")
    decide_payment(analyst, id=rows[1].id, verdict=State.CONFIRMED, reason="EXERCISE yes")
    tree = ET.fromstring(b"".join(answer_file(analyst, id=file, form=AnswerForm.STATUS)))
    codes = [one.text for one in tree.iter() if one.tag.endswith("TxSts")]
    assert (codes[87], codes[47], codes[7], codes[3], codes[0]) == ("ACCP", "RJCT", "PDNG", "RJCT", "ACCP")
    assert [one.kind for one in list_notices(analyst)] == ["payments-screened"]
    assert any(item.about == f"payment:{rows[2].id}" for item in waiting_on(analyst).waiting_on_me)
    with pytest.raises(Conflict):
        drop_file(analyst, id=file)
    decide_payment(analyst, id=rows[2].id, verdict=State.RELEASED, reason="EXERCISE no")
    drop_file(analyst, id=file)
    assert list_files(analyst).rows == ()
    assert len(list_stopped(analyst).rows) == 3


def _table(lines: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(b"".join(lines).decode("utf-8-sig"))))


def test_a_file_that_was_cut_off_goes_on_and_nothing_is_lost_or_doubled(
    analyst: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that dies between two batches, and one that dies inside of one, leave what is whole; the answer is that of a quiet run."""
    pays = [
        Pay(
            end=f"EX-{number}",
            creditor=LISTED if number % 30 == 4 else "EXERCISE Grain",
            amount="-1" if number == 9 else "5",
        )
        for number in range(130)
    ]
    path = tmp_path / "EXERCISE.xml"
    path.write_text(pain001(pays)[:-40], encoding="utf-8")
    whole = screen_from_disk(analyst, path=path, purpose=PURPOSE, case="EX-quiet")
    real = PaymentPart.objects.create

    class Dies(BaseException):
        """A kill: nothing of ours catches it."""

    deaths = [2, 4, 5]
    calls = 0

    def create(**given: Any) -> PaymentPart:
        nonlocal calls
        calls += 1
        if calls in deaths:
            raise Dies
        return real(**given)

    monkeypatch.setattr(PaymentPart.objects, "create", create)
    for _death in deaths:
        with pytest.raises(Dies):
            screen_from_disk(analyst, path=path, purpose=PURPOSE, case="EX-2")
    done = screen_from_disk(analyst, path=path, purpose=PURPOSE, case="EX-2")
    assert len(list_files(analyst).rows) == 2
    assert (done.state, done.read, done.stopped, done.bad) == (FileState.DONE, 131, 5, 2)
    assert _without_ids(answer_file(analyst, id=done.id, form=AnswerForm.CSV)) == _without_ids(
        answer_file(analyst, id=whole.id, form=AnswerForm.CSV)
    )
    assert len(list_stopped(analyst, file=done.id, size=100).rows) == 5


def _without_ids(lines: Any) -> list[dict[str, str]]:
    return _table(lines)


def test_a_file_whose_process_died_is_taken_up_again_and_given_up_in_the_end(
    analyst: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = bring_file(analyst, name="EXERCISE", content=pain001([Pay()] * 60).encode(), purpose=PURPOSE)
    assert running._claimed() is not None
    assert running.run_waiting() == 0, "it is another process's while that is heard"
    monkeypatch.setattr(running, "STALE", -running.STALE)
    assert running._claimed() is not None
    assert running.run_waiting() == 1
    assert read_file(analyst, id=file).read == 60
    file = bring_file(analyst, name="EXERCISE", content=pain001([Pay()]).encode(), purpose=PURPOSE)
    for _try in range(running.MOST_TRIES):
        assert running._claimed() is not None
    screen_files()
    assert read_file(analyst, id=file).state is FileState.FAILED
    assert read_file(analyst, id=file).fault


@pytest.mark.parametrize("content", [b"", b"name\nx", b'<!DOCTYPE a [<!ENTITY x "y">]><Document/>', b"<a>"])
def test_what_is_no_file_of_payments_is_not_taken(analyst: Actor, content: bytes) -> None:
    with pytest.raises(Invalid):
        bring_file(analyst, name="EXERCISE", content=content, purpose=PURPOSE)
    with pytest.raises(Invalid):
        screen_message(analyst, message=content.decode(), purpose=PURPOSE)
    assert list_files(analyst).rows == ()


def test_nothing_of_it_is_seen_by_another_agency(analyst: Actor) -> None:
    file = bring_file(
        analyst,
        name="EXERCISE planted",
        content=pain001([Pay(creditor=LISTED), Pay(amount="-1")]).encode(),
        purpose=PURPOSE,
    )
    screen_files()
    (stopped,) = list_stopped(analyst, file=file).rows
    other = an_actor(Role.FIU_ANALYST, Role.SUPERVISOR, agency=make_agency())
    assert list_files(other).rows == ()
    assert list_stopped(other).rows == ()
    assert list_stopped(other, file=file).rows == ()
    assert not [item for item in waiting_on(other).waiting_on_me if item.about.startswith("payment")]
    for read in (
        lambda: read_file(other, id=file),
        lambda: read_stopped(other, id=stopped.id),
        lambda: list(answer_file(other, id=file, form=AnswerForm.JSON)),
        lambda: list(bad_file(other, id=file)),
        lambda: drop_file(other, id=file),
        lambda: decide_payment(other, id=stopped.id, verdict=State.RELEASED, reason="EXERCISE"),
        lambda: confirm_decision(other, id=stopped.id),
        lambda: refuse_decision(other, id=stopped.id),
    ):
        with pytest.raises(NotFound):
            read()
    with pytest.raises(Refused):
        list_files(an_actor(Role.OBSERVER))
    with door(other, PAYMENT_LIST):
        assert not PaymentFile.objects.exists()
        assert not PaymentPart.objects.exists()
        assert not StoppedPayment.objects.exists()
    text = str([line.details for line in LineRow.objects.all()])
    assert LISTED not in text


def test_a_record_that_a_colleague_may_not_see_is_not_told_by_the_payment_it_stopped(analyst: Actor) -> None:
    label = own_label(analyst, Tlp.RED, audience=(f"user:{analyst.user_id}",))
    record = add(analyst, "EXERCISE Zebediah Quartermaine", label=label)
    (one,) = ask(analyst, Pay(creditor="EXERCISE Zebediah Quartermaine"))
    assert one.stopped is not None
    mine = read_stopped(analyst, id=one.stopped)
    assert [found.hit.caption for found in mine.found if found.hit] == ["EXERCISE Zebediah Quartermaine"]
    theirs = read_stopped(_colleague(analyst), id=one.stopped)
    assert [found.hit for found in theirs.found] == [None]
    assert str(record.id) not in repr(theirs)


def test_a_message_of_many_payments_or_many_letters_is_sent_as_a_file(analyst: Actor) -> None:
    for message in (pain001([Pay()] * 51), pain001([Pay(text="EXERCISE " * 30_000)]), pain001([])):
        with pytest.raises(Fault):
            screen_message(analyst, message=message, purpose=PURPOSE)
    with pytest.raises(Refused):
        screen_message(analyst, message=pacs008([Pay()]), purpose="")
