from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Names the room to Django."""

    name = "minassa.audit"
    label = "audit"
