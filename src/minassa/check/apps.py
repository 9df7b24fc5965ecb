from django.apps import AppConfig


class CheckConfig(AppConfig):
    """Names the room to Django."""

    name = "minassa.check"
    label = "check"
