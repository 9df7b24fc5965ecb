from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class AccessConfig(AppConfig):
    """People, labels, the access decision and the walls."""

    name = "minassa.access"
    label = "access"

    def ready(self) -> None:
        """Register the start-up checks, every room's acts and kinds of parcels; let each migration run renew the second wall's key."""
        from minassa.access import checks, wall_two  # noqa: F401, PLC0415 - they need the models
        from minassa.access.lasting import parcels, rights  # noqa: F401, PLC0415 - the same
        from minassa.access.releases import again, answers  # noqa: F401, PLC0415 - the same

        autodiscover_modules("acts")
        autodiscover_modules("parcels")
        autodiscover_modules("lasting")
        post_migrate.connect(wall_two.after_migrations, sender=self, dispatch_uid="minassa.wall_two")
