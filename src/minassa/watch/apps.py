from django.apps import AppConfig


class WatchConfig(AppConfig):
    """Names the room to Django."""

    name = "minassa.watch"
    label = "watch"

    def ready(self) -> None:
        """Register the room's share of everybody's work, once acts and notices are there."""
        from minassa.desk import work_source  # noqa: PLC0415 - models must be loaded before
        from minassa.watch import acts, notices, work  # noqa: F401, PLC0415 - the same

        work_source("watch", needs=acts.WATCH_LIST, waiting_on_me=work.waiting_on_me, overdue=work.overdue)
