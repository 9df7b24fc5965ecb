"""Fills a new EXERCISE node for the page tests; run as a script, its folder in MINASSA_HOME. Prints what it made as JSON."""

import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import django
from django.conf import settings

from minassa import records, screening
from minassa.access import Actor, Handling, Label, Role, Tlp
from minassa.base import Conflict, Invalid
from minassa.node.founding import bring_up_to_date
from tests.page.pages import PASSWORD

GROUND = records.Ground("EXERCISE law 2026-1", "counter-terrorism")


def people() -> tuple[Actor, Actor, Actor]:
    """An analyst and a supervisor of one agency, with an administrator; an inspector of another."""
    from minassa.access import actor_of_user  # noqa: PLC0415 - the models must be loaded first
    from minassa.access.models import Agency, User  # noqa: PLC0415 - the models must be loaded first

    mali = Agency.objects.create(name="EXERCISE Directorate of Security, Mali", kind="member", country="ml")
    niger = Agency.objects.create(name="تمرين جهاز الأمن، النيجر", kind="member", country="ne")
    made = []
    for username, name, agency, roles in (
        ("analyst", "EXERCISE Aïssata Maïga", mali, (Role.ANALYST,)),
        ("supervisor", "تمرين محمد الأمين ولد أحمد", mali, (Role.SUPERVISOR, Role.ANALYST)),
        ("admin", "EXERCISE Admin", mali, (Role.NODE_ADMINISTRATOR,)),
        ("inspector", "EXERCISE Inspector", niger, (Role.INSPECTOR,)),
    ):
        user = User(username=username, name=name, agency=agency, roles=[role.value for role in roles])
        user.set_password(PASSWORD)
        user.save()
        made.append(actor_of_user(user))
    return made[0], made[1], made[2]


def fill_records(actor: Actor) -> tuple[str, str]:
    """A person who directs a company, and enough vehicles for a second page; the ids of the first two."""
    assert actor.agency is not None
    amber = Label(actor.agency, Tlp.AMBER, handling=frozenset({Handling.H0, Handling.H1}), exercise=True)
    green = Label(actor.agency, Tlp.GREEN, handling=frozenset({Handling.H0}), exercise=True)
    person = {
        "name": ["تمرين عبد الرحمن ولد محمد", "EXERCISE Abderrahmane Ould Mohamed"],
        "birthDate": ["1981-05"],
        "nationality": ["mr", "ml"],
        "idNumber": ["EX-100200"],
        "notes": ["EXERCISE. " + "A long invented note. " * 20],
    }
    first = records.add_record(actor, schema="Person", properties=person, label=amber, ground=GROUND)
    name = "EXERCISE Sahel Trading and Very Long Company Names Incorporated Limited"
    second = records.add_record(actor, schema="Company", properties={"name": [name]}, label=green, ground=GROUND)
    link = {"director": [first.origin], "organization": [second.origin], "role": ["EXERCISE director"]}
    records.add_record(actor, schema="Directorship", properties=link, label=amber, ground=GROUND)
    for number in range(60):
        vehicle = {"name": [f"EXERCISE vehicle {number}"], "registrationNumber": [f"EX-{number:04}"]}
        records.add_record(actor, schema="Vehicle", properties=vehicle, label=green, ground=GROUND)
    return str(first.id), str(second.id)


def fill_lists(actor: Actor) -> dict[str, Any]:
    """The invented samples: one list with a broken copy in quarantine, another with one that shrank too much."""
    samples = Path(screening.__file__).parent / "samples"
    version = screening.import_list(actor, source="un-sc", path=next(samples.glob("un-sc.xml*")))
    broken = settings.MINASSA.home / "broken.xml"
    broken.write_text("<CONSOLIDATED_LIST><INDIVIDUALS>")
    with suppress(Invalid):
        screening.import_list(actor, source="un-sc", path=broken)
    whole = (samples / "ca-sema.xml").read_text(encoding="utf-8")
    shrunk = settings.MINASSA.home / "shrunk.xml"
    shrunk.write_text(re.sub(r"(<record>.*?</record>).*</record>", r"\1", whole, flags=re.DOTALL), encoding="utf-8")
    screening.import_list(actor, source="ca-sema", path=samples / "ca-sema.xml")
    with suppress(Conflict):
        screening.import_list(actor, source="ca-sema", path=shrunk)
    change = screening.delta(actor, source="un-sc", version=version.number)[0]
    return {"version": version.number, "subject": change.ref, "subject_name": change.caption}


def main() -> None:
    """Make the database and fill it."""
    django.setup()
    from minassa.access import ask_roles  # noqa: PLC0415 - the models must be loaded first

    bring_up_to_date()
    analyst, supervisor, _admin = people()
    assert analyst.user_id is not None
    record, company = fill_records(analyst)
    roles = [Role.ANALYST, Role.LIAISON_OFFICER]
    asked = ask_roles(supervisor, person=analyst.user_id, roles=roles, reason="EXERCISE liaison leave")
    made = {"record": record, "company": company, "person": str(analyst.user_id), "approval": str(asked.id)}
    print(json.dumps(made | fill_lists(analyst)))  # noqa: T201 - read by the fixture that runs this


if __name__ == "__main__":
    main()
