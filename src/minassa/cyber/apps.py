from django.apps import AppConfig


class CyberConfig(AppConfig):
    """Names the room to Django."""

    name = "minassa.cyber"
    label = "cyber"
