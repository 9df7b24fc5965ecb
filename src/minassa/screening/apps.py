from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """Names the room to Django."""

    name = "minassa.screening"
    label = "screening"

    def ready(self) -> None:
        """Register the room's acts, so that tokens can be given their scopes, and its share of everybody's work."""
        from minassa.screening import acts, work  # noqa: F401, PLC0415 - models must be loaded before

        work.register()
