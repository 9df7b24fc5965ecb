from django.apps import AppConfig


class ThreatsConfig(AppConfig):
    """Names the room to Django."""

    name = "minassa.threats"
    label = "threats"

    def ready(self) -> None:
        """Bring in files of incidents; let incidents follow their records' labels, and travel with them."""
        from minassa.desk import bring_in_by  # noqa: PLC0415 - the same
        from minassa.records import detail_content, detail_table  # noqa: PLC0415 - models are there only now
        from minassa.threats import intakes, notices, work  # noqa: PLC0415 - the same
        from minassa.threats.models import Incident  # noqa: PLC0415 - the same
        from minassa.threats.travel import DETAIL  # noqa: PLC0415 - the same

        work.register()
        ended = {"brought_in": notices.BROUGHT_IN, "not_read": notices.NOT_READ}
        bring_in_by(intakes.ROOM, intakes.bring_in, **ended, about="incident-import")
        detail_table(Incident)
        detail_content("Incident", DETAIL)
