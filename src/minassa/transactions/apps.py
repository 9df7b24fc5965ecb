from django.apps import AppConfig


class TransactionsConfig(AppConfig):
    """Names the room to Django."""

    name = "minassa.transactions"
    label = "transactions"

    def ready(self) -> None:
        """Register what people are told of files and searches."""
        from minassa.transactions import notices  # noqa: F401, PLC0415 - its kinds are registered
