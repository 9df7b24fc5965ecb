from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Names the room to Django."""

    name = "minassa.payments"
    label = "payments"

    def ready(self) -> None:
        """Register the room's acts and notices, and its share of everybody's work."""
        from minassa.desk import work_source  # noqa: PLC0415 - models must be loaded before
        from minassa.payments import acts, faults, notices, work  # noqa: F401, PLC0415 - the same

        work_source("payments", needs=acts.PAYMENT_LIST, waiting_on_me=work.waiting)
