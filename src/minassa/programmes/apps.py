from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """Names the room to Django."""

    name = "minassa.programmes"
    label = "programmes"

    def ready(self) -> None:
        """Register the room's share of everybody's work."""
        from minassa.desk import work_source  # noqa: PLC0415 - models must be loaded before
        from minassa.programmes import acts  # noqa: PLC0415 - the same
        from minassa.programmes.evaluations import reads as evaluations  # noqa: PLC0415 - the same
        from minassa.programmes.reporting import reads  # noqa: PLC0415 - the same

        work_source(
            "progress reports",
            needs=acts.PROGRESS_REPORT_LIST,
            waiting_on_me=reads.waiting_on_me,
            overdue=reads.overdue,
        )
        work_source("evaluations", needs=acts.EVALUATION_LIST, waiting_on_me=evaluations.waiting_on_me)
