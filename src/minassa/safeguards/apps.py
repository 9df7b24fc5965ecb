from django.apps import AppConfig


class SafeguardsConfig(AppConfig):
    """Names the room to Django."""

    name = "minassa.safeguards"
    label = "safeguards"

    def ready(self) -> None:
        """Register the room's share of everybody's work; let what was counted be written once an answer has gone out."""
        from django.core.signals import request_finished  # noqa: PLC0415 - with the rest

        from minassa.desk import work_source  # noqa: PLC0415 - models must be loaded before
        from minassa.safeguards import acts  # noqa: PLC0415 - the same
        from minassa.safeguards.breaches import reads as breaches  # noqa: PLC0415 - the same
        from minassa.safeguards.scraping import paging, reads  # noqa: PLC0415 - the same

        request_finished.connect(paging.write_down, dispatch_uid="minassa.safeguards.paging")
        work_source("scraping", needs=acts.SCRAPING_LIST, waiting_on_me=reads.waiting_on_me)
        work_source(
            "incidents of security",
            needs=acts.BREACH_LIST,
            waiting_on_me=breaches.waiting_on_me,
            waiting_on_others=breaches.waiting_on_others,
            overdue=breaches.overdue,
        )
