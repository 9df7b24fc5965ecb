from django.apps import AppConfig


class WebConfig(AppConfig):
    """Names the room to Django."""

    name = "minassa.web"
    label = "web"

    def ready(self) -> None:
        """Listen to what happens at the entrance."""
        from minassa.web.entrance import events  # noqa: PLC0415 - it needs the models

        events.connect()
