from django.apps import AppConfig


class ThreatsConfig(AppConfig):
    """Names the room to Django."""

    name = "minassa.threats"
    label = "threats"

    def ready(self) -> None:
        """Let incidents follow their records' labels, and travel with them."""
        from minassa.records import detail_content, detail_table  # noqa: PLC0415 - models are there only now
        from minassa.threats import (  # noqa: PLC0415 - the same
            notices,  # noqa: F401 - its kinds are registered
            work,
        )
        from minassa.threats.models import Incident  # noqa: PLC0415 - the same
        from minassa.threats.travel import DETAIL  # noqa: PLC0415 - the same

        work.register()
        detail_table(Incident)
        detail_content("Incident", DETAIL)
