from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Names the room to Django."""

    name = "minassa.api"
    label = "api"
