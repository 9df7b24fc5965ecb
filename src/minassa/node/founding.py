"""Making a node: its folder, secrets, settings and database, and its first agency and people.

Each step leaves alone what is there, so that `minassa init` run again brings a node up to date and changes nothing else.
"""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from minassa.base.settings import SECRETS_FOLDER, SETTINGS_FILE

_SETTINGS: Final = """# The node's settings: docs/settings.md describes each one. `minassa doctor` names every fault.
[node]
name = {name}
exercise = {exercise}
several_agencies_log_in = {exercise}
language = "{language}"
address = "{address}"

[database]
engine = "sqlite"

[fetch]
private = [{private}]
"""


def lay_folder(  # noqa: PLR0913 - what a node begins with
    home: Path, *, name: str, language: str, exercise: bool, address: str = "", private: Iterable[str] = ()
) -> None:
    """The folder with `node.toml` and the secrets, readable by this account only. Needs no Django.

    `address` is where other nodes reach this one; `private` the private places, as `host:port`, that it may reach.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    (home / SECRETS_FOLDER).mkdir(mode=0o700, exist_ok=True)
    _write_once(home / SECRETS_FOLDER / "django", secrets.token_urlsafe(64))
    quoted = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    places = ", ".join(f'"{one}"' for one in private)
    text = _SETTINGS.format(
        name=quoted, exercise=str(exercise).lower(), language=language, address=address, private=places
    )
    _write_once(home / SETTINGS_FILE, text)


def _write_once(path: Path, text: str) -> None:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")


def bring_up_to_date() -> None:
    """Make or migrate the database, the cache's table, the log's keys and the node's. Needs Django."""
    from django.conf import settings  # noqa: PLC0415 - the folder is laid before Django starts

    from minassa import access, audit, exchange  # noqa: PLC0415 - the same
    from minassa.base import now  # noqa: PLC0415 - the same
    from minassa.desk import make_attachment_key  # noqa: PLC0415 - the same
    from minassa.node.migrating import migrate  # noqa: PLC0415 - the same

    audit.make_keys(settings.MINASSA.home)
    access.make_ledger_key(settings.MINASSA.home)
    make_attachment_key(settings.MINASSA.home)
    exchange.make_node_keys(settings.MINASSA.home, at=now())
    migrate()


@dataclass(frozen=True, slots=True)
class FirstPerson:
    """Somebody with whom a node begins, and the secret of the link with which they choose their password."""

    username: str
    roles: tuple[str, ...]
    secret: str


def first_people(agency: str, country: str) -> Iterator[FirstPerson]:
    """The first agency with an analyst, two supervisors and a node administrator; nothing where an agency exists.

    There are two supervisors because what widens access needs two persons.
    """
    from minassa import access  # noqa: PLC0415 - the folder is laid before Django starts

    actor = access.system_actor("setup")
    if access.list_agencies(actor):
        return
    made = access.add_agency(actor, name=agency, kind=access.AgencyKind.MEMBER, country=country)
    for username, roles in (
        ("analyst", (access.Role.ANALYST, access.Role.LIAISON_OFFICER)),
        ("supervisor", (access.Role.SUPERVISOR,)),
        ("second-supervisor", (access.Role.SUPERVISOR,)),
        ("administrator", (access.Role.NODE_ADMINISTRATOR,)),
    ):
        invited = access.invite(actor, agency=made.id, username=username, name=username, roles=roles)
        yield FirstPerson(username, tuple(role.value for role in roles), invited.secret)
