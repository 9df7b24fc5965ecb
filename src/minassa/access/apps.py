from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class AccessConfig(AppConfig):
    """People, labels, the access decision and the walls."""

    name = "minassa.access"
    label = "access"

    def ready(self) -> None:
        """Register the start-up checks and every room's acts; let each migration run renew the second wall's key."""
        from minassa.access import checks, wall_two  # noqa: F401, PLC0415 - they need the models

        autodiscover_modules("acts")
        post_migrate.connect(wall_two.after_migrations, sender=self, dispatch_uid="minassa.wall_two")
