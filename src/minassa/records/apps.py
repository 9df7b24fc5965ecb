from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Names the room to Django."""

    name = "minassa.records"
    label = "records"

    def ready(self) -> None:
        """Register the room's share of everybody's work, what the clock tells people, and records as things to which files are attached."""
        from minassa.desk import bring_in_by  # noqa: PLC0415 - models must be loaded before
        from minassa.records import attached, notices, retention, work  # noqa: F401, PLC0415 - the same
        from minassa.records.flows import files  # noqa: PLC0415 - the same

        attached.register()
        work.register()
        ended = {"brought_in": notices.BROUGHT_IN, "not_read": notices.NOT_READ}
        bring_in_by(files.ROOM, files.bring_in, **ended, about="link-table")
