from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Names the room to Django."""

    name = "minassa.desk"
    label = "desk"
