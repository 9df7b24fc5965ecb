from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Names the room to Django."""

    name = "minassa.records"
    label = "records"

    def ready(self) -> None:
        """Register the room's share of everybody's work, what the clock tells people, and records as things to which files are attached."""
        from minassa.records import attached, retention, work  # noqa: F401, PLC0415 - models must be loaded before

        attached.register()
        work.register()
