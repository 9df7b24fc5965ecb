from django.apps import AppConfig


class WebConfig(AppConfig):
    """Names the room to Django."""

    name = "minassa.web"
    label = "web"
