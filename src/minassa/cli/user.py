"""`minassa user`: people who log in. The owner of the node's folder invites them; nobody ever sees their password."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from minassa.cli.start import AsJson, Home, area, command, speak, start, stop

if TYPE_CHECKING:
    from minassa.access import AgencyView, InvitationView, PersonView

app = area()

Username = Annotated[str, typer.Argument(help="The login name.", show_default=False)]
AgencyNamed = Annotated[
    str, typer.Option("--agency", help="The agency's name or id; not needed where there is only one.")
]


@command(app, "add")
def add(  # noqa: PLR0913 - the command's words, each an option
    username: Username,
    *,
    name: Annotated[str, typer.Option(help="The person's name; the login name where it is left out.")] = "",
    agency: AgencyNamed = "",
    role: Annotated[list[str] | None, typer.Option(help="A role; repeat it for several. Without it: analyst.")] = None,
    email: Annotated[str, typer.Option(help="For notices without content; may be left out.")] = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Add a person and print the one-use link with which they choose their password within 48 hours."""
    start(home)
    from minassa import access  # noqa: PLC0415 - after Django's start

    roles = [_role(one) for one in role or ["analyst"]]
    invited = access.invite(
        access.system_actor("setup"),
        agency=_agency(agency).id,
        username=username,
        name=name or username,
        roles=map(access.Role, roles),
        email=email,
    )
    _tell_invitation(username, invited, as_json=as_json)


@command(app, "invite")
def invite(username: Username, *, home: Home = None, as_json: AsJson = False) -> None:
    """Print a new link for a person whose link ran out or who forgot the password; earlier links end."""
    start(home)
    from minassa import access  # noqa: PLC0415 - after Django's start

    invited = access.start_reset(access.system_actor("setup"), person=_person(username).id)
    _tell_invitation(username, invited, as_json=as_json)


@command(app, "disable")
def disable(username: Username, *, home: Home = None) -> None:
    """Shut a person out at once: their sessions, tokens and open links end."""
    start(home)
    from minassa import access  # noqa: PLC0415 - after Django's start

    access.disable_user(access.system_actor("setup"), person=_person(username).id)
    typer.echo(f"{username} is shut out.")


@command(app, "enable")
def enable(username: Username, *, home: Home = None) -> None:
    """Let a person in again; what ended when they were shut out stays ended."""
    start(home)
    from minassa import access  # noqa: PLC0415 - after Django's start

    access.enable_user(access.system_actor("setup"), person=_person(username).id)
    typer.echo(f"{username} may log in again.")


@command(app, "list")
def list_(*, agency: AgencyNamed = "", home: Home = None, as_json: AsJson = False) -> None:
    """List people, by agency and name."""
    start(home)
    from minassa import access  # noqa: PLC0415 - after Django's start

    wanted = _agency(agency).id if agency else None
    rows = [_row(one) for one in access.list_people(access.system_actor("setup"), agency=wanted)]
    if as_json:
        speak(rows)
        return
    for row in rows:
        typer.echo(f"{row['username']:<20} {row['state']:<9} {', '.join(row['roles']):<40} {row['agency']}")


def _row(person: "PersonView") -> dict[str, Any]:
    state = "active" if person.has_password else "invited"
    return {
        "id": person.id,
        "username": person.username,
        "name": person.name,
        "agency": person.agency_name,
        "roles": [role.value for role in person.roles],
        "state": state if person.is_active else "disabled",
    }


def _tell_invitation(username: str, invited: "InvitationView", *, as_json: bool) -> None:
    path = f"/account/invitation/{invited.secret}/"
    if as_json:
        speak({"id": invited.person, "username": username, "invitation": path, "expires": invited.expires})
        return
    typer.echo(f"{username} chooses a password at this address of the node, once, within 48 hours:")
    typer.echo(f"  {path}")


def _role(named: str) -> str:
    from minassa import access  # noqa: PLC0415 - after Django's start

    known = [role.value for role in access.Role]
    wanted = named.strip().lower().replace("-", "_")
    if wanted not in known:
        stop(f"There is no role {named!r}. Use one of: {', '.join(known)}.")
    return wanted


def _agency(named: str) -> "AgencyView":
    """The agency of this name or id; the only one where none is named."""
    from minassa import access  # noqa: PLC0415 - after Django's start

    agencies = access.list_agencies(access.system_actor("setup"))
    found = [one for one in agencies if not named or named in {one.name, str(one.id)}]
    if len(found) != 1:
        names = "; ".join(one.name for one in agencies)
        stop(f"Name the agency with --agency. The node has: {names}." if agencies else "Add an agency first.")
    return found[0]


def _person(username: str) -> "PersonView":
    from minassa import access  # noqa: PLC0415 - after Django's start

    people = {one.username: one for one in access.list_people(access.system_actor("setup"))}
    found = people.get(username.strip().lower())
    if found is None:
        stop(f"There is nobody with the login name {username!r}. `minassa user list` shows all.")
    return found
