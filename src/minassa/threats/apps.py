from django.apps import AppConfig


class ThreatsConfig(AppConfig):
    """Names the room to Django."""

    name = "minassa.threats"
    label = "threats"

    def ready(self) -> None:
        """Let incidents follow their records' labels."""
        from minassa.records import detail_table  # noqa: PLC0415 - models are there only now
        from minassa.threats.models import Incident  # noqa: PLC0415 - the same

        detail_table(Incident)
