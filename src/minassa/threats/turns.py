"""Writers of one agency's reports take turns."""

from uuid import UUID

from minassa.threats.models import ImportTurn


def take_turn(agency: UUID) -> None:
    """Wait until no other transaction writes this agency's reports, and hold the turn until this one ends."""
    ImportTurn.objects.get_or_create(agency=agency)
    ImportTurn.objects.select_for_update().get(agency=agency)
