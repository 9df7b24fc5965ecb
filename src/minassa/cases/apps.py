from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Names the room to Django."""

    name = "minassa.cases"
    label = "cases"

    def ready(self) -> None:
        """Register the room's files, and its share of everybody's work."""
        from minassa.cases import acts, attached, reads  # noqa: PLC0415 - models must be loaded before
        from minassa.desk import work_source  # noqa: PLC0415 - the same

        attached.register()
        work_source(
            "cases",
            needs=acts.CASE_LIST,
            waiting_on_me=reads.waiting_on_me,
            waiting_on_others=reads.waiting_on_others,
            overdue=reads.overdue,
        )
