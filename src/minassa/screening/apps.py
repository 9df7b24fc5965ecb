from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """Names the room to Django."""

    name = "minassa.screening"
    label = "screening"
