from django.apps import AppConfig


class SuspicionsConfig(AppConfig):
    """Names the room to Django."""

    name = "minassa.suspicions"
    label = "suspicions"

    def ready(self) -> None:
        """Register the room's share of everybody's work."""
        from minassa.desk import work_source  # noqa: PLC0415 - models must be loaded before
        from minassa.suspicions import acts, reads  # noqa: PLC0415 - the same

        work_source(
            "suspicious-transaction reports",
            needs=acts.SUSPICION_LIST,
            waiting_on_me=reads.waiting_on_me,
            waiting_on_others=reads.waiting_on_others,
            overdue=reads.overdue,
        )
