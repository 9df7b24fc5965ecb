from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Names the room to Django."""

    name = "minassa.records"
    label = "records"
